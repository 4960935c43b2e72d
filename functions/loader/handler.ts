/** A success object arrives: the files beside it become one load job. Any other object is nothing to do. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import { type Destination, destinationOf, type Finalized, jobIdOf, sourceFormatOf } from './first-load.ts';

export interface LoadJob {
  readonly jobId: string;
  readonly destination: Destination;
  readonly sourceUris: readonly string[];
  readonly sourceFormat: string;
}

export interface LoaderParts {
  readonly successFilename: string;
  /** Names of the objects directly below a prefix. */
  readonly list: (bucket: string, prefix: string) => Promise<readonly string[]>;
  /** Submits the job, or finds it submitted. */
  readonly submit: (job: LoadJob) => Promise<'submitted' | 'exists'>;
  readonly log: Logger;
}

export function createHandler({ successFilename, list, submit, log }: LoaderParts) {
  return async function loader(event: { readonly data?: unknown }): Promise<void> {
    const object = readFinalized(event.data);
    const destination = destinationOf(object.name, successFilename);
    if (destination === undefined) return;
    const names = (await list(object.bucket, destination.prefix)).filter((name) => name !== object.name);
    const formats = new Set(names.map(sourceFormatOf));
    const [sourceFormat] = formats;
    if (formats.size !== 1 || sourceFormat === undefined) {
      throw new PenstockError(
        'INPUT_INVALID',
        `${destination.prefix} must hold files of one known format beside ${successFilename}`,
        {
          context: { bucket: object.bucket, files: names.length },
        },
      );
    }
    const jobId = jobIdOf(object);
    const sourceUris = names.map((name) => `gs://${object.bucket}/${name}`);
    const outcome = await submit({ jobId, destination, sourceUris, sourceFormat });
    log.info('load', {
      outcome,
      job_id: jobId,
      files: names.length,
      table: `${destination.datasetId}.${destination.tableId}`,
    });
  };
}

function readFinalized(data: unknown): Finalized {
  const { bucket, name, generation } = (data ?? {}) as Partial<Record<keyof Finalized, unknown>>;
  if (typeof bucket !== 'string' || typeof name !== 'string') {
    throw new PenstockError(
      'INPUT_MALFORMED',
      'The event is not that of a finalized object: bucket and name are missing',
      { stage: 'receiving' },
    );
  }
  return { bucket, name, generation: String(generation) };
}
