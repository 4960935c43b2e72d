/** DATE, TIME, DATETIME and TIMESTAMP: constructors, conversions, arithmetic, parts. */

import type { Native } from '../../emit/native.ts';
import { plainUnless, utcReading } from '../../emit/plain.ts';
import { int64Text } from '../../emit/text.ts';
import { define, isKeyword, type Overload, on, onBound } from '../define.ts';
import { type Call, CallRefused, type Expression, type FunctionDefinition } from '../signature.ts';
import { bucket } from './bucket.ts';
import { MICROS_PER_DAY } from './civil.ts';
import { INSTANT } from './instant.ts';
import { INTERVAL_PARTS, intervalPart } from './interval.ts';
import { ALL_PARTS, CALENDAR_PARTS, partOf, TIME_PARTS, UNITS } from './parts.ts';
import { temporal, natives as temporalNatives } from './temporal-natives.ts';

const UTC = "'UTC'";
const TIMESTAMP_PARTS = [...TIME_PARTS, 'DAY'];

/** The wall clock's reading; in UTC DuckDB knows it by itself. */
export function local(timestamp: string, zone = UTC): string {
  return zone === UTC ? utcReading(timestamp) : temporal.toLocal.of(timestamp, zone);
}

/** The timestamp of a wall clock's reading. */
export function instant(datetime: string, zone = UTC): string {
  return zone === UTC ? `(${datetime} AT TIME ZONE ${UTC})` : temporal.fromLocal.of(datetime, zone);
}

/** The default origin of buckets. */
const ORIGIN = "TIMESTAMP '1950-01-01 00:00:00'";

const asDate = (sql: string) => `CAST(${sql} AS DATE)`;
const asTime = (sql: string) => `CAST(${sql} AS TIME)`;
const asDatetime = (sql: string) => `CAST(${sql} AS TIMESTAMP)`;

export function keywordAt(call: Call, index: number): string {
  const argument = call.args[index];
  return argument !== undefined && isKeyword(argument) ? argument.keyword : '';
}

/** An overload whose argument at `index` is a part, checked against those that the type has. */
function withPart(
  signature: string,
  index: number,
  parts: readonly string[],
  emit: (part: string, sql: readonly string[]) => string,
) {
  return onBound(signature, ({ call, sql }) => emit(partOf(keywordAt(call, index), parts, call.name), sql));
}

/** Parts that DuckDB truncates to as BigQuery does. */
const NATIVE_TRUNC: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'MONTH', 'QUARTER', 'YEAR'].map((part) => [part, part.toLowerCase()]),
  ),
  // DuckDB's weeks begin on Monday.
  ISOWEEK: 'week',
};

const quoted = (part: string) => `'${part}'`;

const truncDate = withPart('DATE, PART -> DATE', 1, CALENDAR_PARTS, (part, [value = '']) => {
  const native = NATIVE_TRUNC[part];
  return native !== undefined && part !== 'ISOWEEK'
    ? asDate(`date_trunc('${native}', ${value})`)
    : temporal.truncDate.of(value, quoted(part));
});
const truncDatetime = withPart('DATETIME, PART -> DATETIME', 1, ALL_PARTS, (part, [value = '']) => {
  const native = NATIVE_TRUNC[part];
  return native !== undefined && part !== 'ISOWEEK'
    ? `date_trunc('${native}', ${value})`
    : temporal.truncDatetime.of(value, quoted(part));
});
const truncTime = withPart('TIME, PART -> TIME', 1, TIME_PARTS, (part, [value = '']) =>
  temporal.truncTime.of(value, quoted(part)),
);
const truncTimestamp = [
  withPart('TIMESTAMP, PART -> TIMESTAMP', 1, ALL_PARTS, (part, [value = '']) => {
    const native = NATIVE_TRUNC[part];
    return native !== undefined && part !== 'ISOWEEK'
      ? `date_trunc('${native}', ${value})`
      : temporal.truncTimestamp.of(value, quoted(part), UTC);
  }),
  withPart('TIMESTAMP, PART, STRING -> TIMESTAMP', 1, ALL_PARTS, (part, [value = '', , zone = '']) =>
    temporal.truncTimestamp.of(value, quoted(part), zone),
  ),
];

