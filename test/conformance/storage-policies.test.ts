import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type StorageFixture, send, storageFixture } from '../support/storage.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('Cloud Storage settings, policies and what other languages send', () => {
  let fixture: StorageFixture;
  let address: string;

  beforeEach(async () => {
    fixture = await storageFixture();
    address = fixture.service.address;
    await fixture.client.createBucket('kept');
  });
  afterEach(() => fixture.close());

  async function jsonOf(method: string, path: string, resource?: object, headers: Record<string, string> = {}) {
    const body = resource === undefined ? {} : { body: JSON.stringify(resource) };
    const reply = await send(address, method, path, { headers: { ...JSON_TYPE, ...headers }, ...body });
    return { status: reply.status, body: JSON.parse(reply.body.toString() || '{}'), headers: reply.headers };
  }

  it('keeps an IAM policy and gives it back, with an etag that moves with it', async () => {
    const bucket = fixture.client.bucket('kept');
    const [before] = await bucket.iam.getPolicy();
    assert.deepEqual(before.bindings, []);
    const bindings = [{ role: 'roles/storage.objectViewer', members: ['serviceAccount:a@b.iam.gserviceaccount.com'] }];
    const [set] = await bucket.iam.setPolicy({ bindings });
    const [after] = await bucket.iam.getPolicy();
    assert.deepEqual(after.bindings, bindings);
    assert.equal(after.etag, set.etag);
    assert.notEqual(after.etag, before.etag);
    await assert.rejects(bucket.iam.setPolicy({ bindings, etag: String(before.etag) }), { code: 412 });
  });

  it('tells every permission that was asked for, as a list or repeated', async () => {
    const [, answer] = await fixture.client
      .bucket('kept')
      .iam.testPermissions(['storage.objects.get', 'storage.objects.list']);
    assert.deepEqual((answer as { permissions?: string[] }).permissions, [
      'storage.objects.get',
      'storage.objects.list',
    ]);
  });

  const policies: readonly (readonly [string, object, RegExp])[] = [
    ['a role without a name', { bindings: [{ role: 'viewer', members: [] }] }, /bindings\[0\]\.role/],
    ['a member without a kind', { bindings: [{ role: 'roles/x', members: ['ada'] }] }, /bindings\[0\]\.members/],
    ['a condition below version 3', { bindings: [{ role: 'roles/x', members: [], condition: {} }] }, /version 3/],
    ['a version that does not exist', { version: 2, bindings: [] }, /0, 1 or 3/],
  ];
  for (const [what, policy, message] of policies) {
    it(`refuses an IAM policy with ${what}`, async () => {
      const { status, body } = await jsonOf('PUT', '/storage/v1/b/kept/iam', policy);
      assert.equal(status, 400);
      assert.match(body.error.message, message);
    });
  }

  const settings: readonly (readonly [string, object])[] = [
    ['publicAccessPrevention', { iamConfiguration: { publicAccessPrevention: 'enforced' } }],
    ['rpo', { rpo: 'ASYNC_TURBO' }],
    ['customPlacementConfig', { customPlacementConfig: { dataLocations: ['US-EAST1', 'US-WEST1'] } }],
    ['hierarchicalNamespace', { hierarchicalNamespace: { enabled: false } }],
    ['softDeletePolicy', { softDeletePolicy: { retentionDurationSeconds: '0' } }],
    ['a storage class in small letters', { storageClass: 'nearline' }],
  ];
  for (const [what, resource] of settings) {
    it(`keeps the bucket setting ${what} over the next reading`, async () => {
      const made = await jsonOf('POST', '/storage/v1/b?project=p', { name: 'with-setting', ...resource });
      assert.equal(made.status, 200);
      const { body } = await jsonOf('GET', '/storage/v1/b/with-setting');
      for (const [name, value] of Object.entries(resource)) {
        const read = body[name];
        if (typeof value === 'string') assert.equal(read.toLowerCase(), value.toLowerCase());
        else assert.deepEqual({ ...read, ...value }, read);
      }
      assert.match(body.softDeletePolicy?.effectiveTime ?? '2000-', /^2/);
    });
  }

  it('refuses a bucket setting that it does not know, by name', async () => {
    const { status, body } = await jsonOf('POST', '/storage/v1/b?project=p', { name: 'odd', quantumMode: true });
    assert.equal(status, 400);
    assert.match(body.error.message, /'quantumMode' is not supported/);
    assert.equal((await jsonOf('GET', '/storage/v1/b/odd')).status, 404);
  });

  it('leaves the metageneration as it is where a patch changes nothing', async () => {
    const { body } = await jsonOf('PATCH', '/storage/v1/b/kept', {});
    assert.equal(body.metageneration, '1');
  });

  it('takes the topic of a notification by its plain name, and shows it in full', async () => {
    const given = { topic: 'projects/p/topics/t', payload_format: 'JSON_API_V1' };
    const { status, body } = await jsonOf('POST', '/storage/v1/b/kept/notificationConfigs', given);
    assert.equal(status, 200);
    assert.equal(body.topic, '//pubsub.googleapis.com/projects/p/topics/t');
  });

  it('inflates a multipart upload that was compressed for the way, and stores the object plain', async () => {
    const parts = [
      '--x\r\nContent-Type: application/json\r\n\r\n{"name":"a.txt"}\r\n',
      '--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n',
    ];
    const headers = { 'content-type': 'multipart/related; boundary=x', 'content-encoding': 'gzip' };
    const path = '/upload/storage/v1/b/kept/o?uploadType=multipart';
    const reply = await send(address, 'POST', path, { headers, body: gzipSync(parts.join('')) });
    assert.equal(reply.status, 200);
    const [content] = await fixture.client.bucket('kept').file('a.txt').download();
    assert.equal(content.toString(), 'hello');
    assert.equal(JSON.parse(reply.body.toString()).contentEncoding, undefined);
    const broken = await send(address, 'POST', path, { headers, body: Buffer.from('not gzip') });
    assert.equal(broken.status, 400);
  });

  it('says 308 in a header of a 200 to a client that asks for it', async () => {
    const begun = await jsonOf('POST', '/upload/storage/v1/b/kept/o?uploadType=resumable&name=big', {});
    const session = new URL(String(begun.headers.location));
    const headers = { 'content-range': 'bytes 0-262143/*', 'x-guploader-no-308': 'yes' };
    const body = Buffer.alloc(262_144);
    const reply = await send(address, 'PUT', session.pathname + session.search, { headers, body });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers['x-http-status-code-override'], '308');
    assert.equal(reply.headers.range, 'bytes=0-262143');
  });

  it('refuses an upload whose metadata and headers name two checksums', async () => {
    const begun = await jsonOf('POST', '/upload/storage/v1/b/kept/o?uploadType=resumable&name=sum', {
      crc32c: 'AAAAAA==',
    });
    const session = new URL(String(begun.headers.location));
    const headers = { 'x-goog-hash': 'crc32c=yZRlqg==' };
    const reply = await send(address, 'PUT', session.pathname + session.search, {
      headers,
      body: Buffer.from('hello world'),
    });
    assert.equal(reply.status, 400);
  });

  it('takes a PATCH that comes as a POST, alone and within a batch', async () => {
    const override = { 'x-http-method-override': 'PATCH' };
    const alone = await jsonOf('POST', '/storage/v1/b/kept', { labels: { a: 'b' } }, override);
    assert.deepEqual([alone.status, alone.body.labels], [200, { a: 'b' }]);
    const part =
      '--y\r\nContent-Type: application/http\r\n\r\nPOST /storage/v1/b/kept HTTP/1.1\r\n' +
      'Content-Type: application/json\r\nX-HTTP-Method-Override: PATCH\r\n\r\n{"labels":{"c":"d"}}\r\n--y--\r\n';
    const headers = { 'content-type': 'multipart/mixed; boundary=y' };
    const batch = await send(address, 'POST', '/batch/storage/v1', { headers, body: part });
    assert.match(batch.body.toString(), /HTTP\/1\.1 200[\s\S]*"c":"d"/);
  });

  it('refuses object contexts and a filter by them, by name', async () => {
    const made = await jsonOf('POST', '/upload/storage/v1/b/kept/o?uploadType=resumable&name=c', {
      contexts: { custom: {} },
    });
    assert.match(made.body.error.message, /object context/);
    const listed = await jsonOf('GET', '/storage/v1/b/kept/o?filter=contexts.%22a%22%3D%22b%22');
    assert.equal(listed.status, 400);
  });
});
