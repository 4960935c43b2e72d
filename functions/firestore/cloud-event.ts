/**
 * Reads a CloudEvent from an HTTP request, in binary or structured mode (CloudEvents HTTP protocol binding, section 3),
 * and what Google's emulator makes of the binary mode.
 */

import type { IncomingHttpHeaders } from 'node:http';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { declaredBy } from '@penstock/shared/runtime/framework/raw-body.ts';
import { readTimestamp } from './timestamp.ts';

/** As functions-framework hands it over. There is no `rawBody` where there was no body. */
export interface EventRequest {
  readonly headers: IncomingHttpHeaders;
  readonly rawBody?: Uint8Array;
}

export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** RFC 3339 in UTC, see `timestamp.ts`. */
  readonly time: string;
  /** Every attribute, as it was meant. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

/** What was received, for the error record: the body byte for byte, and the headers that post it again. */
export interface Received {
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
}

export function receivedOf(request: EventRequest): Received {
  const { contentType, contentEncoding } = declaredBy(request);
  const attributes = Object.entries(request.headers).filter(([name]) => name.startsWith('ce-'));
  if (contentType !== '') attributes.push(['content-type', contentType]);
  if (contentEncoding !== '') attributes.push(['content-encoding', contentEncoding]);
  return {
    data: request.rawBody ?? new Uint8Array(),
    attributes: Object.fromEntries(attributes.map(([name, value]) => [name, String(value)])),
  };
}

/** Cloud Run takes no larger request; functions-framework would. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Throws INPUT_MALFORMED, or INPUT_TOO_LARGE. */
export function readEvent(request: EventRequest): CloudEvent {
  const body = request.rawBody ?? new Uint8Array();
  if (body.length > MAX_BYTES) {
    throw new PenstockError('INPUT_TOO_LARGE', `The event is larger than ${MAX_BYTES} bytes`, { stage: 'receiving' });
  }
  const { contentType, contentEncoding } = declaredBy(request);
  // Nobody who sends events compresses them, and a small body may grow to any size.
  if (contentEncoding !== '') throw malformed(`the content encoding ${contentEncoding} is not read here`);
  const { attributes, data } = /^application\/cloudevents\+json\b/i.test(contentType)
    ? structured(body)
    : { attributes: binary(request.headers), data: body };
  const [id, source, type] = ['id', 'source', 'type'].map((name) => {
    const value = attributes[name] ?? '';
    if (value === '') throw malformed(`the attribute ${name} is missing`);
    return value;
  }) as [string, string, string];
  const time = readTimestamp(attributes.time ?? '');
  if (time === undefined) throw malformed('the attribute time is missing or no RFC 3339 time');
  return { id, source, type, time, attributes, data: unwrapped(data) };
}

/** Section 3.1.3.2: values are percent-encoded, and decoded in one round. Functions-framework leaves them as they are. */
function binary(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') ? [[name.slice(3), percentDecoded(String(value))]] : [],
  );
  return Object.fromEntries(attributes);
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not encoded at all, by a sender that does not know the rule.
    return value;
  }
}

/** Its attributes are flat; `data`, which is not read here, may be anything. */
const MAX_ENVELOPE_DEPTH = 64;

function structured(body: Uint8Array): Pick<CloudEvent, 'attributes' | 'data'> {
  if (isDeeper(body, MAX_ENVELOPE_DEPTH)) throw malformed('the envelope is nested too deeply');
  let envelope: unknown;
  try {
    envelope = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw malformed('the envelope is not JSON');
  }
  if (typeof envelope !== 'object' || envelope === null) throw malformed('the envelope is no JSON object');
  const { data_base64: data = '', ...rest } = envelope as Readonly<Record<string, unknown>>;
  if (typeof data !== 'string') throw malformed('data_base64 is not text');
  const attributes = Object.entries(rest).filter(([, value]) => typeof value === 'string');
  return { attributes: Object.fromEntries(attributes) as Record<string, string>, data: Buffer.from(data, 'base64') };
}

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Looked for before anything is parsed: 30 MB of brackets become 700 MB of lists within lists. Brackets in texts do not
 * count; where a text ends and whether brackets match is JSON.parse's to say.
 */
function isDeeper(body: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) inText = !inText;
    else if (inText && byte === BACKSLASH) at += 1;
    else if (!inText && (byte === OPEN_ARRAY || byte === OPEN_OBJECT)) depth += 1;
    else if (!inText && (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

/**
 * Google's emulator sends the protobuf as base64 text, under the protobuf's content type (reference/local-cloud.md,
 * section 5). No event begins with a character of base64: the tags of its three fields are control characters.
 */
function unwrapped(data: Uint8Array): Uint8Array {
  if ((data[0] ?? 0) < 0x20) return data;
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : data;
}

function malformed(reason: string): PenstockError {
  return new PenstockError('INPUT_MALFORMED', `Not a CloudEvent of Firestore: ${reason}`, { stage: 'receiving' });
}
