/** Our own Cloud Storage client on a local service of its own. */

import { openStorage, type StorageClient, type StorageOptions } from '@penstock/shared/storage/client.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import { setEnvironment } from './environment.ts';
import { type FixtureOptions, type StorageFixture, storageFixture } from './storage.ts';

export interface StorageWorld extends Pick<StorageFixture, 'service' | 'faults'> {
  readonly storage: StorageClient;
  readonly objects: Objects;
  /** Another client of the same service. */
  newClient(options?: StorageOptions): StorageClient;
  close(): Promise<void>;
}

export const BUCKET = 'work';

/** Retries are quick, so that a test of a fault does not wait. */
const QUICK = { retry: { initialMs: 1, maxMs: 5 }, budgetMs: 5_000 };

export async function storageWorld(options: FixtureOptions & StorageOptions = {}): Promise<StorageWorld> {
  const { service, faults, close } = await storageFixture(options);
  await service.ensureBucket(BUCKET);
  const restore = setEnvironment({ STORAGE_EMULATOR_HOST: `http://${service.address}` });
  const clients: StorageClient[] = [];
  const newClient = (own: StorageOptions = {}): StorageClient => {
    const client = openStorage({ projectId: 'demo-penstock', ...QUICK, ...own });
    clients.push(client);
    return client;
  };
  const storage = newClient(options);
  return {
    service,
    faults,
    storage,
    objects: createObjects(storage),
    newClient,
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      restore();
      await close();
    },
  };
}
