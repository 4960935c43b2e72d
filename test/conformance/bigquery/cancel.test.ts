/** Statements that run too long are stopped: by jobs.cancel, by jobTimeoutMs, and when the service closes. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Catalog } from '@penstock/local/bigquery/catalog.ts';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import { startWarehouse, type Warehouse } from '../../support/warehouse.ts';

/** Hours of work, whose every row is of no use. */
const ENDLESS =
  'SELECT a, b FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS a CROSS JOIN UNNEST(GENERATE_ARRAY(1, 1000000)) AS b WHERE MOD(a * 7 + b * 13, 1000003) = -1';

describe('Statements that are stopped', () => {
  let w: Warehouse;
  beforeEach(async () => {
    w = await startWarehouse();
    await w.client.query('CREATE SCHEMA d; CREATE TABLE d.t AS SELECT 1 AS a, 1 AS b');
  });
  afterEach(() => w.close());

  const start = async (query: string, more: object = {}) => {
    const [job] = await w.client.createQueryJob({ query, ...more });
    return job;
  };
  const running = async (job: Awaited<ReturnType<typeof start>>): Promise<void> => {
    for (;;) {
      const [metadata] = await job.getMetadata();
      assert.notEqual(metadata.status.state, 'DONE', JSON.stringify(metadata.status));
      // Long enough for the statement to be in DuckDB.
      if (metadata.status.state === 'RUNNING') return void (await wait(50));
    }
  };
  const end = async (job: Awaited<ReturnType<typeof start>>) => {
    for (;;) {
      const [metadata] = await job.getMetadata();
      if (metadata.status.state === 'DONE') return metadata.status;
      await wait(10);
    }
  };
  const count = async (table: string): Promise<unknown> =>
    (await w.client.query(`SELECT COUNT(*) AS n FROM ${table}`))[0][0].n;

  const USER = { reason: 'stopped', message: 'Job execution was cancelled: User requested cancellation' };

  for (const [what, query] of [
    ['a SELECT', ENDLESS],
    ['an INSERT', `INSERT d.t ${ENDLESS}`],
    ['a CREATE TABLE AS', `CREATE TABLE d.made AS ${ENDLESS}`],
    ['a DELETE', `DELETE d.t WHERE EXISTS (${ENDLESS})`],
    ['a transaction', `BEGIN TRANSACTION; INSERT d.t VALUES (2, 2); INSERT d.t ${ENDLESS}; COMMIT TRANSACTION`],
  ] as const) {
    it(`ends ${what} with jobs.cancel, without an effect`, async () => {
      const job = await start(query);
      await running(job);
      await job.cancel();
      assert.deepEqual((await end(job)).errorResult, USER);
      assert.equal(await count('d.t'), 1);
      await w.client.query('INSERT d.t VALUES (3, 3)');
      assert.equal(await count('d.t'), 2);
      await assert.rejects(count('d.made'), /Not found/);
    });
  }

  it('keeps what a script has committed, and its child jobs', async () => {
    const job = await start(`CREATE TEMP TABLE own AS SELECT 1 AS x; INSERT d.t VALUES (2, 2); ${ENDLESS};`);
    await running(job);
    while ((await count('d.t')) !== 2) await wait(10);
    await job.cancel();
    assert.deepEqual((await end(job)).errorResult, USER);
    assert.equal(await count('d.t'), 2);
    const [children] = await w.client.getJobs({ parentJobId: job.id ?? '' });
    assert.equal(children.length, 2);
  });

  it('ends a job after its jobTimeoutMs', async () => {
    const job = await start(ENDLESS, { jobTimeoutMs: 200 });
    assert.deepEqual((await end(job)).errorResult, {
      reason: 'stopped',
      message: 'Job execution was cancelled: Job timed out after 1 sec',
    });
    await assert.rejects(start('SELECT 1', { jobTimeoutMs: -1 }), /jobTimeoutMs/);
    const [quick] = await w.client.query({ query: 'SELECT 1 AS x', jobTimeoutMs: 60_000 });
    assert.deepEqual(quick, [{ x: 1 }]);
  });

  it('does not hold the service open', async () => {
    await running(await start(`INSERT d.t ${ENDLESS}`));
    // The statement alone would run for hours.
    await w.close();
  }).timeout(120_000);

  it('has no temporary tables of a script that was killed left after the start', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'penstock-left-'));
    try {
      const engine = await Engine.open(join(stateDir, 'warehouse.duckdb'));
      await engine.write(async (connection) => {
        await new Catalog().load(connection);
        await connection.run('CREATE SCHEMA "p._SESSION"');
        await connection.run('CREATE TABLE "p._SESSION".own_1 AS SELECT 1 AS x');
      });
      await engine.close();
      const again = await startWarehouse({ stateDir });
      const left = await again.service.engine.read((connection) =>
        connection.runAndReadAll("SELECT table_name FROM duckdb_tables() WHERE table_name = 'own_1'"),
      );
      assert.deepEqual(left.getRows(), []);
      await again.close();
    } finally {
      await rm(stateDir, { recursive: true, force: true });
    }
  });
});
