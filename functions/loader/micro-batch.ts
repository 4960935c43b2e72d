/**
 * Batches without success files: the files of a directory are loaded together when there are enough of them, by count,
 * bytes or age. Each generation of a file is in exactly one batch, however often and late its event comes: it is pending
 * until a batch takes it, and remembered as seen before it stops being pending.
 */

import type { StorageObjectEvent } from '@penstock/shared/events/storage-object.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Entry } from '@penstock/shared/storage/ledger.ts';
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
  /** The batch being made: an instance that finds it continues it. */
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
  const entry = await store.micro.read(places.ledger);
  const cutting = entry?.value.cutting ?? (await nextCut(context, store, places, bucket));
  if (cutting === undefined) return;
  const batch = (entry?.value.batch ?? 0) + (entry?.value.cutting === undefined ? 1 : 0);
  const value: MicroDirectory = { bucket, directory, batch, cutting };
  // If the write loses the race, another instance makes this batch.
  const written = entry?.value.cutting === undefined ? await write(store, places.ledger, value, entry) : entry;
  if (written === undefined) return;
  const success: SuccessFile = { bucket, name: `${directory}_MICRO`, generation: String(batch) };
  await planBatch(context, store, cutting, success);
  await store.micro.update(places.ledger, { bucket, directory, batch }, written.generation).catch(lost);
  await advanceAll(context, store, loadIdOf(success), limits);
}

async function nextCut(
  context: LoaderContext,
  store: Store,
  places: Places,
  bucket: string,
): Promise<MicroDirectory['cutting']> {
  const files = await dueFiles(context, store, places, bucket);
  return files.length === 0 ? undefined : { files, atMs: context.clock.now() };
}

function write(
  store: Store,
  name: string,
  value: MicroDirectory,
  entry: Entry<MicroDirectory> | undefined,
): Promise<Entry<MicroDirectory> | undefined> {
  if (entry === undefined) return store.micro.create(name, value).catch(lost);
  return store.micro.update(name, value, entry.generation).catch(lost);
}

async function planBatch(
  context: LoaderContext,
  store: Store,
  cutting: NonNullable<MicroDirectory['cutting']>,
  success: SuccessFile,
): Promise<void> {
  const { objects, names } = context;
  const { files, atMs } = cutting;
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
async function dueFiles(
  context: LoaderContext,
  store: Store,
  places: Places,
  bucket: string,
): Promise<readonly PendingFile[]> {
  const { objects, config, clock } = context;
  const pending = await gathered(objects.list(store.bucket, { prefix: places.pending }));
  const files = pending.map((object) => ({ ...pendingFile(object, places), sinceMs: object.updatedMs }));
  const limits = { files: config.microFiles, bytes: config.microBytes, ageMs: config.microAge };
  const due = cutOf(files, clock.now(), limits);
  const fresh = await Promise.all(due.map((file) => isFresh(context, store, places, bucket, file)));
  await Promise.all(
    due.map(({ key }, index) => (fresh[index] ? undefined : objects.delete(store.bucket, `${places.pending}${key}`))),
  );
  return due.filter((_, index) => fresh[index]);
}

/** Not taken by an earlier batch, and not written again since: the later generation has an event of its own. */
async function isFresh(
  { objects }: LoaderContext,
  store: Store,
  { seen }: Places,
  bucket: string,
  file: PendingFile,
): Promise<boolean> {
  const [taken, now] = await Promise.all([
    objects.stat(store.bucket, `${seen}${file.key}`),
    objects.stat(bucket, file.name),
  ]);
  return taken === undefined && now?.generation === file.generation;
}

function pendingFile({ name, metadata }: ObjectInfo, { pending }: Places): PendingFile {
  const { name: file, generation, size } = metadata as Readonly<Record<'name' | 'generation' | 'size', string>>;
  return { key: name.slice(pending.length), name: decodeURIComponent(file), generation, size: Number(size) };
}

async function gathered(pages: AsyncIterable<readonly ObjectInfo[]>): Promise<readonly ObjectInfo[]> {
  const all: ObjectInfo[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** The sweep makes a batch of directories whose files have waited long enough for more. */
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
