/**
 * Every figure that is promised of the local cloud, in one line: Pub/Sub and Cloud Storage by their own benchmarks, then
 * `npm start` itself, how soon it is ready, what it takes while idle, and how it recovers from a kill with much held.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Holding } from '../test/support/holding.ts';
import { memoryOfTree } from '../test/support/memory.ts';
import { run as runPubsub } from './local-pubsub.ts';
import { run as runStorage } from './local-storage.ts';
import { type NpmStart, npmStart } from './support/npm-start.ts';

const STARTS = 3;
const HELD = { messages: 100_000, objects: 10_000 };
/** The idle time before memory is read: V8 then gives back the memory of starting up. */
const IDLE_MS = 10_000;

export async function run(): Promise<Record<string, unknown>> {
  const whole = await wholeCloud();
  const pubsub = await runPubsub();
  const storage = await runStorage();
  return {
    unit: 'messages/s',
    ours: pubsub.publish,
    publish_per_second: pubsub.publish,
    streaming_pull_per_second: pubsub.pull,
    uploads_per_second: storage.ours,
    list_100k_seconds: storage.list_100k_seconds_fields_mask,
    ...whole,
    pubsub,
    storage,
  };
}

async function wholeCloud(): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-bench-cloud-'));
  try {
    const starts: number[] = [];
    let idle: Awaited<ReturnType<typeof memoryOfTree>>;
    for (let round = 0; round < STARTS; round += 1) {
      await using started = new AsyncDisposableStack();
      const cloud = started.adopt(await npmStart(join(folder, `start-${round}`)), (one) => one.stop());
      starts.push(cloud.readyMs);
      if (round < STARTS - 1) continue;
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
      idle = await memoryOfTree(cloud.pid);
    }
    process.stderr.write(`ready after ${starts.join(', ')} ms; idle ${JSON.stringify(idle)}\n`);
    return {
      ready_ms: median(starts),
      idle_pss_mb: idle?.pssMb,
      idle_rss_mb: idle?.rssMb,
      idle_processes: idle?.processes,
      ...(await recovery(join(folder, 'held'))),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fills the cloud, kills all of it, starts it again and counts what it has. */
async function recovery(state: string): Promise<Record<string, unknown>> {
  // Running processes are killed, even if filling or counting fails.
  await using running = new AsyncDisposableStack();
  const start = async (): Promise<NpmStart> => running.adopt(await npmStart(state), (one) => one.kill());
  let cloud = await start();
  const held = new Holding(cloud.addresses);
  running.defer(() => held.close());
  await held.fill(HELD);
  const recoveries: number[] = [];
  while (recoveries.length < STARTS) {
    await cloud.kill();
    cloud = await start();
    recoveries.push(cloud.readyMs);
  }
  process.stderr.write(`ready again after ${recoveries.join(', ')} ms\n`);
  const again = new Holding(cloud.addresses);
  running.defer(() => again.close());
  const counted = await again.count(HELD);
  if (counted.messages !== HELD.messages || counted.objects !== HELD.objects) {
    throw new Error(`after the kill there were ${counted.messages} messages and ${counted.objects} objects`);
  }
  return { recovery_ms: median(recoveries), recovery_messages: HELD.messages, recovery_objects: HELD.objects };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
