import assert from 'node:assert/strict';
import { protos } from '@google-cloud/bigquery-storage';
import { Metadata, status } from '@grpc/grpc-js';
import { tablePath } from '@penstock/shared/bigquery/table-name.ts';
import { Admission } from '@penstock/shared/bigquery/write/admission.ts';
import type { Entry } from '@penstock/shared/bigquery/write/append-queue.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { NO_METRICS, WRITE_METRICS } from '@penstock/shared/bigquery/write/metrics.ts';
import { Pause } from '@penstock/shared/bigquery/write/pause.ts';
import { DEFAULT_WRITE_POLICY, writePolicy } from '@penstock/shared/bigquery/write/policy.ts';
import { Recovery } from '@penstock/shared/bigquery/write/recovery.ts';
import { compareSequenceNumbers, sequenceNumber } from '@penstock/shared/bigquery/write/sequence-number.ts';
import {
  callFailure,
  expectedOffset,
  fromUnaryError,
  isTransient,
  readCallError,
  readStatus,
  toPenstockError,
} from '@penstock/shared/bigquery/write/storage-errors.ts';
import { defaultStreamName, parseStreamName } from '@penstock/shared/bigquery/write/stream-name.ts';
import { Watchdog } from '@penstock/shared/bigquery/write/watchdog.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { VirtualTime } from '../../../../support/virtual-time.ts';

const google = protos.google.cloud.bigquery.storage.v1;

describe('the write policy', () => {
  it('has defaults', () => {
    assert.deepEqual(writePolicy(), DEFAULT_WRITE_POLICY);
    assert.equal(writePolicy({ requestBytes: 20_000_000 }).requestBytes, 20_000_000);
  });

  it('refuses what cannot work, every complaint by name', () => {
    const wrong = { requestBytes: 20_000_001, appendTimeoutMs: Number.NaN, maxInFlightRequests: 0, staleWaitMs: -1 };
    assert.throws(() => writePolicy(wrong), {
      code: 'CONFIG_INVALID',
      message:
        'write policy: appendTimeoutMs is NaN; staleWaitMs is -1; maxInFlightRequests must be at least 1; requestBytes is at most 20000000',
    });
    assert.throws(() => writePolicy({ appendTimeoutMs: 0, unaryTimeoutMs: 0 }), {
      message: 'write policy: appendTimeoutMs must be at least 1; unaryTimeoutMs must be at least 1',
    });
    const retry = { ...DEFAULT_WRITE_POLICY.retry, maxMs: -1, budgetMs: Number.NaN };
    assert.throws(() => writePolicy({ retry }), { message: 'write policy: retry.maxMs is -1; retry.budgetMs is NaN' });
  });
});

describe('names of streams', () => {
  const table = { projectId: 'p', datasetId: 'd', tableId: 't' };

  it('spells tables and default streams', () => {
    assert.equal(tablePath(table), 'projects/p/datasets/d/tables/t');
    assert.equal(defaultStreamName(table), 'projects/p/datasets/d/tables/t/streams/_default');
    assert.throws(() => tablePath({ ...table, tableId: 'a/b' }), { code: 'CONFIG_INVALID' });
  });

  it('reads both spellings of a stream', () => {
    const parsed = { table: 'projects/p/datasets/d/tables/t', streamId: '_default' };
    assert.deepEqual(parseStreamName('projects/p/datasets/d/tables/t/streams/_default'), parsed);
    assert.deepEqual(parseStreamName('projects/p/datasets/d/tables/t/_default'), parsed);
    assert.throws(() => parseStreamName('projects/p'), { code: 'INPUT_INVALID' });
  });
});