const diffDate = withPart('DATE, DATE, PART -> INT64', 2, CALENDAR_PARTS, (part, [a = '', b = '']) => {
  if (part === 'DAY') return `(${a} - ${b})`;
  // DuckDB counts the bounds between, as BigQuery does; weeks begin on another day there.
  if (['MONTH', 'QUARTER', 'YEAR'].includes(part)) return `date_diff('${part.toLowerCase()}', ${b}, ${a})`;
  return temporal.diffDate.of(a, b, quoted(part));
});
const diffDatetime = withPart('DATETIME, DATETIME, PART -> INT64', 2, ALL_PARTS, (part, [a = '', b = '']) =>
  temporal.diffDatetime.of(a, b, quoted(part)),
);
const diffTime = withPart('TIME, TIME, PART -> INT64', 2, TIME_PARTS, (part, [a = '', b = '']) =>
  temporal.diffTime.of(a, b, quoted(part)),
);
/** Whole units, towards zero; microseconds between any two fit INT64. */
const diffTimestamp = withPart(
  'TIMESTAMP, TIMESTAMP, PART -> INT64',
  2,
  TIMESTAMP_PARTS,
  (part, [a = '', b = '']) => `((epoch_us(${a}) - epoch_us(${b})) // ${int64Text(UNITS[part] ?? MICROS_PER_DAY)})`,
);

const shift = (kind: string, native: Native): Overload => on(`${kind}, INTERVAL -> ${kind}`, native.of);

/** `f()` or `f(zone)`: one instant for a whole statement, which is what DuckDB's now() is. */
function current(names: readonly string[], returns: string, from: (local: string) => string): FunctionDefinition {
  return define(names, [
    on(` -> ${returns}`, () => from(local(INSTANT))),
    on(`STRING -> ${returns}`, (zone) => from(local(INSTANT, zone))),
  ]);
}

const EXTRACTED = [...ALL_PARTS, 'DAYOFWEEK', 'DAYOFYEAR'];
const EXTRACTED_FROM_DATE = [...CALENDAR_PARTS, 'DAYOFWEEK', 'DAYOFYEAR'];
const WHOLE = ['DATE', 'TIME', 'DATETIME'];

/** EXTRACT(part FROM value [AT TIME ZONE zone]): the analyzer gives the part, the value and the zone. */
const extract: FunctionDefinition = {
  names: ['EXTRACT'],
  keywordArgs: [0],
  build: (call) => {
    const [, value, zone] = call.args;
    const written = keywordAt(call, 0);
    if (value === undefined || isKeyword(value) || (zone !== undefined && isKeyword(zone))) {
      throw new CallRefused('invalid', 'EXTRACT needs a part and a value');
    }
    if (zone !== undefined && value.type.kind !== 'TIMESTAMP') {
      throw new CallRefused('invalid', 'EXTRACT from non-timestamp type does not support AT TIME ZONE');
    }
    return extractFrom(written, value, zone?.sql);
  },
};

/** Parts that DuckDB reads as BigQuery does, by what it calls them. */
const NATIVE_EXTRACT: Readonly<Record<string, (value: string) => string>> = {
  ...Object.fromEntries(
    ['YEAR', 'QUARTER', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'DAYOFYEAR', 'ISOYEAR'].map((part) => [
      part,
      (value: string) => `${part.toLowerCase()}(${value})`,
    ]),
  ),
  ISOWEEK: (value) => `weekofyear(${value})`,
  DAYOFWEEK: (value) => `(dayofweek(${value}) + 1)`,
  // DuckDB's count the seconds in.
  MILLISECOND: (value) => `(millisecond(${value}) % 1000)`,
  MICROSECOND: (value) => `(microsecond(${value}) % 1000000)`,
};

function extracted(value: string, part: string): string {
  return NATIVE_EXTRACT[part]?.(value) ?? temporal.extract.of(value, quoted(part));
}

