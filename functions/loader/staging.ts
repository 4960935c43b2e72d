/**
 * Copies of a batch's files, each made of the pinned generation. Nothing else writes there, so what a job reads is what the
 * manifest says. The copies are dropped when the load has ended.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { type LoaderContext, storeBucketOf } from './context.ts';
import type { ListedFile } from './data-files.ts';
import { type FileChange, firstChange, readManifest } from './manifest.ts';
import { directoryOf } from './names.ts';
import type { LoadRecord, PartProgress } from './record.ts';

const COPIES_AT_ONCE = 16;

export function stagingBucketOf(context: LoaderContext, record: LoadRecord): string {
  return context.config.stagingBucket || storeBucketOf(context, record);
}

export function stagingPrefixOf({ names }: LoaderContext, { id }: LoadRecord): string {
  return `${names.staging}${id}/`;
}

/** The pinned files of a record, or of one of its parts. */
export function pinnedFiles(
  context: LoaderContext,
  record: LoadRecord,
  part?: PartProgress,
): AsyncGenerator<ListedFile> {
  const range = part === undefined ? {} : { start: part.from, end: part.to };
  return readManifest(context.objects.stream(storeBucketOf(context, record), manifestOf(record).name, range));
}

/** The manifest of a load that was planned whole. */
export function manifestOf({ manifest }: LoadRecord): NonNullable<LoadRecord['manifest']> {
  return manifest as NonNullable<LoadRecord['manifest']>;
}

/** The files that a job reads. */
export async function partUris(
  context: LoaderContext,
  record: LoadRecord,
  part?: PartProgress,
): Promise<readonly string[]> {
  const [bucket, prefix] =
    record.hold === 'snapshot'
      ? [stagingBucketOf(context, record), stagingPrefixOf(context, record)]
      : [record.success.bucket, ''];
  const uris: string[] = [];
  for await (const { name } of pinnedFiles(context, record, part)) uris.push(`gs://${bucket}/${prefix}${name}`);
  return uris;
}

/** False where the time was not enough; the next call goes on. Throws a permanent error where a file has changed. */
export async function stageFiles(context: LoaderContext, record: LoadRecord, untilMs: number): Promise<boolean> {
  const bucket = stagingBucketOf(context, record);
  const prefix = stagingPrefixOf(context, record);
  const there = namesBelow(context, bucket, prefix);
  let next = await there.next();
  const underWay = new Set<Promise<void>>();
  let problem: unknown;
  for await (const file of pinnedFiles(context, record)) {
    while (!next.done && Buffer.compare(Buffer.from(next.value), Buffer.from(file.name)) < 0) next = await there.next();
    if (!next.done && next.value === file.name) continue;
    if (problem !== undefined || context.clock.now() >= untilMs) break;
    const copying = stageFile(context, record, file, { bucket, name: `${prefix}${file.name}` })
      .catch((error: unknown) => {
        problem ??= error;
      })
      .finally(() => underWay.delete(copying));
    underWay.add(copying);
    if (underWay.size >= COPIES_AT_ONCE) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  await there.return(undefined);
  if (problem !== undefined) throw problem;
  return context.clock.now() < untilMs;
}

async function* namesBelow(
  { objects }: LoaderContext,
  bucket: string,
  prefix: string,
): AsyncGenerator<string, undefined> {
  for await (const page of objects.list(bucket, { prefix })) {
    for (const { name } of page) yield name.slice(prefix.length);
  }
  return undefined;
}

async function stageFile(
  { objects }: LoaderContext,
  { success: { bucket } }: LoadRecord,
  { name, generation }: ListedFile,
  to: { readonly bucket: string; readonly name: string },
): Promise<void> {
  try {
    await objects.copy({ bucket, name, generation }, to);
  } catch (error) {
    if (!(error instanceof PenstockError) || !CHANGED.has(error.code)) throw error;
    const now = await objects.stat(bucket, name);
    if (now?.generation === generation)
      throw new PenstockError('ABORTED', `gs://${bucket}/${name} could not be copied: ${error.message}`, {
        cause: error,
      });
    throw changedFile(bucket, { name, expected: generation, found: now?.generation });
  }
}

const CHANGED: ReadonlySet<string> = new Set(['CONFLICT', 'NOT_FOUND']);

/** Looks at every pinned file again, in one pass over the listing. Throws where one has changed or is gone. */
export async function confirmFiles(context: LoaderContext, record: LoadRecord): Promise<void> {
  const { bucket, name } = record.success;
  const change = await firstChange(
    pinnedFiles(context, record),
    context.objects.list(bucket, { prefix: directoryOf(name) }),
  );
  if (change !== undefined) throw changedFile(bucket, change);
}

function changedFile(bucket: string, { name, expected, found }: FileChange): PenstockError {
  const what = found === undefined ? 'is gone' : `was overwritten (generation ${found})`;
  return new PenstockError(
    'INPUT_INVALID',
    `gs://${bucket}/${name} (generation ${expected}) ${what} after the success file was seen, so nothing was loaded. Write the success file again when all files are there`,
    { context: { file: name } },
  );
}

/** Removes every copy. */
export async function dropStaging(context: LoaderContext, record: LoadRecord): Promise<void> {
  const bucket = stagingBucketOf(context, record);
  for await (const page of context.objects.list(bucket, { prefix: stagingPrefixOf(context, record) })) {
    for (let at = 0; at < page.length; at += COPIES_AT_ONCE) {
      await Promise.all(page.slice(at, at + COPIES_AT_ONCE).map(({ name }) => context.objects.delete(bucket, name)));
    }
  }
}
