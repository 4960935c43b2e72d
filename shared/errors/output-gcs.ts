/**
 * The error output of doors that have no topic: error records as objects in Cloud Storage, one JSON line a record. An
 * object is named by what it holds, so that the same rejections, told again, are the same object.
 */

import { createHash } from 'node:crypto';
import type { Objects } from '../storage/objects.ts';
import type { ErrorOutput } from './output.ts';
import { errorRecord, type Rejection } from './record.ts';
import { recordLine } from './record-line.ts';

export interface GcsErrorOutputOptions {
  readonly objects: Pick<Objects, 'create'>;
  readonly bucket: string;
  /** Before the name of every object, with its final `/`. */
  readonly prefix: string;
}

export interface GcsErrorOutput extends ErrorOutput {
  /**
   * Writes the records of several rejections as one object. `name` is the object's name below the prefix, for callers
   * that may tell the same rejections again with another error, such as a window that is run again.
   */
  rejectAll(rejections: readonly Rejection[], name?: string): Promise<void>;
}

/**
 * @example
 * const output = createGcsErrorOutput({ objects, bucket: 'rejected', prefix: 'errors/puller/' });
 * const error = new PenstockError('ROW_REJECTED', 'too long');
 * await output.reject({ data: Buffer.from('{"a":1}'), attributes: {}, error });
 */
export function createGcsErrorOutput({ objects, bucket, prefix }: GcsErrorOutputOptions): GcsErrorOutput {
  const rejectAll = async (rejections: readonly Rejection[], name = contentName(rejections)): Promise<void> => {
    if (rejections.length === 0) return;
    const lines = rejections.map((rejection) => recordLine(errorRecord(rejection)));
    const data = Buffer.from(lines.join(''));
    await objects.create(bucket, `${prefix}${name}.ndjson`, data, { contentType: 'application/x-ndjson' });
  };
  return { rejectAll, reject: (rejection) => rejectAll([rejection]), close: async () => undefined };
}

/** Derives the name from payloads and attributes alone, because a stack trace differs with every release. */
function contentName(rejections: readonly Rejection[]): string {
  const hash = createHash('sha256');
  for (const { data, attributes } of rejections) {
    const told = JSON.stringify(attributes);
    hash.update(`${data.length} ${told.length}\n`).update(data).update(told);
  }
  return hash.digest('hex');
}
