/**
 * The one table from HTTP statuses, `reason`s of Google's JSON errors, gRPC statuses and socket errors to our codes. It
 * decides for every client of the suite whether a failure is worth another try. An error that is not in it is permanent,
 * unless a server said that the fault is its own (5xx), because a retried unknown error could be retried for ever.
 */

import type { ErrorCode, ErrorKind } from './errors.ts';

/** A failure as a code and a kind. */
export type Verdict = readonly [code: ErrorCode, kind: ErrorKind];

/** A 412 is permanent, as gRPC's FAILED_PRECONDITION is: the same request meets the same state. */
export const HTTP_VERDICTS: Readonly<Record<number, Verdict>> = {
  400: ['INPUT_INVALID', 'permanent'],
  401: ['UNAUTHENTICATED', 'permanent'],
  403: ['PERMISSION_DENIED', 'permanent'],
  404: ['NOT_FOUND', 'permanent'],
  408: ['DEADLINE_EXCEEDED', 'transient'],
  409: ['ALREADY_EXISTS', 'permanent'],
  410: ['NOT_FOUND', 'permanent'],
  412: ['CONFLICT', 'permanent'],
  413: ['INPUT_TOO_LARGE', 'permanent'],
  429: ['RESOURCE_EXHAUSTED', 'transient'],
  500: ['INTERNAL', 'transient'],
  501: ['UNIMPLEMENTED', 'permanent'],
  502: ['UNAVAILABLE', 'transient'],
  503: ['UNAVAILABLE', 'transient'],
  504: ['DEADLINE_EXCEEDED', 'transient'],
};

/**
 * Google's APIs also say why, in `errors[].reason` or, in newer ones, by the name of a gRPC status. Either outranks the
 * HTTP status: BigQuery throttles with 403, and 409 is both ALREADY_EXISTS and ABORTED.
 */
export const REASON_VERDICTS: Readonly<Record<string, Verdict>> = {
  rateLimitExceeded: ['RESOURCE_EXHAUSTED', 'transient'],
  userRateLimitExceeded: ['RESOURCE_EXHAUSTED', 'transient'],
  quotaExceeded: ['RESOURCE_EXHAUSTED', 'transient'],
  backendError: ['UNAVAILABLE', 'transient'],
  internalError: ['INTERNAL', 'transient'],
  ABORTED: ['ABORTED', 'transient'],
  FAILED_PRECONDITION: ['CONFLICT', 'permanent'],
  RESOURCE_EXHAUSTED: ['RESOURCE_EXHAUSTED', 'transient'],
};

/** The verdicts, indexed by the number of the status; 0 is OK. UNKNOWN may stand for a request that took effect. */
export const GRPC_VERDICTS: readonly (Verdict | undefined)[] = [
  undefined,
  ['CANCELLED', 'permanent'],
  ['OUTCOME_UNKNOWN', 'transient'],
  ['INPUT_INVALID', 'permanent'],
  ['DEADLINE_EXCEEDED', 'transient'],
  ['NOT_FOUND', 'permanent'],
  ['ALREADY_EXISTS', 'permanent'],
  ['PERMISSION_DENIED', 'permanent'],
  ['RESOURCE_EXHAUSTED', 'transient'],
  ['CONFLICT', 'permanent'],
  ['ABORTED', 'transient'],
  ['INPUT_INVALID', 'permanent'],
  ['UNIMPLEMENTED', 'permanent'],
  ['INTERNAL', 'transient'],
  ['UNAVAILABLE', 'transient'],
  ['INTERNAL', 'permanent'],
  ['UNAUTHENTICATED', 'permanent'],
];

/** The verdicts, keyed by the `code` of Node's and undici's errors: the socket died, the name did not resolve, the disk refused. */
export const SOCKET_VERDICTS: Readonly<Record<string, Verdict>> = {
  ECONNREFUSED: ['UNAVAILABLE', 'transient'],
  ECONNRESET: ['UNAVAILABLE', 'transient'],
  ECONNABORTED: ['UNAVAILABLE', 'transient'],
  EPIPE: ['UNAVAILABLE', 'transient'],
  EAI_AGAIN: ['UNAVAILABLE', 'transient'],
  ENETUNREACH: ['UNAVAILABLE', 'transient'],
  EHOSTUNREACH: ['UNAVAILABLE', 'transient'],
  UND_ERR_SOCKET: ['UNAVAILABLE', 'transient'],
  ERR_STREAM_PREMATURE_CLOSE: ['UNAVAILABLE', 'transient'],
  ETIMEDOUT: ['DEADLINE_EXCEEDED', 'transient'],
  ESOCKETTIMEDOUT: ['DEADLINE_EXCEEDED', 'transient'],
  UND_ERR_CONNECT_TIMEOUT: ['DEADLINE_EXCEEDED', 'transient'],
  UND_ERR_HEADERS_TIMEOUT: ['DEADLINE_EXCEEDED', 'transient'],
  UND_ERR_BODY_TIMEOUT: ['DEADLINE_EXCEEDED', 'transient'],
  ENOENT: ['NOT_FOUND', 'permanent'],
  EACCES: ['PERMISSION_DENIED', 'permanent'],
  ABORT_ERR: ['CANCELLED', 'permanent'],
};

/** The verdict on an HTTP answer that refuses. Any other 4xx is the request's fault, any other 5xx the server's. */
export function httpVerdict(status: number, reason = ''): Verdict {
  const known = Object.hasOwn(REASON_VERDICTS, reason) ? REASON_VERDICTS[reason] : HTTP_VERDICTS[status];
  return known ?? (status >= 500 && status < 600 ? ['UNAVAILABLE', 'transient'] : ['INPUT_INVALID', 'permanent']);
}

/** A timer in Node fires at once beyond 2^31 ms; a day is longer than any retry lasts. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/**
 * The header Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3). Undefined where there is
 * none, or where it cannot be read.
 *
 * @example
 * retryAfterMs('120', Date.now()); // 120000
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = (header ?? '').trim();
  const ms = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return text === '' || Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS);
}
