/** The row codec against the local Storage Write service: what it encodes for every type is what the table then holds. */

import assert from 'node:assert/strict';
import { protos } from '@google-cloud/bigquery-storage';
import { compileCodec } from '../../../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../../../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../../../shared/bigquery/schema/table-schema.ts';
import { AppendCall } from '../../support/appends.ts';
import { field } from '../../support/codec-rows.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

interface Case {
  readonly column: Field;
  readonly value: unknown;
  /** A DuckDB expression over the column `v` that is true of the row. */
  readonly holds: string;
}

const CASES: readonly Case[] = [
  { column: field('v', 'STRING'), value: 'naïve 😀', holds: `v = 'naïve 😀'` },
  { column: field('v', 'BYTES'), value: 'AP8=', holds: `hex(v) = '00FF'` },
  { column: field('v', 'INT64'), value: '-9223372036854775808', holds: `v = -9223372036854775808` },
  { column: field('v', 'FLOAT64'), value: '-Infinity', holds: `v = '-Infinity'::DOUBLE` },
  { column: field('v', 'BOOL'), value: 'false', holds: `v = false` },
  { column: field('v', 'NUMERIC'), value: -1.5e-3, holds: `v = -0.0015` },
  { column: field('v', 'NUMERIC', { precision: 5, scale: 2 }), value: '123.45', holds: `v = 123.45` },
  { column: field('v', 'TIMESTAMP'), value: '1969-12-31T23:59:59.999999+00:00', holds: `epoch_us(v) = -1` },
  { column: field('v', 'DATE'), value: '0001-01-01', holds: `v = '0001-01-01'::DATE` },
  { column: field('v', 'TIME'), value: '23:59:59.999999', holds: `v = '23:59:59.999999'::TIME` },
  {
    column: field('v', 'DATETIME'),
    value: '9999-12-31T23:59:59.999999',
    holds: `v = '9999-12-31 23:59:59.999999'::TIMESTAMP`,
  },
  { column: field('v', 'JSON'), value: { a: [1, 'é'] }, holds: `v::VARCHAR LIKE '%"a"%é%'` },
  { column: field('v', 'INT64', { mode: 'REPEATED' }), value: [1, -1, 300n], holds: `v = [1, -1, 300]` },
  {
    column: field('v', 'DATE', { mode: 'REPEATED' }),
    value: ['1969-12-31', '2026-03-01'],
    holds: `v = ['1969-12-31'::DATE, '2026-03-01'::DATE]`,
  },
  {
    column: field('v', 'STRUCT', { mode: 'REPEATED', fields: [field('a', 'INT64'), field('b', 'STRING')] }),
    value: [{ B: 'x', a: 1 }],
    holds: `len(v) = 1 AND v[1].a = 1 AND v[1].b = 'x'`,
  },
  { column: field('größe 1', 'INT64'), value: 7, holds: `"größe 1" = 7` },
];

/** Types whose storage is the local cloud's own affair: here it is enough that the value is taken, and not NULL. */
const TAKEN: readonly (readonly [Field, unknown])[] = [
  [field('v', 'BIGNUMERIC'), '-578960446186580977117854925043439539266.34992332820282019728792003956564819968'],
  [field('v', 'INTERVAL'), '-1-2 3 -4:5:6.789'],
  [field('v', 'GEOGRAPHY'), 'POINT(13.4 52.5)'],
  [field('v', 'GEOGRAPHY'), { type: 'Point', coordinates: [13.4, 52.5] }],
  [field('v', 'RANGE', { rangeElementType: 'DATE' }), '[2026-01-01, UNBOUNDED)'],
  [field('v', 'RANGE', { rangeElementType: 'DATETIME' }), { start: '2026-01-01T00:00:00', end: '2026-02-01T00:00:00' }],
  [field('v', 'RANGE', { rangeElementType: 'TIMESTAMP' }), { end: '2026-02-01T00:00:00Z' }],
];

describe('rows of the codec in the Storage Write service', () => {
  let fixture: WriteFixture;
  let tables = 0;

  before(async () => {
    fixture = await startWriteFixture();
  });
  after(() => fixture.close());

  async function written(column: Field, value: unknown): Promise<string> {
    const codec = compileCodec({ fields: [column] }, { unknownFields: 'reject' });
    const out = new RowBuffer();
    assert.equal(codec.encode({ [column.name]: value }, out), undefined);
    tables += 1;
    const table = await fixture.createTable(`t${tables}`, [column]);
    const call = new AppendCall(fixture.client);
    const descriptor = protos.google.protobuf.DescriptorProto.decode(codec.descriptorBytes);
    call.send({
      stream: `${table}/streams/_default`,
      rows: [out.row(0)],
      type: { descriptor, encode: () => out.row(0), decode: () => ({}) },
    });
    const answer = await call.next();
    assert.equal(answer.error?.message ?? '', '', JSON.stringify(answer.rowErrors));
    await call.close();
    return `SELECT * FROM ${fixture.physical(`t${tables}`)}`;
  }

  for (const { column, value, holds } of CASES) {
    it(`${column.mode} ${column.type} ${column.name} holds ${JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item))}`, async () => {
      const query = await written(column, value);
      assert.deepEqual(await fixture.query(`SELECT (${holds}) AS holds FROM (${query})`), [{ holds: true }]);
    });
  }

  for (const [column, value] of TAKEN) {
    it(`${column.type} takes ${JSON.stringify(value)}`, async () => {
      const query = await written(column, value);
      assert.deepEqual(await fixture.query(`SELECT v IS NOT NULL AS there FROM (${query})`), [{ there: true }]);
    });
  }
});
