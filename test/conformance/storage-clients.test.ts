import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { Storage } from '@google-cloud/storage';
import { setEnvironment } from '../support/environment.ts';
import { reasonOf, type StorageFixture, send, storageFixture } from '../support/storage.ts';

const MIB = 1024 * 1024;

describe('Cloud Storage as clients of several languages speak to it', () => {
  let fixture: StorageFixture;
  let address: string;

  before(async () => {
    fixture = await storageFixture();
    address = fixture.service.address;
    await fixture.client.createBucket('clients-bucket');
  });
  after(() => fixture.close());

  it('serves the client that is given nothing but the emulator variable', async () => {
    const restore = setEnvironment({ STORAGE_EMULATOR_HOST: `http://${address}` });
    try {
      const file = new Storage({ projectId: 'demo-penstock' }).bucket('clients-bucket').file('dir/by variable');
      await file.save('content');
      assert.equal((await file.download())[0].toString(), 'content');
      assert.deepEqual(await file.exists(), [true]);
      await file.delete();
    } finally {
      restore();
    }
  });

  it('takes JSON bodies compressed, and PATCH inside a POST, as the Java client sends them', async () => {
    await fixture.client.bucket('clients-bucket').file('java').save('x', { resumable: false });
    const body = gzipSync('{"metadata":{"k":"v"}}');
    const headers = { 'content-encoding': 'gzip', 'x-http-method-override': 'PATCH' };
    const reply = await send(address, 'POST', '/storage/v1/b/clients-bucket/o/java', { headers, body });
    assert.deepEqual(reply.json().metadata, { k: 'v' });
    const bomb = gzipSync(Buffer.alloc(100 * MIB, ' '));
    const refused = await send(address, 'PATCH', '/b/clients-bucket/o/java', { headers, body: bomb });
    assert.equal(refused.status, 413);
  });

  it('takes multipart bodies with bare newlines and a quoted boundary, as the Python clients send them', async () => {
    const body =
      '--==1==\nContent-Type: application/json\n\n{"name": "py"}\n--==1==\nContent-Type: text/plain\n\nhello\n--==1==--';
    const headers = { 'content-type': "multipart/related; boundary='==1=='" };
    const path = '/upload/storage/v1/b/clients-bucket/o?uploadType=multipart';
    assert.equal((await send(address, 'POST', path, { headers, body })).status, 200);
    assert.equal((await fixture.service.readObject('clients-bucket', 'py')).toString(), 'hello');
  });

  it('answers a refused upload while its body is still being sent', async () => {
    const path = '/upload/storage/v1/b/clients-bucket/o?uploadType=media&name=a&ifGenerationMatch=5';
    const reply = await send(address, 'POST', path, { body: Buffer.alloc(40 * MIB) });
    assert.deepEqual([reply.status, reasonOf(reply)], [412, 'conditionNotMet']);
  });

  it('lets the newest request of an upload session win over those before it', async () => {
    const path = '/upload/storage/v1/b/clients-bucket/o?uploadType=resumable&name=contended';
    const begun = await send(address, 'POST', path);
    const { pathname, search } = new URL(String(begun.headers.location));
    const body = Buffer.alloc(3 * MIB, 7);
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => send(address, 'PUT', pathname + search, { body })),
    );
    assert.ok(replies.some(({ status }) => status === 200));
    assert.ok(replies.every(({ status }) => status === 200 || status === 503));
    assert.ok((await fixture.service.readObject('clients-bucket', 'contended')).equals(body));
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    await fixture.client.bucket('clients-bucket').file('head').save('12345', { resumable: false });
    const reply = await send(address, 'HEAD', '/clients-bucket/head');
    assert.deepEqual([reply.status, reply.headers['content-length'], reply.body.length], [200, '5', 0]);
  });
});
