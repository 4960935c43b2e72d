import assert from 'node:assert/strict';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { pauseAfter } from '../../../../functions/sink/backoff.ts';
import { Lane } from '../../../../functions/sink/lane.ts';
import type { Entry } from '../../../../functions/sink/outcome.ts';
import { RowFailure } from '../../../../functions/sink/rows/failure.ts';
import { DELIVERED, type FakeOutput, fakeOutput } from '../../../support/fake-output.ts';
import { deliveryOf } from '../../../support/sink.ts';
import { eventually } from '../../../support/suite.ts';

const DESTINATION = { name: 'p.d.t', table: { projectId: 'p', datasetId: 'd', tableId: 't' } };
const INPUT = { name: 'i', type: 'pubsub', settle: () => undefined } as const;

interface Heard {
  readonly delivered: string[];
  readonly rejected: [text: string, code: string][];
  readonly returned: string[];
  readonly pauses: [code: string, alert: boolean][];
}

/** Pauses are a hundredth as long. */
const quick = (now: () => number): Clock => ({ ...systemClock, now, random: () => 0 });

function entryOf(text: string): Entry {
  const delivery = deliveryOf({ data: text }, INPUT);
  return { delivery, payload: delivery.data, bytes: text.length };
}

function laneOver(
  output: FakeOutput,
  options: { missingMs?: number; refreshMs?: number; now?: () => number } = {},
): { lane: Lane; heard: Heard } {
  const heard: Heard = { delivered: [], rejected: [], returned: [], pauses: [] };
  const texts = (entries: readonly Entry[]): string[] => entries.map(({ payload }) => payload.toString());
  const lane = new Lane({
    destination: DESTINATION,
    open: output.open,
    clock: quick(options.now ?? Date.now),
    missingMs: options.missingMs ?? 10_000,
    refreshMs: options.refreshMs ?? 60_000,
    events: {
      delivered: (entries) => heard.delivered.push(...texts(entries)),
      rejected: (entry, { code }) => heard.rejected.push([entry.payload.toString(), code]),
      returned: (entries) => heard.returned.push(...texts(entries)),
      paused: ({ code }, _ms, alert) => heard.pauses.push([code, alert]),
    },
  });
  return { lane, heard };
}

