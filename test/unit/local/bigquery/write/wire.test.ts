import assert from 'node:assert/strict';
import { Malformed, Wire } from '@penstock/local/bigquery/write/wire.ts';
import fc from 'fast-check';
import protobuf from 'protobufjs';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

function written(write: (writer: protobuf.Writer) => protobuf.Writer): Wire {
  return new Wire(Buffer.from(write(protobuf.Writer.create()).finish()));
}

describe('the wire reader', () => {
  it('reads every number as another protobuf library writes it', () => {
    fc.assert(
      fc.property(int64, uint64, fc.integer(), fc.double(), (signed, unsigned, small, real) => {
        assert.equal(written((w) => w.int64(signed.toString())).int64(), signed);
        assert.equal(written((w) => w.uint64(unsigned.toString())).uint64(), unsigned);
        assert.equal(written((w) => w.int32(small)).int32(), small);
        assert.equal(written((w) => w.uint32(small >>> 0)).uint32(), small >>> 0);
        assert.ok(Object.is(written((w) => w.double(real)).double(), real));
        assert.equal(written((w) => w.float(Math.fround(real))).float(), Math.fround(real));
        assert.equal(written((w) => w.int64(signed.toString())).bool(), signed !== 0n);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('reads every text, and refuses bytes that are none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(written((w) => w.string(text)).text(), text);
      }),
      { seed: 3 },
    );
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
      assert.throws(() => new Wire(Buffer.from([bytes.length, ...bytes])).text(), Malformed);
    }
  });

  it('never reads past its end, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.constantFrom(0, 1, 2, 3, 5), (bytes, wireType) => {
        const wire = new Wire(Buffer.from(bytes));
        try {
          wire.skip(wireType);
        } catch (error) {
          assert.ok(error instanceof Malformed);
        }
        assert.ok(wire.pos <= bytes.length);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});
