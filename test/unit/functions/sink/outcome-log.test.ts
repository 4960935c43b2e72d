import assert from 'node:assert/strict';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { OutcomeLog } from '../../../../functions/sink/outcome-log.ts';
import { deliveryOf } from '../../../support/sink.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the log lines of delivered and rejected messages', () => {
  let nowMs: number;
  let lines: Record<string, unknown>[];
  let log: OutcomeLog;
  beforeEach(() => {
    nowMs = 10_000;
    lines = [];
    const logger = createLogger({ write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
    log = new OutcomeLog({ ...systemClock, now: () => nowMs }, logger);
  });

  const input = { name: 'in', type: 'pubsub', settle: () => undefined } as const;
  const entries = (count: number, attributes: Record<string, string> = {}) =>
    Array.from({ length: count }, (_, at) => ({
      delivery: deliveryOf({ data: 'x', attributes, messageId: String(at) }, input),
    }));
  const delivered = (count: number, table = 'd.t', attributes = {}): void =>
    log.add({ outcome: 'delivered', table, mode: 'STREAMING_INSERTS' }, entries(count, attributes));
  const counts = (): unknown => lines.map(({ table, messages, batches }) => [table, messages, batches]);

  it('name the messages and their traces', () => {
    delivered(1, 'd.t', { googclient_traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
    const { time: _time, ...line } = lines[0] ?? {};
    assert.deepEqual(line, {
      severity: 'INFO',
      message: 'delivered',
      outcome: 'delivered',
      table: 'd.t',
      mode: 'STREAMING_INSERTS',
      messages: 1,
      batches: 1,
      links: [{ message_id: '0', trace_id: TRACE }],
    });
  });

  it('come at once for a table that was quiet, then once a second with the sum, each table for itself', () => {
    delivered(2);
    delivered(3);
    delivered(4);
    delivered(5, 'd.other');
    assert.deepEqual(counts(), [
      ['d.t', 2, 1],
      ['d.other', 5, 1],
    ]);
    log.tick();
    assert.equal(lines.length, 2);
    nowMs += 1_000;
    log.tick();
    assert.deepEqual(lines.length, 3);
    assert.deepEqual(counts(), [
      ['d.t', 2, 1],
      ['d.other', 5, 1],
      ['d.t', 7, 2],
    ]);
    nowMs += 1_000;
    delivered(1);
    assert.deepEqual(lines.at(-1)?.messages, 1);
  });

  it('link twenty messages at most, of however many', () => {
    delivered(1);
    for (let batch = 0; batch < 10; batch += 1) delivered(1_000);
    nowMs += 1_000;
    log.tick();
    assert.deepEqual([lines.at(-1)?.messages, (lines.at(-1)?.links as unknown[] | undefined)?.length], [10_000, 20]);
  });

  it('warn of what was rejected, by its code', () => {
    for (const code of ['INPUT_INVALID', 'INPUT_MALFORMED', 'INPUT_INVALID']) {
      log.add({ outcome: 'rejected', table: 'd.t', code }, entries(1));
    }
    assert.deepEqual(
      lines.map(({ severity, outcome, code }) => [severity, outcome, code]),
      [
        ['WARNING', 'rejected', 'INPUT_INVALID'],
        ['WARNING', 'rejected', 'INPUT_MALFORMED'],
      ],
    );
  });

  it('leave nothing untold when the flow closes, and hold nothing of tables that are quiet', () => {
    delivered(1);
    delivered(2);
    log.close();
    assert.deepEqual(counts(), [
      ['d.t', 1, 1],
      ['d.t', 2, 1],
    ]);
    log.close();
    delivered(3);
    nowMs += 1_000;
    log.tick();
    log.tick();
    delivered(4);
    assert.deepEqual(lines.length, 4);
  });
});
