/** The time span of one pull. It comes from the scheduled time and never from the clock: a retry pulls the same window. */

export interface Window {
  readonly from: string;
  readonly to: string;
}

/** Undefined where the header is not a time. */
export function windowOf(scheduleTime: string | undefined, lengthMs: number): Window | undefined {
  const to = Date.parse(scheduleTime ?? '');
  if (Number.isNaN(to)) return undefined;
  return { from: new Date(to - lengthMs).toISOString(), to: new Date(to).toISOString() };
}
