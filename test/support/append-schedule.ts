/** Seeded schedules of everything that can happen to appends, and what must be true afterwards. */

import assert from 'node:assert/strict';
import type { FaultRule } from '@penstock/local/core/faults/faults.ts';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { Acknowledgement, Batch, RejectedRow } from '@penstock/shared/bigquery/write/batch.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import {
  createCommittedStream,
  fenceStream,
  openCommittedStream,
} from '@penstock/shared/bigquery/write/committed-stream.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import type { OffsetStream } from '@penstock/shared/bigquery/write/offset-stream.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { CUT_CLASSES, type Cut, CuttingProxy } from './cutting-proxy.ts';
import { batchOf, range, WIDER, type WriteWorld } from './write-core.ts';

export interface Schedule {
  readonly seed: number;
  readonly committed: boolean;
  /** Rows of each batch, in order. */
  readonly sizes: readonly number[];
  readonly badRows: boolean;
  readonly maxInFlight: number;
  readonly faults: readonly Omit<FaultRule, 'service' | 'method'>[];
  readonly cuts: readonly Cut[];
  /** Another owner finalizes the stream once so many batches are acknowledged. */
  readonly fencedAfter: number | undefined;
  /** The table gets a column, and batches from this one on are encoded with it. */
  readonly widenedAt: number | undefined;
  /** The caller is silent before this batch for longer than the service keeps an idle connection. */
  readonly pauseBefore: number | undefined;
}

const IDLE_MS = 60;
export const CHAOS_LIMITS = { staleMs: 40, idleMs: IDLE_MS } as const;
export const CHAOS_POLICY = { appendTimeoutMs: 200, staleWaitMs: 50 } as const;

export function scheduleOf(seed: number): Schedule {
  const random = mulberry32(seed);
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const often = (share: number): boolean => random() < share;
  const pick = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T;
  const batches = whole(4, 24);
  const fault = (): Omit<FaultRule, 'service' | 'method'> => {
    const skip = whole(0, batches);
    const rule = pick<Omit<FaultRule, 'service' | 'method'>>([
      { kind: 'ack-lost' },
      {
        kind: 'error',
        code: pick(['UNAVAILABLE', 'ABORTED', 'INTERNAL', 'UNKNOWN', 'CANCELLED', 'DEADLINE_EXCEEDED']),
      },
      { kind: 'error', code: pick(['UNAVAILABLE', 'ABORTED', 'INTERNAL']), at: 'during' },
      { kind: 'reset', at: pick(['before', 'during', 'after']) },
      { kind: 'throttle', at: pick(['before', 'during']) },
      { kind: 'stale' },
      { kind: 'idle-close' },
      { kind: 'goaway', delayMs: whole(0, 20) },
      { kind: 'half-close' },
      { kind: 'slow', delayMs: pick([10, 260]) },
    ]);
    return { ...rule, skip, times: whole(1, 2) };
  };
  const cut = (): Cut => {
    const place: Cut = pick(Object.values(CUT_CLASSES));
    const later = place.from === 'data' && often(0.5) ? { skip: whole(0, batches) } : {};
    // A connection that says nothing costs a whole deadline: rarely.
    return { ...place, ...later, ...(often(0.14) ? { how: pick(['stall', 'late'] as const) } : {}) };
  };
  return {
    seed,
    committed: often(0.8),
    sizes: Array.from({ length: batches }, () => whole(1, 12)),
    badRows: often(0.2),
    maxInFlight: pick([1, 3, 50]),
    faults: Array.from({ length: whole(0, 4) }, fault),
    cuts: Array.from({ length: whole(0, 3) }, cut),
    fencedAfter: often(0.15) ? whole(0, batches - 1) : undefined,
    widenedAt: often(0.15) ? whole(1, batches - 1) : undefined,
    pauseBefore: often(0.06) ? whole(1, batches - 1) : undefined,
  };
}

type Outcome = { readonly acknowledged: Acknowledgement } | { readonly failed: unknown };

interface Sent {
  readonly ids: readonly number[];
  readonly bad: ReadonlySet<number>;
  readonly outcome: Outcome;
}

