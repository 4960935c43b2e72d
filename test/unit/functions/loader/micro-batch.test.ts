import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { cutOf, sweepMicro } from '../../../../functions/loader/micro-batch.ts';
import { advanceAll } from '../../../../functions/loader/sweep.ts';
import { retryLoad } from '../../../../functions/loader/verbs.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';

const pending = (count: number, sinceMs = 0, size = 10) =>
  Array.from({ length: count }, (_, index) => ({
    key: `k${index}`,
    name: `n${index}`,
    generation: '1',
    size,
    sinceMs,
  }));

describe('when files make a batch without a success file', () => {
  const limits = { files: 3, bytes: 1_000, ageMs: 60_000 };
  for (const [what, files, now, count] of [
    ['none make none', [], 0, 0],
    ['few, small and young ones wait', pending(2), 1_000, 0],
    ['enough files', pending(3), 0, 3],
    ['more than enough leave the rest', pending(5), 0, 3],
    ['enough bytes', pending(1, 0, 1_000), 0, 1],
    ['one that has waited long enough', pending(1), 60_000, 1],
  ] as const) {
    it(what, () => assert.equal(cutOf(files, now, limits).length, count));
  }
});

describe('micro-batches', () => {
  let world: LoaderWorld;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
  });
  after(() => world.close());
  afterEach(() => world.faults.clear());

  const put = (table: string, n: number): Promise<string> => world.put(`d/${table}/f${n}.json`, `{"n":${n}}\n`);
  const numbers = async (table: string): Promise<readonly number[]> =>
    (await world.rows(`d.${table}`).catch(() => [])).map((row) => JSON.parse(row).n).sort((a, b) => a - b);
  const micro = (env: Readonly<Record<string, string>> = {}): Instance =>
    world.instance({ MICRO_BATCH_FILES: '3', ...env });

  it('load each generation of each file once, although events come twice, late and at once', async () => {
    const instance = micro();
    const other = micro();
    const events: [string, string][] = [];
    for (let n = 0; n < 7; n += 1) events.push([`d/m/f${n}.json`, await put('m', n)]);
    await Promise.all(
      [...events, ...events].map(([name, generation], index) =>
        (index % 2 === 0 ? instance : other).event(name, generation),
      ),
    );
    const aged = micro({ MICRO_BATCH_AGE: '1s' });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    for (let turn = 0; turn < 3; turn += 1) await aged.sweep();
    assert.deepEqual(await numbers('m'), [0, 1, 2, 3, 4, 5, 6]);
    for (const [name, generation] of events) await instance.event(name, generation);
    await aged.sweep();
    assert.deepEqual(await numbers('m'), [0, 1, 2, 3, 4, 5, 6], 'late repetitions change nothing');
    assert.deepEqual(await world.names('_penstock/loader/micro/pending/'), []);
  });

  it('go on where an instance died while a batch was made', async () => {
    const instance = micro();
    for (const step of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const table = `die${step}`;
      const { objects } = instance.context;
      let writes = 0;
      const dying =
        <T extends unknown[], R>(work: (...given: T) => Promise<R>) =>
        async (...given: T): Promise<R> => {
          writes += 1;
          if (writes >= step + 3) throw new PenstockError('UNAVAILABLE', 'killed');
          return work(...given);
        };
      const context = {
        ...instance.context,
        objects: { ...objects, create: dying(objects.create), delete: dying(objects.delete) },
      };
      const { handle } = await import('../../../../functions/loader/handler.ts');
      const events: [string, string][] = [];
      for (let n = 0; n < 3; n += 1) events.push([`d/${table}/f${n}.json`, await put(table, n)]);
      for (const [name, generation] of events) {
        await handle(
          context as never,
          {
            headers: {},
            rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name, generation, size: '8' })),
          } as never,
          Date.now(),
        );
      }
      for (const [name, generation] of events) await instance.event(name, generation);
      await micro({ MICRO_BATCH_AGE: '1s' }).sweep();
      assert.deepEqual(await numbers(table), [0, 1, 2], `killed at write ${step}`);
    }
  });

  it('take no success files, dot files or configuration, and nothing at all where the mode is off', async () => {
    const instance = micro({ MICRO_BATCH_FILES: '1' });
    await world.put('d/off/.x.json', '{"n":1}\n');
    await instance.event('d/off/.x.json');
    await instance.event('d/off/_config/load.json');
    await world.instance().event('d/off/f1.json');
    assert.deepEqual(await numbers('off'), []);
  });

  it('of a file written twice before its batch load what is there', async () => {
    const instance = micro({ MICRO_BATCH_FILES: '2' });
    const first = await put('re', 1);
    await instance.event('d/re/f1.json', first);
    const second = await world.put('d/re/f1.json', '{"n":5}\n');
    await instance.event('d/re/f1.json', second);
    await instance.sweep();
    const last = await put('re', 2);
    await instance.event('d/re/f2.json', last);
    await put('re', 3).then((generation) => instance.event('d/re/f3.json', generation));
    assert.deepEqual(await numbers('re'), [2, 3, 5]);
  });

  it('that failed are tried again with their own files', async () => {
    const instance = micro({ MICRO_BATCH_FILES: '2' });
    await world.put('d/bad/_config/load.json', '{"sourceFormat":"AVRO"}');
    for (const n of [1, 2]) await put('bad', n).then((generation) => instance.event(`d/bad/f${n}.json`, generation));
    assert.equal((await world.names('d/bad/_FAILED')).length, 1);
    await world.client.bucket(BUCKET).file('d/bad/_config/load.json').delete();
    await put('bad', 3);
    const store = instance.context.storeOf(BUCKET);
    const { id } = await retryLoad(instance.context, store, { bucket: BUCKET, name: 'd/bad/_MICRO', generation: '1' });
    const untilMs = Date.now() + 10_000;
    await advanceAll(instance.context, store, id, { untilMs, followUntilMs: untilMs });
    assert.deepEqual(await numbers('bad'), [1, 2]);
  });

  it('that failed leave a file alone that was written again since: it comes in a batch of its own', async () => {
    const instance = micro({ MICRO_BATCH_FILES: '2' });
    await world.put('d/late/_config/load.json', '{"sourceFormat":"AVRO"}');
    for (const n of [1, 2]) await put('late', n).then((generation) => instance.event(`d/late/f${n}.json`, generation));
    await world.client.bucket(BUCKET).file('d/late/_config/load.json').delete();
    await world.put('d/late/f2.json', '{"n":7}\n');
    const store = instance.context.storeOf(BUCKET);
    const { id } = await retryLoad(instance.context, store, { bucket: BUCKET, name: 'd/late/_MICRO', generation: '1' });
    const untilMs = Date.now() + 10_000;
    await advanceAll(instance.context, store, id, { untilMs, followUntilMs: untilMs });
    assert.deepEqual(await numbers('late'), [1]);
  });

  it('whose directory was taken by another instance, or whose time is over, wait for the next sweep', async () => {
    const instance = micro({ MICRO_BATCH_AGE: '1s' });
    await put('gone', 1).then((generation) => instance.event('d/gone/f1.json', generation));
    const { objects } = instance.context;
    const store = instance.context.storeOf(BUCKET);
    const missing = {
      ...instance.context,
      objects: { ...objects, read: async () => Promise.reject(new PenstockError('NOT_FOUND', 'no')) },
    };
    const untilMs = Date.now() + 5_000;
    await sweepMicro(missing as never, store, { untilMs, followUntilMs: untilMs });
    await sweepMicro(instance.context, store, { untilMs: 0, followUntilMs: 0 });
    assert.deepEqual(await numbers('gone'), []);
  });
});
