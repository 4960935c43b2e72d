/** The room that a request leaves for rows, and whether a batch fits into it. */

import { PenstockError } from '../../runtime/errors.ts';
import { type FirstRequest, firstRequestBytes } from './append-message.ts';
import type { Batch, ConnectionOptions, WriterSchema } from './batch.ts';

type Naming = Pick<ConnectionOptions, 'writeStream' | 'traceId' | 'missingValues'>;

export function firstRequest({ descriptorBytes }: WriterSchema, naming: Naming): FirstRequest {
  const { writeStream, traceId, missingValues } = naming;
  return {
    writeStream,
    descriptorBytes,
    ...(traceId === undefined ? {} : { traceId }),
    ...(missingValues === undefined ? {} : { missingValues }),
  };
}

export interface RequestRoom {
  readonly limit: number;
  /** The bytes that every request carries beside its rows. */
  readonly everyBytes: number;
}

/** Why a batch cannot be sent at all. Any request may have to open a connection, so each must fit with its schema. */
export function unsendable(
  batch: Batch,
  naming: Naming,
  { limit, everyBytes }: RequestRoom,
): PenstockError | undefined {
  const { schema, protoRows, rowCount } = batch;
  if (rowCount < 1) return new PenstockError('INPUT_INVALID', 'a batch holds at least one row', { stage: 'sending' });
  const bytes = firstRequestBytes(firstRequest(schema, naming)) + everyBytes + protoRows.length;
  if (bytes <= limit) return undefined;
  const message = `a request of ${bytes} bytes is over the limit of ${limit}`;
  return new PenstockError('INPUT_TOO_LARGE', message, { stage: 'sending', context: { bytes, limit } });
}
