/**
 * Errors of BigQuery's REST API as a PenstockError: by HTTP status and `reason` (`runtime/http-errors.ts`), never by words.
 */

import { fromHttpError, fromHttpRefusal, fromUnknown, PenstockError } from '../../runtime/errors.ts';
import { BigQueryProblems, problemsFrom } from './problem.ts';

/** An error that Google's own client threw. */
export function fromRestError(error: unknown): PenstockError {
  return fromHttpError(error, { stage: 'sending' });
}

const SHOWN = 500;

/** An answer that is not a success, with its body as it came: JSON, or HTML from a proxy on the way. */
export function fromRestAnswer(status: number, body: string, retryAfter: string | null): PenstockError {
  const { message, errors } = errorOf(body);
  const problems = problemsFrom(errors);
  const { reason, location } = problems[0] ?? { reason: '', location: '' };
  return fromHttpRefusal(
    { status, reason, retryAfter },
    message === '' ? `HTTP ${status}: ${body.slice(0, SHOWN)}` : message,
    { stage: 'sending', cause: new BigQueryProblems(problems), context: { http_status: status, reason, location } },
  );
}

function errorOf(body: string): { readonly message: string; readonly errors: unknown } {
  try {
    const { error } = JSON.parse(body) as {
      readonly error?: { readonly message?: unknown; readonly errors?: unknown };
    };
    return { message: typeof error?.message === 'string' ? error.message : '', errors: error?.errors };
  } catch {
    return { message: '', errors: undefined };
  }
}

/** No answer: the socket died, the name did not resolve, or `timeoutMs` passed. The request may have taken effect. */
export function fromRestFailure(error: unknown, timeoutMs: number | undefined): PenstockError {
  const details = { stage: 'sending', cause: error } as const;
  if (timeoutMs !== undefined) {
    return new PenstockError('DEADLINE_EXCEEDED', `BigQuery did not answer within ${timeoutMs} ms`, details);
  }
  if (error instanceof SyntaxError) {
    return new PenstockError('OUTCOME_UNKNOWN', 'BigQuery answered with success and a body that is not JSON', details);
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new PenstockError('CANCELLED', 'the request was cancelled', details);
  }
  return fromUnknown(error, { stage: 'sending' });
}
