/** A batch of encoded rows, and its outcome. */

import type { PenstockError } from '../../runtime/errors.ts';
import type { StorageSchema } from '../schema/from-storage.ts';
import type { MissingValueOptions } from './missing-values.ts';

/** The schema that rows were encoded by. A `RowCodec` is one. Compared by identity: one schema, one object. */
export interface WriterSchema {
  /** A serialized DescriptorProto. */
  readonly descriptorBytes: Uint8Array;
  readonly options?: { readonly cdc?: boolean };
}

export interface Batch {
  readonly schema: WriterSchema;
  /** A serialized ProtoRows. Belongs to the batch until it is settled and must not be changed until then. */
  readonly protoRows: Uint8Array;
  readonly rowCount: number;
}

/** Whether the rows are changes (CDC): no stream carries both changes and plain rows. */
export function holdsChanges({ schema }: Batch): boolean {
  return schema.options?.cdc === true;
}

/** A row that the service will not take, by its index in the batch as it was given. */
export interface RejectedRow {
  readonly index: number;
  readonly message: string;
}

/** The rows are durable. */
export interface Acknowledgement {
  /** The offset of the first row in the stream; undefined on the default stream. */
  readonly offset: number | undefined;
  /** The number of rows written: the batch's rows without the rejected ones. */
  readonly rowCount: number;
  /** Reported by the service and not written. In order of index. */
  readonly rejected: readonly RejectedRow[];
}

/**
 * A batch that was accepted into the queue. A caller may ignore `acknowledged`: it causes no unhandled rejection.
 *
 * When it rejects, the PenstockError says what is known: with code OUTCOME_UNKNOWN the rows may have been written; with
 * any other code none of them was.
 */
export interface Accepted {
  readonly acknowledged: Promise<Acknowledgement>;
}

/** Makes rejected rows durable elsewhere. The good rows of the batch are sent only after this has resolved. */
export type OnRejected = (batch: Batch, rejected: readonly RejectedRow[]) => Promise<void> | void;

/**
 * The table's schema has changed: told once for each change, as the service reports it. If it throws, whatever is unsettled
 * rejects with that, and where nothing is, the next append does.
 */
export type OnSchemaUpdated = (schema: StorageSchema) => unknown;

/** Told of each failed attempt that will be made again, and how long that waits. If it throws, as above. */
export type OnRetry = (error: PenstockError, waitMs: number) => unknown;

export interface ConnectionOptions extends MissingValueOptions {
  readonly writeStream: string;
  /** The offset of the first row, on a stream with offsets. Absent: the default stream, without offsets or order. */
  readonly firstOffset?: number;
  /** At most so many requests wait for an answer at once; 1 keeps even a stream without offsets in order. */
  readonly maxUnanswered?: number;
  readonly traceId?: string;
  readonly onRejected?: OnRejected;
  readonly onSchemaUpdated?: OnSchemaUpdated;
  /** Until then NOT_FOUND may mean "not visible yet". Milliseconds since the epoch. */
  readonly notFoundUntil?: number;
  readonly onRetry?: OnRetry;
}
