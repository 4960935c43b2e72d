import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Bucket } from '@google-cloud/storage';
import { reasonOf, type StorageFixture, send, storageFixture } from '../support/storage.ts';

const MIB = 1024 * 1024;

describe('Cloud Storage objects through the unmodified client', () => {
  let fixture: StorageFixture;
  let bucket: Bucket;
  let address: string;

  before(async () => {
    fixture = await storageFixture();
    address = fixture.service.address;
    [bucket] = await fixture.client.createBucket('objects-bucket');
  });
  after(() => fixture.close());

  for (const [how, options] of Object.entries({
    multipart: { resumable: false },
    'resumable in one request': { resumable: true },
    'resumable in chunks': { resumable: true, chunkSize: 256 * 1024 },
  })) {
    it(`returns the bytes of a ${how} upload with their checksums`, async () => {
      const content = Buffer.from(Array.from({ length: MIB + 17 }, (_, i) => (i * 31) & 0xff));
      const file = bucket.file(`up/${how}`);
      await file.save(content, { ...options, contentType: 'application/x-test', metadata: { metadata: { k: 'v' } } });
      const [metadata] = await file.getMetadata();
      assert.equal(metadata.size, String(content.length));
      assert.equal(metadata.md5Hash, createHash('md5').update(content).digest('base64'));
      assert.equal(metadata.contentType, 'application/x-test');
      assert.deepEqual(metadata.metadata, { k: 'v' });
      const [read] = await file.download({ validation: 'md5' });
      assert.ok(read.equals(content));
    });
  }

  it('serves the same object under the bare paths of the emulator variable', async () => {
    await bucket.file('bare').save('x', { resumable: false });
    const bare = await send(address, 'GET', '/b/objects-bucket/o/bare');
    const prefixed = await send(address, 'GET', '/storage/v1/b/objects-bucket/o/bare');
    const media = await send(address, 'GET', '/download/storage/v1/b/objects-bucket/o/bare?alt=media');
    assert.deepEqual(bare.json(), prefixed.json());
    assert.equal(media.body.toString(), 'x');
  });

  it('refuses bytes that do not match the checksum sent with them, and makes no object', async () => {
    const wrong = { 'x-goog-hash': 'md5=1B2M2Y8AsgTpgAmY7PhCfg==' };
    const path = '/upload/storage/v1/b/objects-bucket/o?uploadType=media&name=broken';
    const reply = await send(address, 'POST', path, { headers: wrong, body: 'not empty' });
    assert.equal(reply.status, 400);
    assert.match(reply.body.toString(), /Provided MD5 hash .* doesn't match calculated MD5 hash/);
    const crc = await send(address, 'POST', path, { headers: { 'x-goog-hash': 'crc32c=AAAAAA==' }, body: 'not empty' });
    assert.equal(crc.status, 400);
    assert.deepEqual(await bucket.file('broken').exists(), [false]);
  });

  it('computes CRC32C as the check value of RFC 3720 has it', async () => {
    await bucket.file('crc').save('123456789', { resumable: false });
    const [metadata] = await bucket.file('crc').getMetadata();
    assert.equal(Buffer.from(String(metadata.crc32c), 'base64').toString('hex'), 'e3069283');
  });

  it('sends the range asked for, and 416 for one behind the end', async () => {
    const file = bucket.file('ranged');
    await file.save('0123456789', { resumable: false });
    assert.equal((await file.download({ start: 2, end: 4 }))[0].toString(), '234');
    assert.equal((await file.download({ end: -3 }))[0].toString(), '789');
    const path = '/b/objects-bucket/o/ranged?alt=media';
    const open = await send(address, 'GET', path, { headers: { range: 'bytes=7-' } });
    assert.equal(open.status, 206);
    assert.equal(open.headers['content-range'], 'bytes 7-9/10');
    const beyond = await send(address, 'GET', path, { headers: { range: 'bytes=10-' } });
    assert.equal(beyond.status, 416);
    assert.equal(beyond.headers['content-range'], 'bytes */10');
  });

  it('keeps gzip as stored for who takes it and inflates it for who does not', async () => {
    const file = bucket.file('packed');
    await file.save('a'.repeat(1000), { gzip: true, resumable: false, contentType: 'text/plain' });
    assert.equal((await file.download())[0].toString(), 'a'.repeat(1000));
    const path = '/b/objects-bucket/o/packed?alt=media';
    const stored = await send(address, 'GET', path, { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(stored.headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(stored.body).length, 1000);
    const inflated = await send(address, 'GET', path, { headers: { range: 'bytes=0-1' } });
    assert.equal(inflated.status, 200);
    assert.equal(inflated.headers['content-encoding'], undefined);
    assert.equal(inflated.body.length, 1000);
    await file.setMetadata({ cacheControl: 'no-transform' });
    assert.equal((await send(address, 'GET', path)).headers['content-encoding'], 'gzip');
  });

  it('breaks the connection in the middle where stored gzip turns out damaged', async () => {
    const damaged = gzipSync(Buffer.alloc(MIB, 'x')).subarray(0, 500);
    await bucket.file('damaged').save(damaged, { resumable: false, metadata: { contentEncoding: 'gzip' } });
    await assert.rejects(send(address, 'GET', '/b/objects-bucket/o/damaged?alt=media'));
  });

  it('patches metadata key by key, removes by null, and counts metagenerations', async () => {
    const file = bucket.file('described');
    await file.save('x', { resumable: false, metadata: { metadata: { a: '1', b: '2' }, cacheControl: 'no-store' } });
    const [patched] = await file.setMetadata({ metadata: { a: null, c: '3' }, contentLanguage: 'de' });
    assert.deepEqual(patched.metadata, { b: '2', c: '3' });
    assert.equal(patched.metageneration, '2');
    assert.equal(patched.cacheControl, 'no-store');
    const updated = await send(address, 'PUT', '/b/objects-bucket/o/described', { body: '{"contentType":"text/x"}' });
    assert.equal(updated.json().contentType, 'text/x');
    assert.equal(updated.json().cacheControl, undefined);
  });

  it('copies, renames and moves with content and metadata', async () => {
    const file = bucket.file('origin');
    await file.save('content', { resumable: false, contentType: 'text/csv', metadata: { metadata: { k: 'v' } } });
    const [copied] = await file.copy(bucket.file('copied'));
    assert.deepEqual((await copied.getMetadata())[0].metadata, { k: 'v' });
    await file.copy(bucket.file('relabelled'), { contentType: 'text/plain' });
    assert.equal((await bucket.file('relabelled').getMetadata())[0].contentType, 'text/plain');
    await bucket.file('copied').moveFileAtomic(bucket.file('moved'));
    assert.deepEqual(await bucket.file('copied').exists(), [false]);
    await file.delete();
    assert.equal((await bucket.file('moved').download())[0].toString(), 'content');
  });

  it('rewrites in several calls with a token across storage classes, and in one within', async () => {
    await bucket.file('large').save(Buffer.alloc(2 * MIB + 5), { resumable: false });
    const [cold] = await fixture.client.createBucket('cold-bucket', { storageClass: 'COLDLINE' });
    const step = (token: string): ReturnType<typeof send> =>
      send(
        address,
        'POST',
        `/b/objects-bucket/o/large/rewriteTo/b/cold-bucket/o/large?maxBytesRewrittenPerCall=${MIB}${token}`,
      );
    const first = (await step('')).json();
    assert.deepEqual([first.done, first.totalBytesRewritten], [false, String(MIB)]);
    const second = (await step(`&rewriteToken=${first.rewriteToken}`)).json();
    const third = (await step(`&rewriteToken=${second.rewriteToken}`)).json();
    assert.deepEqual([third.done, third.totalBytesRewritten, third.objectSize], [true, '2097157', '2097157']);
    assert.equal((await cold.file('large').getMetadata())[0].storageClass, 'COLDLINE');
    const foreign = await send(
      address,
      'POST',
      `/b/objects-bucket/o/large/rewriteTo/b/cold-bucket/o/other?rewriteToken=${first.rewriteToken}`,
    );
    assert.equal(foreign.status, 400);
  });

  it('composes up to 32 objects, without an MD5 and with the count of components', async () => {
    const names = Array.from({ length: 33 }, (_, i) => `part-${i}`);
    await Promise.all(names.map((name, i) => bucket.file(name).save(`${i};`, { resumable: false })));
    const [whole] = await bucket.combine(names.slice(0, 32), 'whole');
    assert.equal(
      (await whole.download())[0].toString(),
      names
        .slice(0, 32)
        .map((_, i) => `${i};`)
        .join(''),
    );
    const [metadata] = await whole.getMetadata();
    assert.equal(metadata.md5Hash, undefined);
    assert.equal(metadata.componentCount, 32);
    await bucket.file('part-32').setMetadata({ contentType: 'text/x' });
    const [twice] = await bucket.combine(['part-32', 'whole'], 'twice');
    const [counted] = await twice.getMetadata();
    assert.deepEqual([counted.componentCount, counted.contentType], [33, undefined]);
    await assert.rejects(bucket.combine(names, 'too-many'), { code: 400, message: /exceeds the maximum \(32\)/ });
    const body = JSON.stringify({
      sourceObjects: [{ name: 'part-0', objectPreconditions: { ifGenerationMatch: '1' } }],
    });
    assert.equal((await send(address, 'POST', '/b/objects-bucket/o/w/compose', { body })).status, 412);
    const missing = JSON.stringify({ sourceObjects: [{ name: 'no-such-part' }] });
    assert.equal((await send(address, 'POST', '/b/objects-bucket/o/w/compose', { body: missing })).status, 404);
  });

  it('keeps noncurrent versions under versioning, and deletes one for good by its generation', async () => {
    const [versioned] = await fixture.client.createBucket('versioned-bucket', { versioning: { enabled: true } });
    const file = versioned.file('doc');
    await file.save('one', { resumable: false });
    const first = String((await file.getMetadata())[0].generation);
    await file.save('two', { resumable: false });
    assert.equal((await versioned.file('doc', { generation: first }).download())[0].toString(), 'one');
    await file.delete();
    assert.deepEqual(await file.exists(), [false]);
    const [versions] = await versioned.getFiles({ versions: true });
    assert.equal(versions.length, 2);
    assert.ok(versions.every((version) => version.metadata.timeDeleted !== undefined));
    await versioned.file('doc', { generation: first }).delete();
    assert.equal((await versioned.getFiles({ versions: true }))[0].length, 1);
  });

  it('keeps what is under a hold', async () => {
    const file = bucket.file('held');
    await file.save('x', { resumable: false });
    await file.setMetadata({ temporaryHold: true });
    await assert.rejects(file.delete(), { code: 403 });
    await assert.rejects(file.save('y', { resumable: false }), { code: 403 });
    await file.setMetadata({ temporaryHold: false });
    await file.delete();
  });

  it('answers in the error shapes of the API', async () => {
    const missing = await send(address, 'GET', '/storage/v1/b/objects-bucket/o/none');
    assert.deepEqual(missing.json(), {
      error: {
        code: 404,
        message: 'No such object: objects-bucket/none',
        errors: [{ message: 'No such object: objects-bucket/none', domain: 'global', reason: 'notFound' }],
      },
    });
    const media = await send(address, 'GET', '/b/objects-bucket/o/none?alt=media');
    assert.match(String(media.headers['content-type']), /^text\/html/);
    assert.equal(media.body.toString(), 'No such object: objects-bucket/none');
    const xml = await send(address, 'GET', '/objects-bucket/none');
    assert.match(xml.body.toString(), /<Code>NoSuchKey<\/Code>/);
  });

  it('serves single objects over the XML API and refuses the rest of it by name', async () => {
    const put = await send(address, 'PUT', '/objects-bucket/xml/a%20b', {
      headers: { 'content-type': 'text/plain', 'x-goog-meta-colour': 'red' },
      body: 'hello',
    });
    assert.equal(put.status, 200);
    const get = await send(address, 'GET', '/objects-bucket/xml/a%20b');
    assert.equal(get.body.toString(), 'hello');
    assert.equal(get.headers['x-goog-meta-colour'], 'red');
    assert.equal((await bucket.file('xml/a b').getMetadata())[0].contentType, 'text/plain');
    assert.equal((await send(address, 'PUT', '/objects-bucket/xml/a?acl')).status, 400);
    assert.equal((await send(address, 'GET', '/objects-bucket/xml/a?X-Goog-Signature=00')).status, 400);
    assert.equal((await send(address, 'DELETE', '/objects-bucket/xml/a%20b')).status, 204);
  });

  it('refuses by name what it does not have', async () => {
    const encrypted = fixture.client.bucket('objects-bucket').file('e', { encryptionKey: Buffer.alloc(32) });
    await assert.rejects(encrypted.save('x', { resumable: false }), { code: 400, message: /customer-supplied keys/ });
    await assert.rejects(bucket.file('described').makePublic(), { code: 400, message: /uniform bucket-level access/ });
    await assert.rejects(bucket.setRetentionPeriod(60), { code: 400, message: /retention policy/ });
    const reply = await send(address, 'GET', '/b/objects-bucket/o?softDeleted=true');
    assert.equal(reasonOf(reply), 'notImplemented');
  });

  it('keeps names that look like paths out of the file system and gives them back as they came', async () => {
    const names = [
      '../../etc/passwd',
      '/absolute',
      'a//b',
      'nul\u0000byte',
      'ünï/😀',
      '%2e%2e%2f',
      `${'l'.repeat(1000)}/x`,
    ];
    for (const name of names) {
      await bucket.file(name).save(name, { resumable: false });
      assert.equal((await bucket.file(name).download())[0].toString(), name);
    }
    for (const name of ['.', '..', 'a\nb', 'x'.repeat(1025), '.well-known/acme-challenge/x']) {
      const path = `/upload/storage/v1/b/objects-bucket/o?uploadType=media&name=${encodeURIComponent(name)}`;
      assert.equal((await send(address, 'POST', path, { body: '' })).status, 400, JSON.stringify(name));
    }
  });
});
