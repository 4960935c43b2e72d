/**
 * Error records of a subscription to an error topic. A record that was sent again is acknowledged; any other is given back
 * at the end, so that the subscription still has it.
 */

import { PenstockError } from '../../runtime/errors.ts';
import type { RecordBatch, RecordSource } from './source.ts';

export interface HeldMessage {
  readonly ackId: string;
  readonly messageId: string;
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Unary calls of a subscriber client. */
export interface PullClient {
  /** At most so many messages; none where there are none at the moment. */
  pull(maxMessages: number): Promise<readonly HeldMessage[]>;
  acknowledge(ackIds: readonly string[]): Promise<void>;
  /** Gives messages back to the subscription at once. */
  release(ackIds: readonly string[]): Promise<void>;
}

export interface SubscriptionOptions {
  readonly client: PullClient;
  /** Messages a batch. Default 500. */
  readonly batchMessages?: number;
  /** Pub/Sub may answer a pull with nothing though there are messages. Default: 3 such answers in a row are the end. */
  readonly emptyPulls?: number;
  /** Records that may stay; each is remembered until the end. Default 100,000. */
  readonly maxLeft?: number;
}

/**
 * @example
 * const client = { pull: async () => [], acknowledge: async () => undefined, release: async () => undefined };
 * const source = recordsOfSubscription({ client });
 */
export function recordsOfSubscription(options: SubscriptionOptions): RecordSource {
  const { client, batchMessages = 500, emptyPulls = 3, maxLeft = 100_000 } = options;
  /** The messages that stay, by message id: the ack id of the latest delivery. */
  const left = new Map<string, string>();

  async function* batches(): AsyncGenerator<RecordBatch> {
    for (let empty = 0; empty < emptyPulls; ) {
      const pulled = await client.pull(batchMessages);
      const fresh = pulled.filter(({ messageId }) => !left.has(messageId));
      for (const { messageId, ackId } of pulled) left.set(messageId, ackId);
      if (fresh.length === 0) {
        empty += 1;
        continue;
      }
      empty = 0;
      if (left.size > maxLeft) {
        const message = `More than ${maxLeft} records stay in the subscription: use a narrower filter, or a limit`;
        throw new PenstockError('RESOURCE_EXHAUSTED', message, { kind: 'permanent' });
      }
      yield {
        records: fresh,
        settle: async (sent) => {
          const done = sent.map((at) => fresh[at] as HeldMessage);
          if (done.length > 0) await client.acknowledge(done.map(({ ackId }) => ackId));
          for (const { messageId } of done) left.delete(messageId);
        },
      };
    }
  }

  return {
    batches,
    close: async () => {
      const ackIds = [...left.values()];
      for (let from = 0; from < ackIds.length; from += batchMessages)
        await client.release(ackIds.slice(from, from + batchMessages));
    },
  };
}
