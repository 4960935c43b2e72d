/** Errors that say how the world is, and are no failures: passed to `catch`, they become undefined. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';

/** Another caller was faster. */
export function lost(error: unknown): undefined {
  if (error instanceof PenstockError && (error.code === 'CONFLICT' || error.code === 'ALREADY_EXISTS'))
    return undefined;
  throw error;
}

/** It is not there, or not any more. */
export function gone(error: unknown): undefined {
  if (error instanceof PenstockError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}
