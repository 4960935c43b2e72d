import assert from 'node:assert/strict';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import {
  type Leased,
  type LeaseOptions,
  leasedParser,
  type TakeResult,
  takeLease,
} from '@penstock/shared/storage/lease.ts';
import { createLedger, type Ledger } from '@penstock/shared/storage/ledger.ts';
import { BUCKET, type StorageWorld, storageWorld } from '../../../support/storage-client.ts';
import { connectVirtually } from '../../../support/virtual-storage.ts';
import { VirtualTime } from '../../../support/virtual-time.ts';

const TERM = 30_000;
const parse = (stored: unknown): number => Number(stored);

describe('a lease', () => {
  let world: StorageWorld;
  let time: VirtualTime;
  let ledger: Ledger<Leased<number>>;
  let clock: Clock;
  let names = 0;
  let name = '';

  before(async () => {
    time = new VirtualTime(Date.parse('2030-01-01T00:00:00Z'));
    world = await storageWorld({ now: () => time.nowMs });
    clock = time.clock(0, () => 0.5);
    const storage = world.newClient({ clock, connect: connectVirtually(time, world.service.address) });
    ledger = createLedger({ storage, bucket: BUCKET, prefix: '', parse: leasedParser(parse) });
  });
  after(() => world.close());
  beforeEach(() => {
    names += 1;
    name = `lease-${names}`;
  });
  afterEach(() => world.faults.clear());

  const take = (owner: string, more: Partial<LeaseOptions<number>> = {}): Promise<TakeResult<number>> =>
    takeLease(ledger, name, { owner, termMs: TERM, initial: 0, clock, elapsed: () => time.nowMs, ...more });
  async function taken(owner: string, from: string) {
    const result = await take(owner);
    assert.equal(result.state, 'taken');
    assert.ok(result.state === 'taken');
    assert.equal(result.from, from);
    return result.lease;
  }

  it('is taken by one owner, and the other is told whose it is and for how long', async () => {
    const lease = await taken('a', 'new');
    assert.deepEqual([lease.owner, lease.epoch, lease.value], ['a', 1, 0]);
    time.nowMs += 10_000;
    assert.deepEqual(await take('b'), { state: 'held', owner: 'a', leftMs: 20_000, value: 0 });
  });

  it('is taken after its term has passed by the time of the service, and its owner knew before', async () => {
    const old = await taken('a', 'new');
    time.nowMs += TERM - 1_000;
    assert.equal(old.leftMs() < 0, true);
    assert.throws(() => old.check(), { code: 'LEASE_LOST', kind: 'permanent' });
    assert.equal((await take('b')).state, 'held');
    time.nowMs += 1_000;
    const lease = await taken('b', 'passed');
    assert.equal(lease.epoch, 2);
    await assert.rejects(old.renew(), { code: 'LEASE_LOST', message: /has gone to another owner/ });
    await assert.rejects(old.update(5), { code: 'LEASE_LOST' });
    assert.throws(() => old.check(), { code: 'LEASE_LOST', message: /has gone to another owner/ });
    assert.equal(old.leftMs(), 0);
  });

  it('is kept by renewing it, and sends no request while enough is left', async () => {
    const lease = await taken('a', 'new');
    time.nowMs += 20_000;
    lease.check(5_000);
    assert.throws(() => lease.check(15_000), { code: 'LEASE_LOST', message: /used up/ });
    await lease.renew();
    time.nowMs += 20_000;
    assert.equal((await take('b')).state, 'held');
  });

  it('is renewed after it has passed as long as no other owner has taken it', async () => {
    const lease = await taken('a', 'new');
    time.nowMs += 2 * TERM;
    await lease.renew();
    lease.check();
    assert.equal((await take('b')).state, 'held');
  });

  it('is measured from before its write was sent, however long the answer takes', async () => {
    const late = async <R>(work: Promise<R>): Promise<R> => {
      const result = await work;
      time.nowMs += 10_000;
      return result;
    };
    const slow: Ledger<Leased<number>> = {
      ...ledger,
      create: (...args) => late(ledger.create(...args)),
      update: (...args) => late(ledger.update(...args)),
    };
    const result = await takeLease(slow, name, { owner: 'a', termMs: TERM, initial: 0, elapsed: () => time.nowMs });
    assert.ok(result.state === 'taken');
    assert.ok(result.lease.leftMs() < TERM - 10_000, `${result.lease.leftMs()}`);
    await result.lease.renew();
    assert.ok(result.lease.leftMs() < TERM - 10_000, `${result.lease.leftMs()}`);
  });

  it('carries a value that only its owner changes', async () => {
    const lease = await taken('a', 'new');
    await Promise.all([lease.update(1), lease.update(2), lease.update(3)]);
    assert.equal(lease.value, 3);
    assert.equal((await ledger.read(name))?.value.value, 3);
  });

  it('is free after its release, with the last value', async () => {
    const first = await taken('a', 'new');
    await first.release(7);
    assert.throws(() => first.check(), { code: 'LEASE_LOST', message: /was released/ });
    const second = await taken('b', 'free');
    assert.deepEqual([second.value, second.epoch], [7, 2]);
    await second.release();
    assert.equal((await taken('c', 'free')).value, 7);
  });

  it('is not acted on any more from the moment its release is sent, and its release may be tried again', async () => {
    const hasty = createLedger({
      storage: world.newClient({ budgetMs: -1 }),
      bucket: BUCKET,
      prefix: '',
      parse: leasedParser(parse),
    });
    const result = await takeLease(hasty, name, { owner: 'a', termMs: TERM, initial: 0 });
    assert.ok(result.state === 'taken');
    const { lease } = result;
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'ack-lost' });
    const releasing = lease.release(4);
    assert.equal(lease.leftMs(), 0);
    await assert.rejects(releasing, { code: 'OUTCOME_UNKNOWN' });
    // It has landed: another owner may act now.
    assert.throws(() => lease.check(), { code: 'LEASE_LOST', message: /was given up/ });
    await assert.rejects(lease.renew(), { code: 'LEASE_LOST', message: /was given up/ });
    await lease.release(4);
    assert.equal((await taken('b', 'free')).value, 4);
    await assert.rejects(lease.update(1), { code: 'LEASE_LOST', message: /was released/ });
  });

  it('is passed on to one other owner, which need not wait; all others wait', async () => {
    const lease = await taken('a', 'new');
    await lease.passOn('b');
    assert.throws(() => lease.check(), { code: 'LEASE_LOST', message: /passed on to b/ });
    assert.equal((await take('c')).state, 'held');
    assert.equal((await taken('b', 'own')).epoch, 2);
  });

  it('that is passed on twice, because the first answer was lost, is passed on once', async () => {
    const hasty = createLedger({
      storage: world.newClient({ budgetMs: -1 }),
      bucket: BUCKET,
      prefix: '',
      parse: leasedParser(parse),
    });
    const lost = { service: 'storage', method: 'objects.insert', kind: 'ack-lost' } as const;
    const handedOn = async (termMs: number) => {
      const result = await takeLease(hasty, name, { owner: 'a', termMs, initial: 0 });
      assert.ok(result.state === 'taken');
      world.faults.add(lost);
      await assert.rejects(result.lease.passOn('b'), { code: 'OUTCOME_UNKNOWN' });
      return result.lease;
    };
    const lease = await handedOn(TERM);
    await lease.passOn('b');
    await (await taken('b', 'own')).release();
    const late = await handedOn(TERM);
    const heir = await taken('b', 'own');
    await assert.rejects(late.passOn('b'), { code: 'LEASE_LOST', message: /gone to another owner/ });
    await assert.rejects(late.release(), { code: 'LEASE_LOST' });
    await heir.release();
  });

  it('is not taken where the work is done', async () => {
    await (await taken('a', 'new')).release(9);
    const result = await take('b', { wanted: (value) => value !== 9 });
    assert.equal(result.state, 'unwanted');
    assert.equal(result.state === 'unwanted' && result.entry.value.epoch, 1);
  });

  it('does not lock out its own owner when the answer to its take or to its renewal is lost', async () => {
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'ack-lost' });
    const lease = await time.run(taken('a', 'new'));
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'ack-lost' });
    await time.run(lease.renew());
    lease.check();
  });

  it('does not lock out an owner whose writes were given up and arrived all the same', async () => {
    const hasty = createLedger({
      storage: world.newClient({ budgetMs: -1 }),
      bucket: BUCKET,
      prefix: '',
      parse: leasedParser(parse),
    });
    const lost = { service: 'storage', method: 'objects.insert', kind: 'ack-lost' } as const;
    const options = { owner: 'a', termMs: TERM, initial: 0 };
    world.faults.add(lost);
    await assert.rejects(takeLease(hasty, name, options), { code: 'OUTCOME_UNKNOWN' });
    const again = await takeLease(hasty, name, options);
    assert.ok(again.state === 'taken' && again.from === 'own' && again.lease.epoch === 2);
    world.faults.add(lost);
    await assert.rejects(again.lease.update(1), { code: 'OUTCOME_UNKNOWN' });
    await again.lease.update(2);
    assert.equal((await ledger.read(name))?.value.value, 2);
  });

  it('is lost where its entry was deleted', async () => {
    const lease = await taken('a', 'new');
    await world.objects.delete(BUCKET, name);
    await assert.rejects(lease.renew(), { code: 'LEASE_LOST' });
  });

  it('is taken by one of many that try at once', async () => {
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => take(owner)));
    assert.equal(results.filter(({ state }) => state === 'taken').length, 1);
  });

  it('is a conflict where its entry changes at every attempt, and any other error is told as it is', async () => {
    const restless: Ledger<Leased<number>> = {
      ...ledger,
      read: async () => undefined,
      create: async () => {
        await ledger.create(`${name}-x`, { epoch: 1, lease: null, value: 0 }).catch(() => undefined);
        return ledger.create(`${name}-x`, { epoch: 1, lease: null, value: 0 });
      },
    };
    const options = { owner: 'a', termMs: TERM, initial: 0 };
    await assert.rejects(takeLease(restless, name, options), { code: 'CONFLICT', kind: 'transient' });
    const lease = await taken('a', 'new');
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'error', code: 412, times: 0 });
    await assert.rejects(lease.renew(), { code: 'CONFLICT', message: /each of 5 writes/ });
    world.faults.clear();
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'error', code: 403, times: 0 });
    await assert.rejects(lease.renew(), { code: 'PERMISSION_DENIED' });
    await assert.rejects(take('a'), { code: 'PERMISSION_DENIED' });
  });

  it('is held by renewals for as long as the work takes', async () => {
    const lease = await taken('a', 'new');
    const { generation } = (await ledger.read(name)) ?? {};
    const result = lease.hold(async (signal) => {
      for (let turn = 0; turn < 20; turn += 1) {
        await time.sleep(TERM / 4);
        lease.check();
        assert.equal(signal.aborted, false);
        assert.equal((await take('b')).state, 'held');
      }
      return 'done';
    });
    assert.equal(await time.run(result), 'done');
    assert.notEqual((await ledger.read(name))?.generation, generation);
    await lease.release();
    await taken('b', 'free');
  });

  it('may be released by the work itself', async () => {
    const lease = await taken('a', 'new');
    const result = lease.hold(async () => {
      await lease.release(3);
      await time.sleep(TERM);
      return 'done';
    });
    assert.equal(await time.run(result), 'done');
    assert.equal((await taken('b', 'free')).value, 3);
  });

  it('ends the work that it cannot be held for any longer, before another owner may take it', async () => {
    const lease = await taken('a', 'new');
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'error', code: 403, times: 0 });
    let endedMs = 0;
    const begunMs = time.nowMs;
    const held = lease.hold(async (signal) => {
      signal.addEventListener('abort', () => {
        endedMs = time.nowMs;
      });
      await time.sleep(3 * TERM, signal).catch(() => undefined);
      return 'too late';
    });
    await assert.rejects(time.run(held), { code: 'LEASE_LOST', message: /could not be renewed in time/ });
    assert.ok(endedMs - begunMs < TERM, `${endedMs - begunMs}`);
  });

  it('ends the work at once when another owner has it', async () => {
    const lease = await taken('a', 'new');
    const held = lease.hold(async (signal) => {
      await world.objects.delete(BUCKET, name);
      await taken('b', 'new');
      await time.sleep(TERM, signal).catch(() => undefined);
    });
    await assert.rejects(time.run(held), { code: 'LEASE_LOST', message: /gone to another owner/ });
  });

  it('tells its loss and not what went wrong because of it', async () => {
    const lease = await taken('a', 'new');
    const held = lease.hold(async (signal) => {
      await world.objects.delete(BUCKET, name);
      await time.sleep(TERM, signal);
    });
    await assert.rejects(time.run(held), { code: 'LEASE_LOST', message: /is gone with its entry/ });
  });

  it('tells what the work threw', async () => {
    const lease = await taken('a', 'new');
    await assert.rejects(
      lease.hold(() => Promise.reject(new TypeError('mine'))),
      { name: 'TypeError' },
    );
  });

  it('is measured by the real clocks where none are given', async () => {
    const result = await takeLease(ledger, name, { owner: 'a', termMs: TERM, initial: 0 });
    assert.ok(result.state === 'taken' && result.lease.leftMs() > TERM / 2);
  });

  for (const [stored, message] of [
    [null, /whole number as its epoch/],
    [{ epoch: 1.5, lease: null, value: 1 }, /whole number as its epoch/],
    [{ epoch: 1, value: 1 }, /names its owner and its term/],
    [{ epoch: 1, lease: { owner: 'a', termMs: 0 }, value: 1 }, /names its owner and its term/],
    [{ epoch: 1, lease: { owner: 7, termMs: 5 }, value: 1 }, /names its owner and its term/],
    [{ epoch: 1, lease: { owner: 'a', termMs: '5' }, value: 1 }, /names its owner and its term/],
  ] as const) {
    it(`is not read from ${JSON.stringify(stored)}`, () => {
      assert.throws(() => leasedParser(parse)(stored), message);
    });
  }
});
