/**
 * Batches without success files: the files of a directory are loaded together when there are enough of them, by count,
 * bytes or age. Each generation of a file is in exactly one batch, however often and late its event comes: it is pending
 * until a batch takes it, and remembered as seen before it stops being pending.
 */

import type { StorageObjectEvent } from '@penstock/shared/events/storage-object.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { ObjectInfo } from '@penstock/shared/storage/objects.ts';
import { writePlan } from './claim.ts';
import type { LoaderContext, Store } from './context.ts';
import { dataFileTest } from './data-files.ts';
import type { Limits } from './follow.ts';
import type { DatedFile } from './manifest.ts';
import { directoryOf, hashOf } from './names.ts';
import { gone, lost } from './not-there.ts';
import { loadIdOf, type SuccessFile } from './record.ts';
import { advanceAll } from './sweep.ts';

/** One directory's batches. */
export interface MicroDirectory {
  readonly bucket: string;
  readonly directory: string;
  /** Counts the batches. */
  readonly batch: number;
  /** The batch being made: whoever finds it goes on with it. */
  readonly cutting?: { readonly files: readonly PendingFile[]; readonly atMs: number };
}

export interface PendingFile {
  readonly key: string;
  readonly name: string;
  readonly generation: string;
  readonly size: number;
}

export interface MicroLimits {
  readonly files: number;
  readonly bytes: number;
  readonly ageMs: number;
}

/** The files of the next batch; none while they are too few, too small and too young. Pure. */
export function cutOf(
  pending: readonly (PendingFile & { readonly sinceMs: number })[],
  nowMs: number,
  limits: MicroLimits,
): readonly PendingFile[] {
  const bytes = pending.reduce((sum, { size }) => sum + size, 0);
  const oldest = Math.min(...pending.map(({ sinceMs }) => sinceMs));
  const due = pending.length >= limits.files || bytes >= limits.bytes || nowMs - oldest >= limits.ageMs;
  if (pending.length === 0 || !due) return [];
  return pending.slice(0, limits.files).map(({ key, name, generation, size }) => ({ key, name, generation, size }));
}

export function parseMicro(stored: unknown): MicroDirectory {
  const { directory, batch } = (stored ?? {}) as Partial<Record<keyof MicroDirectory, unknown>>;
  if (typeof directory === 'string' && typeof batch === 'number') return stored as MicroDirectory;
  throw new PenstockError('INPUT_MALFORMED', 'The ledger of a directory’s batches holds something else');
}

/** Takes a data file, where the mode is on; false where there is nothing to do. */
export async function takeFile(context: LoaderContext, event: StorageObjectEvent, limits: Limits): Promise<boolean> {
  const { config, objects } = context;
  if (config.microFiles === 0) return false;
  const { bucket, name, generation, size = 1 } = event;
  if (!dataFileTest(config)({ name, generation, size })) return false;
  const store = context.storeOf(bucket);
  const directory = directoryOf(name);
  const places = placesOf(context, bucket, directory);
  const key = hashOf(bucket, name, generation);
  if ((await objects.stat(store.bucket, `${places.seen}${key}`)) !== undefined) return true;
  await objects.create(store.bucket, `${places.pending}${key}`, Buffer.from(JSON.stringify({ bucket, directory })), {
    metadata: { name: encodeURIComponent(name), generation, size: String(size) },
  });
  await cutDirectory(context, store, bucket, directory, limits);
  return true;
}

interface Places {
  readonly pending: string;
  readonly seen: string;
  readonly ledger: string;
}

function placesOf({ names }: LoaderContext, bucket: string, directory: string): Places {
  const key = hashOf(bucket, directory);
  return { pending: `${names.micro}pending/${key}/`, seen: `${names.micro}seen/${key}/`, ledger: `${key}.json` };
}

