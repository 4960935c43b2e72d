import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Bucket, Storage } from '@google-cloud/storage';
import { suiteFunctions } from '../../demo/demo.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { avroBytes, avroFile, avroLong } from '../support/avro-file.ts';
import { eventually, queryRows } from '../support/suite.ts';

const BUCKET = 'ingestion';
const FORMATS = ['CSV', 'NEWLINE_DELIMITED_JSON', 'PARQUET', 'AVRO'] as const;
type Format = (typeof FORMATS)[number];

/** The seed's tree (004), dropped in one go by the unmodified client, while the function hears the bucket's events. */
describe('the seed’s file tree and configurations', () => {
  let cloud: LocalCloud;
  let bucket: Bucket;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-loader-'));
    cloud = await startLocalCloud({
      functions: suiteFunctions()
        .filter(({ name }) => name === 'loader')
        .map((one) => ({ ...one, env: {} })),
      eventBackoffMs: 50,
      resources: { buckets: [BUCKET], datasets: ['sales'] },
      triggers: [
        {
          name: 'loader',
          filters: [
            { attribute: 'type', value: 'google.cloud.storage.object.v1.finalized' },
            { attribute: 'bucket', value: BUCKET },
          ],
          function: 'loader',
          retry: true,
        },
      ],
    });
    bucket = new Storage({ projectId: cloud.projectId, apiEndpoint: `http://${cloud.addresses.storage}` }).bucket(
      BUCKET,
    );
  });
  after(async () => {
    await cloud.close();
    await rm(folder, { recursive: true });
  });

  /** Two rows, beginning with this id, in a file of the format. */
  async function fileOf(format: Format, id: number): Promise<Buffer> {
    switch (format) {
      case 'CSV':
        return Buffer.from(`${id},a\n${id + 1},b\n`);
      case 'NEWLINE_DELIMITED_JSON':
        return Buffer.from(`{"id":${id},"name":"a"}\n{"id":${id + 1},"name":"b"}\n`);
      case 'AVRO': {
        const schema = {
          type: 'record',
          name: 'r',
          fields: [
            { name: 'id', type: 'long' },
            { name: 'name', type: 'string' },
          ],
        };
        const rows = [
          [id, 'a'],
          [id + 1, 'b'],
        ] as const;
        return avroFile(schema, 2n, Buffer.concat(rows.flatMap(([n, name]) => [avroLong(BigInt(n)), avroBytes(name)])));
      }
      case 'PARQUET': {
        const path = join(folder, `${id}.parquet`);
        const duck = await DuckDBInstance.create(':memory:');
        const connection = await duck.connect();
        await connection.run(
          `COPY (SELECT i::BIGINT AS id, n AS name FROM (VALUES (${id}, 'a'), (${id + 1}, 'b')) v(i, n)) TO '${path}' (FORMAT parquet)`,
        );
        connection.closeSync();
        return readFile(path);
      }
    }
  }

  it('load in every format, by job and by transform, with the merged configuration of the seed', async function () {
    this.timeout(120_000);
    const put = (name: string, data: string | Buffer): Promise<void> => bucket.file(name).save(data);
    const ddl = FORMATS.flatMap((format) =>
      ['load', 'sql'].map(
        (mode) =>
          `CREATE TABLE sales.${format.toLowerCase()}_${mode} (id INT64, name STRING) PARTITION BY RANGE_BUCKET(id, GENERATE_ARRAY(0, 10000, 1000))`,
      ),
    );
    for (const statement of ddl) await queryRows(cloud, statement);
    // The root is CSV and appends; a table's own file says its format, and that it replaces.
    await put('_config/load.json', JSON.stringify({ sourceFormat: 'CSV', writeDisposition: 'WRITE_APPEND' }));
    await Promise.all(
      FORMATS.map(async (format, index) => {
        const table = format.toLowerCase();
        await put(`sales/${table}_load/_config/load.json`, JSON.stringify({ sourceFormat: format }));
        await put(
          `sales/${table}_load/incremental/2/_config/load.json`,
          JSON.stringify({ writeDisposition: 'WRITE_TRUNCATE' }),
        );
        await put(
          `sales/${table}_sql/_config/bq_transform.sql`,
          'INSERT {dest_dataset}.{dest_table}\nSELECT id, name FROM temp_ext\n',
        );
        if (format !== 'PARQUET') {
          const schema =
            format === 'AVRO'
              ? {}
              : {
                  schema: {
                    fields: [
                      { name: 'id', type: 'INTEGER' },
                      { name: 'name', type: 'STRING' },
                    ],
                  },
                };
          await put(`sales/${table}_sql/_config/external.json`, JSON.stringify({ sourceFormat: format, ...schema }));
        }
        for (const [batch, id] of [
          ['1', 10],
          ['2', 20],
        ] as const) {
          for (const file of [0, 1]) {
            const data = await fileOf(format, 1_000 * index + id + 2 * file);
            await put(`sales/${table}_load/incremental/${batch}/part-${file}`, data);
            await put(`sales/${table}_sql/incremental/${batch}/part-${file}`, data);
          }
        }
        for (const mode of ['load', 'sql']) await put(`sales/${table}_${mode}/incremental/1/_SUCCESS`, '');
      }),
    );
    for (const [index, format] of FORMATS.entries()) {
      const ids = async (mode: string): Promise<unknown> =>
        (await queryRows(cloud, `SELECT id FROM sales.${format.toLowerCase()}_${mode} ORDER BY id`)).map(([id]) =>
          Number(id),
        );
      const expected = (...from: readonly number[]): readonly number[] =>
        from.flatMap((id) => [0, 1, 2, 3].map((step) => 1_000 * index + id + step));
      for (const mode of ['load', 'sql']) {
        await eventually(
          () => ids(mode),
          (found) => JSON.stringify(found) === JSON.stringify(expected(10)),
          60_000,
        );
        await put(`sales/${format.toLowerCase()}_${mode}/incremental/2/_SUCCESS`, '');
      }
      await eventually(
        () => ids('load'),
        (found) => JSON.stringify(found) === JSON.stringify(expected(20)),
        60_000,
      );
      await eventually(
        () => ids('sql'),
        (found) => JSON.stringify(found) === JSON.stringify(expected(10, 20)),
        60_000,
      );
    }
    const [failed] = await bucket.getFiles({ matchGlob: '**/_FAILED' }).catch(() => [[]]);
    assert.deepEqual(
      failed.map(({ name }) => name),
      [],
    );
  });
});
