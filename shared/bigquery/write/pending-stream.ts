/** Pending streams: nothing is visible until all of them are committed, as one unit. */

import { PenstockError } from '../../runtime/errors.ts';
import { type TableName, tablePath } from '../table-name.ts';
import type { WriteClient } from './client.ts';
import { OffsetStream, type OffsetStreamOptions } from './offset-stream.ts';

export async function createPendingStream(
  client: WriteClient,
  table: TableName,
  options: OffsetStreamOptions,
): Promise<OffsetStream> {
  const { name } = await client.createWriteStream(tablePath(table), 'PENDING');
  return new OffsetStream(client, { name, firstOffset: 0, justCreated: true }, options);
}

/** The service commits at most so many streams of a table (write-api.md, Limits). */
const MOST_STREAMS = 10_000;
/** The number of errors that a message quotes. */
const TOLD = 5;

/**
 * Makes the rows of finalized streams visible, all or none. Committing again what is committed already is success: the
 * answer to an earlier call may have been lost. Anything in between cannot come from these streams as one unit.
 */
export async function commitStreams(client: WriteClient, streams: readonly string[]): Promise<void> {
  if (streams.length > MOST_STREAMS) {
    throw new PenstockError('INPUT_TOO_LARGE', `${streams.length} streams, and a commit takes ${MOST_STREAMS}`);
  }
  const { committedMs, streamErrors } = await client.batchCommit(streams);
  const others = streamErrors.filter(({ code }) => code !== 'STREAM_ALREADY_COMMITTED');
  const alreadyCommitted = streamErrors.length - others.length;
  if (committedMs !== undefined || alreadyCommitted === streams.length) return;
  const why = others.map(({ code, message }) => `${code} ${message}`);
  // "If this field is not set, it means the commit was not successful": storage.proto, of commit_time.
  if (streamErrors.length === 0) why.push('the service does not say why');
  if (alreadyCommitted > 0) why.push(`${alreadyCommitted} of ${streams.length} streams are committed already`);
  throw new PenstockError('CONFLICT', `no stream was committed: ${why.slice(0, TOLD).join('; ')}`, {
    kind: 'permanent',
    stage: 'sending',
    context: { streams: streams.length, already_committed: alreadyCommitted, refused: others.length },
  });
}
