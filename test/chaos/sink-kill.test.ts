import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { BUCKET, ERRORS, PROJECT, type SinkWorld, startSinkWorld } from '../support/sink.ts';
import { publishAll, subscribe } from '../support/sink-pubsub.ts';
import { eventually } from '../support/suite.ts';

const COMMAND = fileURLToPath(new URL('../../cli/penstock.js', import.meta.url));
const lives = process.env.PENSTOCK_SOAK === '1' ? 12 : 2;
/** A killed worker's lease on a table's loads passes after a minute, and its messages come again after ten seconds. */
const PASSES_MS = 120_000;
const MESSAGES = 600;
const KINDS = ['write', 'files', 'changes'] as const;
const FIELDS = [{ name: 'id', type: 'STRING', mode: 'REQUIRED' }];

describe('a worker that is killed', function () {
  this.timeout(600_000);
  let world: SinkWorld;
  let folder: string;
  const running = new Set<ChildProcess>();

  before(async () => {
    world = await startSinkWorld();
    folder = await mkdtemp(join(tmpdir(), 'sink-kill-'));
    await world.createTable('d', 'write', FIELDS);
    await world.createTable('d', 'files', FIELDS);
    const key = { tableConstraints: { primaryKey: { columns: ['id'] } }, maxStaleness: '0-0 0 0:0:0' };
    await world.createTable('d', 'changes', FIELDS, key);
    await subscribe(world.cloud, 'killed', 'killed-sub');
    await writeFile(
      join(folder, 'sink.yaml'),
      `subscriptions: [killed-sub]
errorOutput: { topic: ${ERRORS} }
fileLoads: { bucket: ${BUCKET}, prefix: killed/, triggeringFrequency: 200ms }
routes:
  - { name: write, match: { kind: { equals: write } }, table: d.write, mode: STORAGE_WRITE, maxRows: 20 }
  - { name: files, match: { kind: { equals: files } }, table: d.files, mode: FILE_LOADS, maxDelay: 30ms, maxRows: 20 }
  - { name: changes, match: { kind: { equals: changes } }, table: d.changes, mode: CDC, sequence: ["#message_id"], maxRows: 20 }
`,
    );
  });
  after(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
    await world.close();
  });

  function start(): ChildProcess {
    const env = {
      ...process.env,
      ...world.cloud.env,
      GOOGLE_CLOUD_PROJECT: PROJECT,
      METADATA_SERVER_DETECTION: 'none',
      SINK_CONFIG: join(folder, 'sink.yaml'),
      SINK_ACK_DEADLINE: '10s',
      LOG_LEVEL: 'CRITICAL',
    };
    const child = spawn(process.execPath, [COMMAND, 'sink', 'worker'], { env, stdio: 'ignore' });
    running.add(child);
    return child;
  }

  async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    running.delete(child);
  }

  async function total(table: string): Promise<readonly [rows: number, ids: number]> {
    const [[rows, ids] = []] = await world.rows(`SELECT COUNT(*), COUNT(DISTINCT id) FROM d.${table}`);
    return [Number(rows), Number(ids)];
  }

  it('by SIGKILL loses nothing, and repeats nothing in FILE_LOADS and CDC (AS-04)', async () => {
    const random = mulberry32(7);
    const ids = async (): Promise<readonly number[]> => (await Promise.all(KINDS.map(total))).map(([, count]) => count);
    const arrived = async (): Promise<number> => (await ids()).reduce((sum, count) => sum + count, 0);
    const messages = Array.from({ length: MESSAGES }, (_, index) => ({
      data: JSON.stringify({ id: `k${index}` }),
      attributes: { kind: KINDS[index % KINDS.length] as string },
    }));
    await publishAll(world.cloud, 'killed', messages.slice(0, MESSAGES / 2));
    for (let life = 0; life < lives; life += 1) {
      const child = start();
      if (life === 0) await publishAll(world.cloud, 'killed', messages.slice(MESSAGES / 2));
      // Killed once there is something to lose: while rows arrive, files are staged and jobs run.
      const before = await arrived();
      if (before < MESSAGES * 0.9) await eventually(arrived, (count) => count > before, PASSES_MS);
      await new Promise((resolve) => setTimeout(resolve, Math.floor(random() * 150)));
      await end(child, 'SIGKILL');
    }
    const last = start();
    await eventually(ids, (counts) => counts.every((count) => count === MESSAGES / KINDS.length), PASSES_MS);
    await end(last, 'SIGTERM');
    const [write, files, changes] = await Promise.all(KINDS.map(total));
    assert.equal(files?.[0], MESSAGES / KINDS.length);
    assert.equal(changes?.[0], MESSAGES / KINDS.length);
    assert.ok((write?.[0] ?? 0) >= MESSAGES / KINDS.length);
    assert.equal((await world.errors()).length, 0);
  });
});
