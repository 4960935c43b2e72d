/**
 * The one error class. A door decides by `kind` and `code`, never by the words of a message.
 *
 * Foreign errors become a `PenstockError` in one place a service (`fromNodeError` here, the others beside their
 * clients), so that this list stays the whole vocabulary of what can go wrong.
 */

/** Every code a PenstockError can carry. Metrics and alerts count by it, so it is a bounded list. */
export const ERROR_CODES = [
  /** The environment or a config file is wrong. Permanent: a restart with the same values fails alike. */
  'CONFIG_INVALID',
  /** What came in cannot be read as what it claims to be. */
  'INPUT_MALFORMED',
  /** What came in is readable and breaks a rule (schema, limit, state). */
  'INPUT_INVALID',
  'INPUT_TOO_LARGE',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  /** A compare-and-set lost against somebody else's change. */
  'CONFLICT',
  /** A row does not fit its column. */
  'ROW_REJECTED',
  /** The writer's schema and the table's do not agree. */
  'SCHEMA_MISMATCH',
  /** The offsets of a stream do not match the plan: somebody else wrote, or the plan changed. Stops the work. */
  'OFFSET_MISMATCH',
  /** The stream was finalized, by us or by whoever took over. */
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

/** Where in a unit of work it went wrong. */
export type ErrorStage = 'receiving' | 'processing' | 'sending';

export interface ErrorDetails {
  readonly kind?: ErrorKind;
  readonly stage?: ErrorStage;
  readonly cause?: unknown;
  /** Short facts that help whoever reads the log: names, counts, limits. Never a payload, never a secret. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  /** How long the server asked us to wait before the next attempt. */
  readonly retryAfterMs?: number;
}

const TRANSIENT: ReadonlySet<ErrorCode> = new Set([
  'CONFLICT',
  'RESOURCE_EXHAUSTED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'OUTCOME_UNKNOWN',
  'ABORTED',
  'INTERNAL',
]);

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

/** Node's own errno codes: the socket died, the name did not resolve, the disk refused. */
const NODE_CODES: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'UNAVAILABLE',
  ECONNRESET: 'UNAVAILABLE',
  ECONNABORTED: 'UNAVAILABLE',
  EPIPE: 'UNAVAILABLE',
  EAI_AGAIN: 'UNAVAILABLE',
  ENETUNREACH: 'UNAVAILABLE',
  EHOSTUNREACH: 'UNAVAILABLE',
  ETIMEDOUT: 'DEADLINE_EXCEEDED',
  UND_ERR_SOCKET: 'UNAVAILABLE',
  UND_ERR_CONNECT_TIMEOUT: 'DEADLINE_EXCEEDED',
  UND_ERR_HEADERS_TIMEOUT: 'DEADLINE_EXCEEDED',
  UND_ERR_BODY_TIMEOUT: 'DEADLINE_EXCEEDED',
  ENOENT: 'NOT_FOUND',
  EACCES: 'PERMISSION_DENIED',
  ABORT_ERR: 'CANCELLED',
};

/** Anything thrown becomes a PenstockError; one that is one already stays itself. */
export function fromUnknown(error: unknown, details: ErrorDetails = {}): PenstockError {
  if (error instanceof PenstockError) return error;
  return fromNodeError(error, details) ?? new PenstockError('INTERNAL', messageOf(error), { cause: error, ...details });
}

/** Follows the chain of causes (fetch hides the socket's error one level down) to the first errno we know. */
export function fromNodeError(error: unknown, details: ErrorDetails = {}): PenstockError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = NODE_CODES[String((at as NodeJS.ErrnoException).code)];
    if (code !== undefined) return new PenstockError(code, messageOf(error), { cause: error, ...details });
  }
  return undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** gRPC status numbers in our words; used by every client that speaks gRPC. */
const GRPC_CODES: readonly (ErrorCode | undefined)[] = [
  undefined, // 0 OK
  'CANCELLED',
  'OUTCOME_UNKNOWN', // 2 UNKNOWN: the server may have acted
  'INPUT_INVALID', // 3 INVALID_ARGUMENT
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'CONFLICT', // 9 FAILED_PRECONDITION
  'ABORTED',
  'INPUT_INVALID', // 11 OUT_OF_RANGE
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'INTERNAL', // 15 DATA_LOSS
  'UNAUTHENTICATED',
];

/** A failed precondition is permanent unless the caller knows better: the same request meets the same state. */
export function fromGrpcError(error: unknown, details: ErrorDetails = {}): PenstockError {
  if (error instanceof PenstockError) return error;
  const status = (error as { readonly code?: unknown } | null)?.code;
  const code = typeof status === 'number' ? GRPC_CODES[status] : undefined;
  if (code === undefined) return fromUnknown(error, details);
  const kind: ErrorDetails = status === 9 ? { kind: 'permanent' } : {};
  return new PenstockError(code, messageOf(error), { cause: error, ...kind, ...details });
}
