import assert from 'node:assert/strict';
import { levelsOf } from '../../../../functions/loader/config-files.ts';
import { checkLegality, mergeLoadConfig, readExternal } from '../../../../functions/loader/load-config.ts';
import { settleConfig } from '../../../../functions/loader/plan.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';

const file = (origin: string, value: unknown) => ({
  origin: `gs://b/${origin}`,
  bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

describe('the merged load.json', () => {
  it('AL-03 LD-01 the example of the seed gives exactly its result: the nearest wins, lists are replaced', async () => {
    const { value, originOf } = await mergeLoadConfig([
      file('_config/load.json', {
        sourceFormat: 'CSV',
        writeDisposition: 'WRITE_APPEND',
        schemaUpdateOptions: ['ALLOW_FIELD_RELAXATION'],
      }),
      file('ds/_config/load.json', { sourceFormat: 'AVRO' }),
      file('ds/t/_config/load.json', { writeDisposition: 'WRITE_TRUNCATE' }),
    ]);
    assert.deepEqual(value, {
      sourceFormat: 'AVRO',
      writeDisposition: 'WRITE_TRUNCATE',
      schemaUpdateOptions: ['ALLOW_FIELD_RELAXATION'],
    });
    assert.equal(originOf('sourceFormat'), 'gs://b/ds/_config/load.json');
    assert.equal(originOf('schemaUpdateOptions'), 'gs://b/_config/load.json');
    assert.equal(originOf('nothing'), 'defaults');
  });

  it('AL-03 objects merge key by key and lists are replaced whole', async () => {
    const { value } = await mergeLoadConfig([
      file('_config/load.json', {
        parquetOptions: { enumAsString: true },
        clustering: { fields: ['a', 'b'] },
        labels: { a: '1', b: '2' },
      }),
      file('ds/_config/load.json', {
        parquetOptions: { enableListInference: true },
        clustering: { fields: ['c'] },
        labels: { b: '3' },
      }),
    ]);
    assert.deepEqual(value.parquetOptions, { enumAsString: true, enableListInference: true });
    assert.deepEqual(value.clustering, { fields: ['c'] });
    assert.deepEqual(value.labels, { a: '1', b: '3' });
  });

  it('the seed’s own files, misspelt and with a trailing comma, are refused with file, key, what is allowed and the nearest match', async () => {
    await assert.rejects(
      mergeLoadConfig([file('_config/load.json', { schemaUpdateOptions: ['ALLOW_FILED_RELAXATION'] })]),
      (error: Error) => {
        assert.match(error.message, /gs:\/\/b\/_config\/load.json/);
        assert.match(error.message, /schemaUpdateOptions/);
        assert.match(error.message, /ALLOW_FIELD_ADDITION/);
        assert.match(error.message, /ALLOW_FIELD_RELAXATION/);
        return true;
      },
    );
    await assert.rejects(
      mergeLoadConfig([file('d/_config/load.json', { writeDisposition: 'WRTITE_TRUNCATE' })]),
      /gs:\/\/b\/d\/_config\/load.json[\s\S]*writeDisposition[\s\S]*WRITE_TRUNCATE/,
    );
    await assert.rejects(
      mergeLoadConfig([file('d/_config/load.json', '{\n  "sourceFormat": "AVRO",\n}')]),
      /gs:\/\/b\/d\/_config\/load.json[\s\S]*(?:comma|,)/,
    );
    await assert.rejects(
      mergeLoadConfig([file('d/_config/load.json', { writeDispositon: 'WRITE_APPEND' })]),
      /writeDispositon[\s\S]*writeDisposition/,
    );
  });

  it('two loads configured alike have one digest, and others another', async () => {
    const digests = await Promise.all(
      [{}, {}, { autodetect: true }].map(async (value) => (await mergeLoadConfig([file('load.json', value)])).digest),
    );
    assert.equal(digests[0], digests[1]);
    assert.notEqual(digests[0], digests[2]);
  });

  it('a pair that BigQuery refuses is told before any job, with both files', async () => {
    const config = await mergeLoadConfig([
      file('_config/load.json', { schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] }),
      file('ds/_config/load.json', { writeDisposition: 'WRITE_TRUNCATE' }),
    ]);
    assert.throws(
      () => checkLegality(config, false),
      /gs:\/\/b\/_config\/load.json[\s\S]*gs:\/\/b\/ds\/_config\/load.json/,
    );
    checkLegality(config, true);
  });

  it('AL-05 an external table is PARQUET where no external.json says otherwise', async () => {
    assert.deepEqual(await readExternal(undefined), { sourceFormat: 'PARQUET' });
    assert.deepEqual(await readExternal(file('external.json', { autodetect: true })), {
      sourceFormat: 'PARQUET',
      autodetect: true,
    });
    assert.deepEqual(
      await readExternal(file('external.json', { sourceFormat: 'CSV', csvOptions: { skipLeadingRows: 1 } })),
      { sourceFormat: 'CSV', csvOptions: { skipLeadingRows: 1 } },
    );
    await assert.rejects(readExternal(file('external.json', { sourceFormat: 'PARKET' })), /PARKET[\s\S]*PARQUET/);
  });
});

describe('the search for configuration', () => {
  let world: LoaderWorld;
  let instance: Instance;
  const settle = (name: string) => settleConfig(instance.context, { bucket: BUCKET, name });
  before(async () => {
    world = await loaderWorld();
    instance = world.instance({ BQ_STORAGE_PROJECT: 'store' });
  });
  after(() => world.close());

  it('LD-02 every level counts, from the root to the success file’s own directory', async () => {
    assert.deepEqual(levelsOf('ds/t/2020/_SUCCESS'), ['', 'ds/', 'ds/t/', 'ds/t/2020/']);
    assert.deepEqual(levelsOf('_SUCCESS'), ['']);
    const levels = { '': 'nullMarker', 'lv/': 'quote', 'lv/t/': 'fieldDelimiter', 'lv/t/20200102/': 'encoding' };
    const values: Readonly<Record<string, string>> = { encoding: 'ISO-8859-1' };
    for (const [level, key] of Object.entries(levels))
      await world.put(`${level}_config/load.json`, JSON.stringify({ [key]: values[key] ?? key }));
    const { config, destination } = await settle('lv/t/20200102/_SUCCESS');
    assert.deepEqual(config.value, {
      writeDisposition: 'WRITE_APPEND',
      nullMarker: 'nullMarker',
      quote: 'quote',
      fieldDelimiter: 'fieldDelimiter',
      encoding: 'ISO-8859-1',
    });
    assert.equal(config.originOf('encoding'), `gs://${BUCKET}/lv/t/20200102/_config/load.json`);
    assert.equal(destination.projectId, 'store');
    await world.client.bucket(BUCKET).file('_config/load.json').delete();
  });

  it('external.json and SQL come from the nearest level, and files of other names and folders count for nothing', async () => {
    await world.put('_config/root.sql', 'SELECT 1');
    await world.put('ex/_config/near.sql', 'INSERT {dest_dataset}.{dest_table} SELECT 2 FROM temp_ext');
    await world.put('ex/_config/external.json', '{"sourceFormat":"CSV"}');
    await world.put('ex/t/_config_old/far.sql', 'SELECT 3');
    await world.put('ex/t/_config/deeper/far.sql', 'SELECT 4');
    await world.put('ex/t/_config/notes.txt', 'none');
    const { transform, files } = await settle('ex/t/_SUCCESS');
    assert.equal(transform?.sql, 'INSERT `store`.ex.t SELECT 2 FROM temp_ext');
    assert.deepEqual(transform?.external, { sourceFormat: 'CSV' });
    assert.equal(files.ordered, false);
    await world.client.bucket(BUCKET).file('_config/root.sql').delete();
  });

  it('two SQL files in one directory, and an empty one, are refused by name', async () => {
    await world.put('two/_config/a.sql', 'SELECT 1');
    await world.put('two/_config/b.sql', 'SELECT 1');
    await assert.rejects(
      settle('two/t/_SUCCESS'),
      /two\/_config\/a.sql and .*two\/_config\/b.sql are in one directory/,
    );
    await world.put('none/_config/a.sql', ' \n');
    await assert.rejects(settle('none/t/_SUCCESS'), /none\/_config\/a.sql is empty/);
  });

  it('a configuration file of more than a megabyte is refused', async () => {
    await world.put('big/_config/load.json', ' '.repeat(1_048_577));
    await assert.rejects(settle('big/t/_SUCCESS'), /big\/_config\/load.json has 1048577 bytes/);
  });

  it('a file that is replaced while it is read is read again later', async () => {
    await world.put('swap/_config/load.json', '{}');
    const { objects } = instance.context;
    const context = {
      ...instance.context,
      objects: {
        ...objects,
        read: async (bucket: string, name: string, options = {}) => {
          await world.put(name, '{"quote":"x"}');
          return objects.read(bucket, name, options);
        },
      },
    };
    await assert.rejects(settleConfig(context, { bucket: BUCKET, name: 'swap/t/_SUCCESS' }), {
      code: 'ABORTED',
      kind: 'transient',
    });
    const denied = { ...context, objects: { ...objects, read: async () => Promise.reject(new Error('no')) } };
    await assert.rejects(settleConfig(denied, { bucket: BUCKET, name: 'swap/t/_SUCCESS' }), /no/);
  });

  it('AL-15 ORDERME counts at every level', async () => {
    for (const level of ['or/', 'os/t/', 'ou/t/incremental/']) {
      await world.put(`${level}_config/ORDERME`, '');
      const name = level.includes('incremental') ? `${level}x/_SUCCESS` : `${level.split('/')[0]}/t/x/_SUCCESS`;
      assert.equal((await settle(name)).files.ordered, true, level);
    }
    await world.put('_config/ORDERME', '');
    assert.equal((await settle('oz/t/_SUCCESS')).files.ordered, true);
    await world.client.bucket(BUCKET).file('_config/ORDERME').delete();
  });
});
