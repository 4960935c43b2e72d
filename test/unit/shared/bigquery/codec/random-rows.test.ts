import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCodec, type JsonRow } from '../../../../../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import type { Field, Mode } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { REJECTED, structOf, wireOf } from '../../../../support/column-model.ts';
import { fields, garbage, valuesFor } from '../../../../support/column-values.ts';
import { bufDecoder, pbjsDecoder } from '../../../../support/decode-rows.ts';

const SCHEMAS = process.env.PENSTOCK_SOAK === '1' ? 3000 : 120;
const ROWS = 12;
const NAMES = ['a', 'B', 'c_1', 'näm', 'x y', 'Type1', 'column2', 'select', '_u', 'Übung', '日付', 'e9', 'a-b', '1st'];

const mode = fc.constantFrom<Mode>('NULLABLE', 'NULLABLE', 'REQUIRED', 'REPEATED');

function columns(depth: number): fc.Arbitrary<Field[]> {
  const leaf = fc.constantFrom(...fields);
  const struct = fc.record({ mode, fields: depth === 0 ? fc.constant([]) : columns(depth - 1) });
  const one: fc.Arbitrary<Field> =
    depth === 0
      ? leaf
      : fc.oneof(
          { weight: 3, arbitrary: leaf },
          { weight: 1, arbitrary: struct.map((made): Field => ({ name: 'v', type: 'STRUCT', ...made })) },
        );
  return fc
    .tuple(fc.shuffledSubarray(NAMES, { minLength: 1, maxLength: 7 }), fc.array(one, { minLength: 7, maxLength: 7 }))
    .map(([names, made]) => names.map((name, index) => ({ ...(made[index] as Field), name })));
}

/** Objects for the columns: keys in any order and case, some NULL, some absent, seldom garbage or a stranger. */
function objectFor(schema: readonly Field[]): fc.Arbitrary<object> {
  const entries = schema.map((field) =>
    fc
      .tuple(
        fc.constantFrom(field.name, field.name, field.name.toUpperCase(), field.name.toLowerCase()),
        fc.oneof(
          { weight: 40, arbitrary: inColumn(field) },
          { weight: 1, arbitrary: garbage },
          { weight: 2, arbitrary: fc.constantFrom(null, undefined) },
        ),
      )
      .map((entry) => [entry]),
  );
  const some = fc
    .tuple(...entries)
    .chain((all) => fc.shuffledSubarray(all.flat(), { minLength: Math.max(0, all.length - 1) }));
  const stranger = fc.oneof(
    { weight: 30, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([['stranger', 1]]) },
  );
  return fc.tuple(some, stranger).map(([own, other]) => Object.fromEntries([...own, ...other]));
}

function inColumn(field: Field): fc.Arbitrary<unknown> {
  if (field.type !== 'STRUCT') return valuesFor(field);
  const one = objectFor(field.fields ?? []);
  return field.mode === 'REPEATED' ? fc.array(one, { maxLength: 3 }) : one;
}

describe('rows of any schema', () => {
  it('decode, by two other libraries, to what the model says, or are rejected where it rejects', () => {
    const cases = columns(2).chain((schema) =>
      fc.tuple(fc.constant(schema), fc.array(objectFor(schema), { minLength: ROWS, maxLength: ROWS })),
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
