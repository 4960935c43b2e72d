/** Errors of BigQuery's REST API become a PenstockError here: by HTTP status and `reason`, never by words. */

import { type ErrorCode, fromUnknown, PenstockError } from '../../runtime/errors.ts';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INPUT_INVALID',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  409: 'ALREADY_EXISTS',
  412: 'CONFLICT',
  413: 'INPUT_TOO_LARGE',
  429: 'RESOURCE_EXHAUSTED',
  501: 'UNIMPLEMENTED',
};

/** 403 is also how the API throttles. */
const BY_REASON: Readonly<Record<string, ErrorCode>> = {
  rateLimitExceeded: 'RESOURCE_EXHAUSTED',
  quotaExceeded: 'RESOURCE_EXHAUSTED',
  backendError: 'UNAVAILABLE',
};

export function fromRestError(error: unknown): PenstockError {
  const { code, errors } = (error ?? {}) as { readonly code?: unknown; readonly errors?: unknown };
  const status = Number(code);
  if (error instanceof PenstockError || !(status >= 400 && status < 600))
    return fromUnknown(error, { stage: 'sending' });
  const reason = reasonOf(errors);
  const known = BY_REASON[reason] ?? BY_STATUS[status] ?? (status < 500 ? 'INPUT_INVALID' : 'UNAVAILABLE');
  return new PenstockError(known, fromUnknown(error).message, {
    stage: 'sending',
    cause: error,
    context: { http_status: status, reason },
  });
}

function reasonOf(errors: unknown): string {
  const [first] = Array.isArray(errors) ? (errors as unknown[]) : [];
  const { reason } = (first ?? {}) as { readonly reason?: unknown };
  return typeof reason === 'string' ? reason : '';
}
