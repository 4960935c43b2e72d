/**
 * Moves or deletes a batch's files after its end. It touches only the generation that was loaded, and after a success
 * only once the rows are in the table: a failed load deletes nothing.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext } from './context.ts';
import type { ListedFile } from './data-files.ts';
import type { LoadRecord } from './record.ts';
import { pinnedFiles } from './staging.ts';
import { destinationOf } from './target.ts';

const FILES_AT_ONCE = 16;

export interface SuccessHooks {
  readonly files?: 'keep' | 'delete' | 'archive';
  readonly archiveTo?: string;
  readonly sql?: string;
  readonly topic?: string;
}

export interface FailureHooks {
  readonly files?: 'keep' | 'quarantine';
  readonly quarantineTo?: string;
  readonly topic?: string;
}

export function successHooks({ config }: LoadRecord): SuccessHooks {
  return (config.onSuccess ?? {}) as SuccessHooks;
}

export function failureHooks({ config }: LoadRecord): FailureHooks {
  return (config.onFailure ?? {}) as FailureHooks;
}

/** Deletes or moves the batch's files. Asked again after a crash, it goes on: a file that is gone is done. */
export async function moveFiles(context: LoaderContext, record: LoadRecord, to: string | undefined): Promise<void> {
  const target = to === undefined ? undefined : placeOf(to);
  const underWay = new Set<Promise<void>>();
  const problems: unknown[] = [];
  for await (const file of pinnedFiles(context, record)) {
    const moving = moveFile(context, record, file, target)
      .catch((error: unknown) => void problems.push(error))
      .finally(() => underWay.delete(moving));
    underWay.add(moving);
    if (underWay.size >= FILES_AT_ONCE) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (problems.length > 0) throw problems[0];
}

interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

function placeOf(uri: string): Place {
  const [bucket, ...segments] = uri.slice('gs://'.length).split('/') as [string, ...string[]];
  const path = segments.join('/');
  return { bucket, prefix: path === '' || path.endsWith('/') ? path : `${path}/` };
}

async function moveFile(
  { objects }: LoaderContext,
  { success: { bucket } }: LoadRecord,
  { name, generation }: ListedFile,
  target: Place | undefined,
): Promise<void> {
  if (target !== undefined) {
    try {
      await objects.copy({ bucket, name, generation }, { bucket: target.bucket, name: `${target.prefix}${name}` });
    } catch (error) {
      // Moved already, or replaced since: neither is this load's file any more.
      if (error instanceof PenstockError && (error.code === 'NOT_FOUND' || error.code === 'CONFLICT')) {
        if ((await objects.stat(bucket, name))?.generation !== generation) return;
      }
      throw error;
    }
  }
  await objects.delete(bucket, name, generation);
}

/** The message of a hook's topic. */
export function loadMessage(record: LoadRecord): Readonly<Record<string, unknown>> {
  const { id, success, destination, manifest, rows, problem, state, publication } = record;
  return {
    load_id: id,
    outcome: problem === undefined ? 'delivered' : 'rejected',
    bucket: success.bucket,
    object: success.name,
    generation: success.generation,
    ...(destination !== undefined && { table: tableText(record) }),
    ...(manifest !== undefined && { files: manifest.files, bytes: manifest.bytes }),
    ...(rows !== undefined && { rows }),
    ...(problem !== undefined && { error_code: problem.code, error_message: problem.message, errors: problem.details }),
    attempt: publication.attempt,
    state,
  };
}

/** `project.dataset.table$partition`. */
export function tableText(record: LoadRecord): string {
  const { projectId, datasetId, tableId, decorator } = destinationOf(record);
  return `${projectId}.${datasetId}.${tableId}${decorator === undefined ? '' : `$${decorator}`}`;
}
