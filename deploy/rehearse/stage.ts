/** The example `everything`, applied to an empty local cloud, with its functions and its worker running from the release. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '@penstock/local/index.ts';
import { startOrdersApi } from '../../demo/orders-api.ts';
import { plannedEnvironments } from '../check/environment.ts';
import { type Resource, readResources } from '../check/resources.ts';
import { openWorkspace, type Workspace } from '../check/terraform.ts';
import type { SmokeTarget } from '../smoke/smoke.ts';
import { carryOutIn } from './carry-out.ts';
import { plannedTriggers, startDispatcher } from './dispatcher.ts';
import { freePorts } from './free-ports.ts';
import { type RunningFunctions, startFunctions } from './functions.ts';
import { localTarget } from './local-target.ts';
import { type RunningWorker, startWorkerPool, type WorkerToStart } from './worker.ts';

export const PROJECT = 'rehearsal-1';

const ROOT = new URL('../..', import.meta.url).pathname;
const RELEASE = join(ROOT, 'dist/release');
const DOORS = ['intake', 'firestore', 'sink', 'loader', 'puller'] as const;
/** Every kind of event that a trigger of the suite can ask for. */
const EVENT_TYPES = ['google.cloud.firestore.document.v1.written.withAuthContext'] as const;

export interface Stage {
  readonly cloud: LocalCloud;
  readonly workspace: Workspace;
  readonly resources: readonly Resource[];
  readonly functions: RunningFunctions;
  readonly worker: RunningWorker;
  readonly target: SmokeTarget;
  /** The planned environment of the worker pool, to start another one from. */
  readonly pool: WorkerToStart;
  readonly uriOf: (service: string) => string;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly terraform: string;
  /** The folder below `dist` that functions and worker are unpacked in. */
  readonly folder: string;
  readonly say: (text: string) => void;
  readonly cloud?: Pick<LocalCloudOptions, 'now' | 'report'>;
  /** The address of the API that the puller's source asks; the fake one of the demo by default. */
  readonly api?: string;
  /** The beginning of the source's first window; an hour ago by default. */
  readonly start?: Date;
  /** Further settings of the source, as YAML. */
  readonly sourceSettings?: string;
  /** Plans once more after the apply, which must find nothing to change. */
  readonly planAgain?: boolean;
}

