import assert from 'node:assert/strict';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import { type RestClient, restClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import type { Rejection } from '@penstock/shared/errors/record.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import { halves, NOTHING_LOADED, parseLoadState } from '../../../../functions/sink/outputs/file-loads/load-state.ts';
import { Loads, type LoadsOptions } from '../../../../functions/sink/outputs/file-loads/loads.ts';
import { stagedName } from '../../../../functions/sink/outputs/file-loads/names.ts';
import { agedParts } from '../../../../functions/sink/outputs/file-loads/seen.ts';
import {
  keyOfLine,
  linesOf,
  messageOfLine,
  stagedFile,
  stagedLine,
} from '../../../../functions/sink/outputs/file-loads/staged-line.ts';
import { fileLoads } from '../../../../functions/sink/outputs/file-loads/staging.ts';
import { BUCKET, deliveryOf, PROJECT, type SinkWorld, startSinkWorld } from '../../../support/sink.ts';
import { engineParts } from '../../../support/sink-parts.ts';
import { eventually } from '../../../support/suite.ts';

const INPUT = { name: 'projects/p/subscriptions/s', type: 'pubsub', settle: () => undefined } as const;

function lineOf(id: string, data = `{"id":"${id}"}`, verbatim = true): string {
  const delivery = deliveryOf({ data, messageId: id, attributes: { a: `"}{ ${id}` } }, INPUT);
  const text = verbatim ? data : `{"id":${JSON.stringify(id)}}`;
  const entry = { delivery, payload: delivery.data, bytes: 0 };
  return stagedFile([stagedLine(entry, { text: Buffer.from(text), verbatim })])
    .toString()
    .trimEnd();
}

describe('a line of a staged file', () => {
  for (const [data, verbatim] of [
    ['{"id":"x","s":"a } \\" { b"}', true],
    ['{}', true],
    ['{ }', true],
    ['{ "id" : "spaced" }', true],
    ['\n{"id":"1"}', false],
    [' ', false],
  ] as const) {
    it(`gives back key, attributes and payload byte for byte: ${JSON.stringify(data)}${verbatim ? '' : ' beside its row'}`, () => {
      const line = Buffer.from(lineOf('77', data, verbatim));
      assert.doesNotThrow(() => JSON.parse(line.toString()));
      assert.equal(keyOfLine(line), `${INPUT.name}#77`);
      const found = messageOfLine(line);
      assert.deepEqual(
        [found.key, found.attributes, found.data.toString()],
        [`${INPUT.name}#77`, { a: '"}{ 77' }, data],
      );
    });
  }
  it('ends at a line break, or with the file', () => {
    assert.deepEqual([...linesOf(Buffer.from('a\n\nb'))].map(String), ['a', 'b']);
  });
});

describe('the state of a table in FILE_LOADS', () => {
  it('is read from its ledger, or refused', () => {
    assert.deepEqual(parseLoadState(JSON.parse(JSON.stringify(NOTHING_LOADED))), NOTHING_LOADED);
    for (const wrong of [null, {}, { number: 1, seen: [], plan: 'x' }])
      assert.throws(() => parseLoadState(wrong), TypeError);
  });
  it('halves a group of files, and not a single file', () => {
    const files = ['a', 'b', 'c'].map((name) => ({ name, generation: '1' }));
    const [left, right] = halves({ key: 'g', files, attempt: 4 }) ?? [];
    assert.deepEqual(
      [left?.files.length, right?.files.length, left?.key, right?.key, left?.attempt],
      [1, 2, 'g0', 'g1', 1],
    );
    assert.equal(halves({ key: 'g', files: files.slice(0, 1), attempt: 1 }), undefined);
  });
  it('forgets messages that were planned long ago, or that are too many', () => {
    const parts = [1, 2, 3].map((atMs) => ({ name: String(atMs), generation: '1', count: 10, atMs }));
    const names = (limits: { nowMs: number; keepMs: number; mostKeys: number }): string[] =>
      agedParts(parts, limits).kept.map(({ name }) => name);
    assert.deepEqual(names({ nowMs: 4, keepMs: 10, mostKeys: 100 }), ['1', '2', '3']);
    assert.deepEqual(names({ nowMs: 4, keepMs: 2, mostKeys: 100 }), ['2', '3']);
    assert.deepEqual(names({ nowMs: 4, keepMs: 10, mostKeys: 15 }), ['3']);
  });
});

describe('AS-09: loads of staged files', function () {
  this.timeout(120_000);
  let world: SinkWorld;
  let storage: StorageClient;
  let objects: Objects;
  let rest: RestClient;
  let tables = 0;

  before(async () => {
    world = await startSinkWorld();
    storage = openStorage({ projectId: PROJECT });
    objects = createObjects(storage);
    rest = restClient(await connectBigQuery(PROJECT));
  });
  after(async () => {
    await storage.close();
    await world.close();
  });

  interface Place {
    readonly table: string;
    readonly prefix: string;
    stage(...files: readonly (readonly string[])[]): Promise<void>;
    ids(): Promise<readonly string[]>;
    left(): Promise<number>;
  }

  async function place(): Promise<Place> {
    tables += 1;
    const table = `${PROJECT}.d.load_${tables}`;
    const prefix = `loads-${tables}/`;
    await world.createTable('d', `load_${tables}`, [
      { name: 'id', type: 'STRING', mode: 'REQUIRED' },
      { name: 'n', type: 'INTEGER' },
    ]);
    let files = 0;
    return {
      table,
      prefix,
      stage: async (...lists) => {
        for (const lines of lists) {
          files += 1;
          await objects.create(
            BUCKET,
            stagedName(prefix, table, Date.now(), String(files)),
            Buffer.from(`${lines.join('\n')}\n`),
          );
        }
      },
      ids: async () =>
        (await world.rows(`SELECT id FROM ${table.replace(PROJECT, `\`${PROJECT}\``)} ORDER BY id`)).map(([id]) =>
          String(id),
        ),
      left: async () => {
        let count = 0;
        for await (const page of objects.list(BUCKET, { prefix: `${prefix}staged/` })) count += page.length;
        return count;
      },
    };
  }

  function loadsOf(
    { prefix }: Place,
    more: Partial<LoadsOptions> = {},
  ): { loads: Loads; rejected: Rejection[]; lines: Record<string, unknown>[] } {
    const { parts, lines } = engineParts(world.cloud.env);
    const rejected: Rejection[] = [];
    const loads = new Loads({
      storage,
      objects,
      rest: async () => rest,
      errorOutput: { reject: async (rejection) => void rejected.push(rejection) },
      bucket: BUCKET,
      prefix,
      maxFiles: 100,
      maxBytes: 1e9,
      deduplicateMs: 3_600_000,
      mostKeys: 1_000,
      newId: () => String(Math.random()).slice(2),
      owner: String(Math.random()),
      termMs: 60_000,
      followMs: 60_000,
      triggeringMs: 20,
      parallel: 2,
      ...parts,
      ...more,
    });
    return { loads, rejected, lines };
  }

  it('load each message once, however many files hold it and however often it comes again', async () => {
    const at = await place();
    await at.stage([lineOf('1'), lineOf('2'), lineOf('2')], [lineOf('2'), lineOf('3')], [lineOf('1')]);
    const { loads } = loadsOf(at);
    await Promise.all([loads.sweep(), loads.sweep()]);
    assert.deepEqual(await at.ids(), ['1', '2', '3']);
    await at.stage([lineOf('3'), lineOf('4')], [lineOf('3')]);
    // Another process, which has nothing in memory.
    const other = loadsOf(at);
    await other.loads.sweep();
    assert.deepEqual(await at.ids(), ['1', '2', '3', '4']);
    assert.equal(await at.left(), 0);
    await Promise.all([loads.close(), other.loads.close()]);
  });

  it('take as many files and bytes at once as a job may have', async () => {
    const at = await place();
    await at.stage(...Array.from({ length: 5 }, (_, index) => [lineOf(String(index))]));
    const { loads, lines } = loadsOf(at, { maxFiles: 2 });
    await loads.sweep();
    assert.deepEqual(
      lines.filter(({ message }) => message === 'loaded').map(({ files }) => files),
      [2, 2, 1],
    );
    await at.stage([lineOf('a')], [lineOf('b')]);
    await loadsOf(at, { maxBytes: 10 }).loads.sweep();
    assert.equal((await at.ids()).length, 7);
  });

  it('send a row that BigQuery refuses to the error output, and load all others', async () => {
    const at = await place();
    const bad = lineOf('bad', '{"id":"bad","n":"many"}');
    await at.stage([lineOf('1'), lineOf('2'), bad, lineOf('3'), lineOf('4')], [lineOf('5')], [lineOf('6')]);
    const { loads, rejected } = loadsOf(at);
    await loads.sweep();
    assert.deepEqual(await at.ids(), ['1', '2', '3', '4', '5', '6']);
    assert.deepEqual(
      rejected.map(({ data, attributes }) => [data.toString(), attributes]),
      [['{"id":"bad","n":"many"}', { a: '"}{ bad' }]],
    );
    assert.equal(rejected[0]?.facts?.error_table, at.table);
    assert.equal(rejected[0]?.facts?.input, INPUT.name);
    assert.equal(await at.left(), 0);
  });

  it('go on without a staged file that has vanished, and say so (SD-05)', async () => {
    const at = await place();
    await at.stage([lineOf('1')], [lineOf('2')]);
    const vanishing: RestClient = {
      ...rest,
      request: async (asked) => {
        if (asked.method === 'POST' && asked.path.endsWith('/jobs')) {
          for await (const page of objects.list(BUCKET, { prefix: `${at.prefix}staged/` })) {
            const [info] = page;
            if (info !== undefined && page.length === 2) await objects.delete(BUCKET, info.name);
          }
        }
        return rest.request(asked);
      },
    };
    const { loads, lines } = loadsOf(at, { rest: async () => vanishing });
    await loads.sweep();
    assert.deepEqual(await at.ids(), ['2']);
    assert.equal(lines.filter(({ alert }) => alert === true).length, 1);
  });

  it('hold rows back where another file has the name of theirs', async () => {
    const told: string[] = [];
    const taken = { create: async () => ({ info: {}, created: false }) } as unknown as Objects;
    const schema = { fields: [{ name: 'id', type: 'STRING', mode: 'NULLABLE' }] } as const;
    const open = fileLoads({
      objects: taken,
      bucket: BUCKET,
      prefix: 'taken/',
      describe: async () => ({ schema, primaryKey: [], maxStaleness: undefined, version: '1' }),
      format: { name: 'json' },
      unknownFields: 'drop',
      limits: { maxRows: 1, maxBytes: 1_000, maxAgeMs: 10 },
      clock: systemClock,
      newId: () => 'same',
    });
    const destination = { name: 'p.d.t', table: { projectId: 'p', datasetId: 'd', tableId: 't' } };
    const output = await open({ destination, settle: (_entries, { kind }) => told.push(kind) });
    const delivery = deliveryOf({ data: '{"id":"1"}' }, INPUT);
    output.add({ delivery, payload: delivery.data, bytes: 1 });
    await eventually(
      async () => told.length,
      (count) => count === 1,
    );
    assert.deepEqual(told, ['retry']);
    await output.close();
  });

  it('plan without a file that is gone since it was listed, and end where all of them are', async () => {
    const at = await place();
    await at.stage([lineOf('1')], [lineOf('2')]);
    let reads = 0;
    const gone: Objects = {
      ...objects,
      read: (bucket, name, options) => {
        reads += 1;
        return reads === 1
          ? Promise.reject(new PenstockError('NOT_FOUND', 'gone'))
          : objects.read(bucket, name, options);
      },
    };
    await loadsOf(at, { objects: gone }).loads.sweep();
    assert.equal((await at.ids()).length, 1);
    const other = await place();
    await other.stage([lineOf('3')]);
    const deleting: RestClient = {
      ...rest,
      request: async (asked) => {
        if (asked.method === 'POST') {
          for await (const page of objects.list(BUCKET, { prefix: `${other.prefix}staged/` }))
            for (const { name } of page) await objects.delete(BUCKET, name);
        }
        return rest.request(asked);
      },
    };
    const { loads } = loadsOf(other, { rest: async () => deleting });
    await loads.sweep();
    assert.deepEqual(await other.ids(), []);
  });

  it('leave a table that is gone to the next run, and alert', async () => {
    const at = await place();
    const gone = { ...at, table: `${PROJECT}.d.nowhere` };
    await objects.create(BUCKET, stagedName(at.prefix, gone.table, Date.now(), 'x'), Buffer.from(`${lineOf('1')}\n`));
    const { loads, lines } = loadsOf(at);
    await loads.sweep();
    await loads.sweep();
    const told = lines.filter(({ severity }) => severity === 'ERROR');
    assert.equal(told.length, 2);
    assert.ok(told.every(({ alert }) => alert === true));
    assert.equal(await at.left(), 1);
  });

  it('leave a job that runs on to the next run, which attaches to it', async () => {
    const at = await place();
    await at.stage([lineOf('1')]);
    let looks = 0;
    const slow: RestClient = {
      ...rest,
      request: async <T>(asked: Parameters<RestClient['request']>[0]): Promise<T> => {
        const answer = await rest.request<T>(asked);
        if (!asked.path.includes('/jobs')) return answer;
        looks += 1;
        return looks < 3 ? ({ ...answer, status: { state: 'RUNNING' } } as T) : answer;
      },
    };
    const first = loadsOf(at, { rest: async () => slow, followMs: 0 });
    await first.loads.sweep();
    assert.match(String(first.lines.at(-1)?.error_message), /is still running/);
    const sweepAndLook = async (): Promise<number> => {
      await first.loads.sweep();
      return at.left();
    };
    await eventually(sweepAndLook, (left) => left === 0);
    assert.deepEqual(await at.ids(), ['1']);
  });

  it('keep the files of a job that failed for now, and try it again under another id (SD-11)', async () => {
    const at = await place();
    await at.stage([lineOf('1')]);
    world.cloud.faults.add({ service: 'bigquery', method: 'jobs.insert', kind: 'error', code: 503, times: 1 });
    const ids: string[] = [];
    const failing: RestClient = {
      ...rest,
      request: async <T>(asked: Parameters<RestClient['request']>[0]): Promise<T> => {
        if (asked.method === 'POST')
          ids.push((JSON.parse(String(asked.body)) as { jobReference: { jobId: string } }).jobReference.jobId);
        if (ids.length === 1 && asked.path.includes('/jobs')) {
          const status = { state: 'DONE', errorResult: { reason: 'backendError', message: 'try again' } };
          return { jobReference: { projectId: PROJECT, jobId: ids[0] }, status } as T;
        }
        return rest.request<T>(asked);
      },
    };
    const { loads } = loadsOf(at, { rest: async () => failing });
    await loads.sweep();
    const kept = await at.left();
    await loads.sweep();
    assert.deepEqual(await at.ids(), ['1']);
    assert.deepEqual([kept, await at.left()], [1, 0]);
    assert.equal(new Set(ids).size, 2);
    world.cloud.faults.clear();
  });

  it('run at the triggering frequency until they are closed, one owner a table', async () => {
    const at = await place();
    const [one, other] = [loadsOf(at), loadsOf(at)];
    one.loads.start();
    other.loads.start();
    await at.stage([lineOf('1')]);
    await eventually(at.ids, (ids) => ids.length === 1);
    await Promise.all([one.loads.close(), other.loads.close()]);
    await at.stage([lineOf('2')]);
    assert.deepEqual(await at.ids(), ['1']);
  });

  it('say that a bucket cannot be listed, and go on later', async () => {
    const at = await place();
    const { loads, lines } = loadsOf(at, { bucket: 'no-such-bucket' });
    await loads.sweep();
    assert.match(String(lines[0]?.message), /loads of staged files are left/);
    await loads.close();
  });

  it('remember no messages of a file of keys that was removed by hand', async () => {
    const at = await place();
    await at.stage([lineOf('1')]);
    await loadsOf(at).loads.sweep();
    for await (const page of objects.list(BUCKET, { prefix: `${at.prefix}seen/` }))
      for (const { name } of page) await objects.delete(BUCKET, name);
    await at.stage([lineOf('2')]);
    await loadsOf(at, { deduplicateMs: 3_600_000 }).loads.sweep();
    const forgetful = loadsOf(at, { deduplicateMs: 0 });
    await forgetful.loads.sweep();
    await at.stage([lineOf('3')]);
    await forgetful.loads.sweep();
    assert.deepEqual(await at.ids(), ['1', '2', '3']);
  });

  it('remember the messages of the newest plans only, as many as they may', async () => {
    const at = await place();
    const { loads } = loadsOf(at, { mostKeys: 2 });
    for (const ids of [['1'], ['2'], ['3'], ['4', '1', '3']]) {
      await at.stage(ids.map((id) => lineOf(id)));
      await loads.sweep();
    }
    assert.deepEqual(await at.ids(), ['1', '1', '2', '3', '4']);
    await loads.close();
  });

  it('plan no more messages at once than a quarter of those they may remember, so that a backlog is loaded in parts, each once', async () => {
    const at = await place();
    const { loads, lines } = loadsOf(at, { mostKeys: 8 });
    const ids = Array.from({ length: 7 }, (_, index) => String(index));
    await at.stage(...ids.map((id) => [lineOf(id)]), [lineOf('6'), lineOf('5')]);
    await loads.sweep();
    assert.deepEqual(await at.ids(), ids);
    const loaded = lines.filter(({ message }) => message === 'loaded').map(({ rows }) => rows);
    assert.deepEqual(loaded, [2, 2, 2, 1]);
    await at.stage([lineOf('4'), lineOf('7')]);
    await loads.sweep();
    assert.deepEqual(await at.ids(), [...ids, '7']);
    await loads.close();
  });

  it('load everything exactly once, killed before or after any step and taken up by another owner (SD-10)', async () => {
    const steps = await stepsOf();
    const runs: Promise<void>[] = [];
    for (let step = 1; step <= steps; step += 1)
      for (const when of ['before', 'after'] as const) runs.push(killedAt(step, when));
    await Promise.all(runs);
    assert.ok(steps > 12, `${steps} steps`);
  });

  /** The number of calls of a whole run. */
  async function stepsOf(): Promise<number> {
    const at = await place();
    await at.stage(...FILES);
    const mortal = mortalClients(Number.POSITIVE_INFINITY, 'before');
    await loadsOf(at, mortal.clients).loads.sweep();
    assert.deepEqual(await at.ids(), ['1', '2', '3', '4']);
    return mortal.calls();
  }

  async function killedAt(step: number, when: 'before' | 'after'): Promise<void> {
    const at = await place();
    await at.stage(...FILES);
    const mortal = mortalClients(step, when);
    const dead = loadsOf(at, { ...mortal.clients, termMs: 2_000 });
    await dead.loads.sweep();
    const heir = loadsOf(at, { termMs: 2_000 });
    await eventually(
      async () => {
        await heir.loads.sweep();
        return at.left();
      },
      (left) => left === 0,
      100_000,
    );
    await heir.loads.sweep();
    assert.deepEqual(await at.ids(), ['1', '2', '3', '4'], `killed ${when} step ${step}`);
    await Promise.all([dead.loads.close(), heir.loads.close()]);
  }

  const FILES = [[lineOf('1'), lineOf('2')], [lineOf('2'), lineOf('3'), lineOf('3')], [lineOf('4')]] as const;

  /** Clients of a process that is killed at a call: nothing is done by it from then on. */
  function mortalClients(
    step: number,
    when: 'before' | 'after',
  ): { clients: Partial<LoadsOptions>; calls: () => number } {
    let calls = 0;
    const dead = new PenstockError('CANCELLED', 'killed');
    const mortal = async <R>(call: () => Promise<R>): Promise<R> => {
      calls += 1;
      if (calls > step || (calls === step && when === 'before')) throw dead;
      const answer = await call();
      if (calls >= step) throw dead;
      return answer;
    };
    const client: StorageClient = { ...storage, call: (asked) => mortal(() => storage.call(asked)) };
    const mortalRest: RestClient = { ...rest, request: (asked) => mortal(() => rest.request(asked)) };
    return {
      clients: { storage: client, objects: createObjects(client), rest: async () => mortalRest },
      calls: () => calls,
    };
  }
});
