import assert from 'node:assert/strict';
import { makeResources, type Resources } from '../../../../local/core/resources.ts';
import { startLocalCloud } from '../../../../local/index.ts';
import { startPubsub } from '../../../../local/pubsub/index.ts';

const RESOURCES: Resources = {
  buckets: ['b-1'],
  topics: ['main', 'dead'],
  subscriptions: [
    { name: 'sub', topic: 'main', pushTo: 'sink', deadLetter: { topic: 'dead', maxDeliveryAttempts: 7 } },
  ],
  datasets: ['d'],
  tables: [{ datasetId: 'd', tableId: 'x', resource: { schema: { fields: [{ name: 'a', type: 'STRING' }] } } }],
};

describe('the resources of a set-up', () => {
  let cloud: Awaited<ReturnType<typeof startLocalCloud>>;

  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.close());

  const make = (sink = '127.0.0.1:1', resources = RESOURCES) =>
    makeResources(resources, { projectId: cloud.projectId, addresses: { ...cloud.addresses, sink } });

  async function pubsub(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  it('are all made at the first start, and left alone at the next', async () => {
    const first = await make();
    assert.deepEqual(first, {
      made: ['bucket b-1', 'topic main', 'topic dead', 'dataset d', 'subscription sub', 'table d.x'],
      mended: [],
      found: false,
    });
    assert.deepEqual(await make(), { made: [], mended: [], found: true });
    const { pushConfig, deadLetterPolicy } = await pubsub('GET', 'subscriptions/sub');
    assert.deepEqual(pushConfig, { pushEndpoint: 'http://127.0.0.1:1/' });
    assert.deepEqual(deadLetterPolicy, {
      deadLetterTopic: `projects/${cloud.projectId}/topics/dead`,
      maxDeliveryAttempts: 7,
    });
  });

  it('push a subscription that was kept to where its function is now', async () => {
    await make();
    assert.deepEqual((await make('127.0.0.1:2')).mended, []);
    assert.deepEqual((await pubsub('GET', 'subscriptions/sub')).pushConfig, { pushEndpoint: 'http://127.0.0.1:2/' });
  });

  it('join a subscription again to a topic that was deleted, and say so', async () => {
    await make();
    await pubsub('DELETE', 'topics/main');
    const again = await make();
    assert.deepEqual([again.made, again.mended], [['topic main'], ['subscription sub, which had lost its topic']]);
    assert.equal((await pubsub('GET', 'subscriptions/sub')).topic, `projects/${cloud.projectId}/topics/main`);
  });

  it('join a subscription again that was detached, or that was made for another topic', async () => {
    await make();
    await pubsub('POST', 'subscriptions/sub:detach', {});
    assert.deepEqual((await make()).mended, ['subscription sub, which had lost its topic']);
    await pubsub('DELETE', 'subscriptions/sub');
    await pubsub('PUT', 'subscriptions/sub', { topic: `projects/${cloud.projectId}/topics/dead` });
    assert.deepEqual((await make()).mended, [`subscription sub, which was of projects/${cloud.projectId}/topics/dead`]);
  });

  it('give a subscription of an earlier version its dead letter topic', async () => {
    await make('127.0.0.1:1', { ...RESOURCES, subscriptions: [{ name: 'sub', topic: 'main', pushTo: 'sink' }] });
    assert.deepEqual((await make()).mended, ['subscription sub, which had no dead letter topic']);
    assert.deepEqual((await make()).mended, []);
  });

  it('are an error, and no silence, where a service refuses one', async () => {
    await assert.rejects(make('127.0.0.1:1', { buckets: ['NO'] }), /^Error: POST http:\S+ was answered 400: /);
    const alone = await startPubsub({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: cloud.faults,
      report: () => undefined,
      now: Date.now,
    });
    await alone.close();
    const addresses = { ...cloud.addresses, pubsub: alone.address };
    await assert.rejects(makeResources({ topics: ['main'] }, { projectId: 'p-12345', addresses }));
  });
});
