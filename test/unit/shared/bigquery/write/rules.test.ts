import assert from 'node:assert/strict';
import type { AppendResponse } from '@penstock/shared/bigquery/write/append-message.ts';
import { AppendQueue, type Entry } from '@penstock/shared/bigquery/write/append-queue.ts';
import { outOfTime } from '@penstock/shared/bigquery/write/giving-up.ts';
import { isolate } from '@penstock/shared/bigquery/write/row-isolation.ts';
import { verdictOf } from '@penstock/shared/bigquery/write/verdict.ts';
import { batchOf } from '../../../../support/write-core.ts';

const OK: AppendResponse = {
  settles: true,
  offset: undefined,
  error: undefined,
  updatedSchema: undefined,
  rowErrors: [],
};

const refused = (code: number, message: string): AppendResponse => ({ ...OK, error: { code, message, details: [] } });

describe('the meaning of an answer', () => {
  const asked = { offset: 10, rowCount: 5 };
  const cases: readonly [string, AppendResponse, string, string?][] = [
    ['a success at the offset', { ...OK, offset: 10 }, 'delivered'],
    ['a success that does not say where', OK, 'delivered'],
    ['a success elsewhere', { ...OK, offset: 11 }, 'failed', 'OFFSET_MISMATCH'],
    ['ALREADY_EXISTS with the end at the batch end', refused(6, 'expected offset 15, received 10'), 'delivered'],
    ['ALREADY_EXISTS with the end past it', refused(6, 'expected offset 99, received 10'), 'delivered'],
    [
      'ALREADY_EXISTS with the end inside the batch',
      refused(6, 'expected offset 14, received 10'),
      'failed',
      'OFFSET_MISMATCH',
    ],
    ['ALREADY_EXISTS that does not say the end', refused(6, 'it is there'), 'failed', 'OFFSET_MISMATCH'],
    ['OUT_OF_RANGE', refused(11, 'expected offset 5, received 10'), 'too-early', 'OFFSET_MISMATCH'],
    ['OUT_OF_RANGE that does not say the end', refused(11, 'beyond'), 'too-early', 'OFFSET_MISMATCH'],
    ['ABORTED', refused(10, 'prior failures'), 'retry', 'ABORTED'],
    ['INTERNAL', refused(13, 'oops'), 'retry', 'INTERNAL'],
    ['RESOURCE_EXHAUSTED', refused(8, 'quota'), 'retry', 'RESOURCE_EXHAUSTED'],
    ['INVALID_ARGUMENT', refused(3, 'Rows must be specified'), 'failed', 'INPUT_INVALID'],
    ['PERMISSION_DENIED', refused(7, 'no'), 'failed', 'PERMISSION_DENIED'],
    [
      'row errors',
      { ...refused(3, 'see row_errors'), rowErrors: [{ index: 1, code: 1, message: 'x' }] },
      'rows-rejected',
    ],
  ];
  for (const [name, answer, kind, code] of cases) {
    it(`takes ${name} for ${kind}`, () => {
      const verdict = verdictOf(answer, asked);
      assert.equal(verdict.kind, kind);
      if (code !== undefined) assert.equal('error' in verdict && verdict.error.code, code);
    });
  }

  it('does not check offsets where none was given', () => {
    assert.equal(verdictOf({ ...OK, offset: 3 }, { offset: undefined, rowCount: 1 }).kind, 'delivered');
    const verdict = verdictOf(refused(6, 'expected offset 9, received 1'), { offset: undefined, rowCount: 1 });
    assert.equal(verdict.kind, 'failed');
  });

  it('knows which refusals certainly did nothing', () => {
    const nothing = (code: number): unknown => {
      const verdict = verdictOf(refused(code, ''), asked);
      return verdict.kind === 'retry' && verdict.nothingDone;
    };
    assert.deepEqual([8, 10, 13, 14].map(nothing), [true, true, false, false]);
  });
});

