/**
 * The server is killed while it is published to and acknowledged at, again and again, at moments drawn from a seed.
 * In the end: every acknowledged publish is delivered, and nothing whose acknowledgement was confirmed comes back.
 */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { type PubsubProcess, spawnPubsub } from '../support/pubsub-process.ts';
import { type Ground, groundOn, leave, ONCE, publish, pull } from '../support/pubsub-suite/ground.ts';
import { eventually } from '../support/suite.ts';

const SOAK = process.env.PENSTOCK_SOAK === '1';
const SEEDS = Array.from({ length: SOAK ? 40 : 2 }, (_, at) => at + 1);
const LIVES = SOAK ? 6 : 3;
/** Small, so that kills also fall into the rewriting of the journal. */
const COMPACT_ABOVE_BYTES = 16 * 1024;

interface Ledger {
  /** Text of every message whose publish was answered. */
  readonly published: Set<string>;
  /** Message ids whose acknowledgement was answered. */
  readonly acknowledged: Map<string, string>;
  readonly delivered: Set<string>;
  sent: number;
  /** Publishes and acknowledgements that were answered. */
  answers: number;
}

interface Names {
  readonly topic: string;
  readonly subscription: string;
}

async function groundOf(server: PubsubProcess): Promise<Ground> {
  return groundOn({ address: server.address, pass: async () => {}, close: async () => {} });
}

/** Publishes until the server is gone. */
async function publisher(ground: Ground, { topic }: Names, ledger: Ledger, over: () => boolean): Promise<void> {
  while (!over()) {
    const batch = Array.from({ length: 20 }, () => `m${++ledger.sent}`);
    const answered = await publish(ground, topic, ...batch).then(
      () => true,
      () => false,
    );
    if (!answered) continue;
    ledger.answers += 1;
    for (const text of batch) ledger.published.add(text);
  }
}

/** Pulls and acknowledges until the server is gone. A message confirmed before must not come again. */
async function reader(ground: Ground, { subscription }: Names, ledger: Ledger, over: () => boolean): Promise<void> {
  while (!over()) {
    const pulled = await pull(ground, subscription, 15, false).catch(() => []);
    if (pulled.length === 0) continue;
    for (const { id, text } of pulled) {
      assert.ok(!ledger.acknowledged.has(id), `${text} came back after its acknowledgement was confirmed`);
      ledger.delivered.add(text);
    }
    // Half are left to be redelivered by the next life.
    const done = pulled.filter((_, at) => at % 2 === 0);
    const ackIds = done.map(({ ackId }) => ackId);
    const confirmed = await ground.subscriber.acknowledge({ subscription, ackIds }, ONCE).then(
      () => true,
      () => false,
    );
    if (!confirmed) continue;
    ledger.answers += 1;
    for (const { id, text } of done) ledger.acknowledged.set(id, text);
  }
}

/** Ends after so many more answers, among them one to an acknowledgement. A busy machine may answer nothing within a fixed time. */
async function oneLife(folder: string, names: Names, ledger: Ledger, answers: number): Promise<void> {
  const server = await spawnPubsub(0, folder, COMPACT_ABOVE_BYTES);
  const ground = await groundOf(server);
  let over = false;
  const work = [publisher, publisher, reader].map((job) => job(ground, names, ledger, () => over));
  const before = { answers: ledger.answers, acknowledged: ledger.acknowledged.size };
  await eventually(
    async () => ledger,
    (now) => now.answers >= before.answers + answers && now.acknowledged.size > before.acknowledged,
  );
  over = true;
  await server.kill();
  await Promise.all(work);
  await leave(ground);
}

async function lastLife(folder: string, { subscription }: Names, ledger: Ledger): Promise<void> {
  const server = await spawnPubsub(0, folder, COMPACT_ABOVE_BYTES);
  const ground = await groundOf(server);
  try {
    for (;;) {
      const pulled = await pull(ground, subscription, 1000, false);
      if (pulled.length === 0) break;
      for (const { id, text } of pulled) {
        assert.ok(!ledger.acknowledged.has(id), `${text} came back after its acknowledgement was confirmed`);
        ledger.delivered.add(text);
      }
      await ground.subscriber.acknowledge({ subscription, ackIds: pulled.map(({ ackId }) => ackId) }, ONCE);
    }
  } finally {
    await server.kill();
    await leave(ground);
  }
}

describe('killing the local Pub/Sub', () => {
  before(() => {
    process.env.METADATA_SERVER_DETECTION = 'none';
  });
  for (const seed of SEEDS) {
    it(`loses no acknowledged publish and resurrects no confirmed acknowledgement (seed ${seed})`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'penstock-pubsub-kill-'));
      const draw = mulberry32(seed);
      const names = { topic: 'projects/chaos/topics/load', subscription: 'projects/chaos/subscriptions/load' };
      const ledger: Ledger = {
        published: new Set(),
        acknowledged: new Map(),
        delivered: new Set(),
        sent: 0,
        answers: 0,
      };
      try {
        const first = await spawnPubsub(0, folder, COMPACT_ABOVE_BYTES);
        const ground = await groundOf(first);
        await ground.publisher.createTopic({ name: names.topic }, ONCE);
        await ground.subscriber.createSubscription({ name: names.subscription, topic: names.topic }, ONCE);
        await first.kill();
        await leave(ground);
        for (let life = 0; life < LIVES; life += 1) await oneLife(folder, names, ledger, Math.ceil(draw() * 200));
        await lastLife(folder, names, ledger);
        const lost = [...ledger.published].filter((text) => !ledger.delivered.has(text));
        assert.ok(ledger.published.size > 0 && ledger.acknowledged.size > 0, 'the run did nothing');
        assert.deepEqual(lost, [], `${lost.length} of ${ledger.published.size} acknowledged messages were lost`);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }).timeout(300_000);
  }
});
