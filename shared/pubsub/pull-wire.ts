/**
 * The messages of google.pubsub.v1.Subscriber. A StreamingPullResponse is read by hand, because only places are kept of it and
 * payloads are views of the bytes that came: Google's client makes some ten objects a message (docs/performance.md has what
 * that costs). Tests hold it to the generated messages.
 */

import { finishedBuffer } from './finished-buffer.ts';
import { RepeatedText } from './repeated-text.ts';
import {
  ACKNOWLEDGE_REQUEST_TAGS as ACKNOWLEDGE,
  encodeAcknowledgeRequest,
  encodeModifyAckDeadlineRequest,
  encodeStreamingPullRequest,
  PUBSUB_MESSAGE_TAGS as MESSAGE,
  RECEIVED_MESSAGE_TAGS as RECEIVED,
  STREAMING_PULL_RESPONSE_TAGS as RESPONSE,
  TIMESTAMP_TAGS as TIMESTAMP,
} from './wire.generated.ts';
import { MAP_ENTRY, varintSize, writeHead } from './wire.ts';

export interface StreamingPullRequest {
  readonly subscription: string;
  readonly ackDeadlineSeconds: number;
  readonly clientId: string;
  readonly maxMessages: number;
  readonly maxBytes: number;
}

export interface ReceivedMessage {
  readonly ackId: string;
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly publishMs: number;
  readonly orderingKey: string;
  /** 0 without a dead-letter policy. */
  readonly deliveryAttempt: number;
}

export function encodeStreamingPull(request: StreamingPullRequest): Buffer {
  const { subscription, ackDeadlineSeconds, clientId, maxMessages, maxBytes } = request;
  return finishedBuffer(
    encodeStreamingPullRequest({
      subscription,
      streamAckDeadlineSeconds: ackDeadlineSeconds,
      clientId,
      maxOutstandingMessages: maxMessages,
      maxOutstandingBytes: maxBytes,
    }),
  );
}

/** An empty request keeps an idle stream from being taken for dead. */
export const KEEP_ALIVE = Buffer.alloc(0);

/** Every message has one id here, so the ids are written by hand into one buffer. They are ASCII, as they were read. */
export function encodeAcknowledge(subscription: string, ackIds: readonly string[]): Buffer {
  const head = finishedBuffer(encodeAcknowledgeRequest({ subscription, ackIds: [] }));
  let size = head.length;
  for (const { length } of ackIds) size += 1 + varintSize(length) + length;
  const request = Buffer.allocUnsafe(size);
  let at = head.copy(request);
  for (const id of ackIds) {
    at = writeHead(request, at, ACKNOWLEDGE.ackIds, id.length);
    at += request.write(id, at, 'latin1');
  }
  return request;
}

export function encodeModifyDeadline(subscription: string, seconds: number, ackIds: readonly string[]): Buffer {
  return finishedBuffer(encodeModifyAckDeadlineRequest({ subscription, ackDeadlineSeconds: seconds, ackIds }));
}

/**
 * Throws where the bytes are no StreamingPullResponse. Unknown fields are passed over. `texts` remembers what repeats from message to
 * message: one belongs to a stream.
 */
export function decodeStreamingPull(bytes: Buffer, texts = new RepeatedText()): readonly ReceivedMessage[] {
  const messages: ReceivedMessage[] = [];
  const reader = new PlaceReader(bytes, texts);
  while (reader.at < bytes.length) {
    const tag = reader.varint();
    if (tag === RESPONSE.receivedMessages) messages.push(received(reader, reader.end()));
    else reader.skip(tag & 7);
  }
  return messages;
}

const NO_ATTRIBUTES = Object.freeze({}) as Record<string, string>;
const NOTHING = Buffer.alloc(0);

interface Draft {
  ackId: string;
  data: Buffer;
  attributes: Record<string, string>;
  messageId: string;
  publishMs: number;
  orderingKey: string;
  deliveryAttempt: number;
}

