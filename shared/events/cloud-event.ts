/** Reads a CloudEvent from an HTTP request, in binary or structured mode (CloudEvents HTTP protocol binding, section 3). */

import type { IncomingHttpHeaders } from 'node:http';
import { messageOf, PenstockError } from '../runtime/errors.ts';
import { declaredBy } from '../runtime/framework/raw-body.ts';
import { setOwn } from '../runtime/json-object.ts';
import { traceAttributes } from '../runtime/trace.ts';
import { readJsonObject } from './json.ts';
import { readTimestamp } from './timestamp.ts';

/** A request as `openDoor` hands it over. Without a body there is no `rawBody`, or an empty one. */
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
  /** Every attribute, percent-decoded. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

/** The received event, for the error record: the body byte for byte, and the headers with which it can be posted again. */
export interface ReceivedEvent {
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Cloud Run takes no larger request. */
export const MAX_EVENT_BYTES = 32 * 1024 * 1024;

/**
 * Throws INPUT_MALFORMED, or INPUT_TOO_LARGE.
 *
 * @example
 * const headers = { 'ce-id': '1', 'ce-source': 's', 'ce-type': 't', 'ce-time': '2026-01-02T03:04:05Z' };
 * readCloudEvent({ headers, rawBody: Buffer.from('{}') }).id; // '1'
 */
export function readCloudEvent(request: EventRequest): CloudEvent {
  const body = bodyOf(request);
  if (body.length > MAX_EVENT_BYTES) {
    const message = `The event has ${body.length} bytes, and at most ${MAX_EVENT_BYTES} are taken`;
    throw new PenstockError('INPUT_TOO_LARGE', message, { stage: 'receiving' });
  }
  const { contentType, contentEncoding } = declaredBy(request);
  // Eventarc compresses no event, and a small compressed body may grow to any size.
  if (contentEncoding !== '') throw malformed(`the content encoding ${contentEncoding} is not taken`);
  const { attributes, data } = STRUCTURED.test(contentType)
    ? structured(body)
    : { attributes: binary(request.headers), data: body };
  const required = (name: 'id' | 'source' | 'type'): string => {
    const value = attributes[name] ?? '';
    if (value === '') throw malformed(`the attribute ${name} is missing`);
    return value;
  };
  const time = readTimestamp(attributes.time ?? '');
  const [id, source, type] = [required('id'), required('source'), required('type')];
  if (time === undefined) throw malformed('the attribute time is missing or no RFC 3339 time');
  return { id, source, type, time, attributes, data };
}

/** Whether the request is meant as a CloudEvent, in either mode. */
export function isCloudEvent(request: EventRequest): boolean {
  return request.headers['ce-type'] !== undefined || isStructured(request);
}

export function receivedEvent(request: EventRequest): ReceivedEvent {
  const { contentType, contentEncoding } = declaredBy(request);
  const attributes = Object.entries(request.headers).filter(([name]) => name.startsWith('ce-'));
  if (contentType !== '') attributes.push(['content-type', contentType]);
  if (contentEncoding !== '') attributes.push(['content-encoding', contentEncoding]);
  return {
    data: bodyOf(request),
    attributes: {
      ...Object.fromEntries(attributes.map(([name, value]) => [name, String(value)])),
      ...traceAttributes(request.headers),
    },
  };
}

export function bodyOf({ rawBody }: EventRequest): Uint8Array {
  return rawBody ?? new Uint8Array();
}

const STRUCTURED = /^application\/cloudevents\+json\b/i;

function isStructured(request: EventRequest): boolean {
  return STRUCTURED.test(declaredBy(request).contentType);
}

/** Values are percent-encoded, and are decoded in one round (section 3.1.3.2). Functions-framework leaves them encoded. */
function binary(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    if (name.startsWith('ce-')) setOwn(attributes, name.slice(3), percentDecoded(String(headers[name])));
  }
  return attributes;
}

function percentDecoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    // The sender does not know the rule, and has not encoded the value.
    return value;
  }
}

function structured(body: Uint8Array): Pick<CloudEvent, 'attributes' | 'data'> {
  let envelope: Readonly<Record<string, unknown>>;
  try {
    envelope = readJsonObject(body);
  } catch (error) {
    throw malformed(`of the envelope: ${messageOf(error)}`);
  }
  const { data, data_base64: base64, ...rest } = envelope;
  if (base64 !== undefined && typeof base64 !== 'string') throw malformed('data_base64 is not text');
  const attributes = Object.entries(rest).filter(([, value]) => typeof value === 'string');
  return { attributes: Object.fromEntries(attributes) as Record<string, string>, data: dataOf(data, base64) };
}

/** A JSON value as its text; a text as it is, which is how senders put data that is not JSON. */
function dataOf(data: unknown, base64: string | undefined): Uint8Array {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (data === undefined) return new Uint8Array();
  return Buffer.from(typeof data === 'string' ? data : JSON.stringify(data));
}

function malformed(reason: string): PenstockError {
  return new PenstockError('INPUT_MALFORMED', `Not a CloudEvent: ${reason}`, { stage: 'receiving' });
}
