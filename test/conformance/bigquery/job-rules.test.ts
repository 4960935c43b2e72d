import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '@penstock/local/bigquery/catalog.ts';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import type { Job } from '@penstock/local/bigquery/jobs/job.ts';
import { Results } from '@penstock/local/bigquery/jobs/results.ts';
import { JobStore } from '@penstock/local/bigquery/jobs/store.ts';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const query = (text: string) => ({ configuration: { query: { query: text, useLegacySql: false } } });

describe('the local BigQuery: the life of a job', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  beforeEach(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
    await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 't' },
      schema: { fields: [{ name: 'id', type: 'INTEGER' }] },
    });
  });
  afterEach(() => warehouse.close());

  async function start(body: Record<string, unknown>, jobId: string) {
    const { status, body: job } = await rest.call('POST', '/jobs', { ...body, jobReference: { jobId } });
    assert.equal(status, 200, JSON.stringify(job));
    return job;
  }

  async function ended(jobId: string) {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const { body } = await rest.call('GET', `/jobs/${jobId}`);
      if (body.status.state === 'DONE') return body;
      assert.ok(Date.now() < deadline, `${jobId} does not end`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  const listed = async (parameters: string): Promise<string[]> =>
    (await rest.call('GET', `/jobs?${parameters}`)).body.jobs.map(
      ({ jobReference }: { jobReference: { jobId: string } }) => jobReference.jobId,
    );

  it('runs sixteen at once, lets the others wait, and can be cancelled while it waits', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 1000 });
    const names = Array.from({ length: 18 }, (_, at) => `j${at}`);
    await Promise.all(names.map((name) => start(query('INSERT INTO d.t VALUES (1)'), name)));
    assert.equal((await listed('stateFilter=running')).length, 16);
    const [waits = '', ...others] = await listed('stateFilter=pending');
    assert.equal(others.length, 1);
    await rest.call('POST', `/jobs/${waits}/cancel`);
    for (const name of names) {
      const { status } = await ended(name);
      assert.equal(status.errorResult?.reason, name === waits ? 'stopped' : undefined);
    }
    assert.equal((await rest.rows('t')).length, 17);
  });

  it('is not deleted while it runs, and takes its children along when it is', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 100 });
    await start(query('SELECT 1; SELECT 2;'), 'script');
    const { status, body } = await rest.call('DELETE', '/jobs/script/delete');
    assert.equal(status, 400);
    assert.match(body.error.message, /Cannot delete a running job/);
    await ended('script');
    assert.equal((await listed('parentJobId=script')).length, 2);
    assert.deepEqual(await listed(''), ['script'], 'a list holds children only where it asks for them');
    assert.equal((await rest.call('DELETE', '/jobs/script/delete')).status, 204);
    assert.deepEqual(await listed('parentJobId=script'), []);
  });

  it('has the labels that its script set before it, in the job and in INFORMATION_SCHEMA.JOBS', async () => {
    const statements = ["SELECT 1; SET @@query_label = 'team:data,stage:'; SELECT 2; SELECT 1 / 0"];
    await start(query(statements.join(';')), 'script');
    await ended('script');
    const labels: unknown[] = [];
    for (const jobId of (await listed('parentJobId=script')).sort())
      labels.push((await ended(jobId)).configuration.labels);
    const set = { team: 'data', stage: '' };
    assert.deepEqual(labels, [undefined, set, set]);
    const { body } = await rest.call('POST', '/queries', {
      query:
        'SELECT COUNT(*) FROM `region-us`.INFORMATION_SCHEMA.JOBS j, j.labels l WHERE l.key = "team" AND l.value = "data"',
      useLegacySql: false,
    });
    assert.equal(body.rows?.[0].f[0].v, '2', JSON.stringify(body));
  });

  it('is listed by when it was created', async () => {
    const begin = warehouse.clock.now;
    for (const name of ['early', 'between', 'late']) {
      await start(query('SELECT 1'), name);
      warehouse.clock.now += 1000;
    }
    assert.deepEqual(await listed(`minCreationTime=${begin + 1}&maxCreationTime=${begin + 1000}`), ['between']);
    assert.deepEqual(await listed(`minCreationTime=${begin + 1000}`), ['late', 'between']);
  });

  it('waits no longer for its results than it is told', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 3_000 });
    const asked = performance.now();
    const { body } = await rest.call('POST', '/queries', { query: 'SELECT 1', useLegacySql: false, timeoutMs: 20 });
    assert.equal(body.jobComplete, false);
    assert.ok(performance.now() - asked < 2_900);
    const again = await rest.call('GET', `/queries/${body.jobReference.jobId}?timeoutMs=0`);
    assert.equal(again.body.jobComplete, false);
    assert.equal((await rest.call('GET', `/queries/${body.jobReference.jobId}`)).body.jobComplete, true);
  });

  for (const [what, verb, path, body, message] of [
    [
      'a reference of another project',
      'POST',
      '/jobs',
      { ...query('SELECT 1'), jobReference: { projectId: 'another', jobId: 'x' } },
      /does not match jobReference.projectId 'another'/,
    ],
    [
      'two configurations',
      'POST',
      '/jobs',
      { configuration: { query: { query: 'SELECT 1' }, load: {} } },
      /Exactly one of/,
    ],
    ['an extract of no table', 'POST', '/jobs', { configuration: { extract: {} } }, /missing: extract.sourceTable/],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      const answer = await rest.call(verb, path, body);
      assert.ok(answer.status === 400);
      assert.match(answer.body.error.message, message);
    });
  }

  it('has query results only where it is a query', async () => {
    await start({ configuration: { copy: { sourceTable: ref('t'), destinationTable: ref('copied') } } }, 'copy');
    const { status, body } = await rest.call('GET', '/queries/copy');
    assert.equal(status, 400);
    assert.match(body.error.message, /Cannot get query results of a COPY job/);
  });

  const ref = (tableId: string) => ({ projectId: PROJECT, datasetId: 'd', tableId });

  it('can have its id when taking it failed', async () => {
    const { engine } = warehouse.service;
    const write = engine.write;
    engine.write = async () => {
      throw new Error('the disk is full');
    };
    const failed = await rest.call('POST', '/jobs', { ...query('SELECT 1'), jobReference: { jobId: 'wanted' } });
    engine.write = write;
    assert.equal(failed.status, 500);
    await start(query('SELECT 1'), 'wanted');
  });

  it('is what its record says after a kill: done where its one statement was committed, else stopped', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'penstock-half-'));
    try {
      const before = await startWarehouse({ stateDir });
      const records: readonly (readonly [string, string, number | undefined, string | undefined])[] = [
        ['committed', "INSERT d.t VALUES (1) -- ';' ends nothing; here", 1, undefined],
        ['literal', "INSERT d.t (s) VALUES (';'); -- the end;", 1, undefined],
        ['waiting', 'INSERT d.t VALUES (1)', undefined, 'stopped'],
        ['script', 'INSERT d.t VALUES (1); INSERT d.t VALUES (2)', 1, 'stopped'],
        ['twice', 'INSERT d.t VALUES (1)', 2, 'stopped'],
      ];
      await before.service.engine.write(async (connection) => {
        for (const [jobId, text, commits] of records) {
          const job = {
            projectId: PROJECT,
            jobId,
            location: 'US',
            type: 'QUERY',
            state: 'RUNNING',
            createdMs: 5,
            ...query(text),
          };
          await connection.run('INSERT INTO penstock.jobs VALUES ($1, $2, $3)', [
            `${PROJECT}:${jobId}`,
            5n,
            JSON.stringify({ ...job, ...(commits !== undefined && { commits }) }),
          ]);
        }
      });
      await before.close();
      for (const time of ['at the start', 'at the one after']) {
        const after = await startWarehouse({ stateDir });
        const found: unknown[] = [];
        for (const [jobId] of records) {
          const { body } = await restOf(after).call('GET', `/jobs/${jobId}`);
          found.push([jobId, body.status.state, body.status.errorResult?.reason]);
        }
        await after.close();
        assert.deepEqual(
          found,
          records.map(([jobId, , , reason]) => [jobId, 'DONE', reason]),
          time,
        );
      }
    } finally {
      await rm(stateDir, { recursive: true, force: true });
    }
  });

  it('has its result for a while: the oldest of 500 go, and the oldest of five million rows', () => {
    const results = new Results();
    const closed: string[] = [];
    const keep = (name: string, rowCount: number) =>
      results.keep(name, {
        schema: [],
        rows: { rowCount, chunkOf: () => undefined, read: async () => [], close: () => void closed.push(name) },
      });
    for (let at = 0; at <= 500; at += 1) keep(`r${at}`, 1);
    assert.deepEqual(closed, ['r0']);
    keep('large', 4_999_990);
    assert.equal(closed.length, 491);
    keep('larger', 6_000_000);
    assert.deepEqual([results.get('large'), results.get('larger')?.rows.rowCount], [undefined, 6_000_000]);
    results.close();
    assert.equal(closed.length, 503);
  });

  it('is forgotten when there are too many, on disk too, unless it changed something', async () => {
    const engine = await Engine.open(undefined);
    try {
      await engine.write((connection) => new Catalog().load(connection));
      const store = new JobStore(engine, 10);
      await store.load(0);
      const job = (jobId: string, statementType: string): Job => ({
        ...{ projectId: 'p', jobId, location: 'US', type: 'QUERY', configuration: {}, state: 'DONE', createdMs: 0 },
        statementType,
      });
      for (let at = 0; at < 11; at += 1) {
        const made = job(`j${String(at).padStart(2, '0')}`, at === 0 ? 'INSERT' : 'SELECT');
        store.createVolatile(made);
        await store.save(made);
      }
      const names = ['j00', ...Array.from({ length: 8 }, (_, at) => `j${String(at + 3).padStart(2, '0')}`)];
      const listed = (from: JobStore) => from.list('p').map(({ jobId }) => jobId);
      assert.deepEqual(listed(store).sort(), names);
      const onDisk = async () =>
        (await engine.read((connection) => connection.runAndReadAll('SELECT key FROM penstock.jobs ORDER BY key')))
          .getRows()
          .flat();
      // Writes take turns: what was asked for before this one is done.
      await engine.write(async () => undefined);
      assert.deepEqual(
        await onDisk(),
        names.map((name) => `p:${name}`),
      );
      const again = new JobStore(engine, 5);
      await again.load(0);
      assert.deepEqual(listed(again).sort(), ['j00', 'j08', 'j09', 'j10']);
      assert.deepEqual(await onDisk(), ['p:j00', 'p:j08', 'p:j09', 'p:j10']);
    } finally {
      await engine.close();
    }
  });
});
