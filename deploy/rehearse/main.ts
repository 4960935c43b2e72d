/**
 * `npm run deploy:rehearse`: the whole way from an empty project to rows in tables, on this machine. The example
 * `everything` is applied to an empty local cloud, planned again, its functions are started from their zips with the planned
 * environment alone, the smoke test runs, and everything is destroyed.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalCloud } from '@penstock/local/index.ts';
import { startOrdersApi } from '../../demo/orders-api.ts';
import { plannedEnvironments } from '../check/environment.ts';
import { type Resource, readResources } from '../check/resources.ts';
import { findTerraform, openWorkspace, type Workspace } from '../check/terraform.ts';
import { smoke } from '../smoke/smoke.ts';
import { carryOutIn } from './carry-out.ts';
import { plannedTriggers, startDispatcher } from './dispatcher.ts';
import { freePorts } from './free-ports.ts';
import { type RunningFunctions, startFunctions } from './functions.ts';
import { localTarget } from './local-target.ts';
import { type RunningWorker, startWorkerPool } from './worker.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const PROJECT = 'rehearsal-1';
const RELEASE = join(ROOT, 'dist/release');
const DOORS = ['intake', 'firestore', 'sink', 'loader', 'puller'] as const;
/** Every kind of event that a trigger of the suite can ask for. */
const EVENT_TYPES = ['google.cloud.firestore.document.v1.written.withAuthContext'] as const;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function step(workspace: Workspace, what: string, ...words: readonly string[]): Promise<string> {
  const began = performance.now();
  const { code, output } = await workspace.run(...words);
  if (code !== 0) throw new Error(`${what} fails:\n${output}`);
  say(`ok   ${what}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return output;
}

async function rehearse(terraform: string): Promise<boolean> {
  const ports = Object.fromEntries(
    (await freePorts(DOORS.length)).map((port, at) => [`penstock-${DOORS[at]}`, port] as const),
  );
  const uriOf = (service: string): string => `http://127.0.0.1:${ports[service] ?? 1}`;
  const dispatcher = await startDispatcher();
  const cloud = await startLocalCloud({
    projectId: PROJECT,
    triggers: EVENT_TYPES.map((value, at) => ({
      name: `rehearsal-${at}`,
      filters: [{ attribute: 'type', value }],
      function: dispatcher.url,
      retry: true,
    })),
  });
  const api = await startOrdersApi();
  const { carryOut, made, elsewhere } = carryOutIn(cloud.addresses);
  let workspace: Workspace | undefined;
  let functions: RunningFunctions | undefined;
  let worker: RunningWorker | undefined;
  try {
    workspace = await openWorkspace({
      terraform,
      tree: join(ROOT, 'deploy'),
      root: 'terraform/examples/everything',
      project: PROJECT,
      uriOf,
      carryOut,
      variables: {
        project_id: PROJECT,
        project_number: '123456789012',
        release_dir: RELEASE,
        worker_digest: 'a'.repeat(64),
        deletion_protection: false,
        orders_source: await sampleSource(api.address),
        puller_env: { PULLER_ALLOW_LOOPBACK: 'true' },
      },
    });
    await step(workspace, 'terraform apply', 'apply', '-auto-approve', '-no-color', '-input=false');
    const count = [...made.values()].reduce((sum, one) => sum + one, 0);
    say(
      `     ${count} resources made in the local cloud; ${elsewhere.size} kinds live elsewhere and were planned only`,
    );
    await step(workspace, 'terraform plan finds nothing to change', 'plan', '-detailed-exitcode', '-no-color');
    const resources = readResources((await workspace.run('show', '-json')).output);
    functions = await startAll(resources, ports, cloud.env);
    dispatcher.use(plannedTriggers(resources), uriOf);
    say(`ok   ${DOORS.length} functions started from their zips with the planned environment`);
    worker = await startPool(resources, cloud.env);
    say("ok   the worker started from its image's layout with the planned environment");
    const target = await localTarget({ cloud, resources, uriOf, project: PROJECT });
    const passed = await smoke(target, `smoke-${Date.now().toString(36)}`, ({ name, ms, problem }) =>
      say(problem === undefined ? `ok   ${name}  ${(ms / 1000).toFixed(1)} s` : `FAIL ${name}: ${problem}`),
    );
    if (!passed) showOutput(new Map([...functions.output, ['worker', worker.output]]));
    const ended = await worker.stop();
    say(`${ended === 0 ? 'ok  ' : 'FAIL'} the worker ends on SIGTERM with the code ${ended}`);
    await step(workspace, 'terraform destroy', 'destroy', '-auto-approve', '-no-color', '-input=false');
    return passed && ended === 0;
  } finally {
    await worker?.kill();
    await functions?.close();
    workspace?.close();
    await cloud.close();
    await dispatcher.close();
    await api.close();
  }
}

/** The example's source with the fake API in place of the shop's, and windows that begin an hour ago. */
async function sampleSource(address: string): Promise<string> {
  const text = await readFile(join(ROOT, 'deploy/terraform/examples/everything/orders.yaml'), 'utf8');
  const start = `${new Date(Math.floor(Date.now() / 3_600_000 - 1) * 3_600_000).toISOString().slice(0, 19)}Z`;
  return text
    .replace('https://', 'http://')
    .replace(/api: \S+/, `api: ${address}`)
    .replace(/start: '[^']+'/, `start: '${start}'`);
}

function startAll(
  resources: readonly Resource[],
  ports: Readonly<Record<string, number>>,
  cloud: Readonly<Record<string, string>>,
): Promise<RunningFunctions> {
  const services = plannedEnvironments(resources.filter(({ type }) => type === 'google_cloud_run_v2_service'));
  const zips = resources.filter(({ type, values }) => type === 'google_storage_bucket_object' && values.source);
  const starting = services.map(({ door, env }) => ({
    door,
    env,
    port: ports[`penstock-${door}`] as number,
    zip: String(zips.find(({ address }) => address.includes(`.module.${door}[0].`))?.values.source),
  }));
  return startFunctions(starting, cloud, { folder: join(ROOT, 'dist/rehearsal'), config: configFiles(resources) });
}

function startPool(resources: readonly Resource[], cloud: Readonly<Record<string, string>>): Promise<RunningWorker> {
  const [pool] = plannedEnvironments(resources.filter(({ type }) => type === 'google_cloud_run_v2_worker_pool'));
  if (pool === undefined) throw new Error('the plan has no worker pool');
  const root = join(ROOT, 'dist/rehearsal-worker');
  return startWorkerPool(
    { context: join(RELEASE, 'worker'), root, env: pool.env, config: configFiles(resources) },
    cloud,
  );
}

function configFiles(resources: readonly Resource[]): readonly { readonly name: string; readonly content: string }[] {
  return resources
    .filter(({ type, values }) => type === 'google_storage_bucket_object' && values.content)
    .map(({ values }) => ({ name: String(values.name), content: String(values.content) }));
}

function showOutput(output: ReadonlyMap<string, readonly string[]>): void {
  for (const [door, lines] of output) for (const line of lines.slice(-8)) say(`     ${door}: ${line.slice(0, 400)}`);
}

const terraform = findTerraform();
if (terraform === undefined) {
  say('There is no terraform and no tofu on this machine: the rehearsal needs one of them (or TERRAFORM=path).');
  process.exit(2);
}
process.exit((await rehearse(terraform)) ? 0 : 1);
