import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { schemaFromStorage } from '../../../../../shared/bigquery/schema/from-storage.ts';
import type { TableSchema } from '../../../../../shared/bigquery/schema/table-schema.ts';

const require = createRequire(import.meta.url);
const { protos } = require('@google-cloud/bigquery-storage');
const Message = protos.google.cloud.bigquery.storage.v1.TableSchema;

const message = {
  fields: [
    { name: 'id', type: 'INT64', mode: 'REQUIRED', description: 'the key', defaultValueExpression: '7' },
    { name: 'ratio', type: 'DOUBLE', mode: 'NULLABLE' },
    { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
    { name: 'price', type: 'NUMERIC', precision: 10, scale: 2 },
    { name: 'at', type: 'TIMESTAMP', timestampPrecision: { value: 12 } },
    { name: 'span', type: 'RANGE', rangeElementType: { type: 'DATE' } },
    { name: 'who', type: 'STRUCT', mode: 'REPEATED', fields: [{ name: 'ok', type: 'BOOL' }] },
  ],
};

const canonical: TableSchema = {
  fields: [
    { name: 'id', type: 'INT64', mode: 'REQUIRED', description: 'the key', defaultValueExpression: '7' },
    { name: 'ratio', type: 'FLOAT64', mode: 'NULLABLE' },
    { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
    { name: 'price', type: 'NUMERIC', mode: 'NULLABLE', precision: 10, scale: 2 },
    { name: 'at', type: 'TIMESTAMP', mode: 'NULLABLE', timestampPrecision: 12 },
    { name: 'span', type: 'RANGE', mode: 'NULLABLE', rangeElementType: 'DATE' },
    { name: 'who', type: 'STRUCT', mode: 'REPEATED', fields: [{ name: 'ok', type: 'BOOL', mode: 'NULLABLE' }] },
  ],
};

describe('a TableSchema message of the Storage API', () => {
  const decoded = Message.decode(Message.encode(Message.fromObject(message)).finish());

  it('is read as protobufjs decodes it, with enums by number and Longs', () => {
    assert.deepEqual(schemaFromStorage(decoded), canonical);
  });

  it('is read with enums by name, and 64-bit numbers as text, BigInt or unwrapped', () => {
    const object = Message.toObject(decoded, { enums: String, longs: String, defaults: true });
    assert.deepEqual(schemaFromStorage(object), canonical);
    const first = { name: 'a', type: 'TIMESTAMP', mode: 'MODE_UNSPECIFIED' };
    for (const timestampPrecision of [12, '12', 12n, { value: 12n }]) {
      assert.deepEqual(
        schemaFromStorage({ fields: [{ ...first, timestampPrecision }] }).fields[0]?.timestampPrecision,
        12,
      );
    }
    for (const timestampPrecision of [undefined, null, { value: null }, 6]) {
      assert.equal(
        schemaFromStorage({ fields: [{ ...first, timestampPrecision } as never] }).fields[0]?.timestampPrecision,
        undefined,
      );
    }
  });

  it('is refused by column where a type or a mode is not known', () => {
    assert.throws(
      () => schemaFromStorage({ fields: [{ name: 'a', type: 0 }] }),
      /column a: unknown type "TYPE_UNSPECIFIED"/,
    );
    assert.throws(() => schemaFromStorage({ fields: [{ name: 'a', type: 99 }] }), /column a: unknown type/);
    assert.throws(() => schemaFromStorage({ fields: [{ name: 'a' }] }), /column a: unknown type/);
    assert.throws(() => schemaFromStorage({ fields: [{ name: 'a', type: 1, mode: 9 }] }), /column a: unknown mode 9/);
    assert.throws(() => schemaFromStorage({ fields: [{ name: 'a', type: 1, mode: 'X' }] }), /column a: unknown mode X/);
    assert.throws(() => schemaFromStorage({ fields: [{ name: 'a', type: 16 }] }), /column a: unknown type/);
    assert.throws(() => schemaFromStorage({ fields: [{ type: 4 }] }), /without a name/);
    assert.throws(() => schemaFromStorage({}), /at least one column/);
  });
});
