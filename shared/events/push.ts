/**
 * Reads a Pub/Sub message that was pushed over HTTP: wrapped by a push subscription, or inside a CloudEvent of Eventarc.
 * The body of both is `{"message": {…}, "subscription": "projects/…"}`.
 */

import { LIMITS } from '../pubsub/attributes.ts';
import { messageOf, PenstockError } from '../runtime/errors.ts';
import { isJsonObject, type JsonObject } from '../runtime/json-object.ts';
import { bodyOf, type CloudEvent, type EventRequest, isCloudEvent, readCloudEvent } from './cloud-event.ts';
import { readJsonObject } from './json.ts';

export interface PushedMessage {
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageId: string;
  /** Empty where the sender left it out. */
  readonly publishTime: string;
  /** Empty where the message has none. */
  readonly orderingKey: string;
  /** `projects/P/subscriptions/S`; empty where the sender left it out. */
  readonly subscription: string;
  /** The number of deliveries of the message, this one included; undefined without a dead-letter policy. */
  readonly deliveryAttempt: number | undefined;
}

export const MESSAGE_PUBLISHED = 'google.cloud.pubsub.topic.v1.messagePublished';

/**
 * Throws INPUT_MALFORMED where the request holds no message, and INPUT_TOO_LARGE where it holds more than Pub/Sub takes.
 *
 * @example
 * const body = { message: { data: 'e30=', messageId: '7' }, subscription: 'projects/p/subscriptions/s' };
 * readPush({ headers: {}, rawBody: Buffer.from(JSON.stringify(body)) }).data.toString(); // '{}'
 */
export function readPush(request: EventRequest): PushedMessage {
  return isCloudEvent(request) ? pushOfEvent(readCloudEvent(request)) : pushOf(bodyOf(request));
}

/** The message inside a CloudEvent of Eventarc. */
export function pushOfEvent({ type, data }: CloudEvent): PushedMessage {
  if (type !== MESSAGE_PUBLISHED) throw malformed(`the event ${type} is not ${MESSAGE_PUBLISHED}`);
  return pushOf(data);
}

function pushOf(body: Uint8Array): PushedMessage {
  let envelope: JsonObject;
  try {
    envelope = readJsonObject(body);
  } catch (error) {
    throw malformed(`of the body: ${messageOf(error)}`);
  }
  const { message, subscription, deliveryAttempt } = envelope;
  if (!isJsonObject(message)) throw malformed('message is missing');
  const messageId = textOf(message, 'messageId', 'message_id');
  if (messageId === '') throw malformed('message.messageId is missing');
  return {
    data: decoded(message.data ?? ''),
    attributes: attributesIn(message.attributes ?? {}),
    messageId,
    publishTime: textOf(message, 'publishTime', 'publish_time'),
    orderingKey: textOf(message, 'orderingKey', 'ordering_key'),
    subscription: typeof subscription === 'string' ? subscription : '',
    deliveryAttempt: Number.isSafeInteger(deliveryAttempt) ? (deliveryAttempt as number) : undefined,
  };
}

/** Pub/Sub writes some fields under both names, and its emulator under either. */
function textOf(message: JsonObject, name: string, alias: string): string {
  const value = message[name] ?? message[alias] ?? '';
  if (typeof value !== 'string') throw malformed(`message.${name} is not text`);
  return value;
}

/** Compared with what it encodes to, because Node's decoder passes over what is not base64. */
function decoded(data: unknown): Buffer {
  if (typeof data !== 'string') throw malformed('message.data is not base64');
  const bytes = Buffer.from(data, 'base64');
  if (bytes.toString('base64') !== data) throw malformed('message.data is not base64');
  if (bytes.length > LIMITS.messageBytes) {
    const message = `The message has ${bytes.length} bytes, and Pub/Sub takes at most ${LIMITS.messageBytes}`;
    throw new PenstockError('INPUT_TOO_LARGE', message, { stage: 'receiving' });
  }
  return bytes;
}

/** Pub/Sub adds attributes of its own to those that a publisher may send, so their number is not checked here. */
function attributesIn(given: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(given)) throw malformed('message.attributes is not an object');
  const wrong = Object.keys(given).find((key) => typeof given[key] !== 'string');
  if (wrong !== undefined) throw malformed('an attribute of the message is not text');
  return given as Readonly<Record<string, string>>;
}

function malformed(reason: string): PenstockError {
  return new PenstockError('INPUT_MALFORMED', `Not a pushed Pub/Sub message: ${reason}`, { stage: 'receiving' });
}
