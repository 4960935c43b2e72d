/** The port that functions-framework listens on, found as it finds it: its flag, then `PORT`, then its default. */

import { parseArgs } from 'node:util';
import type { Environment } from '../config.ts';

/** `PORT` is what the platform sets; the flag is for a framework started by hand, whose other flags are passed over. */
export function listenPort(env: Environment, args: readonly string[]): number {
  const options = { port: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false });
  return Number(values.port ?? env.PORT ?? 8080);
}
