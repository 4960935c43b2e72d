/** The sink without an input: the flow, its outputs and its loads over this process's clients. The function, the worker and the
 * commands each bring messages to it. */

import { randomUUID } from 'node:crypto';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import { type RestClient, restClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { ErrorOutput } from '@penstock/shared/errors/output.ts';
import { createGcsErrorOutput } from '@penstock/shared/errors/output-gcs.ts';
import { createErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Emulators } from '@penstock/shared/runtime/emulators.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import { once } from '@penstock/shared/runtime/once.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import type { FileLoads, Route } from './config/resolve.ts';
import { summaryOf } from './config/summary.ts';
import type { SinkConfig } from './config.ts';
import { Flow } from './flow.ts';
import type { SinkMetrics } from './metrics.ts';
import { Loads } from './outputs/file-loads/loads.ts';
import { outputOf } from './outputs/modes.ts';
import { describeWith } from './outputs/table.ts';
import { recordFiles } from './record-files.ts';
import { createRouter } from './routing/route.ts';

export interface EngineOptions {
  readonly config: SinkConfig;
  readonly projectId: string;
  readonly emulators: Emulators;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics<SinkMetrics>;
}

export interface Engine {
  readonly flow: Flow<Route>;
  /** The place where a route stages files. */
  readonly loads: Loads | undefined;
  /** Waits for what is on its way, as long as the configuration says, then gives the rest back and closes every client. */
  close(): Promise<void>;
}

/** An error record must be durable before its message is settled; one attempt may take so long. */
const RECORD_DEADLINE_MS = 20_000;
/** A batch without success for so long comes back to its table's lane, which alerts and isolates. */
const BUDGET_MS = 20_000;
const LEASE_MS = 60_000;
const FOLLOW_MS = 600_000;
const IDLE_MS = 600_000;
const TABLES_LOADED_AT_ONCE = 8;

export function createEngine(options: EngineOptions): Engine {
  const { config, projectId, clock, log, metrics } = options;
  const { plan } = config;
  const clients = clientsOf(options);
  const { bucket, prefix, topic } = plan.errorOutput;
  const errors =
    topic === ''
      ? recordFiles(createGcsErrorOutput({ objects: clients.objects(), bucket, prefix }))
      : recordOutput(options, topic);
  const fallback = plan.fallbackTopic === undefined ? undefined : recordOutput(options, plan.fallbackTopic);
  const flow = new Flow<Route>({
    router: createRouter(plan.routes, plan.defaultProject),
    openOutput: (route) => outputOf(route, plan.fileLoads, clients),
    errorOutput: errors,
    fallback,
    compression: plan.compression,
    limits: plan.limits,
    missingMs: config.missing,
    refreshMs: config.refresh,
    idleMs: IDLE_MS,
    clock,
    log,
    metrics,
  });
  const loads = plan.fileLoads && config.loads ? lazyLoads(options, plan.fileLoads, clients, errors) : undefined;
  log.info(`routes\n${summaryOf(plan).join('\n')}`, { project: projectId });
  return {
    flow,
    loads,
    close: async () => {
      await flow.drain(clock.now() + config.drain);
      await flow.close();
      await loads?.close();
      await Promise.all([errors.close(), fallback?.close()]);
      await clients.close();
    },
  };
}

function recordOutput({ config, projectId }: EngineOptions, topic: string): ErrorOutput {
  const { bucket, prefix } = config.plan.errorOutput;
  return createErrorOutput({ projectId, topic, bucket, prefix, deadlineMs: RECORD_DEADLINE_MS });
}

interface Clients {
  readonly rest: () => Promise<RestClient>;
  readonly write: () => WriteClient;
  readonly storage: () => StorageClient;
  readonly objects: () => Objects;
  readonly describe: ReturnType<typeof describeWith>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly insertBudgetMs: number;
  close(): Promise<void>;
}

/** Each client is made when it is first needed: a process that streams loads no gRPC. */
function clientsOf({ projectId, emulators, clock, metrics }: EngineOptions): Clients {
  const bigquery = once(() => connectBigQuery(projectId));
  const rest = once(async () => restClient(await bigquery()));
  const { bigqueryStorage } = emulators;
  let writing: WriteClient | undefined;
  let storing: StorageClient | undefined;
  let staging: Objects | undefined;
  const storage = (): StorageClient => {
    storing ??= openStorage({ projectId, clock });
    return storing;
  };
  return {
    rest,
    write: () => {
      const retry = { initialMs: 100, maxMs: 5_000, multiplier: 2, budgetMs: BUDGET_MS };
      writing ??= new WriteClient({
        clock,
        metrics,
        policy: { retry },
        ...(bigqueryStorage === undefined ? {} : { endpoint: { emulatorHost: bigqueryStorage } }),
      });
      return writing;
    },
    storage,
    objects: () => {
      staging ??= createObjects(storage());
      return staging;
    },
    describe: describeWith(bigquery),
    clock,
    newId: randomUUID,
    insertBudgetMs: BUDGET_MS,
    close: async () => {
      writing?.close();
      await storing?.close();
    },
  };
}

function lazyLoads(options: EngineOptions, settings: FileLoads, clients: Clients, errorOutput: ErrorOutput): Loads {
  const { clock, log, metrics } = options;
  return new Loads({
    ...settings,
    storage: clients.storage(),
    objects: clients.objects(),
    rest: clients.rest,
    errorOutput,
    clock,
    log,
    metrics,
    newId: randomUUID,
    owner: randomUUID(),
    termMs: LEASE_MS,
    followMs: FOLLOW_MS,
    parallel: TABLES_LOADED_AT_ONCE,
  });
}
