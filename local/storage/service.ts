/** The local Cloud Storage as a service, and what the rest of the local cloud may ask it without going over HTTP. */

import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service, ServiceOptions } from '../core/service.ts';
import { startStorageServer } from './api/server.ts';
import { newBucket } from './methods/buckets.ts';
import { bucketNamed, type Context, versionNamed } from './methods/context.ts';
import { UploadProgress } from './methods/upload-progress.ts';
import { newBucketSettings } from './rules/bucket-settings.ts';
import { checkBucketName } from './rules/names.ts';
import type { ObjectVersion } from './state/model.ts';
import { type NotificationListener, Outbox } from './state/outbox.ts';
import { Store, type StoreLimits } from './state/store.ts';

export interface StorageOptions extends ServiceOptions {
  /** Told of every change of an object, at least once; a rejection is tried again with backoff. */
  readonly onNotification?: NotificationListener;
  /** When files are rewritten and moved. The defaults fit; a test lowers them to see it happen. */
  readonly limits?: StoreLimits;
}

export interface ObjectFacts {
  readonly bucket: string;
  readonly name: string;
  readonly generation: number;
  readonly metageneration: number;
  readonly size: number;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly crc32c: string;
  readonly md5: string | undefined;
  readonly timeCreated: number;
  readonly updated: number;
}

export interface StorageService extends Service {
  /** The whole content. Throws an `ApiError` with `status` 404 where bucket, object or generation do not exist. */
  readObject(bucket: string, name: string, generation?: number): Promise<Buffer>;
  /** The content as a stream, pinned to this version even if it is deleted meanwhile. */
  openRead(bucket: string, name: string, generation?: number): Readable;
  statObject(bucket: string, name: string, generation?: number): ObjectFacts;
  /** Live objects whose names begin with `prefix`, in the order of the service. */
  listObjects(bucket: string, prefix?: string): Iterable<ObjectFacts>;
  hasBucket(bucket: string): boolean;
  /** Creates the bucket if it is missing. */
  ensureBucket(bucket: string, project?: string): Promise<void>;
}

export async function startStorage(options: StorageOptions): Promise<StorageService> {
  const { faults, now, report } = options;
  const store = await Store.open(options.stateDir, now, options.limits);
  let address = '';
  const outbox = new Outbox(store, faults, options.onNotification, () => `http://${address}`);
  const uploads = new UploadProgress(store.blobs);
  const context: Context = { store, outbox, uploads, report, now, newId: randomUUID };
  const server = await startStorageServer(options, { context, faults, sleep }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  address = server.address;
  outbox.start();

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await server.close();
    await uploads.close();
    await outbox.close();
    await store.close();
  };
  return {
    name: 'storage',
    address,
    busy: () =>
      [...store.state.events.values()].map(
        ({ version }) => `a notification of ${version.bucket}/${version.name} is on its way`,
      ),
    close: () => {
      closing ??= close();
      return closing;
    },
    ...inProcess(context),
  };
}

function inProcess(context: Context): Omit<StorageService, keyof Service> {
  const { store } = context;
  const find = (bucket: string, name: string, generation?: number): ObjectVersion =>
    versionNamed(bucketNamed(context, bucket), name, generation);
  const openRead = (bucket: string, name: string, generation?: number): Readable => {
    const { blob, size } = find(bucket, name, generation);
    return store.blobs.read(blob, { from: 0, to: size });
  };
  return {
    openRead,
    readObject: async (bucket, name, generation) => {
      const chunks: Buffer[] = [];
      for await (const chunk of openRead(bucket, name, generation)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    statObject: (bucket, name, generation) => factsOf(find(bucket, name, generation)),
    listObjects: function* (bucket, prefix = '') {
      for (const version of store.state.live(bucketNamed(context, bucket), prefix)) yield factsOf(version);
    },
    hasBucket: (bucket) => store.state.buckets.get(bucket) !== undefined,
    ensureBucket: async (name, project = 'demo-penstock') => {
      checkBucketName(name);
      if (store.state.buckets.get(name) !== undefined) return;
      const bucket = newBucket(context, { name, project, location: 'US', ...newBucketSettings({}) });
      await store.commit([{ op: 'bucket', bucket }]);
    },
  };
}

function factsOf(version: ObjectVersion): ObjectFacts {
  const { bucket, name, generation, metageneration, size, crc32c, md5, settings, created, updated } = version;
  const { contentType, contentEncoding } = settings;
  return {
    bucket,
    name,
    generation,
    metageneration,
    size,
    contentType,
    contentEncoding,
    crc32c,
    md5,
    timeCreated: created,
    updated,
  };
}
