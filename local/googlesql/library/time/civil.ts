/** Days and microseconds as calendar fields and back: the proleptic Gregorian calendar from year 1 to 9999. */

export const MICROS_PER_SECOND = 1_000_000n;
export const MICROS_PER_DAY = 86_400_000_000n;

/** 0001-01-01 and 9999-12-31, in days from 1970-01-01. */
export const MIN_DATE = -719_162;
export const MAX_DATE = 2_932_896;
export const MIN_MICROS = BigInt(MIN_DATE) * MICROS_PER_DAY;
export const MAX_MICROS = BigInt(MAX_DATE + 1) * MICROS_PER_DAY - 1n;

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface CivilTime extends Civil {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micro: number;
}

export const floorDiv = (a: number, b: number) => Math.floor(a / b);
export const floorMod = (a: number, b: number) => a - Math.floor(a / b) * b;

export function floorDivBig(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n !== b < 0n && a % b !== 0n ? quotient - 1n : quotient;
}

/** Counts in eras of 400 years that begin on 1 March, so that leap days come last. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = floorDiv(y, 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = floorDiv(153 * (month + (month > 2 ? -3 : 9)) + 2, 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilFromDays(days: number): Civil {
  const shifted = days + 719_468;
  const era = floorDiv(shifted, 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = floorDiv(
    dayOfEra - floorDiv(dayOfEra, 1460) + floorDiv(dayOfEra, 36_524) - floorDiv(dayOfEra, 146_096),
    365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100));
  const shiftedMonth = floorDiv(5 * dayOfYear + 2, 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - floorDiv(153 * shiftedMonth + 2, 5) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  return month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;
}

export function splitMicros(micros: bigint): { readonly days: number; readonly time: bigint } {
  const days = floorDivBig(micros, MICROS_PER_DAY);
  return { days: Number(days), time: micros - days * MICROS_PER_DAY };
}

export function joinMicros(days: number, time: bigint): bigint {
  return BigInt(days) * MICROS_PER_DAY + time;
}

export function civilTime(micros: bigint): CivilTime {
  const { days, time } = splitMicros(micros);
  const second = Number(time / MICROS_PER_SECOND);
  return {
    ...civilFromDays(days),
    hour: floorDiv(second, 3600),
    minute: floorDiv(second, 60) % 60,
    second: second % 60,
    micro: Number(time % MICROS_PER_SECOND),
  };
}

/** 0 is Sunday. */
export const weekday = (days: number) => floorMod(days + 4, 7);

export function dayOfYear(days: number): number {
  return days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1;
}

/** The first day of the ISO year: the Monday of the week that has 4 January. */
export function isoYearStart(year: number): number {
  const fourth = daysFromCivil(year, 1, 4);
  return fourth - floorMod(weekday(fourth) - 1, 7);
}

export function isoYear(days: number): number {
  const { year } = civilFromDays(days);
  if (days < isoYearStart(year)) return year - 1;
  return days >= isoYearStart(year + 1) ? year + 1 : year;
}

export const isoWeek = (days: number) => floorDiv(days - isoYearStart(isoYear(days)), 7) + 1;

/** Weeks begin on `first` (0 is Sunday); the days before the year's first such day are in week 0. */
export function weekOfYear(days: number, first: number): number {
  return floorDiv(dayOfYear(days) - 1 + 7 - floorMod(weekday(days) - first, 7), 7);
}

/** The day of the target month, or its last one where it is shorter. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilFromDays(days);
  const index = year * 12 + (month - 1) + months;
  const target = { year: floorDiv(index, 12), month: floorMod(index, 12) + 1 };
  return daysFromCivil(target.year, target.month, Math.min(day, daysInMonth(target.year, target.month)));
}

const two = (value: number) => String(value).padStart(2, '0');

export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Fractions in groups of three digits, as BigQuery prints them: none, milliseconds or microseconds. */
export function timeText(time: bigint): string {
  const second = Number(time / MICROS_PER_SECOND);
  const micro = String(time % MICROS_PER_SECOND).padStart(6, '0');
  const fraction = micro === '000000' ? '' : `.${micro.endsWith('000') ? micro.slice(0, 3) : micro}`;
  return `${two(floorDiv(second, 3600))}:${two(floorDiv(second, 60) % 60)}:${two(second % 60)}${fraction}`;
}

export function datetimeText(micros: bigint, separator = ' '): string {
  const { days, time } = splitMicros(micros);
  return `${dateText(days)}${separator}${timeText(time)}`;
}

export function checkDate(days: number, operation: string): number {
  if (days < MIN_DATE || days > MAX_DATE)
    throw new Error(`${operation}: the result is out of range 0001-01-01 to 9999-12-31`);
  return days;
}

export function checkMicros(micros: bigint, operation: string): bigint {
  if (micros < MIN_MICROS || micros > MAX_MICROS) {
    throw new Error(`${operation}: the result is out of range 0001-01-01 00:00:00 to 9999-12-31 23:59:59.999999`);
  }
  return micros;
}
