/** PublishRequest: read once, checked against the service's limits, and cut so that nothing is copied that need not be. */

import { contentsOf, encodeContents, type Outline, outline } from '../backlog/message.ts';
import { invalid, type PubsubError, tooLarge } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { BYTES, bytesField, Reader, stringField, tagOf } from './protobuf.ts';

const TOPIC = tagOf(1, BYTES);
const MESSAGES = tagOf(2, BYTES);

/** A request above this is copied message by message, so that one held message never pins more than this. */
const SHARE_BELOW_BYTES = 64 * 1024;

export interface PublishRequest {
  readonly topic: string;
  /** The request as it goes into the journal. */
  readonly body: Buffer;
  readonly messages: readonly Outline[];
}

export function parsePublish(body: Buffer): PublishRequest {
  const reader = new Reader(body);
  const messages: Outline[] = [];
  let topic = '';
  while (!reader.done) {
    const tag = reader.tag();
    if (tag === TOPIC) topic = reader.string();
    else if (tag === MESSAGES) {
      const end = reader.length();
      messages.push(outline(body, reader.position, end));
      reader.position = end;
    } else reader.skip(tag);
  }
  return { topic, body, messages };
}

/** The first rule that the request breaks, as the service words it. */
export function checkPublish({ body, messages }: PublishRequest): PubsubError | undefined {
  if (body.length > LIMITS.publishBytes) {
    return invalid(`Request payload size exceeds the limit: ${LIMITS.publishBytes} bytes.`);
  }
  if (messages.length === 0) return invalid('The request has no messages to publish.');
  if (messages.length > LIMITS.publishMessages) {
    return tooLarge('message_count', messages.length, LIMITS.publishMessages);
  }
  const orderingKey = messages[0]?.orderingKey;
  for (const message of messages) {
    const broken = checkMessage(message);
    if (broken !== undefined) return broken;
    if (message.orderingKey !== orderingKey) {
      return invalid('All messages in a publish request must have the same ordering key.');
    }
  }
  return undefined;
}

function checkMessage(message: Outline): PubsubError | undefined {
  if (message.dataBytes === 0 && message.attributes === 0) {
    return invalid(
      'One or more messages in the publish request is empty. Each message must contain either non-empty data, or at least one attribute.',
    );
  }
  if (message.attributes > LIMITS.attributes) {
    return tooLarge('attribute_count', message.attributes, LIMITS.attributes);
  }
  if (message.emptyKey) return invalid('An attribute key in the request is empty.');
  if (message.longestKey > LIMITS.attributeKeyBytes) {
    return tooLarge('attribute_key_size', message.longestKey, LIMITS.attributeKeyBytes);
  }
  if (message.longestValue > LIMITS.attributeValueBytes) {
    return tooLarge('attribute_value_size', message.longestValue, LIMITS.attributeValueBytes);
  }
  const keyBytes = Buffer.byteLength(message.orderingKey);
  if (keyBytes > LIMITS.orderingKeyBytes) return tooLarge('ordering_key', keyBytes, LIMITS.orderingKeyBytes);
  return undefined;
}

/** Without what publishers may not set: `message_id`, `publish_time` and unknown fields are ignored, not kept. */
export function cleaned(request: PublishRequest): PublishRequest {
  if (!request.messages.some(({ foreign }) => foreign)) return request;
  const bodies = request.messages.map(({ start, end }) =>
    encodeContents(contentsOf({ chunk: request.body, start, end })),
  );
  return parsePublish(encodePublish(request.topic, bodies));
}

export function encodePublish(topic: string, bodies: readonly Uint8Array[]): Buffer {
  return Buffer.concat([stringField(1, topic), ...bodies.map((body) => bytesField(2, body))]);
}

/** The bytes to hold for one message: shared with the request when that is small, its own copy when it is not. */
export function bytesToHold(body: Buffer, message: Outline): { chunk: Buffer; start: number; end: number } {
  const { start, end } = message;
  if (body.length <= SHARE_BELOW_BYTES) return { chunk: body, start, end };
  const chunk = Buffer.allocUnsafeSlow(end - start);
  body.copy(chunk, 0, start, end);
  return { chunk, start: 0, end: chunk.length };
}
