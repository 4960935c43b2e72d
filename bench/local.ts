/**
 * Every figure that is promised of the local cloud, in one line: Pub/Sub and Cloud Storage by their own benchmarks, then
 * `npm start` itself, how soon it is ready, what it takes while idle, and how it recovers from a kill with much held.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryOfTree } from '../test/support/memory.ts';
import { run as runPubsub } from './local-pubsub.ts';
import { run as runStorage } from './local-storage.ts';
import { npmStart } from './support/npm-start.ts';

const STARTS = 3;
const MESSAGES = 100_000;
const OBJECTS = 10_000;
/** How long nothing happens before memory is read: V8 gives back what starting up took. */
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
      const cloud = await npmStart(join(folder, `start-${round}`));
      starts.push(cloud.readyMs);
      if (round === STARTS - 1) {
        await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
        idle = await memoryOfTree(cloud.pid);
      }
      await cloud.stop();
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
  const before = await npmStart(state);
  const held = new Holding(before.addresses);
  await held.fill();
  held.close();
  await before.kill();
  const recoveries: number[] = [];
  let after = await npmStart(state);
  for (recoveries.push(after.readyMs); recoveries.length < STARTS; recoveries.push(after.readyMs)) {
    await after.kill();
    after = await npmStart(state);
  }
  process.stderr.write(`ready again after ${recoveries.join(', ')} ms\n`);
  const again = new Holding(after.addresses);
  const counted = await again.count();
  again.close();
  await after.kill();
  if (counted.messages !== MESSAGES || counted.objects !== OBJECTS) {
    throw new Error(`after the kill there were ${counted.messages} messages and ${counted.objects} objects`);
  }
  return { recovery_ms: median(recoveries), recovery_messages: MESSAGES, recovery_objects: OBJECTS };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

class Holding {
  readonly #addresses: Readonly<Record<string, string>>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #topic = 'v1/projects/demo-penstock/topics/held';
  readonly #subscription = 'v1/projects/demo-penstock/subscriptions/held';

  constructor(addresses: Readonly<Record<string, string>>) {
    this.#addresses = addresses;
  }

  async fill(): Promise<void> {
    await this.#send('pubsub', 'PUT', this.#topic, '{}');
    const subscription = { topic: this.#topic.slice(3), ackDeadlineSeconds: 600 };
    await this.#send('pubsub', 'PUT', this.#subscription, JSON.stringify(subscription));
    const data = Buffer.alloc(200, 'x').toString('base64');
    const messages = JSON.stringify({ messages: Array.from({ length: 1_000 }, () => ({ data })) });
    for (let n = 0; n < MESSAGES / 1_000; n += 1)
      await this.#send('pubsub', 'POST', `${this.#topic}:publish`, messages);
    const names = Array.from({ length: OBJECTS }, (_, n) => `held/${String(n).padStart(6, '0')}`);
    const lane = async (): Promise<void> => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        const path = `upload/storage/v1/b/penstock-demo/o?uploadType=media&name=${encodeURIComponent(name)}`;
        await this.#send('storage', 'POST', path, name);
      }
    };
    await Promise.all(Array.from({ length: 32 }, lane));
  }

  async count(): Promise<{ readonly messages: number; readonly objects: number }> {
    let objects = 0;
    for (let token = ''; ; ) {
      const page = await this.#send('storage', 'GET', `storage/v1/b/penstock-demo/o?prefix=held/&pageToken=${token}`);
      objects += (page.items as unknown[] | undefined)?.length ?? 0;
      if (page.nextPageToken === undefined) break;
      token = String(page.nextPageToken);
    }
    let messages = 0;
    for (;;) {
      const pulled = await this.#send('pubsub', 'POST', `${this.#subscription}:pull`, '{"maxMessages":1000}');
      const received = (pulled.receivedMessages ?? []) as { ackId: string }[];
      if (received.length === 0) break;
      messages += received.length;
      const ackIds = JSON.stringify({ ackIds: received.map(({ ackId }) => ackId) });
      await this.#send('pubsub', 'POST', `${this.#subscription}:acknowledge`, ackIds);
      if (messages === MESSAGES) break;
    }
    return { messages, objects };
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(service: string, method: string, path: string, body?: string): Promise<Record<string, unknown>> {
    const [host, port] = (this.#addresses[service] as string).split(':');
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') };
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.#agent, host, port, method, path: `/${path}`, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(text) as Record<string, unknown>);
          else reject(new Error(`${method} ${path} was answered ${response.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
