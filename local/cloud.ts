/** Starts every service of the local cloud, joins them up, and stops them in the opposite order. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startBigQuery } from './bigquery/index.ts';
import type { LocalCloud, LocalCloudOptions } from './cloud-options.ts';
import type { LocalMetrics } from './console/api/dashboards.ts';
import type { ConsoleServices } from './console/api/services.ts';
import { Backlogs } from './console/backlogs.ts';
import { type ConsoleService, startConsole } from './console/console.ts';
import { functionFacts } from './console/function-facts.ts';
import { localMetrics } from './console/local-metrics.ts';
import { Rates } from './console/rates.ts';
import { credentialsFile, writeCredentials } from './core/credentials.ts';
import { environment } from './core/environment.ts';
import { Faults } from './core/faults/faults.ts';
import { struck } from './core/faults/struck.ts';
import { startFront } from './core/http/front.ts';
import { untilIdle } from './core/idle.ts';
import { deadLetters, objectsOf, sinksOf, storageEvents } from './core/joints.ts';
import { listenProblem, portOf, reachable } from './core/listen.ts';
import { ANY_PORTS, type PortName, type Ports } from './core/ports.ts';
import { makeResources, type Resources } from './core/resources.ts';
import type { Happening, Service, ServiceOptions } from './core/service.ts';
import { openStateFolder } from './core/state.ts';
import { openAuthority } from './core/tls/authority.ts';
import type { CloudEvent } from './eventarc/event.ts';
import { type EventarcService, startEventarc } from './eventarc/eventarc.ts';
import type { Services } from './eventarc/resource.ts';
import { startFirestore } from './firestore/firestore.ts';
import { type FunctionsHost, launchHost } from './functions/functions.ts';
import type { HostedFunction } from './functions/host.ts';
import { type Sinks, startPubsub } from './pubsub/index.ts';
import { startScheduler } from './scheduler/scheduler.ts';
import { startSecrets } from './secrets/secrets.ts';
import { startStorage } from './storage/index.ts';
import { currentTraceId } from './way/current-trace.ts';
import { WayMemory } from './way/memory.ts';

export type { LocalCloud, LocalCloudOptions, SuiteFunction } from './cloud-options.ts';
export type { IdleOptions } from './core/idle.ts';

/** The longest wait of a stop for answers that are under way: as long as functions have to finish. */
const DRAIN_MS = 10_000;

async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]).finally(() => clearTimeout(timer));
}

