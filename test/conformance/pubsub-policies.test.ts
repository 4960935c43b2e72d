import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PubSub } from '@google-cloud/pubsub';
import { type LocalPubsub, localPubsub } from '../support/pubsub-local.ts';

const BINDINGS = [{ role: 'roles/pubsub.publisher', members: ['serviceAccount:a@b.iam.gserviceaccount.com'] }];

describe('IAM policies of the local Pub/Sub', () => {
  let local: LocalPubsub;
  let folder: string;
  let client: PubSub;

  async function open(compactAboveBytes?: number): Promise<void> {
    local = await localPubsub(folder, compactAboveBytes === undefined ? {} : { compactAboveBytes });
    client = new PubSub({ projectId: 'p', apiEndpoint: local.address, emulatorMode: true });
  }

  async function close(): Promise<void> {
    await client.close();
    await local.close();
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-policies-'));
    await open();
    await client.createTopic('topic');
    await client.topic('topic').createSubscription('sub');
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function rest(verb: string, path: string, body?: object) {
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`http://${local.address}/v1/projects/p/${path}`, { method: verb, ...payload });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('keeps the policy of a topic and of a subscription for the unmodified client', async () => {
    const topic = client.topic('topic');
    assert.deepEqual((await topic.iam.getPolicy())[0].bindings, []);
    await topic.iam.setPolicy({ bindings: BINDINGS });
    const [policy] = await topic.iam.getPolicy();
    assert.deepEqual(
      policy.bindings?.map(({ role, members }) => ({ role, members })),
      BINDINGS,
    );
    assert.deepEqual((await client.subscription('sub').iam.getPolicy())[0].bindings, []);
    const [permissions] = await topic.iam.testPermissions(['pubsub.topics.publish']);
    assert.equal(permissions['pubsub.topics.publish'], true);
  });

  for (const [how, bytes] of [
    ['as it was written', undefined],
    ['from a rewritten journal', 1],
  ] as const) {
    it(`keeps a policy over a restart, ${how}`, async () => {
      await client.topic('topic').iam.setPolicy({ bindings: BINDINGS });
      await close();
      await open(bytes);
      await close();
      await open();
      assert.deepEqual((await rest('GET', 'topics/topic:getIamPolicy')).body.bindings, BINDINGS);
    });
  }

  it('begins without a policy where a topic is made again', async () => {
    await rest('POST', 'topics/topic:setIamPolicy', { policy: { bindings: BINDINGS } });
    await client.topic('topic').delete();
    await client.createTopic('topic');
    assert.deepEqual((await rest('GET', 'topics/topic:getIamPolicy')).body.bindings ?? [], []);
  });

  it('refuses a policy whose etag is that of an older one', async () => {
    const { etag } = (await rest('GET', 'subscriptions/sub:getIamPolicy')).body;
    assert.equal(
      (await rest('POST', 'subscriptions/sub:setIamPolicy', { policy: { bindings: BINDINGS, etag } })).status,
      200,
    );
    assert.equal(
      (await rest('POST', 'subscriptions/sub:setIamPolicy', { policy: { bindings: [], etag } })).status,
      409,
    );
  });

  const wrong = [
    ['a role without a name', [{ role: 'publisher', members: [] }]],
    ['a member without a kind', [{ role: 'roles/pubsub.viewer', members: ['ada'] }]],
  ] as const;
  for (const [what, bindings] of wrong) {
    it(`refuses a policy with ${what}`, async () => {
      assert.equal((await rest('POST', 'topics/topic:setIamPolicy', { policy: { bindings } })).status, 400);
    });
  }

  it('says that a topic which does not exist has no policy', async () => {
    assert.equal((await rest('GET', 'topics/none:getIamPolicy')).status, 404);
  });
});
