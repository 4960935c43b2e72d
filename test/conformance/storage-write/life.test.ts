/** The life of a stream, which outlives the process (write-api.md, Limits and Checklist, point 3). */

import assert from 'node:assert/strict';
import { AppendCall, rowType, storageErrorOf } from '../../support/appends.ts';
import { startWriteFixture, withFolder } from '../../support/storage-write.ts';

const ID = rowType('optional int64 id = 1;');
const SCHEMA = [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }] as const;

describe('The life of a Storage Write stream', () => {
  it('ends 3 days after the last traffic for COMMITTED and 7 for BUFFERED', async () => {
    let nowMs = Date.parse('2026-01-01T00:00:00Z');
    const clocked = await startWriteFixture({ now: () => nowMs });
    try {
      const parent = await clocked.createTable('t', SCHEMA);
      const names = [];
      for (const type of ['COMMITTED', 'BUFFERED'] as const) {
        const [stream] = await clocked.client.createWriteStream({ parent, writeStream: { type } });
        names.push(stream.name ?? '');
      }
      const [committed = '', buffered = ''] = names;
      nowMs += 3 * 86_400_000;
      await clocked.client.getWriteStream({ name: committed });
      nowMs += 1;
      await assert.rejects(clocked.client.getWriteStream({ name: committed }), { code: 5 });
      const call = new AppendCall(clocked.client);
      call.send({ stream: committed, type: ID, rows: [{ id: 1 }] });
      assert.equal((await call.failure()).code, 5);
      await clocked.client.getWriteStream({ name: buffered });
      nowMs += 4 * 86_400_000;
      await assert.rejects(clocked.client.getWriteStream({ name: buffered }), { code: 5 });
    } finally {
      await clocked.close();
    }
  });

  it('3. outlives the process: offsets, waiting rows and the finalized mark are as before', async () => {
    await withFolder(async (folder) => {
      const path = `${folder}/warehouse.duckdb`;
      let service = await startWriteFixture({ path });
      const parent = await service.createTable('t', SCHEMA);
      const make = async (type: 'COMMITTED' | 'PENDING' | 'BUFFERED'): Promise<string> =>
        (await service.client.createWriteStream({ parent, writeStream: { type } }))[0].name ?? '';
      const append = async (stream: string, id: number, offset: number) => {
        const call = new AppendCall(service.client);
        const answer = await call.append({ stream, type: ID, rows: [{ id }], offset });
        await call.close();
        return answer;
      };
      const [committed, pending, finalized] = [await make('COMMITTED'), await make('PENDING'), await make('COMMITTED')];
      await append(committed, 1, 0);
      await append(pending, 2, 0);
      await service.client.finalizeWriteStream({ name: finalized });
      await service.close();
      service = await startWriteFixture({ path });
      try {
        assert.match((await append(committed, 1, 0)).error?.message ?? '', /expected offset 1, received 0/);
        assert.equal((await append(committed, 3, 1)).error, undefined);
        assert.equal(storageErrorOf(await append(finalized, 9, 0))?.code, 'STREAM_FINALIZED');
        await service.client.finalizeWriteStream({ name: pending });
        await service.client.batchCommitWriteStreams({ parent, writeStreams: [pending] });
        const rows = await service.query(`SELECT id FROM ${service.physical('t')} ORDER BY id`);
        assert.deepEqual(rows, [{ id: '1' }, { id: '2' }, { id: '3' }]);
      } finally {
        await service.close();
      }
    });
  });
});