async function opened(lane: Lane, output: FakeOutput): Promise<void> {
  lane.add(entryOf('first'));
  await eventually(
    async () => output.opened,
    (count) => count > 0,
  );
  await turn();
  lane.flush();
  await eventually(
    async () => lane.held,
    (held) => held === 0,
  );
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const failed = (code: ConstructorParameters<typeof PenstockError>[0]): PenstockError => new PenstockError(code, code);

describe("a table's lane", () => {
  it('sends again what failed for now, one batch as a probe and then all others, until it is delivered (AS-08)', async () => {
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    let down = true;
    output.decide = () => (down ? { kind: 'retry', error: failed('UNAVAILABLE') } : DELIVERED);
    for (const text of ['a', 'b', 'c']) lane.add(entryOf(text));
    await eventually(
      async () => heard.pauses.length,
      (count) => count >= 2,
    );
    const whileDown = output.batches.length;
    assert.ok(whileDown < 8, `${whileDown} batches: while a table fails it is probed, not hammered`);
    assert.equal(lane.healthy, false);
    lane.add(entryOf('d'));
    down = false;
    await eventually(
      async () => lane.held,
      (held) => held === 0,
    );
    assert.deepEqual(heard.delivered.toSorted(), ['a', 'b', 'c', 'd', 'first']);
    assert.equal(lane.healthy, true);
    await lane.close();
  });

  it('sends nothing more to a table that fails until the outcome of its probe is known', async () => {
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    output.decide = (_texts, batch) => (batch === 1 ? { kind: 'retry', error: failed('UNAVAILABLE') } : undefined);
    lane.add(entryOf('a'));
    await eventually(
      async () => output.batches.length,
      (count) => count === 3,
    );
    lane.add(entryOf('b'));
    await turn();
    assert.deepEqual(output.batches.slice(1), [['a'], ['a']]);
    output.decide = () => DELIVERED;
    output.settleAll(DELIVERED);
    await eventually(
      async () => lane.held,
      (held) => held === 0,
    );
    assert.deepEqual(heard.delivered, ['first', 'a', 'b']);
    await lane.close();
  });

  it('halves a batch that is refused as a whole until only the bad row is left (SD-08)', async () => {
    const output = fakeOutput(1_000);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    output.decide = (texts) =>
      texts.includes('bad') ? { kind: 'refused', error: failed('INPUT_INVALID') } : DELIVERED;
    for (let index = 0; index < 99; index += 1) lane.add(entryOf(index === 40 ? 'bad' : `good ${index}`));
    lane.flush();
    await eventually(
      async () => lane.held,
      (held) => held === 0,
    );
    assert.deepEqual(heard.rejected, [['bad', 'INPUT_INVALID']]);
    assert.equal(heard.delivered.length, 99);
    await lane.close();
  });

  it('holds rows back where a permission is missing, and alerts instead of spinning (AS-08)', async () => {
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    output.decide = () => ({ kind: 'refused', error: failed('PERMISSION_DENIED') });
    lane.add(entryOf('a'));
    await eventually(
      async () => heard.pauses.length,
      (count) => count === 1,
    );
    assert.deepEqual(heard.pauses, [['PERMISSION_DENIED', true]]);
    assert.equal(output.batches.length, 2);
    await lane.close();
    assert.deepEqual(heard.returned, ['a']);
  });

  it('rejects rows of a table that does not exist without asking each time, and notices when it does (AS-03)', async () => {
    let now = 1_000;
    const output = fakeOutput(1);
    output.failOpen = () => failed('NOT_FOUND');
    const { lane, heard } = laneOver(output, { missingMs: 500, now: () => now });
    lane.add(entryOf('a'));
    await eventually(
      async () => heard.rejected.length,
      (count) => count === 1,
    );
    lane.add(entryOf('b'));
    assert.deepEqual(heard.rejected, [
      ['a', 'NOT_FOUND'],
      ['b', 'NOT_FOUND'],
    ]);
    assert.equal(output.opened, 1);
    now += 501;
    output.failOpen = () => undefined;
    lane.add(entryOf('c'));
    await eventually(
      async () => heard.delivered,
      (texts) => texts.includes('c'),
    );
    assert.deepEqual(heard.pauses, [['NOT_FOUND', true]]);
    await lane.close();
  });

  it('tries again to open a table that cannot be described for now', async () => {
    const output = fakeOutput(1);
    output.failOpen = () => (output.opened < 3 ? new Error('socket hang up') : undefined);
    const { lane, heard } = laneOver(output);
    lane.add(entryOf('a'));
    await eventually(
      async () => heard.delivered,
      (texts) => texts.includes('a'),
    );
    assert.equal(output.opened, 3);
    await lane.close();
  });

  it('reads the schema again for rows that no longer fit before it rejects them (SD-12)', async () => {
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    output.decide = ([text]) =>
      text === 'stale' && output.opened < 9 ? { kind: 'refused', error: failed('SCHEMA_MISMATCH') } : DELIVERED;
    lane.add(entryOf('stale'));
    await eventually(
      async () => heard.rejected.length,
      (count) => count === 1,
      20_000,
    );
    assert.deepEqual(heard.rejected, [['stale', 'SCHEMA_MISMATCH']]);
    assert.equal(output.opened, 4);
    assert.equal(output.closed, 3);
    await lane.close();
  });

  it('sends rows to the table as it is now once it was described anew', async () => {
    let now = 0;
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output, { refreshMs: 100, now: () => now });
    await opened(lane, output);
    now = 200;
    lane.add(entryOf('a'));
    lane.look(now);
    lane.look(now);
    await eventually(
      async () => output.closed,
      (closed) => closed === 1,
    );
    assert.equal(output.opened, 2);
    now = 400;
    output.version = '2';
    output.decide = () => undefined;
    lane.add(entryOf('b'));
    lane.look(now);
    await eventually(
      async () => output.opened,
      (count) => count === 3,
    );
    await turn();
    assert.equal(output.closed, 1, 'the old opening still owes an outcome');
    output.settleAll(DELIVERED);
    await eventually(
      async () => output.closed,
      (closed) => closed === 2,
    );
    output.failOpen = () => new Error('not now');
    now = 600;
    output.decide = () => DELIVERED;
    lane.add(entryOf('c'));
    await eventually(
      async () => heard.delivered,
      (texts) => texts.includes('c'),
    );
    await lane.close();
  });

  it('rejects a message that makes no row at once, also where it comes back in a group', async () => {
    const output = fakeOutput(10);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    const refusal = new RowFailure('NOT_JSON', 'no', '$.a');
    output.refuse = (text) => (text === 'bad' ? refusal : undefined);
    lane.add(entryOf('bad'));
    assert.deepEqual(heard.rejected, [['bad', 'INPUT_MALFORMED']]);
    output.decide = (_texts, batch) => (batch === 1 ? { kind: 'retry', error: failed('UNAVAILABLE') } : DELIVERED);
    lane.add(entryOf('later'));
    lane.flush();
    output.refuse = () => refusal;
    await eventually(
      async () => lane.held,
      (held) => held === 0,
    );
    assert.equal(heard.rejected.length, 2);
    await lane.close();
  });

  it('rejects rows that come back in groups behind a good probe', async () => {
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    output.decide = (_texts, batch) => (batch <= 3 ? { kind: 'retry', error: failed('UNAVAILABLE') } : DELIVERED);
    for (const text of ['a', 'b', 'c']) lane.add(entryOf(text));
    await turn();
    output.refuse = (text) => (text === 'c' ? new RowFailure('NOT_JSON', 'no') : undefined);
    await eventually(
      async () => lane.held,
      (held) => held === 0,
    );
    assert.deepEqual(heard.rejected, [['c', 'INPUT_MALFORMED']]);
    await lane.close();
  });

  it('takes new rows after a probe whose rows were rejected, with nothing left behind it', async () => {
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    output.decide = ([text], batch) => {
      if (text !== 'bad') return DELIVERED;
      return batch === 1
        ? { kind: 'retry', error: failed('UNAVAILABLE') }
        : { kind: 'rejected', error: failed('ROW_REJECTED') };
    };
    lane.add(entryOf('bad'));
    await eventually(
      async () => heard.rejected.length,
      (count) => count === 1,
    );
    await turn();
    assert.equal(lane.healthy, false);
    lane.add(entryOf('good'));
    await eventually(
      async () => heard.delivered,
      (texts) => texts.includes('good'),
    );
    assert.equal(lane.healthy, true);
    await lane.close();
  });

  it('gives back what waits, what pauses and what is on its way when it is closed', async () => {
    const output = fakeOutput(1);
    const { lane, heard } = laneOver(output);
    await opened(lane, output);
    output.decide = ([text]) => (text === 'flying' ? undefined : { kind: 'retry', error: failed('UNAVAILABLE') });
    lane.add(entryOf('flying'));
    lane.add(entryOf('failing'));
    await eventually(
      async () => lane.healthy,
      (healthy) => !healthy,
    );
    lane.add(entryOf('waiting'));
    await lane.close();
    output.settleAll({ kind: 'retry', error: failed('CANCELLED') });
    assert.deepEqual(heard.returned.toSorted(), ['failing', 'flying', 'waiting']);
    assert.equal(lane.held, 0);
  });

  it('closes what it opened after it was closed itself, and stops a turn that was to come', async () => {
    const output = fakeOutput(1_000);
    const first = laneOver(output);
    first.lane.add(entryOf('a'));
    await first.lane.close();
    await eventually(
      async () => output.closed,
      (closed) => closed > 0,
    );
    assert.deepEqual(first.heard.returned, ['a']);
    const second = laneOver(output);
    for (let index = 0; index < 2_500; index += 1) second.lane.add(entryOf(String(index)));
    await eventually(
      async () => output.opened,
      (count) => count === 2,
    );
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    await second.lane.close();
    output.settleAll({ kind: 'retry', error: failed('CANCELLED') });
    assert.ok(second.heard.returned.length > 0);
  });

  it('does not take over a new opening after it was closed', async () => {
    let now = 0;
    const output = fakeOutput(1);
    const { lane } = laneOver(output, { refreshMs: 1, now: () => now });
    await opened(lane, output);
    now = 100;
    output.version = '2';
    lane.add(entryOf('a'));
    lane.look(now);
    await lane.close();
    await eventually(
      async () => output.closed,
      (closed) => closed >= 2,
    );
  });
});

describe('the pause after a failure', () => {
  it('grows with each failure up to a bound, half of it by chance', () => {
    const error = failed('UNAVAILABLE');
    assert.equal(pauseAfter(error, 1, 0), 100);
    assert.equal(pauseAfter(error, 1, 1), 200);
    assert.equal(pauseAfter(error, 3, 1), 800);
    assert.equal(pauseAfter(error, 1_000, 1), 15_000);
  });
  it('is longer where a person has to act, and never shorter than the service asks', () => {
    assert.equal(pauseAfter(failed('NOT_FOUND'), 1, 1), 5_000);
    assert.equal(pauseAfter(failed('PERMISSION_DENIED'), 50, 1), 60_000);
    assert.equal(
      pauseAfter(new PenstockError('RESOURCE_EXHAUSTED', 'slow down', { retryAfterMs: 33_000 }), 1, 0),
      33_000,
    );
  });
});
