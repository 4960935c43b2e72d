/** `_FAILED` beside the success file: where the uploader looks first. It is no data, and it goes when a batch loads. */

import type { LoaderContext } from './context.ts';
import { FAILED_FILENAME } from './data-files.ts';
import { directoryOf } from './names.ts';
import { type LoadRecord, problemIn } from './record.ts';

export function failedName({ success }: LoadRecord): string {
  return `${directoryOf(success.name)}${FAILED_FILENAME}`;
}

/** Replaces what an earlier batch of the directory left. */
export async function writeFailed(context: LoaderContext, record: LoadRecord): Promise<void> {
  const { bucket } = record.success;
  const name = failedName(record);
  await context.objects.delete(bucket, name);
  const data = Buffer.from(`${JSON.stringify(failedText(record), null, 2)}\n`);
  await context.objects.create(bucket, name, data, {
    contentType: 'application/json',
    metadata: { 'penstock-load': record.id },
  });
}

export async function removeFailed(context: LoaderContext, record: LoadRecord): Promise<void> {
  await context.objects.delete(record.success.bucket, failedName(record));
}

/** The reason, and what to do. */
function failedText(record: LoadRecord): Readonly<Record<string, unknown>> {
  const { id, success, publication } = record;
  const problem = problemIn(record);
  return {
    success: `gs://${success.bucket}/${success.name}`,
    generation: success.generation,
    load: id,
    attempt: publication.attempt,
    failed_at: new Date(problem.atMs).toISOString(),
    error_code: problem.code,
    error_message: problem.message,
    ...(problem.jobId !== undefined && { job: problem.jobId }),
    ...(problem.details.length > 0 && { errors: problem.details }),
    remedy: `Nothing of this batch is in the table unless the message says so. Correct the files or the configuration and write ${success.name} again, or run: penstock loader retry gs://${success.bucket}/${success.name}`,
  };
}
