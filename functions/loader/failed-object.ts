/** `_FAILED` beside the success file: where the uploader looks first. It is no data, and it goes when a batch loads. */

import type { LoaderContext } from './context.ts';
import { FAILED_FILENAME } from './data-files.ts';
import { directoryOf } from './names.ts';
import { type LoadRecord, problemIn } from './record.ts';

export function failedName({ success }: LoadRecord): string {
  return `${directoryOf(success.name)}${FAILED_FILENAME}`;
}

/** The metadata of `_FAILED`: the attempt that it is about, and the generation of its success file. */
const ATTEMPT = 'penstock-attempt';
const SUCCESS = 'penstock-success';

/**
 * Replaces the object of an earlier batch of the directory. An object that another instance wrote about this attempt stays:
 * if it were deleted first and this instance died, no object would be left.
 */
export async function writeFailed(context: LoaderContext, record: LoadRecord): Promise<void> {
  const { bucket, generation } = record.success;
  const name = failedName(record);
  const attempt = `${record.id}:${record.publication.attempt}`;
  const there = await context.objects.stat(bucket, name);
  if (there?.metadata?.[ATTEMPT] === attempt) return;
  if (there !== undefined) await context.objects.delete(bucket, name, there.generation);
  const data = Buffer.from(`${JSON.stringify(failedText(record), null, 2)}\n`);
  const metadata = { [ATTEMPT]: attempt, [SUCCESS]: generation };
  await context.objects.create(bucket, name, data, { contentType: 'application/json', metadata });
}

/** A failure of a success file that was written later stays on record. */
export async function removeFailed(context: LoaderContext, record: LoadRecord): Promise<void> {
  const { bucket, generation } = record.success;
  const name = failedName(record);
  const there = await context.objects.stat(bucket, name);
  const later = record.micro !== true && BigInt(there?.metadata?.[SUCCESS] ?? 0) > BigInt(generation);
  if (there !== undefined && !later) await context.objects.delete(bucket, name, there.generation);
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
