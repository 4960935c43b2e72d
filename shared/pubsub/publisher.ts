/**
 * Publishes and waits: a promise resolves with the message id only when Pub/Sub has acknowledged. Concurrent requests
 * share batches; what is under way is bounded in messages and bytes; a wait is bounded in time.
 *
 * Built on the client's generated PublisherClient and not on its Topic, which makes some thirty promises a message, keeps
 * retrying for ten minutes after its caller has given up, and leaves an ordering key stuck after a failure.
 */

import { v1 } from '@google-cloud/pubsub';
import { credentials } from '@grpc/grpc-js';
import { type ErrorDetails, fromGrpcError, PenstockError } from '../runtime/errors.ts';
import { projectOf } from '../runtime/project.ts';
import { checkAttributes, LIMITS } from './attributes.ts';
import { type BatchLimits, createLane, type Lane, type SendBatch } from './batches.ts';
import type { PubsubMessage } from './flat-message.ts';

export interface PublisherOptions {
  /** Empty lets the client find out. */
  readonly projectId: string;
  /** The topic's name, without its project. */
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
/** How many ordering keys are held before the unused ones are looked for. */
const SWEEP_FROM = 1_000;
/** What Pub/Sub may answer to a publish that should be tried again: every status that leaves the outcome open. */
const RETRIED_STATUSES = [1, 2, 4, 8, 10, 13, 14];

export function createPublisher(options: PublisherOptions): Publisher {
  const { deadlineMs = 10_000, batchMs = 3, maxMessages = 10_000, maxBytes = 100_000_000 } = options;
  const limits: BatchLimits = { batchMs, deadlineMs, batchMessages: 500, batchBytes: 5_000_000 };
  const client = connect(options);
  const send = sender(client, options, deadlineMs);
  const unordered = createLane(send, limits, false);
  const lanes = new Map<string, Lane>();
  let sweepAt = SWEEP_FROM;
  let messages = 0;
  let bytes = 0;

  function laneOf(orderingKey: string | undefined): Lane {
    if (orderingKey === undefined) return unordered;
    const before = lanes.get(orderingKey);
    if (before !== undefined) return before;
    if (lanes.size >= sweepAt) sweep();
    const lane = createLane(send, limits, true);
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
      // A client that could never connect holds nothing, and says so.
      await client.close().catch(() => undefined);
    },
  };
}

/** Points at an emulator where PUBSUB_EMULATOR_HOST names one, as the client's own Topic does. */
function connect({ projectId }: PublisherOptions): v1.PublisherClient {
  const emulator = process.env.PUBSUB_EMULATOR_HOST ?? '';
  const project = projectOf(projectId);
  if (emulator === '') return new v1.PublisherClient(project);
  const [apiEndpoint, port] = emulator.replace(/^https?:\/\//, '').split(':') as [string, string];
  return new v1.PublisherClient({
    ...project,
    apiEndpoint,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
  });
}

/** The client retries within the deadline by itself; a publish that is sent twice is a duplicate, which readers expect. */
function sender(client: v1.PublisherClient, { projectId, topic }: PublisherOptions, deadlineMs: number): SendBatch {
  let path: string | undefined;
  const call = {
    timeout: deadlineMs,
    retry: {
      retryCodes: RETRIED_STATUSES,
      backoffSettings: {
        initialRetryDelayMillis: 50,
        retryDelayMultiplier: 2,
        maxRetryDelayMillis: 2_000,
        initialRpcTimeoutMillis: deadlineMs,
        rpcTimeoutMultiplier: 1,
        maxRpcTimeoutMillis: deadlineMs,
        totalTimeoutMillis: deadlineMs,
      },
    },
  };
  return async (batch) => {
    path ??= `projects/${projectId === '' ? await client.getProjectId() : projectId}/topics/${topic}`;
    const messages = batch.map(({ data, attributes, orderingKey = '' }) => ({ data, attributes, orderingKey }));
    const [{ messageIds }] = await client.publish({ topic: path, messages }, call);
    return messageIds as string[];
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

function tooMuch(messages: number, bytes: number): PenstockError {
  return new PenstockError('RESOURCE_EXHAUSTED', 'Too much is being published already', {
    ...SENDING,
    context: { messages, bytes },
    retryAfterMs: 1_000,
  });
}
