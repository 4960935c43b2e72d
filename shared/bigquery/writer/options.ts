/** Everything that a TableWriter is opened with. */

import type { CodecOptions } from '../codec/options.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { BatchLimits } from '../write/batcher.ts';
import type { MissingValueOptions } from '../write/missing-values.ts';
import type { WriterEvents } from './outcome.ts';

/**
 * The stream that rows go to.
 *
 * - `default`: at least once, no order.
 * - `cdc`: upserts and deletes by primary key on the default stream. `sequenced` says whether every change brings a sequence number.
 * - `committed`: each row once, in order, from `firstOffset`. The name must be durable before the writer is opened:
 *   `createCommittedStream` makes a stream and says its name.
 */
export type WriterStream =
  | { readonly kind: 'default'; readonly connections?: number }
  | {
      readonly kind: 'cdc';
      readonly primaryKey: readonly string[];
      readonly sequenced: boolean;
      readonly connections?: number;
    }
  | { readonly kind: 'committed'; readonly name: string; readonly firstOffset: number };

export const DEFAULT_UNSETTLED_ROWS = 100_000;
export const DEFAULT_SCHEMA_LAG_MS = 60_000;

export interface WriterOptions<T> extends WriterEvents<T>, MissingValueOptions {
  readonly stream: WriterStream;
  /** Keys that name no column. Default `reject`. */
  readonly unknownFields?: CodecOptions['unknownFields'];
  readonly sensitive?: CodecOptions['sensitive'];
  /** The table's schema. Read from the stream where it is left out. */
  readonly schema?: TableSchema;
  readonly batch?: Partial<BatchLimits>;
  /** Rows taken and not settled; `add` waits above it. Default 100,000. */
  readonly maxUnsettledRows?: number;
  /**
   * Closed batches that may wait for a place in the stream's queue while rows are still taken. Default 0. More is for a caller that
   * bounds its rows itself and does not wait for `add`.
   */
  readonly maxBatchesAhead?: number;
  /** The longest wait for a schema that lags behind the table or behind the rows. Default 60 s. */
  readonly schemaLagMs?: number;
  /** Between two readings of the schema. Default 5 s. */
  readonly schemaPauseMs?: number;
  /** Shown in the service's logs: `name:version`. */
  readonly traceId?: string;
}