/** Wired up as production would be: storage and Firestore emit events, triggers and push subscriptions reach functions. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { projectId = 'demo-penstock', host = '127.0.0.1', stateDir, now = Date.now } = options;
  const outside: Ports = { ...ANY_PORTS, ...options.ports };
  /** With TLS a front has the port that was asked for, and the service another one behind it. */
  const ports = options.tls === true ? ANY_PORTS : outside;
  const faults = new Faults((strike) => report(struck(strike)));
  const addresses: Record<string, string> = {};
  const started: Pick<Service, 'busy' | 'close' | 'drain'>[] = [];
  let hosting: FunctionsHost | undefined;
  const watching: { console?: ConsoleService } = {};
  const way = new WayMemory();
  const rates = new Rates(now);
  const requests = new Rates(now);
  const report = (happening: Happening): void => {
    way.record(happening, now(), currentTraceId());
    const { units: _units, minor, ...told } = happening;
    if (minor === true) return;
    watching.console?.show(happening);
    options.report?.(told);
  };
  const close = async (): Promise<void> => {
    // An answer that is lost now would make its message or event come again after the next start.
    await inTime(Promise.all(started.map((one) => one.drain?.())), DRAIN_MS);
    delete watching.console;
    for (let next = started.pop(); next !== undefined; next = started.pop()) await next.close();
    await hosting?.close();
  };
  /** Starts one service, in a folder of its own if it keeps anything; what stops it is told in one sentence. */
  const up = async <S extends Service>(
    name: PortName,
    begin: (given: ServiceOptions) => Promise<S>,
    keeps = true,
  ): Promise<S> => {
    const folder = stateDir === undefined || !keeps ? undefined : join(stateDir, name);
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    try {
      const service = await begin({ host, port: ports[name], stateDir: folder, faults, report, now });
      started.push(service);
      await at(name, service.address, 'writeAddress' in service ? String(service.writeAddress) : undefined);
      return service;
    } catch (error) {
      const taken = name === 'bigquery' && portOf(error) === outside['bigquery-storage'] ? 'bigquery-storage' : name;
      throw listenProblem(error, taken, host, outside[taken]) ?? stateProblem(error, folder);
    }
  };
  let authority: Awaited<ReturnType<typeof openAuthority>> | undefined;
  /** Makes a service known under the address that callers use. */
  const at = async (name: string, address: string, http2?: string): Promise<void> => {
    addresses[name] = reachable(address);
    if (authority === undefined) return;
    const behind = { http1: addresses[name], ...(http2 === undefined ? {} : { http2: reachable(http2) }) };
    const front = await startFront({
      host,
      port: outside[name as PortName],
      context: authority.context(host),
      ...behind,
    });
    started.push(front);
    addresses[name] = reachable(front.address);
  };

  try {
    if (stateDir !== undefined) {
      const held = await openStateFolder(stateDir, options.fresh ?? false, projectId);
      started.push({ close: () => held.release() });
    }
    if (options.tls === true) authority = await openAuthority(stateDir, now);
    hosting = launchSuite(options, report, rates, requests);
    const late: { sinks?: Sinks } = {};
    const pubsub = await up('pubsub', (given) => startPubsub({ ...given, sinks: () => late.sinks }));
    // Storage and Firestore send the events that a killed process left as soon as they start: these wait for Eventarc.
    const hearing = Promise.withResolvers<EventarcService>();
    const emit = async (event: CloudEvent): Promise<void> => (await hearing.promise).emit(event);
    const storage = await up('storage', (given) =>
      startStorage({ ...given, onNotification: storageEvents(pubsub, emit) }),
    );
    const bigquery = await up('bigquery', (given) =>
      startBigQuery({ ...given, writePort: ports['bigquery-storage'], objects: objectsOf(storage) }),
    );
    late.sinks = sinksOf(bigquery, storage);
    await at('bigquery-storage', bigquery.writeAddress);
    await up(
      'secrets',
      (given) =>
        startSecrets({ ...given, file: join(stateDir ?? '.', 'secrets.json'), inMemory: stateDir === undefined }),
      false,
    );
    const firestore = await up('documents', (given) => startFirestore({ ...given, projectId, emit }));
    const env = environment(projectId, addresses);
    const functions = await hosting?.load({ host, env, functions: hosted(options, ports) });
    if (functions !== undefined) {
      started.push(functions);
      for (const [name, address] of Object.entries(functions.addresses)) await at(name, address);
    }
    // Before anything is heard or answered: an issue whose topic has no subscription yet would be acknowledged and lost.
    const mended = await mendResources(options.resources ?? {}, projectId, addresses);
    // Before events are delivered: one that meets a closed port waits a second for its next attempt.
    await functions?.listen();
    const isThere = (target: string): boolean => /^https?:/.test(target) || addresses[target] !== undefined;
    const urlOf = (target: string): string => (/^https?:/.test(target) ? target : `http://${addresses[target]}/`);
    const services = servicesOf(options, addresses);
    const eventarc = await up('eventarc', (given) =>
      startEventarc({
        ...given,
        projectId,
        services,
        onDeadLetter: deadLetters(pubsub, projectId),
        triggers: (options.triggers ?? [])
          .filter((trigger) => isThere(trigger.function))
          .map(({ function: target, ...trigger }) => ({
            ...trigger,
            destination: urlOf(target),
            ...(/^https?:/.test(target) ? {} : { service: target }),
          })),
        ...(options.eventBackoffMs === undefined ? {} : { minBackoffMs: options.eventBackoffMs }),
      }),
    );
    hearing.resolve(eventarc);
    const jobs = (options.jobs ?? []).filter((job) => isThere(job.function));
    const scheduler = await up('scheduler', (given) =>
      startScheduler({
        ...given,
        projectId,
        publish: (topic, message) => pubsub.publish(topic, [message]),
        jobs: jobs.map(({ function: target, ...job }) => ({ ...job, url: urlOf(target) })),
      }),
    );
    const backlogs = new Backlogs(pubsub, now);
    started.push({ close: async () => backlogs.close() });
    if (options.console !== false)
      watching.console = await up(
        'console',
        (given) =>
          startConsole({
            ...given,
            projectId,
            addresses: () => addresses,
            jobs: () => scheduler.jobs(),
            runJob: (name, time) => scheduler.run(name, time),
            way,
            rates,
            services: {
              pubsub,
              storage,
              collections: () => firestore.collections(),
              functions: () => functionFacts(options),
              env: () => env,
              ...(options.operations === undefined ? {} : { operations: options.operations({ env, projectId }) }),
              ...(options.calculator === undefined ? {} : { calculator: options.calculator }),
              ...dashboardsOf(options, localMetrics({ options, rates, requests, backlogs })),
              ...(options.onReset === undefined ? {} : { reset: options.onReset }),
            },
          }),
        false,
      );
    const credentials = options.credentials === true && stateDir !== undefined ? credentialsFile(stateDir) : undefined;
    if (credentials !== undefined && stateDir !== undefined) {
      // Not waited for: making the key takes longer than everything else.
      const writing = writeCredentials({ stateDir, projectId, tokenAddress: addresses.console ?? '' }).catch((error) =>
        report({
          service: 'console',
          what: 'failed',
          resource: credentials,
          facts: { reason: String(error) },
          level: 'error',
        }),
      );
      started.push({ close: () => writing });
    }
    return {
      projectId,
      addresses,
      env: environment(projectId, addresses),
      ...(credentials === undefined ? {} : { credentials }),
      ...(authority === undefined ? {} : { authority }),
      faults,
      eventarc,
      scheduler,
      mended,
      idle: (wait) => untilIdle(() => started.flatMap((one) => one.busy?.() ?? []), wait),
      elapsed: scheduler.elapsed,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Functions are the Cloud Run services that triggers made over the API may name. */
function servicesOf({ functions = [] }: LocalCloudOptions, addresses: Readonly<Record<string, string>>): Services {
  const names = (): readonly string[] =>
    functions.map(({ name }) => name).filter((name) => addresses[name] !== undefined);
  return {
    names,
    urlOf: (service) => (names().includes(service as PortName) ? `http://${addresses[service]}/` : undefined),
  };
}

function dashboardsOf(
  { dashboards }: LocalCloudOptions,
  metrics: () => LocalMetrics,
): Pick<ConsoleServices, 'dashboards'> {
  return dashboards === undefined ? {} : { dashboards: { load: dashboards, metrics } };
}

/** Makes what the set-up needs, and returns what an earlier run's state lacked. */
async function mendResources(
  resources: Resources,
  projectId: string,
  addresses: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const reachableOnly = (resources.subscriptions ?? []).filter(
    ({ pushTo }) => pushTo === undefined || addresses[pushTo] !== undefined,
  );
  const { made, mended, found } = await makeResources(
    { ...resources, subscriptions: reachableOnly },
    { projectId, addresses },
  );
  return found ? [...made.map((what) => `${what}, which was gone`), ...mended] : [];
}

/** A service that cannot read what it kept. It does not start without: forgetting is for people to decide. */
function stateProblem(error: unknown, folder: string | undefined): unknown {
  const message = (error as Error).message.split('\n')[0] as string;
  if (folder === undefined || message.includes('--fresh')) return error;
  return new Error(
    `What is kept in ${folder} cannot be used (${message}): start with --fresh to forget this state, or put the files back.`,
    { cause: error },
  );
}

/** Launched first: it loads modules while the services start. */
function launchSuite(
  { functions = [], onCrash = () => undefined }: LocalCloudOptions,
  report: (happening: Happening) => void,
  rates: Rates,
  requests: Rates,
): FunctionsHost | undefined {
  if (functions.length === 0) return undefined;
  const preload = functions.flatMap((one) => one.preload ?? []);
  return launchHost({
    preload,
    report,
    onCrash,
    onMetric: (line) => rates.noteMetric(line),
    onRequests: (lines) => {
      for (const line of lines) requests.noteMetric({ ...line, sum: line.count, max: line.count });
    },
  });
}

function hosted({ functions = [] }: LocalCloudOptions, ports: Ports): readonly HostedFunction[] {
  return functions.map(({ name, source, env }) => ({ name, source, env, port: ports[name] }));
}
