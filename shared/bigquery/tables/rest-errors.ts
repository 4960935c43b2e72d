/** Errors of BigQuery's REST API as a PenstockError: by HTTP status and `reason` (`runtime/http-errors.ts`), never by words. */

import { fromHttpError, type PenstockError } from '../../runtime/errors.ts';

export function fromRestError(error: unknown): PenstockError {
  return fromHttpError(error, { stage: 'sending' });
}
