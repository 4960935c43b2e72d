/**
 * Committed streams: rows are visible as soon as they are acknowledged, and each exactly once, because every append names
 * the offset where it belongs. A stream outlives the process: any process that knows its name can resume or end it.
 */

import type { StorageSchema } from '../schema/from-storage.ts';
import { type TableName, tablePath } from '../table-name.ts';
import type { WriteClient } from './client.ts';
import { OffsetStream, type OffsetStreamOptions } from './offset-stream.ts';

export interface NewStream {
  readonly name: string;
  /** The table's schema as the service sees it now. */
  readonly tableSchema: StorageSchema | undefined;
}

/** Makes a stream and nothing else: its name has to be durable before `openCommittedStream` appends to it. */
export async function createCommittedStream(client: WriteClient, table: TableName): Promise<NewStream> {
  const { name, tableSchema } = await client.createWriteStream(tablePath(table), 'COMMITTED');
  return { name, tableSchema };
}

/** Appends from row 0 of a stream that was just made. */
export function openCommittedStream(client: WriteClient, name: string, options: OffsetStreamOptions): OffsetStream {
  return new OffsetStream(client, { name, firstOffset: 0, justCreated: true }, options);
}

/**
 * Goes on with a stream by its stored name. `firstOffset` is the first row whose acknowledgement is not recorded: rows
 * that are in the stream already are answered ALREADY_EXISTS, which acknowledges them where the plan is the same.
 */
export function resumeCommittedStream(
  client: WriteClient,
  { name, firstOffset }: { readonly name: string; readonly firstOffset: number },
  options: OffsetStreamOptions,
): OffsetStream {
  return new OffsetStream(client, { name, firstOffset, justCreated: false }, options);
}

/**
 * Takes a stream from its owner: from now on every append to it fails with STREAM_FINALIZED. Returns the exact number of
 * rows it holds, so that the new owner skips so many rows of the plan (write-api.md, Resuming a stream).
 */
export function fenceStream(client: WriteClient, name: string): Promise<number> {
  return client.finalizeWriteStream(name);
}
