/**
 * The error output: a topic that takes the error records of rejected messages. A payload that is too large for a message is
 * kept whole in Cloud Storage and referenced; without a bucket for that, the record says that the payload is missing.
 */

import { createHash } from 'node:crypto';
import type { PubsubMessage } from '../pubsub/attributes.ts';
import { createPublisher, type Publisher } from '../pubsub/publisher.ts';
import { PenstockError } from '../runtime/errors.ts';
import { openStorage, type StorageClient } from '../storage/client.ts';
import { createObjects } from '../storage/objects.ts';
import type { ErrorOutput } from './output.ts';
import { errorRecord, rememberDescribed } from './record.ts';

export interface ErrorOutputOptions {
  /** Empty where the environment does not say: Google's clients then find it. */
  readonly projectId: string;
  /** Name, or `projects/…/topics/…`. */
  readonly topic: string;
  /** The bucket that keeps payloads too large for a message. Empty for none. */
  readonly bucket: string;
  /** Before the name of every object, with its final `/`. */
  readonly prefix: string;
  /** The longest wait of a record for its acknowledgement. */
  readonly deadlineMs: number;
}

export type { ErrorOutput } from './output.ts';

/**
 * Connects with the first rejection, because most instances never reject anything.
 *
 * @example
 * const output = createErrorOutput({ projectId: 'p', topic: 'errors', bucket: '', prefix: '', deadlineMs: 10_000 });
 * await output.close();
 */
export function createErrorOutput(options: ErrorOutputOptions): ErrorOutput {
  let publisher: Publisher | undefined;
  let storage: StorageClient | undefined;
  const told = rememberDescribed();

  /** Named by its content: rejected again, it is the same object. */
  async function keep({ bucket, prefix, projectId, deadlineMs }: ErrorOutputOptions, data: Buffer): Promise<string> {
    storage ??= openStorage({ projectId, budgetMs: deadlineMs });
    const name = `${prefix}${createHash('sha256').update(data).digest('hex')}`;
    await createObjects(storage).create(bucket, name, data);
    return `gs://${bucket}/${name}`;
  }

  async function withoutPayload(record: PubsubMessage): Promise<PubsubMessage> {
    const kept =
      options.bucket === '' ? { payload_omitted: 'true' } : { payload_uri: await keep(options, record.data) };
    const facts = { ...kept, payload_bytes: String(record.data.length) };
    return { data: Buffer.alloc(0), attributes: { ...record.attributes, ...facts } };
  }

  return {
    reject: async (rejection) => {
      publisher ??= createPublisher(options);
      const record = errorRecord(rejection, told);
      try {
        await publisher.publish(record);
      } catch (error) {
        if (!(error instanceof PenstockError && error.code === 'INPUT_TOO_LARGE')) throw error;
        await publisher.publish(await withoutPayload(record));
      }
    },
    close: async () => {
      await publisher?.close();
      await storage?.close();
    },
  };
}
