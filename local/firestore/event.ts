/** A change of a document as the protobuf event that production sends (google.events.cloud.firestore.v1). */

import { createHash } from 'node:crypto';
import protobuf from 'protobufjs';
import type { CloudEvent } from '../eventarc/event.ts';
import type { Auth, Change, Commit, StoredDocument } from './documents.ts';
import { changedFields, type Fields, type Value } from './value.ts';

/** The message as its proto file has it, field by field: google/events/cloud/firestore/v1/data.proto. */
const DESCRIPTION: unknown = {
  nested: {
    Timestamp: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
    LatLng: { fields: { latitude: { type: 'double', id: 1 }, longitude: { type: 'double', id: 2 } } },
    Value: {
      oneofs: {
        valueType: {
          oneof: [
            'nullValue',
            'booleanValue',
            'integerValue',
            'doubleValue',
            'timestampValue',
            'stringValue',
            'bytesValue',
            'referenceValue',
            'geoPointValue',
            'arrayValue',
            'mapValue',
          ],
        },
      },
      fields: {
        booleanValue: { type: 'bool', id: 1 },
        integerValue: { type: 'int64', id: 2 },
        doubleValue: { type: 'double', id: 3 },
        referenceValue: { type: 'string', id: 5 },
        mapValue: { type: 'MapValue', id: 6 },
        geoPointValue: { type: 'LatLng', id: 8 },
        arrayValue: { type: 'ArrayValue', id: 9 },
        timestampValue: { type: 'Timestamp', id: 10 },
        nullValue: { type: 'int32', id: 11 },
        stringValue: { type: 'string', id: 17 },
        bytesValue: { type: 'bytes', id: 18 },
      },
    },
    ArrayValue: { fields: { values: { rule: 'repeated', type: 'Value', id: 1 } } },
    MapValue: { fields: { fields: { keyType: 'string', type: 'Value', id: 1 } } },
    Document: {
      fields: {
        name: { type: 'string', id: 1 },
        fields: { keyType: 'string', type: 'Value', id: 2 },
        createTime: { type: 'Timestamp', id: 3 },
        updateTime: { type: 'Timestamp', id: 4 },
      },
    },
    DocumentMask: { fields: { fieldPaths: { rule: 'repeated', type: 'string', id: 1 } } },
    DocumentEventData: {
      fields: {
        value: { type: 'Document', id: 1 },
        oldValue: { type: 'Document', id: 2 },
        updateMask: { type: 'DocumentMask', id: 3 },
      },
    },
  },
};
const MESSAGES = protobuf.Root.fromJSON(DESCRIPTION as protobuf.INamespace);
const EVENT_DATA = MESSAGES.lookupType('DocumentEventData');

const LOCATION = 'us-central1';

/**
 * The four events of each change of a commit: what happened, and `written`, each without and with the auth context. Their
 * ids follow from the commit, so that an event that is told again has its id again.
 */
export function eventsOf({ id, time, auth, changes }: Commit): readonly CloudEvent[] {
  return changes.flatMap((change, at) =>
    change.before === change.after ? [] : changeEvents(change, time, auth, `${id} ${at}`),
  );
}

function changeEvents(change: Change, time: string, auth: Auth, seed: string): readonly CloudEvent[] {
  const [, project = '', , database = '', , ...segments] = change.name.split('/');
  const path = segments.join('/');
  const base = {
    source: `//firestore.googleapis.com/projects/${project}/databases/${database}`,
    subject: `documents/${path}`,
    time,
    contentType: 'application/protobuf',
    data: encode(change),
  };
  const extensions = {
    datacontenttype: 'application/protobuf',
    dataschema:
      'https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/firestore/v1/data.proto',
    location: LOCATION,
    project,
    database,
    namespace: '(default)',
    document: path,
  };
  const who = { authtype: auth.type, ...(auth.id === undefined ? {} : { authid: auth.id }) };
  return [whatHappened(change), 'written'].flatMap((verb) => {
    const type = `google.cloud.firestore.document.v1.${verb}`;
    const withAuth = `${type}.withAuthContext`;
    return [
      { ...base, id: uuidOf(`${seed} ${type}`), type, extensions },
      { ...base, id: uuidOf(`${seed} ${withAuth}`), type: withAuth, extensions: { ...extensions, ...who } },
    ];
  });
}

export function whatHappened({ before, after }: Change): 'created' | 'updated' | 'deleted' {
  return before === undefined ? 'created' : after === undefined ? 'deleted' : 'updated';
}

/** A UUID that follows from a text (RFC 9562, version 8). */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function encode({ before, after }: Change): Uint8Array {
  const mask = before && after ? { fieldPaths: changedFields(before.fields, after.fields) } : undefined;
  const message = EVENT_DATA.fromObject({
    ...(after === undefined ? {} : { value: documentMessage(after) }),
    ...(before === undefined ? {} : { oldValue: documentMessage(before) }),
    ...(mask === undefined ? {} : { updateMask: mask }),
  });
  return EVENT_DATA.encode(message).finish();
}

function documentMessage(document: StoredDocument): object {
  return {
    name: document.name,
    fields: fieldMessages(document.fields),
    createTime: timestampMessage(document.createTime),
    updateTime: timestampMessage(document.updateTime),
  };
}

function fieldMessages(fields: Fields): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueMessage(value)]));
}

function valueMessage(value: Value): object {
  if ('nullValue' in value) return { nullValue: 0 };
  if ('doubleValue' in value) return { doubleValue: Number(value.doubleValue) };
  if ('timestampValue' in value) return { timestampValue: timestampMessage(value.timestampValue) };
  if ('bytesValue' in value) return { bytesValue: Buffer.from(value.bytesValue, 'base64') };
  if ('arrayValue' in value) return { arrayValue: { values: (value.arrayValue.values ?? []).map(valueMessage) } };
  if ('mapValue' in value) return { mapValue: { fields: fieldMessages(value.mapValue.fields ?? {}) } };
  return value;
}

function timestampMessage(text: string): object {
  const nanos = Number((/\.(\d+)Z$/.exec(text)?.[1] ?? '').padEnd(9, '0'));
  return { seconds: String(Math.floor(Date.parse(`${text.slice(0, 19)}Z`) / 1_000)), nanos };
}
