import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { Flow } from '../../../../functions/sink/flow.ts';
import type { Settling } from '../../../../functions/sink/message.ts';
import { METRICS } from '../../../../functions/sink/metrics.ts';
import { createRouter } from '../../../../functions/sink/routing/route.ts';
import { RowFailure } from '../../../../functions/sink/rows/failure.ts';
import { DELIVERED, fakeOutput } from '../../../support/fake-output.ts';
import { deliveryOf } from '../../../support/sink.ts';
import { VirtualTime } from '../../../support/virtual-time.ts';

const OUTAGE_SECONDS = 3.45 * 3_600;
const A_TICK = 40;
const TICK_SECONDS = 10;
/** Messages out: the service sends no more in a tick. */
const MOST = 200;

describe('AS-10: an outage of 3.45 simulated hours', function () {
  this.timeout(120_000);
  it('ends with every message in one output, the backlog cleared in less time than it lasted, and memory bounded', async () => {
    const time = new VirtualTime(0);
    const clock = time.clock(0, () => 0.5);
    const log = createLogger({ write: () => undefined });
    let down = false;
    const output = fakeOutput(50);
    output.decide = () => (down ? { kind: 'retry', error: new PenstockError('UNAVAILABLE', '500') } : DELIVERED);
    output.refuse = (text) => (Number(text) % 20 === 0 ? new RowFailure('NOT_JSON', 'it is none') : undefined);
    let rejected = 0;
    const flow = new Flow({
      router: createRouter([{ name: 'r', table: 'd.t', mode: 'STORAGE_WRITE' }], 'p-1'),
      openOutput: () => output.open,
      errorOutput: {
        reject: async () => {
          rejected += 1;
        },
      },
      fallback: undefined,
      compression: 'NONE',
      limits: { maxMessages: MOST, maxBytes: 1e9 },
      missingMs: 1_000,
      refreshMs: 1e9,
      idleMs: 1e9,
      clock,
      log,
      metrics: createMetrics(METRICS, log),
    });
    const ended = new Map<string, number>();
    let backlog: string[] = [];
    let [published, mostHeld, mostBacklog] = [0, 0, 0];

    const deliver = (text: string): void => {
      const settle = (_delivery: unknown, settling: Settling): void => {
        if (settling === 'settled') ended.set(text, (ended.get(text) ?? 0) + 1);
        else backlog.push(text);
      };
      flow.deliver(deliveryOf({ data: text, attributes: {} }, { name: 'in', type: 'pubsub', settle }));
    };
    const tick = async (messages: number): Promise<void> => {
      for (let index = 0; index < messages; index += 1) backlog.push(String(++published));
      const waiting = backlog;
      backlog = [];
      let taken = 0;
      while (taken < Math.min(waiting.length, MOST) && !flow.full) deliver(waiting[taken++] as string);
      backlog = waiting.slice(taken).concat(backlog);
      flow.flush();
      mostHeld = Math.max(mostHeld, flow.held.messages);
      mostBacklog = Math.max(mostBacklog, backlog.length);
      await clock.sleep(TICK_SECONDS * 1_000);
    };
    const ticks = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) await tick(A_TICK);
    };

    await time.run(ticks(10));
    down = true;
    const batches = output.batches.length;
    await time.run(ticks(OUTAGE_SECONDS / TICK_SECONDS));
    const tries = output.batches.length - batches;
    down = false;
    const since = time.nowMs;
    await time.run(
      (async () => {
        while (backlog.length > 0 || flow.held.messages > 0) await tick(A_TICK);
      })(),
    );
    const clearedSeconds = (time.nowMs - since) / 1_000;
    await time.run(tick(0));

    assert.equal(ended.size, published);
    assert.ok(
      [...ended.values()].every((times) => times === 1),
      'a message ended twice',
    );
    assert.equal(rejected, Math.floor(published / 20), 'the invalid messages are in the error output');
    assert.ok(mostBacklog > 0.9 * A_TICK * (OUTAGE_SECONDS / TICK_SECONDS), `the backlog was ${mostBacklog}`);
    assert.ok(mostHeld <= MOST, `${mostHeld} messages were held`);
    assert.ok(clearedSeconds < OUTAGE_SECONDS, `cleared in ${clearedSeconds} s`);
    // A pause is 7.5 s at least once the outage is old.
    assert.ok(tries < OUTAGE_SECONDS / 7.5 + 50, `the table was tried ${tries} times`);
    await flow.close();
  });
});
