import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: the past of tables, snapshots and clones', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const fresh = (): string => {
    count += 1;
    return `t${count}`;
  };
  const ref = (tableId: string) => ({ datasetId: 'd', tableId });
  const run = (sql: string) => rest.job({ query: { query: sql, useLegacySql: false } });
  const failure = async (sql: string): Promise<string> => (await run(sql)).status.errorResult?.message ?? 'no error';
  const copy = async (settings: object) => (await rest.job({ copy: settings })).status.errorResult?.message;

  /** Runs the statements, each a second after the one before. Returns the moment after the last. */
  async function done(...statements: string[]): Promise<number> {
    for (const sql of statements) {
      warehouse.clock.now += 1000;
      const job = await run(sql);
      assert.equal(job.status.errorResult, undefined, `${sql}: ${JSON.stringify(job.status)}`);
    }
    return warehouse.clock.now;
  }

  async function rows(sql: string): Promise<unknown[][]> {
    const job = await run(sql);
    assert.equal(job.status.errorResult, undefined, `${sql}: ${JSON.stringify(job.status)}`);
    const { body } = await rest.call('GET', `/queries/${job.jobReference.jobId}`);
    return (body.rows ?? []).map((row: { f: { v: unknown }[] }) => row.f.map(({ v }) => v));
  }

  const at = (tableId: string, ms: number) =>
    rows(`SELECT * FROM d.${tableId} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${ms}) ORDER BY 1`);

  it('reads every state that a table has been in, by whatever it was changed', async () => {
    const t = fresh();
    const states: [number, unknown[][]][] = [];
    const state = async (ms: number): Promise<void> => {
      states.push([ms, await rows(`SELECT * FROM d.${t} ORDER BY 1`)]);
    };
    await state(await done(`CREATE TABLE d.${t} AS SELECT 1 AS x`));
    await state(await done(`INSERT INTO d.${t} VALUES (2)`));
    warehouse.clock.now += 1000;
    await warehouse.client
      .dataset('d')
      .table(t)
      .insert([{ x: 3 }, { x: 4 }]);
    await state(warehouse.clock.now);
    await state(await done(`UPDATE d.${t} SET x = 30 WHERE x = 3`));
    await state(await done(`INSERT INTO d.${t} VALUES (5)`));
    await state(await done(`DELETE FROM d.${t} WHERE x < 3`));
    await state(await done(`MERGE d.${t} USING (SELECT 4 AS y) ON x = y WHEN MATCHED THEN UPDATE SET x = 40`));
    await state(await done(`ALTER TABLE d.${t} ADD COLUMN y STRING`));
    await state(await done(`ALTER TABLE d.${t} RENAME COLUMN y TO z`));
    await state(await done(`ALTER TABLE d.${t} DROP COLUMN z`));
    await state(await done(`TRUNCATE TABLE d.${t}`));
    await state(await done(`CREATE OR REPLACE TABLE d.${t} AS SELECT 'other' AS s`));
    const load = { sourceUris: [warehouse.objects.put('gs://b/x.json', '{"s":"loaded"}')], destinationTable: ref(t) };
    warehouse.clock.now += 1000;
    await rest.job({ load: { ...load, sourceFormat: 'NEWLINE_DELIMITED_JSON', writeDisposition: 'WRITE_TRUNCATE' } });
    await state(warehouse.clock.now);
    warehouse.clock.now += 1000;
    await rest.job({ load: { ...load, sourceFormat: 'NEWLINE_DELIMITED_JSON' } });
    await state(warehouse.clock.now);
    warehouse.clock.now += 500;
    for (const [ms, expected] of states) {
      assert.deepEqual(await at(t, ms), expected, `at ${ms}`);
      assert.deepEqual(await at(t, ms + 999).catch(() => at(t, ms + 500)), expected, `after ${ms}`);
    }
  });

  it('reads the past in a script with the time before a table was replaced', async () => {
    const t = fresh();
    const before = await done(`CREATE TABLE d.${t} AS SELECT 'Hamlet' AS title, 'William Shakespeare' AS author`);
    await done(`CREATE OR REPLACE TABLE d.${t} AS SELECT 'Hamlet' AS title, DATE '1603-01-01' AS release_date`);
    const sql = `DECLARE moment TIMESTAMP DEFAULT TIMESTAMP_MILLIS(${before}); SELECT * FROM d.${t} FOR SYSTEM_TIME AS OF moment`;
    assert.deepEqual(await rows(sql), [['Hamlet', 'William Shakespeare']]);
  });

  it('puts a statement’s mistake right: the table as it was an hour ago takes its place', async () => {
    const t = fresh();
    await done(`CREATE TABLE d.${t} AS SELECT 1 AS x UNION ALL SELECT 2`);
    warehouse.clock.now += 3_600_000;
    await done(`DELETE FROM d.${t} WHERE true`);
    const hour = 'TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR)';
    await done(`CREATE OR REPLACE TABLE d.${t} AS SELECT * FROM d.${t} FOR SYSTEM_TIME AS OF ${hour}`);
    assert.deepEqual(await rows(`SELECT * FROM d.${t} ORDER BY x`), [['1'], ['2']]);
  });

  it('keeps what a transaction changed out of the past when it is rolled back, and counts it once when it commits', async () => {
    const t = fresh();
    const first = await done(`CREATE TABLE d.${t} AS SELECT 1 AS x`);
    const change = `INSERT INTO d.${t} VALUES (2); UPDATE d.${t} SET x = x + 10 WHERE true; INSERT INTO d.${t} VALUES (3)`;
    const second = await done(`BEGIN TRANSACTION; ${change}; ROLLBACK TRANSACTION`);
    const third = await done(`BEGIN TRANSACTION; ${change}; COMMIT TRANSACTION`);
    assert.deepEqual(await at(t, first), [['1']]);
    assert.deepEqual(await at(t, second), [['1']]);
    assert.deepEqual(await at(t, third), [['3'], ['11'], ['12']]);
  });

  it('reads the state before a transaction inside of it, whatever it has changed', async () => {
    const t = fresh();
    const first = await done(`CREATE TABLE d.${t} AS SELECT 1 AS x`);
    const past = `(SELECT STRING_AGG(CAST(x AS STRING) ORDER BY x) FROM d.${t} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${first}))`;
    const read = `SELECT ${past}, (SELECT STRING_AGG(CAST(x AS STRING), ',' ORDER BY x) FROM d.${t})`;
    warehouse.clock.now += 1000;
    const changing = (change: string) => rows(`BEGIN TRANSACTION; ${change}; ${read}`);
    assert.deepEqual(await changing(`INSERT INTO d.${t} VALUES (2)`), [['1', '1,2']]);
    assert.deepEqual(await changing(`UPDATE d.${t} SET x = 7 WHERE true`), [['1', '7']]);
    assert.deepEqual(await changing(`INSERT INTO d.${t} VALUES (2); DELETE FROM d.${t} WHERE x = 1`), [['1', '2']]);
    assert.deepEqual(await at(t, first), [['1']]);
  });

  it('says which times it cannot read', async () => {
    const t = fresh();
    const made = await done(`CREATE TABLE d.${t} (x INT64)`);
    const asOf = (what: string) => failure(`SELECT * FROM d.${t} FOR SYSTEM_TIME AS OF ${what}`);
    assert.match(
      await asOf(`TIMESTAMP_MILLIS(${made - 1})`),
      new RegExp(`Invalid snapshot time.*Cannot read before ${made}`),
    );
    assert.match(await asOf(`TIMESTAMP_MILLIS(${made + 60_000})`), /it is in the future/);
    assert.match(await asOf('NULL'), /cannot be NULL/);
    assert.match(await asOf("'x'"), /must be of type TIMESTAMP|Invalid timestamp/);
    await done(`CREATE VIEW d.${t}v AS SELECT * FROM d.${t}`);
    assert.match(
      await failure(`SELECT * FROM d.${t}v FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${made})`),
      /AS OF of a VIEW/,
    );
    warehouse.clock.now += 8 * 86_400_000;
    assert.match(await asOf(`TIMESTAMP_MILLIS(${made})`), /for 7 days/);
    await done(`ALTER TABLE d.${t} RENAME TO ${t}r`);
    assert.match(
      await failure(`SELECT * FROM d.${t}r FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${warehouse.clock.now - 1})`),
      /Cannot read before/,
    );
  });

  it('keeps no more of the past than a bounded number of values, and lets the oldest go first', async () => {
    const [small, large] = [fresh(), fresh()];
    const first = await done(`CREATE TABLE d.${small} AS SELECT 1 AS x`);
    await done(`UPDATE d.${small} SET x = 2 WHERE TRUE`);
    const made = await done(`CREATE TABLE d.${large} AS SELECT x, x AS y FROM UNNEST(GENERATE_ARRAY(1, 950000)) AS x`);
    const states: number[] = [made];
    const count = async (ms: number): Promise<unknown> =>
      (await rows(`SELECT COUNT(*) FROM d.${large} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${ms})`))[0]?.[0];
    for (let n = 1; n <= 6; n += 1) states.push(await done(`DELETE FROM d.${large} WHERE x = ${n}`));
    const error = /Cannot read before \d+/;
    assert.match(await failure(`SELECT * FROM d.${small} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${first})`), error);
    assert.match(await failure(`SELECT 1 FROM d.${large} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${made})`), error);
    const kept = states.slice(-5);
    assert.deepEqual(await Promise.all(kept.map(count)), ['949998', '949997', '949996', '949995', '949994']);
  });

  it('makes a snapshot of now and of the past, which nothing changes, and a table of the snapshot again', async () => {
    const t = fresh();
    const first = await done(
      `CREATE TABLE d.${t} (x INT64 NOT NULL) OPTIONS (description = 'mine')`,
      `INSERT INTO d.${t} VALUES (1)`,
    );
    await done(`INSERT INTO d.${t} VALUES (2)`);
    await done(
      `CREATE SNAPSHOT TABLE d.${t}now CLONE d.${t} OPTIONS (expiration_timestamp = TIMESTAMP '2030-01-01 00:00:00+00')`,
    );
    await done(`CREATE SNAPSHOT TABLE d.${t}then CLONE d.${t} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${first})`);
    await done(`CREATE SNAPSHOT TABLE IF NOT EXISTS d.${t}then CLONE d.${t}`);
    await done(`DELETE FROM d.${t} WHERE true`);
    assert.deepEqual(await rows(`SELECT x FROM d.${t}now ORDER BY x`), [['1'], ['2']]);
    assert.deepEqual(await rest.rows(`${t}then`), [['1']]);
    const { body } = await rest.call('GET', `/datasets/d/tables/${t}then`);
    assert.equal(body.type, 'SNAPSHOT');
    assert.equal(body.description, 'mine');
    assert.equal(body.snapshotDefinition.baseTableReference.tableId, t);
    assert.equal(body.snapshotDefinition.snapshotTime, new Date(first).toISOString());
    for (const change of [
      `INSERT INTO d.${t}now VALUES (1)`,
      `DELETE FROM d.${t}now WHERE true`,
      `TRUNCATE TABLE d.${t}now`,
    ])
      assert.match(await failure(change), /it is a snapshot/);
    assert.match(await failure(`DROP TABLE d.${t}now`), /currently a SNAPSHOT/);
    assert.match(await failure(`ALTER TABLE d.${t}now ADD COLUMN y INT64`), /currently a SNAPSHOT/);
    await done(`ALTER TABLE d.${t}now SET OPTIONS (description = 'kept')`);
    await done(
      `CREATE TABLE d.${t}back CLONE d.${t}now`,
      `INSERT INTO d.${t}back VALUES (3)`,
      `DROP SNAPSHOT TABLE d.${t}now`,
    );
    assert.equal((await rest.rows(`${t}back`)).length, 3);
  });

  it('makes snapshots, restores and clones by copy jobs', async () => {
    const t = fresh();
    await done(`CREATE TABLE d.${t} AS SELECT 1 AS x`);
    const destinationExpirationTime = '2031-01-01T00:00:00Z';
    const snapshot = { operationType: 'SNAPSHOT', sourceTable: ref(t), destinationTable: ref(`${t}s`) };
    assert.equal(await copy({ ...snapshot, destinationExpirationTime }), undefined);
    assert.match((await copy(snapshot)) ?? '', /Already Exists/);
    const { body } = await rest.call('GET', `/datasets/d/tables/${t}s`);
    assert.deepEqual([body.type, body.expirationTime], ['SNAPSHOT', String(Date.parse(destinationExpirationTime))]);
    await done(`UPDATE d.${t} SET x = 2 WHERE true`);
    const restore = { operationType: 'RESTORE', sourceTable: ref(`${t}s`), destinationTable: ref(t) };
    assert.equal(await copy({ ...restore, writeDisposition: 'WRITE_TRUNCATE' }), undefined);
    assert.deepEqual(await rest.rows(t), [['1']]);
    assert.equal(
      await copy({ operationType: 'CLONE', sourceTable: ref(t), destinationTable: ref(`${t}c`) }),
      undefined,
    );
    assert.equal(
      (await rest.call('GET', `/datasets/d/tables/${t}c`)).body.cloneDefinition.baseTableReference.tableId,
      t,
    );
    assert.match((await copy({ ...restore, sourceTable: ref(t) })) ?? '', /Cannot restore .*: it is a TABLE/);
  });

  it('copies a table as it was at a time, also one that is dropped', async () => {
    const t = fresh();
    const first = await done(`CREATE TABLE d.${t} AS SELECT 1 AS x`);
    await done(`INSERT INTO d.${t} VALUES (2)`, `DROP TABLE d.${t}`);
    assert.equal(await copy({ sourceTable: ref(`${t}@${first}`), destinationTable: ref(`${t}first`) }), undefined);
    assert.equal(await copy({ sourceTable: ref(`${t}@-1000`), destinationTable: ref(`${t}last`) }), undefined);
    assert.deepEqual(await rest.rows(`${t}first`), [['1']]);
    assert.deepEqual(await rest.rows(`${t}last`), [['1'], ['2']]);
    assert.match((await copy({ sourceTable: ref(`${t}@1`), destinationTable: ref('no') })) ?? '', /Cannot read before/);
    assert.match((await copy({ sourceTable: ref('never@-1'), destinationTable: ref('no') })) ?? '', /Not found/);
    assert.equal((await rest.call('GET', `/datasets/d/tables/${t}@-1`)).status, 400);
  });

  it('lists snapshots and clones in INFORMATION_SCHEMA', async () => {
    const t = fresh();
    await done(`CREATE SCHEMA e${t}`, `CREATE TABLE e${t}.a AS SELECT 1 AS x`);
    await done(`CREATE SNAPSHOT TABLE e${t}.s CLONE e${t}.a`, `CREATE TABLE e${t}.c CLONE e${t}.a`);
    assert.deepEqual(
      await rows(`SELECT table_name, table_type, base_table_name FROM e${t}.INFORMATION_SCHEMA.TABLES ORDER BY 1`),
      [
        ['a', 'BASE TABLE', null],
        ['c', 'CLONE', 'a'],
        ['s', 'SNAPSHOT', 'a'],
      ],
    );
    assert.deepEqual(await rows(`SELECT table_name, base_table_schema FROM e${t}.INFORMATION_SCHEMA.TABLE_SNAPSHOTS`), [
      ['s', `e${t}`],
    ]);
  });

  it('deletes one partition by its name, and ends those whose time has passed', async () => {
    const t = fresh();
    const day = (back: number) => new Date(warehouse.clock.now - back * 86_400_000).toISOString().slice(0, 10);
    const days = [0, 1, 2, 3].map(day);
    await done(`CREATE TABLE d.${t} (d DATE, x INT64) PARTITION BY d`);
    await done(`INSERT INTO d.${t} VALUES ${days.map((date, x) => `(DATE '${date}', ${x})`).join(', ')}, (NULL, 9)`);
    const path = `/datasets/d/tables/${t}`;
    const gone = await rest.call('DELETE', `${path}$${days[1]?.replaceAll('-', '')}`);
    assert.ok(gone.status < 300);
    assert.deepEqual(await rows(`SELECT x FROM d.${t} ORDER BY x`), [['0'], ['2'], ['3'], ['9']]);
    await done(`ALTER TABLE d.${t} SET OPTIONS (partition_expiration_days = 2)`);
    assert.deepEqual(await rows(`SELECT x FROM d.${t} ORDER BY x`), [['0'], ['9']]);
    assert.equal((await rest.call('GET', path)).body.numRows, '2');
    await done(`INSERT INTO d.${t} VALUES (DATE '2000-01-01', 5)`);
    assert.equal((await rest.rows(t)).length, 2);
    warehouse.clock.now += 3 * 86_400_000;
    assert.deepEqual(await rows(`SELECT x FROM d.${t}`), [['9']]);
  });
});

