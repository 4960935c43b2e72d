import assert from 'node:assert/strict';
import { compileCodec, type JsonRow, type RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import { schemaToRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import fc from 'fast-check';
import { RowFailure } from '../../../../functions/sink/rows/failure.ts';
import { jsonTextOf } from '../../../../functions/sink/rows/json-row.ts';
import { RowMaker } from '../../../../functions/sink/rows/row-maker.ts';
import { LIMITS } from '../../../../local/bigquery/limits.ts';
import { schemaFromResource } from '../../../../local/bigquery/tables/schema-resource.ts';
import { type Issue, rowDecoder, rowParser } from '../../../../local/bigquery/values.ts';
import { damaged, generator, spell } from '../../../support/json-spelling.ts';
import { columns, objectFor } from '../../../support/random-rows.ts';
import { deliveryOf } from '../../../support/sink.ts';

const INPUT = { name: 'projects/p/subscriptions/s', type: 'pubsub', settle: () => undefined } as const;
const SCHEMAS = process.env.PENSTOCK_SOAK === '1' ? 20_000 : 200;
const JSON_COLUMNS = ['text', 'inline'] as const;

/** Reads a row's text as a table of the local BigQuery does: by an insert, or by a load job. */
function read(schema: TableSchema, jsonColumns: 'text' | 'inline'): (text: string) => unknown {
  const local = schemaFromResource(schemaToRest(withMicroseconds(schema)), LIMITS);
  const parse = rowParser(local);
  const options = { ignoreUnknownValues: false, jsonStrings: jsonColumns === 'text' ? 'parsed' : 'verbatim' } as const;
  const decoder = rowDecoder(local, options);
  return (text) => {
    const issues: Issue[] = [];
    const values = decoder.decode(parse(text), issues);
    return issues.length > 0 ? issues : values;
  };
}

/** The local BigQuery has no TIMESTAMP of picoseconds. */
function withMicroseconds({ fields }: TableSchema): TableSchema {
  return {
    fields: fields.map(({ timestampPrecision: _precision, ...field }) => ({
      ...field,
      ...(field.fields === undefined ? {} : withMicroseconds({ fields: field.fields })),
    })),
  };
}

/** The row's text by the way through `JSON.parse`. */
function spelledSlowly(
  schema: TableSchema,
  codec: RowCodec,
  data: Buffer,
  how: { readonly jsonColumns: 'text' | 'inline'; readonly unknownFields: UnknownFields },
): string | RowFailure {
  const maker = new RowMaker({ schema, format: { name: 'json' }, unknownFields: how.unknownFields });
  let taken: JsonRow = {};
  const failure = maker.admit(deliveryOf({ data, attributes: {}, messageId: '1' }, INPUT), data, ({ row }) => {
    taken = row;
    return codec.encode(row, new RowBuffer());
  });
  return failure ?? jsonTextOf(taken, schema, how);
}

/** Both ways of one payload, in both spellings. Returns in how many the payload's own bytes went on. */
function compared(schema: TableSchema, unknownFields: UnknownFields, data: Buffer): number {
  const codec = compileCodec(schema, { unknownFields });
  let taken = 0;
  for (const jsonColumns of JSON_COLUMNS) {
    const before = Buffer.from(data);
    const made = codec.respell(data, jsonColumns);
    assert.deepEqual(data, before, 'the payload stays as it came');
    if (made === undefined) continue;
    taken += 1;
    const text = made.toString();
    const slow = spelledSlowly(schema, codec, data, { jsonColumns, unknownFields });
    assert(!(slow instanceof RowFailure), `taken, and rejected when parsed: ${JSON.stringify(slow)} ${data}`);
    const reads = read(schema, jsonColumns);
    assert.deepEqual(reads(text), reads(slow), `${text} and ${slow} of ${data}`);
    assert.deepEqual(topKeys(text), topKeys(slow), 'the same columns');
    assert(text.startsWith('{'), text);
    if (jsonColumns === 'inline') assert.doesNotMatch(text, /[\r\n]/);
    // A reader whose numbers are doubles reads the same.
    const [exact, rounded] = [new RowBuffer(), new RowBuffer()];
    assert.equal(codec.encode(JSON.parse(text), rounded), undefined, text);
    assert(codec.transcode(data, exact));
    assert.deepEqual(Buffer.from(rounded.protoRows), Buffer.from(exact.protoRows), text);
  }
  return taken;
}

function topKeys(text: string): readonly string[] {
  return Object.keys(JSON.parse(text)).sort();
}

describe('a payload that goes on as it came', () => {
  it('is read by an insert and by a load job as the row that is spelled after parsing', () => {
    const cases = columns(2).chain((fields) =>
      fc.tuple(
        fc.constant(fields),
        fc.array(objectFor(fields, 'shuffled'), { minLength: 6, maxLength: 6 }),
        fc.integer(),
        fc.constantFrom(0, 2, 25),
        fc.constantFrom<UnknownFields>('drop', 'drop', 'reject'),
      ),
    );
    let taken = 0;
    fc.assert(
      fc.property(cases, ([fields, rows, seed, odd, unknownFields]) => {
        const random = generator(seed);
        for (const row of rows) {
          const strangers = random() < 0.3 ? { x: [{ 'a"': '}' }], yy: 1.5e300, ...row, 'z z': 'ü' } : row;
          const data = Buffer.from(spell(strangers, { random, odd }));
          taken += compared({ fields }, unknownFields, data);
          compared({ fields }, unknownFields, damaged(data, random));
        }
      }),
      { numRuns: SCHEMAS, seed: 20_261_201 },
    );
    assert(taken > SCHEMAS, `${taken} of ${SCHEMAS * 12} texts were taken`);
  });
});
