import assert from 'node:assert/strict';
import { loadProtos } from '@penstock/local/bigquery/write/protos.ts';
import { readAppendRequest } from '@penstock/local/bigquery/write/request.ts';
import { Wire } from '@penstock/local/bigquery/write/wire.ts';
import fc from 'fast-check';

const protos = loadProtos();

function encode(rows: readonly Uint8Array[]): Buffer {
  return protos.encode('AppendRowsRequest', { protoRows: { rows: { serializedRows: rows } } });
}

/** The rows' bytes, each as a reader is aimed at it. */
function rowsOf(request: Buffer): Buffer[] | undefined {
  const { rows } = readAppendRequest(request);
  if (rows === undefined) return undefined;
  const wire = new Wire(rows.bytes);
  return Array.from({ length: rows.length }, (_, row) => {
    rows.aim(wire, row);
    return rows.bytes.subarray(wire.pos, wire.end);
  });
}

describe('the rows of an append request', () => {
  it('are found where they lie, whatever their number and size, also in a part of a larger memory', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 50 }), fc.nat(100), (rows, before) => {
        const memory = Buffer.concat([Buffer.alloc(before, 0xff), encode(rows), Buffer.alloc(3, 0xff)]);
        const request = memory.subarray(before, memory.length - 3);
        assert.deepEqual(rowsOf(request), rows.map(Buffer.from));
      }),
    );
  });

  it('are found beyond the room that is made for them at first', () => {
    const rows = Array.from({ length: 5000 }, (_, row) => Buffer.from(String(row)));
    assert.deepEqual(rowsOf(encode(rows)), rows);
  });

  it('add up where the message comes in parts, as protobuf merges them', () => {
    const [first, second] = [[Buffer.from('a'), Buffer.alloc(0)], [Buffer.from('c')]];
    assert.deepEqual(rowsOf(Buffer.concat([encode(first), encode(second)])), [...first, ...second]);
  });

  it('are absent, not empty, where the request has none', () => {
    assert.equal(rowsOf(protos.encode('AppendRowsRequest', { writeStream: 's' })), undefined);
    assert.deepEqual(rowsOf(encode([])), []);
  });
});
