/**
 * The one error class, and how the errors of others become it. A door decides by `kind` and `code`, never by the words of
 * a message. The table behind the conversions is in `http-errors.ts`.
 */

import { GRPC_VERDICTS, httpVerdict, retryAfterMs, SOCKET_VERDICTS, type Verdict } from './http-errors.ts';

/** Every code a PenstockError can carry. Metrics and alerts count by it, so it is a bounded list. */
export const ERROR_CODES = [
  /** The environment or a config file is wrong. Permanent: a restart with the same values fails alike. */
  'CONFIG_INVALID',
  /** The input cannot be read as the type it claims to be. */
  'INPUT_MALFORMED',
  /** The input is readable and breaks a rule (schema, limit, state). */
  'INPUT_INVALID',
  'INPUT_TOO_LARGE',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  /** A compare-and-set lost against another writer's change. */
  'CONFLICT',
  /** A row does not fit its column. */
  'ROW_REJECTED',
  /** The writer's schema and the table's do not agree. */
  'SCHEMA_MISMATCH',
  /** The offsets of a stream do not match the plan: another writer wrote, or the plan changed. Stops the work. */
  'OFFSET_MISMATCH',
  /** The stream was finalized, by us or by the owner that took over. */
  'STREAM_FINALIZED',
  /** The lease has passed to another owner. */
  'LEASE_LOST',
  /** Quota or throttling: nothing was done, later it will be. */
  'RESOURCE_EXHAUSTED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  /** The request may or may not have taken effect. Only an idempotent resend may follow. */
  'OUTCOME_UNKNOWN',
  'ABORTED',
  'CANCELLED',
  'UNIMPLEMENTED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** `transient` may succeed when tried again unchanged; `permanent` will not. */
export type ErrorKind = 'transient' | 'permanent';

/** The stage of a unit of work at which it failed. */
export type ErrorStage = 'receiving' | 'processing' | 'sending';

export interface ErrorDetails {
  readonly kind?: ErrorKind;
  readonly stage?: ErrorStage;
  readonly cause?: unknown;
  /** Short facts for the reader of the log: names, counts, limits. Never a payload, never a secret. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  /** The wait before the next attempt that the server asked for. */
  readonly retryAfterMs?: number;
}

/** The default kind of a code. INTERNAL is our defect until a server says that the fault is its own. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set([
  'CONFLICT',
  'RESOURCE_EXHAUSTED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'OUTCOME_UNKNOWN',
  'ABORTED',
]);

/**
 * @example
 * const error = new PenstockError('UNAVAILABLE', 'Pub/Sub did not answer', { stage: 'sending' });
 * error.kind; // 'transient'
 */
export class PenstockError extends Error {
  override readonly name = 'PenstockError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly stage: ErrorStage;
  readonly context: Readonly<Record<string, string | number | boolean>>;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.kind = details.kind ?? (TRANSIENT.has(code) ? 'transient' : 'permanent');
    this.stage = details.stage ?? 'processing';
    this.context = details.context ?? {};
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * Turns anything thrown into a PenstockError; one that is one already stays itself. An error that is not in the table is
 * INTERNAL and permanent, because a defect that is tried again fails again.
 *
 * @example
 * fromUnknown(new TypeError('x is not a function')).kind; // 'permanent'
 */
export function fromUnknown(error: unknown, details: ErrorDetails = {}): PenstockError {
  if (error instanceof PenstockError) return error;
  return fromNodeError(error, details) ?? new PenstockError('INTERNAL', messageOf(error), { cause: error, ...details });
}

/** The number of causes that are searched: fetch hides the socket's error one level down. */
const MAX_CAUSES = 5;

/** A socket's, DNS's or disk's error, also where it is the cause of another; undefined for anything else. */
export function fromNodeError(error: unknown, details: ErrorDetails = {}): PenstockError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < MAX_CAUSES; at = at.cause, depth += 1) {
    const verdict = SOCKET_VERDICTS[String((at as NodeJS.ErrnoException).code)];
    if (verdict !== undefined) return judged(verdict, error, details);
  }
  return undefined;
}

/** An HTTP answer that refuses, as far as it decides what the failure is. */
export interface HttpRefusal {
  readonly status: number;
  /** Google's `errors[].reason`, or the name of a gRPC status. */
  readonly reason?: string;
  /** The header Retry-After. */
  readonly retryAfter?: string | null | undefined;
}

/**
 * An HTTP refusal as a PenstockError, for callers of `fetch`.
 *
 * @example
 * fromHttpRefusal({ status: 429, retryAfter: '2' }, 'The API throttles').retryAfterMs; // 2000
 */
export function fromHttpRefusal(
  { status, reason = '', retryAfter }: HttpRefusal,
  message: string,
  details: ErrorDetails = {},
): PenstockError {
  const [code, kind] = httpVerdict(status, reason);
  const wait = retryAfterMs(retryAfter, Date.now());
  return new PenstockError(code, message, {
    kind,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    context: { http_status: status, reason },
    ...details,
  });
}

/** An error of Google's HTTP clients: the status in `code` or `status`, as a number or as its digits. */
interface ThrownRefusal {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly errors?: unknown;
  readonly response?: { readonly headers?: unknown };
}

/**
 * Turns what one of Google's HTTP clients (Cloud Storage, BigQuery, gaxios) threw into a PenstockError.
 *
 * @example
 * fromHttpError(Object.assign(new Error('Not found'), { code: 404 })).code; // 'NOT_FOUND'
 */
export function fromHttpError(error: unknown, details: ErrorDetails = {}): PenstockError {
  if (error instanceof PenstockError) return error;
  const { code, status, errors, response } = (error ?? {}) as ThrownRefusal;
  const found = [code, status].map(Number).find((one) => one >= 300 && one < 600);
  if (found === undefined) return fromUnknown(error, details);
  const refusal = { status: found, reason: reasonIn(errors), retryAfter: retryAfterIn(response?.headers) };
  return fromHttpRefusal(refusal, messageOf(error), { cause: error, ...details });
}

function reasonIn(errors: unknown): string {
  const [first] = Array.isArray(errors) ? (errors as unknown[]) : [];
  const { reason } = (first ?? {}) as { readonly reason?: unknown };
  return typeof reason === 'string' ? reason : '';
}

/** Clients keep headers as `Headers` or as a plain object with lower-case names. */
function retryAfterIn(headers: unknown): string | undefined {
  const value =
    headers instanceof Headers
      ? headers.get('retry-after')
      : (headers as Record<string, unknown> | null)?.['retry-after'];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Turns what a gRPC client threw into a PenstockError, by its status.
 *
 * @example
 * fromGrpcError(Object.assign(new Error('down'), { code: 14 })).code; // 'UNAVAILABLE'
 */
export function fromGrpcError(error: unknown, details: ErrorDetails = {}): PenstockError {
  if (error instanceof PenstockError) return error;
  const status = (error as { readonly code?: unknown } | null)?.code;
  const verdict = typeof status === 'number' ? GRPC_VERDICTS[status] : undefined;
  return verdict === undefined ? fromUnknown(error, details) : judged(verdict, error, details);
}

function judged([code, kind]: Verdict, error: unknown, details: ErrorDetails): PenstockError {
  return new PenstockError(code, messageOf(error), { cause: error, kind, ...details });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
