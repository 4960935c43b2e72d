import assert from 'node:assert/strict';
import type { FaultKind, FaultRule } from '../../local/core/faults/faults.ts';
import { reasonOf, type StorageFixture, send, storageFixture, until } from '../support/storage.ts';

describe('Cloud Storage under scripted faults', () => {
  let fixture: StorageFixture;
  let address: string;

  beforeEach(async () => {
    fixture = await storageFixture();
    address = fixture.service.address;
    await fixture.client.createBucket('faulty-bucket');
  });
  afterEach(() => fixture.close());

  const script = (kind: FaultKind, rule: Partial<FaultRule> = {}): void => {
    fixture.faults.add({ service: 'storage', method: 'objects.insert', resource: 'faulty-bucket/o', kind, ...rule });
  };
  const upload = (body = 'x'.repeat(100_000)): ReturnType<typeof send> =>
    send(address, 'POST', '/upload/storage/v1/b/faulty-bucket/o?uploadType=media&name=o', { body });
  const exists = async (): Promise<boolean> => (await send(address, 'GET', '/b/faulty-bucket/o/o')).status === 200;

  it('error refuses with the code before any effect, once', async () => {
    script('error', { code: 503 });
    assert.equal((await upload()).status, 503);
    assert.equal(await exists(), false);
    assert.equal((await upload()).status, 200);
  });

  it('throttle answers 429 rateLimitExceeded', async () => {
    script('throttle');
    const reply = await upload();
    assert.deepEqual([reply.status, reasonOf(reply)], [429, 'rateLimitExceeded']);
  });

  it('ack-lost keeps the effect and breaks the connection instead of answering', async () => {
    script('ack-lost');
    await assert.rejects(upload());
    assert.equal(await exists(), true);
  });

  for (const [at, effect] of [
    ['before', false],
    ['during', false],
    ['after', true],
  ] as const) {
    it(`reset ${at} breaks the connection ${effect ? 'behind' : 'without'} the effect`, async () => {
      script('reset', { at });
      await assert.rejects(upload());
      assert.equal(await exists(), effect);
    });
  }

  it('slow answers late', async () => {
    script('slow', { delayMs: 60 });
    const begun = performance.now();
    assert.equal((await upload()).status, 200);
    assert.ok(performance.now() - begun >= 55);
  });

  it('duplicate delivers the notification twice under one id', async () => {
    script('duplicate');
    await upload();
    await until(() => fixture.notifications.length === 2, 'two deliveries');
    assert.equal(fixture.notifications[0]?.id, fixture.notifications[1]?.id);
  });

  it('reorder delivers a notification after the one behind it', async () => {
    fixture.faults.add({ service: 'storage', method: 'notifications.deliver', kind: 'reorder' });
    const bucket = fixture.client.bucket('faulty-bucket');
    await bucket.file('first').save('x', { resumable: false });
    await bucket.file('second').save('x', { resumable: false });
    await until(() => fixture.notifications.length === 2, 'both deliveries');
    assert.deepEqual(
      fixture.notifications.map(({ object }) => object),
      ['second', 'first'],
    );
  });

  it('lets the unmodified client finish a chunked upload over lost answers and throttling', async () => {
    const client = new (await import('@google-cloud/storage')).Storage({
      projectId: 'p',
      apiEndpoint: `http://${address}`,
      retryOptions: { autoRetry: true, maxRetryDelay: 1, retryDelayMultiplier: 1 },
    });
    fixture.faults.add({ service: 'storage', method: 'objects.insert.resume', kind: 'error', code: 503, skip: 1 });
    fixture.faults.add({ service: 'storage', method: 'objects.insert.resume', kind: 'ack-lost', skip: 2 });
    const content = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => i & 0xff));
    const file = client.bucket('faulty-bucket').file('survivor');
    await file.save(content, { chunkSize: 256 * 1024, preconditionOpts: { ifGenerationMatch: 0 } });
    assert.ok((await fixture.service.readObject('faulty-bucket', 'survivor')).equals(content));
  });
});
