import assert from 'node:assert/strict';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { Field, TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import fc from 'fast-check';
import { RowFailure } from '../../../../functions/sink/rows/failure.ts';
import { RowMaker } from '../../../../functions/sink/rows/row-maker.ts';
import { damaged, generator, spell } from '../../../support/json-spelling.ts';
import { columns, objectFor } from '../../../support/random-rows.ts';
import { deliveryOf } from '../../../support/sink.ts';

const INPUT = { name: 'projects/p/subscriptions/s', type: 'pubsub', settle: () => undefined } as const;
const SCHEMAS = process.env.PENSTOCK_SOAK === '1' ? 20_000 : 300;

/** Both ways of one payload to the same table. Returns whether it went the direct way. */
function compared(schema: TableSchema, data: Buffer): boolean {
  const codec = compileCodec(schema, { unknownFields: 'drop' });
  const direct = new RowBuffer();
  if (!codec.transcode(data, direct)) return false;
  const maker = new RowMaker({ schema, format: { name: 'json' }, unknownFields: 'drop' });
  const parsed = new RowBuffer();
  const failure = maker.admit(deliveryOf({ data, attributes: {}, messageId: '1' }, INPUT), data, ({ row }) => {
    parsed.reset();
    return codec.encode(row, parsed);
  });
  const text = data.toString();
  assert(
    !(failure instanceof RowFailure),
    `made directly, and rejected when parsed: ${JSON.stringify(failure)} ${text}`,
  );
  assert.deepEqual(Buffer.from(direct.protoRows), Buffer.from(parsed.protoRows), text);
  return true;
}

describe('a payload whose row is made directly', () => {
  it('becomes, byte for byte, the row that is made of the parsed payload', () => {
    const cases = columns(2).chain((fields) =>
      fc.tuple(
        fc.constant(fields),
        fc.array(objectFor(fields, 'shuffled'), { minLength: 6, maxLength: 6 }),
        fc.integer(),
        fc.constantFrom(0, 2, 25),
      ),
    );
    let direct = 0;
    fc.assert(
      fc.property(cases, ([fields, rows, seed, odd]) => {
        const random = generator(seed);
        for (const row of rows) {
          const data = Buffer.from(spell(row, { random, odd }));
          if (compared({ fields }, data)) direct += 1;
          compared({ fields }, damaged(data, random));
        }
      }),
      { numRuns: SCHEMAS, seed: 20_261_131 },
    );
    assert(direct > SCHEMAS, `${direct} of ${SCHEMAS * 6} payloads went the direct way`);
  });

  const one = (field: Partial<Field>): TableSchema => ({
    fields: [{ name: 'a', type: 'STRING', mode: 'NULLABLE', ...field }],
  });

  for (const [column, number] of [
    ['INT64', '9007199254740992'],
    ['INT64', '-9007199254740993'],
    ['INT64', '123456789012345680'],
    ['INT64', '999999999999999999'],
    ['JSON', '123456789012345680'],
    ['JSON', '[9007199254740993,0.30000000000000004]'],
    ['NUMERIC', '12345678901234567890.123456789'],
    ['NUMERIC', '1e-9'],
    ['BIGNUMERIC', '0.00000000000000000000000000000000000001'],
    ['FLOAT64', '0.1000000000000000055511151231257827'],
    ['FLOAT64', '1e-400'],
    ['FLOAT64', '-0.0'],
  ] as const) {
    it(`keeps the digits of ${number} in a column of ${column}`, () => {
      assert(compared(one({ type: column }), Buffer.from(`{"a":${number}}`)));
    });
  }
});
