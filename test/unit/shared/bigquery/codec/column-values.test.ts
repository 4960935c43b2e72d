import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCodec } from '../../../../../shared/bigquery/codec/codec.ts';
import { PROBLEM_CODES } from '../../../../../shared/bigquery/codec/problem.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import { columnTypeName } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { modelOf, REJECTED, wireOf } from '../../../../support/column-model.ts';
import { fields, garbage, valuesFor } from '../../../../support/column-values.ts';
import { bufDecoder, pbjsDecoder } from '../../../../support/decode-rows.ts';

const RUNS = process.env.PENSTOCK_SOAK === '1' ? 20_000 : 600;
const SEED = 20_260_301;

describe('the values that a column takes', () => {
  for (const field of fields) {
    it(`${columnTypeName(field)}: what is accepted decodes to an equal value, anything else is rejected by name`, () => {
      const codec = compileCodec({ fields: [field] }, { unknownFields: 'reject' });
      const decoders = [bufDecoder(codec.descriptorBytes), pbjsDecoder(codec.descriptorBytes)];
      const wanted = valuesFor(field);
      const out = new RowBuffer();
      fc.assert(
        fc.property(fc.oneof({ weight: 5, arbitrary: wanted }, { weight: 1, arbitrary: garbage }), (value) => {
          fc.pre(value !== null && value !== undefined);
          out.reset();
          const expected = modelOf(field, value);
          const problem = codec.encode({ v: value }, out);
          if (expected === REJECTED) {
            assert(problem !== undefined, 'a value that the column does not take was written');
            assert(PROBLEM_CODES.includes(problem.code));
            assert.match(problem.path, /^v(?:$|[.[])/);
            assert.notEqual(problem.reason, '');
            assert(problem.view.length < 80);
            assert.equal(out.byteLength, 0);
            return;
          }
          assert.equal(problem, undefined);
          for (const decode of decoders) assert.deepEqual(wireOf(field, decode(out.row(0)).v), expected);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    });
  }
});
