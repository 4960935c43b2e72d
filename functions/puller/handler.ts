/** A scheduled call in, one JSON answer out: every source that is asked for pulls the windows that are due for it. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { DoorRequest } from '@penstock/shared/runtime/door.ts';
import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import type { METRICS } from './metrics.ts';
import { type RunOutcome, type RunState, STATUS_OF } from './outcome.ts';
import type { RunTimes } from './run.ts';

export interface PullerParts {
  readonly names: readonly string[];
  /** Pulls the windows of one source that are due. */
  readonly run: (name: string, times: RunTimes) => Promise<RunOutcome>;
  readonly parallel: number;
  readonly reserveMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics<typeof METRICS>;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
}

/** The worst decides: a source that failed is an alert, even if the others are done. */
const WORST: readonly RunState[] = ['failed', 'retry', 'elsewhere', 'more', 'done', 'idle'];

export async function handle(
  parts: PullerParts,
  request: Pick<DoorRequest, 'headers' | 'url'>,
  deadlineMs: number,
): Promise<Answer> {
  const { clock, log, metrics, reserveMs } = parts;
  const begunMs = clock.now();
  const header = request.headers['x-cloudscheduler-scheduletime'];
  const scheduledMs = Date.parse(typeof header === 'string' ? header : '');
  if (Number.isNaN(scheduledMs)) {
    return refused(
      400,
      'The header X-CloudScheduler-ScheduleTime is missing or not a time: call this function by Cloud Scheduler, or send the header.',
    );
  }
  const asked = new URL(request.url as string, 'http://puller').searchParams.getAll('source');
  const unknown = asked.find((name) => !parts.names.includes(name));
  if (unknown !== undefined) return refused(404, `There is no source ${unknown}; there are ${parts.names.join(', ')}.`);
  const names = asked.length === 0 ? parts.names : asked;
  const outcomes = await sideBySide(names, parts.parallel, (name) =>
    oneSource(parts, name, { scheduledMs, deadlineMs, reserveMs }),
  );
  const state = WORST.find((one) => outcomes.some((outcome) => outcome.state === one)) ?? 'idle';
  for (const outcome of outcomes) count(metrics, outcome, clock.now());
  metrics.observe('puller/run_ms', clock.now() - begunMs, { state });
  log.info('pulled', {
    scheduled: new Date(scheduledMs).toISOString(),
    state,
    ms: clock.now() - begunMs,
    sources: outcomes.length,
  });
  const waits = outcomes.flatMap(({ retryAfterMs }) => (retryAfterMs === undefined ? [] : [retryAfterMs]));
  return {
    status: STATUS_OF[state],
    body: { scheduled: new Date(scheduledMs).toISOString(), state, sources: outcomes },
    ...(waits.length === 0 ? {} : { retryAfterMs: Math.max(...waits) }),
  };
}

function refused(status: number, error: string): Answer {
  return { status, body: { error } };
}

/** Runs one source and writes its wide log line. An error of one source leaves the others alone. */
async function oneSource({ run, log }: PullerParts, name: string, times: RunTimes): Promise<RunOutcome> {
  try {
    const outcome = await run(name, times);
    const bad = outcome.windows.find(({ state }) => state === 'failed' || state === 'retry');
    const fields = { source: name, state: outcome.state, windows: outcome.windows };
    if (outcome.state === 'failed')
      log.error('a window failed', new Error(bad?.message), { ...fields, error_code: bad?.code });
    else if (outcome.state === 'retry') log.warning('a window is tried again', { ...fields, error_code: bad?.code });
    else log.info('pulled a source', fields);
    return outcome;
  } catch (thrown) {
    const error = fromUnknown(thrown);
    log.error('a source could not run', error, { source: name });
    return { source: name, state: error.kind === 'transient' ? 'retry' : 'failed', windows: [] };
  }
}

/** In the order of the names, `width` at once. */
async function sideBySide<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

function count(metrics: Metrics<typeof METRICS>, { windows }: RunOutcome, nowMs: number): void {
  for (const window of windows) {
    metrics.count('puller/windows', 1, { outcome: window.state });
    metrics.observe('puller/window_ms', window.ms);
    metrics.count('puller/resumes', window.resumes);
    if (window.state !== 'done') continue;
    metrics.observe('puller/lag_ms', Math.max(0, nowMs - Date.parse(window.to)));
    metrics.count('puller/rows', window.rows);
    metrics.count('puller/rejected_rows', window.rejected);
    metrics.count('puller/bytes', window.bytes);
    metrics.count('puller/segments', window.segments);
  }
}
