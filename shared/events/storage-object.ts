/**
 * Reads what happened to an object of Cloud Storage, however it is told: by an event of Eventarc, by a Pub/Sub notification
 * (pushed, or through Eventarc), or by the plain resource of the object. All give one result.
 */

import { messageOf, PenstockError } from '../runtime/errors.ts';
import type { JsonObject } from '../runtime/json-object.ts';
import { bodyOf, type CloudEvent, type EventRequest, isCloudEvent, readCloudEvent } from './cloud-event.ts';
import { readJsonObject } from './json.ts';
import { MESSAGE_PUBLISHED, type PushedMessage, pushOfEvent, readPush } from './push.ts';

export type ObjectChange = 'finalized' | 'deleted' | 'archived' | 'metadataUpdated';

export interface StorageObjectEvent {
  readonly change: ObjectChange;
  readonly bucket: string;
  readonly name: string;
  /** Digits; empty where a plain resource has none. */
  readonly generation: string;
  /** Bytes; undefined where it was not told. */
  readonly size: number | undefined;
  /** Names the telling, the same when it is repeated: the id of the event or of the message. Empty for a plain resource. */
  readonly eventId: string;
}

const BY_EVENT_TYPE: Readonly<Record<string, ObjectChange>> = {
  'google.cloud.storage.object.v1.finalized': 'finalized',
  'google.cloud.storage.object.v1.deleted': 'deleted',
  'google.cloud.storage.object.v1.archived': 'archived',
  'google.cloud.storage.object.v1.metadataUpdated': 'metadataUpdated',
};

const BY_NOTIFICATION: Readonly<Record<string, ObjectChange>> = {
  OBJECT_FINALIZE: 'finalized',
  OBJECT_DELETE: 'deleted',
  OBJECT_ARCHIVE: 'archived',
  OBJECT_METADATA_UPDATE: 'metadataUpdated',
};

/**
 * Throws INPUT_MALFORMED where the request cannot be read, and INPUT_INVALID where it tells of something else.
 *
 * @example
 * const rawBody = Buffer.from('{"kind":"storage#object","bucket":"b","name":"d/t/_SUCCESS","generation":"7"}');
 * readStorageObject({ headers: {}, rawBody }).change; // 'finalized'
 */
export function readStorageObject(request: EventRequest): StorageObjectEvent {
  if (isCloudEvent(request)) return ofCloudEvent(readCloudEvent(request));
  const body = jsonIn(bodyOf(request));
  if (body.message !== undefined) return ofNotification(readPush(request));
  // The resource of a live object has no such time.
  return ofResource(body.timeDeleted === undefined ? 'finalized' : 'deleted', body, '');
}

function ofCloudEvent(event: CloudEvent): StorageObjectEvent {
  if (event.type === MESSAGE_PUBLISHED) return ofNotification(pushOfEvent(event));
  const change = BY_EVENT_TYPE[event.type];
  if (change === undefined) throw foreign(`the event ${event.type} does not tell of an object`);
  return ofResource(change, jsonIn(event.data), event.id);
}

/**
 * A notification of Cloud Storage, also where it was pulled. Its attributes name the object; its data is the object's
 * resource, or nothing where the notification's payload format is NONE.
 */
export function ofNotification({
  attributes,
  data,
  messageId,
}: Pick<PushedMessage, 'attributes' | 'data' | 'messageId'>): StorageObjectEvent {
  const { eventType = '', bucketId, objectId, objectGeneration } = attributes;
  const change = Object.hasOwn(BY_NOTIFICATION, eventType) ? BY_NOTIFICATION[eventType] : undefined;
  if (change === undefined) throw foreign('the message is not a notification of Cloud Storage');
  const resource = data.length === 0 ? {} : jsonIn(data);
  const named = { ...resource, bucket: bucketId, name: objectId, generation: objectGeneration };
  return ofResource(change, named, messageId);
}

function ofResource(change: ObjectChange, resource: JsonObject, eventId: string): StorageObjectEvent {
  const { bucket, name, generation, size } = resource;
  if (!isText(bucket) || !isText(name)) throw malformed('bucket or name is missing');
  const digits = String(generation ?? '');
  if (!/^\d{0,20}$/.test(digits)) throw malformed('generation is not a number');
  const bytes = Number(size ?? Number.NaN);
  return { change, bucket, name, generation: digits, size: Number.isSafeInteger(bytes) ? bytes : undefined, eventId };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function jsonIn(bytes: Uint8Array): JsonObject {
  try {
    return readJsonObject(bytes);
  } catch (error) {
    throw malformed(`of the body: ${messageOf(error)}`);
  }
}

function malformed(reason: string): PenstockError {
  const message = `Not an event of a Cloud Storage object: ${reason}`;
  return new PenstockError('INPUT_MALFORMED', message, { stage: 'receiving' });
}

function foreign(reason: string): PenstockError {
  const message = `Not an event of a Cloud Storage object: ${reason}`;
  return new PenstockError('INPUT_INVALID', message, { stage: 'receiving' });
}
