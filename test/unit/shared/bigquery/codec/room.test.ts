import assert from 'node:assert/strict';
import { compileCodec, type JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import type { RowChange } from '@penstock/shared/bigquery/codec/options.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { field } from '../../../../support/codec-rows.ts';

const LONG = 'x'.repeat(130);
const WIDE = 'é'.repeat(70);

/** Columns and a value for each that takes another way through its encoder. */
const CASES: readonly (readonly [
  what: string,
  columns: Partial<Field> & Pick<Field, 'type'>,
  values: readonly unknown[],
])[] = [
  ['STRING', { type: 'STRING' }, ['', 'short', 'é', 'short é', LONG, WIDE]],
  [
    'BYTES',
    { type: 'BYTES' },
    ['', 'aGk=', Buffer.alloc(100, 7).toString('base64'), new Uint8Array(3), new Uint8Array(200)],
  ],
  ['INT64', { type: 'INT64' }, [0, -1, 2 ** 31, Number.MIN_SAFE_INTEGER, 2n ** 63n - 1n, '9223372036854775807', '-5']],
  ['FLOAT64', { type: 'FLOAT64' }, [0.1, '1.5']],
  ['BOOL', { type: 'BOOL' }, [true]],
  ['NUMERIC', { type: 'NUMERIC' }, ['1.5', '-0012.500', '1e20', '99999999999999999999999999999.999999999']],
  [
    'BIGNUMERIC',
    { type: 'BIGNUMERIC' },
    ['0.00000000000000000000000000000000000001', `-${'1'.repeat(38)}.${'1'.repeat(38)}`],
  ],
  ['TIMESTAMP', { type: 'TIMESTAMP' }, ['2026-03-01T12:00:00Z', '0001-01-01T00:00:00Z', new Date(0)]],
  ['TIMESTAMP(12)', { type: 'TIMESTAMP', timestampPrecision: 12 }, ['2026-03-01T12:00:00.123456789012Z']],
  ['DATE', { type: 'DATE' }, ['2026-03-01', '1900-01-01', '2000-02-29']],
  ['TIME', { type: 'TIME' }, ['12:34:56.789']],
  ['DATETIME', { type: 'DATETIME' }, ['2026-03-01T12:34:56']],
  ['INTERVAL', { type: 'INTERVAL' }, ['1-2 3 4:5:6.789']],
  ['GEOGRAPHY', { type: 'GEOGRAPHY' }, ['POINT(13.4 52.5)', { type: 'Point', coordinates: [13.4, 52.5] }]],
  [
    'JSON',
    { type: 'JSON' },
    [{ a: [1, 'é\n', null, true, 12n, LONG, 1.5, 'plain'], b: {} }, [], '{"a": 1}', 123_456_789, { [LONG]: 1 }],
  ],
  ['RANGE', { type: 'RANGE', rangeElementType: 'TIMESTAMP' }, ['[2026-03-01 12:00:00 UTC, UNBOUNDED)', {}]],
  ['a list of INT64', { type: 'INT64', mode: 'REPEATED' }, [[1, -1, 2 ** 40], []]],
  ['a list of STRING', { type: 'STRING', mode: 'REPEATED' }, [['a', LONG, '']]],
  ['a list of FLOAT64', { type: 'FLOAT64', mode: 'REPEATED' }, [[1, 2, 3]]],
  ['a STRUCT', { type: 'STRUCT', fields: [field('a', 'STRING'), field('b', 'INT64')] }, [{ a: LONG, b: 5 }, {}]],
  [
    'a list of STRUCT',
    { type: 'STRUCT', mode: 'REPEATED', fields: [field('a', 'STRING')] },
    [[{ a: 'x' }, { a: WIDE }]],
  ],
];

/** Bytes of one row in a buffer whose memory ends `room` bytes behind where the row begins. */
function encodedWith(room: number, encode: (into: RowBuffer) => unknown, capacity: number): string {
  const into = new RowBuffer(capacity);
  // The row that fills the buffer up to there, its tag and its length of two bytes included.
  const filler = capacity - room - 3;
  into.appendRow(new Uint8Array(filler));
  assert.equal(into.bytes.length, capacity);
  assert.equal(encode(into), undefined);
  return Buffer.from(into.row(1)).toString('hex');
}

/** A row begins only where so much is free: with less the buffer grows before the first byte. */
const LEAST_ROOM = 16;

/** Every amount of room, from the least to more than the row needs. */
function assertSameWithAnyRoom(encode: (into: RowBuffer) => unknown): void {
  const plenty = new RowBuffer(1 << 20);
  assert.equal(encode(plenty), undefined);
  const expected = Buffer.from(plenty.row(0)).toString('hex');
  const most = expected.length / 2 + 40;
  for (let room = LEAST_ROOM; room <= most; room += 1) {
    assert.equal(encodedWith(room, encode, 4_096), expected, `with ${room} bytes left`);
  }
}

describe('a row is the same bytes, whatever room is left in the buffer', () => {
  for (const [what, column, values] of CASES) {
    it(`with ${what}`, () => {
      const codec = compileCodec({ fields: [field('v', column.type, column)] }, { unknownFields: 'reject' });
      for (const v of values) assertSameWithAnyRoom((into) => codec.encode({ v } as JsonRow, into));
    });
  }

  it('with columns of high numbers, whose tags are long', () => {
    const fields = Array.from({ length: 300 }, (_, at) => field(`c${at}`, at % 2 === 0 ? 'INT64' : 'STRING'));
    const codec = compileCodec({ fields }, { unknownFields: 'reject' });
    const row = { c298: 1, c299: 'x', c0: -1 };
    assertSameWithAnyRoom((into) => codec.encode(row, into));
  });

  it('with a change and its sequence number', () => {
    const codec = compileCodec(
      { fields: [field('id', 'INT64')] },
      { unknownFields: 'reject', cdc: true, primaryKey: ['id'] },
    );
    const change: RowChange = {
      type: 'UPSERT',
      sequence: 'FFFFFFFFFFFFFFFF/FFFFFFFFFFFFFFFF/FFFFFFFFFFFFFFFF/FFFFFFFFFFFFFFFF',
    };
    assertSameWithAnyRoom((into) => codec.encode({ id: 1 }, into, change));
    assertSameWithAnyRoom((into) => codec.encode({ id: 1 }, into, { type: 'DELETE' }));
    // The end of JSON may fill the buffer but for a byte, and the tag of a change behind many columns takes two.
    const many = Array.from({ length: 20 }, (_, at) => field(`c${at}`, at === 19 ? 'JSON' : 'STRING'));
    const wide = compileCodec(
      { fields: [field('id', 'INT64'), ...many] },
      { unknownFields: 'reject', cdc: true, primaryKey: ['id'] },
    );
    const nested = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`);
    assertSameWithAnyRoom((into) => wide.encode({ id: 1, c19: nested }, into, change));
  });

  it('with unknown fields that are collected, and with sensitive columns', () => {
    const fields = [field('a', 'STRING'), field('b', 'STRING'), field('y', 'BYTES'), field('extra', 'JSON')];
    const codec = compileCodec(
      { fields },
      {
        unknownFields: { collectInto: 'extra' },
        sensitive: { columns: { a: 'mask', b: 'hash', y: 'hash' }, hashKey: Buffer.alloc(16, 1) },
      },
    );
    assertSameWithAnyRoom((into) => codec.encode({ a: 'secret', b: 'secret', y: 'aGk=', other: { n: LONG } }, into));
  });
});
