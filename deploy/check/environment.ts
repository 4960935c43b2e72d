/**
 * Compares the environment that Terraform gives a function with what the function reads. A variable that the function does
 * not know, a required one that is missing and a value that it refuses are found before anything is deployed.
 */

import { SETTINGS as FIRESTORE } from '../../functions/firestore/config.ts';
import { needsOf as needsOfFirestore } from '../../functions/firestore/needs.ts';
import { SETTINGS as INTAKE } from '../../functions/intake/config.ts';
import { needsOf as needsOfIntake } from '../../functions/intake/needs.ts';
import { SETTINGS as LOADER } from '../../functions/loader/config.ts';
import { needsOf as needsOfLoader } from '../../functions/loader/needs.ts';
import { SETTINGS as PULLER } from '../../functions/puller/config.ts';
import { needsOf as needsOfPuller } from '../../functions/puller/needs.ts';
import { SETTINGS as SINK } from '../../functions/sink/config.ts';
import { needsOf as needsOfSink } from '../../functions/sink/needs.ts';
import type { Need } from '../../shared/config/door-configuration.ts';
import type { Environment, Settings } from '../../shared/runtime/config.ts';
import { type Mount, mountFiles } from './mount.ts';
import { unmetNeeds } from './needs.ts';
import { blockOf, blocksOf, type Resource, textOf } from './resources.ts';
import type { Problem } from './rule.ts';

interface Reader {
  readonly settings: Settings;
  /** Reads the environment and the files that it names, and throws at what is wrong in them. */
  readonly needsOf: (env: Environment, projectId: string) => readonly Need[] | Promise<readonly Need[]>;
}

/** The readers of settings, keyed by the name under which the code registers the function. */
const READERS: Readonly<Record<string, Reader>> = {
  intake: { settings: INTAKE, needsOf: needsOfIntake },
  firestore: { settings: FIRESTORE, needsOf: needsOfFirestore },
  sink: { settings: SINK, needsOf: needsOfSink },
  loader: { settings: LOADER, needsOf: needsOfLoader },
  puller: { settings: PULLER, needsOf: needsOfPuller },
};

/** The variables that the suite's runtime reads itself (shared/runtime). */
const OF_THE_RUNTIME = new Set(['GOOGLE_CLOUD_PROJECT', 'CLOUD_RUN_TIMEOUT_SECONDS', 'LOG_LEVEL']);

export interface Planned {
  readonly address: string;
  readonly door: string;
  /** The e-mail address of the account that it runs as. */
  readonly account: string;
  /** A worker pulls; a service is called. */
  readonly worker: boolean;
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
    const template = blockOf(values, 'template');
    const env = blocksOf(blockOf(template, 'containers'), 'env').map(({ name, value }) => [
      textOf(name),
      textOf(value),
    ]);
    return [
      {
        address,
        door,
        account: textOf(template?.service_account),
        worker: type === 'google_cloud_run_v2_worker_pool',
        env: Object.fromEntries(env) as Record<string, string>,
      },
    ];
  });
}

/** Wrong variables, wrong values, wrong files, and what they ask for and the tree does not grant. */
export async function environmentProblems(
  planned: readonly Planned[],
  resources: readonly Resource[],
  project: string,
): Promise<readonly Problem[]> {
  const mount = mountFiles(resources);
  try {
    const found = await Promise.all(planned.map((one) => problemsOf(one, resources, project, mount)));
    return found.flat();
  } finally {
    mount.close();
  }
}

async function problemsOf(
  { address, door, account, worker, env }: Planned,
  resources: readonly Resource[],
  project: string,
  mount: Mount,
): Promise<readonly Problem[]> {
  const reader = READERS[door];
  const problem = (message: string): Problem => ({ rule: 'environment', address, message });
  if (reader === undefined) return [problem(`no function is called "${door}"`)];
  const known = new Set([...Object.values(reader.settings).map(({ variable }) => variable), ...OF_THE_RUNTIME]);
  const unknown = Object.keys(env).filter((name) => !known.has(name));
  const problems = unknown.map((name) => problem(`${name} is not a variable that ${door} reads`));
  try {
    const needs = await reader.needsOf(mount.env(env), project);
    const unmet = unmetNeeds({ account, pushed: !worker, needs }, resources);
    return [...problems, ...unmet.map((message) => problem(mount.shown(message)))];
  } catch (error) {
    return [...problems, problem(mount.shown((error as Error).message))];
  }
}
