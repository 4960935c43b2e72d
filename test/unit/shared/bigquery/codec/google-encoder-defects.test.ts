/**
 * Silent defects of Google's JSONEncoder (write-api.md, Google's Node writer), each reproduced against the installed version,
 * and what this codec does with the same row.
 */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { compileCodec } from '../../../../../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { bufDecoder, type Decoded } from '../../../../support/decode-rows.ts';

const require = createRequire(import.meta.url);
const { adapt, protos } = require('@google-cloud/bigquery-storage');
const { JSONEncoder } = require('@google-cloud/bigquery-storage/build/src/managedwriter/encoder.js');

/** The row as Google's encoder and a decoder of its descriptor have it; throws what the encoder throws. */
function google(field: Field, row: object): Decoded {
  const type = field.type === 'FLOAT64' ? 'DOUBLE' : field.type;
  const descriptor = adapt.convertStorageSchemaToProto2Descriptor({ fields: [{ ...field, type }] }, 'root');
  const [encoded] = new JSONEncoder({ protoDescriptor: descriptor }).encodeRows([row]);
  return bufDecoder(protos.google.protobuf.DescriptorProto.encode(descriptor).finish())(encoded);
}

function ours(field: Field, row: object) {
  const codec = compileCodec({ fields: [field] }, { unknownFields: 'reject' });
  const out = new RowBuffer();
  const problem = codec.encode(row as Record<string, unknown>, out);
  return problem ?? { v: bufDecoder(codec.descriptorBytes)(out.row(0)).v };
}

const column = (type: Field['type'], more: Partial<Field> = {}): Field => ({
  name: 'v',
  type,
  mode: 'NULLABLE',
  ...more,
});
const rejected = (result: object, code: string): void => {
  assert.deepEqual(
    { code: (result as { code?: string }).code, path: (result as { path?: string }).path },
    { code, path: 'v' },
  );
};

