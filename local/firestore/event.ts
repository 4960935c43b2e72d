/** A change of a document as the protobuf event that production sends (google.events.cloud.firestore.v1). */

import { createHash } from 'node:crypto';
import type { CloudEvent } from '../eventarc/event.ts';
import type { Auth, Change, Commit } from './documents.ts';
import { documentMessage, messageType } from './proto.ts';
import { changedFields } from './value.ts';

const EVENT_DATA = messageType('DocumentEventData');

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