function extractFrom(written: string, value: Expression, zone: string | undefined): Expression {
  const int64 = (sql: string): Expression => ({ type: { kind: 'INT64' }, sql });
  switch (value.type.kind) {
    case 'DATE':
      return int64(extracted(asDatetime(value.sql), partOf(written, EXTRACTED_FROM_DATE, 'EXTRACT')));
    case 'TIME':
      return int64(extracted(value.sql, partOf(written, TIME_PARTS, 'EXTRACT')));
    case 'DATETIME':
    case 'TIMESTAMP': {
      const datetime = value.type.kind === 'DATETIME' ? value.sql : local(value.sql, zone);
      const part = partOf(written, [...EXTRACTED, ...WHOLE], 'EXTRACT');
      if (part === 'DATE') return { type: { kind: 'DATE' }, sql: asDate(datetime) };
      if (part === 'TIME') return { type: { kind: 'TIME' }, sql: asTime(datetime) };
      if (part === 'DATETIME') return { type: { kind: 'DATETIME' }, sql: datetime };
      return int64(extracted(datetime, part));
    }
    case 'INTERVAL':
      return int64(intervalPart.of(value.sql, quoted(partOf(written, INTERVAL_PARTS, 'EXTRACT'))));
    default:
      throw new CallRefused('invalid', `EXTRACT from type ${value.type.kind} is not supported`);
  }
}

/** Rounded down, before 1970 too. */
const unix = (per: bigint) => (value: string) => {
  const unit = int64Text(per);
  return plainUnless(`epoch_us(${value}) < 0`, `(epoch_us(${value}) // ${unit})`, temporal.unix.of(value, unit), [
    value,
  ]);
};
const lastDay = (kind: string) => [
  on(`${kind} -> DATE`, (value) => temporal.lastDay.of(asDate(value), "'MONTH'")),
  withPart(`${kind}, PART -> DATE`, 1, CALENDAR_PARTS, (part, [value = '']) => {
    if (part === 'DAY') throw new CallRefused('invalid', 'LAST_DAY does not support the DAY date part');
    return temporal.lastDay.of(asDate(value), quoted(part));
  }),
];

export const natives = [...temporalNatives, bucket];

