/** A start that fails, told in one line of the log. */

import type { Logger } from './log.ts';

/**
 * Runs the start of a process. A failure is logged with its code, because a stack on standard error has neither a severity
 * nor a code that an alert could read; then it is thrown on, so that the process ends.
 *
 * @example
 * const config = await logFailedStart(log, () => readConfig(process.env, SETTINGS));
 */
export async function logFailedStart<T>(log: Logger, start: () => T | Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    log.error('the start failed', error);
    throw error;
  }
}
