import assert from 'node:assert/strict';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { Acknowledgement } from '@penstock/shared/bigquery/write/batch.ts';
import type { TokenBatch } from '@penstock/shared/bigquery/write/batcher.ts';
import { BatchSender } from '@penstock/shared/bigquery/writer/sender.ts';
import type { Target } from '@penstock/shared/bigquery/writer/target.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';

const SCHEMA = compileCodec({ fields: [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }] }, { unknownFields: 'reject' });
const mismatch = new PenstockError('SCHEMA_MISMATCH', 'extra fields', { stage: 'sending' });

function batchOf(...tokens: number[]): TokenBatch<number> & { released: boolean } {
  return {
    schema: SCHEMA,
    protoRows: Buffer.from('rows'),
    rowCount: tokens.length,
    tokens,
    superseded: [],
    released: false,
    release() {
      this.released = true;
    },
  };
}

interface Scene {
  readonly sender: BatchSender<number>;
  readonly told: string[];
  readonly appended: number[];
}

/** A stream that answers each append by the script, and a clock that only moves when it is slept on. */
function scene(
  answers: readonly (Acknowledgement | PenstockError | Error)[],
  { ordered = false, sleep }: { ordered?: boolean; sleep?: Clock['sleep'] } = {},
): Scene {
  const left = [...answers];
  const told: string[] = [];
  const appended: number[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    random: Math.random,
    sleep:
      sleep ??
      (async (ms) => {
        now += ms;
      }),
  };
  const target: Target = {
    name: 's',
    ordered,
    failure: undefined,
    append: async (batch) => {
      appended.push(batch.rowCount);
      const answer = left.shift() ?? { offset: 0, rowCount: batch.rowCount, rejected: [] };
      if (answer instanceof PenstockError || !(answer instanceof Error)) {
        const acknowledged = answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
        return { acknowledged };
      }
      throw answer;
    },
    close: async () => undefined,
    finalize: async () => 0,
  };
  const sender = new BatchSender<number>(target, {
    clock,
    events: {
      onDelivered: ({ tokens }) => void told.push(`delivered ${tokens}`),
      onRejected: (rows) => void told.push(`rejected ${rows.map(({ token }) => token)}`),
      onRetry: (tokens, { code }) => void told.push(`retry ${tokens} ${code}`),
    },
    schemaLagMs: 5_000,
    maxAgeMs: 1_000,
    onChange: () => undefined,
  });
  return { sender, told, appended };
}

async function send({ sender }: Scene, batch: TokenBatch<number>): Promise<void> {
  sender.unsettled += batch.tokens.length;
  sender.send(batch);
  while (sender.unsettled > 0) await sender.changed;
}

describe('BatchSender', () => {
  it('sends a batch again that the service refuses for its schema, until the schema has arrived', async () => {
    const played = scene([mismatch, mismatch]);
    const batch = batchOf(1, 2);
    await send(played, batch);
    assert.deepEqual([played.told, played.appended, batch.released], [['delivered 1,2'], [2, 2, 2], true]);
  });

  it('gives a batch back whose schema does not arrive in time', async () => {
    const played = scene(Array(10).fill(mismatch));
    await send(played, batchOf(1));
    assert.deepEqual([played.told, played.appended.length], [['retry 1 SCHEMA_MISMATCH'], 6]);
  });

  it('does not send a batch again where others must not overtake it', async () => {
    const played = scene([mismatch], { ordered: true });
    await send(played, batchOf(1));
    assert.deepEqual(played.told, ['retry 1 SCHEMA_MISMATCH']);
  });

  it('gives a batch back when it is closed while it waits for the schema', async () => {
    const asleep = Promise.withResolvers<void>();
    const sleep: Clock['sleep'] = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        asleep.resolve();
      });
    const played = scene([mismatch], { sleep });
    played.sender.unsettled = 1;
    played.sender.send(batchOf(1));
    await asleep.promise;
    await played.sender.close();
    assert.deepEqual(played.told, ['retry 1 CANCELLED']);
  });

  it('gives a batch back that the stream does not take', async () => {
    const played = scene([new Error('no room')]);
    await send(played, batchOf(3));
    assert.deepEqual(played.told, ['retry 3 INTERNAL']);
  });

  it('tells the rows that the service refuses once, though the rest of their batch fails', async () => {
    const played = scene([new PenstockError('UNAVAILABLE', 'later')]);
    const batch = batchOf(1, 2, 3);
    played.sender.unsettled = 3;
    await played.sender.rowsRefused(batch, [{ index: 1, message: 'too long' }]);
    played.sender.send(batch);
    while (played.sender.unsettled > 0) await played.sender.changed;
    assert.deepEqual(played.told, ['rejected 2', 'retry 1,3 UNAVAILABLE']);
  });

  it('gives rejections back that are still being made durable when it is closed', async () => {
    const retried: number[] = [];
    const target: Target = {
      name: 's',
      ordered: false,
      failure: undefined,
      append: () => Promise.reject(new Error('not reached')),
      close: async () => undefined,
      finalize: async () => 0,
    };
    const sender = new BatchSender<number>(target, {
      clock: systemClock,
      events: {
        onDelivered: () => undefined,
        onRejected: () => new Promise(() => undefined),
        onRetry: (tokens) => void retried.push(...tokens),
      },
      schemaLagMs: 0,
      maxAgeMs: 5,
      onChange: () => undefined,
    });
    sender.unsettled = 2;
    sender.reject({ token: 1, error: mismatch });
    sender.flushRejected();
    await Promise.resolve();
    sender.reject({ token: 2, error: mismatch });
    await sender.close();
    assert.deepEqual(retried, [1, 2]);
    sender.retry([], mismatch);
  });
});
