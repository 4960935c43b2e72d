import assert from 'node:assert/strict';
import { type FaultRule, mulberry32 } from '@penstock/local/core/faults/faults.ts';
import type { Acknowledgement } from '@penstock/shared/bigquery/write/batch.ts';
import {
  createCommittedStream,
  fenceStream,
  openCommittedStream,
} from '@penstock/shared/bigquery/write/committed-stream.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { CUT_CLASSES, CuttingProxy } from '../support/cutting-proxy.ts';
import { watchUnhandled } from '../support/unhandled.ts';
import { batchOf, range, startWriteWorld, WIDER, type WriteWorld } from '../support/write-core.ts';

const only = process.env.PENSTOCK_SEED;
const schedules = process.env.PENSTOCK_SOAK === '1' ? 2_000 : 60;
const SIDE_BY_SIDE = 8;
/** Longer than any schedule: with room for one, every batch waits for a budget of its own. */
const SETTLED_MS = 15_000;

type Rule = Omit<FaultRule, 'service' | 'method' | 'resource'>;
type Outcome = { readonly acknowledged: Acknowledgement } | { readonly failed: unknown };

interface Sent {
  readonly ids: readonly number[];
  readonly bad: ReadonlySet<number>;
  readonly outcome: Outcome;
}

/**
 * Schedules whose appends end before they are through: by a short budget, a deadline, a close, a permanent refusal or another
 * owner, with callers waiting for room, rows being made durable, schemas being switched and waits going on at that moment.
 */
describe('appends that end early under every fault', function () {
  this.timeout(600_000);
  let world: WriteWorld;
  const unhandled = watchUnhandled();

  before(async () => {
    world = await startWriteWorld(
      { limits: { staleMs: 40 } },
      { appendTimeoutMs: 120, staleWaitMs: 20, staleProbes: 2 },
    );
  });

  after(async () => {
    unhandled.stop();
    await world.close();
  });

  it(`settle all, and deny no row that is there, in ${only ? `schedule ${only}` : `${schedules} schedules`}`, async () => {
    const seeds = only ? [Number(only)] : Array.from({ length: schedules }, (_, index) => index + 1);
    const work = async (): Promise<void> => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        await play(world, seed).catch((error: unknown) => {
          seeds.length = 0;
          throw new Error(`replay with PENSTOCK_SEED=${seed}: ${error}`, { cause: error });
        });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    assert.deepEqual(await unhandled.found(), []);
  });
});

async function play(world: WriteWorld, seed: number): Promise<void> {
  const random = mulberry32(seed);
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const often = (share: number): boolean => random() < share;
  const pick = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T;
  const table = await world.table();
  const batches = whole(6, 24);
  const rules: readonly Rule[] = [
    { kind: 'error', code: pick(['PERMISSION_DENIED', 'INVALID_ARGUMENT']), at: pick(['before', 'during']) },
    { kind: 'error', code: pick(['UNAVAILABLE', 'ABORTED', 'INTERNAL', 'UNKNOWN']), at: pick(['before', 'during']) },
    { kind: 'throttle', at: pick(['before', 'during']) },
    { kind: 'ack-lost' },
    { kind: 'reset', at: pick(['before', 'during', 'after']) },
    { kind: 'slow', delayMs: pick([20, 200]) },
    { kind: 'stale' },
    { kind: 'half-close' },
    { kind: 'goaway', delayMs: whole(0, 20) },
  ];
  for (let count = whole(0, 4); count > 0; count -= 1) {
    const rule = { ...pick(rules), skip: whole(0, batches), times: pick([1, 1, 2, 5, 0]) };
    world.faults.add({ ...rule, service: 'bigquery-storage', method: 'AppendRows', resource: `/${table.tableId}/` });
  }
  const proxy = await CuttingProxy.start(world.address);
  const core = world.newCore({
    endpoint: { emulatorHost: proxy.address },
    policy: {
      maxInFlightRequests: pick([1, 2, 3, 8, 50]),
      retry: { initialMs: 2, maxMs: 20, multiplier: 2, budgetMs: pick([30, 120, 300]) },
    },
  });
  const client = often(0.4) ? core.until(Date.now() + whole(20, 300)) : core;
  const name = often(0.5) ? (await createCommittedStream(world.core, table)).name : undefined;
  for (let count = whole(0, 2); count > 0; count -= 1)
    proxy.plan({ ...pick(Object.values(CUT_CLASSES)), ...(often(0.2) ? { how: 'late' } : {}) });
  const onRejected = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, whole(0, 40)));
  const stream =
    name === undefined
      ? new DefaultStream(client, table, { onRejected, inOrder: often(0.2) })
      : openCommittedStream(client, name, { onRejected });
  const widened = often(0.2) ? whole(1, batches - 1) : batches;
  const sends: Promise<Sent>[] = [];
  let next = 0;
  for (let index = 0; index < batches; index += 1) {
    if (index === widened) await world.alterTable(table.tableId, { schema: [...WIDE] });
    if (often(0.05)) await new Promise((resolve) => setTimeout(resolve, whole(0, 30)));
    const ids = range(next, whole(1, 6));
    next += ids.length;
    const bad = new Set(often(0.15) ? ids.filter(() => often(0.5)) : []);
    const codec = index >= widened ? { codec: WIDER } : {};
    const batch = batchOf(ids, { name: (id) => (bad.has(id) ? 'longer than ten' : `row ${id}`), ...codec });
    const settled = stream
      .append(batch)
      .then(({ acknowledged }) => acknowledged)
      .then(
        (acknowledged): Outcome => ({ acknowledged }),
        (failed: unknown): Outcome => ({ failed }),
      );
    sends.push(settled.then((outcome) => ({ ids, bad, outcome })));
  }
  if (often(0.3)) setTimeout(() => void stream.close(), whole(0, 150));
  if (name !== undefined && often(0.2))
    setTimeout(() => void fenceStream(world.core, name).catch(() => undefined), whole(0, 80));
  if (often(0.2)) setTimeout(() => proxy.cutAll(), whole(0, 60));
  try {
    const sent = await inTime(Promise.all(sends));
    await inTime(stream.flush());
    await stream.close();
    if (name !== undefined) await fenceStream(world.core, name);
    check(sent, await world.ids(table), name !== undefined);
  } finally {
    core.close();
    await proxy.close();
  }
}

const WIDE = [
  { name: 'id', type: 'INT64', mode: 'NULLABLE' },
  { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
  { name: 'extra', type: 'INT64', mode: 'NULLABLE' },
] as const;

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('a promise does not settle')), SETTLED_MS);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

function check(sent: readonly Sent[], table: readonly number[], committed: boolean): void {
  const there = new Set(table);
  if (committed)
    assert.deepEqual(
      table,
      [...there].sort((a, b) => a - b),
      'each row once, in order',
    );
  for (const { ids, bad, outcome } of sent) {
    const good = ids.filter((id) => !bad.has(id));
    for (const id of ids) if (bad.has(id)) assert.ok(!there.has(id), `row ${id} was refused and is there`);
    if ('acknowledged' in outcome) {
      assert.ok(
        good.every((id) => there.has(id)),
        `rows ${good} were acknowledged and are not all there`,
      );
      assert.equal(outcome.acknowledged.rowCount, good.length, `of ${ids}`);
      continue;
    }
    const { failed } = outcome;
    assert.ok(failed instanceof PenstockError, String(failed));
    if (failed.code === 'OUTCOME_UNKNOWN') continue;
    assert.deepEqual(
      ids.filter((id) => there.has(id)),
      [],
      `rows were written that ${failed.code} denies: ${failed.message}`,
    );
  }
}
