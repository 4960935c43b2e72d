import assert from 'node:assert/strict';
import type { v1 } from '@google-cloud/bigquery-storage';
import { restOf } from '../../support/bigquery-rest.ts';
import { EVERY_TYPE_COLUMNS, everyTypeRows } from '../../support/every-type.ts';
import {
  cellsOf,
  type ReadRowsResponse,
  readClient,
  readOnce,
  responsesOf,
  type Session,
} from '../../support/read-rows.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const LAST = 2_500;

describe('the Storage Read API', () => {
  let warehouse: Warehouse;
  let client: v1.BigQueryReadClient;
  before(async () => {
    warehouse = await startWarehouse();
    client = readClient(warehouse.service.writeAddress);
    const rest = restOf(warehouse);
    await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
    const done = await rest.job({
      query: {
        query: `CREATE TABLE d.t (${EVERY_TYPE_COLUMNS}); INSERT INTO d.t ${everyTypeRows(0, LAST)}; CREATE VIEW d.v AS SELECT i FROM d.t; CREATE TABLE d.empty (i INT64); CREATE TABLE d.ranges (r RANGE<DATE>, rt RANGE<TIMESTAMP>, rd ARRAY<RANGE<DATETIME>>);`,
        useLegacySql: false,
      },
    });
    assert.equal(done.status.errorResult, undefined, done.status.errorResult?.message);
    const rows = [
      { r: { start: '2020-01-01', end: null }, rt: { start: null, end: '2020-01-01T00:00:00.5Z' }, rd: [] },
      { rd: [{ start: '2020-01-01T01:02:03', end: '2020-01-01T01:02:04.000005' }] },
    ];
    const { body } = await rest.call('POST', '/datasets/d/tables/ranges/insertAll', {
      rows: rows.map((json) => ({ json })),
    });
    assert.equal(body.insertErrors, undefined);
  });
  after(async () => {
    await client.close();
    await warehouse.close();
  });

  const table = (name: string, dataset = 'd'): string => `projects/${PROJECT}/datasets/${dataset}/tables/${name}`;
  const create = async (readSession: object, maxStreamCount = 1, more: object = {}): Promise<Session> => {
    const [session] = await client.createReadSession({
      parent: `projects/${PROJECT}`,
      readSession: { table: table('t'), dataFormat: 'ARROW', ...readSession },
      maxStreamCount,
      ...more,
    });
    return session;
  };
  const streamOf = (session: Session, index = 0): string => session.streams?.[index]?.name as string;
  const restRows = async (path: string): Promise<unknown[][]> => {
    const rest = restOf(warehouse);
    const rows: unknown[][] = [];
    let token = '';
    do {
      const { body } = await rest.call(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}formatOptions.useInt64Timestamp=true&maxResults=10000${token}`,
      );
      for (const { f } of body.rows ?? []) rows.push(f.map(({ v }: { v: unknown }) => v));
      token = body.pageToken === undefined ? '' : `&pageToken=${body.pageToken}`;
    } while (token !== '');
    return rows;
  };

  for (const dataFormat of ['ARROW', 'AVRO'] as const) {
    it(`returns every type as REST does, NULLs and empty arrays too, in ${dataFormat}`, async () => {
      const session = await create({ dataFormat });
      const cells = cellsOf(session, await responsesOf(client, streamOf(session)));
      const expected = await restRows('/datasets/d/tables/t/data');
      assert.equal(cells.length, LAST + 1);
      for (const [index, row] of expected.entries()) assert.deepEqual(cells[index], row, `row ${index}`);
    });

    it(`returns NULLs where they are no, half, all but one and all of the values, in ${dataFormat}`, async () => {
      const rest = restOf(warehouse);
      const columns = [0, 50, 99, 100].map((nulls) => `IF(i < ${nulls}, NULL, i) AS n${nulls}`);
      const query = `CREATE OR REPLACE TABLE d.nulls AS SELECT ${columns} FROM UNNEST(GENERATE_ARRAY(0, 99)) i`;
      const done = await rest.job({ query: { query, useLegacySql: false } });
      assert.equal(done.status.errorResult, undefined, done.status.errorResult?.message);
      const session = await create({ table: table('nulls'), dataFormat });
      const cells = cellsOf(session, await responsesOf(client, streamOf(session)));
      assert.deepEqual(cells, await restRows('/datasets/d/tables/nulls/data'));
    });

    it(`returns ranges as REST does, in ${dataFormat}`, async () => {
      const session = await create({ table: table('ranges'), dataFormat });
      const cells = cellsOf(session, await responsesOf(client, streamOf(session)));
      assert.deepEqual(cells, await restRows('/datasets/d/tables/ranges/data'));
    });

    it(`returns the chosen columns in the order of the table, and fields of structs, in ${dataFormat}`, async () => {
      const session = await create({
        dataFormat,
        readOptions: { selectedFields: ['st.c.y', 's', 'st.A'], rowRestriction: 'i BETWEEN 2 AND 4 -- these' },
      });
      const cells = cellsOf(session, await responsesOf(client, streamOf(session)));
      const all = (await restRows('/datasets/d/tables/t/data')).slice(2, 5) as { f: { v: never }[] }[][];
      assert.deepEqual(
        cells,
        all.map((row) => {
          const [a, , c] = (row[16] as unknown as { f: { v: { v: { f: unknown[] } }[] }[] }).f;
          return [row[5], { f: [a, { v: c?.v.map((item) => ({ v: { f: [item.v.f[1]] } })) }] }];
        }),
      );
    });

    it(`returns strings of any length wherever they lie in memory, in ${dataFormat}`, async () => {
      const rest = restOf(warehouse);
      const done = await rest.job({
        query: {
          query: `CREATE OR REPLACE TABLE d.texts AS
            SELECT i, s, IF(MOD(i, 3) = 0, NULL, STRUCT(s AS a, [IFNULL(s, 'none'), 'x'] AS b)) AS st, ARRAY(SELECT IFNULL(s, '') FROM UNNEST([1, 2]) e WHERE e < MOD(i, 3)) AS l
            FROM UNNEST(GENERATE_ARRAY(1, 3000)) i,
              UNNEST([IF(MOD(i, 11) = 0, NULL, REPEAT(CHR(97 + MOD(i, 26)), CASE WHEN i IN (7, 2100) THEN 100000 ELSE MOD(i * 7, 70) END))]) s;
            UPDATE d.texts SET s = CONCAT('changed to something longer: ', s) WHERE MOD(i, 5) = 0`,
          useLegacySql: false,
        },
      });
      assert.equal(done.status.errorResult, undefined, done.status.errorResult?.message);
      const expected = await restRows('/datasets/d/tables/texts/data');
      const session = await create({ table: table('texts'), dataFormat });
      for (const offset of [0, 1, 2_500]) {
        const cells = cellsOf(session, await responsesOf(client, streamOf(session), offset));
        assert.deepEqual(cells, expected.slice(offset), `from ${offset}`);
      }
      const some = await create({
        table: table('texts'),
        dataFormat,
        readOptions: { rowRestriction: 'MOD(i, 2) = 0', selectedFields: ['st'] },
      });
      const all = cellsOf(some, await responsesOf(client, streamOf(some)));
      assert.deepEqual(
        all,
        expected.filter(([i]) => Number(i) % 2 === 0).map(([, , st]) => [st]),
      );
    });

    it(`goes on at any row of a stream, in ${dataFormat}`, async () => {
      const session = await create({ dataFormat });
      const whole = cellsOf(session, await responsesOf(client, streamOf(session)));
      for (const offset of [1, 2_047, 2_048, 2_049, LAST + 1]) {
        const rest = cellsOf(session, await responsesOf(client, streamOf(session), offset));
        assert.deepEqual(rest, whole.slice(offset), `from ${offset}`);
      }
      await assert.rejects(responsesOf(client, streamOf(session), LAST + 2), { code: 11 });
    });
  }

  it('reads a query’s result by its anonymous table, as to_dataframe does', async () => {
    const rest = restOf(warehouse);
    const job = await rest.job({
      query: {
        query:
          "SELECT COUNT(*) AS n, MAX(n) / 3 AS m, NULL AS nothing, [STRUCT(1 AS a, 'x' AS b)] AS l, SUM(i) AS total FROM d.t",
        useLegacySql: false,
      },
    });
    const { datasetId, tableId } = job.configuration.query.destinationTable;
    for (const dataFormat of ['ARROW', 'AVRO']) {
      const session = await create({ table: table(tableId, datasetId), dataFormat });
      const cells = cellsOf(session, await responsesOf(client, streamOf(session)));
      assert.deepEqual(cells, await restRows(`/queries/${job.jobReference.jobId}`));
    }
  });

  it('shows the table as it was when the session was created', async () => {
    const rest = restOf(warehouse);
    await rest.job({ query: { query: 'CREATE TABLE d.moving AS SELECT 1 AS x', useLegacySql: false } });
    const session = await create({ table: table('moving') });
    await rest.job({ query: { query: 'UPDATE d.moving SET x = 2 WHERE true', useLegacySql: false } });
    await rest.job({ query: { query: 'DROP TABLE d.moving', useLegacySql: false } });
    assert.deepEqual(cellsOf(session, await responsesOf(client, streamOf(session))), [['1']]);
  });

  it('divides the rows among as many streams as were asked for at most, each row once', async () => {
    const session = await create({}, 5, { preferredMinStreamCount: 3 });
    assert.equal(session.streams?.length, 3);
    const parts = await Promise.all(
      (session.streams ?? []).map((stream) => responsesOf(client, stream.name as string)),
    );
    const ids = parts.flatMap((responses) => cellsOf(session, responses).map(([i]) => Number(i)));
    assert.deepEqual(
      ids,
      Array.from({ length: LAST + 1 }, (_, i) => i),
    );
    assert.equal((await create({}, 0)).streams?.length, 1);
  });

  it('splits a stream in two that have its rows, until there is nothing to split', async () => {
    const session = await create({});
    const [{ primaryStream, remainderStream }] = await client.splitReadStream({
      name: streamOf(session),
      fraction: 0.25,
    });
    const [first, second] = await Promise.all(
      [primaryStream, remainderStream].map(async (stream) =>
        cellsOf(session, await responsesOf(client, stream?.name as string)),
      ),
    );
    assert.equal(first?.length, 625);
    assert.equal((first?.length ?? 0) + (second?.length ?? 0), LAST + 1);
    const one = await create({ readOptions: { rowRestriction: 'i = 7' } });
    const [none] = await client.splitReadStream({ name: streamOf(one), fraction: 0.5 });
    assert.equal(none.primaryStream, null);
  });

  it('reads a table without rows as one stream without responses, with its schema', async () => {
    const session = await create({ table: table('empty') });
    assert.ok((session.arrowSchema?.serializedSchema?.length ?? 0) > 0);
    assert.deepEqual(await responsesOf(client, streamOf(session)), []);
  });

  it('tells the schema in a stream’s first response, and how far it is in each', async () => {
    const session = await create({ dataFormat: 'AVRO' });
    const responses = (await responsesOf(client, streamOf(session))) as (ReadRowsResponse & {
      avroSchema?: unknown;
      stats?: { progress?: { atResponseStart?: number; atResponseEnd?: number } };
    })[];
    assert.ok(responses.length > 1);
    assert.deepEqual(
      responses.map(({ avroSchema }) => Boolean(avroSchema)),
      responses.map((_, index) => index === 0),
    );
    assert.equal(responses.at(0)?.stats?.progress?.atResponseStart, 0);
    assert.equal(responses.at(-1)?.stats?.progress?.atResponseEnd, 1);
  });

  it('loses a connection in the middle of a stream by a fault, and the client’s next read goes on', async () => {
    const session = await create({});
    warehouse.faults.add({ service: 'bigquery-storage', method: 'ReadRows', kind: 'reset', at: 'during' });
    const { responses, code } = await readOnce(warehouse.service.writeAddress, streamOf(session));
    assert.notEqual(code, 0);
    const rows = cellsOf(session, responses).length;
    assert.ok(rows < LAST);
    const rest = cellsOf(session, await responsesOf(client, streamOf(session), rows));
    assert.equal(rows + rest.length, LAST + 1);
  });

  for (const [what, session, code, message] of [
    ['a table that is not there', { table: `projects/${PROJECT}/datasets/d/tables/none` }, 5, /Not found: Table/],
    ['a view', { table: `projects/${PROJECT}/datasets/d/tables/v` }, 3, /non-table entities cannot be read/],
    ['a field that is not there', { readOptions: { selectedFields: ['i', 'st.zz'] } }, 3, /do not exist.*st\.zz/],
    ['a restriction that does not resolve', { readOptions: { rowRestriction: 'nonsense > 1' } }, 3, /nonsense/],
    ['a restriction that is no boolean', { readOptions: { rowRestriction: 'i' } }, 3, /BOOL/],
    [
      'a restriction with a statement behind it',
      { readOptions: { rowRestriction: 'true); DROP TABLE d.t; SELECT (1' } },
      3,
      /./,
    ],
    ['no format', { dataFormat: 'DATA_FORMAT_UNSPECIFIED' }, 3, /data_format/],
    ['a sample', { readOptions: { samplePercentage: 10 } }, 12, /sample_percentage/],
    ['a time before the table', { tableModifiers: { snapshotTime: { seconds: 1 } } }, 3, /Invalid snapshot time 1000/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(create(session), (error: { code: number; message: string }) => {
        assert.match(error.message, message);
        assert.equal(error.code, code);
        return true;
      });
    });
  }

  it('knows a session for six hours', async () => {
    const session = await create({ readOptions: { rowRestriction: 'i < 3' } });
    warehouse.clock.now += 6 * 3_600_000 + 1;
    await assert.rejects(responsesOf(client, streamOf(session)), { code: 5 });
  });
});
