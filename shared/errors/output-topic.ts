/**
 * The error output: a topic that takes the error records of what was rejected. A payload too large for a message goes to
 * Cloud Storage whole and is referenced; without a bucket for that, the record says what is missing from it.
 */

import { createHash } from 'node:crypto';
import type { PubsubMessage } from '../pubsub/message.ts';
import { createPublisher, type Publisher } from '../pubsub/publisher.ts';
import { PenstockError } from '../runtime/errors.ts';
import { openStorage, type StorageClient } from '../storage/client.ts';
import { createObjects } from '../storage/objects.ts';
import { errorRecord, type Rejection } from './record.ts';

export interface ErrorOutputOptions {
  /** Empty lets the clients find out. */
  readonly projectId: string;
  /** Name, or `projects/…/topics/…`. */
  readonly topic: string;
  /** For payloads too large for a message. Empty for none. */
  readonly bucket: string;
  /** Before the name of every object, with its final `/`. */
  readonly prefix: string;
  /** How long a record may wait for its acknowledgement. */
  readonly deadlineMs: number;
}

export interface ErrorOutput {
  /** Resolves when the record is durable; throws a PenstockError where it is not. */
  reject(rejection: Rejection): Promise<void>;
  close(): Promise<void>;
}

export function createErrorOutput(options: ErrorOutputOptions): ErrorOutput {
  // Most instances never reject anything: the connection is made by the first that does.
  let publisher: Publisher | undefined;
  let storage: StorageClient | undefined;

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
    // They say where the payload is, so they come before whatever else the record could hold.
    const room = Object.entries(record.attributes).slice(0, LEFT_FOR_OTHERS);
    return { data: Buffer.alloc(0), attributes: { ...Object.fromEntries(room), ...facts } };
  }

  return {
    reject: async (rejection) => {
      publisher ??= createPublisher(options);
      const record = errorRecord(rejection);
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

/** Of the 100 attributes that a message may have. */
const LEFT_FOR_OTHERS = 98;
