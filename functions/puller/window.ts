/** The time span of one pull. It comes from the scheduled time and never from the clock: a retry pulls the same window. */

/** Half-open: `from` belongs to it, `to` does not. RFC 3339 in UTC with milliseconds, so that text order is time order. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** Which windows a source has and when one may begin. */
export interface WindowPolicy {
  /** Windows are this long and start at multiples of it since 1970-01-01T00:00Z, shifted by `offsetMs`. */
  readonly lengthMs: number;
  readonly offsetMs: number;
  /** The wait after a window's end before it is pulled, for rows that the source shows late. */
  readonly settleMs: number;
  /** The reach of the request before the window's start; rows there are kept if their key has not landed. */
  readonly overlapMs: number;
  /** The oldest time that the source can be asked for. An earlier window is refused; undefined: without a bound. */
  readonly retentionMs: number | undefined;
  /** The first window's start. */
  readonly startMs: number;
  /** At most so many windows in one run. */
  readonly maxWindows: number;
}

/** The window that starts at this time, which must be one of the policy's starts. */
export function windowAt(startMs: number, lengthMs: number): Window {
  return { from: new Date(startMs).toISOString(), to: new Date(startMs + lengthMs).toISOString() };
}

/** The last start of a window that has ended and settled at the scheduled time; undefined before the first one. */
export function lastStart(policy: WindowPolicy, scheduledMs: number): number | undefined {
  const { lengthMs, offsetMs, settleMs, startMs } = policy;
  const ended = Math.floor((scheduledMs - settleMs - offsetMs) / lengthMs) * lengthMs + offsetMs;
  const start = ended - lengthMs;
  return start < startMs ? undefined : start;
}

/** The starts of windows that are due, oldest first and at most `maxWindows`: from `nextMs` to the last that has settled. */
export function dueStarts(policy: WindowPolicy, nextMs: number, scheduledMs: number): readonly number[] {
  const last = lastStart(policy, scheduledMs);
  const starts: number[] = [];
  if (last === undefined) return starts;
  for (
    let at = Math.max(nextMs, policy.startMs);
    at <= last && starts.length < policy.maxWindows;
    at += policy.lengthMs
  )
    starts.push(at);
  return starts;
}

/** Whether the source no longer shows the window's rows: pulling it would end with a silent gap. */
export function pastRetention(policy: WindowPolicy, startMs: number, nowMs: number): boolean {
  return policy.retentionMs !== undefined && startMs < nowMs - policy.retentionMs;
}