describe('admission', () => {
  const ask = (admission: Admission, bytes: number, log: string[], name: string): void =>
    admission.ask(
      bytes,
      () => log.push(`${name} in`),
      () => log.push(`${name} refused`),
    );

  it('lets in what there is room for, in the order of coming', () => {
    const admission = new Admission(2, 100);
    const log: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) ask(admission, 10, log, name);
    assert.deepEqual(log, ['a in', 'b in']);
    assert.equal(admission.waiting, 2);
    admission.leave(10);
    assert.deepEqual(log, ['a in', 'b in', 'c in']);
  });

  it('does not let a small one overtake a large one that waits', () => {
    const admission = new Admission(10, 100);
    const log: string[] = [];
    ask(admission, 60, log, 'a');
    ask(admission, 60, log, 'b');
    ask(admission, 1, log, 'c');
    assert.deepEqual(log, ['a in']);
    admission.leave(60);
    assert.deepEqual(log, ['a in', 'b in', 'c in']);
  });

  it('lets one in that is larger than everything, alone', () => {
    const admission = new Admission(10, 100);
    const log: string[] = [];
    ask(admission, 500, log, 'a');
    ask(admission, 1, log, 'b');
    assert.deepEqual(log, ['a in']);
  });

  it('sends away those who wait', () => {
    const admission = new Admission(1, 100);
    const log: string[] = [];
    ask(admission, 1, log, 'a');
    ask(admission, 1, log, 'b');
    admission.refuseAll(new PenstockError('CANCELLED', 'closed'));
    assert.deepEqual(log, ['a in', 'b refused']);
    assert.equal(admission.waiting, 0);
  });
});

describe('waits', () => {
  const at = (): {
    readonly time: VirtualTime;
    readonly clock: Clock;
    readonly passes: (ms: number) => Promise<void>;
  } => {
    const time = new VirtualTime(0);
    return { time, clock: time.clock(0, Math.random), passes: (ms) => time.run(time.sleep(ms)) };
  };

  it('gives the shorter pause up for the longer, and no timer is left when stopped', async () => {
    let over = 0;
    const { time, clock, passes } = at();
    const pause = new Pause(clock, () => {
      over += 1;
    });
    pause.until(5);
    pause.until(15);
    pause.until(1);
    await passes(14);
    assert.deepEqual([over, pause.active], [0, true]);
    await passes(2);
    assert.deepEqual([over, pause.active], [1, false]);
    pause.until(60_000);
    pause.stop();
    assert.equal(pause.active, false);
    await passes(60_001 - time.nowMs);
    assert.equal(over, 1);
  });

  it('keeps the longer pause when a shorter one is asked for', async () => {
    let over = 0;
    const { clock, passes } = at();
    const pause = new Pause(clock, () => {
      over += 1;
    });
    pause.until(60_000);
    pause.until(1);
    await passes(20);
    assert.deepEqual([over, pause.active], [0, true]);
    pause.stop();
  });

  describe('with a timer in hand', () => {
    let now: number;
    let over: number;
    let wakes: (() => void)[];
    let pause: Pause;

    beforeEach(() => {
      now = 0;
      over = 0;
      wakes = [];
      const sleep = (): Promise<void> => new Promise((resolve) => wakes.push(resolve));
      pause = new Pause({ ...systemClock, now: () => now, sleep }, () => {
        over += 1;
      });
    });

    const rings = async (timer: number, atMs: number): Promise<void> => {
      now = atMs;
      wakes[timer]?.();
      await new Promise((resolve) => setImmediate(resolve));
    };

    it('does not end a pause that was replaced while its sleep was ending', async () => {
      pause.until(1);
      pause.until(2);
      await rings(0, 1);
      assert.equal(over, 0);
      await rings(1, 2);
      assert.equal(over, 1);
    });

    it('does not end a pause before its time where the timer rings early', async () => {
      pause.until(10);
      await rings(0, 9);
      assert.deepEqual([over, pause.active, wakes.length], [0, true, 2]);
      await rings(1, 10);
      assert.deepEqual([over, pause.active, wakes.length], [1, false, 2]);
    });
  });

  it('watches the nearest deadline, as far as it has moved meanwhile', async () => {
    let deadline = 5;
    let due = 0;
    const { clock, passes } = at();
    const watchdog = new Watchdog(
      clock,
      () => deadline,
      () => {
        due += 1;
      },
    );
    watchdog.watch();
    watchdog.watch();
    deadline = 20;
    await passes(19);
    assert.equal(due, 0);
    await passes(2);
    assert.equal(due, 1);
    deadline = Number.POSITIVE_INFINITY;
    watchdog.watch();
    watchdog.stop();
    watchdog.stop();
    assert.equal(due, 1);
  });
});

