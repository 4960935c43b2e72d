/**
 * What a warm instance keeps between requests: its log, its clients, its one shutdown. The only module of the suite with
 * state of its own. Several functions in one process (the local cloud runs them so) share the shutdown, and only that.
 */

import type { Environment } from './config.ts';
import { createLogger, type Logger, type Severity } from './log.ts';
import { createShutdown, exitThrough, type Shutdown } from './shutdown.ts';

export interface Instance {
  /** The door's name: `intake`, `sink`. */
  readonly door: string;
  readonly log: Logger;
  readonly shutdown: Shutdown;
  /** Empty where the environment does not say; Google's clients then ask the metadata server themselves. */
  readonly projectId: string;
}

let processShutdown: Shutdown | undefined;

/** Called once by each door's `index.ts`. */
export function warmInstance(door: string, env: Environment): Instance {
  const projectId = env.GOOGLE_CLOUD_PROJECT ?? env.GCLOUD_PROJECT ?? '';
  const log = createLogger({ level: levelOf(env.LOG_LEVEL), fields: { door } });
  if (processShutdown === undefined) {
    processShutdown = createShutdown({ log });
    exitThrough(processShutdown);
  }
  return { door, log, shutdown: processShutdown, projectId };
}

const LEVELS: readonly Severity[] = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'];

/** An unknown level logs more rather than less: INFO. */
function levelOf(text: string | undefined): Severity {
  return LEVELS.find((level) => level === text?.toUpperCase()) ?? 'INFO';
}
