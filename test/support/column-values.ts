/** Values for columns: texts of the right shape, most of them valid, and garbage. */

import fc from 'fast-check';
import type { Field } from '../../shared/bigquery/schema/table-schema.ts';

const digits = (least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: least, maxLength: most });
const padded = (most: number, width: number): fc.Arbitrary<string> =>
  fc.oneof(fc.nat(most), fc.constant(0), fc.constant(most)).map((number) => String(number).padStart(width, '0'));
const joined = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((all) => all.join(''));
const literal = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

const dateText = joined(padded(10_000, 4), literal('-'), padded(13, 2), literal('-'), padded(32, 2));
const fraction = fc.oneof(
  literal(''),
  joined(literal('.'), digits(0, 7)),
  joined(literal('.'), digits(9, 13)),
  literal('.1234560000000'),
);
const timeText = joined(padded(24, 2), literal(':'), padded(60, 2), literal(':'), padded(61, 2), fraction);
const zone = fc.oneof(
  literal('Z', 'z', ' UTC', '+00', '-08', '', '+0000', 'UTC'),
  joined(literal('+', '-'), padded(24, 2), literal(':'), padded(60, 2)),
);
const realSecond = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(-24, -5).padStart(19, '0'));
const datetimeText = fc.oneof(joined(dateText, literal('T', ' ', 't'), timeText), joined(realSecond, fraction));
const decimalText = joined(
  literal('', '-', '+'),
  digits(0, 41),
  literal('', '.'),
  digits(0, 40),
  fc.oneof(literal(''), joined(literal('e', 'E', 'e-', 'E+'), digits(1, 3))),
);
const smallDecimal = joined(literal('', '-'), digits(1, 9), literal('', '.'), digits(0, 4));
const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.constantFrom(-0, 2 ** 53, 1e21, 1e-7));
const anyBigInt = fc.oneof(
  fc.bigInt(),
  fc.bigInt({ min: -(2n ** 63n) - 2n, max: 2n ** 63n + 2n }),
  fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n)),
);
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', minLength: 30, maxLength: 60 }),
);
const intervalText = joined(
  literal('', '-'),
  padded(10_001, 1),
  literal('-'),
  padded(12, 1),
  literal(' ', ' -'),
  padded(3_660_001, 1),
  literal(' ', ' -'),
  padded(87_840_001, 1),
  literal(':'),
  padded(60, 2),
  literal(':'),
  padded(60, 1),
  fc.oneof(literal(''), joined(literal('.'), digits(0, 7))),
);

/** Texts of the right shape, most of them valid, of every type that reads text. */
const shaped: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  STRING: anyText,
  BYTES: fc.oneof(
    fc.uint8Array(),
    fc.base64String(),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  ),
  INT64: fc.oneof(anyNumber, anyBigInt, joined(literal('', '-', '+'), digits(0, 21)), anyBigInt.map(String)),
  FLOAT64: fc.oneof(
    anyNumber,
    anyBigInt,
    decimalText,
    literal('NaN', 'Infinity', '-Infinity', '+Infinity', '1e999', 'nan'),
  ),
  BOOL: fc.constantFrom<unknown>(true, false, 'true', 'false', 'TRUE', 0, 1, ''),
  NUMERIC: fc.oneof(anyNumber, anyBigInt, decimalText, smallDecimal),
  BIGNUMERIC: fc.oneof(
    anyNumber,
    anyBigInt,
    decimalText,
    smallDecimal,
    fc.constantFrom(
      ...[0n, 1n].flatMap((more) => [
        String(2n ** 255n - more).replace(/.{38}$/, '.$&'),
        `-${String(2n ** 255n + more).replace(/.{38}$/, '.$&')}`,
      ]),
    ),
  ),
  DATE: fc.oneof(
    dateText,
    fc.date({ noInvalidDate: false }),
    fc.integer({ min: -719_163, max: 2_932_897 }).map((day) => new Date(day * 86_400_000)),
  ),
  TIME: timeText,
  DATETIME: fc.oneof(datetimeText, fc.date({ noInvalidDate: false }), dateText),
  TIMESTAMP: fc.oneof(
    joined(datetimeText, zone),
    fc.date({ noInvalidDate: false }),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  ),
  INTERVAL: intervalText,
  RANGE: fc.oneof(
    fc.record({ start: fc.option(dateText), end: fc.option(dateText) }, { requiredKeys: [] }),
    fc.record({ start: fc.date(), end: fc.date() }, { requiredKeys: [] }),
    joined(
      literal('['),
      fc.oneof(dateText, joined(datetimeText, zone), literal('UNBOUNDED')),
      literal(', ', ','),
      fc.oneof(dateText, datetimeText, literal('null')),
      literal(')', ']'),
    ),
  ),
  JSON: fc.oneof(
    fc.json(),
    fc.jsonValue(),
    fc.object({ withBigInt: true, withDate: true }),
    fc.json().map((text) => text.slice(1)),
    literal(
      '"\\ud83d\\ude00"',
      '"\\ud83d"',
      '"\\ude00x"',
      '"\\ud83dx"',
      ' [ 1 , { "a" : [ ] } ] ',
      '01',
      '[1,]',
      '{"a":1,}',
      '{"a"}',
      '"\t"',
    ),
  ),
};

