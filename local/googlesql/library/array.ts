/** Functions of arrays, and the arrays that are generated. */

import { native, nativeTakingNull } from '../emit/native.ts';
import { raiseText } from '../emit/text.ts';
import { type Bound, define, on, onBound } from './define.ts';
import { BIGNUMERIC_KIND } from './numbers/decimal.ts';
import { addMonths, checkDate, MICROS_PER_DAY } from './time/civil.ts';

const MAX_ELEMENTS = 1_048_575;

/** First, first + step, … as far as the last; nothing where the step leads away from it. */
function sequence<V extends bigint | number>(first: V, last: V, ahead: boolean, next: (index: number) => V): V[] {
  const values: V[] = [];
  for (let index = 0; ; index++) {
    const value = index === 0 ? first : next(index);
    if (ahead ? value > last : value < last) return values;
    if (index >= MAX_ELEMENTS) throw new Error(`Cannot generate arrays with more than ${MAX_ELEMENTS} elements.`);
    values.push(value);
  }
}

function notZero(step: bigint | number): void {
  if (step === 0 || step === 0n) throw new Error('Sequence step cannot be 0.');
}

function exactRange(kind: 'INT64' | 'NUMERIC' | 'BIGNUMERIC') {
  return native(
    `bq_generate_array_${kind.toLowerCase()}`,
    { takes: [kind as 'INT64', kind as 'INT64', kind as 'INT64'], returns: `${kind as 'INT64'}[]` },
    (first, last, step) => {
      notZero(step);
      return sequence(first, last, step > 0n, (index) => first + step * BigInt(index));
    },
  );
}
const ranges = { INT64: exactRange('INT64'), NUMERIC: exactRange('NUMERIC'), BIGNUMERIC: exactRange('BIGNUMERIC') };

const floatRange = native(
  'bq_generate_array_float64',
  { takes: ['FLOAT64', 'FLOAT64', 'FLOAT64'], returns: 'FLOAT64[]' },
  (first, last, step) => {
    if (![first, last, step].every(Number.isFinite)) throw new Error('Sequence bounds and step must be finite.');
    notZero(step);
    return sequence(first, last, step > 0, (index) => first + step * index);
  },
);

/** Each date is counted from the first, so that month ends do not drift. */
export const dateRange = native(
  'bq_generate_date_array',
  { takes: ['DATE', 'DATE', 'INTERVAL'], returns: 'DATE[]' },
  (first, last, step) => {
    if (step.micros !== 0n || (step.months !== 0 && step.days !== 0)) {
      throw new Error('GENERATE_DATE_ARRAY steps by one of DAY, WEEK, MONTH, QUARTER and YEAR');
    }
    const size = step.months === 0 ? step.days : step.months;
    notZero(size);
    const at = (index: number) =>
      step.months === 0 ? first + step.days * index : addMonths(first, step.months * index);
    return sequence(first, last, size > 0, at).map((days) => checkDate(days, 'GENERATE_DATE_ARRAY'));
  },
);

export const timestampRange = native(
  'bq_generate_timestamp_array',
  { takes: ['TIMESTAMP', 'TIMESTAMP', 'INTERVAL'], returns: 'TIMESTAMP[]' },
  (first, last, step) => {
    if (step.months !== 0)
      throw new Error('GENERATE_TIMESTAMP_ARRAY does not support the MONTH, QUARTER and YEAR date parts');
    const size = BigInt(step.days) * MICROS_PER_DAY + step.micros;
    notZero(size);
    return sequence(first, last, size > 0n, (index) => first + size * BigInt(index));
  },
);

const join = nativeTakingNull(
  'bq_array_to_string',
  { takes: ['STRING[]', 'STRING', 'STRING', 'BOOL'], returns: 'STRING' },
  (values, delimiter, nullText, keepsNull) => {
    if (values === null || delimiter === null || (keepsNull === true && nullText === null)) return null;
    return values.flatMap((value) => value ?? (keepsNull === true ? [nullText ?? ''] : [])).join(delimiter);
  },
);
const joinBytes = nativeTakingNull(
  'bq_array_to_bytes',
  { takes: ['BYTES[]', 'BYTES', 'BYTES', 'BOOL'], returns: 'BYTES' },
  (values, delimiter, nullBytes, keepsNull) => {
    if (values === null || delimiter === null || (keepsNull === true && nullBytes === null)) return null;
    const present = values.flatMap((value) => value ?? (keepsNull === true && nullBytes !== null ? [nullBytes] : []));
    return Buffer.concat(present.flatMap((value, index) => (index === 0 ? [value] : [delimiter, value])));
  },
);

