import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PubSub } from '@google-cloud/pubsub';
import { startTestCloud, type TestCloud } from '../../../../local/testing/index.ts';
import { queryRows } from '../../../support/suite.ts';

describe('a test cloud', () => {
  let server: Server;
  let calls: string[] = [];
  let answer: () => Promise<number> = async () => 200;
  let cloud: TestCloud;
  before(async () => {
    server = createServer((request, response) => {
      calls.push(
        `${request.url} ${request.headers['x-cloudscheduler-scheduletime'] ?? request.headers['ce-type'] ?? ''}`,
      );
      void answer().then((status) => response.writeHead(status).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    cloud = await startTestCloud({
      jobs: [{ name: 'nightly', schedule: '10 3 * * *', function: `${url}/job` }],
      triggers: [
        {
          name: 'objects',
          function: `${url}/event`,
          retry: true,
          filters: [{ attribute: 'type', value: 'google.cloud.storage.object.v1.finalized' }],
        },
      ],
    });
  });
  beforeEach(() => {
    calls = [];
    answer = async () => 200;
  });
  afterEach(() => cloud.reset());
  after(async () => {
    await cloud.close();
    server.close();
  });

  it('keeps the resources of two projects apart, buckets of the same name too', async () => {
    const resources = { buckets: ['b'], topics: ['orders'], datasets: ['d'] };
    const [one, two] = await Promise.all([cloud.project(resources), cloud.project(resources)]);
    assert.notEqual(one.bucket('b'), two.bucket('b'));
    assert.equal(one.env.GOOGLE_CLOUD_PROJECT, one.projectId);
    await queryRows({ addresses: cloud.addresses, projectId: one.projectId }, 'CREATE TABLE d.t AS SELECT 1 AS x');
    await assert.rejects(
      queryRows({ addresses: cloud.addresses, projectId: two.projectId }, 'SELECT * FROM d.t'),
      /Not found: Table/,
    );
    for (const { projectId } of [one, two]) {
      const topics = await fetch(`http://${cloud.addresses.pubsub}/v1/projects/${projectId}/topics`);
      assert.equal(((await topics.json()) as { topics: object[] }).topics.length, 1);
    }
  });

  it('runs a job once for the time that was due last when the clock passes it, and waits for it', async () => {
    const day = new Date(cloud.clock.now() + 86_400_000).toISOString().slice(0, 10);
    cloud.clock.moveTo(new Date(`${day}T03:00:00Z`));
    await cloud.idle();
    calls = [];
    answer = () => new Promise((resolve) => setTimeout(resolve, 40, 200));
    cloud.clock.advance({ minutes: 9 });
    cloud.clock.advance({ minutes: 2 });
    await cloud.idle();
    assert.deepEqual(calls, [`/job ${day}T03:10:00Z`]);
    cloud.clock.advance({ days: 3 });
    await cloud.idle();
    assert.equal(calls.length, 2);
  });

  it('is idle only after an event was taken, however often it had to be sent', async () => {
    const { bucket } = await cloud.project({ buckets: ['in'] });
    const statuses = [500, 503, 200];
    answer = async () => statuses.shift() ?? 200;
    const upload = `http://${cloud.addresses.storage}/upload/storage/v1/b/${bucket('in')}/o?uploadType=media&name=a`;
    assert.equal((await fetch(upload, { method: 'POST', body: 'x' })).status, 200);
    await cloud.idle();
    assert.deepEqual(calls, Array(3).fill('/event google.cloud.storage.object.v1.finalized'));
  });

  it('is not idle while a subscriber has a message that it has not acknowledged, and names the subscription', async () => {
    const { projectId } = await cloud.project({
      topics: ['orders'],
      subscriptions: [{ name: 'reader', topic: 'orders' }],
    });
    const [host, port] = (cloud.addresses.pubsub as string).split(':');
    const pubsub = new PubSub({ projectId, apiEndpoint: `${host}:${port}`, emulatorMode: true });
    await pubsub.topic('orders').publishMessage({ data: Buffer.from('x') });
    await cloud.idle();
    const subscription = pubsub.subscription('reader');
    // The subscription stops pulling when no listener is left, so the listener stays.
    const { ack } = await new Promise<{ ack(): void }>((resolve) =>
      subscription.on('message', (message) => resolve({ ack: () => message.ack() })),
    );
    await assert.rejects(
      cloud.idle({ timeoutMs: 30 }),
      /not idle after 30 ms: projects\/.*\/subscriptions\/reader has 1 /,
    );
    ack();
    await cloud.idle();
    await subscription.close();
    await pubsub.close();
  });

  it('gives queries its clock', async () => {
    const { projectId } = await cloud.project({ datasets: ['d'] });
    const project = { addresses: cloud.addresses, projectId };
    const [[before]] = (await queryRows(project, 'SELECT UNIX_SECONDS(CURRENT_TIMESTAMP())')) as string[][] as [
      [string],
    ];
    cloud.clock.advance({ hours: 5 });
    const [[after]] = (await queryRows(project, 'SELECT UNIX_SECONDS(CURRENT_TIMESTAMP())')) as string[][] as [
      [string],
    ];
    assert.ok(Number(after) - Number(before) >= 18_000);
  });
});