describe('the local BigQuery: materialized views', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
    await warehouse.client.query('CREATE TABLE d.t AS SELECT 1 AS x');
  });
  after(() => warehouse.close());

  const run = (sql: string) => rest.job({ query: { query: sql, useLegacySql: false } });
  const failure = async (sql: string): Promise<string> => (await run(sql)).status.errorResult?.message ?? 'no error';
  const QUERY = 'SELECT x, COUNT(*) AS n FROM d.t GROUP BY x';

  it('reads the tables of its query, says what it is and takes no rows', async () => {
    const options = 'OPTIONS (enable_refresh = true, refresh_interval_minutes = 60, max_staleness = INTERVAL 1 HOUR)';
    const job = await run(`CREATE MATERIALIZED VIEW d.m CLUSTER BY x ${options} AS ${QUERY}`);
    assert.equal(job.statistics.query.statementType, 'CREATE_MATERIALIZED_VIEW');
    await run('INSERT INTO d.t VALUES (1)');
    const [rows] = await warehouse.client.query('SELECT * FROM d.m');
    assert.deepEqual(rows, [{ x: 1, n: 2 }]);
    const { body } = await rest.call('GET', '/datasets/d/tables/m');
    assert.equal(body.type, 'MATERIALIZED_VIEW');
    assert.equal(body.view, undefined);
    assert.deepEqual(body.materializedView, { query: QUERY, enableRefresh: true, refreshIntervalMs: '3600000' });
    assert.equal(body.maxStaleness, '0-0 0 1:0:0');
    assert.match(await failure('INSERT INTO d.m SELECT 1, 2'), /it is a materialized view/);
    assert.match(await failure('DROP VIEW d.m'), /currently a MATERIALIZED_VIEW/);
    assert.match(await failure(`CREATE OR REPLACE VIEW d.m AS ${QUERY}`), /currently a MATERIALIZED_VIEW/);
  });

  it('is made, listed, changed and dropped by the API and by SQL', async () => {
    const tableReference = { datasetId: 'd', tableId: 'n' };
    const made = await rest.call('POST', '/datasets/d/tables', { tableReference, materializedView: { query: QUERY } });
    assert.equal(made.body.type, 'MATERIALIZED_VIEW');
    assert.deepEqual(
      made.body.schema.fields.map(({ name }: { name: string }) => name),
      ['x', 'n'],
    );
    const patched = await rest.call('PATCH', '/datasets/d/tables/n', {
      materializedView: { query: QUERY, enableRefresh: false },
    });
    assert.equal(patched.body.materializedView.enableRefresh, false);
    const { body } = await rest.call('GET', '/datasets/d/tables');
    assert.equal(body.tables.find((table: { id: string }) => table.id.endsWith('.n')).type, 'MATERIALIZED_VIEW');
    const [rows] = await warehouse.client.query(
      "SELECT table_type FROM d.INFORMATION_SCHEMA.TABLES WHERE table_name = 'n'",
    );
    assert.deepEqual(rows, [{ table_type: 'MATERIALIZED VIEW' }]);
    const [views] = await warehouse.client.query(
      "SELECT COUNT(*) AS n FROM d.INFORMATION_SCHEMA.MATERIALIZED_VIEWS WHERE table_name = 'n'",
    );
    assert.deepEqual(views, [{ n: 1 }]);
    assert.equal(await failure('ALTER MATERIALIZED VIEW d.n SET OPTIONS (enable_refresh = true)'), 'no error');
    assert.match(await failure('ALTER VIEW d.n SET OPTIONS (description = "x")'), /currently a MATERIALIZED_VIEW/);
    assert.equal(await failure('DROP MATERIALIZED VIEW d.n'), 'no error');
    assert.equal((await rest.call('GET', '/datasets/d/tables/n')).status, 404);
  });
});
