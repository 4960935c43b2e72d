import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { StorageAnswer, StorageCall, StorageClient } from '@penstock/shared/storage/client.ts';
import { createObjects, type ObjectInfo } from '@penstock/shared/storage/objects.ts';
import { uploadStream } from '@penstock/shared/storage/resumable.ts';
import { BUCKET, type StorageWorld, storageWorld } from '../../../support/storage-client.ts';

const MIB = 1024 * 1024;

describe('objects of Cloud Storage', () => {
  let world: StorageWorld;
  before(async () => {
    world = await storageWorld();
  });
  after(() => world.close());
  afterEach(() => world.faults.clear());

  const fault = (method: string, rule: object): void => {
    world.faults.add({ service: 'storage', method, ...rule } as never);
  };
  const text = async (name: string): Promise<string> => (await world.objects.read(BUCKET, name)).toString();

  it('are created once, with their settings', async () => {
    const settings = { contentType: 'text/plain', contentEncoding: 'identity', metadata: { page: '7' } };
    const first = await world.objects.create(BUCKET, 'a/b c', Buffer.from('one'), settings);
    assert.equal(first.created, true);
    const info = await world.objects.stat(BUCKET, 'a/b c');
    assert.deepEqual(info, first.info);
    const { generation: _generation, updatedMs, crc32c, metadata, ...rest } = info as ObjectInfo;
    assert.deepEqual(rest, {
      bucket: BUCKET,
      name: 'a/b c',
      size: 3,
      contentType: 'text/plain',
      contentEncoding: 'identity',
    });
    assert.equal(metadata?.page, '7');
    assert.ok(Math.abs(updatedMs - Date.now()) < 60_000 && crc32c !== undefined);
    const second = await world.objects.create(BUCKET, 'a/b c', Buffer.from('two'));
    assert.deepEqual(second, { info, created: false });
    assert.equal(await text('a/b c'), 'one');
  });

  it('are created by the call whose answer was lost', async () => {
    fault('objects.insert', { kind: 'ack-lost' });
    assert.equal((await world.objects.create(BUCKET, 'lost', Buffer.from('x'))).created, true);
  });

  it('are created by one of many callers, and the others are told which object there is', async () => {
    fault('objects.insert', { kind: 'ack-lost', times: 3 });
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) => world.objects.create(BUCKET, 'race', Buffer.from(`${n}`))),
    );
    assert.equal(all.filter(({ created }) => created).length, 1);
    assert.equal(new Set(all.map(({ info }) => info.generation)).size, 1);
    assert.equal(await text('race'), String(all.findIndex(({ created }) => created)));
  });

  it('say that a bucket is missing', async () => {
    const message = /is there such a bucket\?$/;
    await assert.rejects(world.objects.create('no-such-bucket', 'x', Buffer.from('')), { code: 'NOT_FOUND', message });
    await assert.rejects(world.objects.create('no-such-bucket', 'x', bytes([])), { code: 'NOT_FOUND' });
  });

  for (const size of [0, 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 17 * MIB]) {
    it(`of ${size} bytes are written from a stream, a chunk at a time`, async () => {
      const whole = Buffer.alloc(size, 'penstock ');
      const name = `stream-${size}`;
      const { created, info } = await world.objects.create(BUCKET, name, bytes(pieces(whole, 3 * MIB)), {
        contentType: 'application/gzip',
      });
      assert.deepEqual([created, info.size, info.contentType], [true, size, 'application/gzip']);
      assert.ok(whole.equals(await world.objects.read(BUCKET, name)));
      assert.equal((await world.objects.create(BUCKET, name, bytes([whole]))).created, false);
    });
  }

  for (const rule of [
    { kind: 'ack-lost', times: 2 },
    { kind: 'reset', at: 'during', times: 2 },
    { kind: 'error', code: 503, times: 2 },
    { kind: 'ack-lost', skip: 1 },
    { kind: 'reset', at: 'during', skip: 2 },
    { kind: 'ack-lost', skip: 3 },
  ]) {
    it(`are written whole from a stream under ${JSON.stringify(rule)}`, async () => {
      for (const method of ['objects.insert', 'objects.insert.resume']) fault(method, rule);
      const whole = Buffer.from(Array.from({ length: MIB }, (_, n) => n % 251));
      const name = `faulty-${JSON.stringify(rule)}`;
      const asked = { bucket: BUCKET, name, ifGenerationMatch: '0', data: bytes(pieces(whole, 100_000)) };
      const { state } = await uploadStream(world.storage, asked, 256 * 1024);
      assert.equal(state, 'written');
      assert.equal(hash(await world.objects.read(BUCKET, name)), hash(whole));
    });
  }

  it('lose to another writer that comes during the upload', async () => {
    async function* data(): AsyncGenerator<Buffer> {
      yield Buffer.from('mine');
      await world.objects.create(BUCKET, 'overtaken', Buffer.from('theirs'));
    }
    assert.equal((await world.objects.create(BUCKET, 'overtaken', data())).created, false);
    assert.equal(await text('overtaken'), 'theirs');
  });

  for (const [what, range] of [
    ['less than an earlier chunk left', 'bytes=0-9'],
    ['more than was sent', 'bytes=0-999999'],
  ] as const) {
    it(`give up an upload of which the service holds ${what}`, async () => {
      const answers = [{ status: 200, headers: { location: 'http://x/up?id=1' } }, held('bytes=0-262143'), held(range)];
      const asked = { bucket: BUCKET, name: 'x', ifGenerationMatch: '0', data: bytes([Buffer.alloc(300_000)]) };
      await assert.rejects(uploadStream(answering(answers), asked, 262_144), { code: 'ABORTED' });
    });
  }

  it('send the rest of a chunk of which the service took a part, and give up when it takes nothing', async () => {
    const asked = { bucket: BUCKET, name: 'x', ifGenerationMatch: '0', data: bytes([Buffer.alloc(300_000)]) };
    const sent: StorageCall[] = [];
    const start = { status: 200, headers: { location: 'http://x/up?id=1' } };
    const some = held('bytes=0-99');
    await assert.rejects(
      uploadStream(answering([start, held(), some, some, some, some, some, some, some], sent), asked, 262_144),
      {
        code: 'ABORTED',
      },
    );
    const ranges = sent.slice(1).map(({ headers }) => headers?.['content-range']);
    assert.deepEqual(ranges.slice(0, 3), ['bytes 0-262143/*', 'bytes 0-262143/*', 'bytes 100-262143/*']);
  });

  it('are read in ranges and at a generation', async () => {
    const { info } = await world.objects.create(BUCKET, 'range', Buffer.from('0123456789'));
    const read = async (options: object): Promise<string> =>
      (await world.objects.read(BUCKET, 'range', options)).toString();
    assert.equal(await read({ start: 2, end: 5 }), '234');
    assert.equal(await read({ start: 7 }), '789');
    assert.equal(await read({ end: 3, generation: info.generation }), '012');
    await assert.rejects(read({ generation: '1' }), { code: 'NOT_FOUND' });
    await assert.rejects(world.objects.read(BUCKET, 'nothing'), { code: 'NOT_FOUND' });
  });

  it('that were stored compressed are read as they were stored', async () => {
    const stored = Buffer.from('H4sIAAAAAAAAA8vMBQCsn1mZAgAAAA==', 'base64');
    await world.objects.create(BUCKET, 'packed', stored, { contentEncoding: 'gzip', contentType: 'text/plain' });
    assert.ok(stored.equals(await world.objects.read(BUCKET, 'packed')));
    assert.ok(stored.equals(await collect(world.objects.stream(BUCKET, 'packed'))));
  });

  it('are streamed whole although the connection breaks in between', async () => {
    const whole = Buffer.from(Array.from({ length: 700_000 }, (_, n) => n % 253));
    await world.objects.create(BUCKET, 'broken', whole);
    // Each answer breaks halfway, so every attempt brings the half of what is left.
    fault('objects.get', { kind: 'reset', at: 'after', skip: 1, times: 4 });
    assert.equal(hash(await collect(world.objects.stream(BUCKET, 'broken'))), hash(whole));
    assert.equal((await collect(world.objects.stream(BUCKET, 'broken', { start: 10, end: 20 }))).length, 10);
    await assert.rejects(collect(world.objects.stream(BUCKET, 'nothing')), { code: 'NOT_FOUND' });
    await world.objects.create(BUCKET, 'empty', Buffer.alloc(0));
    assert.equal((await collect(world.objects.stream(BUCKET, 'empty'))).length, 0);
  });

  it('are not streamed from another generation than they began with', async () => {
    const { info } = await world.objects.create(BUCKET, 'pinned', Buffer.alloc(700_000, 'a'));
    fault('objects.get', { kind: 'reset', at: 'after', skip: 1 });
    let replaced = false;
    const read = async (): Promise<void> => {
      for await (const _chunk of world.objects.stream(BUCKET, 'pinned')) {
        if (replaced) continue;
        replaced = await world.objects.delete(BUCKET, 'pinned', info.generation);
        await world.objects.create(BUCKET, 'pinned', Buffer.alloc(700_000, 'b'));
      }
    };
    await assert.rejects(read(), { code: 'NOT_FOUND' });
  });

  it('are given up as a stream that brings nothing, and one whose reader fails is not begun again', async () => {
    await world.objects.create(BUCKET, 'silent', Buffer.alloc(10));
    fault('objects.get', { kind: 'reset', at: 'during', skip: 1, times: 0 });
    await assert.rejects(collect(world.objects.stream(BUCKET, 'silent')), { code: 'UNAVAILABLE' });
    world.faults.clear();
    const read = async (): Promise<void> => {
      for await (const _chunk of world.objects.stream(BUCKET, 'silent')) throw new TypeError('mine');
    };
    await assert.rejects(read(), { name: 'TypeError' });
    const odd: StorageClient = { ...world.storage, stream: () => Promise.reject(new TypeError('no error of ours')) };
    await assert.rejects(collect(createObjects(odd).stream(BUCKET, 'silent')), { name: 'TypeError' });
  });

  it('are copied, and only while the source is unchanged', async () => {
    const { info } = await world.objects.create(BUCKET, 'source', Buffer.from('copy me'));
    const from = { bucket: BUCKET, name: 'source', generation: info.generation };
    const copied = await world.objects.copy(from, { bucket: BUCKET, name: 'copies/1' });
    assert.deepEqual([copied.name, copied.size], ['copies/1', 7]);
    await world.objects.copy({ bucket: BUCKET, name: 'source' }, { bucket: BUCKET, name: 'copies/2' });
    assert.equal(await text('copies/2'), 'copy me');
    await assert.rejects(world.objects.copy({ ...from, generation: '1' }, { bucket: BUCKET, name: 'copies/3' }), {
      code: 'CONFLICT',
      kind: 'permanent',
    });
  });

  it('are copied by as many calls as the service asks for', async () => {
    const sent: StorageCall[] = [];
    const body = (value: object): Partial<StorageAnswer> => ({ status: 200, body: Buffer.from(JSON.stringify(value)) });
    const client = answering(
      [
        body({ done: false, rewriteToken: 'a/b' }),
        body({ done: true, resource: { name: 'y', updated: '2026-01-01' } }),
      ],
      sent,
    );
    const copied = await createObjects(client).copy(
      { bucket: 'b', name: 'x', generation: '5' },
      { bucket: 'b', name: 'y' },
    );
    assert.equal(copied.name, 'y');
    assert.match(sent[1]?.path ?? '', /\?ifSourceGenerationMatch=5&rewriteToken=a%2Fb$/);
  });

  it('are deleted at their generation only', async () => {
    const { info } = await world.objects.create(BUCKET, 'bye', Buffer.from('x'));
    assert.equal(await world.objects.delete(BUCKET, 'bye', '1'), false);
    assert.equal(await world.objects.delete(BUCKET, 'bye', info.generation), true);
    assert.equal(await world.objects.delete(BUCKET, 'bye'), false);
    await world.objects.create(BUCKET, 'bye', Buffer.from('x'));
    fault('objects.delete', { kind: 'ack-lost' });
    assert.equal(await world.objects.delete(BUCKET, 'bye'), true);
    assert.equal(await world.objects.stat(BUCKET, 'bye'), undefined);
  });

  it('are listed by pages, from a name on, and without what lies in folders', async () => {
    for (const name of ['l/a', 'l/b', 'l/c', 'l/d/e']) await world.objects.create(BUCKET, name, Buffer.from(name));
    const pages = async (options: object): Promise<string[][]> => {
      const found: string[][] = [];
      for await (const page of world.objects.list(BUCKET, { prefix: 'l/', ...options }))
        found.push(page.map(({ name, size }) => `${name} ${size}`));
      return found;
    };
    assert.deepEqual(await pages({ pageSize: 2 }), [
      ['l/a 3', 'l/b 3'],
      ['l/c 3', 'l/d/e 5'],
    ]);
    assert.deepEqual((await pages({ delimiter: '/', startOffset: 'l/b' })).flat(), ['l/b 3', 'l/c 3']);
    assert.deepEqual(await pages({ prefix: 'nothing/' }), [[]]);
    const below = (await pages({ prefix: 'l/', delimiter: '/' })).flat().map((text) => text.split(' ')[0]);
    assert.deepEqual(below, ['l/a', 'l/b', 'l/c']);
  });

  it('say that an answer in between was not the service’s own', async () => {
    const client = answering([{ status: 200, body: Buffer.from('<html>') }]);
    await assert.rejects(createObjects(client).stat('b', 'x'), { code: 'UNAVAILABLE' });
  });
});

async function* bytes(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}

function pieces(whole: Buffer, size: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, n) => whole.subarray(n * size, (n + 1) * size));
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function hash(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function held(range?: string): Partial<StorageAnswer> {
  return { status: 308, headers: range === undefined ? {} : { range } };
}

/** A client of a service that answers from a list. */
function answering(answers: readonly Partial<StorageAnswer>[], sent: StorageCall[] = []): StorageClient {
  const left = [...answers];
  return {
    call: async (call) => {
      sent.push(call);
      const answer = left.shift();
      if (answer === undefined) throw new Error('asked too often');
      return { status: 200, headers: {}, body: Buffer.alloc(0), dateMs: 0, uncertain: false, ...answer };
    },
    newId: () => 'id',
  } as StorageClient;
}
