/**
 * Moves a load on, step by step, until it ends, must wait, or the time is over. Any number of instances may do so at once:
 * every step can be repeated, job ids are the same for all, and a change counts only if the ledger is still what it was
 * based on.
 */

import { problemsOf } from '@penstock/shared/bigquery/rest/problem.ts';
import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import { readTrace, runInTrace } from '@penstock/shared/runtime/trace.ts';
import type { Entry } from '@penstock/shared/storage/ledger.ts';
import type { LoaderContext, Store } from './context.ts';
import { loadLedgerName } from './ledger-name.ts';
import { stepLoading } from './loading.ts';
import { lost } from './not-there.ts';
import { releaseTurn, takeTurn } from './order.ts';
import { isDirect, stepLoaded, stepPublishing } from './publish.ts';
import { type ActiveState, entering, isEnd, type LoadRecord, type LoadState, problemOf } from './record.ts';
import { stepFailing, stepSettling } from './settle.ts';
import { stageFiles } from './staging.ts';
import { LOOK_AGAIN_AT_MOST_MS, type StepResult } from './step.ts';
import { supersede } from './supersede.ts';
import { stepRunning } from './transform.ts';

export interface Limits {
  /** Until then a running job is waited for. */
  readonly followUntilMs: number;
  /** No step begins after. */
  readonly untilMs: number;
}

export interface Advanced {
  /** As it is in the ledger; undefined where there is no such load. */
  readonly record: LoadRecord | undefined;
  /** Another load that can go on now. */
  readonly next?: string;
}

export async function advance(context: LoaderContext, store: Store, id: string, limits: Limits): Promise<Advanced> {
  const found = await store.loads.read(loadLedgerName(id));
  const { traceparent } = found?.value ?? {};
  return runInTrace(readTrace({ traceparent }), () => advanceFrom(context, store, found, limits));
}

async function advanceFrom(
  context: LoaderContext,
  store: Store,
  found: Entry<LoadRecord> | undefined,
  limits: Limits,
): Promise<Advanced> {
  let saved = found;
  let next: string | undefined;
  while (saved !== undefined) {
    const name = loadLedgerName(saved.value.id);
    const run = await runSteps(context, store, saved, limits);
    next = run.next ?? next;
    const written =
      run.record === saved.value ? saved : await store.loads.update(name, run.record, saved.generation).catch(lost);
    if (written === undefined) {
      // Another instance moved it on.
      saved = await store.loads.read(name);
      continue;
    }
    saved = written;
    if (isEnd(run.record.state)) {
      next = (await close(context, store, run.record)) ?? next;
      break;
    }
    if (run.stop) break;
  }
  return { record: saved?.value, ...(next !== undefined && { next }) };
}

interface Run {
  readonly record: LoadRecord;
  /** Nothing more can be done in this invocation. */
  readonly stop: boolean;
  readonly next?: string;
}

/** Steps up to the next change that must be in the ledger. */
async function runSteps(
  context: LoaderContext,
  store: Store,
  { value }: Entry<LoadRecord>,
  limits: Limits,
): Promise<Run> {
  const { clock } = context;
  let record = value;
  let waits = 0;
  while (!isEnd(record.state)) {
    const now = clock.now();
    if (now >= limits.untilMs || record.notBeforeMs > limits.followUntilMs) return { record, stop: true };
    if (record.notBeforeMs > now) await clock.sleep(record.notBeforeMs - now);
    const result = await tried(context, record, () =>
      STEPS[record.state as ActiveState](context, store, record, limits),
    );
    const next = result.next === undefined ? {} : { next: result.next };
    if ('waitMs' in result) {
      const waitMs =
        result.waitMs <= LOOK_AGAIN_AT_MOST_MS
          ? Math.min(result.waitMs * 2 ** waits, LOOK_AGAIN_AT_MOST_MS)
          : result.waitMs;
      if (clock.now() + waitMs > limits.followUntilMs) return { record, stop: true, ...next };
      await clock.sleep(waitMs);
      waits += 1;
      continue;
    }
    waits = 0;
    record = result.change;
    if (result.soft !== true) return { record, stop: false, ...next };
  }
  return { record, stop: false };
}

/** A permanent error is the load's failure; a transient one is left to the next attempt. */
async function tried(context: LoaderContext, record: LoadRecord, work: () => Promise<StepResult>): Promise<StepResult> {
  try {
    return await work();
  } catch (thrown) {
    const error = fromUnknown(thrown);
    if (error.kind === 'transient' || record.state === 'failing' || record.state === 'settling') throw error;
    const problem = problemOf(error, problemsOf(error), context.clock.now());
    return { change: entering(record, 'failing', context.clock.now(), { problem }) };
  }
}

type Step = (context: LoaderContext, store: Store, record: LoadRecord, limits: Limits) => Promise<StepResult>;

const STEPS: Readonly<Record<ActiveState, Step>> = {
  waiting: stepWaiting,
  staging: (context, _store, record, limits) => stepStaging(context, record, limits),
  loading: (context, _store, record) => stepLoading(context, record),
  loaded: stepLoaded,
  publishing: stepPublishing,
  running: (context, _store, record) => stepRunning(context, record),
  settling: stepSettling,
  failing: (context, _store, record) => stepFailing(context, record),
};

async function stepWaiting(context: LoaderContext, store: Store, record: LoadRecord): Promise<StepResult> {
  const turn = await takeTurn(context, store, record);
  if (turn.state === 'wait') {
    const next = turn.next === undefined ? undefined : await supersede(context, store, record, turn.next);
    if (next === 'again') return { waitMs: 0 };
    return { waitMs: Number.POSITIVE_INFINITY, ...(next !== undefined && { next }) };
  }
  if (turn.late) {
    context.log.warning('a batch came after a later one of its table had been applied', {
      load_id: record.id,
      object: record.success.name,
    });
  }
  const first: LoadState = record.hold === 'snapshot' ? 'staging' : 'loading';
  return { change: entering(record, first, context.clock.now(), { late: turn.late }), soft: true };
}

async function stepStaging(context: LoaderContext, record: LoadRecord, { untilMs }: Limits): Promise<StepResult> {
  if (!(await stageFiles(context, record, untilMs))) return { waitMs: Number.POSITIVE_INFINITY };
  const then: LoadState = record.transform !== undefined ? 'running' : isDirect(record) ? 'publishing' : 'loading';
  // A job that makes rows visible comes next: the decision for it is in the ledger first, so that no other instance that
  // still sees an earlier state can call the load failed or skipped meanwhile.
  return { change: entering(record, then, context.clock.now()), soft: then === 'loading' };
}

/** Removes what names the load as unfinished. A failed load keeps its turn: its table waits for `retry` or `skip`. */
export async function close(context: LoaderContext, store: Store, record: LoadRecord): Promise<string | undefined> {
  const { names, objects } = context;
  const failed = record.state === 'failed';
  if (failed)
    await objects.create(store.bucket, `${names.failed}${record.id}`, Buffer.from(JSON.stringify(record.success)));
  else await objects.delete(store.bucket, `${names.failed}${record.id}`);
  const next =
    failed || record.destination === undefined
      ? undefined
      : await releaseTurn(context, store, record, record.state === 'done');
  await objects.delete(store.bucket, `${names.open}${record.id}`);
  return next;
}
