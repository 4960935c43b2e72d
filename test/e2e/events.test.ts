import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Message, PubSub } from '@google-cloud/pubsub';
import { Storage } from '@google-cloud/storage';
import { credentials } from '@grpc/grpc-js';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import type { Happening } from '../../local/core/service.ts';

const PROJECT = 'demo-penstock';
const BUCKET = 'penstock-events';

describe('events of Cloud Storage, by unmodified clients', () => {
  let cloud: LocalCloud;
  let storage: Storage;
  let pubsub: PubSub;
  let target: Server;
  let received: { headers: IncomingHttpHeaders; body: Record<string, unknown> }[];
  let refuse: (name: unknown) => boolean;
  let told: Happening[] = [];

  before(async () => {
    process.env.METADATA_SERVER_DETECTION = 'none';
    target = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString());
        received.push({ headers: request.headers, body });
        response.writeHead(refuse(body.name) ? 500 : 204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const bucket = { attribute: 'bucket', value: BUCKET };
    cloud = await startLocalCloud({
      eventBackoffMs: 1,
      resources: {
        buckets: [BUCKET],
        topics: ['objects', 'dead'],
        subscriptions: [{ name: 'dead-sub', topic: 'dead' }],
      },
      triggers: ['finalized', 'deleted', 'archived', 'metadataUpdated'].map((type) => ({
        name: `on-${type}`,
        filters: [{ attribute: 'type', value: `google.cloud.storage.object.v1.${type}` }, bucket],
        function: url,
        retry: true,
        deadLetter: { topic: 'dead', maxDeliveryAttempts: 2 },
      })),
      report: (happening) => void told.push(happening),
    });
    storage = new Storage({ projectId: PROJECT, apiEndpoint: `http://${cloud.addresses.storage}` });
    pubsub = new PubSub({
      projectId: PROJECT,
      apiEndpoint: cloud.addresses.pubsub,
      emulatorMode: true,
      sslCreds: credentials.createInsecure(),
    } as ConstructorParameters<typeof PubSub>[0]);
  });
  beforeEach(() => {
    received = [];
    told = [];
    refuse = () => false;
  });
  after(async () => {
    await pubsub.close();
    await cloud.close();
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
  });

  /** Messages of a subscription, in the order they come, until there are so many. */
  async function messages(name: string, count: number): Promise<readonly Message[]> {
    const subscription = pubsub.subscription(name);
    const found: Message[] = [];
    await new Promise<void>((resolve, reject) => {
      subscription.on('error', reject);
      subscription.on('message', (message: Message) => {
        found.push(message);
        message.ack();
        if (found.length === count) resolve();
      });
    });
    await subscription.close();
    return found;
  }

  it('reach a topic that a notification config names, with the attributes of the service', async () => {
    const bucket = storage.bucket(BUCKET);
    await pubsub.topic('objects').createSubscription('all');
    const [notification] = await bucket.createNotification(`projects/${PROJECT}/topics/objects`, {
      eventTypes: ['OBJECT_FINALIZE', 'OBJECT_DELETE'],
      customAttributes: { team: 'data' },
    });
    await bucket.file('a/first.txt').save('one', { resumable: false });
    await bucket.file('a/first.txt').delete();
    await cloud.eventarc.idle();
    const [made, gone] = [...(await messages('all', 2))].sort((a, b) =>
      String(b.attributes.eventType).localeCompare(String(a.attributes.eventType)),
    ) as [Message, Message];
    assert.partialDeepStrictEqual(made.attributes, {
      eventType: 'OBJECT_FINALIZE',
      payloadFormat: 'JSON_API_V1',
      bucketId: BUCKET,
      objectId: 'a/first.txt',
      team: 'data',
      notificationConfig: `projects/_/buckets/${BUCKET}/notificationConfigs/${notification.id}`,
    });
    assert.match(String(made.attributes.objectGeneration), /^\d{16}$/);
    assert.match(String(made.attributes.eventTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    const resource = JSON.parse(made.data.toString()) as Record<string, unknown>;
    assert.deepEqual([resource.kind, resource.name, resource.size], ['storage#object', 'a/first.txt', '3']);
    assert.equal(gone.attributes.eventType, 'OBJECT_DELETE');
  });

  it('come twice where a fault says so', async () => {
    const bucket = storage.bucket(BUCKET);
    cloud.faults.add({ service: 'storage', method: 'objects.insert', kind: 'duplicate' });
    await bucket.file('twice.txt').save('x', { resumable: false });
    const found = await messages('all', 2);
    assert.deepEqual(
      found.map(({ attributes }) => attributes.objectId),
      ['twice.txt', 'twice.txt'],
    );
  });

  it('of every type reach the trigger of that type', async () => {
    const bucket = storage.bucket(BUCKET);
    const file = bucket.file('typed.txt');
    await file.save('x', { resumable: false });
    await file.setMetadata({ metadata: { a: '1' } });
    await bucket.setMetadata({ versioning: { enabled: true } });
    await file.save('y', { resumable: false });
    await bucket.setMetadata({ versioning: { enabled: false } });
    const expected = ['archived', 'finalized', 'finalized', 'metadataUpdated'];
    while (received.length < expected.length) await new Promise((resolve) => setTimeout(resolve, 5));
    await cloud.eventarc.idle();
    const types = received.map(({ headers }) =>
      String(headers['ce-type']).replace('google.cloud.storage.object.v1.', ''),
    );
    assert.deepEqual(types.sort(), expected);
    for (const { headers, body } of received) {
      assert.equal(headers['ce-source'], `//storage.googleapis.com/projects/_/buckets/${BUCKET}`);
      assert.equal(headers['ce-subject'], 'objects/typed.txt');
      assert.deepEqual([body.bucket, body.name], [BUCKET, 'typed.txt']);
    }
  });

  it('that are refused again and again become messages of the dead letter topic, and that is told', async () => {
    refuse = (name) => name === 'poison.txt';
    await storage.bucket(BUCKET).file('poison.txt').save('x', { resumable: false });
    const [letter] = await messages('dead-sub', 1);
    await cloud.eventarc.idle();
    assert.partialDeepStrictEqual(letter?.attributes, {
      'ce-type': 'google.cloud.storage.object.v1.finalized',
      'ce-subject': 'objects/poison.txt',
      CloudPubSubDeadLetterSourceDeliveryCount: '2',
      CloudPubSubDeadLetterSourceSubscription: 'eventarc-on-finalized',
    });
    assert.equal(JSON.parse(String(letter?.data)).name, 'poison.txt');
    assert.equal(received.length, 2);
    assert.deepEqual(
      told
        .filter(({ service, what }) => service === 'eventarc' && what === 'dead-lettered')
        .map(({ facts }) => facts?.topic),
      ['dead'],
    );
  });
});
