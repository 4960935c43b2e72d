/** Errors of the SQL engine as the service's own. */

import { SqlError } from '../../googlesql/index.ts';
import { BigQueryError } from '../errors.ts';

export function fromSqlError(error: unknown): unknown {
  if (!(error instanceof SqlError)) return error;
  // For the client, a refused construct is a wrong query: 400, never 501, so that no client retries it.
  return new BigQueryError(error.reason, error.message, {
    ...(error.location !== undefined && { location: error.location }),
    ...(error.reason === 'notImplemented' && { status: 400 }),
    cause: error,
  });
}
