/** The sink's configuration: the environment, and a file where the environment names one. Checked whole, once, at the start. */

import { readFile } from 'node:fs/promises';
import { type Environment, readConfig } from '@penstock/shared/runtime/config.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import {
  fileOfEnvironment,
  meaningless,
  PROCESS_SETTINGS,
  type ProcessConfig,
  ROUTE_SETTINGS,
} from './config/environment.ts';
import type { SinkFile } from './config/file.ts';
import { parseSinkFile } from './config/parse.ts';
import { resolve, type SinkPlan } from './config/resolve.ts';
import { checkFile } from './config/rules.ts';

export const SETTINGS = { ...PROCESS_SETTINGS, ...ROUTE_SETTINGS };

export interface SinkConfig extends ProcessConfig {
  readonly plan: SinkPlan;
}

/** Throws one CONFIG_INVALID that lists everything that is wrong. */
export async function readSinkConfig(env: Environment): Promise<SinkConfig> {
  const projectId = env.GOOGLE_CLOUD_PROJECT ?? env.GCLOUD_PROJECT ?? '';
  const settings = readConfig(env, PROCESS_SETTINGS);
  const file = settings.file === '' ? fromEnvironment(env) : await fromFile(settings.file, env);
  return { ...settings, plan: resolve(file, projectId) };
}

function fromEnvironment(env: Environment): SinkFile {
  const file = fileOfEnvironment(env);
  const problems: string[] = [];
  checkFile(file, (path, allowed, found = 'a value') =>
    problems.push(`${path.join('.')}: found ${found}, allowed is ${allowed}`),
  );
  if (problems.length === 0) return file;
  throw new PenstockError(
    'CONFIG_INVALID',
    `The environment is wrong:\n${problems.map((text) => `  - ${text}`).join('\n')}`,
  );
}

async function fromFile(name: string, env: Environment): Promise<SinkFile> {
  const beside = meaningless(env);
  if (beside.length > 0) {
    const message = `SINK_CONFIG names ${name}, so these variables mean nothing: ${beside.join(', ')}: set them there, or unset SINK_CONFIG`;
    throw new PenstockError('CONFIG_INVALID', message);
  }
  return parseSinkFile(name, await textOf(name));
}

async function textOf(name: string): Promise<string> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    throw new PenstockError('CONFIG_INVALID', `SINK_CONFIG: ${name} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