/** The store that makes rejected rows durable. It takes its time. */
class ErrorOutput {
  readonly #batches = new Map<Batch, readonly number[]>();
  readonly #ids: number[] = [];

  know(batch: Batch, ids: readonly number[]): void {
    this.#batches.set(batch, ids);
  }

  readonly take = async (batch: Batch, rejected: readonly RejectedRow[]): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 3));
    const ids = this.#batches.get(batch) ?? [];
    this.#ids.push(...rejected.map(({ index }) => ids[index] as number));
  };

  /** Every rejected row of an acknowledged batch is here once; of the others there may be some, rightly refused. */
  check(sent: readonly Sent[]): void {
    const here = new Set(this.#ids);
    assert.equal(here.size, this.#ids.length, 'no row is rejected twice');
    for (const { ids, bad, outcome } of sent) {
      for (const id of ids) {
        if (!bad.has(id)) assert.ok(!here.has(id), `row ${id} is good and was rejected`);
        else if ('acknowledged' in outcome) assert.ok(here.has(id), `row ${id} was rejected and is not durable`);
      }
    }
  }
}

/** Runs the schedule and throws where a promise of the write core does not hold. */
export async function runSchedule(world: WriteWorld, schedule: Schedule): Promise<void> {
  const table = await world.table();
  const resource = `/${table.tableId}/`;
  const proxy = await CuttingProxy.start(world.address);
  for (const rule of schedule.faults) {
    world.faults.add({ ...rule, service: 'bigquery-storage', method: 'AppendRows', resource });
  }
  const client = world.newCore({
    endpoint: { emulatorHost: proxy.address },
    policy: { maxInFlightRequests: schedule.maxInFlight },
  });
  try {
    const name = schedule.committed ? (await createCommittedStream(world.core, table)).name : undefined;
    proxy.plan(...schedule.cuts);
    const errorOutput = new ErrorOutput();
    const sent = await (name === undefined
      ? sendToDefault(world, client, schedule, { table, errorOutput })
      : sendToCommitted(world, client, schedule, { table, name, errorOutput }));
    const ids = await world.ids(table);
    errorOutput.check(sent);
    if (name === undefined) checkAtLeastOnce(sent, ids);
    else checkOnce(sent, ids, schedule);
  } finally {
    client.close();
    await proxy.close();
  }
}

async function sendToCommitted(
  world: WriteWorld,
  client: WriteClient,
  schedule: Schedule,
  { table, name, errorOutput }: { table: TableName; name: string; errorOutput: ErrorOutput },
): Promise<Sent[]> {
  const stream = openCommittedStream(client, name, { onRejected: errorOutput.take });
  const fence = async (acknowledged: number): Promise<void> => {
    if (acknowledged === schedule.fencedAfter) await fenceStream(world.core, name);
  };
  await fence(0);
  const sent = await send(world, schedule, { table, errorOutput }, stream, fence);
  const failure = stream.failure;
  await stream.flush();
  await stream.close();
  const rows = await fenceStream(world.core, name);
  assert.equal(rows, (await world.ids(table)).length, 'the stream and the table hold as many rows');
  if (failure?.code === 'ABORTED' && schedule.badRows) return sent;
  if (schedule.fencedAfter === undefined) assert.equal(failure, undefined, 'nothing ends the stream but another owner');
  return sent;
}

async function sendToDefault(
  world: WriteWorld,
  client: WriteClient,
  schedule: Schedule,
  { table, errorOutput }: { table: TableName; errorOutput: ErrorOutput },
): Promise<Sent[]> {
  const stream = new DefaultStream(client, table, { onRejected: errorOutput.take });
  const sent = await send(world, schedule, { table, errorOutput }, stream, async () => undefined);
  await stream.close();
  for (const { outcome } of sent) assert.ok('acknowledged' in outcome, `a batch was given up: ${describe(outcome)}`);
  return sent;
}

async function send(
  world: WriteWorld,
  schedule: Schedule,
  { table, errorOutput }: { table: TableName; errorOutput: ErrorOutput },
  stream: OffsetStream | DefaultStream,
  acknowledged: (count: number) => Promise<void>,
): Promise<Sent[]> {
  const outcomes: Promise<Sent>[] = [];
  const asides: Promise<void>[] = [];
  let next = 0;
  let count = 0;
  for (const [index, size] of schedule.sizes.entries()) {
    if (index === schedule.widenedAt) await widen(world, table);
    if (index === schedule.pauseBefore) {
      await stream.flush();
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS + 20));
    }
    const ids = range(next, size);
    next += size;
    const bad = new Set(schedule.badRows ? ids.filter((id) => id % 7 === schedule.seed % 7) : []);
    const codec = schedule.widenedAt !== undefined && index >= schedule.widenedAt ? { codec: WIDER } : {};
    const batch = batchOf(ids, { name: (id) => (bad.has(id) ? 'longer than ten' : `row ${id}`), ...codec });
    errorOutput.know(batch, ids);
    const outcome = stream
      .append(batch)
      .then((accepted) =>
        accepted.acknowledged.then((acknowledgement): Outcome => ({ acknowledged: acknowledgement })),
      );
    outcomes.push(
      outcome
        .catch((failed: unknown): Outcome => ({ failed }))
        .then((settled) => {
          if ('acknowledged' in settled) asides.push(acknowledged(++count));
          return { ids, bad, outcome: settled };
        }),
    );
  }
  const sent = await Promise.all(outcomes);
  await Promise.all(asides);
  return sent;
}

