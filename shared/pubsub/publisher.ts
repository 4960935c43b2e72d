/**
 * Publishes and waits: a promise resolves with the message id only when Pub/Sub has acknowledged. Concurrent requests
 * share batches; what is under way is bounded in messages and bytes; a wait is bounded in time.
 *
 * It speaks Publish itself. Google's client makes some thirty promises a message, keeps retrying for ten minutes after
 * its caller has given up, leaves an ordering key stuck after a failure, and takes a third of a second to load.
 */

import { type ErrorDetails, fromGrpcError, PenstockError } from '../runtime/errors.ts';
import { googleAuth } from '../runtime/google-auth.ts';
import { once } from '../runtime/once.ts';
import { retry } from '../runtime/retry.ts';
import type { PubsubMessage } from './attributes.ts';
import { checkAttributes, LIMITS, utf8Length } from './attributes.ts';
import { type BatchLimits, createLane, type Lane, type SendBatch } from './batches.ts';
import type { Transport } from './transport.ts';

export interface PublisherOptions {
  /** Empty lets the client find out. */
  readonly projectId: string;
  /** The topic's name, or `projects/…/topics/…`. */
  readonly topic: string;
  /** The longest wait for an acknowledgement. Default 10 s. */
  readonly deadlineMs?: number;
  /** The time for which a batch waits for more messages while another is under way. Default 5 ms. */
  readonly batchMs?: number;
  /** Default 10,000. */
  readonly maxMessages?: number;
  /** Default 100 MB. */
  readonly maxBytes?: number;
}

export interface Publisher {
  /**
   * Rejects with INPUT_TOO_LARGE or INPUT_INVALID before sending, RESOURCE_EXHAUSTED where too much is under way, and
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
/** The number of ordering keys from which unused ones are let go. */
const SWEEP_FROM = 1_000;
const RETRY = { initialMs: 50, maxMs: 2_000 };

export function createPublisher(options: PublisherOptions): Publisher {
  const { deadlineMs = 10_000, batchMs = 5, maxMessages = 10_000, maxBytes = 100_000_000 } = options;
  const limits: BatchLimits = { batchMs, deadlineMs, batchMessages: 500, batchBytes: 5_000_000 };
  const sender = new Sender(options, deadlineMs);
  const unordered = createLane(sender.send, limits, false);
  const lanes = new Map<string, Lane>();
  let sweepAt = SWEEP_FROM;
  let messages = 0;
  let bytes = 0;

  function laneOf(orderingKey: string | undefined): Lane {
    if (orderingKey === undefined) return unordered;
    const before = lanes.get(orderingKey);
    if (before !== undefined) return before;
    if (lanes.size >= sweepAt) sweep();
    const lane = createLane(sender.send, limits, true);
    lanes.set(orderingKey, lane);
    return lane;
  }

  /** There are as many keys as documents: lanes that are not in use are let go whenever their number has doubled. */
  function sweep(): void {
    for (const [key, lane] of lanes) if (lane.idle) lanes.delete(key);
    sweepAt = Math.max(SWEEP_FROM, lanes.size * 2);
  }

  const flush = async (): Promise<void> => {
    await Promise.all([unordered, ...lanes.values()].map((lane) => lane.flush()));
  };

  return {
    publish: (message) =>
      new Promise((resolve, reject) => {
        const size = checkMessage(message);
        if (messages >= maxMessages || bytes + size > maxBytes) throw tooMuch(messages, bytes);
        messages += 1;
        bytes += size;
        const lane = laneOf(message.orderingKey);
        const done = (): void => {
          messages -= 1;
          bytes -= size;
        };
        lane.add(
          message,
          size,
          (messageId) => {
            done();
            resolve(messageId);
          },
          (error) => {
            done();
            reject(fromGrpcError(error, SENDING));
          },
        );
      }),
    flush,
    close: async () => {
      await flush();
      await sender.close();
    },
  };
}

/** The channel and the topic's full name, made when they are first needed. */
interface Connection {
  readonly transport: Transport;
  readonly topic: string;
}

class Sender {
  readonly #options: PublisherOptions;
  readonly #deadlineMs: number;
  readonly #emulator: string;
  readonly #connection = once(() => this.#connect());

  constructor(options: PublisherOptions, deadlineMs: number) {
    this.#options = options;
    this.#deadlineMs = deadlineMs;
    // As Google's client reads it; absent and empty are alike.
    this.#emulator = `${process.env.PUBSUB_EMULATOR_HOST || ''}`.replace(/^https?:\/\//, '');
  }

  /** Tries again within the deadline; a publish that is sent twice is a duplicate, which readers of Pub/Sub expect. */
  readonly send: SendBatch = async (messages) => {
    const deadline = Date.now() + this.#deadlineMs;
    const { transport, topic } = await this.#connection();
    const attempt = (): Promise<readonly string[]> => transport.publish({ topic, messages }, deadline);
    return retry(attempt, { policy: RETRY, deadline, reserveMs: 0, classify: fromPublishError });
  };

  async close(): Promise<void> {
    const made = await this.#connection.made();
    made?.transport.close();
  }

  async #connect(): Promise<Connection> {
    const { connect, PUBSUB_SCOPE } = await import('./transport.ts');
    const { projectId, topic } = this.#options;
    if (topic.startsWith('projects/')) return { transport: connect(this.#emulator), topic };
    // Without a configured project, the environment is asked.
    const project = projectId === '' ? await (await googleAuth(PUBSUB_SCOPE)).getProjectId() : projectId;
    return { transport: connect(this.#emulator), topic: `projects/${project}/topics/${topic}` };
  }
}

function fromPublishError(error: unknown): PenstockError {
  return fromGrpcError(error, SENDING);
}

/** Returns how many bytes the message takes. */
function checkMessage(message: PubsubMessage): number {
  checkAttributes(message.attributes);
  const { orderingKey = '' } = message;
  if (utf8Length(orderingKey) > LIMITS.orderingKeyBytes) {
    throw new PenstockError(
      'INPUT_INVALID',
      `The ordering key is larger than ${LIMITS.orderingKeyBytes} bytes`,
      SENDING,
    );
  }
  let size = message.data.length + utf8Length(orderingKey) + FRAMING_BYTES;
  for (const [key, value] of Object.entries(message.attributes)) {
    size += utf8Length(key) + utf8Length(value) + FRAMING_BYTES;
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

function tooMuch(messages: number, bytes: number): PenstockError {
  return new PenstockError('RESOURCE_EXHAUSTED', 'Too much is being published already', {
    ...SENDING,
    context: { messages, bytes },
    retryAfterMs: 1_000,
  });
}
