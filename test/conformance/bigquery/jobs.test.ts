import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ID = { name: 'id', type: 'INTEGER', mode: 'NULLABLE' };
const NAME = { name: 'name', type: 'STRING', mode: 'NULLABLE' };

describe('the local BigQuery: query and copy jobs', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function table(rows: unknown[] = [], fields: unknown[] = [ID, NAME], more = {}): Promise<string> {
    count += 1;
    const tableId = `t${count}`;
    const made = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId },
      schema: { fields },
      ...more,
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    if (rows.length > 0) {
      const { body } = await rest.call('POST', `/datasets/d/tables/${tableId}/insertAll`, {
        rows: rows.map((json) => ({ json })),
      });
      assert.equal(body.insertErrors, undefined);
    }
    return tableId;
  }

  const sql = (query: string, more = {}) => rest.call('POST', '/queries', { query, useLegacySql: false, ...more });
  const ref = (tableId: string) => ({ projectId: PROJECT, datasetId: 'd', tableId });

  it('answers a query at once with its schema, rows and job', async () => {
    const { status, body } = await sql('SELECT 1 AS a, "x" AS b, [1, 2] AS c');
    assert.equal(status, 200);
    assert.equal(body.jobComplete, true);
    assert.equal(body.totalRows, '1');
    assert.equal(body.statementType, 'SELECT');
    assert.deepEqual(
      body.schema.fields.map((field: { name: string; type: string; mode: string }) => [
        field.name,
        field.type,
        field.mode,
      ]),
      [
        ['a', 'INTEGER', 'NULLABLE'],
        ['b', 'STRING', 'NULLABLE'],
        ['c', 'INTEGER', 'REPEATED'],
      ],
    );
    assert.deepEqual(body.rows, [{ f: [{ v: '1' }, { v: 'x' }, { v: [{ v: '1' }, { v: '2' }] }] }]);
    const job = await rest.call('GET', `/jobs/${body.jobReference.jobId}?location=US`);
    assert.equal(job.body.status.state, 'DONE');
  });

  it('answers a wrong query with 400, its reason, and the place in the text', async () => {
    const { status, body } = await sql('SELECT\n  zzz');
    assert.equal(status, 400);
    assert.equal(body.error.errors[0].reason, 'invalidQuery');
    assert.equal(body.error.errors[0].location, 'query');
    assert.match(body.error.message, /zzz.*\[2:3\]/);
  });

  it('refuses legacy SQL, also where useLegacySql is absent', async () => {
    for (const body of [{ query: 'SELECT 1' }, { query: 'SELECT 1', useLegacySql: true }]) {
      const answer = await rest.call('POST', '/queries', body);
      assert.equal(answer.status, 400);
      assert.match(answer.body.error.message, /legacy SQL/);
    }
  });

  it('pages results with the Node client', async () => {
    const [job] = await warehouse.client.createQueryJob({
      query: 'SELECT n FROM UNNEST(GENERATE_ARRAY(1, 25)) AS n ORDER BY n',
    });
    const first = await job.getQueryResults({ maxResults: 10, autoPaginate: false });
    assert.equal(first[0].length, 10);
    const [all] = await job.getQueryResults();
    assert.deepEqual(
      all.map(({ n }: { n: number }) => n),
      Array.from({ length: 25 }, (_, n) => n + 1),
    );
  });

  it('takes named, positional, array and struct parameters', async () => {
    const { client } = warehouse;
    const [named] = await client.query({ query: 'SELECT @a + 1 AS a, @b AS b', params: { a: 41, b: 'x' } });
    assert.deepEqual(named, [{ a: 42, b: 'x' }]);
    const [positional] = await client.query({ query: 'SELECT ? AS a, ? AS b', params: [1.5, true] });
    assert.deepEqual(positional, [{ a: 1.5, b: true }]);
    const [nested] = await client.query({
      query: 'SELECT @s.x AS x, ARRAY_LENGTH(@l) AS n',
      params: { s: { x: 'deep' }, l: [1, 2, 3] },
    });
    assert.deepEqual(nested, [{ x: 'deep', n: 3 }]);
  });

  it('tells a dry run the schema and runs nothing', async () => {
    const id = await table([{ id: 1, name: 'a' }]);
    const { body } = await sql(`SELECT id FROM d.${id}`, { dryRun: true });
    assert.equal(body.jobComplete, true);
    assert.equal(body.jobReference.jobId, undefined);
    assert.equal(body.schema.fields[0].name, 'id');
    assert.equal(body.totalBytesProcessed, '11');
    const dml = await rest.call('POST', '/jobs', {
      configuration: { dryRun: true, query: { query: `DELETE FROM d.${id} WHERE true`, useLegacySql: false } },
    });
    assert.equal(dml.body.statistics.query.statementType, 'DELETE');
    assert.equal((await rest.rows(id)).length, 1);
    assert.equal((await sql('SELECT zzz', { dryRun: true })).status, 400);
  });

  it('counts what DML did and says which statement it was', async () => {
    const id = await table([{ id: 1 }, { id: 2 }]);
    const merge = await sql(`
      MERGE d.${id} t USING (SELECT 2 AS id, 'two' AS name UNION ALL SELECT 3, 'three') s ON t.id = s.id
      WHEN MATCHED THEN UPDATE SET name = s.name
      WHEN NOT MATCHED THEN INSERT ROW`);
    assert.equal(merge.body.numDmlAffectedRows, '2');
    assert.equal(merge.body.statementType, 'MERGE');
    assert.deepEqual(merge.body.dmlStats, { insertedRowCount: '1', updatedRowCount: '1', deletedRowCount: '0' });
    const job = await rest.call('GET', `/jobs/${merge.body.jobReference.jobId}`);
    assert.equal(job.body.statistics.query.numDmlAffectedRows, '2');
    assert.deepEqual((await rest.rows(id)).sort(), [
      ['1', null],
      ['2', 'two'],
      ['3', 'three'],
    ]);
  });

  it('tells what DDL made', async () => {
    const { body } = await rest.call('POST', '/queries', {
      query: 'CREATE TABLE d.made AS SELECT 1 AS one',
      useLegacySql: false,
    });
    const job = await rest.call('GET', `/jobs/${body.jobReference.jobId}`);
    assert.equal(job.body.statistics.query.ddlOperationPerformed, 'CREATE');
    assert.deepEqual(job.body.statistics.query.ddlTargetTable, ref('made'));
    assert.equal(job.body.statistics.query.statementType, 'CREATE_TABLE_AS_SELECT');
    assert.deepEqual(await rest.rows('made'), [['1']]);
  });

  it('runs a script as child jobs under the parent', async () => {
    const id = await table();
    const job = await rest.job({
      query: {
        query: `DECLARE n INT64 DEFAULT 2; INSERT INTO d.${id} (id) VALUES (n); SELECT id FROM d.${id};`,
        useLegacySql: false,
      },
    });
    assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
    assert.equal(job.statistics.query.statementType, 'SCRIPT');
    const children = (await rest.call('GET', `/jobs?parentJobId=${job.jobReference.jobId}`)).body.jobs;
    assert.equal(String(children.length), job.statistics.numChildJobs);
    const types = children.map(
      (child: { statistics: { query: { statementType: string } } }) => child.statistics.query.statementType,
    );
    assert.ok(types.includes('INSERT') && types.includes('SELECT'));
    const results = await rest.call('GET', `/queries/${job.jobReference.jobId}`);
    assert.deepEqual(results.body.rows, [{ f: [{ v: '2' }] }]);
  });

  it('lists the failed statement of a script beside those that ran, with its error, and one whose error was handled', async () => {
    const id = await table();
    const failed = await rest.job({
      query: {
        query: `BEGIN SELECT 1/0; EXCEPTION WHEN ERROR THEN SELECT 'handled'; END;
          INSERT INTO d.${id} (id) VALUES (1); INSERT INTO d.${id} (nope) VALUES (1); SELECT 3;`,
        useLegacySql: false,
      },
    });
    assert.equal(failed.status.errorResult.reason, 'invalidQuery');
    assert.equal(failed.statistics.query.statementType, 'SCRIPT');
    const { jobs } = (await rest.call('GET', `/jobs?parentJobId=${failed.jobReference.jobId}&projection=full`)).body;
    assert.equal(String(jobs.length), failed.statistics.numChildJobs);
    type Child = { statistics: { query: { statementType: string } }; status: { errorResult?: { reason: string } } };
    const told = (jobs as Child[]).map(({ statistics, status }) => [
      statistics.query.statementType,
      status.errorResult?.reason ?? 'done',
    ]);
    assert.deepEqual(told.sort(), [
      ['INSERT', 'done'],
      ['INSERT', 'invalidQuery'],
      ['SELECT', 'done'],
      ['SELECT', 'invalidQuery'],
    ]);
  });

  it('takes a job id once: a used one answers 409 and runs nothing', async () => {
    const id = await table();
    const configuration = { query: { query: `INSERT INTO d.${id} (id) VALUES (1)`, useLegacySql: false } };
    const done = await rest.job(configuration, { projectId: PROJECT, jobId: 'mine', location: 'US' });
    assert.equal(done.status.errorResult, undefined);
    const again = await rest.call('POST', '/jobs', {
      configuration,
      jobReference: { projectId: PROJECT, jobId: 'mine', location: 'US' },
    });
    assert.equal(again.status, 409);
    assert.equal(again.body.error.errors[0].reason, 'duplicate');
    assert.equal(again.body.error.message, `Already Exists: Job ${PROJECT}:US.mine`);
    assert.equal((await rest.rows(id)).length, 1);
  });

  it('runs a job where its dataset lies, and refuses another place', async () => {
    await warehouse.client.createDataset('eu', { location: 'EU' });
    const id = await table([{ id: 1 }]);
    const copy = (location?: string) =>
      rest.job(
        { copy: { sourceTable: ref(id), destinationTable: ref(`${id}_copy`) } },
        location === undefined ? undefined : { projectId: PROJECT, location },
      );
    const elsewhere = await copy('EU');
    assert.equal(elsewhere.status.errorResult.message, `Not found: Dataset ${PROJECT}:d was not found in location EU`);
    const across = await rest.job({
      copy: { sourceTable: ref(id), destinationTable: { ...ref('x'), datasetId: 'eu' } },
    });
    assert.equal(across.jobReference.location, 'EU');
    assert.equal(across.status.errorResult.reason, 'notFound');
    assert.equal((await copy()).status.errorResult, undefined);
  });

  it('finds no dataset of another place than the one that a query names', async () => {
    await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'us' }, location: 'US' });
    await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'asia' }, location: 'asia-east1' });
    await sql('CREATE TABLE us.t AS SELECT 1 AS x; CREATE FUNCTION us.f() AS (1)');
    const missing = `Not found: Dataset ${PROJECT}:us was not found in location EU`;
    for (const query of ['SELECT x FROM us.t', 'DELETE FROM us.t WHERE true', 'DROP SCHEMA us CASCADE']) {
      for (const dryRun of [false, true]) {
        const { status, body } = await sql(query, { location: 'EU', dryRun });
        assert.equal(status, 404, query);
        assert.ok(body.error.message.startsWith(missing), body.error.message);
      }
    }
    assert.match((await sql('SELECT us.f()', { location: 'EU' })).body.error.message, /Function not found: us.f/);
    const job = await rest.job(
      { query: { query: 'SELECT x FROM us.t', useLegacySql: false } },
      { projectId: PROJECT, location: 'EU' },
    );
    assert.ok(job.status.errorResult.message.startsWith(missing), job.status.errorResult.message);
    const rows = await sql('SELECT x FROM us.t', { location: 'us' });
    assert.deepEqual(rows.body.rows, [{ f: [{ v: '1' }] }]);
    assert.equal((await sql('SELECT x FROM us.t')).status, 200);
    assert.equal((await sql('SELECT 1', { location: 'asia-east1' })).status, 200);
    const taken = await sql('CREATE SCHEMA us', { location: 'EU' });
    assert.equal(taken.status, 409);
    await sql('CREATE SCHEMA made', { location: 'EU' });
    assert.equal((await rest.call('GET', '/datasets/made')).body.location, 'EU');
  });

  it("names the table of a query's rows in the first answer, before the rows are there", async () => {
    const { body } = await rest.call('POST', '/jobs', {
      configuration: { query: { query: 'SELECT 1 AS a', useLegacySql: false } },
    });
    const { destinationTable } = body.configuration.query;
    assert.match(destinationTable.tableId, /^anon/);
    const done = await rest.call('GET', `/jobs/${body.jobReference.jobId}`);
    assert.deepEqual(done.body.configuration.query.destinationTable, destinationTable);
    for (const query of ['SELECT 1; SELECT 2', 'SELEC 1', 'CREATE TABLE d.first_answer (a INT64)']) {
      const other = await rest.call('POST', '/jobs', { configuration: { query: { query, useLegacySql: false } } });
      assert.equal(other.body.configuration.query.destinationTable, undefined, query);
    }
  });

  it('refuses labels that BigQuery would not take', async () => {
    for (const labels of [{ Team: 'a' }, { team: 'A' }, { team: 'x'.repeat(64) }, { '': 'a' }]) {
      const { status, body } = await rest.call('POST', '/jobs', {
        configuration: { labels, query: { query: 'SELECT 1', useLegacySql: false } },
      });
      assert.equal(status, 400);
      assert.match(body.error.message, /^Label/);
    }
  });

  it('finds a job only in its location, and refuses ids that are none', async () => {
    const { body } = await sql('SELECT 1');
    assert.equal((await rest.call('GET', `/jobs/${body.jobReference.jobId}?location=EU`)).status, 404);
    const bad = await rest.call('POST', '/jobs', {
      configuration: { query: { query: 'SELECT 1', useLegacySql: false } },
      jobReference: { jobId: 'a b' },
    });
    assert.equal(bad.status, 400);
    assert.match(bad.body.error.message, /Invalid job ID/);
  });

  it('runs a query once for one requestId', async () => {
    const id = await table();
    const query = `INSERT INTO d.${id} (id) VALUES (1)`;
    const first = await sql(query, { requestId: 'r1' });
    const second = await sql(query, { requestId: 'r1' });
    assert.equal(first.body.jobReference.jobId, second.body.jobReference.jobId);
    assert.equal((await rest.rows(id)).length, 1);
  });

  it('writes a result into a table by the write disposition', async () => {
    const target = await table([{ id: 1, name: 'old' }]);
    const into = (writeDisposition: string, query: string) =>
      rest.job({ query: { query, useLegacySql: false, destinationTable: ref(target), writeDisposition } });
    const refused = await into('WRITE_EMPTY', 'SELECT 2 AS id, "new" AS name');
    assert.equal(refused.status.errorResult.reason, 'duplicate');
    assert.equal(refused.status.errorResult.message, `Already Exists: Table ${PROJECT}:d.${target}`);
    await into('WRITE_APPEND', 'SELECT 2 AS id, "new" AS name');
    assert.equal((await rest.rows(target)).length, 2);
    await into('WRITE_TRUNCATE', 'SELECT 3.5 AS other');
    assert.deepEqual(await rest.rows(target), [['3.5']]);
  });

  it('says so in a job where a result has a column twice and a table to go to', async () => {
    const job = await rest.job({
      query: { query: 'SELECT 1 AS a, 2 AS A', useLegacySql: false, destinationTable: ref('twice') },
    });
    assert.match(job.status.errorResult.message, /Duplicate column names in the result/);
  });

  it('keeps labels, lists jobs by state, newest first, and deletes one', async () => {
    const job = await rest.job({ labels: { team: 'x' }, query: { query: 'SELECT 7', useLegacySql: false } });
    assert.deepEqual(job.configuration.labels, { team: 'x' });
    const listed = (await rest.call('GET', '/jobs?stateFilter=done&maxResults=1')).body;
    assert.equal(listed.jobs[0].jobReference.jobId, job.jobReference.jobId);
    assert.ok(listed.nextPageToken);
    assert.equal((await rest.call('GET', '/jobs?stateFilter=lost')).status, 400);
    assert.equal((await rest.call('DELETE', `/jobs/${job.jobReference.jobId}/delete`)).status, 204);
    assert.equal((await rest.call('GET', `/jobs/${job.jobReference.jobId}`)).status, 404);
  });

  it('answers a cancel with the job, done or not', async () => {
    const { body } = await sql('SELECT 1');
    const cancelled = await rest.call('POST', `/jobs/${body.jobReference.jobId}/cancel`);
    assert.equal(cancelled.body.kind, 'bigquery#jobCancelResponse');
    assert.equal(cancelled.body.job.status.state, 'DONE');
  });

  it('copies several tables into a new one, with the Node client', async () => {
    const a = await table([{ id: 1 }]);
    const b = await table([{ id: 2 }, { id: 3 }]);
    const job = await rest.job({ copy: { sourceTables: [ref(a), ref(b)], destinationTable: ref('joined') } });
    assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
    assert.equal(job.statistics.copy.copiedRows, '3');
    const [metadata] = await warehouse.client.dataset('d').table(a).copy(warehouse.client.dataset('d').table('copied'));
    assert.equal(metadata.status?.state, 'DONE');
    assert.equal((await rest.rows('copied')).length, 1);
  });

  it('copies a table onto itself and another without losing a row', async () => {
    const a = await table([{ id: 1 }, { id: 2 }]);
    const b = await table([{ id: 3 }]);
    const copy = { sourceTables: [ref(a), ref(b)], destinationTable: ref(a), writeDisposition: 'WRITE_TRUNCATE' };
    assert.equal((await rest.job({ copy })).status.errorResult, undefined);
    assert.deepEqual(
      (await rest.rows(a)).map(([id]) => id),
      ['1', '2', '3'],
    );
    const into = {
      query: `SELECT id + 1 AS id FROM d.${a}`,
      useLegacySql: false,
      destinationTable: ref(a),
      writeDisposition: 'WRITE_TRUNCATE',
    };
    assert.equal((await rest.job({ query: into })).status.errorResult, undefined);
    assert.deepEqual(
      (await rest.rows(a)).map(([id]) => id),
      ['2', '3', '4'],
    );
  });

  it('copies nothing when one source does not fit', async () => {
    const a = await table([{ id: 1 }]);
    const b = await table([{ id: 'x' }], [{ ...ID, type: 'STRING' }, NAME]);
    const target = await table([{ id: 9 }]);
    const job = await rest.job({
      copy: { sourceTables: [ref(a), ref(b)], destinationTable: ref(target), writeDisposition: 'WRITE_TRUNCATE' },
    });
    assert.equal(job.status.errorResult.reason, 'invalid');
    assert.deepEqual(await rest.rows(target), [['9', null]]);
  });

  it('copies into one partition and leaves the others', async () => {
    const partitioned = { timePartitioning: { type: 'DAY', field: 'day' } };
    const fields = [ID, { name: 'day', type: 'DATE', mode: 'NULLABLE' }];
    const target = await table(
      [
        { id: 1, day: '2026-01-01' },
        { id: 2, day: '2026-01-02' },
      ],
      fields,
      partitioned,
    );
    const source = await table([{ id: 3, day: '2026-01-02' }], fields, partitioned);
    const copy = (tableId: string) =>
      rest.job({
        copy: { sourceTable: ref(source), destinationTable: ref(tableId), writeDisposition: 'WRITE_TRUNCATE' },
      });
    const job = await copy(`${target}$20260102`);
    assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
    assert.deepEqual((await rest.rows(target)).sort(), [
      ['1', '2026-01-01'],
      ['3', '2026-01-02'],
    ]);
    const stray = await copy(`${target}$20260101`);
    assert.match(
      stray.status.errorResult.message,
      /Some rows belong to different partitions rather than destination partition 20260101/,
    );
    assert.equal((await rest.rows(target)).length, 2);
  });

  for (const [what, configuration, message] of [
    ['an extract of no table', { extract: {} }, /missing: extract.sourceTable/],
    [
      'a snapshot of no table',
      { copy: { operationType: 'SNAPSHOT', sourceTable: {}, destinationTable: {} } },
      /is missing/,
    ],
    ['sessions', { query: { query: 'SELECT 1', useLegacySql: false, createSession: true } }, /sessions/],
    ['two kinds of job at once', { query: {}, load: {} }, /Exactly one/],
    ['a missing configuration', undefined, /configuration/],
    [
      'a wrong write disposition',
      {
        copy: {
          sourceTable: { datasetId: 'd', tableId: 'a' },
          destinationTable: { datasetId: 'd', tableId: 'b' },
          writeDisposition: 'WRITE_TWICE',
        },
      },
      /writeDisposition/,
    ],
  ] as const) {
    it(`refuses ${what} before there is a job`, async () => {
      const { status, body } = await rest.call('POST', '/jobs', { configuration });
      assert.ok(status === 400);
      assert.match(body.error.message, message);
    });
  }

  it('ends a job with the error that its fault says, and no effect', async () => {
    const id = await table();
    const query = { query: `INSERT INTO d.${id} (id) VALUES (5)`, useLegacySql: false };
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'error', resource: 'QUERY' });
    const failed = await rest.job({ query });
    assert.equal(failed.status.errorResult.reason, 'backendError');
    assert.deepEqual(await rest.rows(id), []);
    assert.equal((await rest.job({ query })).status.errorResult, undefined);
  });

  it('shows its jobs in INFORMATION_SCHEMA', async () => {
    const { body } = await sql('SELECT 1 AS marker_of_this_test');
    const [rows] = await warehouse.client.query(
      'SELECT job_id, state FROM `region-us`.INFORMATION_SCHEMA.JOBS WHERE query LIKE "%marker_of_this_test%" AND query NOT LIKE "%LIKE%"',
    );
    assert.deepEqual(rows, [{ job_id: body.jobReference.jobId, state: 'DONE' }]);
  });

  it('loses no job to a lost answer: the same id then meets 409 and the job is there', async () => {
    const id = await table();
    const configuration = { query: { query: `INSERT INTO d.${id} (id) VALUES (5)`, useLegacySql: false } };
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.insert', kind: 'ack-lost' });
    const body = { configuration, jobReference: { projectId: PROJECT, jobId: 'lost-answer' } };
    await assert.rejects(rest.call('POST', '/jobs', body));
    assert.equal((await rest.call('POST', '/jobs', body)).status, 409);
    const results = await rest.call('GET', '/queries/lost-answer');
    assert.equal(results.body.numDmlAffectedRows, '1');
    assert.equal((await rest.rows(id)).length, 1);
  });
});
