/** One window under its lease: step after step as `takeover.ts` decides, until it is done or the run has had enough. */

import type { RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { type TableName, tablePath } from '@penstock/shared/bigquery/table-name.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { fenceStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { fromUnknown, PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { HeldLease } from '@penstock/shared/storage/lease.ts';
import type { Objects } from '@penstock/shared/storage/objects.ts';
import { type SpoolLimits, spoolListing } from './listing-spooler.ts';
import { type SegmentContext, sendSegment } from './segment.ts';
import { type ListingOptions, type Source, SourceError } from './source.ts';
import { publishRejected, readPlan, type Spool } from './spool.ts';
import { nextStep, type Step } from './takeover.ts';
import { done, landedRows, type WindowRecord, withCount, withPlan } from './window-ledger.ts';

export interface PullLimits extends SpoolLimits, Pick<SegmentContext, 'ahead' | 'maxRefused'> {}

export interface PullContext {
  readonly source: Source;
  readonly table: TableName;
  /** The codec for a new listing, by the table as it is now or by its message. */
  readonly codec: () => Promise<RowCodec>;
  readonly core: WriteClient;
  readonly objects: Objects;
  readonly bucket: string;
  /** Before every name of the spool, with its final `/`. */
  readonly prefix: string;
  readonly errors: SegmentContext['errors'];
  readonly limits: PullLimits;
}

export interface PullRun {
  readonly deadlineMs: number;
  /** The time that is left until then. */
  readonly leftMs: () => number;
  /** Says whether the run should end at the next clean point. */
  readonly enough: () => boolean;
  /** The past that the listing reads again. */
  readonly past: Pick<ListingOptions, 'landed' | 'reachMs'>;
  /** Aborts where the run is asked to end: a listing is given up, and what is spooled is left at a clean point. */
  readonly stop: AbortSignal;
  /** Told of each step, for the run's counts. */
  readonly onStep: (step: string) => void;
}

/** The most times in a row that a listing may begin anew at once, and that a stream may fail without a row. */
const MAX_STALLS = 3;

/** The window's folder in the spool. */
export function spoolOf({ objects, bucket, prefix, source }: PullContext, { window }: WindowRecord): Spool {
  return { objects, bucket, folder: `${prefix}${source.name}/${window.from}/` };
}

/**
 * Works until the window is done, which the returned record says, or the run has had enough. Throws a PenstockError where
 * it cannot go on. The lease is not released here.
 */
export async function pullWindow(
  context: PullContext,
  lease: HeldLease<WindowRecord>,
  run: PullRun,
  signal: AbortSignal,
): Promise<WindowRecord> {
  let stalls = 0;
  let step = nextStep(lease.value);
  while (step.do !== 'nothing' && step.do !== 'finish') {
    signal.throwIfAborted();
    if (run.enough() && step.do !== 'fence') return lease.value;
    run.onStep(step.do);
    const before = landedRows(lease.value);
    try {
      if (step.do === 'stop') throw new PenstockError('OFFSET_MISMATCH', step.why, { stage: 'sending' });
      if (step.do === 'fence') await fence(context, lease, step.stream);
      else if (step.do === 'spool') await spool(context, lease, run, signal);
      else await send(context, lease, run, step, signal);
      if (step.do !== 'fence' || landedRows(lease.value) > before) stalls = 0;
    } catch (thrown) {
      const error = fromUnknown(thrown);
      stalls += 1;
      if (!mayGoOn(error) || stalls >= MAX_STALLS) throw error;
      // If another run has fenced this one, the lease is gone, and this write fails.
      await lease.renew();
    }
    step = nextStep(lease.value);
  }
  if (step.do === 'nothing') return lease.value;
  const place = spoolOf(context, lease.value);
  if (step.plan.rejected > 0) await publishRejected(place, await readPlan(place, step.plan.listing), context.errors);
  return done(lease.value);
}

/** After these the next step follows at once: the stream is fenced, or the source is listed anew. */
function mayGoOn(error: PenstockError): boolean {
  if (error instanceof SourceError) return error.action === 'relist';
  return error.code === 'STREAM_FINALIZED' || (error.stage === 'sending' && error.kind === 'transient');
}

/** Ends the stream of the run before, whose appends fail from now on, and counts its rows. */
async function fence({ core }: PullContext, lease: HeldLease<WindowRecord>, stream: string): Promise<void> {
  const rows = await fenceStream(core, stream).catch((thrown: unknown) => {
    const error = fromUnknown(thrown);
    if (error.code !== 'NOT_FOUND') throw error;
    const message = `The stream ${stream} is gone, so the rows in it cannot be counted: look into the table, then replay or skip the window`;
    throw new PenstockError('OFFSET_MISMATCH', message, { cause: error, stage: 'sending' });
  });
  await lease.update(withCount(lease.value, rows));
}

async function spool(
  context: PullContext,
  lease: HeldLease<WindowRecord>,
  { deadlineMs, past, stop }: PullRun,
  lost: AbortSignal,
): Promise<void> {
  const { source, limits, table } = context;
  const signal = AbortSignal.any([lost, stop]);
  const listing = source.open(lease.value.window, { signal, deadlineMs, ...past });
  const plan = await spoolListing(
    {
      spool: spoolOf(context, lease.value),
      codec: await context.codec(),
      limits,
      table: tablePath(table),
      source: source.name,
      window: lease.value.window.from,
    },
    listing,
    signal,
  );
  // From here on the spool is the plan: the source is not asked again.
  await lease.update(withPlan(lease.value, plan));
}

async function send(
  context: PullContext,
  lease: HeldLease<WindowRecord>,
  { enough, leftMs }: PullRun,
  { plan, from }: Extract<Step, { readonly do: 'send' }>,
  signal: AbortSignal,
): Promise<void> {
  const { core, table, errors, limits } = context;
  const place = spoolOf(context, lease.value);
  const { ahead, maxRefused } = limits;
  const segment = {
    core: core.until(core.clock.now() + leftMs()),
    table,
    errors,
    spool: place,
    ahead,
    maxRefused,
    enough,
  };
  await sendSegment(segment, lease, await readPlan(place, plan.listing), from, signal);
}
