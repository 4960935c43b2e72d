/** Values of DATE, TIME, DATETIME, TIMESTAMP and INTERVAL columns. */

import {
  DuckDBDateValue,
  DuckDBIntervalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
} from '@duckdb/node-api';
import { parseInterval } from '../../googlesql/values/interval.ts';
import {
  MAX_MICROS,
  MIN_MICROS,
  parseDate,
  parseDatetime,
  parseTime,
  parseTimestamp,
} from '../../googlesql/values/time.ts';
import { FieldProblem, shown } from './field-problem.ts';

const MIN_DAY = -719_162n;
const MAX_DAY = 2_932_896n;
const DAY_MICROS = 86_400_000_000n;
const MAX_INTERVAL_MICROS = 87_840_000n * 3_600_000_000n;

export function dateOfDays(days: bigint): DuckDBDateValue {
  if (days < MIN_DAY || days > MAX_DAY) throw new FieldProblem(`Date field value is out of range: ${days}`);
  return new DuckDBDateValue(Number(days));
}

export function dateOfText(text: string): DuckDBDateValue {
  const days = parseDate(text);
  if (days === undefined) throw new FieldProblem(`Invalid date: ${shown(text)}`);
  return new DuckDBDateValue(days);
}

export function timestampOfMicros(micros: bigint): DuckDBTimestampTZValue {
  if (micros < MIN_MICROS || micros > MAX_MICROS) {
    throw new FieldProblem(`Timestamp field value is out of range: ${micros}`);
  }
  return new DuckDBTimestampTZValue(micros);
}

export function timestampOfText(text: string): DuckDBTimestampTZValue {
  const micros = parseTimestamp(text);
  if (micros === undefined) throw new FieldProblem(`Invalid timestamp: ${shown(text)}`);
  return new DuckDBTimestampTZValue(micros);
}

/** google.protobuf.Timestamp: nanoseconds count forward from the second and are cut to microseconds. */
export function timestampOfParts(seconds: bigint, nanos: number): DuckDBTimestampTZValue {
  if (nanos < 0 || nanos > 999_999_999) throw new FieldProblem(`Timestamp has invalid nanos: ${nanos}`);
  return timestampOfMicros(seconds * 1_000_000n + BigInt(Math.floor(nanos / 1000)));
}

export function timeOfMicros(micros: bigint): DuckDBTimeValue {
  if (micros < 0n || micros >= DAY_MICROS) throw new FieldProblem(`Time field value is out of range: ${micros}`);
  return new DuckDBTimeValue(micros);
}

export function datetimeOfMicros(micros: bigint): DuckDBTimestampValue {
  if (micros < MIN_MICROS || micros > MAX_MICROS)
    throw new FieldProblem(`Datetime field value is out of range: ${micros}`);
  return new DuckDBTimestampValue(micros);
}

/** The packed form of a time of day: `(h<<12 | m<<6 | s)<<20 | micros` (write-api.md, Types). */
export function timeOfPacked(packed: bigint): DuckDBTimeValue {
  const micros = packed < 0n || packed >> 37n !== 0n ? undefined : packedClock(packed);
  if (micros === undefined) throw new FieldProblem(`Time field value is out of range: ${packed}`);
  return new DuckDBTimeValue(micros);
}

export function timeOfText(text: string): DuckDBTimeValue {
  const micros = parseTime(text);
  if (micros === undefined) throw new FieldProblem(`Invalid time: ${shown(text)}`);
  return new DuckDBTimeValue(micros);
}

/** The packed form of a civil date and time: `(y<<26 | mo<<22 | d<<17 | h<<12 | mi<<6 | s)<<20 | micros`. */
export function datetimeOfPacked(packed: bigint): DuckDBTimestampValue {
  const date = packed >> 37n;
  const [year, month, day] = [date >> 9n, (date >> 5n) & 15n, date & 31n];
  const days = packed < 0n ? undefined : parseDate(`${String(year).padStart(4, '0')}-${month}-${day}`);
  const clock = packed < 0n ? undefined : packedClock(packed & ((1n << 37n) - 1n));
  if (days === undefined || clock === undefined) {
    throw new FieldProblem(`Datetime field value is out of range: ${packed}`);
  }
  return new DuckDBTimestampValue(BigInt(days) * DAY_MICROS + clock);
}

export function datetimeOfText(text: string): DuckDBTimestampValue {
  const micros = parseDatetime(text);
  if (micros === undefined) throw new FieldProblem(`Invalid datetime: ${shown(text)}`);
  return new DuckDBTimestampValue(micros);
}

export function intervalOfText(text: string): DuckDBIntervalValue {
  const parts = parseInterval(text);
  if (parts === undefined) throw new FieldProblem(`Invalid interval: ${shown(text)}`);
  return new DuckDBIntervalValue(parts.months, parts.days, parts.micros);
}

const MAX_INTERVAL_MONTHS = 120_000;
const MAX_INTERVAL_DAYS = 3_660_000;

export function intervalOfParts(months: number, days: number, micros: bigint): DuckDBIntervalValue {
  const fits = Math.abs(months) <= MAX_INTERVAL_MONTHS && Math.abs(days) <= MAX_INTERVAL_DAYS;
  if (!fits || micros > MAX_INTERVAL_MICROS || micros < -MAX_INTERVAL_MICROS)
    throw new FieldProblem(`Invalid interval: ${months} months, ${days} days and ${micros} us`);
  return new DuckDBIntervalValue(months, days, micros);
}

/** google.protobuf.Duration: seconds and nanos share their sign; cut towards zero to microseconds. */
export function intervalOfDuration(seconds: bigint, nanos: number): DuckDBIntervalValue {
  const micros = seconds * 1_000_000n + BigInt(Math.trunc(nanos / 1000));
  const fits = Math.abs(nanos) < 1_000_000_000 && micros <= MAX_INTERVAL_MICROS && micros >= -MAX_INTERVAL_MICROS;
  const signsAgree = seconds === 0n || nanos === 0 || seconds < 0n === nanos < 0;
  if (!fits || !signsAgree) throw new FieldProblem(`Invalid duration: ${seconds} s and ${nanos} ns`);
  return new DuckDBIntervalValue(0, 0, micros);
}

function packedClock(packed: bigint): bigint | undefined {
  const micros = packed & 0xfffffn;
  const clock = packed >> 20n;
  const [hour, minute, second] = [clock >> 12n, (clock >> 6n) & 63n, clock & 63n];
  if (hour > 23n || minute > 59n || second > 59n || micros > 999_999n) return undefined;
  return ((hour * 60n + minute) * 60n + second) * 1_000_000n + micros;
}
