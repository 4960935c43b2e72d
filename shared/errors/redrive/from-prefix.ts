/**
 * Error records of a prefix in Cloud Storage (`output-gcs.ts`), in the order of the objects' names. The position of a
 * redrive is the name of the last object that was read to its end.
 */

import type { Objects } from '../../storage/objects.ts';
import { readRecordLine } from '../record-line.ts';
import type { ErrorRecord } from './plan.ts';
import type { RecordBatch, RecordSource } from './source.ts';

/** Remembers the last object that is done: in a file, or in a ledger. */
export interface RedrivePosition {
  read(): Promise<string | undefined>;
  write(name: string): Promise<void>;
}

export interface PrefixOptions {
  readonly objects: Pick<Objects, 'list' | 'read' | 'delete'>;
  readonly bucket: string;
  readonly prefix: string;
  readonly position: RedrivePosition;
  /** Deletes an object all of whose records have been sent again. Default false. */
  readonly deleteSent?: boolean;
}

/**
 * Throws INPUT_MALFORMED where an object holds something else than records: nothing of it is sent then.
 *
 * @example
 * const position = { read: async () => undefined, write: async () => undefined };
 * const source = recordsOfPrefix({ objects, bucket: 'rejected', prefix: 'errors/puller/', position });
 */
export function recordsOfPrefix(options: PrefixOptions): RecordSource {
  const { objects, bucket, prefix, position, deleteSent = false } = options;

  async function* batches(): AsyncGenerator<RecordBatch> {
    const last = await position.read();
    // The first name behind the last one is the last one with the least character after it.
    const from = last === undefined ? {} : { startOffset: `${last}\0` };
    for await (const page of objects.list(bucket, { prefix, ...from })) {
      for (const { name, generation } of page.filter(({ name }) => name.endsWith('.ndjson'))) {
        const records = recordsIn(await objects.read(bucket, name, { generation }));
        yield {
          records,
          settle: async (sent, finished) => {
            if (!finished) return;
            if (deleteSent && sent.length === records.length) await objects.delete(bucket, name, generation);
            await position.write(name);
          },
        };
      }
    }
  }

  return { batches, close: async () => undefined };
}

function recordsIn(content: Buffer): readonly ErrorRecord[] {
  const records: ErrorRecord[] = [];
  for (let from = 0; from < content.length; ) {
    const end = content.indexOf(0x0a, from);
    const to = end === -1 ? content.length : end;
    if (to > from) records.push(readRecordLine(content.subarray(from, to)));
    from = to + 1;
  }
  return records;
}
