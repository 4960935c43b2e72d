/**
 * Compares the environment that Terraform gives a function with what the function reads. A variable that the function does
 * not know, a required one that is missing and a value that it refuses are found before anything is deployed.
 */

import { SETTINGS as FIRESTORE, readFirestoreConfig } from '../../functions/firestore/config.ts';
import { SETTINGS as INTAKE, readIntakeConfig } from '../../functions/intake/config.ts';
import { SETTINGS as LOADER, readLoaderConfig } from '../../functions/loader/config.ts';
import { SETTINGS as PULLER, readPullerConfig } from '../../functions/puller/config.ts';
import { readSinkConfig, SETTINGS as SINK } from '../../functions/sink/config.ts';
import type { Environment, Settings } from '../../shared/runtime/config.ts';
import { blockOf, blocksOf, type Resource, textOf } from './resources.ts';
import type { Problem } from './rule.ts';

interface Reader {
  readonly settings: Settings;
  readonly read: (env: Environment) => unknown;
}

/** The readers of settings, keyed by the name under which the code registers the function. */
const READERS: Readonly<Record<string, Reader>> = {
  intake: { settings: INTAKE, read: readIntakeConfig },
  firestore: { settings: FIRESTORE, read: readFirestoreConfig },
  sink: { settings: SINK, read: readSinkConfig },
  loader: { settings: LOADER, read: readLoaderConfig },
  puller: { settings: PULLER, read: readPullerConfig },
};

/** The variables that the suite's runtime reads itself (shared/runtime). */
const OF_THE_RUNTIME = new Set(['GOOGLE_CLOUD_PROJECT', 'CLOUD_RUN_TIMEOUT_SECONDS', 'LOG_LEVEL']);

/** Config files are mounted in production and are not there when a plan is checked. */
const MOUNTED = /^\/config\//;

export interface Planned {
  readonly address: string;
  readonly door: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The functions of a tree with their environments; the worker is the sink by another input. */
export function plannedEnvironments(resources: readonly Resource[]): readonly Planned[] {
  return resources.flatMap(({ address, type, values }) => {
    const door =
      type === 'google_cloud_run_v2_service'
        ? textOf(blockOf(values, 'build_config')?.function_target)
        : type === 'google_cloud_run_v2_worker_pool'
          ? 'sink'
          : undefined;
    if (door === undefined) return [];
    const container = blockOf(blockOf(values, 'template'), 'containers');
    const env = blocksOf(container, 'env').map(({ name, value }) => [textOf(name), textOf(value)]);
    return [{ address, door, env: Object.fromEntries(env) as Record<string, string> }];
  });
}

export async function environmentProblems(planned: readonly Planned[]): Promise<readonly Problem[]> {
  const found = await Promise.all(planned.map(problemsOf));
  return found.flat();
}

async function problemsOf({ address, door, env }: Planned): Promise<readonly Problem[]> {
  const reader = READERS[door];
  const problem = (message: string): Problem => ({ rule: 'environment', address, message });
  if (reader === undefined) return [problem(`no function is called "${door}"`)];
  const known = new Set([...Object.values(reader.settings).map(({ variable }) => variable), ...OF_THE_RUNTIME]);
  const unknown = Object.keys(env).filter((name) => !known.has(name));
  const problems = unknown.map((name) => problem(`${name} is not a variable that ${door} reads`));
  if (Object.values(env).some((value) => MOUNTED.test(value))) return problems;
  try {
    await reader.read(env);
    return problems;
  } catch (error) {
    return [...problems, problem((error as Error).message)];
  }
}
