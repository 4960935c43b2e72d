/**
 * Publishes and waits: a promise resolves with the message id only when Pub/Sub has acknowledged. Concurrent requests
 * share batches; what is under way is bounded in messages and bytes; a wait is bounded in time. An ordering key that
 * failed is resumed, because Pub/Sub's client otherwise refuses every later message of that key.
 */

import { PubSub, type Topic } from '@google-cloud/pubsub';
import { type ErrorDetails, fromGrpcError, PenstockError } from '../runtime/errors.ts';
import { projectOf } from '../runtime/project.ts';
import { checkAttributes, LIMITS } from './attributes.ts';
import type { PubsubMessage } from './flat-message.ts';

export interface PublisherOptions {
  /** Empty lets the client find out. */
  readonly projectId: string;
  /** Name, or `projects/…/topics/…`. */
  readonly topic: string;
  /** How long a message may wait for its acknowledgement. Default 10 s. */
  readonly deadlineMs?: number;
  /** How long a batch waits for company. Default 3 ms: a request waits for it. */
  readonly batchMs?: number;
  /** Default 10,000. */
  readonly maxMessages?: number;
  /** Default 100 MB. */
  readonly maxBytes?: number;
}

export interface Publisher {
  /**
   * Throws INPUT_TOO_LARGE or INPUT_INVALID before sending, RESOURCE_EXHAUSTED where too much is under way, and
   * DEADLINE_EXCEEDED where no answer came in time: then the message may still arrive.
   */
  publish(message: PubsubMessage): Promise<string>;
  /** Sends what waits, and waits for what is under way. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const SENDING: ErrorDetails = { stage: 'sending' };
/** Data, attributes and their framing count towards the request's limit. */
const FRAMING_BYTES = 20;

export function createPublisher(options: PublisherOptions): Publisher {
  const { deadlineMs = 10_000, batchMs = 3, maxMessages = 10_000, maxBytes = 100_000_000 } = options;
  const client = new PubSub(projectOf(options.projectId));
  const topicOptions = {
    batching: { maxMessages: 500, maxMilliseconds: batchMs, maxBytes: 5_000_000 },
    gaxOpts: { timeout: deadlineMs },
  };
  const plain = client.topic(options.topic, topicOptions);
  // Only a topic object made for ordering takes ordering keys; made when the first one comes.
  let ordered: Topic | undefined;
  const underWay = new Set<Promise<unknown>>();
  let bytesUnderWay = 0;

  async function send(message: PubsubMessage): Promise<string> {
    const { orderingKey } = message;
    if (orderingKey === undefined)
      return plain.publishMessage({ data: message.data, attributes: { ...message.attributes } });
    ordered ??= client.topic(options.topic, { ...topicOptions, messageOrdering: true });
    try {
      return await ordered.publishMessage({ data: message.data, attributes: { ...message.attributes }, orderingKey });
    } catch (error) {
      ordered.resumePublishing(orderingKey);
      throw error;
    }
  }

  async function flush(): Promise<void> {
    await Promise.allSettled([plain.flush(), ordered?.flush(), ...underWay]);
  }

  return {
    publish: async (message) => {
      const size = checkMessage(message);
      if (underWay.size >= maxMessages || bytesUnderWay + size > maxBytes) {
        throw new PenstockError('RESOURCE_EXHAUSTED', 'Too much is being published already', {
          ...SENDING,
          context: { messages: underWay.size, bytes: bytesUnderWay },
          retryAfterMs: 1_000,
        });
      }
      const sending = send(message);
      underWay.add(sending);
      bytesUnderWay += size;
      const done = (): void => {
        underWay.delete(sending);
        bytesUnderWay -= size;
      };
      sending.then(done, done);
      return within(deadlineMs, sending);
    },
    flush,
    close: async () => {
      await flush();
      await client.close();
    },
  };
}

/** Returns how many bytes the message takes. */
function checkMessage(message: PubsubMessage): number {
  checkAttributes(message.attributes);
  const { orderingKey = '' } = message;
  if (Buffer.byteLength(orderingKey) > LIMITS.orderingKeyBytes) {
    throw new PenstockError(
      'INPUT_INVALID',
      `The ordering key is larger than ${LIMITS.orderingKeyBytes} bytes`,
      SENDING,
    );
  }
  let size = message.data.length + Buffer.byteLength(orderingKey) + FRAMING_BYTES;
  for (const [key, value] of Object.entries(message.attributes)) {
    size += Buffer.byteLength(key) + Buffer.byteLength(value) + FRAMING_BYTES;
  }
  if (size > LIMITS.messageBytes) {
    throw new PenstockError(
      'INPUT_TOO_LARGE',
      `The message takes ${size} bytes and Pub/Sub takes ${LIMITS.messageBytes}`,
      SENDING,
    );
  }
  return size;
}

function within(ms: number, sending: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const problem = new PenstockError('DEADLINE_EXCEEDED', `Pub/Sub did not acknowledge within ${ms} ms`, SENDING);
    timer = setTimeout(reject, ms, problem);
  });
  return Promise.race([sending, late])
    .catch((error: unknown) => {
      throw fromGrpcError(error, SENDING);
    })
    .finally(() => clearTimeout(timer));
}
