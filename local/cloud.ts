/** Starts every service of the local cloud, joins them up, and stops them in the opposite order. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startBigQuery } from './bigquery/index.ts';
import { type ConsoleService, startConsole } from './console/console.ts';
import { type EventarcService, startEventarc } from './eventarc/eventarc.ts';
import type { Filter } from './eventarc/trigger.ts';
import { Faults } from './faults/faults.ts';
import { startFirestore } from './firestore/firestore.ts';
import { type Functions, startFunctions } from './functions/functions.ts';
import { objectsOf, storageEvents } from './joints.ts';
import { listenProblem } from './listen.ts';
import { ANY_PORTS, type PortName, type Ports } from './ports.ts';
import { startPubsub } from './pubsub/index.ts';
import { makeResources, type Resources } from './resources.ts';
import { type RetryConfig, type SchedulerService, startScheduler } from './scheduler/scheduler.ts';
import { startSecrets } from './secrets/secrets.ts';
import type { Happening, Service, ServiceOptions } from './service.ts';
import { startStorage } from './storage/index.ts';

export interface SuiteFunction {
  readonly name: PortName;
  /** URL of its index.ts. */
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface LocalCloudOptions {
  readonly projectId?: string;
  readonly host?: string;
  /** Default: any free port for everything. */
  readonly ports?: Partial<Ports>;
  /** Undefined keeps everything in memory. */
  readonly stateDir?: string | undefined;
  readonly functions?: readonly SuiteFunction[];
  readonly triggers?: readonly {
    readonly name: string;
    readonly filters: readonly Filter[];
    readonly function: string;
    readonly retry: boolean;
  }[];
  readonly jobs?: readonly {
    readonly name: string;
    readonly schedule: string;
    readonly function: string;
    readonly retry?: RetryConfig;
  }[];
  readonly resources?: Resources;
  /** Milliseconds; see Eventarc. Tests make it short. */
  readonly eventBackoffMs?: number;
  readonly report?: (happening: Happening) => void;
  /** Told when the functions' process ends by itself. */
  readonly onCrash?: (message: string) => void;
  readonly now?: () => number;
}

export interface LocalCloud {
  readonly projectId: string;
  /** `host:port` by name: `pubsub`, `storage`, `bigquery`, `bigquery-storage`, `intake`, … */
  readonly addresses: Readonly<Record<string, string>>;
  /** The variables that point Google's clients, and Penstock's functions, at this cloud. */
  readonly env: Readonly<Record<string, string>>;
  readonly faults: Faults;
  readonly eventarc: EventarcService;
  readonly scheduler: SchedulerService;
  close(): Promise<void>;
}

/** Wired up as production would be: storage and Firestore emit events, triggers and push subscriptions reach functions. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { projectId = 'demo-penstock', host = '127.0.0.1', stateDir, now = Date.now } = options;
  const ports: Ports = { ...ANY_PORTS, ...options.ports };
  const faults = new Faults();
  const addresses: Record<string, string> = {};
  const started: { close(): Promise<void> }[] = [];
  const watching: { console?: ConsoleService } = {};
  const report = (happening: Happening): void => {
    watching.console?.show(happening);
    options.report?.(happening);
  };
  const close = async (): Promise<void> => {
    for (let next = started.pop(); next !== undefined; next = started.pop()) await next.close();
  };
  /** Starts one service in a folder of its own; what keeps it from listening is told in one sentence. */
  const up = async <S extends Service>(name: PortName, begin: (given: ServiceOptions) => Promise<S>): Promise<S> => {
    const folder = stateDir === undefined ? undefined : join(stateDir, name);
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    try {
      const service = await begin({ host, port: ports[name], stateDir: folder, faults, report, now });
      started.push(service);
      addresses[name] = service.address;
      return service;
    } catch (error) {
      throw listenProblem(error, name, ports[name]);
    }
  };

  try {
    const pubsub = await up('pubsub', startPubsub);
    const late: { eventarc?: EventarcService; scheduler?: SchedulerService } = {};
    const storage = await up('storage', (given) =>
      startStorage({ ...given, onNotification: storageEvents(pubsub, (event) => late.eventarc?.emit(event)) }),
    );
    const bigquery = await up('bigquery', (given) =>
      startBigQuery({ ...given, writePort: ports['bigquery-storage'], objects: objectsOf(storage) }),
    );
    addresses['bigquery-storage'] = bigquery.writeAddress;
    await up('secrets', (given) => startSecrets({ ...given, file: join(stateDir ?? '.', 'secrets.json') }));
    await up('documents', (given) =>
      startFirestore({ ...given, projectId, emit: async (event) => late.eventarc?.emit(event) }),
    );
    const env = environment(projectId, addresses);
    const functions = await startSuite(options, host, ports, env, report);
    if (functions !== undefined) {
      started.push(functions);
      Object.assign(addresses, functions.addresses);
    }
    const service: ServiceOptions = {
      host,
      port: 0,
      stateDir: stateDir && join(stateDir, 'eventarc'),
      faults,
      report,
      now,
    };
    const urlOf = (name: string): string => `http://${addresses[name]}/`;
    const eventarc = await startEventarc({
      ...service,
      triggers: (options.triggers ?? [])
        .filter((trigger) => addresses[trigger.function] !== undefined)
        .map((trigger) => ({ ...trigger, destination: urlOf(trigger.function) })),
      ...(options.eventBackoffMs === undefined ? {} : { minBackoffMs: options.eventBackoffMs }),
    });
    late.eventarc = eventarc;
    started.push(eventarc);
    const jobs = (options.jobs ?? []).filter((job) => addresses[job.function] !== undefined);
    const scheduler = await startScheduler({
      ...service,
      projectId,
      jobs: jobs.map((job) => ({ ...job, url: urlOf(job.function) })),
    });
    started.push(scheduler);
    watching.console = await up('console', (given) =>
      startConsole({
        ...given,
        addresses: () => addresses,
        jobs: () => jobs.map(({ name }) => name),
        runJob: (name, time) => scheduler.run(name, time),
      }),
    );
    const reachable = (options.resources?.subscriptions ?? []).filter(
      ({ pushTo }) => pushTo === undefined || addresses[pushTo] !== undefined,
    );
    await makeResources({ ...options.resources, subscriptions: reachable }, { projectId, addresses });
    return { projectId, addresses, env, faults, eventarc, scheduler, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function environment(projectId: string, addresses: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    GOOGLE_CLOUD_PROJECT: projectId,
    PUBSUB_EMULATOR_HOST: addresses.pubsub ?? '',
    STORAGE_EMULATOR_HOST: `http://${addresses.storage}`,
    BIGQUERY_EMULATOR_HOST: `http://${addresses.bigquery}`,
    BIGQUERY_STORAGE_EMULATOR_HOST: addresses['bigquery-storage'] ?? '',
    SECRET_MANAGER_EMULATOR_HOST: addresses.secrets ?? '',
    // Google's clients look for a metadata server; there is none on a machine without an account.
    METADATA_SERVER_DETECTION: 'none',
  };
}

async function startSuite(
  options: LocalCloudOptions,
  host: string,
  ports: Ports,
  env: Readonly<Record<string, string>>,
  report: (happening: Happening) => void,
): Promise<Functions | undefined> {
  const functions = options.functions ?? [];
  if (functions.length === 0) return undefined;
  const hosted = functions.map((one) => ({ ...one, port: ports[one.name] }));
  return startFunctions({ host, functions: hosted, env, report, onCrash: options.onCrash ?? (() => undefined) });
}
