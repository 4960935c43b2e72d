import assert from 'node:assert/strict';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { parseExact } from '@penstock/shared/bigquery/codec/exact-json.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { parseTableName } from '@penstock/shared/bigquery/table-name.ts';

const LENGTH = 1_000_000;
/** CPU time of this thread: a linear reader takes some milliseconds, a quadratic one minutes. */
const MOST_MS = 1_500;

/** Texts that a pattern may have to go over again and again: long runs that only fail at their end. */
const WORST: readonly (readonly [what: string, text: string])[] = [
  ['digits that end badly', `${'1'.repeat(LENGTH)}x`],
  ['zeros that end badly', `${'0'.repeat(LENGTH)}x`],
  ['a fraction that ends badly', `1.${'1'.repeat(LENGTH)}x`],
  ['zeros behind the point', `1.${'0'.repeat(LENGTH)}1`],
  ['an exponent that ends badly', `1e${'1'.repeat(LENGTH)}x`],
  ['points', '.'.repeat(LENGTH)],
  ['minus signs', '-'.repeat(LENGTH)],
  ['spaces', `${' '.repeat(LENGTH)}x`],
  ['tabs and line ends', '\t\n'.repeat(LENGTH / 2)],
  ['commas', ','.repeat(LENGTH)],
  ['a range of commas', `[${', '.repeat(LENGTH / 2)}`],
  ['a point of digits', `POINT(1${'1'.repeat(LENGTH)}x 1)`],
  ['a point of a long fraction', `POINT(1 ${'1'.repeat(LENGTH / 2)}.${'1'.repeat(LENGTH / 2)}x)`],
  ['many points', `MULTIPOINT(${'1 1,'.repeat(LENGTH / 4)}`],
  ['parentheses', `GEOMETRYCOLLECTION(${'('.repeat(LENGTH)}`],
  ['collections in collections', 'GEOMETRYCOLLECTION('.repeat(LENGTH / 20)],
  ['letters', 'A'.repeat(LENGTH)],
  ['brackets of JSON', '['.repeat(LENGTH)],
  ['braces of JSON', '{"a":'.repeat(LENGTH / 5)],
  ['backslashes', `"${'\\'.repeat(LENGTH)}`],
  ['half pairs', '\\ud83d'.repeat(LENGTH / 6)],
  ['lone surrogates', '\ud83d'.repeat(LENGTH)],
  ['base64 that ends badly', `${'A'.repeat(LENGTH)}=`],
  ['a date with a long tail', `2026-01-01T00:00:00.${'0'.repeat(LENGTH)}x`],
  ['a zone with a long tail', `2026-01-01T00:00:00${'+00'.repeat(LENGTH / 3)}`],
  ['an interval of digits', `1-1 1 ${'1'.repeat(LENGTH)}:0:0`],
];

const TYPES: readonly Partial<Field>[] = [
  { type: 'STRING', maxLength: 10 },
  { type: 'BYTES', maxLength: 10 },
  { type: 'INT64' },
  { type: 'FLOAT64' },
  { type: 'BOOL' },
  { type: 'NUMERIC' },
  { type: 'BIGNUMERIC' },
  { type: 'TIMESTAMP' },
  { type: 'TIMESTAMP', timestampPrecision: 12 },
  { type: 'DATE' },
  { type: 'TIME' },
  { type: 'DATETIME' },
  { type: 'INTERVAL' },
  { type: 'GEOGRAPHY' },
  { type: 'JSON' },
  { type: 'RANGE', rangeElementType: 'TIMESTAMP' },
];

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('texts of a megabyte that are the worst for their reader', () => {
  for (const part of TYPES) {
    const field = { name: 'x', mode: 'NULLABLE', ...part } as Field;
    it(`take linear time in a column of ${part.type}${part.timestampPrecision ?? ''}`, () => {
      const codec = compileCodec({ fields: [field] }, { unknownFields: 'reject' });
      const out = new RowBuffer();
      for (const [what, text] of WORST) {
        const ms = cpuMs(() => codec.encode({ x: text }, out));
        out.reset();
        assert.ok(ms < MOST_MS, `${what}: ${Math.round(ms)} ms`);
      }
    });
  }

  it('take linear time as JSON text, and in names', () => {
    for (const [what, text] of WORST) {
      for (const read of [
        () => parseExact(JSON.stringify(text)),
        () => parseExact(text),
        () => parseTableName(text, 'p'),
        () => parseTableName(`p.d.${text}`),
      ]) {
        const ms = cpuMs(() => {
          try {
            read();
          } catch {
            // Refused, as it should be.
          }
        });
        assert.ok(ms < MOST_MS, `${what}: ${Math.round(ms)} ms`);
      }
    }
  });

  it('take linear time as numbers with every digit kept', () => {
    const codec = compileCodec(
      { fields: TYPES.map((part, at) => ({ name: `x${at}`, mode: 'NULLABLE', ...part }) as Field) },
      { unknownFields: 'reject' },
    );
    const out = new RowBuffer();
    for (const number of [
      '1'.repeat(LENGTH),
      `0.${'0'.repeat(LENGTH)}1`,
      `1e${'1'.repeat(LENGTH)}`,
      `1${'0'.repeat(LENGTH)}e-5`,
    ]) {
      for (let at = 0; at < TYPES.length; at += 1) {
        const row = parseExact(`{"x${at}":${number}}`) as Record<string, unknown>;
        const ms = cpuMs(() => codec.encode(row, out));
        out.reset();
        assert.ok(ms < MOST_MS, `${TYPES[at]?.type} of ${number.slice(0, 5)}…: ${Math.round(ms)} ms`);
      }
    }
  });
});
