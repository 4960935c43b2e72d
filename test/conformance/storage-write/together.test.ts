/** Calls that meet: appends on many connections, finalize, flush and commit at once. The acknowledged rows add up. */

import assert from 'node:assert/strict';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { AppendCall, rowType, storageErrorOf } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const TYPE = rowType('optional int64 id = 1;');
const SEEDS = process.env.PENSTOCK_SOAK === '1' ? 100 : 5;

describe('Storage Write calls that meet', () => {
  let f: WriteFixture;
  let tables = 0;

  before(async () => {
    f = await startWriteFixture();
  });
  after(() => f.close());

  const create = async (type: 'COMMITTED' | 'PENDING' | 'BUFFERED') => {
    tables += 1;
    const parent = await f.createTable(`t${tables}`, [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }]);
    const [{ name }] = await f.client.createWriteStream({ parent, writeStream: { type } });
    return { parent, name: name ?? '' };
  };
  const count = async (): Promise<number> => {
    const [found] = await f.query(`SELECT count(*) AS n FROM ${f.physical(`t${tables}`)}`);
    return Number(found?.n);
  };

  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`finalize counts exactly the rows that were acknowledged, before and after it (seed ${seed})`, async () => {
      const random = mulberry32(seed);
      const { name } = await create('COMMITTED');
      let acknowledged = 0;
      const writers = Array.from({ length: 4 }, async () => {
        const call = new AppendCall(f.client);
        const sizes = Array.from({ length: 30 }, () => 1 + Math.floor(random() * 20));
        for (const [index, size] of sizes.entries()) {
          const rows = Array.from({ length: size }, () => ({ id: index }));
          call.send({ ...(index === 0 ? { stream: name, type: TYPE } : {}), rows });
        }
        for (const size of sizes) {
          const answer = await call.next();
          if (answer.response === 'appendResult') acknowledged += size;
          else assert.equal(storageErrorOf(answer)?.code, 'STREAM_FINALIZED');
        }
        await call.close();
      });
      await new Promise((resolve) => setTimeout(resolve, random() * 20));
      const [{ rowCount }] = await f.client.finalizeWriteStream({ name });
      await Promise.all(writers);
      assert.equal(Number(rowCount), acknowledged);
      assert.equal(await count(), acknowledged);
    });

    it(`flushes while rows arrive show a prefix of the stream, each row once (seed ${seed})`, async () => {
      const random = mulberry32(seed);
      const { name } = await create('BUFFERED');
      const call = new AppendCall(f.client);
      const flushes: Promise<unknown>[] = [];
      let shown = -1;
      for (let request = 0; request < 30; request++) {
        const rows = Array.from({ length: 5 }, (_, row) => ({ id: request * 5 + row }));
        call.send({ ...(request === 0 ? { stream: name, type: TYPE } : {}), rows, offset: request * 5 });
        if (random() < 0.4) {
          await call.next().then(({ error }) => assert.equal(error, undefined));
          const value = Math.floor(random() * (request * 5 + 1));
          shown = Math.max(shown, value);
          flushes.push(f.client.flushRows({ writeStream: name, offset: { value } }).catch(ignoreBeyond));
        }
      }
      await call.close();
      await Promise.all(flushes);
      await f.client.flushRows({ writeStream: name, offset: { value: Math.max(shown, 0) } });
      const rows = await f.query(`SELECT id FROM ${f.physical(`t${tables}`)} ORDER BY id`);
      assert.deepEqual(
        rows.map(({ id }) => Number(id)),
        Array.from({ length: Math.max(shown, 0) + 1 }, (_, id) => id),
      );
    });
  }

  it('of two commits of one stream at once, one commits and the other is told', async () => {
    const { parent, name } = await create('PENDING');
    const call = new AppendCall(f.client);
    await call.append({ stream: name, type: TYPE, rows: [{ id: 1 }] });
    await call.close();
    await f.client.finalizeWriteStream({ name });
    const commit = () => f.client.batchCommitWriteStreams({ parent, writeStreams: [name] });
    const answers = await Promise.all([commit(), commit(), commit()]);
    assert.equal(answers.filter(([{ commitTime }]) => commitTime).length, 1);
    assert.equal(
      answers.filter(([{ streamErrors }]) => streamErrors?.[0]?.code === 'STREAM_ALREADY_COMMITTED').length,
      2,
    );
    assert.equal(await count(), 1);
  });
});

/** A flush may overtake the append that it is for. */
function ignoreBeyond(error: { code: number }): void {
  assert.equal(error.code, 11);
}
