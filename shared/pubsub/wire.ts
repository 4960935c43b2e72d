/**
 * google.pubsub.v1.Publisher.Publish by hand: two small messages. Google's client loads a third of a second of code to
 * build them, and that would be a third of a second of every cold start. Tests hold it to the generated messages of
 * `wire.generated.ts`, byte for byte; the tags are generated too.
 */

import { type PubsubMessage, utf8Length } from './attributes.ts';
import {
  PUBSUB_MESSAGE_TAGS as MESSAGE,
  PUBLISH_REQUEST_TAGS as REQUEST,
  PUBLISH_RESPONSE_TAGS as RESPONSE,
} from './publish.generated.ts';

/** An entry of a map has its key under 1 and its value under 2, in every map. */
export const MAP_ENTRY = { key: 0x0a, value: 0x12 } as const;

export interface PublishRequest {
  readonly topic: string;
  readonly messages: readonly PubsubMessage[];
}

/** Sizes first, then one buffer that is written once. */
export function encodePublish({ topic, messages }: PublishRequest): Buffer {
  const sizes = messages.map(messageSize);
  const topicSize = utf8Length(topic);
  let size = fieldSize(topicSize);
  for (const one of sizes) size += fieldSize(one);
  const into = Buffer.allocUnsafe(size);
  let at = writeText(into, 0, REQUEST.topic, topic, topicSize);
  messages.forEach((message, index) => {
    at = writeHead(into, at, REQUEST.messages, sizes[index] as number);
    at = writeMessage(into, at, message);
  });
  return into;
}

/** Unknown fields are passed over; the ids come in the order of the messages. */
export function decodePublish(bytes: Buffer): readonly string[] {
  const ids: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    if ((tag.value & 7) !== 2) throw new TypeError('not a PublishResponse');
    const length = readVarint(bytes, tag.next);
    const end = length.next + length.value;
    if (end > bytes.length) throw new TypeError('a PublishResponse that ends too early');
    if (tag.value === RESPONSE.messageIds) ids.push(bytes.toString('utf8', length.next, end));
    at = end;
  }
  return ids;
}

function messageSize({ data, attributes, orderingKey }: PubsubMessage): number {
  let size = fieldSize(data.length);
  for (const key in attributes) size += fieldSize(entrySize(key, attributes[key] as string));
  return orderingKey === undefined ? size : size + fieldSize(utf8Length(orderingKey));
}

function writeMessage(into: Buffer, from: number, { data, attributes, orderingKey }: PubsubMessage): number {
  let at = writeHead(into, from, MESSAGE.data, data.length);
  at += data.copy(into, at);
  for (const key in attributes) {
    const value = attributes[key] as string;
    at = writeHead(into, at, MESSAGE.attributes, entrySize(key, value));
    at = writeText(into, at, MAP_ENTRY.key, key, utf8Length(key));
    at = writeText(into, at, MAP_ENTRY.value, value, utf8Length(value));
  }
  return orderingKey === undefined
    ? at
    : writeText(into, at, MESSAGE.orderingKey, orderingKey, utf8Length(orderingKey));
}

function entrySize(key: string, value: string): number {
  return fieldSize(utf8Length(key)) + fieldSize(utf8Length(value));
}

/** Tag, length and content. */
function fieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

function writeText(into: Buffer, from: number, tag: number, text: string, length: number): number {
  const at = writeHead(into, from, tag, length);
  return at + into.write(text, at, length, 'utf8');
}

/** A tag and the length behind it. */
export function writeHead(into: Buffer, from: number, tag: number, length: number): number {
  let at = from;
  into[at++] = tag;
  let rest = length;
  while (rest > 127) {
    into[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  into[at++] = rest;
  return at;
}

export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest >>>= 7) size += 1;
  return size;
}

function readVarint(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = from, shift = 0; at < bytes.length && shift < 28; at += 1, shift += 7) {
    const byte = bytes[at] as number;
    value |= (byte & 127) << shift;
    if (byte < 128) return { value, next: at + 1 };
  }
  throw new TypeError('a PublishResponse with a length that is none');
}
