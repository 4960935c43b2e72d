/** A request is an object's event, a sweep, or nothing to do. */

import { receivedEvent } from '@penstock/shared/events/cloud-event.ts';
import { readStorageObject, type StorageObjectEvent } from '@penstock/shared/events/storage-object.ts';
import type { DoorRequest } from '@penstock/shared/runtime/door.ts';
import { fromUnknown, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { claim } from './claim.ts';
import type { LoaderContext } from './context.ts';
import { actionOf } from './data-files.ts';
import type { Limits } from './follow.ts';
import { sweepMicro, takeFile } from './micro-batch.ts';
import { validate } from './order.ts';
import { advanceAll, sweep } from './sweep.ts';

/** The answer to the platform: done, or deliver the event again. */
export type Answer = 'done' | 'again';

/** Unfinished loads that one event moves on beside its own. */
const SWEPT_BY_EVENT = 16;
const SWEPT_BY_SCHEDULE = 100_000;
/** A load whose event came so recently is most likely moved on by it. */
const LEFT_TO_THEIR_EVENT_MS = 30_000;

const FAILED = 'failed-load';
/** The metric's outcome for events that failed or did nothing. */
const OUTCOMES: Readonly<Record<string, string>> = { 'no-op': 'dropped', [FAILED]: 'rejected' };

export async function handle(context: LoaderContext, request: DoorRequest, beganMs: number): Promise<Answer> {
  const { metrics, log } = context;
  let event: StorageObjectEvent | undefined;
  try {
    const buckets = sweepRequest(request);
    if (buckets !== undefined) return await handleSweep(context, buckets, limitsOf(context, beganMs));
    event = readStorageObject(request);
    const reason = await handleEvent(context, event, limitsOf(context, beganMs));
    metrics.count('loader/events', 1, { outcome: OUTCOMES[reason] ?? 'delivered', reason });
    return reason === FAILED ? 'again' : 'done';
  } catch (thrown) {
    const error = fromUnknown(thrown);
    const facts =
      event === undefined ? {} : { object: `gs://${event.bucket}/${event.name}`, generation: event.generation };
    if (error.kind === 'transient') {
      metrics.count('loader/events', 1, { outcome: 'retry', reason: error.code });
      log.warning('an event is tried again', { ...facts, error_code: error.code, error_message: error.message });
      return 'again';
    }
    metrics.count('loader/events', 1, { outcome: 'rejected', reason: error.code });
    log.error('an event cannot be handled', error, facts);
    await context.reject?.({ ...receivedEvent(request), error });
    return context.config.reportErrors ? 'done' : 'again';
  }
}

function limitsOf({ config }: LoaderContext, beganMs: number): Limits {
  const untilMs = beganMs + Math.max(1, config.functionTimeoutSeconds - config.bufferSeconds) * 1_000;
  return { untilMs, followUntilMs: Math.min(untilMs, beganMs + config.waitSeconds * 1_000) };
}

/** The scheduler posts `{"sweep": true}`, with the buckets where there are several, or nothing at all. */
function sweepRequest(request: DoorRequest): readonly string[] | undefined {
  if (request.headers['ce-type'] !== undefined) return undefined;
  const body = Buffer.from(request.rawBody ?? []).toString('utf8');
  if (body.trim() === '') return [];
  if (!body.includes('"sweep"')) return undefined;
  const { sweep: asked, buckets = [] } = parsed(body);
  if (asked !== true) return undefined;
  if (Array.isArray(buckets) && buckets.every((bucket) => typeof bucket === 'string' && bucket !== '')) return buckets;
  throw new PenstockError('INPUT_MALFORMED', 'The request for a sweep names buckets that are no texts', {
    stage: 'receiving',
  });
}

function parsed(body: string): { readonly sweep?: unknown; readonly buckets?: unknown } {
  try {
    return JSON.parse(body) as { readonly sweep?: unknown; readonly buckets?: unknown };
  } catch {
    return {};
  }
}

async function handleSweep(context: LoaderContext, asked: readonly string[], limits: Limits): Promise<Answer> {
  const { config, log, metrics, storeOf } = context;
  const buckets = config.ledgerBucket === '' ? (asked.length > 0 ? asked : config.sweepBuckets) : [config.ledgerBucket];
  let failed = 0;
  for (const bucket of buckets) {
    await sweepMicro(context, storeOf(bucket), limits);
    const swept = await sweep(context, storeOf(bucket), { ...limits, most: SWEPT_BY_SCHEDULE, olderThanMs: 0 });
    failed += swept.failed;
    if (swept.open > 0) log.info('sweep', { bucket, ...swept });
  }
  metrics.count('loader/events', 1, { outcome: failed > 0 ? 'retry' : 'delivered', reason: 'sweep' });
  return failed > 0 ? 'again' : 'done';
}

async function handleEvent(context: LoaderContext, event: StorageObjectEvent, limits: Limits): Promise<string> {
  if (event.change !== 'finalized') return 'no-op';
  const action = actionOf(event.name, context.config);
  if (action === undefined) return (await takeFile(context, event, limits)) ? 'file' : 'no-op';
  const store = context.storeOf(event.bucket);
  if (action === 'success') {
    const id = await claim(context, store, event);
    if (id === undefined) return 'no-op';
    const { record } = await advanceAll(context, store, id, limits);
    // The load itself has been told of; the event fails too where the setting says so.
    if (record?.state === 'failed' && !context.config.reportErrors) return FAILED;
  }
  if (action === 'validated') await validate(context, store, event);
  const olderThanMs = action === 'success' ? LEFT_TO_THEIR_EVENT_MS : 0;
  await sweep(context, store, {
    ...limits,
    most: action === 'success' ? SWEPT_BY_EVENT : SWEPT_BY_SCHEDULE,
    olderThanMs,
  });
  return action;
}