export const functions: readonly FunctionDefinition[] = [
  define('DATE', [
    on('DATE -> DATE', (date) => date),
    on('DATETIME -> DATE', asDate),
    on('TIMESTAMP -> DATE', (at) => asDate(local(at))),
    on('TIMESTAMP, STRING -> DATE', (at, zone) => asDate(local(at, zone))),
    on('INT64, INT64, INT64 -> DATE', temporal.makeDate.of),
  ]),
  define('TIME', [
    on('TIME -> TIME', (time) => time),
    on('DATETIME -> TIME', asTime),
    on('TIMESTAMP -> TIME', (at) => asTime(local(at))),
    on('TIMESTAMP, STRING -> TIME', (at, zone) => asTime(local(at, zone))),
    on('INT64, INT64, INT64 -> TIME', temporal.makeTime.of),
  ]),
  define('DATETIME', [
    on('DATETIME -> DATETIME', (datetime) => datetime),
    on('DATE -> DATETIME', asDatetime),
    on('DATE, TIME -> DATETIME', temporal.joinDatetime.of),
    on('TIMESTAMP -> DATETIME', (at) => local(at)),
    on('TIMESTAMP, STRING -> DATETIME', local),
    on('INT64, INT64, INT64, INT64, INT64, INT64 -> DATETIME', temporal.makeDatetime.of),
  ]),
  define('TIMESTAMP', [
    on('TIMESTAMP -> TIMESTAMP', (at) => at),
    on('STRING -> TIMESTAMP', temporal.parseTimestamp.of),
    on('STRING, STRING -> TIMESTAMP', temporal.parseTimestampIn.of),
    on('DATE -> TIMESTAMP', (date) => instant(asDatetime(date))),
    on('DATE, STRING -> TIMESTAMP', (date, zone) => instant(asDatetime(date), zone)),
    on('DATETIME -> TIMESTAMP', (datetime) => instant(datetime)),
    on('DATETIME, STRING -> TIMESTAMP', instant),
  ]),
  current(['CURRENT_DATE'], 'DATE', asDate),
  current(['CURRENT_DATETIME'], 'DATETIME', (now) => now),
  current(['CURRENT_TIME'], 'TIME', asTime),
  define('CURRENT_TIMESTAMP', [on(' -> TIMESTAMP', () => INSTANT)]),
  extract,
  define('DATE_ADD', [shift('DATE', temporal.addDate)]),
  define('DATE_SUB', [shift('DATE', temporal.subDate)]),
  define('DATETIME_ADD', [shift('DATETIME', temporal.addDatetime)]),
  define('DATETIME_SUB', [shift('DATETIME', temporal.subDatetime)]),
  define('TIMESTAMP_ADD', [shift('TIMESTAMP', temporal.addTimestamp)]),
  define('TIMESTAMP_SUB', [shift('TIMESTAMP', temporal.subTimestamp)]),
  define('TIME_ADD', [shift('TIME', temporal.addTime)]),
  define('TIME_SUB', [shift('TIME', temporal.subTime)]),
  define('DATE_DIFF', [diffDate]),
  define('DATETIME_DIFF', [diffDatetime]),
  define('TIME_DIFF', [diffTime]),
  define('TIMESTAMP_DIFF', [diffTimestamp]),
  define('DATE_TRUNC', [truncDate, truncDatetime, ...truncTimestamp]),
  define('DATETIME_TRUNC', [truncDatetime, truncDate, ...truncTimestamp]),
  define('TIMESTAMP_TRUNC', [...truncTimestamp, truncDatetime]),
  define('TIME_TRUNC', [truncTime]),
  define('LAST_DAY', [...lastDay('DATE'), ...lastDay('DATETIME')]),
  define('UNIX_DATE', [on('DATE -> INT64', (date) => `(${date} - DATE '1970-01-01')`)]),
  define('DATE_FROM_UNIX_DATE', [on('INT64 -> DATE', temporal.fromUnixDate.of)]),
  define('UNIX_SECONDS', [on('TIMESTAMP -> INT64', unix(1_000_000n))]),
  define('UNIX_MILLIS', [on('TIMESTAMP -> INT64', unix(1000n))]),
  define('UNIX_MICROS', [on('TIMESTAMP -> INT64', (at) => `epoch_us(${at})`)]),
  define('TIMESTAMP_SECONDS', [on('INT64 -> TIMESTAMP', temporal.fromSeconds.of)]),
  define('TIMESTAMP_MILLIS', [on('INT64 -> TIMESTAMP', temporal.fromMillis.of)]),
  define('TIMESTAMP_MICROS', [on('INT64 -> TIMESTAMP', temporal.fromMicros.of)]),
  define('DATE_BUCKET', [
    on('DATE, INTERVAL -> DATE', (date, width) => asDate(bucket.of(asDatetime(date), width, ORIGIN, "'DATE'"))),
    on('DATE, INTERVAL, DATE -> DATE', (date, width, origin) =>
      asDate(bucket.of(asDatetime(date), width, asDatetime(origin), "'DATE'")),
    ),
  ]),
  define('DATETIME_BUCKET', [
    on('DATETIME, INTERVAL -> DATETIME', (at, width) => bucket.of(at, width, ORIGIN, "'DATETIME'")),
    on('DATETIME, INTERVAL, DATETIME -> DATETIME', (at, width, origin) => bucket.of(at, width, origin, "'DATETIME'")),
  ]),
  define('TIMESTAMP_BUCKET', [
    on('TIMESTAMP, INTERVAL -> TIMESTAMP', (at, width) => instant(bucket.of(local(at), width, ORIGIN, "'TIMESTAMP'"))),
    on('TIMESTAMP, INTERVAL, TIMESTAMP -> TIMESTAMP', (at, width, origin) =>
      instant(bucket.of(local(at), width, local(origin), "'TIMESTAMP'")),
    ),
  ]),
];
