/** Every column type by every wire type it takes, its edges, and every one it does not take (write-api.md, Types). */

import assert from 'node:assert/strict';
import type { Column } from '@penstock/local/bigquery/schema.ts';
import { AppendCall, type AppendRowsResponse, rowType } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';
import { ACCEPTED, OUT_OF_RANGE, REFUSED, WRAPPERS } from './type-cases.ts';

describe('Storage Write types', () => {
  let f: WriteFixture;
  let tables = 0;

  before(async () => {
    f = await startWriteFixture();
  });
  after(() => f.close());

  const write = async (
    column: Partial<Column> & Pick<Column, 'type'>,
    field: string,
    given: unknown,
  ): Promise<AppendRowsResponse> => {
    tables += 1;
    const parent = await f.createTable(`t${tables}`, [{ name: 'c', mode: 'NULLABLE', ...column }]);
    const call = new AppendCall(f.client);
    try {
      return await call.append({
        stream: `${parent}/_default`,
        type: rowType(`${WRAPPERS} ${field} c = 3;`),
        rows: [{ c: given }],
      });
    } finally {
      await call.close();
    }
  };
  const stored = async (type: Column['type']): Promise<unknown> => {
    const sql = type === 'BYTES' ? 'hex(c)' : 'c::VARCHAR';
    return (await f.query(`SELECT ${sql} AS c FROM ${f.physical(`t${tables}`)}`))[0]?.c;
  };
  const shown = (value: unknown): string =>
    value instanceof Uint8Array
      ? `0x${Buffer.from(value).toString('hex')}`
      : typeof value === 'number'
        ? String(value)
        : JSON.stringify(value);

  for (const [column, wires] of ACCEPTED) {
    for (const [proto, given, text] of wires) {
      it(`${column.type} takes ${proto} ${shown(given).slice(0, 50)}`, async () => {
        const answer = await write(column, `optional ${proto}`, given);
        assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
        assert.equal(await stored(column.type), text);
      });
    }
    const [proto = ''] = wires[0] ?? [];
    it(`${column.type} by ${proto} repeats, packed or not, and keeps the order`, async () => {
      const values = wires.filter(([wire]) => wire === proto).map(([, given]) => given);
      const packable = !['string', 'bytes'].includes(proto) && !/^[A-Z]|_/.test(proto);
      for (const packed of packable ? ['', '[packed = true]'] : ['']) {
        tables += 1;
        const parent = await f.createTable(`t${tables}`, [{ name: 'c', ...column, mode: 'REPEATED' }]);
        const call = new AppendCall(f.client);
        const type = rowType(`${WRAPPERS} repeated ${proto} c = 3 ${packed};`);
        const answer = await call.append({ stream: `${parent}/_default`, type, rows: [{ c: values }, {}] });
        assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
        await call.close();
        const one = column.type === 'BYTES' ? 'hex(x)' : 'x::VARCHAR';
        const rows = await f.query(
          `SELECT [${one} FOR x IN c] AS c FROM ${f.physical(`t${tables}`)} ORDER BY len(c) DESC`,
        );
        assert.deepEqual(
          rows.map(({ c }) => c),
          [wires.filter(([wire]) => wire === proto).map(([, , text]) => text), []],
        );
      }
    });
  }

  for (const [column, proto, given, message] of OUT_OF_RANGE) {
    it(`${column.type} refuses ${proto} ${shown(given).slice(0, 50)} as a row error`, async () => {
      const answer = await write(column, `optional ${proto}`, given);
      assert.equal(answer.error?.code, 3);
      assert.match(answer.rowErrors?.[0]?.message ?? '', message);
      assert.equal(await stored(column.type), undefined);
    });
  }

  for (const [type, protos] of Object.entries(REFUSED) as [Column['type'], readonly string[]][]) {
    for (const proto of protos) {
      it(`${type} does not take ${proto}`, async () => {
        const column =
          type === 'STRUCT' ? { type, fields: [{ name: 'x', type: 'INT64', mode: 'NULLABLE' }] as const } : { type };
        await assert.rejects(
          write(column, `optional ${proto}`, undefined),
          (error: { code: number; message: string }) => {
            assert.equal(error.code, 3);
            assert.match(error.message, /The proto field mismatched with BigQuery field at c, the proto field type/);
            return true;
          },
        );
      });
    }
  }
});
