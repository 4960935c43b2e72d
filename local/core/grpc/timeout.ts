/**
 * Keeps a client's timeout within what grpc-js can count. It computes milliseconds as `(number * unit) | 0`, so a longer
 * one wraps around: Python's client sends 2^32 seconds, which became 0 ms, and each call ended before its answer.
 */

const HEADER = 'grpc-timeout';
/** The longest time that a timer of Node waits, about 24.8 days. */
const MAX_MS = 2 ** 31 - 1;

const UNIT_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/** Changes the headers in place, before grpc-js reads them. */
export function clampTimeout(headers: Record<string, unknown>): void {
  const given = /^(\d{1,10})([HMSmun])$/.exec(String(headers[HEADER] ?? ''));
  if (given === null) return;
  const ms = Number(given[1]) * (UNIT_MS[given[2] as string] as number);
  if (ms > MAX_MS) headers[HEADER] = `${MAX_MS}m`;
}