describe('the order of requests', () => {
  const entry = (offset: number | undefined): Entry => {
    const batch = batchOf([1]);
    return {
      batch,
      protoRows: batch.protoRows,
      rowCount: 1,
      offset,
      indexes: undefined,
      rejected: [],
      uncertain: false,
      mayArriveLate: false,
      acceptedAt: 0,
      sentAt: 0,
      failingSince: undefined,
      refusals: 0,
      probes: 0,
      settle: () => undefined,
    };
  };

  const queueOf = (count: number, sent: number): { queue: AppendQueue; entries: Entry[] } => {
    const queue = new AppendQueue();
    const entries = Array.from({ length: count }, (_, index) => entry(index));
    for (const one of entries) queue.push(one);
    for (let index = 0; index < sent; index += 1) queue.markSent(index);
    return { queue, entries };
  };

  it('matches answers to requests in order', () => {
    const { queue, entries } = queueOf(2, 2);
    assert.equal(queue.answered(), entries[0]);
    queue.remove(entries[0] as Entry);
    assert.equal(queue.answered(), entries[1]);
    queue.remove(entries[1] as Entry);
    assert.equal(queue.answered(), 'unasked');
  });

  it('sends a refused request and all behind it again, and ignores the answers still to come for those', () => {
    const { queue, entries } = queueOf(4, 3);
    queue.requeueAll();
    assert.equal(queue.outstanding, 2);
    assert.deepEqual(queue.waiting, entries);
    queue.markSent(9);
    assert.equal(queue.answered(), 'stale');
    assert.equal(queue.answered(), 'stale');
    assert.equal(queue.answered(), entries[0]);
    assert.ok(entries.every(({ uncertain }) => !uncertain));
  });

  it('remembers that a refused request may have been written, and with it those behind', () => {
    const { queue, entries } = queueOf(3, 2);
    queue.requeueAll(false);
    assert.deepEqual(
      entries.map(({ uncertain }) => uncertain),
      [true, true, false],
    );
  });

  it('does not know of those behind a request that may have been written after all, however it is refused now', () => {
    for (const known of ['uncertain', 'mayArriveLate'] as const) {
      const { queue, entries } = queueOf(3, 2);
      (entries[0] as Entry)[known] = true;
      queue.requeueAll();
      assert.deepEqual(
        entries.map(({ uncertain }) => uncertain),
        [known === 'uncertain', true, false],
      );
    }
  });

  it('sends one refused request alone again where order does not matter', () => {
    const { queue, entries } = queueOf(3, 2);
    queue.requeueOldest(false);
    assert.equal(queue.nextToSend, entries[0]);
    assert.equal(queue.oldestSentAt, 1);
    assert.deepEqual(
      entries.map(({ uncertain }) => uncertain),
      [true, false, false],
    );
    queue.requeueOldest();
    assert.deepEqual(queue.waiting, [entries[1], entries[0], entries[2]]);
    queue.requeueOldest();
    assert.equal(queue.size, 3);
  });

  it('forgets what a broken call still owed, and does not know what became of what was sent', () => {
    const { queue, entries } = queueOf(3, 2);
    queue.requeueAll();
    queue.markSent(1);
    queue.disconnected();
    assert.equal(queue.outstanding, 0);
    assert.deepEqual(
      entries.map(({ uncertain }) => uncertain),
      [true, false, false],
    );
    queue.markSent(2);
    queue.disconnected(false);
    assert.deepEqual(
      entries.map(({ uncertain }) => uncertain),
      [true, false, false],
    );
  });

  it('does not move what a broken call may still deliver at its old place', () => {
    const { queue, entries } = queueOf(4, 3);
    const first = entries[0] as Entry;
    assert.equal(queue.canShiftBehind(first), true);
    queue.requeueAll();
    assert.equal(queue.answered(), 'stale');
    queue.disconnected();
    assert.deepEqual(
      entries.map(({ mayArriveLate }) => mayArriveLate),
      [false, false, true, false],
    );
    assert.equal(queue.canShiftBehind(first), false);
    assert.equal(queue.canShiftBehind(entries[2] as Entry), true);
  });

  it('moves the offsets behind a batch that lost rows, and nothing without offsets', () => {
    const { queue, entries } = queueOf(3, 1);
    const plain = entry(undefined);
    queue.push(plain);
    queue.shiftOffsetsBehind(entries[1] as Entry, 1);
    assert.deepEqual(
      [...entries, plain].map(({ offset }) => offset),
      [0, 1, 1, undefined],
    );
  });

  it('removes once, and has nothing to send when empty', () => {
    const { queue, entries } = queueOf(1, 0);
    assert.equal(queue.remove(entries[0] as Entry), true);
    assert.equal(queue.remove(entries[0] as Entry), false);
    queue.markSent(1);
    assert.equal(queue.unanswered, 0);
  });

  describe('giving up', () => {
    const patience = { nextAttempt: 1_000, lastProgress: 0, budgetMs: 500, deadline: Number.POSITIVE_INFINITY };

    it('ends what has seen no progress for the budget', () => {
      const old = { ...entry(0), acceptedAt: 400 };
      const young = { ...entry(1), acceptedAt: 600 };
      assert.deepEqual(outOfTime([old, young], patience), [old]);
      assert.deepEqual(outOfTime([old], { ...patience, lastProgress: 900 }), []);
    });

    it('ends what has itself been refused for the budget, whatever else goes through', () => {
      const poison = { ...entry(0), acceptedAt: 0, failingSince: 100 };
      const recent = { ...entry(1), acceptedAt: 0, failingSince: 800 };
      assert.deepEqual(outOfTime([poison, recent], { ...patience, lastProgress: 900 }), [poison]);
    });

    it('ends everything when the next attempt would pass the deadline', () => {
      const one = { ...entry(0), acceptedAt: 999 };
      assert.deepEqual(outOfTime([one], { ...patience, deadline: 999 }), [one]);
      assert.deepEqual(outOfTime([one], { ...patience, deadline: 1_000 }), []);
    });
  });
});

