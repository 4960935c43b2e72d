/** The writer schemas that are taken, and the errors of those that are not (write-api.md, Descriptors). */

import assert from 'node:assert/strict';
import type { Schema } from '@penstock/local/bigquery/schema.ts';
import {
  AppendCall,
  type AppendRowsResponse,
  type DescriptorProto,
  type RowType,
  rowType,
  storageErrorOf,
} from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const NESTED: Schema = [
  { name: 'id', type: 'INT64', mode: 'NULLABLE' },
  {
    name: 's',
    type: 'STRUCT',
    mode: 'NULLABLE',
    fields: [
      { name: 'a', type: 'STRING', mode: 'REQUIRED' },
      { name: 'list', type: 'INT64', mode: 'REPEATED' },
      { name: 'deep', type: 'STRUCT', mode: 'REPEATED', fields: [{ name: 'x', type: 'FLOAT64', mode: 'NULLABLE' }] },
    ],
  },
];
const COLUMN_NAME = '.google.cloud.bigquery.storage.v1.columnName';

describe('Storage Write descriptors', () => {
  let f: WriteFixture;
  let tables = 0;
  let parent: string;

  before(async () => {
    f = await startWriteFixture();
  });
  after(() => f.close());

  const table = async (schema: Schema): Promise<void> => {
    tables += 1;
    parent = await f.createTable(`t${tables}`, schema);
  };
  const write = async (type: RowType, rows: readonly (object | Uint8Array)[]): Promise<AppendRowsResponse> => {
    const call = new AppendCall(f.client);
    try {
      return await call.append({ stream: `${parent}/_default`, type, rows });
    } finally {
      await call.close();
    }
  };
  const raw = (descriptor: DescriptorProto): RowType => ({
    descriptor,
    encode: () => Buffer.alloc(0),
    decode: () => ({}),
  });
  const stored = () => f.query(`SELECT * FROM ${f.physical(`t${tables}`)}`);
  const refused = (type: RowType, message: RegExp, code?: string) =>
    assert.rejects(write(type, [Buffer.alloc(0)]), (error: { code: number; message: string }) => {
      assert.equal(error.code, 3);
      assert.match(error.message, message);
      assert.equal(storageErrorOf(error as never)?.code, code);
      return true;
    });

  it('may nest messages and repeat them', async () => {
    await table(NESTED);
    const type = rowType(`optional int64 id = 1; optional S s = 2;
      message S { optional string a = 1; repeated int64 list = 2; repeated Deep deep = 3; message Deep { optional double x = 1; } }`);
    const answer = await write(type, [{ id: 1, s: { a: 'A', list: [1, 2], deep: [{ x: 0.5 }, {}] } }, { id: 2 }]);
    assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
    assert.deepEqual(await stored(), [
      { id: '1', s: { a: 'A', list: ['1', '2'], deep: [{ x: 0.5 }, { x: null }] } },
      { id: '2', s: null },
    ]);
  });

  it('must fill REQUIRED fields of a struct that is there, and names the place', async () => {
    await table(NESTED);
    const type = rowType('optional S s = 2; message S { optional string a = 1; repeated int64 list = 2; }');
    const answer = await write(type, [{ s: { list: [1] } }]);
    assert.deepEqual(
      answer.rowErrors?.map(({ message }) => message),
      ['Required field is missing on field s.a.'],
    );
  });

  it('matches columns without regard to case', async () => {
    await table([{ name: 'MixedCase', type: 'INT64', mode: 'NULLABLE' }]);
    await write(rowType('optional int64 mixedCASE = 5;'), [{ mixedCASE: 3 }]);
    assert.deepEqual(await stored(), [{ MixedCase: '3' }]);
  });

  it('names columns that are no proto identifiers by the column_name annotation', async () => {
    await table([{ name: 'naïve col-1', type: 'INT64', mode: 'NULLABLE' }]);
    const type = rowType('optional int64 field_x = 1;');
    const field = { ...type.descriptor.field?.[0], options: { [COLUMN_NAME]: 'naïve col-1' } };
    const answer = await write({ ...type, descriptor: { ...type.descriptor, field: [field] } }, [{ field_x: 3 }]);
    assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
    assert.deepEqual(await stored(), [{ 'naïve col-1': '3' }]);
  });

  it('may leave out columns', async () => {
    await table([...NESTED, { name: 'list', type: 'STRING', mode: 'REPEATED' }]);
    await write(rowType('optional int64 id = 1;'), [{ id: 1 }]);
    assert.deepEqual(await stored(), [{ id: '1', s: null, list: [] }]);
  });

  it('may not have fields that the table has not: SCHEMA_MISMATCH_EXTRA_FIELDS in the trailer, each named', async () => {
    await table(NESTED);
    await refused(
      rowType(
        'optional int64 id = 1; optional int64 more = 2; optional S s = 3; message S { optional string a = 1; optional string b = 2; }',
      ),
      /Schema mismatch due to extra fields in user schema: more, s\.b/,
      'SCHEMA_MISMATCH_EXTRA_FIELDS',
    );
  });

  it('reads a field given twice as the last, and merges a message given in parts, as protobuf does', async () => {
    await table(NESTED);
    const type = rowType(
      'optional int64 id = 1; optional S s = 2; message S { optional string a = 1; repeated int64 list = 2; }',
    );
    const part = (row: object) => Buffer.from(type.encode(row));
    const answer = await write(type, [
      Buffer.concat([part({ id: 1, s: { a: 'A', list: [1] } }), part({ id: 2, s: { a: 'B', list: [2] } })]),
    ]);
    assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
    assert.deepEqual(await stored(), [{ id: '2', s: { a: 'B', list: ['1', '2'], deep: [] } }]);
  });

  it('gives `required` its meaning', async () => {
    await table(NESTED);
    const answer = await write(rowType('required int64 id = 1;'), [Buffer.alloc(0)]);
    assert.match(answer.rowErrors?.[0]?.message ?? '', /Required field is missing on field id/);
  });

  it('knows google.protobuf types by name, though they are not in the descriptor', async () => {
    await table([{ name: 'at', type: 'TIMESTAMP', mode: 'NULLABLE' }]);
    const type = rowType('optional T at = 1; message T { optional int64 seconds = 1; }');
    const descriptor: DescriptorProto = {
      name: 'Row',
      field: [
        {
          name: 'at',
          number: 1,
          label: 'LABEL_OPTIONAL',
          type: 'TYPE_MESSAGE',
          typeName: '.google.protobuf.Timestamp',
        },
      ],
    };
    assert.equal((await write({ ...type, descriptor }, [{ at: { seconds: 1 } }])).response, 'appendResult');
    assert.equal((await stored()).length, 1);
  });

  describe('is refused with INVALID_ARGUMENT and its reason where', () => {
    const field = (name: string, extra: object = {}) => ({
      name,
      number: 1,
      label: 'LABEL_OPTIONAL' as const,
      type: 'TYPE_INT64' as const,
      ...extra,
    });
    const cases: readonly (readonly [string, DescriptorProto, RegExp])[] = [
      [
        'a type is not in it',
        { field: [field('s', { type: 'TYPE_MESSAGE', typeName: '.other.pkg.Type' })] },
        /"\.other\.pkg\.Type" is not defined/,
      ],
      [
        'a message holds itself',
        { name: 'R', field: [field('s', { type: 'TYPE_MESSAGE', typeName: 'R' })] },
        /recursive/,
      ],
      [
        'a nested message holds itself',
        {
          name: 'R',
          field: [field('s', { type: 'TYPE_MESSAGE', typeName: 'R.S' })],
          nestedType: [
            {
              name: 'S',
              field: [{ name: 'deep', number: 3, label: 'LABEL_REPEATED', type: 'TYPE_MESSAGE', typeName: '.R.S' }],
            },
          ],
        },
        /recursive/,
      ],
      [
        'two fields have one number',
        { field: [field('id'), field('s', { type: 'TYPE_STRING' })] },
        /Field number 1 is used twice/,
      ],
      ['two fields fill one column', { field: [field('id'), field('ID', { number: 2 })] }, /filled by two fields/],
      ['a number is reserved', { field: [field('id', { number: 19_500 })] }, /invalid number 19500/],
      ['a number is zero', { field: [field('id', { number: 0 })] }, /invalid number 0/],
      ['a field has no name', { field: [field('')] }, /no name/],
      ['a field has no type', { field: [{ name: 'id', number: 1, label: 'LABEL_OPTIONAL' }] }, /no valid type/],
      [
        'a scalar repeats',
        { field: [field('id', { label: 'LABEL_REPEATED' })] },
        /field type repeated int64, BigQuery field type NULLABLE INTEGER/,
      ],
      [
        'a sequence number has no change type',
        { field: [field('_CHANGE_SEQUENCE_NUMBER', { type: 'TYPE_STRING' })] },
        /_CHANGE_SEQUENCE_NUMBER needs _CHANGE_TYPE/,
      ],
      ['it uses groups', { field: [field('s', { type: 'TYPE_GROUP', typeName: 'S' })] }, /field type group/],
    ];
    for (const [what, descriptor, message] of cases) {
      it(what, async () => {
        await table(NESTED);
        await refused(raw(descriptor), message);
      });
    }
  });

  it('takes a row with a field that its own writer schema lacks, and passes over that field', async () => {
    await table([...NESTED, { name: 't', type: 'STRING', mode: 'NULLABLE' }]);
    const type = rowType('optional int64 id = 1; optional string t = 3;');
    // Field 7 holds bytes that look like field 3.
    const answer = await write(type, [Buffer.from([0x08, 1, 0x3a, 3, 0x1a, 1, 0x78])]);
    assert.equal(answer.rowErrors?.length ?? 0, 0);
    assert.equal((await stored()).length, 1);
    assert.doesNotMatch(JSON.stringify(await stored()), /x/);
  });

  describe('a row that is no such message is a row error:', () => {
    const cases: readonly (readonly [string, number[], RegExp])[] = [
      ['another wire type', [0x0d, 1, 2, 3, 4], /field id has wire type 5, expected 0/],
      ['a number without its end', [0x08, 0x80], /ends in the middle/],
      ['a number of eleven bytes', [0x08, ...new Array(10).fill(0x80), 1], /longer than ten bytes/],
      ['a length past the end', [0x12, 0x7f, 1], /longer than the message/],
      ['text that is not UTF-8', [0x1a, 1, 0xff], /not valid UTF-8/],
      ['a nested message cut short', [0x12, 2, 0x0a, 9], /longer than the message/],
      ['a tag of field zero', [0x00, 0x01], /field number 0/],
    ];
    for (const [what, row, message] of cases) {
      it(what, async () => {
        await table([...NESTED, { name: 't', type: 'STRING', mode: 'NULLABLE' }]);
        const type = rowType(
          'optional int64 id = 1; optional S s = 2; optional string t = 3; message S { optional string a = 1; }',
        );
        const answer = await write(type, [{ id: 1 }, Buffer.from(row)]);
        assert.deepEqual(
          answer.rowErrors?.map(({ index }) => Number(index)),
          [1],
        );
        assert.match(answer.rowErrors?.[0]?.message ?? '', message);
        assert.deepEqual(await stored(), []);
      });
    }
  });
});