/** Runs one command of terraform and tells how long it took; throws its own words where it fails. */
export async function terraformStep(
  workspace: Workspace,
  say: StageOptions['say'],
  what: string,
  ...words: readonly string[]
): Promise<void> {
  const began = performance.now();
  const { code, output } = await workspace.run(...words);
  if (code !== 0) throw new Error(`${what} fails:\n${output}`);
  say(`ok   ${what}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { terraform, say } = options;
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (let next = closers.pop(); next !== undefined; next = closers.pop()) await next();
  };
  try {
    const free = await freePorts(DOORS.length);
    const ports = Object.fromEntries(free.map((port, at) => [`penstock-${DOORS[at]}`, port] as const));
    const uriOf = (service: string): string => `http://127.0.0.1:${ports[service] ?? 1}`;
    const api = await startOrdersApi();
    closers.push(() => api.close());
    const dispatcher = await startDispatcher();
    closers.push(() => dispatcher.close());
    const cloud = await startLocalCloud({ ...options.cloud, projectId: PROJECT, triggers: triggersTo(dispatcher.url) });
    closers.push(() => cloud.close());
    const { carryOut, made, elsewhere } = carryOutIn(cloud.addresses);
    const variables = variablesOf(await sampleSource(options, api.address));
    const root = 'terraform/examples/everything';
    const tree = join(ROOT, 'deploy');
    const workspace = await openWorkspace({ terraform, tree, root, project: PROJECT, uriOf, carryOut, variables });
    closers.push(() => workspace.close());
    await terraformStep(workspace, say, 'terraform apply', 'apply', '-auto-approve', '-no-color', '-input=false');
    const count = [...made.values()].reduce((sum, one) => sum + one, 0);
    say(
      `     ${count} resources made in the local cloud; ${elsewhere.size} kinds live elsewhere and were planned only`,
    );
    if (options.planAgain === true) {
      const what = 'terraform plan finds nothing to change';
      await terraformStep(workspace, say, what, 'plan', '-detailed-exitcode', '-no-color');
    }
    const resources = readResources((await workspace.run('show', '-json')).output);
    const functions = await startAll(resources, ports, cloud.env, join(ROOT, 'dist', options.folder));
    closers.push(() => functions.close());
    dispatcher.use(plannedTriggers(resources), uriOf);
    say(`ok   ${DOORS.length} functions started from their zips with the planned environment`);
    const pool = plannedPool(resources, join(ROOT, 'dist', `${options.folder}-worker`));
    const worker = await startWorkerPool(pool, cloud.env);
    closers.push(() => worker.kill());
    say("ok   the worker started from its image's layout with the planned environment");
    const target = await localTarget({ cloud, resources, uriOf, project: PROJECT });
    return { cloud, workspace, resources, functions, worker, target, pool, uriOf, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function triggersTo(url: string): NonNullable<LocalCloudOptions['triggers']> {
  return EVENT_TYPES.map((value, at) => ({
    name: `rehearsal-${at}`,
    filters: [{ attribute: 'type', value }],
    function: url,
    retry: true,
  }));
}

function variablesOf(source: string): Readonly<Record<string, unknown>> {
  return {
    project_id: PROJECT,
    project_number: '123456789012',
    release_dir: RELEASE,
    worker_digest: 'a'.repeat(64),
    deletion_protection: false,
    orders_source: source,
    puller_env: { PULLER_ALLOW_LOOPBACK: 'true' },
  };
}

function hourAgo(): Date {
  return new Date(Math.floor(Date.now() / 3_600_000 - 1) * 3_600_000);
}

/** The example's source with another API in place of the shop's, and another start. */
async function sampleSource(
  { api, start: from = hourAgo(), sourceSettings = '' }: StageOptions,
  fake: string,
): Promise<string> {
  const text = await readFile(join(ROOT, 'deploy/terraform/examples/everything/orders.yaml'), 'utf8');
  const start = `${from.toISOString().slice(0, 19)}Z`;
  return text
    .replace('https://', 'http://')
    .replace(/api: \S+/, `api: ${api ?? fake}`)
    .replace(/start: '[^']+'/, `start: '${start}'`)
    .concat(sourceSettings);
}

function startAll(
  resources: readonly Resource[],
  ports: Readonly<Record<string, number>>,
  cloud: Readonly<Record<string, string>>,
  folder: string,
): Promise<RunningFunctions> {
  const services = plannedEnvironments(resources.filter(({ type }) => type === 'google_cloud_run_v2_service'));
  const zips = resources.filter(({ type, values }) => type === 'google_storage_bucket_object' && values.source);
  const starting = services.map(({ door, env }) => ({
    door,
    env,
    port: ports[`penstock-${door}`] as number,
    zip: String(zips.find(({ address }) => address.includes(`.module.${door}[0].`))?.values.source),
  }));
  return startFunctions(starting, cloud, { folder, config: configFiles(resources) });
}

function plannedPool(resources: readonly Resource[], root: string): WorkerToStart {
  const [pool] = plannedEnvironments(resources.filter(({ type }) => type === 'google_cloud_run_v2_worker_pool'));
  if (pool === undefined) throw new Error('the plan has no worker pool');
  return { context: join(RELEASE, 'worker'), root, env: pool.env, config: configFiles(resources) };
}

function configFiles(resources: readonly Resource[]): readonly { readonly name: string; readonly content: string }[] {
  return resources
    .filter(({ type, values }) => type === 'google_storage_bucket_object' && values.content)
    .map(({ values }) => ({ name: String(values.name), content: String(values.content) }));
}
