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

/** The first border of windows after this time. */
export function borderAfter({ lengthMs, offsetMs }: WindowPolicy, ms: number): number {
  return (Math.floor((ms - offsetMs) / lengthMs) + 1) * lengthMs + offsetMs;
}

/**
 * The window from this time to the next border. It is shorter than the others only where the length was changed and the
 * window before it ended between two borders of the new length.
 */
export function windowFrom(policy: WindowPolicy, startMs: number): Window {
  return { from: new Date(startMs).toISOString(), to: new Date(borderAfter(policy, startMs)).toISOString() };
}

/** Whether the window that starts at this time has ended and settled. */
export function isDue(policy: WindowPolicy, startMs: number, scheduledMs: number): boolean {
  return borderAfter(policy, startMs) + policy.settleMs <= scheduledMs;
}

/** The last start of a window that has ended and settled at the scheduled time; undefined before the first one. */
export function lastStart(policy: WindowPolicy, scheduledMs: number): number | undefined {
  const { lengthMs, offsetMs, settleMs, startMs } = policy;
  const ended = Math.floor((scheduledMs - settleMs - offsetMs) / lengthMs) * lengthMs + offsetMs;
  const start = ended - lengthMs;
  return start < startMs ? undefined : start;
}

/** Whether the source no longer shows the window's rows: pulling it would end with a silent gap. */
export function pastRetention(policy: WindowPolicy, startMs: number, nowMs: number): boolean {
  return policy.retentionMs !== undefined && startMs < nowMs - policy.retentionMs;
}
