/**
 * The process that doors run in. Several doors in one process (the local cloud runs them so) share one shutdown, because a
 * process ends only once: it is the only state here.
 */

import { type Clock, systemClock } from './clock.ts';
import type { Environment } from './config.ts';
import { exitThrough } from './framework/exit.ts';
import { createLogger, type Severity } from './log.ts';
import { createShutdown, type Shutdown } from './shutdown.ts';

/** The surroundings of a door. A test passes its own. */
export interface DoorHost {
  readonly env: Environment;
  /** The command line of functions-framework: its flag `--port` outranks `PORT`. */
  readonly args: readonly string[];
  readonly clock: Clock;
  readonly shutdown: Shutdown;
  /** The output of log lines. Default: standard output. */
  readonly write?: (line: string) => void;
}

let processShutdown: Shutdown | undefined;

/** This process, with the environment as it is now. */
export function processHost(): DoorHost {
  if (processShutdown === undefined) {
    processShutdown = createShutdown({ log: createLogger({ level: logLevel(process.env) }) });
    exitThrough(processShutdown);
  }
  return { env: { ...process.env }, args: process.argv, clock: systemClock, shutdown: processShutdown };
}

const LEVELS: readonly Severity[] = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'];

/** The variable LOG_LEVEL. An unknown level logs more rather than less: INFO. */
export function logLevel({ LOG_LEVEL }: Environment): Severity {
  return LEVELS.find((level) => level === LOG_LEVEL?.toUpperCase()) ?? 'INFO';
}
