/** The environment that a command checks or explains: this shell's, or that of a file. */

import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { nearest } from '@penstock/shared/runtime/nearest.ts';

/** The variables that every function reads (shared/runtime). */
const OF_THE_RUNTIME = [
  'GOOGLE_CLOUD_PROJECT',
  'CLOUD_RUN_TIMEOUT_SECONDS',
  'FUNCTION_TIMEOUT_SEC',
  'LOG_LEVEL',
  'PORT',
];

export interface GivenEnvironment {
  readonly env: Environment;
  /** A file's name, or `this shell`. */
  readonly origin: string;
  /** Every variable is meant for the function. */
  readonly whole: boolean;
}

export async function givenEnvironment(file: string | undefined, env: Environment): Promise<GivenEnvironment> {
  if (file === undefined) return { env, origin: 'this shell', whole: false };
  try {
    return { env: parseEnv(await readFile(file, 'utf8')), origin: file, whole: true };
  } catch (error) {
    throw new PenstockError('CONFIG_INVALID', `--env-file: ${file} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Variables that the door does not read. In a shell only those count that are nearly one of the door's. */
export function unknownVariables(
  { env, whole }: GivenEnvironment,
  { door, settings }: DoorConfiguration,
): readonly string[] {
  const known = [...Object.values(settings).map(({ variable }) => variable), ...OF_THE_RUNTIME];
  return Object.keys(env)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, known);
      if (meant !== undefined && (whole || firstWord(name) === firstWord(meant)))
        return [`${name}: the ${door} reads no such variable; did you mean ${meant}?`];
      return whole ? [`${name}: the ${door} reads no such variable: remove it`] : [];
    });
}

function firstWord(name: string): string {
  return name.split('_', 1)[0] as string;
}
