/** The date and time functions as natives over days and microseconds. */

import { type Interval, type Native, native } from '../../emit/native.ts';
import {
  addMonths,
  checkDate,
  checkMicros,
  dateText,
  datetimeText,
  daysFromCivil,
  daysInMonth,
  floorDivBig,
  joinMicros,
  MAX_MICROS,
  MICROS_PER_DAY,
  MIN_MICROS,
  splitMicros,
  timeText,
} from './civil.ts';
import { diffDays, diffMicros, extractPart, lastDay, truncDays, truncMicros } from './parts.ts';
import { parseTimestampText } from './temporal-text.ts';
import { fromLocal, timestampText, toLocal } from './zone.ts';

function dateOf(year: bigint, month: bigint, day: bigint): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) {
    throw new Error(`Input calculates to invalid date: ${year}-${month}-${day}`);
  }
  return daysFromCivil(y, m, d);
}

function timeOf(hour: bigint, minute: bigint, second: bigint): bigint {
  // A leap second reads as the second after it.
  if (hour < 0n || hour > 23n || minute < 0n || minute > 59n || second < 0n || second > 59n) {
    throw new Error(`Input calculates to invalid time: ${hour}:${minute}:${second}`);
  }
  return (hour * 3600n + minute * 60n + second) * 1_000_000n;
}

const text = (interval: Interval) =>
  `INTERVAL of ${interval.months} months, ${interval.days} days, ${interval.micros} microseconds`;

function shiftDays(days: number, by: Interval, sign: 1 | -1): number {
  if (by.micros !== 0n)
    throw new Error('A DATE cannot be shifted by a time part: only DAY, WEEK, MONTH, QUARTER and YEAR');
  const operation = `Adding ${text(by)} to date ${dateText(days)} causes overflow`;
  const shifted = by.months === 0 ? days : checkDate(addMonths(days, sign * by.months), operation);
  return checkDate(shifted + sign * by.days, operation);
}

export function shiftDatetime(micros: bigint, by: Interval, sign: 1 | -1): bigint {
  const operation = `Adding ${text(by)} to datetime ${datetimeText(micros)} causes overflow`;
  const { days, time } = splitMicros(micros);
  const day = by.months === 0 ? days : checkDate(addMonths(days, sign * by.months), operation);
  return checkMicros(joinMicros(day + sign * by.days, time) + BigInt(sign) * by.micros, operation);
}

/** A day of a TIMESTAMP is 24 hours; months it has none. */
export function shiftTimestamp(micros: bigint, by: Interval, sign: 1 | -1): bigint {
  if (by.months !== 0) throw new Error('TIMESTAMP arithmetic does not support the MONTH, QUARTER and YEAR date parts');
  const operation = `Adding ${text(by)} to timestamp ${datetimeText(micros)} causes overflow`;
  return checkMicros(micros + BigInt(sign) * (BigInt(by.days) * MICROS_PER_DAY + by.micros), operation);
}

/** Goes round at midnight. */
function shiftTime(time: bigint, by: Interval, sign: 1 | -1): bigint {
  if (by.months !== 0 || by.days !== 0)
    throw new Error('A TIME can be shifted by HOUR, MINUTE, SECOND and their fractions only');
  const sum = (time + BigInt(sign) * by.micros) % MICROS_PER_DAY;
  return sum < 0n ? sum + MICROS_PER_DAY : sum;
}

function fromUnix(unit: bigint, name: string) {
  return (value: bigint) => {
    const micros = value * unit;
    if (micros < MIN_MICROS || micros > MAX_MICROS)
      throw new Error(`Input is outside of TIMESTAMP range: ${name}(${value})`);
    return micros;
  };
}

const three = ['INT64', 'INT64', 'INT64'] as const;

