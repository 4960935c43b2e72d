/** Every limit and every wait of the write core, with its default beside it. Passed in, so that a test can shorten a wait. */

import { PenstockError } from '../../runtime/errors.ts';
import { DEFAULT_RETRY, type RetryPolicy } from '../../runtime/retry.ts';

export interface WritePolicy {
  /** Requests accepted and not yet settled, a connection. The service queues about 1,000 (write-api.md, Limits). */
  readonly maxInFlightRequests: number;
  /** Their bytes. Default 100 MiB, as Google's Java writer. */
  readonly maxInFlightBytes: number;
  /**
   * The largest AppendRowsRequest. Default 10,000,000: below both published readings of "10 MB". Google raised the
   * limit to 20 MB in August 2026 and a live error still quoted 10,485,760, so more is by choice, up to 20,000,000.
   */
  readonly requestBytes: number;
  /** No answer for so long and the connection is taken for dead: it is replaced and everything resent. Default 60 s. */
  readonly appendTimeoutMs: number;
  /** Waits between attempts, and how long a request may go on failing before it is given up. Default budget 5 min. */
  readonly retry: RetryPolicy;
  /** The first wait is drawn from [0, this] when the service throttles without saying for how long. Default 2 s. */
  readonly throttleInitialMs: number;
  /** After OUT_OF_RANGE: the row count behind it may be stale for 5 s after a reconnect (write-api.md, Errors). Default 5 s. */
  readonly staleWaitMs: number;
  /** So many OUT_OF_RANGE in a row for one request, each after a full wait, and rows are really missing. Default 4. */
  readonly staleProbes: number;
  /** A table or stream just made may be NOT_FOUND at first (write-api.md, Errors). Default 10 s. */
  readonly notFoundGraceMs: number;
  /** One attempt of a unary call. Default 60 s. */
  readonly unaryTimeoutMs: number;
}

export const DEFAULT_WRITE_POLICY: WritePolicy = {
  maxInFlightRequests: 1_000,
  maxInFlightBytes: 100 * 1024 * 1024,
  requestBytes: 10_000_000,
  appendTimeoutMs: 60_000,
  retry: DEFAULT_RETRY,
  throttleInitialMs: 2_000,
  staleWaitMs: 5_000,
  staleProbes: 4,
  notFoundGraceMs: 10_000,
  unaryTimeoutMs: 60_000,
};

/** The most that any published limit allows (write-api.md, Limits). */
const MOST_REQUEST_BYTES = 20_000_000;

/** With less than 1, no request could be sent, or none answered in time. */
const AT_LEAST_1 = [
  'maxInFlightRequests',
  'maxInFlightBytes',
  'requestBytes',
  'staleProbes',
  'appendTimeoutMs',
  'unaryTimeoutMs',
] as const;

/** Fills in the defaults and refuses what cannot work, every complaint by name. */
export function writePolicy(given: Partial<WritePolicy> = {}): WritePolicy {
  const policy = { ...DEFAULT_WRITE_POLICY, ...given };
  const complaints: string[] = [];
  // Rejects NaN too: with a wait or a budget of NaN an append would be tried without a pause, or without an end.
  const ofRetry = Object.entries(policy.retry).map(([name, value]) => [`retry.${name}`, value] as const);
  for (const [name, value] of [...Object.entries(policy), ...ofRetry]) {
    if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0)) complaints.push(`${name} is ${value}`);
  }
  for (const name of AT_LEAST_1) {
    if (policy[name] < 1) complaints.push(`${name} must be at least 1`);
  }
  if (policy.requestBytes > MOST_REQUEST_BYTES) complaints.push(`requestBytes is at most ${MOST_REQUEST_BYTES}`);
  if (complaints.length > 0) throw new PenstockError('CONFIG_INVALID', `write policy: ${complaints.join('; ')}`);
  return policy;
}
