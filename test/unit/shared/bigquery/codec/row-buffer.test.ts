import assert from 'node:assert/strict';
import protobuf from 'protobufjs';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import { codecOf, field } from '../../../../support/codec-rows.ts';

const codec = codecOf([field('s', 'STRING')]);

/** `ProtoRows`, read by another library. */
function rowsOf(bytes: Uint8Array): number[] {
  const reader = protobuf.Reader.create(bytes);
  const lengths: number[] = [];
  while (reader.pos < reader.len) {
    assert.equal(reader.uint32(), 10);
    lengths.push(reader.bytes().length);
  }
  return lengths;
}

describe('the row buffer', () => {
  it('holds the serialized ProtoRows message, whatever the lengths of the rows', () => {
    const out = new RowBuffer(64);
    const lengths = [0, 1, 100, 124, 125, 126, 127, 128, 16_380, 16_384, 3, 2_100_000, 60];
    for (const length of lengths) assert.equal(codec.encode({ s: 'x'.repeat(length) }, out), undefined);
    const rows = lengths.map((_, index) => out.row(index).length);
    assert.deepEqual(rowsOf(out.protoRows), rows);
    assert.equal(out.rowCount, lengths.length);
    assert.equal(
      lengths.reduce((sum, _, index) => sum + out.sizeOf(index), 0),
      out.byteLength,
    );
    assert.equal(out.byteLength, out.protoRows.length);
  });

  it('keeps thousands of rows apart', () => {
    const out = new RowBuffer();
    for (let row = 0; row < 2000; row += 1) codec.encode({ s: `row ${row}` }, out);
    assert.equal(Buffer.from(out.row(1234)).toString('latin1', 2), 'row 1234');
    assert.equal(rowsOf(out.protoRows).length, 2000);
  });

  it('moves a row to another batch', () => {
    const from = new RowBuffer();
    const to = new RowBuffer(64);
    for (const s of ['a', 'b'.repeat(300)]) codec.encode({ s }, from);
    to.appendRow(from.row(1));
    from.truncate(1);
    assert.deepEqual(rowsOf(from.protoRows), [3]);
    assert.deepEqual(rowsOf(to.protoRows), [303]);
    codec.encode({ s: 'c' }, from);
    assert.deepEqual(rowsOf(from.protoRows), [3, 3]);
  });

  it('forgets rows and keeps its memory', () => {
    const out = new RowBuffer(64);
    for (const s of ['a', 'bb', 'ccc']) codec.encode({ s }, out);
    out.truncate(5);
    assert.equal(out.rowCount, 3);
    out.truncate(2);
    assert.deepEqual(rowsOf(out.protoRows), [3, 4]);
    const memory = out.bytes;
    out.reset();
    assert.deepEqual([out.rowCount, out.byteLength, out.bytes === memory], [0, 0, true]);
    out.truncate(-1);
    assert.equal(out.rowCount, 0);
  });

  it('has no row outside its rows', () => {
    const out = new RowBuffer();
    codec.encode({ s: 'a' }, out);
    assert.throws(() => out.row(1), RangeError);
    assert.throws(() => out.sizeOf(-1), RangeError);
  });

  it('takes rows of 256 MiB', () => {
    // One row of the length whose length takes five bytes, and no more memory than that.
    const out = new RowBuffer();
    out.beginRow(Number.POSITIVE_INFINITY);
    out.reserve(2 ** 28);
    out.position += 2 ** 28;
    out.endRow();
    assert.equal(out.sizeOf(0), 2 ** 28 + 6);
  });

  it('refuses to grow beyond two gibibytes', () => {
    const out = new RowBuffer();
    out.position = 10;
    assert.throws(() => out.reserve(2 ** 31), RangeError);
  });
});
