/** The Firestore door as it is deployed: behind functions-framework, against a local Pub/Sub and Cloud Storage of its own. */

import type { Server } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown, type Shutdown } from '@penstock/shared/runtime/shutdown.ts';
import { readFirestoreConfig } from '../../functions/firestore/config.ts';
import { createFirestore } from '../../functions/firestore/firestore.ts';
import { METRICS } from '../../functions/firestore/metrics.ts';
import { Faults } from '../../local/core/faults/faults.ts';
import { type PubsubService, startPubsub } from '../../local/pubsub/index.ts';
import { type StorageService, startStorage } from '../../local/storage/index.ts';
import { setEnvironment } from './environment.ts';
import { freePort } from './free-port.ts';
import { type PulledMessage, pullAll } from './pull.ts';

export const PROJECT = 'demo-penstock';
export const ROOT = `projects/${PROJECT}/databases/(default)/documents`;
const topic = (name: string): string => `projects/${PROJECT}/topics/${name}`;
const subscription = (name: string): string => `projects/${PROJECT}/subscriptions/${name}`;

export interface FirestoreUnderTest {
  readonly url: string;
  readonly faults: Faults;
  readonly storage: StorageService;
  readonly shutdown: Shutdown;
  readonly lines: readonly Record<string, unknown>[];
  /** The messages in the topic since the last look. */
  issues(): Promise<readonly PulledMessage[]>;
  /** The records in the error output since the last look. */
  errors(): Promise<readonly PulledMessage[]>;
  close(): Promise<void>;
}

export interface FirestoreSetup {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

let instances = 0;

export async function startFirestoreDoor({
  env = {},
  clock = systemClock,
}: FirestoreSetup = {}): Promise<FirestoreUnderTest> {
  const faults = new Faults();
  const service = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
  const pubsub: PubsubService = await startPubsub(service);
  const storage = await startStorage(service);
  const restore = setEnvironment({
    PUBSUB_EMULATOR_HOST: pubsub.address,
    STORAGE_EMULATOR_HOST: `http://${storage.address}`,
    METADATA_SERVER_DETECTION: 'none',
  });
  for (const name of ['issues-topic', 'issues-errors']) {
    await pubsub.ensureTopic(topic(name));
    await pubsub.ensureSubscription(subscription(name), topic(name));
  }
  await storage.ensureBucket('rejected');

  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  const shutdown = createShutdown({ log: createLogger({ level: 'DEBUG', write }) });
  const port = await freePort();
  const host = {
    env: { GOOGLE_CLOUD_PROJECT: PROJECT, LOG_LEVEL: 'DEBUG', ...env, PORT: String(port) },
    args: [],
    clock,
    shutdown,
    write,
  };
  const door = { name: 'firestore', readConfig: readFirestoreConfig, metrics: METRICS, create: createFirestore };
  instances += 1;
  http(`firestore-${instances}`, await openDoor(door, host));
  const server: Server = getTestServer(`firestore-${instances}`);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${port}/`,
    faults,
    storage,
    shutdown,
    lines,
    issues: () => pullAll(pubsub.address, subscription('issues-topic')),
    errors: () => pullAll(pubsub.address, subscription('issues-errors')),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await shutdown.close();
      restore();
      await pubsub.close();
      await storage.close();
    },
  };
}
