/** Date and time parts: what EXTRACT, *_TRUNC and *_DIFF do with each. */

import { CallRefused } from '../signature.ts';
import {
  civilFromDays,
  civilTime,
  dayOfYear,
  daysFromCivil,
  daysInMonth,
  floorDiv,
  floorDivBig,
  floorMod,
  isoWeek,
  isoYear,
  isoYearStart,
  MICROS_PER_DAY,
  splitMicros,
  weekday,
  weekOfYear,
} from './civil.ts';

export const WEEKDAYS: readonly string[] = [
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
];

const DATE_PARTS = ['DAY', 'WEEK', 'ISOWEEK', 'MONTH', 'QUARTER', 'YEAR', 'ISOYEAR'];

/** Parts of a fixed length, in microseconds. */
export const UNITS: Readonly<Record<string, bigint>> = {
  MICROSECOND: 1n,
  MILLISECOND: 1000n,
  SECOND: 1_000_000n,
  MINUTE: 60_000_000n,
  HOUR: 3_600_000_000n,
};

export const TIME_PARTS = Object.keys(UNITS);
export const ALL_PARTS = [...TIME_PARTS, ...DATE_PARTS];
export const CALENDAR_PARTS = DATE_PARTS;

/** The written part in one form: `WEEK(MONDAY)` and `week( monday )` are the same. Refused unless `allowed`. */
export function partOf(written: string, allowed: readonly string[], name: string): string {
  const part = written.toUpperCase().replace(/\s+/g, '');
  const week = /^WEEK\((\w+)\)$/.exec(part);
  if (week !== null) {
    if (!WEEKDAYS.includes(week[1] ?? ''))
      throw new CallRefused('invalid', `A valid date part argument for WEEK is a weekday, found ${week[1]}`);
    if (allowed.includes('WEEK')) return part;
  } else if (allowed.includes(part)) return part;
  throw new CallRefused('invalid', `${name} does not support the ${part} date part`);
}

/** The weekday that the part's weeks begin on, or undefined where it is not a week. */
function weekStart(part: string): number | undefined {
  if (part === 'WEEK') return 0;
  if (part === 'ISOWEEK') return 1;
  const day = /^WEEK\((\w+)\)$/.exec(part)?.[1];
  return day === undefined ? undefined : WEEKDAYS.indexOf(day);
}

export function extractPart(part: string, micros: bigint): number {
  const { days } = splitMicros(micros);
  const civil = civilTime(micros);
  switch (part) {
    case 'MICROSECOND':
      return civil.micro;
    case 'MILLISECOND':
      return Math.floor(civil.micro / 1000);
    case 'SECOND':
      return civil.second;
    case 'MINUTE':
      return civil.minute;
    case 'HOUR':
      return civil.hour;
    case 'DAYOFWEEK':
      return weekday(days) + 1;
    case 'DAY':
      return civil.day;
    case 'DAYOFYEAR':
      return dayOfYear(days);
    case 'ISOWEEK':
      return isoWeek(days);
    case 'MONTH':
      return civil.month;
    case 'QUARTER':
      return Math.ceil(civil.month / 3);
    case 'YEAR':
      return civil.year;
    case 'ISOYEAR':
      return isoYear(days);
    default:
      return weekOfYear(days, weekStart(part) ?? 0);
  }
}

export function truncDays(part: string, days: number): number {
  const start = weekStart(part);
  if (start !== undefined) return days - floorMod(weekday(days) - start, 7);
  const { year, month } = civilFromDays(days);
  switch (part) {
    case 'MONTH':
      return daysFromCivil(year, month, 1);
    case 'QUARTER':
      return daysFromCivil(year, month - ((month - 1) % 3), 1);
    case 'YEAR':
      return daysFromCivil(year, 1, 1);
    case 'ISOYEAR':
      return isoYearStart(isoYear(days));
    default:
      return days;
  }
}

export function truncMicros(part: string, micros: bigint): bigint {
  const unit = UNITS[part];
  if (unit !== undefined) return floorDivBig(micros, unit) * unit;
  return BigInt(truncDays(part, splitMicros(micros).days)) * MICROS_PER_DAY;
}

/** Counts the part's boundaries between the two. */
export function diffDays(part: string, a: number, b: number): number {
  if (weekStart(part) !== undefined) return (truncDays(part, a) - truncDays(part, b)) / 7;
  const x = civilFromDays(a);
  const y = civilFromDays(b);
  switch (part) {
    case 'MONTH':
      return (x.year - y.year) * 12 + x.month - y.month;
    case 'QUARTER':
      return (x.year - y.year) * 4 + floorDiv(x.month - 1, 3) - floorDiv(y.month - 1, 3);
    case 'YEAR':
      return x.year - y.year;
    case 'ISOYEAR':
      return isoYear(a) - isoYear(b);
    default:
      return a - b;
  }
}

export function diffMicros(part: string, a: bigint, b: bigint): bigint {
  const unit = UNITS[part];
  if (unit !== undefined) return floorDivBig(a, unit) - floorDivBig(b, unit);
  return BigInt(diffDays(part, splitMicros(a).days, splitMicros(b).days));
}

export function lastDay(part: string, days: number): number {
  const start = weekStart(part);
  if (start !== undefined) return truncDays(part, days) + 6;
  const { year, month } = civilFromDays(days);
  switch (part) {
    case 'QUARTER': {
      const last = Math.ceil(month / 3) * 3;
      return daysFromCivil(year, last, daysInMonth(year, last));
    }
    case 'YEAR':
      return daysFromCivil(year, 12, 31);
    case 'ISOYEAR':
      return isoYearStart(isoYear(days) + 1) - 1;
    default:
      return daysFromCivil(year, month, daysInMonth(year, month));
  }
}
