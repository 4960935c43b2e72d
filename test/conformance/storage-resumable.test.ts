import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Reply, type Send, type StorageFixture, send, storageFixture, until } from '../support/storage.ts';

const QUANTUM = 256 * 1024;
const content = Buffer.from(Array.from({ length: 3 * QUANTUM + 100 }, (_, i) => (i * 7) & 0xff));

describe('Cloud Storage resumable uploads', () => {
  let folder: string;
  let fixture: StorageFixture;
  let clock = Date.now();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-resumable-'));
    fixture = await storageFixture({ stateDir: folder, now: () => clock });
    await fixture.client.createBucket('resumable-bucket');
  });
  afterEach(async () => {
    await fixture.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function begin(name: string, headers: Send['headers'] = {}): Promise<string> {
    const path = `/upload/storage/v1/b/resumable-bucket/o?uploadType=resumable&name=${name}`;
    const reply = await send(fixture.service.address, 'POST', path, { headers, body: '{"contentType":"text/x"}' });
    assert.equal(reply.status, 200);
    const { pathname, search } = new URL(String(reply.headers.location));
    return pathname + search;
  }
  const put = (path: string, range: string | undefined, body: Buffer | string = '', headers = {}): Promise<Reply> =>
    send(fixture.service.address, 'PUT', path, {
      body,
      headers: { ...(range === undefined ? {} : { 'content-range': range }), ...headers },
    });
  const status = (path: string): Promise<Reply> => put(path, 'bytes */*');
  const stored = (name: string): Promise<Buffer> => fixture.service.readObject('resumable-bucket', name);

  it('takes chunks, tells how far it is, and gives the object at the end and whenever asked again', async () => {
    const path = await begin('chunked');
    assert.equal((await status(path)).headers.range, undefined);
    const first = await put(path, `bytes 0-${QUANTUM - 1}/*`, content.subarray(0, QUANTUM));
    assert.deepEqual([first.status, first.headers.range], [308, `bytes=0-${QUANTUM - 1}`]);
    assert.equal((await status(path)).headers.range, `bytes=0-${QUANTUM - 1}`);
    const rest = content.subarray(QUANTUM);
    const last = await put(path, `bytes ${QUANTUM}-${content.length - 1}/${content.length}`, rest);
    assert.equal(last.status, 200);
    assert.equal(last.json().contentType, 'text/x');
    assert.ok((await stored('chunked')).equals(content));
    assert.deepEqual((await status(path)).json(), last.json());
  });

  it('keeps whole pieces of 256 KiB of a chunk that is not the last, and says so', async () => {
    const path = await begin('odd');
    const reply = await put(path, `bytes 0-${QUANTUM + 9}/*`, content.subarray(0, QUANTUM + 10));
    assert.deepEqual([reply.status, reply.headers.range], [308, `bytes=0-${QUANTUM - 1}`]);
  });

  it('goes on after an interruption where its last whole piece ended', async () => {
    const path = await begin('interrupted');
    const [host, port] = fixture.service.address.split(':');
    const socket = connect(Number(port), host);
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${content.length}\r\n\r\n`);
    socket.write(content.subarray(0, 2 * QUANTUM + 50));
    const files = join(folder, 'content', 'files');
    const size = (): number => statSync(join(files, readdirSync(files)[0] ?? '')).size;
    await until(() => size() >= 2 * QUANTUM, 'two pieces are stored');
    socket.destroy();
    const reply = await status(path);
    assert.deepEqual([reply.status, reply.headers.range], [308, `bytes=0-${2 * QUANTUM - 1}`]);
    const done = await put(path, `bytes ${2 * QUANTUM}-*/*`, content.subarray(2 * QUANTUM));
    assert.equal(done.status, 200);
    assert.ok((await stored('interrupted')).equals(content));
  });

  it('goes on after a restart of the service', async () => {
    const path = await begin('restarted');
    await put(path, `bytes 0-${QUANTUM - 1}/${content.length}`, content.subarray(0, QUANTUM));
    await fixture.close();
    fixture = await storageFixture({ stateDir: folder, now: () => clock });
    assert.equal((await status(path)).headers.range, `bytes=0-${QUANTUM - 1}`);
    const done = await put(path, `bytes ${QUANTUM}-${content.length - 1}/${content.length}`, content.subarray(QUANTUM));
    assert.equal(done.status, 200);
    assert.ok((await stored('restarted')).equals(content));
  });

  it('skips what it already has when a chunk is sent again', async () => {
    const path = await begin('repeated');
    await put(path, `bytes 0-${2 * QUANTUM - 1}/*`, content.subarray(0, 2 * QUANTUM));
    const again = await put(path, `bytes 0-${content.length - 1}/${content.length}`, content);
    assert.equal(again.status, 200);
    assert.ok((await stored('repeated')).equals(content));
  });

  for (const [what, range, body] of [
    ['a gap', `bytes ${QUANTUM}-${QUANTUM + 9}/*`, '0123456789'],
    ['fewer bytes than the range says', 'bytes 0-99/100', 'short'],
    ['more bytes than the range says', 'bytes 0-3/4', 'longer'],
    ['a range that runs backwards', 'bytes 9-3/10', 'x'],
    ['a range behind its total', 'bytes 0-9/5', '0123456789'],
    ['a range that is none', 'lines 1-2/3', 'x'],
  ] as const) {
    it(`refuses ${what} with 400 and stays usable`, async () => {
      const path = await begin('strict');
      assert.equal((await put(path, range, body)).status, 400);
      assert.equal((await status(path)).status, 308);
      assert.equal((await put(path, undefined, 'whole')).status, 200);
      assert.equal((await stored('strict')).toString(), 'whole');
    });
  }

  it('holds the upload to the length it was begun with', async () => {
    const path = await begin('declared', { 'x-upload-content-length': '10' });
    assert.equal((await put(path, 'bytes 0-4/5', 'hello')).status, 400);
    assert.equal((await put(path, 'bytes 0-9/10', '0123456789')).status, 200);
  });

  it('refuses for good what does not match the checksum of its last request', async () => {
    const path = await begin('mismatch');
    const reply = await put(path, undefined, 'content', { 'x-goog-hash': 'crc32c=AAAAAA==' });
    assert.equal(reply.status, 400);
    assert.deepEqual(await fixture.client.bucket('resumable-bucket').file('mismatch').exists(), [false]);
    assert.equal((await put(path, undefined, 'content')).status, 499);
  });

  it('takes an empty object', async () => {
    const path = await begin('empty');
    assert.equal((await put(path, 'bytes */0')).status, 200);
    assert.equal((await stored('empty')).length, 0);
  });

  it('is cancelled by DELETE with 499, once and for all, and leaves no file', async () => {
    const path = await begin('cancelled');
    await put(path, `bytes 0-${QUANTUM - 1}/*`, content.subarray(0, QUANTUM));
    assert.equal((await send(fixture.service.address, 'DELETE', path)).status, 499);
    assert.equal((await status(path)).status, 499);
    const files = join(folder, 'content', 'files');
    await until(() => readdirSync(files).length === 0, 'the content of the cancelled upload is deleted');
  });

  it('answers 404 for a session that never was and 410 for one that is older than a week', async () => {
    const path = await begin('old');
    assert.equal((await status(path.replace(/upload_id=.*/, 'upload_id=unknown'))).status, 404);
    clock += 7 * 24 * 60 * 60 * 1000 + 1;
    assert.equal((await status(path)).status, 410);
  });

  it('is not known under another bucket', async () => {
    await fixture.client.createBucket('another-bucket');
    const path = (await begin('mine')).replace('/resumable-bucket/', '/another-bucket/');
    assert.equal((await put(path, undefined, 'x')).status, 404);
    assert.equal((await send(fixture.service.address, 'DELETE', path)).status, 404);
  });

  it('is served under both upload paths', async () => {
    const path = await begin('alias');
    assert.equal((await put(`/resumable${path}`, undefined, 'x')).status, 200);
  });
});
