import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCodec, type JsonRow } from '../../../../../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { REJECTED, structOf, wireOf } from '../../../../support/column-model.ts';
import { bufDecoder, pbjsDecoder } from '../../../../support/decode-rows.ts';
import { columns, objectFor } from '../../../../support/random-rows.ts';

const SCHEMAS = process.env.PENSTOCK_SOAK === '1' ? 3000 : 120;
const ROWS = 12;

describe('rows of any schema', () => {
  it('decode, by two other libraries, to what the model says, or are rejected where it rejects', () => {
    const cases = columns(2).chain((schema) =>
      fc.tuple(fc.constant(schema), fc.array(objectFor(schema, 'shuffled'), { minLength: ROWS, maxLength: ROWS })),
    );
    let accepted = 0;
    fc.assert(
      fc.property(cases, ([schema, rows]) => {
        const codec = compileCodec({ fields: schema }, { unknownFields: 'reject' });
        const decoders = [bufDecoder(codec.descriptorBytes), pbjsDecoder(codec.descriptorBytes)];
        const row: Field = { name: '', type: 'STRUCT', mode: 'NULLABLE', fields: schema };
        const out = new RowBuffer(64);
        const expected: unknown[] = [];
        for (const input of rows) {
          const wire = structOf(schema, input);
          const problem = codec.encode(input as JsonRow, out);
          assert.equal(problem === undefined, wire !== REJECTED, JSON.stringify(problem));
          if (wire !== REJECTED) expected.push(wire);
        }
        accepted += expected.length;
        assert.equal(out.rowCount, expected.length);
        expected.forEach((wire, index) => {
          for (const decode of decoders) assert.deepEqual(wireOf(row, decode(out.row(index))), wire);
        });
      }),
      { numRuns: SCHEMAS, seed: 20_260_302 },
    );
    assert(accepted > SCHEMAS / 2, `${accepted} rows were accepted`);
  });
});
