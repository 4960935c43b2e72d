/**
 * The one error of the local BigQuery, in the three shapes the service shows it: the HTTP error body, a job's
 * `errorResult`, and the row errors of insertAll.
 *
 * Which status a reason has is the table "Error messages" of BigQuery's documentation.
 */

export type Reason =
  | 'accessDenied'
  | 'backendError'
  | 'badRequest'
  | 'conditionNotMet'
  | 'duplicate'
  | 'internalError'
  | 'invalid'
  | 'invalidQuery'
  | 'notFound'
  | 'notImplemented'
  | 'parseError'
  | 'quotaExceeded'
  | 'rateLimitExceeded'
  | 'required'
  | 'resourceInUse'
  | 'responseTooLarge'
  | 'stopped'
  | 'timeout'
  | 'uploadTooLarge';

const STATUS: Readonly<Record<Reason, number>> = {
  accessDenied: 403,
  backendError: 503,
  badRequest: 400,
  conditionNotMet: 412,
  duplicate: 409,
  internalError: 500,
  invalid: 400,
  invalidQuery: 400,
  notFound: 404,
  // The HTTP status is 400 and not 501: clients retry every 5xx, some of them for ever, and a refusal by name is final.
  notImplemented: 400,
  parseError: 400,
  quotaExceeded: 403,
  rateLimitExceeded: 403,
  required: 400,
  resourceInUse: 400,
  responseTooLarge: 403,
  stopped: 499,
  timeout: 400,
  uploadTooLarge: 413,
};

/** The canonical code that rides along as `error.status`. */
const CANONICAL: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
};

/** BigQuery's ErrorProto: what `errorResult`, `errors[]` and `insertErrors[].errors[]` hold. */
export interface ErrorProto {
  readonly reason: string;
  readonly location?: string;
  readonly debugInfo?: string;
  readonly message: string;
}

export interface ErrorPlace {
  /** The subject of the error: a parameter, a column, a file's URI, `query` for SQL. */
  readonly location?: string;
  readonly locationType?: 'parameter' | 'header' | 'other';
  /** Set if the service departs from its reason's usual status. */
  readonly status?: number;
  readonly cause?: unknown;
  /** More errors that belong to the same failure: a job's `errors[]` after its `errorResult`. */
  readonly details?: readonly ErrorProto[];
}

export class BigQueryError extends Error {
  override readonly name = 'BigQueryError';
  readonly reason: Reason;
  readonly location: string | undefined;
  readonly locationType: string | undefined;
  readonly status: number;
  readonly details: readonly ErrorProto[];

  constructor(reason: Reason, message: string, place: ErrorPlace = {}) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.reason = reason;
    this.location = place.location;
    this.locationType = place.locationType ?? (place.location === undefined ? undefined : 'parameter');
    this.status = place.status ?? STATUS[reason];
    this.details = place.details ?? [];
  }
}

export function errorProto(error: BigQueryError): ErrorProto {
  return {
    reason: error.reason,
    ...(error.location !== undefined && { location: error.location }),
    message: error.message,
  };
}

/** The errors of a job's status: the one that stopped it, then every error met on the way. */
export function jobErrors(error: BigQueryError): { errorResult: ErrorProto; errors: readonly ErrorProto[] } {
  const errorResult = errorProto(error);
  return { errorResult, errors: [errorResult, ...error.details] };
}

export function errorBody(error: BigQueryError): unknown {
  return {
    error: {
      code: error.status,
      message: error.message,
      errors: [
        {
          message: error.message,
          domain: 'global',
          reason: error.reason,
          ...(error.location !== undefined && { location: error.location, locationType: error.locationType }),
        },
      ],
      status: error.reason === 'notImplemented' ? 'UNIMPLEMENTED' : (CANONICAL[error.status] ?? 'UNKNOWN'),
    },
  };
}

/** Turns any thrown value into the service's own error. An unforeseen one is an internal error, never a crash. */
export function toBigQueryError(error: unknown): BigQueryError {
  if (error instanceof BigQueryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new BigQueryError('internalError', `An internal error occurred: ${message}`, { cause: error });
}

/** A feature of BigQuery that the local one does not have: refused by its name. */
export function unsupported(what: string, location?: string): BigQueryError {
  return new BigQueryError('notImplemented', `The local BigQuery does not support ${what}`, {
    ...(location !== undefined && { location }),
  });
}
