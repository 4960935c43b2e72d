/** A published message in memory: the publisher's own bytes, decoded only for filters, push and dead letters. */

import { BYTES, isUtf8Range, Reader, tagOf, varintBytes, WireError, writeVarint } from '../wire/protobuf.ts';

export interface Message {
  /** The message id as a number; ids only ever grow. */
  readonly seq: number;
  /** Publish time, milliseconds since the epoch. */
  readonly time: number;
  readonly topic: number;
  /** `chunk[start, end)` is a PubsubMessage with data, attributes and ordering key only. */
  readonly chunk: Buffer;
  readonly start: number;
  readonly end: number;
  readonly key: string;
  /** The number of backlogs, topic logs and snapshots that hold it. At 0 its memory is given back. */
  holders: number;
}

/** The position of a message in a request, and the facts that the checks need. */
export interface Outline {
  readonly start: number;
  readonly end: number;
  readonly dataBytes: number;
  readonly attributes: number;
  readonly longestKey: number;
  readonly longestValue: number;
  readonly emptyKey: boolean;
  readonly orderingKey: string;
  /** True if it holds an unknown field, or one that a publisher must not set: the message is written anew without it. */
  readonly foreign: boolean;
}

const DATA = tagOf(1, BYTES);
const ATTRIBUTES = tagOf(2, BYTES);
const ORDERING_KEY = tagOf(5, BYTES);

const ENTRY_KEY = tagOf(1, BYTES);
const ENTRY_VALUE = tagOf(2, BYTES);

export function outline(buffer: Buffer, start: number, end: number): Outline {
  const reader = new Reader(buffer, start, end);
  let dataBytes = 0;
  let attributes = 0;
  let longestKey = 0;
  let longestValue = 0;
  let emptyKey = false;
  let orderingKey = '';
  let foreign = false;
  while (!reader.done) {
    const tag = reader.tag();
    if (tag === DATA) {
      const to = reader.length();
      dataBytes = to - reader.position;
      reader.position = to;
    } else if (tag === ATTRIBUTES) {
      const to = reader.length();
      const entry = entryOf(new Reader(buffer, reader.position, to));
      reader.position = to;
      attributes += 1;
      longestKey = Math.max(longestKey, entry.keyEnd - entry.keyStart);
      longestValue = Math.max(longestValue, entry.valueEnd - entry.valueStart);
      emptyKey ||= entry.keyEnd === entry.keyStart;
    } else if (tag === ORDERING_KEY) {
      orderingKey = reader.string();
    } else {
      reader.skip(tag);
      foreign = true;
    }
  }
  return { start, end, dataBytes, attributes, longestKey, longestValue, emptyKey, orderingKey, foreign };
}

/** The decoded message, for filters, push and dead letters. */
export interface Contents {
  readonly data: Buffer;
  readonly attributes: ReadonlyMap<string, string>;
  readonly orderingKey: string;
}

export function contentsOf(message: Pick<Message, 'chunk' | 'start' | 'end'>): Contents {
  const { chunk } = message;
  const reader = new Reader(chunk, message.start, message.end);
  const attributes = new Map<string, string>();
  let data = chunk.subarray(0, 0);
  let orderingKey = '';
  while (!reader.done) {
    const tag = reader.tag();
    if (tag === DATA) {
      const to = reader.length();
      data = chunk.subarray(reader.position, to);
      reader.position = to;
    } else if (tag === ATTRIBUTES) {
      const to = reader.length();
      const { keyStart, keyEnd, valueStart, valueEnd } = entryOf(new Reader(chunk, reader.position, to));
      reader.position = to;
      attributes.set(chunk.toString('utf8', keyStart, keyEnd), chunk.toString('utf8', valueStart, valueEnd));
    } else if (tag === ORDERING_KEY) orderingKey = reader.string();
    else reader.skip(tag);
  }
  return { data, attributes, orderingKey };
}

/** The bytes of a PubsubMessage with these contents. */
export function encodeContents({ data, attributes, orderingKey }: Contents): Buffer {
  const parts: Buffer[] = [];
  if (data.length > 0) parts.push(lengthDelimited(DATA, data));
  for (const [key, value] of attributes) {
    const entry = [lengthDelimited(ENTRY_KEY, Buffer.from(key)), lengthDelimited(ENTRY_VALUE, Buffer.from(value))];
    parts.push(lengthDelimited(ATTRIBUTES, Buffer.concat(entry)));
  }
  if (orderingKey !== '') parts.push(lengthDelimited(ORDERING_KEY, Buffer.from(orderingKey)));
  return Buffer.concat(parts);
}

interface EntryBounds {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

function entryOf(reader: Reader): EntryBounds {
  let keyStart = 0;
  let keyEnd = 0;
  let valueStart = 0;
  let valueEnd = 0;
  while (!reader.done) {
    const tag = reader.tag();
    if (tag !== ENTRY_KEY && tag !== ENTRY_VALUE) {
      reader.skip(tag);
      continue;
    }
    const to = reader.length();
    const from = reader.position;
    if (!isUtf8Range(reader.buffer, from, to)) throw new WireError('an attribute is not UTF-8', from);
    reader.position = to;
    if (tag === ENTRY_KEY) {
      keyStart = from;
      keyEnd = to;
    } else {
      valueStart = from;
      valueEnd = to;
    }
  }
  return { keyStart, keyEnd, valueStart, valueEnd };
}

function lengthDelimited(tag: number, bytes: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(varintBytes(tag) + varintBytes(bytes.length) + bytes.length);
  out.set(bytes, writeVarint(out, writeVarint(out, 0, tag), bytes.length));
  return out;
}
