/** A local Pub/Sub and Cloud Storage with an error topic, its subscription, and buckets. */

import { Faults } from '../../local/core/faults/faults.ts';
import { startPubsub } from '../../local/pubsub/index.ts';
import { startStorage } from '../../local/storage/index.ts';
import { setEnvironment } from './environment.ts';

export const ERROR_TOPIC = 'projects/p/topics/errors';
export const ERROR_SUBSCRIPTION = 'projects/p/subscriptions/errors';
export const TARGET_TOPIC = 'projects/p/topics/target';
export const TARGET_SUBSCRIPTION = 'projects/p/subscriptions/target';
export const BUCKET = 'rejected';

export async function startErrorServices() {
  const faults = new Faults();
  const service = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
  const pubsub = await startPubsub(service);
  const storage = await startStorage(service);
  const restore = setEnvironment({
    PUBSUB_EMULATOR_HOST: pubsub.address,
    STORAGE_EMULATOR_HOST: `http://${storage.address}`,
    METADATA_SERVER_DETECTION: 'none',
  });
  for (const [topic, subscription] of [
    [ERROR_TOPIC, ERROR_SUBSCRIPTION],
    [TARGET_TOPIC, TARGET_SUBSCRIPTION],
  ] as const) {
    await pubsub.ensureTopic(topic);
    await pubsub.ensureSubscription(subscription, topic);
  }
  await storage.ensureBucket(BUCKET);
  return {
    faults,
    pubsub,
    storage,
    close: async () => {
      restore();
      await pubsub.close();
      await storage.close();
    },
  };
}

export type ErrorServices = Awaited<ReturnType<typeof startErrorServices>>;
