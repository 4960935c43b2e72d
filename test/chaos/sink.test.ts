import assert from 'node:assert/strict';
import type { Mode, SinkFile } from '../../functions/sink/config/file.ts';
import { resolve } from '../../functions/sink/config/resolve.ts';
import { startWorker, type Worker } from '../../functions/sink/worker.ts';
import { type FaultRule, mulberry32 } from '../../local/core/faults/faults.ts';
import { BUCKET, ERRORS, PROCESS, PROJECT, type SinkWorld, startSinkWorld } from '../support/sink.ts';
import { engineParts } from '../support/sink-parts.ts';
import { publishAll, subscribe } from '../support/sink-pubsub.ts';
import { eventually } from '../support/suite.ts';

const only = process.env.PENSTOCK_SEED;
const seeds = process.env.PENSTOCK_SOAK === '1' ? 100 : 10;
const MODES: readonly Mode[] = ['STREAMING_INSERTS', 'STORAGE_WRITE', 'FILE_LOADS', 'MIXED', 'CDC'];
/** Modes in which a message that comes twice is one row. */
const ONCE: ReadonlySet<Mode> = new Set(['FILE_LOADS', 'CDC']);
const MESSAGES = 120;
const FIELDS = [
  { name: 'id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'n', type: 'INTEGER' },
];

type Fault = Omit<FaultRule, 'skip' | 'times'>;

/** Outages, throttling, lost answers, duplicates, reorder and slowness, of everything that the sink talks to. */
const FAULTS: readonly Fault[] = [
  { service: 'bigquery-storage', method: 'AppendRows', kind: 'ack-lost' },
  { service: 'bigquery-storage', method: 'AppendRows', kind: 'error', code: 'UNAVAILABLE' },
  { service: 'bigquery-storage', method: 'AppendRows', kind: 'throttle' },
  { service: 'bigquery-storage', method: 'AppendRows', kind: 'reset', at: 'after' },
  { service: 'bigquery-storage', method: 'AppendRows', kind: 'slow', delayMs: 200 },
  { service: 'bigquery', method: 'tabledata.insertAll', kind: 'ack-lost' },
  { service: 'bigquery', method: 'tabledata.insertAll', kind: 'error', code: 500 },
  { service: 'bigquery', method: 'tabledata.insertAll', kind: 'slow', delayMs: 200 },
  { service: 'bigquery', method: 'tables.get', kind: 'error', code: 503 },
  { service: 'bigquery', method: 'jobs.insert', kind: 'ack-lost' },
  { service: 'bigquery', method: 'jobs.insert', kind: 'error', code: 503 },
  { service: 'storage', method: 'objects.insert', kind: 'ack-lost' },
  { service: 'storage', method: 'objects.insert', kind: 'error', code: 503 },
  { service: 'storage', method: 'objects.get', kind: 'reset', at: 'during' },
  { service: 'storage', method: 'objects.delete', kind: 'error', code: 503 },
  { service: 'pubsub', method: 'Publish', kind: 'error', code: 'UNAVAILABLE' },
  { service: 'pubsub', method: 'Acknowledge', kind: 'error', code: 'UNAVAILABLE' },
  { service: 'pubsub', method: 'StreamingPull', kind: 'duplicate' },
  { service: 'pubsub', method: 'StreamingPull', kind: 'reorder' },
  { service: 'pubsub', method: 'StreamingPull', kind: 'reset', at: 'during' },
];

describe('the sink under every fault', function () {
  this.timeout(300_000);
  let world: SinkWorld;

  before(async () => {
    world = await startSinkWorld();
  });
  after(() => world.close());

  for (const seed of only ? [Number(only)] : Array.from({ length: seeds }, (_, index) => index + 1)) {
    const mode = MODES[seed % MODES.length] as Mode;
    it(`delivers every message to exactly one output in mode ${mode} (AS-04, seed ${seed})`, async () => {
      await play(seed, mode).catch((error: unknown) => {
        throw new Error(`replay with PENSTOCK_SEED=${seed}: ${error}`, { cause: error });
      });
    });
  }

  async function play(seed: number, mode: Mode): Promise<void> {
    const random = mulberry32(seed);
    const table = `chaos_${seed}`;
    const key =
      mode === 'CDC' ? { tableConstraints: { primaryKey: { columns: ['id'] } }, maxStaleness: '0-0 0 0:0:0' } : {};
    await world.createTable('d', table, FIELDS, key);
    await subscribe(world.cloud, table, `${table}-sub`);
    const expected = new Map<string, 'row' | 'error'>();
    const messages = Array.from({ length: MESSAGES }, (_, index) => {
      const id = `${seed}-${index}`;
      const good = random() < 0.85;
      expected.set(id, good ? 'row' : 'error');
      const data = good ? JSON.stringify({ id, n: index }) : JSON.stringify({ id, n: 'not a number' });
      return { data, attributes: { id, ...(random() < 0.5 ? { stream: '1' } : {}) } };
    });
    await publishAll(world.cloud, table, messages);
    for (const fault of FAULTS) {
      if (random() < 0.4)
        world.cloud.faults.add({ ...fault, skip: Math.floor(random() * 4), times: 1 + Math.floor(random() * 3) });
    }
    let worker: Worker | undefined;
    try {
      for (let life = 0; life < 3; life += 1) {
        worker = start(mode, table, life);
        await new Promise((resolve) => setTimeout(resolve, Math.floor(random() * 250)));
        // A stop without a moment to drain: what is on its way is abandoned, and comes again.
        await worker.close();
      }
      world.cloud.faults.clear();
      worker = start(mode, table, 3);
      const { engine } = worker;
      await eventually(
        () => missing(table, expected, engine),
        (left) => left.length === 0,
        60_000,
      );
      await engine.flow.drain(Date.now() + 10_000);
    } finally {
      await worker?.close();
      world.cloud.faults.clear();
    }
    const rows = await counts(table);
    for (const [id, output] of expected) {
      const found = rows.get(id) ?? 0;
      if (output === 'error') assert.equal(found, 0, `${id} is in the error output and in the table`);
      else if (ONCE.has(mode)) assert.equal(found, 1, `${id} is in the table ${found} times`);
      else assert.ok(found >= 1, `${id} is lost`);
      assert.equal(
        output === 'error',
        rejected.has(id),
        `${id} is in the ${output === 'error' ? 'table' : 'error output'} alone`,
      );
    }
  }

  const rejected = new Set<string>();

  async function missing(
    table: string,
    expected: ReadonlyMap<string, string>,
    engine: Worker['engine'],
  ): Promise<readonly string[]> {
    await engine.loads?.sweep();
    for (const { attributes } of await world.errors()) rejected.add(attributes.id as string);
    const rows = await counts(table);
    return [...expected.keys()].filter((id) => !rows.has(id) && !rejected.has(id));
  }

  async function counts(table: string): Promise<ReadonlyMap<string, number>> {
    const rows = await world.rows(`SELECT id, COUNT(*) FROM d.${table} GROUP BY id`);
    return new Map(rows.map(([id, count]) => [String(id), Number(count)]));
  }

  function start(mode: Mode, table: string, life: number): Worker {
    const staged = mode === 'FILE_LOADS' || mode === 'MIXED';
    const file: SinkFile = {
      subscriptions: [`${table}-sub`],
      errorOutput: { topic: ERRORS },
      routes: [
        {
          name: 'all',
          table: `d.${table}`,
          mode,
          maxDelay: '15ms',
          maxRows: 25,
          ...(mode === 'CDC' ? { sequence: ['#message_id'] } : {}),
          ...(mode === 'MIXED' ? { streamed: { match: { stream: { present: true } } } } : {}),
        },
      ],
      ...(staged ? { fileLoads: { bucket: BUCKET, prefix: `${table}/`, triggeringFrequency: '50ms' } } : {}),
    };
    const { parts } = engineParts(world.cloud.env);
    const drain = life < 3 ? 0 : 5_000;
    return startWorker({
      ...parts,
      projectId: PROJECT,
      config: { ...PROCESS, drain, ackDeadline: 10_000, plan: resolve(file, PROJECT) },
    });
  }
});
