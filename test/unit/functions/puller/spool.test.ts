import assert from 'node:assert/strict';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import { type SpoolContext, spoolListing } from '../../../../functions/puller/listing-spooler.ts';
import type { SourcePage } from '../../../../functions/puller/source.ts';
import {
  readBatches,
  readPlan,
  readSchema,
  type Spool,
  skipRows,
  withoutRows,
} from '../../../../functions/puller/spool.ts';
import { LIMITS } from '../../../support/puller-world.ts';
import { BUCKET, type StorageWorld, storageWorld } from '../../../support/storage-client.ts';
import { batchOf, PLAIN, range } from '../../../support/write-core.ts';

describe('the spool of the puller', () => {
  let world: StorageWorld;
  let objects: Objects;
  let spools = 0;
  let spool: Spool;
  before(async () => {
    world = await storageWorld();
    objects = createObjects(world.storage);
  });
  after(() => world.close());
  beforeEach(() => {
    spools += 1;
    spool = { objects, bucket: BUCKET, folder: `w${spools}/` };
  });
  afterEach(() => world.faults.clear());

  const contextOf = (limits: Partial<SpoolContext['limits']> = {}): SpoolContext => ({
    spool,
    codec: PLAIN,
    limits: { ...LIMITS, ...limits },
    table: 'p.d.t',
    source: 'orders',
    window: '2026-01-01T00:00:00.000Z',
  });
  const page = (index: number, rows: readonly object[]): SourcePage => ({
    index,
    rows: rows as SourcePage['rows'],
    bytes: 1,
    dropped: { filtered: 0, outside: 0, repeated: 0 },
    request: 'GET /',
  });
  async function* pagesOf(...pages: readonly SourcePage[]): AsyncGenerator<SourcePage> {
    yield* pages;
  }
  const { signal } = new AbortController();
  const spooled = (pages: readonly SourcePage[], limits = {}, id = 'l') =>
    spoolListing(contextOf(limits), { id, pages: pagesOf(...pages) }, signal);
  const names = (part: string): string[] =>
    [...world.service.listObjects(BUCKET, spool.folder)].map(({ name }) => name).filter((name) => name.endsWith(part));
  const rows = (ids: readonly number[], name = 'a'): object[] => ids.map((id) => ({ id, name }));

  it('holds the rows of a listing as the bytes of its batches, numbered, and a plan of their counts', async () => {
    const plan = await spooled([page(0, rows(range(0, 10))), page(1, []), page(2, rows(range(10, 6)))]);
    assert.deepEqual({ ...plan, bytes: 0 }, { listing: 'l', batches: 3, pages: 3, rows: 16, rejected: 0, bytes: 0 });
    assert.deepEqual(await readPlan(spool, 'l'), { listing: 'l', rows: [7, 7, 2], rejected: [0, 0, 0] });
    assert.ok(Buffer.from(PLAIN.descriptorBytes).equals((await readSchema(spool, 'l')).descriptorBytes));
    const expected = batchOf(range(7, 7), { name: () => 'a' }).protoRows;
    assert.ok((await objects.read(BUCKET, `${spool.folder}l/000001.rows`)).equals(expected));
    // A page stands with the batch in which it ends.
    const lines = (await objects.read(BUCKET, `${spool.folder}l/000001.pages`)).toString().trim().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).index),
      [0, 1],
    );
  });

  it('gives the batches from any row on, without what stands before it', async () => {
    await spooled([page(0, rows(range(0, 20)))]);
    const plan = await readPlan(spool, 'l');
    for (const from of range(0, 21)) {
      const found: Buffer[] = [];
      let first: number | undefined;
      let count = 0;
      for await (const batch of readBatches(spool, plan, from, 2)) {
        first ??= batch.first;
        count += batch.rows;
        found.push(batch.protoRows);
      }
      const expected = batchOf(range(from, 20 - from), { name: () => 'a' }).protoRows;
      assert.ok(Buffer.concat(found).equals(expected), `from ${from}`);
      assert.deepEqual([first, count], [from === 20 ? undefined : from, 20 - from]);
    }
  });

  it('closes a batch before the row that would make it too long', async () => {
    const long = rows(range(0, 6), 'abcdefghij');
    await spooled([page(0, long)], { batchBytes: 50, batchRows: 100 });
    const plan = await readPlan(spool, 'l');
    assert.deepEqual(plan.rows, [3, 3]);
    for (const name of names('.rows')) assert.ok((await objects.read(BUCKET, name)).length <= 50);
    const found: Buffer[] = [];
    for await (const { protoRows } of readBatches(spool, plan, 0, 1)) found.push(protoRows);
    assert.ok(Buffer.concat(found).equals(batchOf(range(0, 6), { name: () => 'abcdefghij' }).protoRows));
  });

  it('makes rejected rows durable before the batch that would have held them', async () => {
    const order: string[] = [];
    const watched: Objects = {
      ...objects,
      create: async (bucket, name, data, options) => {
        const created = await objects.create(bucket, name, data, options);
        order.push(name.slice(spool.folder.length));
        return created;
      },
    };
    spool = { ...spool, objects: watched };
    const bad = { id: 2n ** 60n, name: 'x'.repeat(30) };
    const plan = await spooled([page(0, [...rows([1]), bad])]);
    assert.deepEqual([plan.rows, plan.rejected], [1, 1]);
    assert.deepEqual(order, ['l/schema.json', 'l/000000.rejected', 'l/000000.pages', 'l/000000.rows', 'l/plan.json']);
    const line = (await objects.read(BUCKET, `${spool.folder}l/000000.rejected`)).toString();
    // Digits beyond 2^53 are kept.
    assert.match(Buffer.from(JSON.parse(line).data, 'base64').toString(), /"id":"1152921504606846976"/);
  });

  it('refuses a listing with a page left out, and one whose id was used before', async () => {
    await assert.rejects(spooled([page(0, []), page(2, [])]), { code: 'INPUT_INVALID', message: /a page is missing/ });
    await assert.rejects(spooled([page(0, [])]), { code: 'INTERNAL', kind: 'permanent', message: /of the same id/ });
  });

  it('ends at once when a batch cannot be written, or the lease is lost', async () => {
    const fault = { service: 'storage', method: 'objects.insert', kind: 'error', code: 403, times: 0 } as const;
    world.faults.add({ ...fault, resource: '000001' });
    const all = [page(0, rows(range(0, 100))), page(1, rows([1]))];
    await assert.rejects(spooled(all, { writes: 1 }), { code: 'PERMISSION_DENIED' });
    world.faults.clear();
    world.faults.add({ ...fault, resource: '000014' });
    await assert.rejects(spooled(all, { writes: 9 }, 'other'), { code: 'PERMISSION_DENIED' });
    const lost = new AbortController();
    lost.abort(new Error('lost'));
    await assert.rejects(spoolListing(contextOf(), { id: 'x', pages: pagesOf(page(0, [])) }, lost.signal), /lost/);
  });

  it('writes no more batches at once than it may, and uses their memory again', async () => {
    let open = 0;
    let most = 0;
    spool = {
      ...spool,
      objects: {
        ...objects,
        create: async (...args) => {
          open += 1;
          most = Math.max(most, open);
          const created = await objects.create(...args);
          open -= 1;
          return created;
        },
      },
    };
    await spooled(
      range(0, 20).map((index) => page(index, rows(range(0, 10)))),
      { writes: 3 },
    );
    assert.ok(most <= 3 && most > 1, `${most} at once`);
  });

  it('notices a spool that was damaged', async () => {
    await spooled([page(0, rows(range(0, 3)))]);
    const plan = await readPlan(spool, 'l');
    const read = async (): Promise<void> => {
      for await (const _batch of readBatches(spool, { ...plan, rows: [4] }, 0, 1));
    };
    await assert.rejects(read(), { code: 'OFFSET_MISMATCH', kind: 'permanent', message: /the spool is damaged/ });
  });

  it('steps over rows of every length, and leaves rows out', () => {
    const names = ['', 'a', 'b'.repeat(20)];
    const { protoRows } = batchOf(range(0, 3), { name: (id) => names[id] ?? '' });
    const bytes = Buffer.from(protoRows);
    assert.deepEqual(skipRows(bytes, 10), { rows: 3, end: bytes.length });
    const two = batchOf([0, 2], { name: (id) => names[id] ?? '' }).protoRows;
    assert.ok(withoutRows(bytes, new Set([1])).equals(two));
    const long = Buffer.concat([Buffer.from([0x0a, 0x80, 0x01]), Buffer.alloc(128), Buffer.from([0x0a, 0x01, 7])]);
    assert.deepEqual([skipRows(long, 1).end, skipRows(long, 2).rows], [131, 2]);
    // A row that is cut in its length ends the bytes, and is found by its place.
    assert.deepEqual(skipRows(Buffer.from([0x0a, 0x80]), 5), { rows: 1, end: 3 });
  });
});
