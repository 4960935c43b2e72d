/**
 * Publishes and waits: a promise resolves with the message id only when Pub/Sub has acknowledged. Concurrent requests
 * share batches; what is under way is bounded in messages and bytes; a wait is bounded in time.
 *
 * It speaks Publish itself. Google's client makes some thirty promises a message, keeps retrying for ten minutes after
 * its caller has given up, leaves an ordering key stuck after a failure, and takes a third of a second to load.
 */

import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { type ErrorDetails, fromGrpcError, PenstockError } from '../runtime/errors.ts';
import { googleAuth } from '../runtime/google-auth.ts';
import { googleCredentials } from '../runtime/google-credentials.ts';
import { retry } from '../runtime/retry.ts';
import { checkAttributes, LIMITS } from './attributes.ts';
import { type BatchLimits, createLane, type Lane, type SendBatch } from './batches.ts';
import type { PubsubMessage } from './flat-message.ts';
import { decodePublish, encodePublish, type PublishRequest } from './wire.ts';

export interface PublisherOptions {
  /** Empty lets the client find out. */
  readonly projectId: string;
  /** The topic's name, or `projects/…/topics/…`. */
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
const RETRY = { initialMs: 50, maxMs: 2_000 };
const METHOD = '/google.pubsub.v1.Publisher/Publish';
const ADDRESS = 'pubsub.googleapis.com:443';
const SCOPE = 'https://www.googleapis.com/auth/pubsub';
const OPTIONS = {
  'grpc.keepalive_time_ms': 300_000,
  'grpc.max_send_message_length': -1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
  // Retries are ours, so that they end with the caller's patience.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
};

export function createPublisher(options: PublisherOptions): Publisher {
  const { deadlineMs = 10_000, batchMs = 5, maxMessages = 10_000, maxBytes = 100_000_000 } = options;
  const limits: BatchLimits = { batchMs, deadlineMs, batchMessages: 500, batchBytes: 5_000_000 };
  const client = connect();
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
      client.close();
    },
  };
}

/** Points at an emulator where PUBSUB_EMULATOR_HOST names one, as Google's client does. */
function connect(): Client {
  const emulator = process.env.PUBSUB_EMULATOR_HOST;
  if (emulator) return new Client(emulator.replace(/^https?:\/\//, ''), credentials.createInsecure(), OPTIONS);
  const google = googleCredentials({ service: 'Pub/Sub', scope: SCOPE });
  const secure = credentials.combineChannelCredentials(credentials.createSsl(), google);
  return new Client(ADDRESS, secure, OPTIONS);
}

/** Tries again within the deadline; a publish that is sent twice is a duplicate, which readers of Pub/Sub expect. */
function sender(client: Client, { projectId, topic }: PublisherOptions, deadlineMs: number): SendBatch {
  let path: Promise<string> | undefined;
  return async (messages) => {
    const deadline = Date.now() + deadlineMs;
    path ??= pathOf(projectId, topic);
    const request = { topic: await path, messages };
    return retry(() => publishOnce(client, request, deadline), {
      policy: RETRY,
      deadline,
      reserveMs: 0,
      classify: fromPublishError,
    });
  };
}

/** A project that nobody named is asked of the environment. */
async function pathOf(projectId: string, topic: string): Promise<string> {
  if (topic.startsWith('projects/')) return topic;
  const project = projectId === '' ? await (await googleAuth(SCOPE)).getProjectId() : projectId;
  return `projects/${project}/topics/${topic}`;
}

function publishOnce(client: Client, request: PublishRequest, deadline: number): Promise<readonly string[]> {
  const metadata = new Metadata();
  metadata.set('x-goog-request-params', `topic=${encodeURIComponent(request.topic)}`);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(METHOD, encodePublish, decodePublish, request, metadata, { deadline }, (error, ids) => {
      if (error) reject(error);
      // gRPC hands over an answer whenever it hands over no error.
      else resolve(ids as readonly string[]);
    });
  });
}

function fromPublishError(error: unknown): PenstockError {
  return fromGrpcError(error, SENDING);
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
