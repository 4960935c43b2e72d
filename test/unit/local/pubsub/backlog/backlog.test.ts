import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Backlog, type Entry } from '../../../../../local/pubsub/backlog/backlog.ts';
import type { Message } from '../../../../../local/pubsub/backlog/message.ts';

const ALL = { messages: 1000, bytes: Number.POSITIVE_INFINITY };

function message(seq: number, key = '', bytes = 10): Message {
  return { seq, time: seq, topic: 1, chunk: Buffer.alloc(bytes), start: 0, end: bytes, key, holders: 1 };
}

function filled(ordered: boolean, ...messages: readonly Message[]): Backlog {
  const backlog = new Backlog(ordered, 0);
  for (const one of messages) backlog.add(one);
  return backlog;
}

const seqs = (entries: readonly Entry[]): number[] => entries.map((entry) => entry.message.seq);

function only(entries: readonly Entry[]): Entry {
  const [entry] = entries;
  assert.ok(entry !== undefined && entries.length === 1);
  return entry;
}

describe('a backlog', () => {
  it('gives the oldest first, up to a number and to a weight, but always at least one', () => {
    const backlog = filled(false, message(1), message(2), message(3), message(4, '', 500));
    assert.deepEqual(seqs(backlog.take({ messages: 2, bytes: 1000 }, undefined, 100)), [1, 2]);
    assert.deepEqual(seqs(backlog.take({ messages: 9, bytes: 100 }, undefined, 100)), [3]);
    assert.deepEqual(seqs(backlog.take({ messages: 9, bytes: 100 }, undefined, 100)), [4]);
    assert.deepEqual(backlog.take(ALL, undefined, 100), []);
  });

  it('gives a message to no other receiver while its lease runs, and again when it has ended', () => {
    const backlog = filled(false, message(1));
    backlog.take(ALL, undefined, 100);
    assert.equal(backlog.nextDue, 100);
    assert.deepEqual(backlog.expired(99), []);
    const entry = only(backlog.expired(100));
    backlog.fail(entry, 100, 0);
    assert.equal(only(backlog.take(ALL, undefined, 200)).failures, 1);
  });

  it('gives back to their holder what a failed message took back with it', () => {
    const backlog = filled(true, message(1, 'k'), message(2, 'k'), message(3, 'k'));
    let released = 0;
    const holder = {
      released: (bytes: number) => {
        released += bytes;
      },
    };
    const [first] = backlog.take(ALL, holder, 100);
    assert.ok(first);
    backlog.fail(first, 50, 0);
    assert.deepEqual([released, backlog.outstanding], [30, 0]);
  });

  it('keeps a lease that was extended', () => {
    const backlog = filled(false, message(1));
    const entry = only(backlog.take(ALL, undefined, 100));
    backlog.extend(entry, 300);
    assert.deepEqual(backlog.expired(200), []);
    assert.equal(backlog.holds(1, entry.lease, 250), true);
    assert.equal(backlog.holds(1, entry.lease + 1, 250), false);
    assert.equal(backlog.holds(1, entry.lease, 300), false);
  });

  it('shortens a lease that was extended to less', () => {
    const backlog = filled(false, message(1));
    backlog.extend(only(backlog.take(ALL, undefined, 600)), 50);
    assert.equal(backlog.expired(50).length, 1);
  });

  it('waits with a failed message as long as it is told', () => {
    const backlog = filled(false, message(1));
    backlog.fail(only(backlog.take(ALL, undefined, 100)), 10, 40);
    backlog.wake(49);
    assert.equal(backlog.hasReady, false);
    assert.equal(backlog.nextDue, 50);
    backlog.wake(50);
    assert.deepEqual(seqs(backlog.take(ALL, undefined, 100)), [1]);
  });

  it('gives no message that was removed, wherever it stood', () => {
    const backlog = filled(false, message(1), message(2), message(3));
    const entry = only(backlog.take({ messages: 1, bytes: 100 }, undefined, 100));
    backlog.fail(entry, 0, 10);
    backlog.remove(1);
    backlog.remove(2);
    backlog.wake(1000);
    assert.deepEqual(seqs(backlog.take(ALL, undefined, 100)), [3]);
    assert.equal(backlog.size, 1);
    assert.equal(backlog.remove(2), undefined);
  });

  it('tells the holder when its messages are answered', () => {
    const released: number[] = [];
    const holder = { released: (bytes: number) => released.push(bytes) };
    const backlog = filled(false, message(1, '', 7), message(2, '', 8), message(3, '', 9));
    const [, second] = backlog.take(ALL, holder, 100);
    backlog.remove(1);
    if (second !== undefined) backlog.fail(second, 0, 0);
    backlog.clear();
    assert.deepEqual(released, [7, 8, 9]);
  });

  describe('with ordering', () => {
    it('closes a key until its whole run is answered', () => {
      const backlog = filled(true, message(1, 'a'), message(2, 'a'), message(3, 'b'), message(4));
      assert.deepEqual(seqs(backlog.take({ messages: 1, bytes: 100 }, undefined, 100)), [1]);
      assert.deepEqual(seqs(backlog.take(ALL, undefined, 100)), [3, 4]);
      backlog.remove(1);
      assert.deepEqual(seqs(backlog.take(ALL, undefined, 100)), [2]);
    });

    it('takes back with a failed message what of its run came after it', () => {
      const backlog = filled(true, message(1, 'a'), message(2, 'a'), message(3, 'a'));
      const run = backlog.take(ALL, undefined, 100);
      const second = run[1];
      assert.ok(second !== undefined);
      const oldLease = run[2]?.lease ?? -1;
      backlog.fail(second, 0, 0);
      assert.equal(backlog.hasReady, false, 'the first of the run is still out');
      backlog.remove(1);
      const again = backlog.take(ALL, undefined, 100);
      assert.deepEqual(seqs(again), [2, 3]);
      assert.deepEqual(
        again.map(({ failures }) => failures),
        [1, 0],
      );
      assert.equal(backlog.holds(3, oldLease, 0), false);
    });

    it('delivers acknowledged messages again with the one before them that failed, and lets them go with one that succeeds', () => {
      const backlog = filled(true, message(1, 'a'), message(2, 'a'), message(3, 'a'), message(4, 'a'));
      const run = backlog.take(ALL, undefined, 100);
      const ack = (...entries: readonly (Entry | undefined)[]): number[] =>
        backlog.acknowledged(entries.map((entry) => ({ seq: entry?.message.seq ?? 0, lease: entry?.lease ?? 0 })));
      const old = { seq: 4, lease: run[3]?.lease ?? 0 };
      assert.deepEqual(ack(run[0], run[2]), [1]);
      backlog.remove(1);
      assert.deepEqual(
        backlog.expired(1_000_000).map(({ message: { seq } }) => seq),
        [2, 4],
      );
      backlog.fail(run[2] as Entry, 0, 0);
      backlog.fail(run[1] as Entry, 0, 0);
      assert.deepEqual(backlog.acknowledged([old]), [], 'its lease ended with the failure');
      const again = backlog.take(ALL, undefined, 100);
      assert.deepEqual(seqs(again), [2, 3, 4]);
      assert.deepEqual(ack(again[1], again[2]), []);
      backlog.extend(again[1] as Entry, 5);
      assert.deepEqual(backlog.leavingWith(2), [2, 3, 4]);
      assert.deepEqual(ack(again[0]), [2, 3, 4]);
      assert.deepEqual(backlog.leavingWith(9), [9]);
    });

    it('holds the whole key back while its failed message waits', () => {
      const backlog = filled(true, message(1, 'a'), message(2, 'a'), message(3, 'b'));
      const [first] = backlog.take({ messages: 2, bytes: 1000 }, undefined, 100);
      assert.ok(first !== undefined);
      backlog.fail(first, 0, 50);
      assert.deepEqual(seqs(backlog.take(ALL, undefined, 100)), [3]);
      backlog.wake(50);
      assert.deepEqual(seqs(backlog.take(ALL, undefined, 100)), [1, 2]);
    });

    it('opens a key whose late acknowledgement came while it waited', () => {
      const backlog = filled(true, message(1, 'a'), message(2, 'a'));
      const [first] = backlog.take({ messages: 1, bytes: 1000 }, undefined, 100);
      assert.ok(first !== undefined);
      backlog.fail(first, 0, 0);
      backlog.remove(1);
      assert.deepEqual(seqs(backlog.take(ALL, undefined, 100)), [2]);
    });
  });

  it('delivers every message until it is removed, each key in order, whatever is failed, extended or late', () => {
    const step = fc.record({
      kind: fc.constantFrom('add', 'take', 'ack', 'fail', 'tick'),
      key: fc.constantFrom('', 'a', 'b'),
      at: fc.nat(30),
      delay: fc.constantFrom(0, 0, 30),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const backlog = new Backlog(true, 0);
        let now = 0;
        let added = 0;
        let out: Entry[] = [];
        const finish = (entry: Entry): void => void backlog.remove(entry.message.seq);
        const take = (messages: number): Entry[] => {
          const taken = backlog.take({ messages, bytes: 1000 }, undefined, now + 20);
          const last = new Map<string, number>();
          for (const { message: one, state } of taken) {
            assert.equal(state, 'leased');
            if (one.key === '') continue;
            assert.ok(one.seq > (last.get(one.key) ?? 0), 'a run is in order');
            last.set(one.key, one.seq);
            const older = [...backlog.entries()].filter((e) => e.message.key === one.key && e.message.seq < one.seq);
            assert.ok(
              older.every((e) => taken.includes(e)),
              'nothing older of the key is left behind',
            );
          }
          return taken;
        };
        for (const { kind, key, at, delay } of steps) {
          added += 1;
          if (kind === 'add') backlog.add(message(added, key));
          else if (kind === 'take') out.push(...take(1 + (at % 5)));
          else if (kind === 'ack') for (const entry of out.splice(at % (out.length + 1), 1)) finish(entry);
          else if (kind === 'fail')
            for (const entry of out.splice(at % (out.length + 1), 1)) backlog.fail(entry, now, delay);
          else {
            now += at;
            for (const entry of backlog.expired(now)) backlog.fail(entry, now, delay);
            backlog.wake(now);
          }
          out = out.filter(({ state }) => state === 'leased');
        }
        for (let rounds = 0; backlog.size > 0 && rounds < 1000; rounds += 1) {
          now += 100;
          for (const entry of backlog.expired(now)) backlog.fail(entry, now, 0);
          backlog.wake(now);
          for (const entry of take(3)) finish(entry);
        }
        assert.equal(backlog.size, 0, 'everything was delivered in the end');
        assert.equal(backlog.outstanding, 0);
      }),
      { seed: 20_261_121, numRuns: process.env.PENSTOCK_SOAK === '1' ? 5000 : 300 },
    );
  });
});
