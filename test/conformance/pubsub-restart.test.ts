import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPubsub, localPubsub } from '../support/pubsub-local.ts';
import {
  acknowledge,
  type Ground,
  groundOn,
  leave,
  nack,
  ONCE,
  publish,
  pull,
  pullAll,
  texts,
} from '../support/pubsub-suite/ground.ts';

describe('the local Pub/Sub across restarts', () => {
  const topic = 'projects/again/topics/orders';
  const subscription = 'projects/again/subscriptions/orders';
  let folder: string;
  let local: LocalPubsub;
  let ground: Ground;

  async function open(compactAboveBytes = Number.POSITIVE_INFINITY): Promise<void> {
    local = await localPubsub(folder, { compactAboveBytes });
    ground = groundOn(local);
  }

  async function shut(): Promise<void> {
    await leave(ground);
    await local.close();
  }

  async function restart(compactAboveBytes?: number): Promise<void> {
    await shut();
    await open(compactAboveBytes);
  }

  async function make(fields: object = {}): Promise<void> {
    await ground.publisher.createTopic({ name: topic }, ONCE);
    await ground.subscriber.createSubscription({ ...fields, name: subscription, topic }, ONCE);
  }

  beforeEach(async () => {
    process.env.METADATA_SERVER_DETECTION = 'none';
    folder = await mkdtemp(join(tmpdir(), 'penstock-pubsub-'));
    await open();
  });
  afterEach(async () => {
    await shut();
    await rm(folder, { recursive: true, force: true });
  });

  // Once from the journal as it was written, once from a rewritten one: restarted with a limit of one byte, it is rewritten at once.
  for (const [how, limit] of [
    ['the journal', undefined],
    ['a rewritten journal', 1],
  ] as const) {
    async function again(): Promise<void> {
      await restart(limit);
      if (limit !== undefined) await restart();
    }

    it(`recovers schemas with their revisions from ${how}, and the topics that use them`, async () => {
      const call = async (method: string, path: string, body?: object) => {
        const sent = { method, ...(body && { body: JSON.stringify(body) }) };
        const response = await fetch(`http://${local.address}/v1/projects/again/${path}`, sent);
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      };
      const commit = { schema: { type: 'AVRO', definition: '"string"' } };
      await call('POST', 'schemas?schemaId=kept', { type: 'AVRO', definition: '"int"' });
      await call('POST', 'schemas/kept:commit', commit);
      await call('POST', 'schemas?schemaId=gone', { type: 'AVRO', definition: '"int"' });
      for (const schema of ['kept', 'gone']) {
        const schemaSettings = { schema: `projects/again/schemas/${schema}`, encoding: 'JSON' };
        assert.equal((await call('PUT', `topics/${schema}`, { schemaSettings })).status, 200);
      }
      await call('DELETE', 'schemas/gone');
      const before = (await call('GET', 'schemas/kept:listRevisions?view=FULL')).body;
      await again();
      assert.deepEqual((await call('GET', 'schemas/kept:listRevisions?view=FULL')).body, before);
      assert.equal((before.schemas as unknown[]).length, 2);
      assert.equal((await call('GET', 'schemas/gone')).status, 404);
      const gone = (await call('GET', 'topics/gone')).body as { schemaSettings: { schema: string } };
      assert.equal(gone.schemaSettings.schema, '_deleted-schema_');
      const publish = (text: string) =>
        call('POST', 'topics/kept:publish', { messages: [{ data: Buffer.from(text).toString('base64') }] });
      assert.deepEqual(
        await Promise.all(['1', '"a"', 'true'].map(async (text) => (await publish(text)).status)),
        [200, 200, 400],
      );
    });

    it(`recovers from ${how} what was not acknowledged, under its ids`, async () => {
      await make();
      const ids = await publish(ground, topic, '1', { text: '2', attributes: { a: 'b' } }, '3');
      const pulled = await pullAll(ground, subscription, 3);
      await acknowledge(ground, subscription, ...pulled.filter(({ text }) => text === '1'));
      await again();
      const after = await pullAll(ground, subscription, 2);
      assert.deepEqual(texts(after).sort(), ['2', '3']);
      assert.deepEqual(after.map(({ id }) => id).sort(), ids.slice(1));
      assert.deepEqual(after.find(({ text }) => text === '2')?.attributes, { a: 'b' });
      const [next] = await publish(ground, topic, 'new');
      assert.ok(Number(next) > Number(ids.at(-1)));
    });

    it(`recovers from ${how} configurations, labels and deletions`, async () => {
      await make({ labels: { a: 'b' }, filter: 'attributes:x', enableMessageOrdering: true });
      await ground.publisher.createTopic({ name: `${topic}-gone` }, ONCE);
      await ground.publisher.deleteTopic({ topic: `${topic}-gone` }, ONCE);
      const [before] = await ground.subscriber.getSubscription({ subscription }, ONCE);
      await again();
      const [after] = await ground.subscriber.getSubscription({ subscription }, ONCE);
      assert.deepEqual(after, before);
      assert.deepEqual(local.service.topics(), [topic]);
      await publish(ground, topic, { text: 'no' }, { text: 'yes', attributes: { x: '' } });
      assert.deepEqual(texts(await pull(ground, subscription)), ['yes']);
    });

    it(`recovers from ${how} the order of a key`, async () => {
      await make({ enableMessageOrdering: true });
      for (const text of ['1', '2', '3', '4']) await publish(ground, topic, { text, key: 'k' });
      const [first] = await pull(ground, subscription, 1);
      if (first !== undefined) await acknowledge(ground, subscription, first);
      await again();
      assert.deepEqual(texts(await pull(ground, subscription)), ['2', '3', '4']);
    });

    it(`recovers from ${how} snapshots, retained messages and delivery attempts`, async () => {
      const dead = `${topic}-dead`;
      await ground.publisher.createTopic({ name: dead }, ONCE);
      await make({ retainAckedMessages: true, deadLetterPolicy: { deadLetterTopic: dead } });
      await publish(ground, topic, 'a', 'b');
      const snapshot = 'projects/again/snapshots/snap';
      await ground.subscriber.createSnapshot({ name: snapshot, subscription }, ONCE);
      await acknowledge(ground, subscription, ...(await pullAll(ground, subscription, 2)));
      await publish(ground, topic, 'c');
      await nack(ground, subscription, ...(await pull(ground, subscription)));
      await again();
      const [again2] = await pull(ground, subscription);
      assert.deepEqual([again2?.text, again2?.attempt], ['c', 2]);
      await ground.subscriber.seek({ subscription, snapshot }, ONCE);
      const all = await pullAll(ground, subscription, 3);
      assert.deepEqual(texts(all).sort(), ['a', 'b', 'c']);
      await acknowledge(ground, subscription, ...all);
      await ground.subscriber.seek({ subscription, time: { seconds: 1 } }, ONCE);
      await again();
      assert.deepEqual(texts(await pullAll(ground, subscription, 3)).sort(), ['a', 'b', 'c']);
    });

    it(`recovers from ${how} the backlog of a deleted topic`, async () => {
      await make();
      await publish(ground, topic, 'orphan');
      await ground.publisher.deleteTopic({ topic }, ONCE);
      await again();
      const [shown] = await ground.subscriber.getSubscription({ subscription }, ONCE);
      assert.equal(shown.topic, '_deleted-topic_');
      assert.deepEqual(texts(await pull(ground, subscription)), ['orphan']);
    });
  }

  it('refuses an ack id from before the restart where delivery is exactly once, and takes it where it is not', async () => {
    await make();
    await ground.subscriber.createSubscription(
      { name: `${subscription}-once`, topic, enableExactlyOnceDelivery: true },
      ONCE,
    );
    await publish(ground, topic, 'x');
    const plain = await pull(ground, subscription);
    const once = await pull(ground, `${subscription}-once`);
    await restart();
    await acknowledge(ground, subscription, ...plain);
    assert.deepEqual(await pull(ground, subscription, 1, false), []);
    await assert.rejects(acknowledge(ground, `${subscription}-once`, ...once), /acknowledgement ids/);
    assert.deepEqual(texts(await pull(ground, `${subscription}-once`)), ['x']);
  });

  it('keeps the file bounded while messages come and go', async () => {
    await restart(64 * 1024);
    await make();
    for (let round = 0; round < 60; round += 1) {
      await publish(ground, topic, ...Array.from({ length: 20 }, () => 'x'.repeat(500)));
      await acknowledge(ground, subscription, ...(await pullAll(ground, subscription, 20)));
    }
    const { size } = await stat(join(folder, 'pubsub.journal'));
    assert.ok(size < 256 * 1024, `${size} bytes after 600 KB passed through`);
  });

  it('forgets what outlived its retention, live and after a restart', async () => {
    await make({ messageRetentionDuration: { seconds: 600 } });
    await publish(ground, topic, 'old');
    await local.pass(601_000);
    assert.deepEqual(await pull(ground, subscription, 1, false), []);
    assert.equal(local.service.subscriptions()[0]?.backlog, 0);
  });

  it('keeps for a subscription what its topic retains, beyond the subscription’s own retention', async () => {
    await ground.publisher.createTopic({ name: topic, messageRetentionDuration: { seconds: 3600 } }, ONCE);
    const messageRetentionDuration = { seconds: 600 };
    await ground.subscriber.createSubscription({ name: subscription, topic, messageRetentionDuration }, ONCE);
    await publish(ground, topic, 'kept');
    await local.pass(1_200_000);
    assert.deepEqual(texts(await pull(ground, subscription)), ['kept']);
  });

  it('refuses new messages beyond its memory, with a sentence that says what to do, and takes them again later', async () => {
    await shut();
    local = await localPubsub(folder, { maxHeldBytes: 20_000 });
    ground = groundOn(local);
    await make();
    await publish(ground, topic, 'x'.repeat(15_000));
    await assert.rejects(publish(ground, topic, 'y'.repeat(15_000)), /RESOURCE_EXHAUSTED.*Acknowledge messages/);
    await acknowledge(ground, subscription, ...(await pull(ground, subscription)));
    await publish(ground, topic, 'z'.repeat(15_000));
  });

  it('does not start on a damaged journal, and says where the damage is', async () => {
    await make();
    await publish(ground, topic, 'a');
    await publish(ground, topic, 'b');
    await shut();
    const path = join(folder, 'pubsub.journal');
    await writeFile(path, Buffer.alloc(4, 0xff), { flag: 'r+' });
    await assert.rejects(localPubsub(folder), /pubsub.journal is damaged at byte 0/);
    await rm(path);
    await open();
  });
});
