import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sinon from 'sinon';
import type { ObjectVersion } from '../../../../../local/storage/state/model.ts';
import { Store } from '../../../../../local/storage/state/store.ts';

const LIMITS = { minRewriteBytes: 64 * 1024, commitsPerLook: 50, packBytes: 32 * 1024 };
const BUCKET = {
  name: 'b',
  project: 'p',
  created: 1,
  updated: 1,
  generation: 1,
  metageneration: 1,
  location: 'US',
  storageClass: 'STANDARD',
  versioning: false,
  labels: {},
  extras: {},
  nextNotificationId: 1,
};

describe('the store of the local Cloud Storage', () => {
  let folder: string;
  let store: Store;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-store-'));
    store = await Store.open(folder, Date.now, LIMITS);
    await store.commit([{ op: 'bucket', bucket: BUCKET }]);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function put(name: string, content: string): Promise<ObjectVersion> {
    const blob = await store.blobs.write(pieces(content));
    const version: ObjectVersion = {
      bucket: 'b',
      name,
      generation: store.nextGeneration(),
      metageneration: 1,
      created: 1,
      updated: 1,
      classUpdated: 1,
      settings: {},
      blob,
      size: content.length,
      crc32c: 'AAAAAA==',
    };
    const before = store.state.buckets.get('b')?.objects.get(name)?.[0];
    await store.commit([
      ...(before === undefined
        ? []
        : [{ op: 'drop-object', bucket: 'b', name, generation: before.generation } as const]),
      { op: 'object', version },
    ]);
    store.blobs.release(blob);
    return version;
  }

  async function read(name: string): Promise<string> {
    const version = store.state.buckets.get('b')?.objects.get(name)?.[0];
    assert.ok(version !== undefined, name);
    const chunks: Buffer[] = [];
    for await (const chunk of store.blobs.read(version.blob, { from: 0, to: version.size }))
      chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }

  it('lets content go only when its going is durable: a kill in between must find it', async () => {
    const { generation } = await put('doc', 'content');
    const release = sinon.spy(store.blobs, 'release');
    const dropped = store.commit([{ op: 'drop-object', bucket: 'b', name: 'doc', generation }]);
    assert.equal(release.callCount, 0);
    await dropped;
    assert.equal(release.callCount, 1);
  });

  it('keeps journal and packs small under endless overwriting, and every current content readable', async () => {
    await put('constant', 'stays the same');
    for (let round = 0; round < 400; round += 1) await put(`name-${round % 5}`, `${round} `.padEnd(1_000, 'x'));
    await reopen();
    assert.equal(await read('constant'), 'stays the same');
    for (let i = 0; i < 5; i += 1) assert.equal(await read(`name-${i}`), `${395 + i} `.padEnd(1_000, 'x'));
    const { size } = await stat(join(folder, 'journal'));
    assert.ok(size < 3 * LIMITS.minRewriteBytes, `the journal has ${size} bytes`);
    const packs = await readdir(join(folder, 'content', 'packs'));
    assert.ok(packs.length <= 6, `${packs.length} packs for 5 kB`);
  });

  it('loses nothing that is committed while the journal is rewritten', async () => {
    const names = Array.from({ length: 1_500 }, (_, i) => `object-${i}`);
    for (let i = 0; i < names.length; i += 50) await Promise.all(names.slice(i, i + 50).map((name) => put(name, name)));
    await reopen();
    for (const name of names) assert.equal(await read(name), name);
  });

  it('keeps a pack of which everything was dropped before something else in it was written', async () => {
    await reopen({ ...LIMITS, minRewriteBytes: 1e9 });
    await put('first', 'a'.repeat(1_000));
    await put('first', 'b'.repeat(1_000));
    await store.commit([{ op: 'drop-object', bucket: 'b', name: 'first', generation: store.state.lastGeneration }]);
    await put('second', 'c'.repeat(1_000));
    for (let i = 0; i < 40; i += 1) await put(`filler-${i}`, 'd'.repeat(1_000));
    await reopen({ ...LIMITS, minRewriteBytes: 1e9 });
    assert.equal(await read('second'), 'c'.repeat(1_000));
  });

  it('deletes at its start what no object refers to', async () => {
    await store.blobs.write(pieces('y'.repeat(300_000)));
    await put('kept', 'z'.repeat(300_000));
    assert.equal((await readdir(join(folder, 'content', 'files'))).length, 2);
    await reopen();
    assert.equal((await readdir(join(folder, 'content', 'files'))).length, 1);
    assert.equal(await read('kept'), 'z'.repeat(300_000));
  });

  it('lets a reader finish what is deleted while it reads', async () => {
    const version = await put('doomed', 'w'.repeat(600_000));
    const stream = store.blobs.read(version.blob, { from: 0, to: version.size });
    await store.commit([{ op: 'drop-object', bucket: 'b', name: 'doomed', generation: version.generation }]);
    let bytes = 0;
    for await (const chunk of stream) bytes += (chunk as Buffer).length;
    assert.equal(bytes, 600_000);
  });

  it('never gives a generation twice, even after a restart with a clock that went back', async () => {
    const before = store.nextGeneration();
    await put('x', 'x');
    await store.close();
    store = await Store.open(folder, () => 1, LIMITS);
    assert.ok(store.nextGeneration() > before);
  });

  async function reopen(limits = LIMITS): Promise<void> {
    await store.close();
    store = await Store.open(folder, Date.now, limits);
  }
});

async function* pieces(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
