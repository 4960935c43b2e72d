/**
 * The local Pub/Sub under Google's own client: the server in a child process with its state on disk, the client here.
 * Publishing and streaming pull are timed apart, every message is counted and its content checked.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Message, PubSub, type Subscription, type Topic } from '@google-cloud/pubsub';
import { credentials } from '@grpc/grpc-js';
import { type PubsubProcess, spawnPubsub } from '../test/support/pubsub-process.ts';

const ROUNDS = 5;
const MESSAGES = 60_000;
const BYTES = 200;
const SINGLES = 200;
const HELD = 100_000;

export async function run(): Promise<Record<string, unknown>> {
  process.env.METADATA_SERVER_DETECTION = 'none';
  const folder = await mkdtemp(join(tmpdir(), 'penstock-bench-'));
  const server = await spawnPubsub(0, folder);
  try {
    const pubsub = clientOf(server);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await onePass(pubsub, round));
      process.stderr.write(`round ${round + 1}: ${JSON.stringify(rounds.at(-1))}\n`);
    }
    await pubsub.close();
    return {
      unit: 'messages/s',
      ours: median(rounds.map(({ publish }) => publish)),
      publish: median(rounds.map(({ publish }) => publish)),
      pull: median(rounds.map(({ pull }) => pull)),
      singlePublishMs: median(rounds.map(({ single }) => single)),
      messages: MESSAGES,
      bytes: BYTES,
      durable: true,
      serverMb: await residentMb(server),
      ...(await restart(folder, server)),
    };
  } finally {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Round {
  readonly publish: number;
  readonly pull: number;
  readonly single: number;
}

async function onePass(pubsub: PubSub, round: number): Promise<Round> {
  const [topic] = await pubsub.createTopic(`bench-${round}`);
  const [subscription] = await topic.createSubscription(`bench-${round}`);
  const publish = await timePublish(topic, MESSAGES);
  const pull = await timePull(subscription, MESSAGES);
  const single = await timeSingles(topic);
  await subscription.delete();
  await topic.delete();
  return { publish, pull, single };
}

async function timePublish(topic: Topic, count: number): Promise<number> {
  topic.setPublishOptions({ batching: { maxMessages: 100, maxMilliseconds: 10, maxBytes: 1024 * 1024 } });
  const started = performance.now();
  const ids = new Set<string>();
  const body = Buffer.alloc(BYTES - 8, 'x');
  for (let next = 0; next < count; ) {
    const wave: Promise<string>[] = [];
    for (const end = Math.min(count, next + 10_000); next < end; next += 1) {
      wave.push(topic.publishMessage({ data: Buffer.concat([Buffer.from(String(next).padStart(8, '0')), body]) }));
    }
    for (const id of await Promise.all(wave)) ids.add(id);
  }
  const seconds = (performance.now() - started) / 1000;
  if (ids.size !== count) throw new Error(`published ${count} messages but got ${ids.size} different ids`);
  return Math.round(count / seconds);
}

async function timePull(subscription: Subscription, count: number): Promise<number> {
  subscription.setOptions({
    flowControl: { maxMessages: 10_000, allowExcessMessages: false },
    streamingOptions: { maxStreams: 2 },
  });
  const seen = new Set<string>();
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    subscription.on('error', reject);
    subscription.on('message', (message: Message) => {
      if (message.data.length !== BYTES) reject(new Error(`a message came back with ${message.data.length} bytes`));
      seen.add(message.data.toString('latin1', 0, 8));
      message.ack();
      if (seen.size === count) resolve();
    });
  });
  const seconds = (performance.now() - started) / 1000;
  await subscription.close();
  return Math.round(count / seconds);
}

/** One message at a time, no batching: what a request costs that waits for its publish. */
async function timeSingles(topic: Topic): Promise<number> {
  topic.setPublishOptions({ batching: { maxMessages: 1 } });
  const times: number[] = [];
  for (let index = 0; index < SINGLES; index += 1) {
    const started = performance.now();
    await topic.publishMessage({ data: Buffer.alloc(BYTES, 'y') });
    times.push(performance.now() - started);
  }
  return median(times);
}

/** Holds messages, kills the server and measures how long the next one takes until it serves them. */
async function restart(folder: string, running: PubsubProcess): Promise<Record<string, unknown>> {
  const before = clientOf(running);
  const [topic] = await before.createTopic('held');
  await topic.createSubscription('held');
  await timePublish(topic, HELD);
  await before.close();
  await running.kill();
  const started = performance.now();
  const again = await spawnPubsub(0, folder);
  const restartMs = Math.round(performance.now() - started);
  try {
    const after = clientOf(again);
    const pull = await timePull(after.subscription('held'), HELD);
    await after.close();
    return { held: HELD, restartMs, pullAfterRestart: pull };
  } finally {
    await again.kill();
  }
}

function clientOf({ address }: PubsubProcess): PubSub {
  return new PubSub({
    projectId: 'demo-penstock',
    apiEndpoint: address,
    emulatorMode: true,
    sslCreds: credentials.createInsecure(),
  } as ConstructorParameters<typeof PubSub>[0]);
}

async function residentMb({ child }: PubsubProcess): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return middle >= 100 ? Math.round(middle) : Math.round(middle * 100) / 100;
}
