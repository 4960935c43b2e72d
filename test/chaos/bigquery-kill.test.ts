import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { restOf } from '../support/bigquery-rest.ts';
import { uncountedEnvironment } from '../support/child-environment.ts';
import { eventually } from '../support/suite.ts';
import { PROJECT } from '../support/warehouse.ts';

const SCRIPT = fileURLToPath(new URL('../support/bigquery-process.ts', import.meta.url));
const ROUNDS = process.env.PENSTOCK_SOAK === '1' ? 40 : 2;
const LOAD_ROWS = 500;

interface Running {
  readonly process: ChildProcess;
  readonly service: { readonly address: string };
}

describe('the local BigQuery killed while it works', function () {
  this.timeout(300_000);
  let folder: string;
  let running: Running | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-kill-'));
  });
  afterEach(async () => {
    if (running !== undefined) await kill(running);
    running = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Running> {
    const child = fork(SCRIPT, [join(folder, 'state')], { env: uncountedEnvironment() });
    const [{ address }] = (await once(child, 'message')) as [{ address: string }];
    return { process: child, service: { address } } as Running;
  }

  async function kill({ process: child }: Running): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    it(`loses nothing that was acknowledged and keeps no half request or load (seed ${seed})`, async () => {
      const random = mulberry32(seed);
      running = await start();
      let rest = restOf({ service: running.service } as never);
      await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
      for (const tableId of ['inserted', 'loaded', 'queried']) {
        await rest.call('POST', '/datasets/d/tables', {
          tableReference: { tableId },
          schema: { fields: [{ name: 'id', type: 'INTEGER' }] },
        });
      }
      const acknowledged = new Set<number>();
      const jobs: { id: string; kind: 'load' | 'query' }[] = [];
      let isRunning = true;
      const inserting = (async () => {
        for (let batch = 0; isRunning; batch += 1) {
          const rows = Array.from({ length: 10 }, (_, index) => ({ json: { id: batch * 10 + index } }));
          const answer = await rest.call('POST', '/datasets/d/tables/inserted/insertAll', { rows });
          assert.equal(answer.status, 200);
          acknowledged.add(batch);
        }
      })().catch(() => undefined);
      const submitting = (async () => {
        for (let n = 0; isRunning; n += 1) {
          const kind = n % 2 === 0 ? 'load' : 'query';
          const id = `${kind}_${n}`;
          const configuration =
            kind === 'load'
              ? {
                  load: {
                    sourceUris: ['gs://b/rows.json'],
                    sourceFormat: 'NEWLINE_DELIMITED_JSON',
                    destinationTable: { datasetId: 'd', tableId: 'loaded' },
                  },
                }
              : {
                  query: {
                    query: `INSERT INTO d.queried (id) SELECT ${n} FROM UNNEST([1, 2, 3])`,
                    useLegacySql: false,
                  },
                };
          const answer = await rest.call('POST', '/jobs', { configuration, jobReference: { jobId: id } });
          if (answer.status === 200) jobs.push({ id, kind });
        }
      })().catch(() => undefined);
      // Counted, because a busy machine does in a given time now much, now nothing.
      const [batches, submitted] = [Math.ceil(random() * 30), Math.ceil(random() * 10)];
      await eventually(
        async () => acknowledged.size >= batches && jobs.length >= submitted,
        (enough) => enough,
      );
      await new Promise((resolve) => setTimeout(resolve, random() * 50));
      await kill(running);
      isRunning = false;
      await Promise.all([inserting, submitting]);

      running = await start();
      rest = restOf({ service: running.service } as never);
      const ids = async (table: string): Promise<number[]> => {
        const { body } = await rest.call('GET', `/datasets/d/tables/${table}/data`);
        return (body.rows ?? []).map((row: { f: [{ v: string }] }) => Number(row.f[0].v));
      };
      const inserted = await ids('inserted');
      assert.equal(new Set(inserted).size, inserted.length, 'no row twice');
      assert.equal(inserted.length % 10, 0, 'no half request');
      for (const batch of acknowledged) assert.ok(inserted.includes(batch * 10), `batch ${batch} was acknowledged`);

      const succeeded = { load: 0, query: 0 };
      for (const { id, kind } of jobs) {
        const { status, body } = await rest.call('GET', `/jobs/${id}`);
        assert.equal(status, 200, `job ${id} was acknowledged`);
        assert.equal(body.status.state, 'DONE');
        if (body.status.errorResult === undefined) succeeded[kind] += 1;
        else assert.equal(body.status.errorResult.reason, 'stopped');
      }
      // A job whose acknowledgement was lost may have run as well: its record says so, as it does for the others.
      const { body: listed } = await rest.call('GET', '/jobs?maxResults=100000');
      const known = new Set(jobs.map(({ id }) => id));
      for (const job of listed.jobs ?? []) {
        const { jobId } = job.jobReference;
        if (!known.has(jobId) && job.status.errorResult === undefined)
          succeeded[jobId.startsWith('load') ? 'load' : 'query'] += 1;
      }
      assert.equal((await ids('loaded')).length, succeeded.load * LOAD_ROWS, 'a load is whole, and its job says so');
      assert.equal((await ids('queried')).length, succeeded.query * 3, 'a statement is whole, and its job says so');
      // A used id stays used.
      const [first] = jobs;
      if (first !== undefined) {
        const again = await rest.call('POST', '/jobs', {
          configuration: { query: { query: 'SELECT 1', useLegacySql: false } },
          jobReference: { jobId: first.id },
        });
        assert.equal(again.status, 409);
      }
    });
  }

  it('finds no file of an upload that was under way', async () => {
    running = await start();
    await restOf({ service: running.service } as never).call('POST', '/datasets', {
      datasetReference: { datasetId: 'd' },
    });
    const url = `http://${running.service.address}/upload/bigquery/v2/projects/${PROJECT}/jobs?uploadType=resumable`;
    const load = { destinationTable: { datasetId: 'd', tableId: 't' }, autodetect: true };
    const begun = await fetch(url, { method: 'POST', body: JSON.stringify({ configuration: { load } }) });
    const part = {
      method: 'PUT',
      headers: { 'content-range': 'bytes 0-262143/*' },
      body: Buffer.alloc(262_144, '1\n'),
    };
    assert.equal((await fetch(begun.headers.get('location') ?? '', part)).status, 308);
    const scratch = join(folder, 'state', 'scratch');
    assert.equal((await readdir(scratch)).length, 1);
    await kill(running);
    running = await start();
    assert.deepEqual(await readdir(scratch), []);
  });
});
