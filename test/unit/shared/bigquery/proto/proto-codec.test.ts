import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { schemaOfMessage } from '../../../../../shared/bigquery/proto/message-schema.ts';
import { parseProtos } from '../../../../../shared/bigquery/proto/parse.ts';
import { compileCodecFromProto } from '../../../../../shared/bigquery/proto/proto-codec.ts';
import { columnTypeName } from '../../../../../shared/bigquery/schema/table-schema.ts';
import type { PenstockError } from '../../../../../shared/runtime/errors.ts';
import { problemOf, through } from '../../../../support/codec-rows.ts';
import { readDescriptor } from '../../../../support/decode-rows.ts';
import { optionsText, parsed } from '../../../../support/protos.ts';

const hashKey = Buffer.from('a key of 16 bytes and more');

function columnsOf(body: string, syntax: 'proto2' | 'proto3' = 'proto3'): string[] {
  return schemaOfMessage(parsed(body, syntax).root, 'x.v1.M').schema.fields.map(
    (field) => `${field.number} ${field.name} ${columnTypeName(field)} ${field.mode}`,
  );
}

describe('the columns of a message', () => {
  it('follow from the types of its fields', () => {
    const body = `message M {
      string s = 1; bytes b = 2; bool o = 3; double d = 4; float f = 5; int32 i = 6; uint32 u = 7; sint64 z = 8; fixed32 x = 9;
      google.protobuf.Timestamp at = 10; google.protobuf.Int64Value w = 11; E e = 12; N n = 20; repeated int64 r = 30; optional string p = 31;
      uint64 big = 32 [(penstock.options.v1.column_type) = "NUMERIC"]; string j = 33 [(penstock.options.v1.column_type) = "JSON"];
      string req = 34 [(penstock.options.v1.required_column) = true]; oneof one { string a = 35; string c = 36; }
      enum E { ZERO = 0; ONE = 1; } message N { int32 i = 7; } }`;
    assert.deepEqual(columnsOf(body), [
      '1 s STRING NULLABLE',
      '2 b BYTES NULLABLE',
      '3 o BOOL NULLABLE',
      '4 d FLOAT64 NULLABLE',
      '5 f FLOAT64 NULLABLE',
      '6 i INT64 NULLABLE',
      '7 u INT64 NULLABLE',
      '8 z INT64 NULLABLE',
      '9 x INT64 NULLABLE',
      '10 at TIMESTAMP NULLABLE',
      '11 w INT64 NULLABLE',
      '12 e STRING NULLABLE',
      '20 n STRUCT NULLABLE',
      '30 r ARRAY<INT64> REPEATED',
      '31 p STRING NULLABLE',
      '32 big NUMERIC NULLABLE',
      '33 j JSON NULLABLE',
      '34 req STRING REQUIRED',
      '35 a STRING NULLABLE',
      '36 c STRING NULLABLE',
    ]);
    assert.deepEqual(columnsOf('message M { required string s = 1; optional int32 i = 2; }', 'proto2'), [
      '1 s STRING REQUIRED',
      '2 i INT64 NULLABLE',
    ]);
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ['message M { map<string, string> m = 1; }', /m: a map has no column type/],
    ['message M { uint64 u = 1; }', /u: uint64 fits no column; say column_type/],
    [
      'message M { string s = 1 [(penstock.options.v1.column_type) = "INT64"]; }',
      /s: a field of string is no INT64 column/,
    ],
    [
      'message M { uint64 u = 1 [(penstock.options.v1.column_type) = "JSON"]; }',
      /u: a field of uint64 is no JSON column/,
    ],
    [
      'message M { string s = 1 [(penstock.options.v1.column_type) = "TEXT"]; }',
      /x.v1.M.s: column_type "TEXT" is no type of BigQuery/,
    ],
    ['message M { N n = 1; message N { M m = 1; } }', /n.m: x.v1.M holds itself/],
    [
      'message M { string s = 1 [(penstock.options.v1.sensitive) = NOPE]; }',
      /sensitive is MASK, HASH or DROP, found NOPE/,
    ],
    ['message M { string s = 1 [(penstock.options.v1.sensitive) = SENSITIVE_UNSPECIFIED]; }', /sensitive is MASK/],
    [
      'message M { string s = 1 [(penstock.options.v1.sensitve) = MASK]; }',
      /x.v1.M.s: unknown option \(penstock.options.v1.sensitve\)/,
    ],
    ['message M { string s = 1 [(sensitive) = MASK]; }', /unknown option \(sensitive\)/],
    ['message M { N n = 1; } message N {}', /n is a STRUCT without columns/],
  ];
  for (const [body, message] of refused) {
    it(`are refused by name: ${String(message)}`, () => {
      assert.throws(
        () => columnsOf(body),
        (error: PenstockError) => {
          assert.equal(error.code, 'CONFIG_INVALID');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('are of a message that is there', () => {
    assert.throws(
      () => schemaOfMessage(parsed('message M { string s = 1; }').root, 'x.v1.Gone'),
      /no message x.v1.Gone/,
    );
  });
});

describe('a codec from a .proto', () => {
  const order = readFileSync(
    new URL('../../../../../proto/penstock/sources/example/v1/order.proto', import.meta.url),
    'utf8',
  );
  const files = new Map([
    ['penstock/sources/example/v1/order.proto', order],
    ['penstock/options/v1/options.proto', optionsText],
  ]);
  const { root } = parseProtos(files);
  const name = 'penstock.sources.example.v1.Order';
  const row = {
    order_id: 'o-1',
    created_at: '2026-03-01T12:00:00Z',
    status: 'PAID',
    total: '12.50',
    customer: { customer_id: 'c-1', email: 'ada@example.org', full_name: 'Ada Lovelace', birth_date: '1815-12-10' },
    items: [{ sku: 'a', quantity: 2, tags: ['x'] }],
    attributes: { gift: true },
  };

  it('writes the numbers of the message, and treats what the options mark', () => {
    const codec = compileCodecFromProto(root, name, { unknownFields: 'reject', sensitive: { columns: {}, hashKey } });
    const decoded = through(codec, row) as { customer: { email: string } };
    assert.match(decoded.customer.email, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      { ...decoded, customer: { ...decoded.customer, email: '' } },
      {
        order_id: 'o-1',
        created_at: 1772366400000000n,
        status: 'PAID',
        total: '12.5',
        customer: { customer_id: 'c-1', email: '', full_name: '***' },
        items: [{ sku: 'a', quantity: 2n, tags: ['x'] }],
        attributes: '{"gift":true}',
      },
    );
    assert.deepEqual(
      readDescriptor(codec.descriptorBytes).field.map(({ number }) => number),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    assert.equal(problemOf(codec, { ...row, status: 'LOST' }).code, 'OUT_OF_RANGE');
    assert.equal(problemOf(codec, { ...row, order_id: null }).path, 'order_id');
  });

  it('does not compile without the key that its options ask for', () => {
    assert.throws(
      () => compileCodecFromProto(root, name, { unknownFields: 'reject' }),
      /customer.email is hashed, and there is no key/,
    );
  });

  it('is treated otherwise by config, in any case, and never let through', () => {
    const sensitive = { columns: { 'CUSTOMER.email': 'drop', 'customer.full_name': 'drop' }, hashKey } as const;
    const codec = compileCodecFromProto(root, name, { unknownFields: 'reject', sensitive });
    assert.deepEqual((through(codec, row) as { customer: object }).customer, { customer_id: 'c-1' });
  });

  it('gives the change the first numbers that the message leaves free', () => {
    const { root } = parsed('message M { string a = 1; string b = 3; }');
    const codec = compileCodecFromProto(root, 'x.v1.M', { unknownFields: 'reject', cdc: true });
    assert.deepEqual(
      readDescriptor(codec.descriptorBytes).field.map(({ name, number }) => [name, number]),
      [
        ['a', 1],
        ['b', 3],
        ['_CHANGE_TYPE', 2],
        ['_CHANGE_SEQUENCE_NUMBER', 4],
      ],
    );
    assert.deepEqual(through(codec, { a: 'x' }, { type: 'UPSERT' }), { a: 'x', _CHANGE_TYPE: 'UPSERT' });
  });

  const spellings = [
    '(penstock.options.v1.sensitive) = DROP',
    '(.penstock.options.v1.sensitive) = DROP',
    '(penstock.options.v1.sensitive) = 3',
  ];
  for (const spelling of spellings) {
    it(`reads the mark however it is written: ${spelling}`, () => {
      const { root } = parsed(`message M { string a = 1; string b = 2 [${spelling}]; }`);
      assert.deepEqual(
        through(compileCodecFromProto(root, 'x.v1.M', { unknownFields: 'reject' }), { a: 'x', b: 'secret' }),
        { a: 'x' },
      );
    });
  }

  it('reads a mark that is written relative to its own package', () => {
    const text = `syntax = "proto3"; package penstock.sources.y.v1; import "penstock/options/v1/options.proto"; message M { string b = 2 [(options.v1.sensitive) = MASK]; int32 n = 3 [deprecated = true, (other) = 4]; } extend google.protobuf.FieldOptions { int32 other = 50001; }`;
    const tree = parseProtos(
      new Map([
        ['y.proto', text],
        ['penstock/options/v1/options.proto', optionsText],
      ]),
    );
    const codec = compileCodecFromProto(tree.root, 'penstock.sources.y.v1.M', { unknownFields: 'reject' });
    assert.deepEqual(through(codec, { b: 'secret', n: 1 }), { b: '***', n: 1n });
  });
});