async function widen(world: WriteWorld, { tableId }: TableName): Promise<void> {
  await world.alterTable(tableId, {
    schema: [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
      { name: 'extra', type: 'INT64', mode: 'NULLABLE' },
    ],
  });
}

/** Every acknowledged row once and in order; of the others, none that was said not to be written. */
function checkOnce(sent: readonly Sent[], ids: readonly number[], { fencedAfter, badRows }: Schedule): void {
  for (let at = 1; at < ids.length; at += 1) {
    assert.ok((ids[at] as number) > (ids[at - 1] as number), `row ${ids[at]} comes after row ${ids[at - 1]}`);
  }
  const places = new Map(ids.map((id, place) => [id, place]));
  for (const { ids: batch, bad, outcome } of sent) {
    const there = batch.filter((id) => places.has(id));
    if ('acknowledged' in outcome) {
      checkAcknowledged(batch, bad, outcome.acknowledged);
      assert.deepEqual(
        there,
        batch.filter((id) => !bad.has(id)),
        'an acknowledged batch is there, less what was rejected',
      );
      if (there.length > 0) assert.equal(places.get(there[0] as number), outcome.acknowledged.offset, 'at its offset');
      continue;
    }
    const { failed } = outcome;
    // Rows refused ahead of requests that may arrive late end a stream, too.
    assert.ok(fencedAfter !== undefined || badRows, `a batch was given up: ${describe(outcome)}`);
    assert.ok(failed instanceof PenstockError, describe(outcome));
    if (failed.code === 'OUTCOME_UNKNOWN') assert.ok(there.length === 0 || there.length === batch.length - bad.size);
    else {
      const codes = ['STREAM_FINALIZED', ...(badRows ? ['ABORTED'] : [])];
      assert.ok(codes.includes(failed.code), describe(outcome));
      assert.deepEqual(there, [], `rows were written that ${failed.code} denies`);
    }
  }
}

function checkAcknowledged(
  batch: readonly number[],
  bad: ReadonlySet<number>,
  { rowCount, rejected }: Acknowledgement,
): void {
  assert.deepEqual(
    rejected.map(({ index }) => batch[index]),
    batch.filter((id) => bad.has(id)),
    'exactly the bad rows are reported, by their index',
  );
  assert.equal(rowCount, batch.length - bad.size);
}

function checkAtLeastOnce(sent: readonly Sent[], ids: readonly number[]): void {
  const there = new Set(ids);
  for (const { ids: batch, bad, outcome } of sent) {
    if ('acknowledged' in outcome) checkAcknowledged(batch, bad, outcome.acknowledged);
    for (const id of batch) assert.equal(there.has(id), !bad.has(id), `row ${id}`);
  }
}

function describe(outcome: Outcome): string {
  if (!('failed' in outcome)) return 'acknowledged';
  const { failed } = outcome;
  return failed instanceof PenstockError
    ? `${failed.code} ${failed.message} ${JSON.stringify(failed.context)}`
    : String(failed);
}
