import assert from 'node:assert/strict';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { ExactNumber, parseExact } from '@penstock/shared/bigquery/codec/exact-json.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { ColumnType } from '@penstock/shared/bigquery/schema/table-schema.ts';

/** The result of a column of this type for the number: the code of a rejection, or the bytes as text. */
function encoded(type: ColumnType, number: string): string {
  const codec = compileCodec({ fields: [{ name: 'x', type, mode: 'NULLABLE' }] }, { unknownFields: 'reject' });
  const out = new RowBuffer();
  const problem = codec.encode(parseExact(`{"x":${number}}`) as Record<string, unknown>, out);
  return problem?.code ?? Buffer.from(out.row(0).subarray(1)).toString('latin1');
}

/** The same value given as text, which the codec reads exactly. */
function asText(type: ColumnType, text: string): string {
  const codec = compileCodec({ fields: [{ name: 'x', type, mode: 'NULLABLE' }] }, { unknownFields: 'reject' });
  const out = new RowBuffer();
  assert.equal(codec.encode({ x: text }, out), undefined);
  return Buffer.from(out.row(0).subarray(1)).toString('latin1');
}

describe('exact JSON', () => {
  it('keeps numbers that a double holds as numbers', () => {
    for (const text of [
      '0',
      '-1',
      '1.5',
      '1e5',
      '0.1',
      '123456789012345',
      '1e300',
      '0.30000000000000004',
      '9007199254740991',
      '1.00000000000000',
    ]) {
      assert.equal(parseExact(`[${text},1234567890123456789]`)?.constructor, Array);
      assert.deepEqual((parseExact(`[${text},1234567890123456789]`) as unknown[])[0], Number(text));
    }
  });

  it('keeps the text of numbers that a double does not hold', () => {
    for (const text of [
      '9007199254740993',
      '-9007199254740992',
      '12345678901234567.5',
      '1e400',
      '1e-400',
      '0.12345678901234567',
      '1.23456789012345e-310',
    ]) {
      assert.deepEqual(parseExact(text), new ExactNumber(text));
    }
  });

  it('leaves text alone that looks like a long number', () => {
    assert.deepEqual(parseExact('{"1234567890123456":"1234567890123456"}'), { '1234567890123456': '1234567890123456' });
  });

  it('refuses what is not JSON', () => {
    assert.throws(() => parseExact('{'), SyntaxError);
    assert.throws(() => parseExact('[12345678901234567890'), SyntaxError);
  });

  it('is text again in JSON that a caller logs', () => {
    assert.equal(JSON.stringify(parseExact('[9007199254740993]')), '["9007199254740993"]');
  });

  const exact: readonly (readonly [ColumnType, string, string])[] = [
    ['INT64', '9007199254740993', '9007199254740993'],
    ['INT64', '-9223372036854775808', '-9223372036854775808'],
    ['INT64', '9007199254740993.00', '9007199254740993'],
    ['NUMERIC', '12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['BIGNUMERIC', '0.00000000000000000000000000000000000001', '0.00000000000000000000000000000000000001'],
    ['FLOAT64', '0.12345678901234567', '0.12345678901234567'],
    ['JSON', '9007199254740993', '9007199254740993'],
    ['JSON', '1e400', '1e400'],
  ];
  for (const [type, number, text] of exact) {
    it(`${type} keeps every digit of ${number}`, () => assert.equal(encoded(type, number), asText(type, text)));
  }

  const rejected: readonly (readonly [ColumnType, string, string])[] = [
    ['INT64', '9223372036854775808', 'OUT_OF_RANGE'],
    ['INT64', '1e400', 'OUT_OF_RANGE'],
    ['INT64', '12345678901234567.5', 'TOO_PRECISE'],
    ['INT64', '1234567890.12345678', 'TOO_PRECISE'],
    ['INT64', '1234567890123456e1', 'TOO_PRECISE'],
    ['FLOAT64', '1e400', 'OUT_OF_RANGE'],
    ['NUMERIC', '0.1234567890123456', 'TOO_PRECISE'],
    ['NUMERIC', '1e400', 'OUT_OF_RANGE'],
    ['STRING', '12345678901234567890', 'TYPE_MISMATCH'],
    ['BOOL', '12345678901234567890', 'TYPE_MISMATCH'],
    ['TIMESTAMP', '12345678901234567890', 'TYPE_MISMATCH'],
    ['GEOGRAPHY', '12345678901234567890', 'TYPE_MISMATCH'],
  ];
  for (const [type, number, code] of rejected) {
    it(`${type} refuses ${number} as ${code}`, () => assert.equal(encoded(type, number), code));
  }

  it('shows the number in the view of a rejection', () => {
    const codec = compileCodec(
      { fields: [{ name: 'x', type: 'BOOL', mode: 'NULLABLE' }] },
      { unknownFields: 'reject' },
    );
    const problem = codec.encode(parseExact('{"x":12345678901234567890}') as Record<string, unknown>, new RowBuffer());
    assert.equal(problem?.view, '12345678901234567890');
  });

  it('keeps a JSON number of a million digits', () => {
    const digits = '1'.repeat(1_000_000);
    assert.equal(encoded('JSON', digits), asText('JSON', digits));
  });
});