export const natives = [...Object.values(ranges), floatRange, dateRange, timestampRange, join, joinBytes];

const elementOf = ({ templates }: Bound) => templates.get('T') ?? { kind: 'INT64' as const };

/** The array is named once, however often it is used. */
const once = (list: string, body: (name: string) => string) =>
  `list_transform([${list}], lambda bq_array: ${body('bq_array')})[1]`;

/** Looks at both ends; an empty array has none. */
function end(which: 'ARRAY_FIRST' | 'ARRAY_LAST') {
  const [index, word] = which === 'ARRAY_FIRST' ? ['1', 'first'] : ['len(bq_array)', 'last'];
  return define(which, [
    onBound('T[] -> T', (bound) => {
      const failure = raiseText(elementOf(bound), `'${which} cannot get the ${word} element of an empty array'`);
      return once(
        bound.sql[0] ?? '',
        (array) => `CASE WHEN ${array} IS NULL OR len(${array}) > 0 THEN ${array}[${index}] ELSE ${failure} END`,
      );
    }),
  ]);
}

/** Both offsets count from 0 and are included; negative ones count from the end. */
function slice({ sql: [list = '', start = '', stop = ''] }: Bound): string {
  const from = 'greatest(CASE WHEN s.start < 0 THEN len(s.list) + s.start ELSE s.start END, 0) + 1';
  const to = 'greatest(CASE WHEN s.stop < 0 THEN len(s.list) + s.stop ELSE s.stop END + 1, 0)';
  const sliced = `CASE WHEN s.start IS NULL OR s.stop IS NULL THEN NULL ELSE list_slice(s.list, ${from}, ${to}) END`;
  return `list_transform([struct_pack(list := ${list}, start := ${start}, stop := ${stop})], lambda s: ${sliced})[1]`;
}

const day = 'INTERVAL 1 DAY';
const generate = (kind: keyof typeof ranges, one: string) => [
  on(`${kind}, ${kind} -> ${kind}[]`, (first, last) => ranges[kind].of(first, last, one)),
  on(`${kind}, ${kind}, ${kind} -> ${kind}[]`, ranges[kind].of),
];

export const functions = [
  define('ARRAY_LENGTH', [on('T[] -> INT64', (list) => `len(${list})`)]),
  define('ARRAY_CONCAT', [on('T[], T[]* -> T[]', (...lists) => `(${lists.join(' || ')})`)]),
  define('ARRAY_REVERSE', [on('T[] -> T[]', (list) => `list_reverse(${list})`)]),
  define('ARRAY_TO_STRING', [
    on('STRING[], STRING -> STRING', (list, delimiter) => join.of(list, delimiter, "''", 'FALSE')),
    on('STRING[], STRING, STRING -> STRING', (list, delimiter, nulls) => join.of(list, delimiter, nulls, 'TRUE')),
    on('BYTES[], BYTES -> BYTES', (list, delimiter) => joinBytes.of(list, delimiter, "''::BLOB", 'FALSE')),
    on('BYTES[], BYTES, BYTES -> BYTES', (list, delimiter, nulls) => joinBytes.of(list, delimiter, nulls, 'TRUE')),
  ]),
  end('ARRAY_FIRST'),
  end('ARRAY_LAST'),
  define('ARRAY_SLICE', [onBound('T[], INT64, INT64 -> T[]', slice)]),
  define('GENERATE_ARRAY', [
    ...generate('INT64', 'CAST(1 AS BIGINT)'),
    ...generate('NUMERIC', 'CAST(1 AS DECIMAL(38,9))'),
    ...generate('BIGNUMERIC', `CAST('${BIGNUMERIC_KIND.one}' AS BIGNUM)`),
    on('FLOAT64, FLOAT64 -> FLOAT64[]', (first, last) => floatRange.of(first, last, 'CAST(1 AS DOUBLE)')),
    on('FLOAT64, FLOAT64, FLOAT64 -> FLOAT64[]', floatRange.of),
  ]),
  define('GENERATE_DATE_ARRAY', [
    on('DATE, DATE -> DATE[]', (first, last) => dateRange.of(first, last, day)),
    on('DATE, DATE, INTERVAL -> DATE[]', dateRange.of),
  ]),
  define('GENERATE_TIMESTAMP_ARRAY', [on('TIMESTAMP, TIMESTAMP, INTERVAL -> TIMESTAMP[]', timestampRange.of)]),
];
