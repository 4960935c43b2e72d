/** Firestore's events as production sends them, encoded by protobufjs from `proto/` and not by any code under test. */

import type { Document, Fields, Value } from '../../functions/firestore/value.ts';
import { eventDataTypes } from '../../tools/firestore-fields.ts';

const EVENT_DATA = eventDataTypes().lookupType('google.events.cloud.firestore.v1.DocumentEventData');

export interface EventParts {
  readonly value?: Document;
  readonly oldValue?: Document;
  readonly updateMask?: readonly string[];
}

export function encodeEventData({ value, oldValue, updateMask }: EventParts): Buffer {
  // The parser keeps the names as the proto file has them.
  const message = EVENT_DATA.fromObject({
    ...(value === undefined ? {} : { value: documentMessage(value) }),
    ...(oldValue === undefined ? {} : { old_value: documentMessage(oldValue) }),
    ...(updateMask === undefined ? {} : { update_mask: { field_paths: updateMask } }),
  });
  return Buffer.from(EVENT_DATA.encode(message).finish());
}

function documentMessage({ name, fields, createTime, updateTime }: Document): object {
  return {
    name,
    fields: fieldMessages(fields),
    ...(createTime === undefined ? {} : { create_time: timestampMessage(createTime) }),
    ...(updateTime === undefined ? {} : { update_time: timestampMessage(updateTime) }),
  };
}

function fieldMessages(fields: Fields): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueMessage(value)]));
}

function valueMessage(value: Value): object {
  if ('nullValue' in value) return { null_value: 0 };
  if ('booleanValue' in value) return { boolean_value: value.booleanValue };
  if ('integerValue' in value) return { integer_value: value.integerValue };
  if ('doubleValue' in value) return { double_value: Number(value.doubleValue) };
  if ('timestampValue' in value) return { timestamp_value: timestampMessage(value.timestampValue) };
  if ('stringValue' in value) return { string_value: value.stringValue };
  if ('bytesValue' in value) return { bytes_value: Buffer.from(value.bytesValue, 'base64') };
  if ('referenceValue' in value) return { reference_value: value.referenceValue };
  if ('geoPointValue' in value) return { geo_point_value: value.geoPointValue };
  if ('arrayValue' in value) return { array_value: { values: value.arrayValue.values.map(valueMessage) } };
  return { map_value: { fields: fieldMessages(value.mapValue.fields) } };
}

function timestampMessage(text: string): object {
  const nanos = Number((/\.(\d+)Z$/.exec(text)?.[1] ?? '').padEnd(9, '0'));
  return { seconds: String(Math.floor(Date.parse(`${text.slice(0, 19)}Z`) / 1_000)), nanos };
}

export interface PostParts extends EventParts {
  readonly id?: string;
  readonly type?: string;
  readonly time?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the encoded event. */
  readonly body?: Uint8Array | string;
}

/** Headers and body of an event in binary mode. */
export function binaryEvent(parts: PostParts): {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | string;
} {
  const name = (parts.value ?? parts.oldValue)?.name ?? '';
  const document = name.split('/').slice(5).join('/');
  return {
    headers: {
      'content-type': 'application/protobuf',
      'ce-specversion': '1.0',
      'ce-id': parts.id ?? 'e1',
      'ce-type': parts.type ?? 'google.cloud.firestore.document.v1.written.withAuthContext',
      'ce-source': '//firestore.googleapis.com/projects/demo-penstock/databases/(default)',
      'ce-subject': encodeURIComponent(`documents/${document}`),
      'ce-time': parts.time ?? new Date().toISOString(),
      'ce-document': encodeURIComponent(document),
      'ce-database': '(default)',
      'ce-authtype': 'app_user',
      'ce-authid': 'alice%40example.com',
      ...parts.headers,
    },
    body: parts.body ?? encodeEventData(parts),
  };
}

export async function postEvent(url: string, parts: PostParts): Promise<number> {
  const { headers, body } = binaryEvent(parts);
  const response = await fetch(url, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> });
  await response.arrayBuffer();
  return response.status;
}
