/**
 * Sends rejected messages again, with their original bytes and attributes. A record counts as done only after the new
 * message is acknowledged, so a redrive that is stopped and started again loses nothing; it may send a message twice.
 */

import type { PubsubMessage } from '../../pubsub/attributes.ts';
import { type ErrorCode, fromUnknown, type PenstockError } from '../../runtime/errors.ts';
import { type ErrorRecord, type LeftReason, planRedrive, type RedriveFilter } from './plan.ts';
import type { RecordSource } from './source.ts';

export interface RedriveOptions {
  readonly source: RecordSource;
  /** Resolves when the message is acknowledged. It tries again by itself what is transient. */
  readonly send: (message: PubsubMessage) => Promise<unknown>;
  /** Reads a payload that was too large for its record, by `gs://bucket/name`. */
  readonly readPayload: (uri: string) => Promise<Buffer>;
  /** Default: every record. */
  readonly filter?: RedriveFilter;
  /** Reads and counts, sends nothing and settles nothing. Default false. */
  readonly dryRun?: boolean;
  /** Stops after so many messages sent. Default: none. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** Told after every batch. */
  readonly onProgress?: (counts: RedriveCounts) => void;
  /** Told of each record that could not be sent and stays where it is. */
  readonly onFailed?: (error: PenstockError) => void;
}

export interface RedriveCounts {
  readonly read: number;
  /** In a dry run: what would be sent. */
  readonly sent: number;
  readonly failed: number;
  readonly left: Readonly<Record<LeftReason, number>>;
}

/** If sending fails with one of these, the next message fails too. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
]);

/**
 * Throws where the source or the destination cannot be used; what was sent by then is settled.
 *
 * @example
 * const source = recordsOf([{ data: Buffer.from('{}'), attributes: { error_reason: 'TOO_LONG' } }]);
 * const counts = await redrive({ source, send: async () => '1', readPayload: async () => Buffer.alloc(0) });
 * counts.sent; // 1
 */
export async function redrive(options: RedriveOptions): Promise<RedriveCounts> {
  const { source, dryRun = false, signal, onProgress, limit = Number.POSITIVE_INFINITY } = options;
  const left = { filtered: 0, 'payload-missing': 0, 'attributes-missing': 0 };
  const counts = { read: 0, sent: 0, failed: 0, left };
  try {
    for await (const { records, settle } of source.batches()) {
      signal?.throwIfAborted();
      const wanted = planBatch(records, options.filter, limit - counts.sent);
      for (const reason of wanted.left) left[reason] += 1;
      const outcomes = dryRun ? [] : await Promise.all(wanted.sends.map((send) => attempt(options, send)));
      const failures = outcomes.filter((outcome) => outcome !== undefined);
      counts.read += wanted.read;
      counts.failed += failures.length;
      counts.sent += wanted.sends.length - failures.length;
      const hopeless = failures.find(({ code }) => HOPELESS.has(code));
      // A dry run leaves everything as it is.
      if (!dryRun) {
        const sent = wanted.sends.flatMap(({ at }, index) => (outcomes[index] === undefined ? [at] : []));
        await settle(sent, hopeless === undefined && wanted.read === records.length);
      }
      for (const failure of failures) options.onFailed?.(failure);
      onProgress?.({ ...counts, left: { ...left } });
      if (hopeless !== undefined) throw hopeless;
      if (counts.sent >= limit) break;
    }
    return { ...counts, left };
  } finally {
    await source.close();
  }
}

interface Send {
  /** The record's place in its batch. */
  readonly at: number;
  readonly message: PubsubMessage;
  readonly payloadUri: string | undefined;
}

interface Planned {
  readonly read: number;
  readonly sends: readonly Send[];
  readonly left: readonly LeftReason[];
}

/** Reads the batch until so many messages are to be sent. */
function planBatch(records: readonly ErrorRecord[], filter: RedriveFilter | undefined, limit: number): Planned {
  const sends: Send[] = [];
  const left: LeftReason[] = [];
  let read = 0;
  for (const [at, record] of records.entries()) {
    if (sends.length >= limit) break;
    read += 1;
    const step = planRedrive(record, filter);
    if (step.action === 'leave') left.push(step.reason);
    else sends.push({ at, message: step.message, payloadUri: step.payloadUri });
  }
  return { read, sends, left };
}

async function attempt(
  { send, readPayload }: RedriveOptions,
  { message, payloadUri }: Send,
): Promise<PenstockError | undefined> {
  try {
    await send(payloadUri === undefined ? message : { ...message, data: await readPayload(payloadUri) });
    return undefined;
  } catch (error) {
    return fromUnknown(error);
  }
}
