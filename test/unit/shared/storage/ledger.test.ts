import assert from 'node:assert/strict';
import type { StorageClient } from '@penstock/shared/storage/client.ts';
import { createLedger, type Ledger } from '@penstock/shared/storage/ledger.ts';
import { BUCKET, type StorageWorld, storageWorld } from '../../../support/storage-client.ts';
import { struck } from '../../../support/struck.ts';

interface Count {
  readonly n: number;
}

const parse = (stored: unknown): Count => {
  if (typeof (stored as Count).n !== 'number') throw new TypeError('there is no n');
  return stored as Count;
};

describe('a ledger', () => {
  let world: StorageWorld;
  let ledger: Ledger<Count>;

  const ledgerOf = (storage: StorageClient, bucket = BUCKET): Ledger<Count> =>
    createLedger({ storage, bucket, prefix: 'windows/', parse });

  before(async () => {
    world = await storageWorld();
    ledger = ledgerOf(world.storage);
  });
  after(() => world.close());
  afterEach(() => world.faults.clear());

  it('creates an entry once', async () => {
    const entry = await ledger.create('a', { n: 1 });
    const read = await ledger.read('a');
    assert.deepEqual({ ...read, nowMs: 0 }, { ...entry, nowMs: 0 });
    await assert.rejects(ledger.create('a', { n: 2 }), { code: 'ALREADY_EXISTS', kind: 'permanent' });
    assert.deepEqual((await ledger.read('a'))?.value, { n: 1 });
  });

  it('changes an entry only for the caller that has read its latest state', async () => {
    const first = await ledger.create('b', { n: 1 });
    const second = await ledger.update('b', { n: 2 }, first.generation);
    await assert.rejects(ledger.update('b', { n: 3 }, first.generation), { code: 'CONFLICT', kind: 'transient' });
    assert.equal((await ledger.read('b'))?.generation, second.generation);
  });

  it('lets exactly one of many callers win', async () => {
    const { generation } = await ledger.create('c', { n: 0 });
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => ledger.update('c', { n }, generation)),
    );
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  for (const kind of ['ack-lost', 'reset'] as const) {
    it(`knows its own creation and its own update after their answers were lost by ${kind}`, async () => {
      const fault = { service: 'storage', method: 'objects.insert', kind, at: 'after' } as const;
      world.faults.add(fault);
      const created = await ledger.create(`lost-${kind}`, { n: 1 });
      assert.deepEqual(created.value, { n: 1 });
      world.faults.add(fault);
      const updated = await ledger.update(`lost-${kind}`, { n: 2 }, created.generation);
      const read = await ledger.read(`lost-${kind}`);
      assert.deepEqual([read?.value, read?.generation], [{ n: 2 }, updated.generation]);
      assert.equal(read?.updatedMs, updated.updatedMs);
    });
  }

  it('does not take the same value of another caller for its own after a lost answer', async () => {
    const { generation } = await ledger.create('same', { n: 0 });
    const other = ledgerOf(world.newClient());
    // The first attempt is refused late, so the other caller's equal write comes first.
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'slow', delayMs: 1_000 });
    const late = ledger.update('same', { n: 1 }, generation);
    await struck(world.faults);
    await other.update('same', { n: 1 }, generation);
    await assert.rejects(late, { code: 'CONFLICT' });
  });

  it('says that the outcome is unknown where no attempt of a write was answered', async () => {
    const { generation } = await ledger.create('unknown', { n: 0 });
    const hasty = ledgerOf(world.newClient({ budgetMs: -1 }));
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'ack-lost' });
    await assert.rejects(hasty.update('unknown', { n: 1 }, generation), { code: 'OUTCOME_UNKNOWN', kind: 'transient' });
    assert.deepEqual((await ledger.read('unknown'))?.value, { n: 1 });
  });

  it('reads the generation of the value, and never an absence, while others change the entry', async () => {
    let { generation } = await ledger.create('busy', { n: 0 });
    for (let n = 1; n <= 3; n += 1) {
      // The second request of the reading waits, and the entry changes meanwhile.
      world.faults.add({ service: 'storage', method: 'objects.get', kind: 'slow', delayMs: 60, skip: 1 });
      const reading = ledger.read('busy');
      await new Promise((resolve) => setTimeout(resolve, 25));
      ({ generation } = await ledger.update('busy', { n }, generation));
      const read = await reading;
      assert.ok(read !== undefined && [n - 1, n].includes(read.value.n), JSON.stringify(read));
      if (read.value.n === n) assert.equal(read.generation, generation);
      else assert.notEqual(read.generation, generation);
      world.faults.clear();
    }
  });

  it('gives up as a conflict where the entry changes during every reading', async () => {
    await ledger.create('restless', { n: 0 });
    let readings = 0;
    const storage: StorageClient = {
      ...world.storage,
      call: async (call) => {
        const answer = await world.storage.call(call);
        if (!call.path.includes('alt=media')) return answer;
        readings += 1;
        return { ...answer, status: 404 };
      },
    };
    await assert.rejects(ledgerOf(storage).read('restless'), { code: 'CONFLICT', kind: 'transient' });
    assert.equal(readings, 5);
  });

  it('names the place of what is no entry, and does not take it for absent', async () => {
    for (const body of ['{', '{"m":1}']) {
      await world.objects.delete(BUCKET, 'windows/odd');
      await world.objects.create(BUCKET, 'windows/odd', Buffer.from(body));
      await assert.rejects(ledger.read('odd'), {
        name: 'PenstockError',
        code: 'INPUT_MALFORMED',
        kind: 'permanent',
        message: /^gs:\/\/work\/windows\/odd is not an entry of this ledger: /,
      });
    }
  });

  it('finds no entry where there is none', async () => assert.equal(await ledger.read('none'), undefined));

  it('says that an entry to update is gone, and that a bucket is missing', async () => {
    const { generation } = await ledger.create('gone', { n: 0 });
    await ledger.delete('gone', generation);
    await assert.rejects(ledger.update('gone', { n: 1 }, generation), { code: 'CONFLICT', message: /deleted/ });
    await assert.rejects(ledgerOf(world.storage, 'no-such-bucket').create('x', { n: 1 }), {
      code: 'CONFLICT',
      message: /is there a bucket no-such-bucket\?/,
    });
  });

  it('deletes an entry at its generation only, and once', async () => {
    const first = await ledger.create('d', { n: 1 });
    const second = await ledger.update('d', { n: 2 }, first.generation);
    await assert.rejects(ledger.delete('d', first.generation), { code: 'CONFLICT' });
    world.faults.add({ service: 'storage', method: 'objects.delete', kind: 'ack-lost' });
    await ledger.delete('d', second.generation);
    assert.equal(await ledger.read('d'), undefined);
    await ledger.delete('d', second.generation);
  });

  it('lists the entries below a prefix by pages, with their generations and times', async () => {
    const made = [];
    for (const name of ['list/b', 'list/a', 'other/c']) made.push(await ledger.create(name, { n: 1 }));
    const pages = [];
    for await (const page of ledger.list('list/')) pages.push(page);
    assert.deepEqual(pages, [
      [
        { name: 'list/a', generation: made[1]?.generation, updatedMs: made[1]?.updatedMs },
        { name: 'list/b', generation: made[0]?.generation, updatedMs: made[0]?.updatedMs },
      ],
    ]);
  });

  it("tells the service's time, whatever the clock of the caller says", async () => {
    let serviceMs = Date.parse('2031-05-05T10:00:00.700Z');
    const later = await storageWorld({ now: () => serviceMs });
    try {
      const own = ledgerOf(later.storage);
      const { updatedMs, nowMs } = await own.create('t', { n: 1 });
      // The Date of an answer is cut to the second; the entry is never read before it was written.
      assert.deepEqual([updatedMs, nowMs], [serviceMs, serviceMs]);
      serviceMs += 5_000;
      const read = await own.read('t');
      assert.deepEqual([read?.updatedMs, read?.nowMs], [updatedMs, Date.parse('2031-05-05T10:00:05Z')]);
    } finally {
      await later.close();
    }
  });

  it('says what Cloud Storage said of anything else', async () => {
    for (const method of ['objects.insert', 'objects.get', 'objects.delete', 'objects.list'])
      world.faults.add({ service: 'storage', method, kind: 'error', code: 403, times: 0 });
    await assert.rejects(ledger.create('e', { n: 1 }), { code: 'PERMISSION_DENIED' });
    await assert.rejects(ledger.update('e', { n: 1 }, '5'), { code: 'PERMISSION_DENIED' });
    await assert.rejects(ledger.read('a'), { code: 'PERMISSION_DENIED' });
    await assert.rejects(ledger.delete('a', '1'), { code: 'PERMISSION_DENIED' });
    await assert.rejects(ledger.list('')[Symbol.asyncIterator]().next(), { code: 'PERMISSION_DENIED' });
  });
});
