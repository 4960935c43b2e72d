/** The exit codes of `penstock`, which mean the same for every command. */

import { fromUnknown, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { UsageError } from './usage-error.ts';

export const EXIT = {
  done: 0,
  /** It failed, and the same command will fail again. */
  failed: 1,
  /** The command line or a config file is wrong; nothing was done. */
  usage: 2,
  /** It is done, and something was rejected or differs. */
  partial: 3,
  /** It failed for a reason that passes: the same command may succeed later. */
  transient: 4,
  /** Ended by Ctrl-C, as shells count it: 128 and the signal's number. */
  interrupted: 130,
} as const;

export const EXIT_TABLE = `Exit codes
  0    done
  1    failed; the same command will fail again
  2    the command line or a config file is wrong; nothing was done
  3    done, and something was rejected or differs
  4    failed for a reason that passes; try again
  130  ended by Ctrl-C`;

export function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (error instanceof UsageError) return EXIT.usage;
  if (signal.aborted) return EXIT.interrupted;
  const { code, kind } = fromUnknown(error);
  if (error instanceof PenstockError && code === 'CONFIG_INVALID') return EXIT.usage;
  return error instanceof PenstockError && kind === 'transient' ? EXIT.transient : EXIT.failed;
}
