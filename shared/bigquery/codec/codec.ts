/**
 * The row codec: from the schema of a table to the descriptor that the Storage Write API wants and an encoder for
 * JSON rows. What it takes for each type is in `docs/codec.md`. A value that does not fit its column is never bent.
 */

import { PenstockError } from '../../runtime/errors.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { CodecOptions, RowChange } from './options.ts';
import type { RowProblem } from './problem.ts';
import type { RowBuffer } from './row-buffer.ts';

/** A row as it comes: parsed JSON, or an object that a program made. Read once, never changed, never kept. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** What the codec has done since it was compiled. Every drop is on purpose and counted. */
export interface CodecCounts {
  readonly rowsEncoded: number;
  readonly rowsRejected: number;
  /** Values (not rows) under keys that name no column. */
  readonly unknownDropped: number;
  readonly unknownCollected: number;
}

export interface RowCodec {
  readonly schema: TableSchema;
  readonly options: CodecOptions;
  /** An encoded proto2 `DescriptorProto` without any reference outside itself: `ProtoSchema.proto_descriptor`. */
  readonly descriptorBytes: Uint8Array;
  readonly counts: CodecCounts;
  /** Adds one row to the end of `into`. Never throws for what is in the row: a problem is returned, and nothing written. */
  encode(row: JsonRow, into: RowBuffer, change?: RowChange): RowProblem | undefined;
}

/** Throws a PenstockError (CONFIG_INVALID, every complaint by column name) where schema and options do not go together. */
export function compileCodec(_schema: TableSchema, _options: CodecOptions): RowCodec {
  throw new PenstockError('UNIMPLEMENTED', 'the codec is not there yet');
}
