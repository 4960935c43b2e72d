import assert from 'node:assert/strict';
import { BadDescriptor, readDescriptor } from '../../../../../local/bigquery/write/descriptor.ts';

const text = (field: number, value: string): Buffer =>
  Buffer.concat([Buffer.from([(field << 3) | 2, value.length]), Buffer.from(value)]);
const varint = (field: number, value: number): Buffer => Buffer.from([field << 3, value]);
const nested = (field: number, parts: readonly Buffer[]): Buffer =>
  text(field, Buffer.concat(parts).toString('latin1'));

/** A message `Row` with one field, a nested message `Inner` and an enum `Color`. */
function rowWith(field: readonly Buffer[]): Buffer {
  return Buffer.concat([
    text(1, 'Row'),
    nested(2, [text(1, 'f'), varint(3, 1), varint(4, 1), ...field]),
    nested(3, [text(1, 'Inner')]),
    nested(4, [text(1, 'Color')]),
  ]);
}

describe('descriptors of rows as writers send them', () => {
  const cases = [
    ['.Row.Inner', 'message'],
    ['Inner', 'message'],
    ['.Row.Color', 'enum'],
  ] as const;
  for (const [typeName, type] of cases) {
    it(`takes a field that names ${typeName} and leaves out that it is of type ${type}`, () => {
      assert.equal(readDescriptor(rowWith([text(6, typeName)])).fields[0]?.type, type);
    });
  }

  it('refuses a field that has neither a type nor a name of one', () => {
    assert.throws(() => readDescriptor(rowWith([])), BadDescriptor);
  });
});
