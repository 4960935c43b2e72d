/** The view of GoogleSQL on files, jobs, partitions and the catalog. */

import assert from 'node:assert/strict';
import { SqlError } from '@penstock/local/googlesql/index.ts';
import { Console } from '../../support/googlesql.ts';

const FILES = `(SELECT * FROM (VALUES (1, 'a', 'gs://b/1.csv'), (2, 'b', 'gs://b/2.csv')) AS f(id, name, file))`;

describe('GoogleSQL over files', () => {
  let console: Console;
  const asked: Readonly<Record<string, unknown>>[] = [];
  before(async () => {
    console = await Console.open({
      external: async (configuration) => {
        asked.push(configuration);
        if (configuration.sourceFormat !== 'CSV') throw new SqlError('No such files', { reason: 'invalid' });
        return {
          relation: FILES,
          schema: [
            { name: 'id', type: 'INT64', mode: 'NULLABLE' },
            { name: 'name', type: 'STRING', mode: 'NULLABLE' },
          ],
          fileNameColumn: 'file',
        };
      },
    });
    await console.run('CREATE SCHEMA ds');
  });
  after(() => console.close());

  it('makes an external table with the columns that its files show', async () => {
    await console.run(
      "CREATE EXTERNAL TABLE ds.ext OPTIONS (format = 'CSV', uris = ['gs://b/*.csv'], skip_leading_rows = 1)",
    );
    assert.deepEqual(asked.at(-1), {
      sourceFormat: 'CSV',
      sourceUris: ['gs://b/*.csv'],
      csvOptions: { skipLeadingRows: '1' },
      autodetect: true,
    });
    assert.deepEqual(await console.rows('SELECT * FROM ds.ext ORDER BY id'), [
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('shows the file of each row only where it is asked for', async () => {
    assert.deepEqual(await console.rows('SELECT id, _FILE_NAME AS f FROM ds.ext WHERE _FILE_NAME LIKE "%2.csv"'), [
      [2, 'gs://b/2.csv'],
    ]);
  });

  it('reads a job’s own external table by its name', async () => {
    const externalTables = new Map([['tmp', { sourceFormat: 'CSV' }]]);
    assert.deepEqual(await console.rows('SELECT COUNT(*) FROM tmp', { externalTables }), [[2]]);
  });

  it('hands on what the files’ reader refuses', async () => {
    const externalTables = new Map([['tmp', { sourceFormat: 'ORC' }]]);
    await assert.rejects(console.run('SELECT COUNT(*) FROM tmp', { externalTables }), /No such files/);
  });

  it('changes no external table', async () => {
    await assert.rejects(
      console.run('DELETE ds.ext WHERE TRUE'),
      /Cannot modify my-proj:ds.ext: it is an external table at \[1:8\]/,
    );
  });

  it('refuses a format that cannot be read, and options that are none', async () => {
    await assert.rejects(
      console.run("CREATE EXTERNAL TABLE ds.orc OPTIONS (format = 'ORC', uris = ['gs://b/x'])"),
      /does not support external tables of format ORC/,
    );
    await assert.rejects(
      console.run("CREATE EXTERNAL TABLE ds.x OPTIONS (format = 'CSV', uris = ['gs://b/x'], nope = 1)"),
      /Unknown option for EXTERNAL TABLE: nope at \[1:74\]/,
    );
  });
});

describe('GoogleSQL over the catalog', () => {
  it('lists jobs, their errors included', async () => {
    const console = await Console.open({
      jobs: () => [
        {
          jobId: 'j1',
          jobType: 'QUERY',
          state: 'DONE',
          creationMs: Date.UTC(2024, 0, 5),
          statementType: 'SELECT',
          query: "SELECT 'it''s'",
        },
        {
          jobId: 'j2',
          jobType: 'LOAD',
          state: 'DONE',
          creationMs: Date.UTC(2024, 0, 6),
          error: { reason: 'invalid', message: `it's "bad",\n{really} \\d` },
          destination: { projectId: 'p', datasetId: 'd', tableId: 't' },
          labels: { team: 'a "b"' },
        },
      ],
    });
    try {
      assert.deepEqual(
        await console.rows(
          'SELECT job_id, job_type, creation_time, statement_type, query, error_result.reason, error_result.message FROM `region-us`.INFORMATION_SCHEMA.JOBS ORDER BY creation_time',
        ),
        [
          ['j1', 'QUERY', '2024-01-05T00:00:00Z', 'SELECT', "SELECT 'it''s'", null, null],
          ['j2', 'LOAD', '2024-01-06T00:00:00Z', null, null, 'invalid', `it's "bad",\n{really} \\d`],
        ],
      );
      assert.deepEqual(
        await console.rows(
          'SELECT destination_table.table_id, ARRAY_LENGTH(referenced_tables), (SELECT STRING_AGG(CONCAT(key, "=", value)) FROM UNNEST(labels)), total_slot_ms, total_bytes_billed FROM `region-us`.INFORMATION_SCHEMA.JOBS ORDER BY creation_time',
        ),
        [
          [null, 0, null, 0, 0],
          ['t', 0, 'team=a "b"', 0, null],
        ],
      );
    } finally {
      await console.close();
    }
  });

  it('describes columns, keys and options as they were declared', async () => {
    const console = await Console.open();
    try {
      await console.run(`CREATE SCHEMA ds; CREATE TABLE ds.t (d DATE, id INT64 NOT NULL DEFAULT 7, s STRUCT<a INT64, b STRUCT<c STRING>>, PRIMARY KEY (id) NOT ENFORCED)
        PARTITION BY DATE_TRUNC(d, MONTH) CLUSTER BY id OPTIONS (description = 'text', require_partition_filter = FALSE)`);
      assert.deepEqual(
        await console.rows(
          'SELECT column_name, is_partitioning_column, clustering_ordinal_position, column_default FROM ds.INFORMATION_SCHEMA.COLUMNS ORDER BY ordinal_position',
        ),
        [
          ['d', 'YES', null, 'NULL'],
          ['id', 'NO', 1, '7'],
          ['s', 'NO', null, 'NULL'],
        ],
      );
      assert.deepEqual(
        await console.rows(
          "SELECT field_path, data_type FROM ds.INFORMATION_SCHEMA.COLUMN_FIELD_PATHS WHERE column_name = 's'",
        ),
        [
          ['s', 'STRUCT<a INT64, b STRUCT<c STRING>>'],
          ['s.a', 'INT64'],
          ['s.b', 'STRUCT<c STRING>'],
          ['s.b.c', 'STRING'],
        ],
      );
      assert.deepEqual(
        await console.rows('SELECT column_name, ordinal_position FROM ds.INFORMATION_SCHEMA.KEY_COLUMN_USAGE'),
        [['id', 1]],
      );
      assert.deepEqual(
        await console.rows('SELECT option_name, option_value FROM ds.INFORMATION_SCHEMA.TABLE_OPTIONS ORDER BY 1'),
        [
          ['description', '"text"'],
          ['require_partition_filter', 'false'],
        ],
      );
      assert.deepEqual(
        console.catalog.table({ projectId: 'my-proj', datasetId: 'ds', tableId: 't' })?.timePartitioning,
        { type: 'MONTH', field: 'd' },
      );
    } finally {
      await console.close();
    }
  });

  it('asks for a filter where the table requires one', async () => {
    const console = await Console.open();
    try {
      await console.run(`CREATE SCHEMA ds; CREATE TABLE ds.p (d DATE, x INT64) PARTITION BY d OPTIONS (require_partition_filter = TRUE);
        INSERT ds.p VALUES ('2024-01-05', 1), ('2024-01-06', 2)`);
      const unfiltered =
        /Cannot query over table 'my-proj.ds.p' without a filter over column\(s\) 'd' that can be used for partition elimination/;
      const refused = [
        'SELECT * FROM ds.p',
        'SELECT * FROM ds.p WHERE x = 1',
        'DELETE ds.p WHERE TRUE',
        'UPDATE ds.p SET x = 2 WHERE x = 1',
        'MERGE ds.p USING (SELECT 1 a) s ON p.x = s.a WHEN MATCHED THEN DELETE',
        'CREATE TABLE ds.q AS SELECT * FROM ds.p',
      ];
      for (const text of refused) await assert.rejects(console.run(text), unfiltered, text);
      assert.deepEqual(await console.rows("SELECT x FROM ds.p WHERE d > '2024-01-05'"), [[2]]);
      assert.deepEqual(
        await console.rows(
          "WITH w AS (SELECT d AS e, x FROM ds.p) SELECT x FROM (SELECT * FROM w) WHERE e = '2024-01-05'",
        ),
        [[1]],
      );
      await console.run('DELETE ds.p WHERE d IS NOT NULL');
    } finally {
      await console.close();
    }
  });

  it('reads tables of one prefix as one, by the columns of the newest', async () => {
    const console = await Console.open({
      now: (() => {
        let at = Date.UTC(2024, 0, 1);
        return () => (at += 1000);
      })(),
    });
    try {
      await console.run(
        'CREATE SCHEMA ds; CREATE TABLE ds.e_1 AS SELECT 1 a; CREATE TABLE ds.e_2 AS SELECT 2 a, "x" b',
      );
      assert.deepEqual(await console.rows('SELECT a, b, _TABLE_SUFFIX AS s FROM `ds.e_*` ORDER BY a'), [
        [1, null, '1'],
        [2, 'x', '2'],
      ]);
      assert.deepEqual(await console.rows("SELECT COUNT(*) FROM `my-proj.ds.*` WHERE _TABLE_SUFFIX = 'e_2'"), [[1]]);
      await assert.rejects(console.run('SELECT * FROM `ds.zz*`'), /does not match any table/);
    } finally {
      await console.close();
    }
  });
});