describe("the defects of Google's row encoder", () => {
  it('INT64 given a BigInt becomes 0: here it keeps its digits', () => {
    assert.deepEqual({ ...google(column('INT64'), { v: 12n }) }.v, 0n);
    assert.deepEqual(ours(column('INT64'), { v: 12n }), { v: 12n });
  });

  it('INT64 given "abc" becomes 0: here it is rejected', () => {
    assert.deepEqual(google(column('INT64'), { v: 'abc' }).v, 0n);
    rejected(ours(column('INT64'), { v: 'abc' }), 'MALFORMED');
  });

  it('INT64 given 1.5 becomes 1: here it is rejected', () => {
    assert.deepEqual(google(column('INT64'), { v: 1.5 }).v, 1n);
    rejected(ours(column('INT64'), { v: 1.5 }), 'TOO_PRECISE');
  });

  it('INT64 given a number beyond 2^53 loses digits: here it is rejected, and its text is exact', () => {
    const row = JSON.parse('{"v":9007199254740993}');
    assert.deepEqual(google(column('INT64'), row).v, 9007199254740992n);
    rejected(ours(column('INT64'), row), 'OUT_OF_RANGE');
    assert.deepEqual(ours(column('INT64'), { v: '9007199254740993' }), { v: 9007199254740993n });
  });

  it("DATE given 'YYYY-MM-DD' becomes 1970-01-01: here it is its day", () => {
    assert.equal(google(column('DATE'), { v: '2026-03-01' }).v, 0);
    assert.deepEqual(ours(column('DATE'), { v: '2026-03-01' }), { v: Date.UTC(2026, 2, 1) / 86_400_000 });
  });

  it('TIMESTAMP given ISO text throws: here it is its instant', () => {
    assert.throws(() => google(column('TIMESTAMP'), { v: '2026-03-01T00:00:00Z' }), /interior hyphen/);
    assert.deepEqual(ours(column('TIMESTAMP'), { v: '2026-03-01T00:00:00Z' }), {
      v: BigInt(Date.UTC(2026, 2, 1)) * 1000n,
    });
  });

  it('BOOL given "false" becomes true: here it is false', () => {
    assert.equal(google(column('BOOL'), { v: 'false' }).v, true);
    assert.deepEqual(ours(column('BOOL'), { v: 'false' }), { v: false });
    rejected(ours(column('BOOL'), { v: 'no' }), 'MALFORMED');
  });

  it('NUMERIC given 0.1 + 0.2 is sent with 17 digits: here it is rejected', () => {
    assert.equal(google(column('NUMERIC'), { v: 0.1 + 0.2 }).v, '0.30000000000000004');
    rejected(ours(column('NUMERIC'), { v: 0.1 + 0.2 }), 'TOO_PRECISE');
  });

  it("NUMERIC given 1e21 is sent as '1e+21': here it is written out", () => {
    assert.equal(google(column('NUMERIC'), { v: 1e21 }).v, '1e+21');
    assert.deepEqual(ours(column('NUMERIC'), { v: 1e21 }), { v: '1000000000000000000000' });
  });

  it('an unknown field is dropped unseen: here it is rejected by name', () => {
    assert.deepEqual(Object.keys(google(column('STRING'), { v: 'a', other: 'b' })), ['v']);
    assert.equal((ours(column('STRING'), { v: 'a', other: 'b' }) as { path: string }).path, 'other');
  });

  it('a name in another case is dropped unseen: here it is the same column, as it is to BigQuery', () => {
    assert.deepEqual(Object.keys(google(column('STRING'), { V: 'a' })), []);
    assert.deepEqual(ours(column('STRING'), { V: 'a' }), { v: 'a' });
  });

  it('a scalar for a REPEATED column is dropped unseen: here it is rejected', () => {
    assert.deepEqual(Object.keys(google(column('INT64', { mode: 'REPEATED' }), { v: 5 })), []);
    rejected(ours(column('INT64', { mode: 'REPEATED' }), { v: 5 }), 'NOT_A_LIST');
  });

  it('NULL in a REPEATED column throws: here it is rejected with its index', () => {
    assert.throws(() => google(column('STRING', { mode: 'REPEATED' }), { v: ['a', null] }));
    const problem = ours(column('STRING', { mode: 'REPEATED' }), { v: ['a', null] }) as { path: string; code: string };
    assert.deepEqual([problem.path, problem.code], ['v[1]', 'NULL_ELEMENT']);
  });

  it('an object for a JSON column throws: here it is its text', () => {
    assert.throws(() => google(column('JSON'), { v: { a: [1] } }));
    assert.deepEqual(ours(column('JSON'), { v: { a: [1] } }), { v: '{"a":[1]}' });
  });

  it('a boolean for a STRING column throws: here it is rejected', () => {
    assert.throws(() => google(column('STRING'), { v: true }));
    rejected(ours(column('STRING'), { v: true }), 'TYPE_MISMATCH');
  });

  it('a Date before 1970 with a time of day becomes the day after: here DATE takes no time of day', () => {
    const moment = new Date('1969-12-30T12:00:00Z');
    assert.equal(google(column('DATE'), { v: moment }).v, -1);
    rejected(ours(column('DATE'), { v: moment }), 'TOO_PRECISE');
    assert.deepEqual(ours(column('DATE'), { v: new Date('1969-12-30') }), { v: -2 });
  });

  it('INTERVAL is not supported: here it is its text', () => {
    assert.throws(() => google(column('INTERVAL'), { v: '1-2 3 4:5:6' }), /not supported/);
    assert.deepEqual(ours(column('INTERVAL'), { v: '1-2 3 4:5:6' }), { v: '1-2 3 4:5:6' });
  });

  it('a missing REQUIRED column is left to the server: here it is rejected', () => {
    const required = column('STRING', { mode: 'REQUIRED' });
    rejected(ours(required, {}), 'REQUIRED_MISSING');
    rejected(ours(required, { v: null }), 'REQUIRED_MISSING');
  });

  it('every row is cloned deeply: here a row is read once and never changed', () => {
    const reads: string[] = [];
    const row = {
      get v() {
        reads.push('v');
        return { deep: Object.freeze([1]) };
      },
    };
    Object.freeze(row);
    assert.deepEqual(ours(column('JSON'), row), { v: '{"deep":[1]}' });
    assert.deepEqual(reads, ['v']);
  });
});
