/** INTERVAL: made of its parts, and brought into its usual form. */

import { type Interval, native } from '../../emit/native.ts';
import { define, on, onBound } from '../define.ts';
import type { Call } from '../signature.ts';

const DAY_MICROS = 86_400_000_000n;
const MAX_MONTHS = 120_000;
const MAX_DAYS = 3_660_000;
const MAX_MICROS = 87_840_000n * 3_600_000_000n;

function checked(months: bigint, days: bigint, micros: bigint): Interval {
  const beyond = (value: bigint, limit: bigint) => value > limit || value < -limit;
  if (beyond(months, BigInt(MAX_MONTHS)) || beyond(days, BigInt(MAX_DAYS)) || beyond(micros, MAX_MICROS)) {
    throw new Error(`Interval is out of range: ${months} months, ${days} days, ${micros} microseconds`);
  }
  return { months: Number(months), days: Number(days), micros };
}

const six = ['INT64', 'INT64', 'INT64', 'INT64', 'INT64', 'INT64'] as const;
const make = native('bq_make_interval', { takes: six, returns: 'INTERVAL' }, (year, month, day, hour, minute, second) =>
  checked(year * 12n + month, day, (hour * 3600n + minute * 60n + second) * 1_000_000n),
);

/** Carries whole units up; the two then have one sign. */
function carry(large: bigint, small: bigint, unit: bigint): readonly [bigint, bigint] {
  const total = large + small / unit;
  const rest = small % unit;
  if (total > 0n && rest < 0n) return [total - 1n, rest + unit];
  if (total < 0n && rest > 0n) return [total + 1n, rest - unit];
  return [total, rest];
}

function justifyHours({ months, days, micros }: Interval): Interval {
  const [day, rest] = carry(BigInt(days), micros, DAY_MICROS);
  return checked(BigInt(months), day, rest);
}

function justifyDays({ months, days, micros }: Interval): Interval {
  const [month, rest] = carry(BigInt(months), BigInt(days), 30n);
  return checked(month, rest, micros);
}

const justified = (name: string, compute: (value: Interval) => Interval) =>
  native(`bq_${name.toLowerCase()}`, { takes: ['INTERVAL'], returns: 'INTERVAL' }, compute);
const hours = justified('JUSTIFY_HOURS', justifyHours);
const days = justified('JUSTIFY_DAYS', justifyDays);
const MONTH_MICROS = 30n * DAY_MICROS;

/** Days and time are one length, which is carried into months of 30 days: all three parts then have one sign. */
const both = justified('JUSTIFY_INTERVAL', (value) => {
  const length = BigInt(value.days) * DAY_MICROS + value.micros;
  const [months, rest] = carry(BigInt(value.months), length, MONTH_MICROS);
  return checked(months, rest / DAY_MICROS, rest % DAY_MICROS);
});

/** A field of the interval's canonical form, with the sign of its part. */
export const intervalPart = native(
  'bq_extract_interval',
  { takes: ['INTERVAL', 'STRING'], returns: 'INT64' },
  (value, part) => {
    const micros = value.micros;
    switch (part) {
      case 'YEAR':
        return BigInt(Math.trunc(value.months / 12));
      case 'MONTH':
        return BigInt(value.months % 12);
      case 'DAY':
        return BigInt(value.days);
      case 'HOUR':
        return micros / 3_600_000_000n;
      case 'MINUTE':
        return (micros / 60_000_000n) % 60n;
      case 'SECOND':
        return (micros / 1_000_000n) % 60n;
      case 'MILLISECOND':
        return (micros / 1000n) % 1000n;
      default:
        return micros % 1_000_000n;
    }
  },
);

/** Part by part. An average carries what its months and days leave over into the next smaller part, of 30 days and 24 hours. */
function total(values: readonly (Interval | null)[], divisor: (count: bigint) => bigint): Interval | null {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return null;
  const by = divisor(BigInt(present.length));
  const sum = (part: (value: Interval) => bigint) => present.reduce((all, value) => all + part(value), 0n);
  const [months, whole] = [sum((value) => BigInt(value.months)), sum((value) => BigInt(value.days))];
  return quotient(
    months,
    whole,
    sum((value) => value.micros),
    by,
  );
}

function quotient(months: bigint, whole: bigint, micros: bigint, by: bigint): Interval {
  const days = whole + (months % by) * 30n;
  return checked(months / by, days / by, (micros + (days % by) * DAY_MICROS) / by);
}

/** Its length, with months of 30 days and days of 24 hours, by which intervals are compared. It fits INT64. */
export const intervalLength = native(
  'bq_interval_length',
  { takes: ['INTERVAL'], returns: 'INT64' },
  ({ months, days: whole, micros }) => BigInt(months) * MONTH_MICROS + BigInt(whole) * DAY_MICROS + micros,
);

const byNumber = (name: string, compute: (value: Interval, by: bigint) => Interval) =>
  native(`bq_interval_${name}`, { takes: ['INTERVAL', 'INT64'], returns: 'INTERVAL' }, compute);

/** Part by part; a quotient carries what is left over into the next smaller part. */
export const intervalOperators = {
  times: byNumber('times', ({ months, days: whole, micros }, by) =>
    checked(BigInt(months) * by, BigInt(whole) * by, micros * by),
  ),
  over: byNumber('over', (value, by) => {
    if (by === 0n) throw new Error('Interval division by zero');
    return quotient(BigInt(value.months), BigInt(value.days), value.micros, by);
  }),
};

export const intervalTotals = {
  sum: native('bq_interval_sum', { takes: ['INTERVAL[]'], returns: 'INTERVAL' }, (values) => total(values, () => 1n)),
  average: native('bq_interval_avg', { takes: ['INTERVAL[]'], returns: 'INTERVAL' }, (values) =>
    total(values, (count) => count),
  ),
};

export const INTERVAL_PARTS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND'];

export const natives = [
  ...[make, hours, days, both, intervalPart, intervalLength],
  ...[...Object.values(intervalTotals), ...Object.values(intervalOperators)],
];

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** Each part by its place or by its name; what is left out is 0. */
function parts(call: Call, positional: readonly string[]): string {
  const values = PARTS.map((part, index) => positional[index] ?? call.named.get(part)?.sql ?? '0');
  return make.of(...values.map((value) => `CAST(${value} AS BIGINT)`));
}

export const functions = [
  define(
    'MAKE_INTERVAL',
    [onBound('INT64?, INT64?, INT64?, INT64?, INT64?, INT64? -> INTERVAL', ({ call, sql }) => parts(call, sql))],
    {
      named: PARTS,
    },
  ),
  define('JUSTIFY_HOURS', [on('INTERVAL -> INTERVAL', hours.of)]),
  define('JUSTIFY_DAYS', [on('INTERVAL -> INTERVAL', days.of)]),
  define('JUSTIFY_INTERVAL', [on('INTERVAL -> INTERVAL', both.of)]),
];