/** Makes the directory's next batch, where one is due or was begun, and loads it. */
export async function cutDirectory(
  context: LoaderContext,
  store: Store,
  bucket: string,
  directory: string,
  limits: Limits,
): Promise<void> {
  const places = placesOf(context, bucket, directory);
  let entry = await store.micro.read(places.ledger);
  if (entry?.value.cutting === undefined) {
    const files = await dueFiles(context, store, places);
    if (files.length === 0) return;
    const batch = (entry?.value.batch ?? 0) + 1;
    const value: MicroDirectory = { bucket, directory, batch, cutting: { files, atMs: context.clock.now() } };
    entry = await (entry === undefined
      ? store.micro.create(places.ledger, value)
      : store.micro.update(places.ledger, value, entry.generation)
    ).catch(lost);
    // Another instance makes this batch.
    if (entry === undefined) return;
  }
  const { value, generation } = entry;
  const success: SuccessFile = { bucket, name: `${directory}_MICRO`, generation: String(value.batch) };
  await planBatch(context, store, value, success);
  const { cutting: _done, ...rest } = value;
  await store.micro.update(places.ledger, rest, generation).catch(lost);
  await advanceAll(context, store, loadIdOf(success), limits);
}

async function planBatch(
  context: LoaderContext,
  store: Store,
  { cutting }: MicroDirectory,
  success: SuccessFile,
): Promise<void> {
  const { objects, names } = context;
  const { files = [], atMs = 0 } = cutting ?? {};
  const places = placesOf(context, success.bucket, directoryOf(success.name));
  const sorted = files
    .map((file): DatedFile => ({ ...file, updatedMs: 0 }))
    .sort((one, other) => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)));
  const pages = async function* (): AsyncGenerator<readonly DatedFile[]> {
    yield sorted;
  };
  await writePlan(context, store, { success, successMs: atMs, pages });
  await objects.create(store.bucket, `${names.open}${loadIdOf(success)}`, Buffer.from(JSON.stringify(success)));
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    await Promise.all(
      files
        .slice(at, at + FILES_AT_ONCE)
        .map(({ key }) => objects.create(store.bucket, `${places.seen}${key}`, Buffer.alloc(0))),
    );
  }
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    await Promise.all(
      files.slice(at, at + FILES_AT_ONCE).map(({ key }) => objects.delete(store.bucket, `${places.pending}${key}`)),
    );
  }
}

const FILES_AT_ONCE = 32;

/** The pending files of a directory that no batch has taken. One that was taken and told of again is dropped. */
async function dueFiles(context: LoaderContext, store: Store, places: Places): Promise<readonly PendingFile[]> {
  const { objects, config, clock } = context;
  const pending = await gathered(objects.list(store.bucket, { prefix: places.pending }));
  const files = pending.map((object) => ({ ...pendingFile(object, places), sinceMs: object.updatedMs }));
  const limits = { files: config.microFiles, bytes: config.microBytes, ageMs: config.microAge };
  const due = cutOf(files, clock.now(), limits);
  const seen = await Promise.all(due.map(({ key }) => objects.stat(store.bucket, `${places.seen}${key}`)));
  await Promise.all(
    due.map(({ key }, index) =>
      seen[index] === undefined ? undefined : objects.delete(store.bucket, `${places.pending}${key}`),
    ),
  );
  const fresh = due.filter((_, index) => seen[index] === undefined);
  // Of a file written twice the later generation is there; the earlier one can not be read any more.
  return [...new Map(fresh.map((file) => [file.name, file] as const)).values()];
}

function pendingFile({ name, metadata = {} }: ObjectInfo, { pending }: Places): PendingFile {
  const { name: file = '', generation = '', size = '0' } = metadata;
  return { key: name.slice(pending.length), name: decodeURIComponent(file), generation, size: Number(size) };
}

async function gathered(pages: AsyncIterable<readonly ObjectInfo[]>): Promise<readonly ObjectInfo[]> {
  const all: ObjectInfo[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** What a sweep does for directories whose files wait for company that does not come. */
export async function sweepMicro(context: LoaderContext, store: Store, limits: Limits): Promise<void> {
  if (context.config.microFiles === 0) return;
  const directories = new Map<string, string>();
  for await (const page of context.objects.list(store.bucket, { prefix: `${context.names.micro}pending/` })) {
    for (const { name } of page) directories.set(name.slice(0, name.lastIndexOf('/')), name);
  }
  for (const name of directories.values()) {
    if (context.clock.now() >= limits.untilMs) return;
    const marker = await context.objects.read(store.bucket, name).catch(gone);
    if (marker === undefined) continue;
    const { bucket, directory } = JSON.parse(marker.toString('utf8')) as MicroDirectory;
    await cutDirectory(context, store, bucket, directory, limits);
  }
}