/** A column of every type and parameter. */
export const fields: readonly Field[] = [
  { name: 'v', type: 'STRING', mode: 'NULLABLE' },
  { name: 'v', type: 'STRING', mode: 'REQUIRED', maxLength: 3 },
  { name: 'v', type: 'STRING', mode: 'REPEATED' },
  { name: 'v', type: 'BYTES', mode: 'NULLABLE' },
  { name: 'v', type: 'BYTES', mode: 'NULLABLE', maxLength: 4 },
  { name: 'v', type: 'INT64', mode: 'NULLABLE' },
  { name: 'v', type: 'INT64', mode: 'REPEATED' },
  { name: 'v', type: 'FLOAT64', mode: 'NULLABLE' },
  { name: 'v', type: 'FLOAT64', mode: 'REPEATED' },
  { name: 'v', type: 'BOOL', mode: 'NULLABLE' },
  { name: 'v', type: 'BOOL', mode: 'REPEATED' },
  { name: 'v', type: 'NUMERIC', mode: 'NULLABLE' },
  { name: 'v', type: 'NUMERIC', mode: 'NULLABLE', precision: 6, scale: 2 },
  { name: 'v', type: 'NUMERIC', mode: 'NULLABLE', precision: 5 },
  { name: 'v', type: 'BIGNUMERIC', mode: 'NULLABLE' },
  { name: 'v', type: 'BIGNUMERIC', mode: 'NULLABLE', precision: 40, scale: 20 },
  { name: 'v', type: 'DATE', mode: 'NULLABLE' },
  { name: 'v', type: 'DATE', mode: 'REPEATED' },
  { name: 'v', type: 'TIME', mode: 'NULLABLE' },
  { name: 'v', type: 'DATETIME', mode: 'NULLABLE' },
  { name: 'v', type: 'DATETIME', mode: 'REPEATED' },
  { name: 'v', type: 'TIMESTAMP', mode: 'NULLABLE' },
  { name: 'v', type: 'TIMESTAMP', mode: 'NULLABLE', timestampPrecision: 12 },
  { name: 'v', type: 'INTERVAL', mode: 'NULLABLE' },
  { name: 'v', type: 'RANGE', mode: 'NULLABLE', rangeElementType: 'DATE' },
  { name: 'v', type: 'RANGE', mode: 'REPEATED', rangeElementType: 'DATETIME' },
  { name: 'v', type: 'RANGE', mode: 'NULLABLE', rangeElementType: 'TIMESTAMP' },
  { name: 'v', type: 'JSON', mode: 'NULLABLE' },
  { name: 'v', type: 'JSON', mode: 'REPEATED' },
];

/** Values that no source should send. */
export const garbage = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
    withBoxedValues: true,
  }),
  fc.constantFrom<unknown>(Symbol('x'), () => 1, new Date(Number.NaN), new Map([['a', 1]]), Number.NaN, '\ud800'),
);

/** Mostly values that the column takes. */
export function valuesFor(field: Field): fc.Arbitrary<unknown> {
  const one = shaped[field.type] as fc.Arbitrary<unknown>;
  return field.mode === 'REPEATED' ? fc.array(one, { maxLength: 5 }) : one;
}