export const temporal = {
  makeDate: native('bq_make_date', { takes: three, returns: 'DATE' }, dateOf),
  makeTime: native('bq_make_time', { takes: three, returns: 'TIME' }, timeOf),
  makeDatetime: native('bq_make_datetime', { takes: [...three, ...three], returns: 'DATETIME' }, (y, m, d, h, mi, s) =>
    joinMicros(dateOf(y, m, d), timeOf(h, mi, s)),
  ),
  joinDatetime: native('bq_join_datetime', { takes: ['DATE', 'TIME'], returns: 'DATETIME' }, joinMicros),
  toLocal: native('bq_to_local', { takes: ['TIMESTAMP', 'STRING'], returns: 'DATETIME' }, (micros, zone) =>
    checkMicros(toLocal(zone, micros), 'Time zone shift'),
  ),
  fromLocal: native('bq_from_local', { takes: ['DATETIME', 'STRING'], returns: 'TIMESTAMP' }, (micros, zone) =>
    checkMicros(fromLocal(zone, micros), 'Time zone shift'),
  ),
  parseTimestampIn: native(
    'bq_timestamp_from_text',
    { takes: ['STRING', 'STRING'], returns: 'TIMESTAMP' },
    (value, zone) => {
      if (/(?:[+-]\d{1,2}(?::\d{1,2})?|[Zz]| [A-Za-z][\w+/-]*)$/.test(value.trim().slice(10))) {
        throw new Error(`Invalid timestamp: '${value}'; a time zone is given twice`);
      }
      const micros = parseTimestampText(value, zone);
      if (micros === undefined) throw new Error(`Invalid timestamp: '${value}'`);
      return micros;
    },
  ),
  parseTimestamp: native('bq_timestamp_from_zoned_text', { takes: ['STRING'], returns: 'TIMESTAMP' }, (value) => {
    const micros = parseTimestampText(value, undefined);
    if (micros === undefined) throw new Error(`Invalid timestamp: '${value}'`);
    return micros;
  }),
  timestampText: native('bq_timestamp_text', { takes: ['TIMESTAMP', 'STRING'], returns: 'STRING' }, (micros, zone) =>
    timestampText(zone, micros, datetimeText),
  ),
  dateText: native('bq_date_text', { takes: ['DATE'], returns: 'STRING' }, dateText),
  datetimeText: native('bq_datetime_text', { takes: ['DATETIME'], returns: 'STRING' }, (micros) =>
    datetimeText(micros),
  ),
  timeText: native('bq_time_text', { takes: ['TIME'], returns: 'STRING' }, timeText),
  addDate: native('bq_date_add', { takes: ['DATE', 'INTERVAL'], returns: 'DATE' }, (days, by) =>
    shiftDays(days, by, 1),
  ),
  subDate: native('bq_date_sub', { takes: ['DATE', 'INTERVAL'], returns: 'DATE' }, (days, by) =>
    shiftDays(days, by, -1),
  ),
  addDatetime: native('bq_datetime_add', { takes: ['DATETIME', 'INTERVAL'], returns: 'DATETIME' }, (at, by) =>
    shiftDatetime(at, by, 1),
  ),
  subDatetime: native('bq_datetime_sub', { takes: ['DATETIME', 'INTERVAL'], returns: 'DATETIME' }, (at, by) =>
    shiftDatetime(at, by, -1),
  ),
  addTimestamp: native('bq_timestamp_add', { takes: ['TIMESTAMP', 'INTERVAL'], returns: 'TIMESTAMP' }, (at, by) =>
    shiftTimestamp(at, by, 1),
  ),
  subTimestamp: native('bq_timestamp_sub', { takes: ['TIMESTAMP', 'INTERVAL'], returns: 'TIMESTAMP' }, (at, by) =>
    shiftTimestamp(at, by, -1),
  ),
  addTime: native('bq_time_add', { takes: ['TIME', 'INTERVAL'], returns: 'TIME' }, (at, by) => shiftTime(at, by, 1)),
  subTime: native('bq_time_sub', { takes: ['TIME', 'INTERVAL'], returns: 'TIME' }, (at, by) => shiftTime(at, by, -1)),
  diffDate: native('bq_date_diff', { takes: ['DATE', 'DATE', 'STRING'], returns: 'INT64' }, (a, b, part) =>
    BigInt(diffDays(part, a, b)),
  ),
  diffDatetime: native(
    'bq_datetime_diff',
    { takes: ['DATETIME', 'DATETIME', 'STRING'], returns: 'INT64' },
    (a, b, part) => diffMicros(part, a, b),
  ),
  diffTime: native('bq_time_diff', { takes: ['TIME', 'TIME', 'STRING'], returns: 'INT64' }, (a, b, part) =>
    diffMicros(part, a, b),
  ),
  truncDate: native('bq_date_trunc', { takes: ['DATE', 'STRING'], returns: 'DATE' }, (days, part) =>
    checkDate(truncDays(part, days), 'DATE_TRUNC'),
  ),
  truncDatetime: native('bq_datetime_trunc', { takes: ['DATETIME', 'STRING'], returns: 'DATETIME' }, (at, part) =>
    checkMicros(truncMicros(part, at), 'DATETIME_TRUNC'),
  ),
  truncTime: native('bq_time_trunc', { takes: ['TIME', 'STRING'], returns: 'TIME' }, (at, part) =>
    truncMicros(part, at),
  ),
  truncTimestamp: native(
    'bq_timestamp_trunc',
    { takes: ['TIMESTAMP', 'STRING', 'STRING'], returns: 'TIMESTAMP' },
    (at, part, zone) => truncTimestamp(at, part, zone),
  ),
  lastDay: native('bq_last_day', { takes: ['DATE', 'STRING'], returns: 'DATE' }, (days, part) =>
    checkDate(lastDay(part, days), 'LAST_DAY'),
  ),
  extract: native('bq_extract', { takes: ['DATETIME', 'STRING'], returns: 'INT64' }, (at, part) =>
    BigInt(extractPart(part, at)),
  ),
  fromUnixDate: native('bq_date_from_unix_date', { takes: ['INT64'], returns: 'DATE' }, (days) =>
    checkDate(Number(days), `DATE_FROM_UNIX_DATE(${days})`),
  ),
  unix: native('bq_unix', { takes: ['TIMESTAMP', 'INT64'], returns: 'INT64' }, (at, unit) => floorDivBig(at, unit)),
  fromSeconds: native(
    'bq_timestamp_seconds',
    { takes: ['INT64'], returns: 'TIMESTAMP' },
    fromUnix(1_000_000n, 'TIMESTAMP_SECONDS'),
  ),
  fromMillis: native(
    'bq_timestamp_millis',
    { takes: ['INT64'], returns: 'TIMESTAMP' },
    fromUnix(1000n, 'TIMESTAMP_MILLIS'),
  ),
  fromMicros: native(
    'bq_timestamp_micros',
    { takes: ['INT64'], returns: 'TIMESTAMP' },
    fromUnix(1n, 'TIMESTAMP_MICROS'),
  ),
} satisfies Record<string, Native>;

/**
 * Parts shorter than a day keep to the instant's own offset, so that the two readings of a repeated hour stay apart;
 * days and longer begin when the wall clock says so.
 */
function truncTimestamp(at: bigint, part: string, zone: string): bigint {
  const local = toLocal(zone, at);
  const truncated = truncMicros(part, local);
  const short = ['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR'].includes(part);
  return checkMicros(short ? at - (local - truncated) : fromLocal(zone, truncated), 'TIMESTAMP_TRUNC');
}

export const natives: readonly Native[] = Object.values(temporal);
