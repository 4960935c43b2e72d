import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { SinkFile } from '../../functions/sink/config/file.ts';
import { parseSinkFile } from '../../functions/sink/config/parse.ts';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { ERRORS, type SinkWorld, startSinkWorld, type TestMessage } from '../support/sink.ts';
import { disordered, historyOf } from '../support/sink-mirror.ts';

const only = process.env.PENSTOCK_SEED;
const histories = process.env.PENSTOCK_SOAK === '1' ? 2_000 : 60;
/** Played together, in one table. */
const AT_ONCE = 20;

const FIELDS = [
  { name: 'document_name', type: 'STRING', mode: 'REQUIRED' },
  { name: 'title', type: 'STRING' },
  { name: 'priority', type: 'INTEGER' },
  { name: 'done', type: 'BOOLEAN' },
  { name: 'data', type: 'JSON' },
  { name: 'changed_at', type: 'TIMESTAMP' },
];

describe('the mirror of a Firestore collection', function () {
  this.timeout(900_000);
  let world: SinkWorld;
  let example: SinkFile;
  let tables = 0;

  before(async () => {
    world = await startSinkWorld();
    const name = new URL('../../functions/sink/examples/mirror.yaml', import.meta.url);
    example = await parseSinkFile(name.pathname, await readFile(name, 'utf8'));
  });
  after(() => world.close());

  const seeds = only ? [Number(only)] : Array.from({ length: histories }, (_, index) => index + 1);
  for (let from = 0; from < seeds.length; from += AT_ONCE) {
    const some = seeds.slice(from, from + AT_ONCE);
    it(`equals the collection after events came late, twice and out of order, with kills (seeds from ${some[0]})`, async () => {
      await play(some).catch((error: unknown) => {
        throw new Error(`replay with PENSTOCK_SEED=<one of ${some.join(',')}>: ${error}`, { cause: error });
      });
    });
  }

  async function play(some: readonly number[]): Promise<void> {
    tables += 1;
    const table = `mirror_${tables}`;
    await world.createTable('d', table, FIELDS, {
      tableConstraints: { primaryKey: { columns: ['document_name'] } },
      maxStaleness: '0-0 0 0:0:0',
    });
    const file: SinkFile = {
      ...example,
      errorOutput: { topic: ERRORS },
      routes: example.routes.map((route) => ({ ...route, table: `d.${table}`, maxDelay: '5ms' })),
    };
    const random = mulberry32(some[0] as number);
    addFaults(random, table);
    const played = some.map(historyOf);
    let left: readonly TestMessage[] = disordered(
      played.flatMap(({ messages }) => messages),
      some[0] as number,
    );
    for (let life = 1; left.length > 0; life += 1) {
      // Killed after a moment, as long as there are lives to lose; nothing that was settled is delivered again.
      const killAfterMs = life <= 3 ? Math.floor(random() * 60) : undefined;
      left = await live(file, left, killAfterMs);
    }
    const rows = await world.rows(`SELECT document_name, title, priority, done FROM d.${table} ORDER BY document_name`);
    const expected = played
      .flatMap(({ documents }) => [...documents].map(([name, values]) => [name, ...values]))
      .sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1));
    assert.deepEqual(rows, expected);
    assert.equal((await world.errors()).length, 0);
  }

  /** Returns the messages that the engine had not settled when it died. */
  async function live(
    file: SinkFile,
    messages: readonly TestMessage[],
    killAfterMs: number | undefined,
  ): Promise<readonly TestMessage[]> {
    const sink = world.open(file, { drain: 0 });
    const settled = new Set<number>();
    const outcomes = messages.map((message, index) =>
      sink.deliver([message]).then(([settling]) => settling === 'settled' && settled.add(index)),
    );
    const all = Promise.all(outcomes);
    if (killAfterMs === undefined) await all;
    else await Promise.race([all, new Promise((resolve) => setTimeout(resolve, killAfterMs))]);
    const before = new Set(settled);
    await sink.close();
    return messages.filter((_, index) => !before.has(index));
  }

  function addFaults(random: () => number, table: string): void {
    for (const kind of ['ack-lost', 'reset', 'slow', 'error'] as const) {
      if (random() < 0.5) continue;
      const rule = { kind, service: 'bigquery-storage', method: 'AppendRows', resource: `/${table}/` } as const;
      world.cloud.faults.add({
        ...rule,
        skip: Math.floor(random() * 3),
        ...(kind === 'slow' ? { delayMs: 50 } : {}),
        ...(kind === 'error' ? { code: 'UNAVAILABLE' } : {}),
      });
    }
  }
});