function received(reader: PlaceReader, end: number): ReceivedMessage {
  const draft: Draft = {
    ackId: '',
    data: NOTHING,
    attributes: NO_ATTRIBUTES,
    messageId: '',
    publishMs: 0,
    orderingKey: '',
    deliveryAttempt: 0,
  };
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === RECEIVED.ackId) draft.ackId = reader.latin();
    else if (tag === RECEIVED.message) message(reader, reader.end(), draft);
    else if (tag === RECEIVED.deliveryAttempt) draft.deliveryAttempt = reader.varint();
    else reader.skip(tag & 7);
  }
  return draft;
}

function message(reader: PlaceReader, end: number, draft: Draft): void {
  reader.place = 0;
  while (reader.at < end) {
    const tag = reader.varint();
    switch (tag) {
      case MESSAGE.data:
        draft.data = reader.view();
        break;
      case MESSAGE.attributes:
        if (draft.attributes === NO_ATTRIBUTES) draft.attributes = {};
        attribute(reader, reader.end(), draft.attributes);
        break;
      case MESSAGE.messageId:
        draft.messageId = reader.latin();
        break;
      case MESSAGE.publishTime:
        draft.publishMs = timestamp(reader, reader.end());
        break;
      case MESSAGE.orderingKey:
        draft.orderingKey = reader.text();
        break;
      default:
        reader.skip(tag & 7);
    }
  }
}

function attribute(reader: PlaceReader, end: number, into: Record<string, string>): void {
  let [key, value] = ['', ''];
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === MAP_ENTRY.key) key = reader.repeatedText();
    else if (tag === MAP_ENTRY.value) value = reader.repeatedText();
    else reader.skip(tag & 7);
  }
  if (key !== '__proto__') into[key] = value;
  else Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}

function timestamp(reader: PlaceReader, end: number): number {
  let ms = 0;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === TIMESTAMP.seconds) ms += reader.varint() * 1_000;
    else if (tag === TIMESTAMP.nanos) ms += Math.floor(reader.varint() / 1e6);
    else reader.skip(tag & 7);
  }
  return ms;
}

/** Reads forward and never beyond the end. */
class PlaceReader {
  readonly #bytes: Buffer;
  readonly #texts: RepeatedText;
  at = 0;
  /** The number of texts that this message has had. */
  place = 0;

  constructor(bytes: Buffer, texts: RepeatedText) {
    this.#bytes = bytes;
    this.#texts = texts;
  }

  /** Beyond 2^53 the number is not exact; no field that is read holds such a one. */
  varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.at++];
    if (byte === undefined) throw malformed();
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let scale = 128; scale < 2 ** 64; scale *= 128) {
      byte = bytes[this.at++];
      if (byte === undefined) throw malformed();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw malformed();
  }

  /** The end of the field that begins here. */
  end(): number {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.#bytes.length) throw malformed();
    return end;
  }

  view(): Buffer {
    const end = this.end();
    const view = this.#bytes.subarray(this.at, end);
    this.at = end;
    return view;
  }

  text(): string {
    const end = this.end();
    const text = this.#bytes.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }

  repeatedText(): string {
    const end = this.end();
    const text = this.#texts.read(this.place, this.#bytes, this.at, end);
    this.place += 1;
    this.at = end;
    return text;
  }

  /** Ids are ASCII. */
  latin(): string {
    const end = this.end();
    const text = this.#bytes.toString('latin1', this.at, end);
    this.at = end;
    return text;
  }

  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#pass(8);
    else if (wireType === 2) this.at = this.end();
    else if (wireType === 5) this.#pass(4);
    else throw malformed();
  }

  #pass(bytes: number): void {
    this.at += bytes;
    if (this.at > this.#bytes.length) throw malformed();
  }
}

function malformed(): TypeError {
  return new TypeError('not a StreamingPullResponse');
}