describe('a watchdog of a distant deadline', () => {
  it('sleeps no longer than a timer can, which would fire at once', async () => {
    const sleeps: number[] = [];
    let now = 0;
    const due = Promise.withResolvers<number>();
    const sleep = async (ms: number): Promise<void> => {
      sleeps.push(ms);
      now += ms;
    };
    const clock = { ...systemClock, now: () => now, sleep };
    new Watchdog(
      clock,
      () => 5_000_000_000,
      () => due.resolve(now),
    ).watch();
    assert.equal(await due.promise, 5_000_000_000);
    assert.deepEqual(sleeps, [2 ** 31 - 1, 2 ** 31 - 1, 5_000_000_000 - 2 * (2 ** 31 - 1)]);
  });
});

describe('recovery', () => {
  const budgetMs = 1_000;
  const broken = new PenstockError('UNAVAILABLE', 'broken');

  it('waits longer from failure to failure, and patience begins anew with anything that is acknowledged', () => {
    let now = 5_000;
    const client = new WriteClient({
      clock: { now: () => now, random: () => 1, sleep: () => Promise.resolve() },
      policy: { retry: { initialMs: 10, maxMs: 1_000, multiplier: 2, budgetMs } },
    });
    const recovery = new Recovery(client, () => undefined);
    const [first, second] = [recovery.wait(broken, false), recovery.wait(broken, false)];
    assert.ok(second > first);
    const waiting = [{ acceptedAt: now, failingSince: undefined }] as unknown as readonly Entry[];
    now += budgetMs + 1;
    assert.deepEqual(recovery.late(waiting, 0), waiting);
    recovery.progressed();
    assert.deepEqual(recovery.late(waiting, 0), []);
    assert.equal(recovery.wait(broken, false), first);
    client.close();
  });

  it('waits by the refusals of one request, whatever else goes through, and longer at first when it is throttled', () => {
    const client = new WriteClient({
      clock: { now: () => 0, random: () => 0.5, sleep: () => Promise.resolve() },
      policy: { retry: { initialMs: 10, maxMs: 10_000, multiplier: 2, budgetMs }, throttleInitialMs: 400 },
    });
    const recovery = new Recovery(client, () => undefined);
    assert.deepEqual([recovery.wait(broken, false, 4), recovery.wait(broken, true, 1)], [40, 200]);
    client.close();
  });
});

describe('sequence numbers', () => {
  it('are one to four hex sections of an unsigned 64-bit number', () => {
    assert.equal(sequenceNumber(255), 'FF');
    assert.equal(sequenceNumber(0n, 1, 0xffff_ffff_ffff_ffffn, 10), '0/1/FFFFFFFFFFFFFFFF/A');
    for (const wrong of [[], [1, 2, 3, 4, 5], [-1], [1.5], [2 ** 53], [0x1_0000_0000_0000_0000n]]) {
      assert.throws(() => sequenceNumber(...wrong), { code: 'INPUT_INVALID' });
    }
  });

  it('are compared section by section, as the documentation says', () => {
    const cases: readonly [string, string, number][] = [
      ['FFF/ABC', 'FFF/B', 1],
      ['ABC', 'BA/FFFFFFFF', 1],
      ['ABC', 'FFF/ABC', -1],
      ['abc', 'ABC', 0],
      ['00A', 'A', 0],
      ['A/1', 'A', 1],
    ];
    for (const [a, b, order] of cases) assert.equal(Math.sign(compareSequenceNumbers(a, b)), order, `${a} ${b}`);
    assert.throws(() => compareSequenceNumbers('x', '1'), { code: 'INPUT_INVALID' });
  });
});