describe('taking rows out of a request', () => {
  const whole = batchOf([0, 1, 2, 3, 4]);
  const rows = { protoRows: whole.protoRows, rowCount: 5, indexes: undefined };
  const error = (index: number, message = `row ${index}`): { index: number; code: number; message: string } => ({
    index,
    code: 1,
    message,
  });

  it('keeps the bytes of the good rows and the place of the bad ones', () => {
    const isolated = isolate(rows, [error(3), error(1)]);
    assert.deepEqual(isolated?.protoRows, batchOf([0, 2, 4]).protoRows);
    assert.deepEqual(isolated?.indexes, [0, 2, 4]);
    assert.deepEqual(
      isolated?.rejected,
      [error(1), error(3)].map(({ index, message }) => ({ index, message })),
    );
  });

  it('speaks of the batch as it was given when rows are taken out twice', () => {
    const first = isolate(rows, [error(0)]);
    assert.ok(first);
    const second = isolate(first, [error(0), error(3)]);
    assert.deepEqual(
      second?.rejected.map(({ index }) => index),
      [1, 4],
    );
    assert.deepEqual(second?.indexes, [2, 3]);
    assert.deepEqual(second?.protoRows, batchOf([2, 3]).protoRows);
  });

  it('joins several messages about one row', () => {
    assert.deepEqual(isolate(rows, [error(2, 'a.'), error(2, 'b.')])?.rejected, [{ index: 2, message: 'a. b.' }]);
  });

  it('has nothing to take out where the report names no row of the request', () => {
    assert.equal(isolate(rows, []), undefined);
    assert.equal(isolate(rows, [error(5), error(-1)]), undefined);
  });

  it('can take out all', () => {
    const isolated = isolate(
      rows,
      [0, 1, 2, 3, 4].map((index) => error(index)),
    );
    assert.equal(isolated?.rowCount, 0);
    assert.equal(isolated?.protoRows.length, 0);
  });
});
