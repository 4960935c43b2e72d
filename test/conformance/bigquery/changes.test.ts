/** Tables under change data capture, seen from SQL and jobs: what BigQuery refuses, and what begins anew with new rows. */

import assert from 'node:assert/strict';
import { AppendCall, rowType } from '../../support/appends.ts';
import { newClient } from '../../support/storage-write.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const CHANGE = rowType(
  'optional int64 id = 1; optional string v = 2; optional string _CHANGE_TYPE = 3; optional string _CHANGE_SEQUENCE_NUMBER = 4;',
);

describe('Tables under change data capture', () => {
  let w: Warehouse;
  let client: ReturnType<typeof newClient>;

  beforeEach(async () => {
    w = await startWarehouse();
    client = newClient(w.service.writeAddress);
    await run('CREATE SCHEMA d; CREATE TABLE d.t (id INT64, v STRING, PRIMARY KEY (id) NOT ENFORCED)');
  });
  afterEach(async () => {
    await client.close();
    await w.close();
  });

  const run = async (sql: string): Promise<void> => void (await w.client.query(sql));
  const rows = async (sql = 'SELECT id, v FROM d.t ORDER BY id'): Promise<unknown[]> =>
    (await w.client.query(sql))[0].map((row: object) => Object.values(row));
  const change = async (type: 'UPSERT' | 'DELETE', id: number, v: string, sequence: string): Promise<void> => {
    const call = new AppendCall(client);
    const answer = await call.append({
      stream: `projects/${PROJECT}/datasets/d/tables/t/streams/_default`,
      type: CHANGE,
      rows: [{ id, v, _CHANGE_TYPE: type, _CHANGE_SEQUENCE_NUMBER: sequence }],
    });
    assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
    await call.close();
  };

  for (const [what, sql] of [
    ['UPDATE', "UPDATE d.t SET v = 'x' WHERE TRUE"],
    ['DELETE', 'DELETE d.t WHERE TRUE'],
    ['MERGE', 'MERGE d.t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE'],
  ] as const) {
    it(`takes ${what} before the first change and refuses it afterwards`, async () => {
      await run(sql);
      await change('UPSERT', 1, 'a', '10');
      await assert.rejects(run(sql), /not supported over table .*d\.t: it takes change data capture/);
      assert.deepEqual(await rows(), [[1, 'a']]);
    });
  }

  it('takes INSERT and plain queries', async () => {
    await change('UPSERT', 1, 'a', '10');
    await run("INSERT d.t VALUES (2, 'b')");
    assert.deepEqual(await rows(), [
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('refuses wildcard queries over it', async () => {
    await run('CREATE TABLE d.t2 (id INT64, v STRING)');
    assert.deepEqual(await rows('SELECT COUNT(*) FROM `d.t*`'), [[0]]);
    await change('UPSERT', 1, 'a', '10');
    await assert.rejects(rows('SELECT COUNT(*) FROM `d.t*`'), /Wildcard queries are not supported/);
  });

  it('lets DML in again when the primary key is dropped', async () => {
    await change('UPSERT', 1, 'a', '10');
    await run('ALTER TABLE d.t DROP PRIMARY KEY');
    await run("UPDATE d.t SET v = 'x' WHERE id = 1");
    await run('ALTER TABLE d.t ADD PRIMARY KEY (id) NOT ENFORCED');
    await change('UPSERT', 1, 'low', '1');
    assert.deepEqual(await rows(), [[1, 'low']]);
  });

  const replacements: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['TRUNCATE TABLE', () => run('TRUNCATE TABLE d.t')],
    ['CREATE OR REPLACE', () => run('CREATE OR REPLACE TABLE d.t (id INT64, v STRING, PRIMARY KEY (id) NOT ENFORCED)')],
    [
      'DROP and CREATE in the same millisecond',
      () => run('DROP TABLE d.t; CREATE TABLE d.t (id INT64, v STRING, PRIMARY KEY (id) NOT ENFORCED)'),
    ],
    ...['WRITE_TRUNCATE', 'WRITE_TRUNCATE_DATA'].map(
      (writeDisposition) =>
        [
          `a query job with ${writeDisposition}`,
          async () => {
            const destination = w.client.dataset('d').table('t');
            const query = "SELECT 9 AS id, 'new' AS v";
            const [job] = await w.client.createQueryJob({ query, destination, writeDisposition });
            await job.promise();
            await job.getMetadata();
            // WRITE_TRUNCATE removes the constraints, WRITE_TRUNCATE_DATA keeps them.
            if (writeDisposition === 'WRITE_TRUNCATE') await run('ALTER TABLE d.t ADD PRIMARY KEY (id) NOT ENFORCED');
          },
        ] as const,
    ),
    [
      'a copy job with WRITE_TRUNCATE',
      async () => {
        await run('CREATE TABLE d.other (id INT64, v STRING, PRIMARY KEY (id) NOT ENFORCED)');
        await run("INSERT d.other VALUES (9, 'new')");
        const [job] = await w.client
          .dataset('d')
          .table('other')
          .createCopyJob(w.client.dataset('d').table('t'), { writeDisposition: 'WRITE_TRUNCATE' });
        await job.promise();
      },
    ],
  ];
  for (const [what, replace] of replacements) {
    it(`forgets numbers and deletes with the rows at ${what}`, async () => {
      await change('UPSERT', 1, 'old', 'FF');
      await change('DELETE', 2, '', 'FF');
      await replace();
      await change('UPSERT', 1, 'a', '1');
      await change('UPSERT', 2, 'b', '1');
      assert.deepEqual(await rows('SELECT id, v FROM d.t WHERE id < 9 ORDER BY id'), [
        [1, 'a'],
        [2, 'b'],
      ]);
      await change('UPSERT', 1, 'late', '0');
      assert.deepEqual(await rows('SELECT v FROM d.t WHERE id = 1'), [['a']]);
    });
  }

  it('keeps numbers across schema changes, appended loads and a new name', async () => {
    await change('UPSERT', 1, 'a', 'FF');
    await run('ALTER TABLE d.t ADD COLUMN more INT64');
    await w.client.dataset('d').table('t').setMetadata({ description: 'changed' });
    const [job] = await w.client.createQueryJob({
      query: "SELECT 5 AS id, 'five' AS v",
      destination: w.client.dataset('d').table('t'),
      writeDisposition: 'WRITE_APPEND',
    });
    await job.promise();
    await run('ALTER TABLE d.t RENAME TO u; ALTER TABLE d.u RENAME TO t');
    await change('UPSERT', 1, 'late', '1');
    assert.deepEqual(await rows(), [
      [1, 'a'],
      [5, 'five'],
    ]);
  });

  it('refuses TRUNCATE inside a transaction by name', async () => {
    await change('UPSERT', 1, 'a', 'FF');
    await assert.rejects(run('BEGIN TRANSACTION; TRUNCATE TABLE d.t; COMMIT TRANSACTION'), /inside a transaction/);
    assert.deepEqual(await rows(), [[1, 'a']]);
  });
});
