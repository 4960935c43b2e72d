import assert from 'node:assert/strict';
import { handle } from '../../../../functions/loader/handler.ts';
import { hivePrefix } from '../../../../functions/loader/transform.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';

describe('a transform', () => {
  let world: LoaderWorld;
  let instance: Instance;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
    instance = world.instance();
    await world.put(
      'd/_config/external.json',
      '{"sourceFormat":"CSV","csvOptions":{"skipLeadingRows":1},"schema":{"fields":[{"name":"id","type":"INTEGER"}]}}',
    );
  });
  after(() => world.close());
  afterEach(() => world.faults.clear());

  async function drop(
    table: string,
    sql: string,
    files: Readonly<Record<string, string>> = { 'a.csv': 'id\n1\n', 'b.csv': 'id\n2\n' },
    by = instance,
  ): Promise<void> {
    await world.warehouse.query(`CREATE TABLE IF NOT EXISTS d.${table} (id INT64)`);
    await world.put(`d/${table}/_config/bq_transform.sql`, sql);
    for (const [name, content] of Object.entries(files)) await world.put(`d/${table}/${name}`, content);
    await world.put(`d/${table}/_SUCCESS`, '');
    await by.event(`d/${table}/_SUCCESS`);
  }
  const failure = async (table: string): Promise<string> => {
    const [bytes] = await world.client.bucket(BUCKET).file(`d/${table}/_FAILED`).download();
    return JSON.parse(bytes.toString()).error_message;
  };
  const ids = (table: string) => world.rows(`d.${table}`);

  it('AL-05 selects from temp_ext over the files one by one, and inserts into the destination without its partition', async () => {
    await drop('plain', 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext');
    assert.deepEqual(await ids('plain'), ['{"id":1}', '{"id":2}']);
    const [jobs] = await world.warehouse.getJobs({ maxResults: 100 });
    const { metadata } = jobs.find(({ id }) => id?.startsWith('penstock-transform_d-plain')) ?? {};
    const uris: readonly string[] = metadata.configuration.query.tableDefinitions.temp_ext.sourceUris;
    assert.deepEqual(
      uris.map((uri) => uri.replace(/staging\/\w+/, 'staging')),
      [
        `gs://${BUCKET}/_penstock/loader/staging/d/plain/a.csv`,
        `gs://${BUCKET}/_penstock/loader/staging/d/plain/b.csv`,
      ],
      'LD-16 no wildcard',
    );
    assert.deepEqual(await world.names('_penstock/loader/staging/'), []);
    await instance.event('d/plain/_SUCCESS');
    assert.deepEqual(await ids('plain'), ['{"id":1}', '{"id":2}'], 'the same event again changes nothing');
  });

  it('AL-05 braces of regular expressions survive', async () => {
    await drop(
      'braces',
      "INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext WHERE REGEXP_CONTAINS(CAST(id AS STRING), r'^\\d{1}$')",
    );
    assert.equal((await ids('braces')).length, 2);
  });

  it('AL-05 a transform that changes no row fails, unless that is allowed by setting or file; CREATE TABLE AS is exempt', async () => {
    const sql = 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext WHERE FALSE';
    await drop('zero', sql);
    assert.match(await failure('zero'), /bq_transform.sql changed no row/);
    await drop('zero2', sql, undefined, world.instance({ FAIL_ON_ZERO_DML_ROWS_AFFECTED: 'False' }));
    await assert.rejects(failure('zero2'));
    await world.put('d/zero3/_config/load.json', '{"allowZeroRows":true}');
    await drop('zero3', sql);
    await assert.rejects(failure('zero3'));
    await drop('ctas', 'CREATE OR REPLACE TABLE {dest_dataset}.{dest_table} AS SELECT id FROM temp_ext WHERE FALSE');
    await assert.rejects(failure('ctas'));
  });

  it('AL-05 a script is judged by its statements: one that fails fails the batch, and nothing runs again', async () => {
    const sql =
      'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext; INSERT {dest_dataset}.{dest_table} SELECT ERROR("no") FROM temp_ext;';
    await drop('script', sql);
    assert.match(await failure('script'), /no/);
    assert.deepEqual(await ids('script'), ['{"id":1}', '{"id":2}'], 'the first statement has taken effect once');
    await instance.event('d/script/_SUCCESS');
    await instance.sweep();
    assert.equal((await ids('script')).length, 2);
  });

  it('a script whose statements changed rows succeeds with their sum', async () => {
    await drop(
      'good',
      'DELETE FROM {dest_dataset}.{dest_table} WHERE TRUE; INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext',
    );
    assert.equal((await ids('good')).length, 2);
    assert.ok(instance.lines.some((line) => line.includes('d/good/_SUCCESS') && line.includes('"rows":2')));
  });

  it('a script that fails for a transient reason before any statement has run is not run again where that is not known', async () => {
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'error', resource: 'd-unknown-' });
    await drop(
      'unknown',
      'DELETE FROM {dest_dataset}.{dest_table} WHERE TRUE; INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext',
    );
    assert.match(await failure('unknown'), /Retrying may solve/);
    assert.deepEqual(await ids('unknown'), []);
  });

  it('one statement that fails for a transient reason runs again', async () => {
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'error', resource: 'd-single-' });
    await drop('single', 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext');
    assert.equal((await ids('single')).length, 2);
  });

  it('hive partitioning is derived from the paths, or told where there is none to derive', async () => {
    await world.put(
      'd/hive/_config/external.json',
      '{"sourceFormat":"CSV","hivePartitioningOptions":{"mode":"STRINGS"},"schema":{"fields":[{"name":"id","type":"INTEGER"}]}}',
    );
    await drop('hive', 'INSERT {dest_dataset}.{dest_table} SELECT id + CAST(k AS INT64) FROM temp_ext', {
      'k=10/a.csv': '1\n',
      'k=20/a.csv': '1\n',
    });
    assert.deepEqual(await ids('hive'), ['{"id":11}', '{"id":21}']);
    await world.put('d/flat/_config/external.json', '{"sourceFormat":"CSV","hivePartitioningOptions":{"mode":"AUTO"}}');
    await drop('flat', 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext');
    assert.match(await failure('flat'), /has no directory like key=value/);
    await world.put(
      'd/hive2/_config/external.json',
      `{"sourceFormat":"CSV","hivePartitioningOptions":{"mode":"STRINGS","sourceUriPrefix":"gs://${BUCKET}/d/hive2"},"schema":{"fields":[{"name":"id","type":"INTEGER"}]}}`,
    );
    await drop('hive2', 'INSERT {dest_dataset}.{dest_table} SELECT id + CAST(k AS INT64) FROM temp_ext', {
      'k=10/a.csv': '1\n',
    });
    assert.deepEqual(await ids('hive2'), ['{"id":11}']);
    assert.equal(hivePrefix('a/b/c'), undefined);
  });

  /** Plans a transform of so many files of one byte, none of which has to be there. */
  async function planned(files: number, by: Instance) {
    const { planLoad } = await import('../../../../functions/loader/plan.ts');
    await world.put('d/many/_config/bq_transform.sql', 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext');
    const pages = async function* () {
      yield Array.from({ length: files }, (_, index) => ({
        name: `d/many/${index}`,
        generation: '1',
        size: 1,
        updatedMs: 0,
      }));
    };
    const success = { bucket: BUCKET, name: 'd/many/_SUCCESS', generation: '1' };
    return planLoad(by.context, { success, successMs: 1, pages }, async (lines) => {
      for await (const _ of lines);
      return 'm';
    });
  }

  it('more files than an external table takes are refused before anything runs', async () => {
    await assert.rejects(planned(10_001, instance), /more than 10000 files/);
  });

  it('the limits of load jobs do not hold for the files of a query', async () => {
    const narrow = world.instance({ MAX_BATCH_URIS: '1', MAX_BATCH_BYTES: '1' });
    const { parts } = await planned(5_000, narrow);
    assert.deepEqual([parts.length, parts[0]?.files], [1, 5_000]);
  });

  it('a script is run again only where it is known that no statement has taken effect', async () => {
    const rest = await instance.context.rest();
    const lying = {
      ...rest,
      request: async <T>(request: Parameters<typeof rest.request>[0]): Promise<T> => {
        const answer = await rest.request<{ status?: { errorResult?: { reason: string } } }>(request);
        const failed = answer.status?.errorResult;
        if (failed !== undefined) failed.reason = 'backendError';
        return answer as T;
      },
    };
    for (const [table, sql, attempts] of [
      ['harmless', 'SELECT 1; SELECT ERROR("no")', 4],
      ['harmful', 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext; SELECT ERROR("no")', 1],
    ] as const) {
      await world.warehouse.query(`CREATE TABLE d.${table} (id INT64)`);
      await world.put(`d/${table}/_config/bq_transform.sql`, sql);
      await world.put(`d/${table}/a.csv`, 'id\n1\n');
      await world.put(`d/${table}/_SUCCESS`, '');
      const request = {
        headers: {},
        rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: `d/${table}/_SUCCESS` })),
      };
      await handle({ ...instance.context, rest: async () => lying } as never, request as never, Date.now());
      const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
      assert.equal(jobs.filter(({ id }) => id?.startsWith(`penstock-transform_d-${table}-`)).length, attempts);
      assert.match(await failure(table), /no/);
    }
  });
});
