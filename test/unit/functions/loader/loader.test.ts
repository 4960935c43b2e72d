import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { runInTrace } from '@penstock/shared/runtime/trace.ts';
import { handle } from '../../../../functions/loader/handler.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';

const ROWS = ['{"id":1,"name":"x"}', '{"id":2,"name":"y"}', '{"id":3,"name":"z"}'];

describe('the loader', () => {
  let world: LoaderWorld;
  let instance: Instance;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
  });
  after(() => world.close());
  beforeEach(() => {
    instance = world.instance();
  });
  afterEach(() => world.faults.clear());

  /** Three rows in two files. Returns the success file's generation. */
  async function drop(table: string, rest = ''): Promise<string> {
    await world.put(`d/${table}/${rest}a.csv`, 'id,name\n1,x\n2,y\n');
    await world.put(`d/${table}/${rest}b.csv`, 'id,name\n3,z\n');
    return world.put(`d/${table}/${rest}_SUCCESS`, '');
  }

  async function table(name: string, columns = 'id INT64, name STRING', rest = ''): Promise<void> {
    await world.warehouse.query(`CREATE TABLE d.${name} (${columns}) ${rest}`);
  }

  const config = (name: string, value: unknown, place = ''): Promise<string> =>
    world.put(`d/${name}/${place}_config/load.json`, JSON.stringify(value));
  const stateOf = async (name: string): Promise<unknown> => {
    const line = instance.lines
      .map((text) => JSON.parse(text) as { message: string; object?: string; outcome?: string })
      .find(({ message, object }) => message === 'load' && object === `gs://${BUCKET}/${name}`);
    return line?.outcome;
  };
  const failure = async (
    directory: string,
  ): Promise<{
    readonly error_message: string;
    readonly error_code: string;
    readonly errors?: readonly { readonly location: string }[];
  }> => {
    const [bytes] = await world.client.bucket(BUCKET).file(`${directory}_FAILED`).download();
    return JSON.parse(bytes.toString());
  };

  it('LD-15 loads the files of a success file into a new table, and leaves only its ledger, manifest and count behind', async () => {
    await drop('first');
    assert.equal(await instance.event('d/first/_SUCCESS'), 'done');
    assert.deepEqual(await world.rows('d.first'), ROWS);
    assert.equal(await stateOf('d/first/_SUCCESS'), 'delivered');
    const [tables] = await world.warehouse.dataset('d').getTables();
    assert.deepEqual(
      tables.map(({ id }) => id).filter((id) => id?.startsWith('penstock')),
      [],
    );
    const left = await world.names('_penstock/');
    const kinds = left.map((name) => name.replace(/[0-9a-f-]{30,}/g, 'ID'));
    assert.deepEqual(kinds, [
      '_penstock/loader/loads/ID.json',
      '_penstock/loader/loads/ID/ID.ndjson',
      '_penstock/loader/quota/ID.json',
    ]);
    // Their own events cost nothing: no service is asked.
    for (const method of ['objects.get', 'objects.list', 'objects.insert'])
      world.faults.add({ service: 'storage', method, kind: 'error', code: 'INTERNAL', times: 0 });
    for (const name of left) assert.equal(await instance.event(name, '1'), 'done');
  });

  it('LD-18 an event does not stay for a job that runs long, and a sweep moves its load on', async () => {
    const busy = world.instance({ WAIT_FOR_JOB_SECONDS: '0' });
    await drop('long');
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 1_500, times: 1 });
    assert.equal(await busy.event('d/long/_SUCCESS'), 'done');
    await assert.rejects(world.rows('d.long'), /Not found/);
    world.faults.clear();
    await instance.settle();
    assert.deepEqual(await world.rows('d.long'), ROWS);
  });

  it('gives its jobs and lines the trace of the request that planned the load, whichever request moves it on', async () => {
    const planned = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true };
    const swept = { ...planned, traceId: 'c'.repeat(32) };
    const first = world.instance({ WAIT_FOR_JOB_SECONDS: '0' });
    await drop('traced');
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 300, times: 0 });
    await runInTrace(planned, () => first.event('d/traced/_SUCCESS'));
    assert.equal(
      first.lines.some((line) => line.includes('"message":"load"')),
      false,
    );
    world.faults.clear();
    await runInTrace(swept, () => instance.settle());
    assert.deepEqual(await world.rows('d.traced'), ROWS);
    const [jobs] = await world.warehouse.getJobs();
    const labels = jobs.map(({ metadata }) => metadata.configuration?.labels as Record<string, string> | undefined);
    assert.ok(labels.some((own) => own?.['trace-id'] === planned.traceId));
    assert.ok(labels.every((own) => own?.['trace-id'] !== swept.traceId));
  });

  it('AL-01 takes Eventarc events, pushed notifications and plain objects alike, and other changes and objects are no-ops', async () => {
    const generation = await drop('events');
    const resource = { kind: 'storage#object', bucket: BUCKET, name: 'd/events/_SUCCESS', generation };
    const attributes = {
      eventType: 'OBJECT_FINALIZE',
      bucketId: BUCKET,
      objectId: 'd/events/_SUCCESS',
      objectGeneration: generation,
    };
    const push = (given: Readonly<Record<string, string>>) => ({
      rawBody: Buffer.from(JSON.stringify({ message: { messageId: '1', attributes: given }, subscription: 's' })),
    });
    const headers = {
      'ce-id': '1',
      'ce-source': 's',
      'ce-type': 'google.cloud.storage.object.v1.finalized',
      'ce-time': '2026-01-02T03:04:05Z',
      'content-type': 'application/json',
    };
    const cloudEvent = { headers, rawBody: Buffer.from(JSON.stringify(resource)) };
    const noops = [
      push({ ...attributes, eventType: 'OBJECT_DELETE' }),
      push({ ...attributes, eventType: 'OBJECT_METADATA_UPDATE' }),
      push({ ...attributes, objectId: 'd/events/a.csv' }),
      push({ ...attributes, objectId: 'd/events/x_SUCCESS' }),
      push({ ...attributes, objectId: 'd/events/_FAILED' }),
      push({ ...attributes, objectId: 'd/_config/_SUCCESS' }),
      { ...cloudEvent, headers: { ...headers, 'ce-type': 'google.cloud.storage.object.v1.deleted' } },
    ];
    for (const request of noops) assert.equal(await instance.request(request), 'done');
    assert.deepEqual(
      await world.names('_penstock/loader/loads/').then((names) => names.filter((name) => name.includes('/open/'))),
      [],
    );
    await assert.rejects(world.rows('d.events'), /Not found/);
    for (const request of [cloudEvent, push(attributes), { rawBody: Buffer.from(JSON.stringify(resource)) }]) {
      assert.equal(await instance.request(request), 'done');
      assert.deepEqual(await world.rows('d.events'), ROWS);
    }
  });

  it('an event that is none is rejected to the error topic and not asked for again', async () => {
    assert.equal(await instance.request({ rawBody: Buffer.from('{"a":1}') }), 'done');
    assert.equal(await instance.request({ rawBody: Buffer.from('{"sweep": 1}') }), 'done');
    assert.equal(await instance.request({ rawBody: Buffer.from('{"sweep"') }), 'done');
    assert.equal(await instance.request({ rawBody: Buffer.from('{"sweep": true, "buckets": [1]}') }), 'done');
    assert.equal(instance.rejected.length, 4);
    const strict = world.instance({ USE_ERROR_REPORTING_API: 'false' });
    assert.equal(await strict.request({ rawBody: Buffer.from('{"a":1}') }), 'again');
  });

  it('AL-10 the same event 10 times at once and then again, on warm and cold instances, is one set of rows', async () => {
    const generation = await drop('often');
    const instances = [instance, world.instance(), world.instance()];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        instances[index % 3]?.event('d/often/_SUCCESS', index % 2 === 0 ? generation : ''),
      ),
    );
    assert.deepEqual([...new Set(answers)], ['done']);
    assert.equal(await world.instance().event('d/often/_SUCCESS', generation), 'done');
    assert.deepEqual(await world.rows('d.often'), ROWS);
    assert.equal(
      (await world.names('_penstock/loader/loads/')).filter(
        (name) => name.endsWith('.ndjson') && name.includes('often'),
      ).length,
      0,
    );
  });

  it('AL-07 two batches append, WRITE_TRUNCATE leaves the last, and partitions replace themselves only', async () => {
    await table('al07');
    await config('al07', { skipLeadingRows: 1 });
    await drop('al07', 'one/');
    await drop('al07', 'two/');
    await instance.event('d/al07/one/_SUCCESS');
    await instance.event('d/al07/two/_SUCCESS');
    assert.equal((await world.rows('d.al07')).length, 6);
    await config('al07', { writeDisposition: 'WRITE_TRUNCATE' }, 'three/');
    await drop('al07', 'three/');
    await instance.event('d/al07/three/_SUCCESS');
    assert.deepEqual(await world.rows('d.al07'), ROWS);

    await world.warehouse.query('CREATE TABLE d.parted (id INT64, day DATE) PARTITION BY day');
    await config('parted', { skipLeadingRows: 1, writeDisposition: 'WRITE_TRUNCATE' });
    for (const [day, id] of [
      ['20200101', 1],
      ['20200102', 2],
      ['20200101', 3],
    ] as const) {
      await world.put(`d/parted/${day}/a.csv`, `id,day\n${id},${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}\n`);
      await world.put(`d/parted/${day}/_SUCCESS`, '');
      await instance.event(`d/parted/${day}/_SUCCESS`);
    }
    assert.deepEqual(await world.rows('d.parted', 'id'), ['{"id":2}', '{"id":3}']);
  });

  for (const hold of ['verify', 'snapshot'] as const) {
    it(`AL-12 LD-03 several parts appear at once and whole, appending and truncating, files held by ${hold}`, async () => {
      const small = world.instance({ MAX_BATCH_BYTES: '20', MAX_BATCH_URIS: '2', HOLD_FILES: hold });
      const name = `parts_${hold}`;
      for (let index = 0; index < 7; index += 1) await world.put(`d/${name}/f${index}.csv`, `id,name\n${index},n\n`);
      const first = await world.put(`d/${name}/_SUCCESS`, '');
      await small.event(`d/${name}/_SUCCESS`, first);
      assert.equal((await world.rows(`d.${name}`)).length, 7);
      await config(name, { skipLeadingRows: 1 });
      await world.put(`d/${name}/_SUCCESS`, '');
      await small.event(`d/${name}/_SUCCESS`);
      assert.equal((await world.rows(`d.${name}`)).length, 14);
      await config(name, { skipLeadingRows: 1, writeDisposition: 'WRITE_TRUNCATE' });
      await world.put(`d/${name}/_SUCCESS`, '');
      await small.event(`d/${name}/_SUCCESS`);
      assert.equal((await world.rows(`d.${name}`)).length, 7);
      const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
      const ids = jobs.flatMap(({ id = '' }) => (id.includes(name) ? [id] : []));
      assert.equal(
        ids.filter((id) => id.startsWith('penstock-copy')).length,
        3,
        'each batch became visible by one copy',
      );
      assert.equal(ids.filter((id) => id.startsWith('penstock-load')).length, 21, 'each part had a job of its own');
      assert.deepEqual(await world.names(`_penstock/loader/staging/`), []);
    });
  }

  it('a snapshot of one part loads straight from copies, and its copies go', async () => {
    const snapshot = world.instance({ HOLD_FILES: 'snapshot' });
    await drop('direct');
    await snapshot.event('d/direct/_SUCCESS');
    assert.deepEqual(await world.rows('d.direct'), ROWS);
    const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
    assert.deepEqual(
      jobs.filter(({ id }) => id?.includes('d-direct-')).map(({ id }) => id?.split('_')[0]),
      ['penstock-load'],
    );
    assert.deepEqual(await world.names('_penstock/loader/staging/'), []);
    await config('direct', { skipLeadingRows: 1, destinationTableProperties: { description: 'x' } });
    await world.put('d/direct/_SUCCESS', '');
    await snapshot.event('d/direct/_SUCCESS');
    assert.equal((await world.rows('d.direct')).length, 6);
  });

  it('AL-13 LD-08 many events of many tables on one warm instance stay apart, with and without configuration', async () => {
    const tables = Array.from({ length: 12 }, (_, index) => `mix${index}`);
    for (const [index, name] of tables.entries()) {
      if (index % 2 === 0)
        await config(name, {
          labels: { team: name },
          skipLeadingRows: 1,
          schema: {
            fields: [
              { name: 'id', type: 'INTEGER' },
              { name: 'name', type: 'STRING' },
            ],
          },
        });
      for (const batch of ['b1', 'b2']) {
        await world.put(`d/${name}/${batch}/a.json`, `{"id": ${index}, "name": "${name}"}\n`);
        if (index % 2 === 0)
          await config(name, { skipLeadingRows: 0, sourceFormat: 'NEWLINE_DELIMITED_JSON' }, `${batch}/`);
        await world.put(`d/${name}/${batch}/_SUCCESS`, '');
      }
    }
    await Promise.all(
      tables.flatMap((name) => ['b1', 'b2', 'b1'].map((batch) => instance.event(`d/${name}/${batch}/_SUCCESS`))),
    );
    await instance.settle();
    for (const [index, name] of tables.entries()) {
      const row = `{"id":${index},"name":"${name}"}`;
      assert.deepEqual(await world.rows(`d.${name}`), [row, row]);
    }
    const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
    for (const { id, metadata } of jobs.filter(({ id }) => /mix\d/.test(String(id)))) {
      const [, name, batch] = /d-(mix\d+)-(b\d)/.exec(String(id)) ?? [];
      assert.equal(metadata.configuration.labels['batch-id'], batch);
      assert.equal(metadata.configuration.labels.team, Number(name?.slice(3)) % 2 === 0 ? name : undefined);
    }
  });

  it('AL-17 LD-13 LD-14 paths with any characters load under legal ids and labels', async () => {
    const names = ['_SUCCESS/x', 'größe und mehr', '$20200102', 'a=b', 'x'.repeat(900), '😀'];
    await world.warehouse.query('CREATE TABLE d.odd (id INT64, name STRING) PARTITION BY _PARTITIONDATE');
    await config('odd', { skipLeadingRows: 1 });
    for (const name of names) {
      await drop('odd', `${name}/`);
      await instance.event(`d/odd/${name}/_SUCCESS`);
    }
    assert.equal((await world.rows('d.odd')).length, names.length * 3);
  });

  it('AL-20 a file overwritten between the plan and the publication fails the batch, and nothing of it is in the table', async () => {
    const slow = world.instance({ WAIT_FOR_JOB_SECONDS: '0' });
    await drop('held');
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 300, resource: 'd-held-' });
    await slow.event('d/held/_SUCCESS');
    await world.put('d/held/b.csv', 'id,name\n9,other\n');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await instance.settle();
    assert.match((await failure('d/held/')).error_message, /d\/held\/b.csv .* was overwritten/);
    await assert.rejects(world.rows('d.held'), /Not found/);
    await world.put('d/held/_SUCCESS', '');
    await instance.event('d/held/_SUCCESS');
    assert.deepEqual(await world.rows('d.held'), [...ROWS.slice(0, 2), '{"id":9,"name":"other"}']);
    assert.deepEqual(await world.names('d/held/_FAILED'), [], 'the reason goes when the batch loads');
  });

  it('AL-20 a file that is newer than its success file fails the batch, or is loaded where the setting says so', async () => {
    await drop('late');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await world.put('d/late/c.csv', 'id,name\n4,w\n');
    await instance.event('d/late/_SUCCESS');
    assert.match((await failure('d/late/')).error_message, /d\/late\/c.csv .*written after the success file/);
    const lenient = world.instance({ FILES_AFTER_SUCCESS: 'load' });
    await drop('later');
    await world.put('d/later/c.csv', 'id,name\n4,w\n');
    await lenient.event('d/later/_SUCCESS');
    assert.equal((await world.rows('d.later')).length, 4);
  });

  it('AL-20 a snapshot of a file that is gone or overwritten fails the batch', async () => {
    const snapshot = world.instance({ HOLD_FILES: 'snapshot' });
    for (const [name, change] of [
      ['gone', undefined],
      ['over', 'id,name\n9,o\n'],
    ] as const) {
      await drop(name);
      const { objects } = snapshot.context;
      const context = {
        ...snapshot.context,
        objects: {
          ...objects,
          copy: async (...given: Parameters<typeof objects.copy>) => {
            if (given[0].name.endsWith('b.csv'))
              await (change === undefined ? objects.delete(BUCKET, given[0].name) : world.put(given[0].name, change));
            return objects.copy(...given);
          },
        },
      };
      const request = {
        headers: {},
        rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: `d/${name}/_SUCCESS` })),
      };
      assert.equal(await handle(context, request as never, Date.now()), 'done');
      assert.match((await failure(`d/${name}/`)).error_message, change === undefined ? /is gone/ : /was overwritten/);
    }
  });

  it('AL-06 LD-10 a directory of nothing but a success file fails clearly, and the next batch of the table loads', async () => {
    await world.put('d/empty/_SUCCESS', '');
    assert.equal(await instance.event('d/empty/_SUCCESS'), 'done');
    const { error_message, error_code } = await failure('d/empty/');
    assert.match(error_message, /gs:\/\/drop\/d\/empty\/ holds no data files/);
    assert.equal(error_code, 'INPUT_INVALID');
    assert.equal(instance.rejected[0]?.facts?.input, 'gs://drop/d/empty/_SUCCESS');
    await drop('empty');
    await instance.event('d/empty/_SUCCESS');
    assert.deepEqual(await world.rows('d.empty'), ROWS);
  });

  it('a wrong value in load.json fails the batch before any job, and a corrected file loads', async () => {
    await config('wrong', { writeDisposition: 'WRTITE_TRUNCATE' });
    await drop('wrong');
    await instance.event('d/wrong/_SUCCESS');
    assert.match(
      (await failure('d/wrong/')).error_message,
      /gs:\/\/drop\/d\/wrong\/_config\/load.json[\s\S]*WRITE_TRUNCATE/,
    );
    await config('wrong', {});
    await world.put('d/wrong/_SUCCESS', '');
    await instance.event('d/wrong/_SUCCESS');
    assert.deepEqual(await world.rows('d.wrong'), ROWS);
  });

  it('LD-05 a redelivery after a failed request goes on with the batch', async () => {
    const generation = await drop('again');
    world.faults.add({ service: 'bigquery', method: 'jobs.insert', kind: 'error', code: 403, times: 0 });
    await instance.event('d/again/_SUCCESS', generation);
    world.faults.clear();
    const { objects } = instance.context;
    const broken = {
      ...instance.context,
      objects: { ...objects, create: async () => Promise.reject(new PenstockError('UNAVAILABLE', 'no')) },
    };
    const second = await drop('again2');
    const request = {
      headers: {},
      rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/again2/_SUCCESS', generation: second })),
    };
    assert.equal(await handle(broken, request as never, Date.now()), 'again');
    assert.equal(await instance.event('d/again2/_SUCCESS', second), 'done');
    assert.deepEqual(await world.rows('d.again2'), ROWS);
  });

  it('a success file that is gone before it is seen loads nothing, and one written again loads once', async () => {
    const first = await drop('twice');
    await world.put('d/twice/_SUCCESS', '');
    await instance.event('d/twice/_SUCCESS', first);
    await instance.event('d/twice/_SUCCESS');
    assert.deepEqual(await world.rows('d.twice'), ROWS);
    await world.client.bucket(BUCKET).file('d/twice/_SUCCESS').delete();
    assert.equal(await instance.event('d/twice/_SUCCESS', '1'), 'done');
    assert.deepEqual(await world.rows('d.twice'), ROWS);
  });

  it('new columns come with the batch where schemaUpdateOptions allow them, from every part', async () => {
    await table('wide', 'id INT64 NOT NULL');
    await config('wide', { schemaUpdateOptions: ['ALLOW_FIELD_ADDITION', 'ALLOW_FIELD_RELAXATION'], autodetect: true });
    await world.put('d/wide/a.json', '{"id":1,"x":"one"}\n');
    await world.put('d/wide/b.json', '{"id":2,"y":2}\n');
    await world.put('d/wide/_SUCCESS', '');
    const small = world.instance({ MAX_BATCH_URIS: '1' });
    await small.event('d/wide/_SUCCESS');
    assert.deepEqual(await world.rows('d.wide'), ['{"id":1,"x":"one","y":null}', '{"id":2,"x":null,"y":2}']);
  });

  it('CREATE_NEVER needs the table, and a view is no table', async () => {
    await config('never', { createDisposition: 'CREATE_NEVER' });
    await drop('never');
    await instance.event('d/never/_SUCCESS');
    assert.match(
      (await failure('d/never/')).error_message,
      /There is no table d.never, and createDisposition is CREATE_NEVER/,
    );
    await world.warehouse.query('CREATE VIEW d.seen AS SELECT 1 AS id');
    await drop('seen');
    await instance.event('d/seen/_SUCCESS');
    assert.match((await failure('d/seen/')).error_message, /d.seen is a VIEW/);
  });

  it('a data error is told with the file that has it, by the job’s own words', async () => {
    await table('bad');
    await drop('bad');
    await instance.event('d/bad/_SUCCESS');
    const { error_message, errors } = await failure('d/bad/');
    assert.match(error_message, /d\/bad\/a.csv|id/);
    assert.ok((errors?.length ?? 0) > 0);
    assert.deepEqual(await world.rows('d.bad'), []);
  });

  it('a new table takes schemaUpdateOptions as nothing to do, and a source’s name as a label', async () => {
    await config('fresh', { schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'], dataSourceName: 'Shop' });
    await drop('fresh');
    await instance.event('d/fresh/_SUCCESS');
    await instance.settle();
    assert.deepEqual(await world.rows('d.fresh'), ROWS);
    const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
    assert.equal(jobs.find(({ id }) => id?.includes('d-fresh-'))?.metadata.configuration.labels['data-source'], 'shop');
  });

  it('an encryption key goes with the load and with the copy', async () => {
    await config('kms', { destinationEncryptionConfiguration: { kmsKeyName: 'k' } });
    await drop('kms');
    const rest = await instance.context.rest();
    const sent: string[] = [];
    const recording = {
      ...rest,
      request: async <T>(request: Parameters<typeof rest.request>[0]): Promise<T> => {
        if (request.method !== 'POST' || !request.path.endsWith('/jobs')) return rest.request<T>(request);
        sent.push(String(request.body));
        // The local BigQuery has no keys.
        const body = String(request.body)
          .replaceAll('"destinationEncryptionConfiguration":{"kmsKeyName":"k"},', '')
          .replaceAll(',"destinationEncryptionConfiguration":{"kmsKeyName":"k"}', '');
        return rest.request<T>({ ...request, body });
      },
    };
    const request = { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/kms/_SUCCESS' })) };
    await handle({ ...instance.context, rest: async () => recording }, request as never, Date.now());
    await instance.settle();
    assert.deepEqual(await world.rows('d.kms'), ROWS);
    assert.deepEqual(
      sent.map((body) => body.includes('"kmsKeyName":"k"')),
      [true, true],
    );
  });
});