describe('errors of the Storage Write API', () => {
  const storageError = (code: number, message = ''): Buffer =>
    Buffer.from(google.StorageError.encode({ code, entity: 'e', errorMessage: message }).finish());
  const detail = (type: string, value: Uint8Array): { typeUrl: string; value: Uint8Array } => ({
    typeUrl: `type.googleapis.com/${type}`,
    value,
  });
  const STORAGE = 'google.cloud.bigquery.storage.v1.StorageError';

  it('are decided by their StorageError', () => {
    const codes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 14].map((code) => {
      const error = readStatus({ code: 3, message: 'words', details: [detail(STORAGE, storageError(code))] });
      return toPenstockError(error).code;
    });
    assert.deepEqual(codes, [
      'NOT_FOUND',
      'ALREADY_EXISTS',
      'NOT_FOUND',
      'INPUT_INVALID',
      'INPUT_INVALID',
      'STREAM_FINALIZED',
      'SCHEMA_MISMATCH',
      'OFFSET_MISMATCH',
      'OFFSET_MISMATCH',
      'PERMISSION_DENIED',
    ]);
    const future = Buffer.concat([storageError(99), Buffer.from([0xf8, 0x06, 0x01])]);
    const unknown = readStatus({ code: 3, message: '', details: [detail(STORAGE, future)] });
    assert.equal(toPenstockError(unknown).code, 'INPUT_INVALID');
    assert.equal(toPenstockError(unknown).context.storage_error, 'STORAGE_ERROR_CODE_UNSPECIFIED');
  });

  it('are transient for a key service that is down, whatever the status', () => {
    assert.equal(isTransient(readStatus({ code: 3, message: '', details: [detail(STORAGE, storageError(13))] })), true);
    assert.equal(isTransient(readStatus({ code: 3, message: '', details: [] })), false);
  });

  it('are read from the trailers that end a call, the storage error and the delay alike', () => {
    const metadata = new Metadata();
    metadata.set('google.cloud.bigquery.storage.v1.storageerror-bin', storageError(7));
    const retryInfo = Buffer.from([0x0a, 0x0a, 0x08, 2, 0x10, ...[0x80, 0xca, 0xb5, 0xee, 0x01], 0x18, 1, 0x10, 1]);
    const any = Buffer.concat([
      Buffer.from([0x0a, 40]),
      Buffer.from('type.googleapis.com/google.rpc.RetryInfo'),
      Buffer.from([0x12, retryInfo.length]),
      retryInfo,
      Buffer.from([0x18, 1]),
    ]);
    const rpcStatus = Buffer.concat([
      Buffer.from([0x08, 8, 0x12, 1, 0x78, 0x1a, any.length]),
      any,
      Buffer.from([0x20, 1]),
    ]);
    metadata.set('grpc-status-details-bin', rpcStatus);
    const error = readCallError({ code: 8, details: 'Quota', metadata });
    assert.equal(error.storage?.code, 'SCHEMA_MISMATCH_EXTRA_FIELDS');
    assert.equal(error.retryAfterMs, 2_500);
    assert.equal(toPenstockError(error).retryAfterMs, 2_500);
  });

  it('are read without trailers, and from the status details where the own trailer is missing', () => {
    assert.equal(readCallError({ code: 5, details: 'gone' }).storage, undefined);
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', Buffer.from([0x08, 5]));
    assert.equal(readCallError({ code: 5, details: 'gone', metadata }).storage, undefined);
  });

  it('are decided by their code where their trailers cannot be read', () => {
    for (const key of ['google.cloud.bigquery.storage.v1.storageerror-bin', 'grpc-status-details-bin']) {
      const metadata = new Metadata();
      metadata.set(key, Buffer.from([0x2a, 0x7f]));
      const { error, transient } = callFailure({ code: status.UNAVAILABLE, details: 'draining', metadata });
      assert.deepEqual([error.code, transient], ['UNAVAILABLE', true]);
    }
  });

  it('tell the end of the stream in words only', () => {
    const offset = (message: string): number | undefined =>
      expectedOffset({ grpcCode: 6, message, storage: undefined, retryAfterMs: undefined });
    assert.equal(offset('The offset is within stream, expected offset 17, received 0'), 17);
    assert.equal(offset('The offset is within stream'), undefined);
  });

  it('take an OK status with requests unanswered for a failure', () => {
    const failure = callFailure({ code: status.OK, details: '', metadata: new Metadata() });
    assert.deepEqual([failure.transient, failure.error.code], [true, 'UNAVAILABLE']);
  });

  it('of unary calls keep what they are when they are known already or no call errors', () => {
    const own = new PenstockError('CANCELLED', 'closed');
    assert.equal(fromUnaryError(own), own);
    assert.equal(fromUnaryError(null).code, 'INTERNAL');
    assert.equal(fromUnaryError({ code: 5, details: 'gone' }).code, 'NOT_FOUND');
  });
});

describe('metrics of the write core', () => {
  it('can be counted by the runtime, label by label', () => {
    const lines: string[] = [];
    const metrics = createMetrics(WRITE_METRICS, createLogger({ write: (line) => lines.push(line) }));
    metrics.count('write/appends', 1, { outcome: 'delivered', code: 'OK' });
    metrics.observe('write/latency', 4);
    metrics.flush();
    assert.equal(lines.length, 2);
    NO_METRICS.count('write/bytes');
    NO_METRICS.observe('write/latency', 1);
  });
});
