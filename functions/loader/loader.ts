/** Puts the door together: its clients are made here, once an instance, and closed with it. */

import { randomUUID } from 'node:crypto';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import { type RestClient, restClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { createErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import { createPublisher, type Publisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Door, DoorParts } from '@penstock/shared/runtime/door.ts';
import type { Emulators } from '@penstock/shared/runtime/emulators.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import { once } from '@penstock/shared/runtime/once.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import type { LoaderConfig } from './config.ts';
import type { LoaderContext, Store } from './context.ts';
import { handle } from './handler.ts';
import type { METRICS } from './metrics.ts';
import { parseMicro } from './micro-batch.ts';
import { stateNames } from './names.ts';
import { parseTurn } from './order.ts';
import { parseStarts } from './quota.ts';
import { parseLoadRecord } from './record.ts';
import { createTracker } from './tracking.ts';

/** Cloud Storage events are small; a notification carries the object's resource. */
const MAX_BODY_BYTES = 1_048_576;
const PUBLISH_DEADLINE_MS = 10_000;

export interface OpenLoader {
  readonly config: LoaderConfig;
  readonly projectId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics<typeof METRICS>;
  readonly emulators: Pick<Emulators, 'bigqueryStorage'>;
  onClose(name: string, close: () => Promise<void> | void): void;
  /** Put between the loader and the services; a test cuts the wires here. */
  readonly between?: {
    storage(client: StorageClient): StorageClient;
    rest(client: RestClient): RestClient;
  };
}

/** The clients of the loader, for the function and for its commands. */
export function openLoader(opened: OpenLoader): LoaderContext {
  const { config, projectId, clock, log, metrics, emulators, onClose, between } = opened;
  const connected = openStorage({ projectId, clock });
  onClose('storage', () => connected.close());
  const storage = between?.storage(connected) ?? connected;
  const names = stateNames(config.statePrefix);
  const jobProject = config.jobProject || projectId;
  const connect = once(() => connectBigQuery(jobProject));
  const storeOf = (bucket: string): Store => {
    const place = { storage, bucket: config.ledgerBucket || bucket };
    return {
      bucket: place.bucket,
      loads: createLedger({ ...place, prefix: names.loads, parse: parseLoadRecord }),
      turns: createLedger({ ...place, prefix: names.tables, parse: parseTurn }),
      starts: createLedger({ ...place, prefix: names.quota, parse: parseStarts }),
      micro: createLedger({ ...place, prefix: `${names.micro}cuts/`, parse: parseMicro }),
    };
  };
  const context: LoaderContext = {
    config,
    names,
    objects: createObjects(storage),
    storeOf,
    rest: once(async () => {
      const rest = restClient(await connect());
      return between?.rest(rest) ?? rest;
    }),
    tracker: undefined,
    ...outputs({ config, projectId, onClose }),
    clock,
    newId: randomUUID,
    log,
    metrics,
  };
  if (config.trackingDataset === '') return context;
  const writeClient = new WriteClient({ clock, metrics, endpoint: { emulatorHost: emulators.bigqueryStorage } });
  onClose('write client', () => writeClient.close());
  const tracker = createTracker({
    connect,
    writeClient,
    projectId: async () => config.storageProject || (await context.rest()).projectId(),
    datasetId: config.trackingDataset,
  });
  onClose('tracking', () => tracker.close());
  return { ...context, tracker };
}

function outputs({
  config,
  projectId,
  onClose,
}: Pick<OpenLoader, 'config' | 'projectId' | 'onClose'>): Pick<LoaderContext, 'reject' | 'notify'> {
  const publishers = new Map<string, Publisher>();
  const publisherOf = (topic: string): Publisher => {
    const known = publishers.get(topic) ?? createPublisher({ projectId, topic, deadlineMs: PUBLISH_DEADLINE_MS });
    publishers.set(topic, known);
    return known;
  };
  onClose('publishers', async () => {
    await Promise.all([...publishers.values()].map((publisher) => publisher.close()));
  });
  const notify: LoaderContext['notify'] = async (topic, message, attributes) => {
    await publisherOf(topic).publish({ data: Buffer.from(JSON.stringify(message)), attributes });
  };
  if (config.errorsTopic === '') return { reject: undefined, notify };
  const errors = createErrorOutput({
    projectId,
    topic: config.errorsTopic,
    bucket: config.ledgerBucket,
    prefix: 'errors/loader/',
    deadlineMs: PUBLISH_DEADLINE_MS,
  });
  onClose('error output', () => errors.close());
  return { reject: (rejection) => errors.reject(rejection), notify };
}

export function createLoader(door: Door<LoaderConfig, typeof METRICS>): DoorParts {
  const context = openLoader(door);
  return {
    body: { maxBytes: MAX_BODY_BYTES },
    traced: true,
    handle: async (request, response) => {
      const answer = await handle(context, request, door.clock.now());
      sendReply(response, answer === 'done' ? 204 : 503);
    },
  };
}
