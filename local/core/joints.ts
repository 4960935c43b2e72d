/** Connects services of the local cloud: notifications become messages and events, and load jobs read objects. */

import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { BigQueryService, ObjectSource } from '../bigquery/index.ts';
import type { DeadLetter } from '../eventarc/dispatcher.ts';
import { attributesOf, type CloudEvent } from '../eventarc/event.ts';
import type { PubsubService, Sinks } from '../pubsub/index.ts';
import type { NotificationListener, StorageNotification, StorageService } from '../storage/index.ts';
import { reachable } from './listen.ts';

/** Throws where it could not hand on, so that the notification is tried again. */
export function storageEvents(
  pubsub: Pick<PubsubService, 'publish'>,
  emit: (event: CloudEvent) => Promise<void>,
): NotificationListener {
  return async (notification) => {
    if (notification.to === 'eventarc') await emit(objectEvent(notification));
    else await publishTo(pubsub, notification);
  };
}

async function publishTo(
  pubsub: Pick<PubsubService, 'publish'>,
  notification: StorageNotification & { readonly to: 'pubsub' },
): Promise<void> {
  const data = Buffer.from(notification.payload === undefined ? '' : JSON.stringify(notification.payload));
  await pubsub.publish(notification.topic, [{ data, attributes: notification.attributes }]);
}

const TYPES: Readonly<Record<string, string>> = {
  OBJECT_FINALIZE: 'finalized',
  OBJECT_DELETE: 'deleted',
  OBJECT_ARCHIVE: 'archived',
  OBJECT_METADATA_UPDATE: 'metadataUpdated',
};

/** google.events.cloud.storage.v1: the object's resource as JSON. */
function objectEvent(notification: StorageNotification): CloudEvent {
  const { id, eventType, bucket, object, eventTime, payload } = notification;
  return {
    id: id === '' ? randomUUID() : id,
    type: `google.cloud.storage.object.v1.${TYPES[eventType] ?? eventType}`,
    source: `//storage.googleapis.com/projects/_/buckets/${bucket}`,
    subject: `objects/${object}`,
    time: eventTime,
    extensions: { bucket, datacontenttype: 'application/json' },
    contentType: 'application/json',
    data: Buffer.from(JSON.stringify(payload ?? {})),
  };
}

/**
 * Eventarc's transport is a Pub/Sub subscription: what it gives up arrives as a message in the Pub/Sub binding of CloudEvents
 * (attributes `ce-…`, data as it was) with the attributes that Pub/Sub adds to a dead letter.
 */
export function deadLetters(
  pubsub: Pick<PubsubService, 'publish'>,
  projectId: string,
): (letter: DeadLetter) => Promise<void> {
  return async ({ trigger, topic, event, attempts, emittedMs }) => {
    const attributes = {
      ...attributesOf(event),
      'content-type': event.contentType,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceSubscription: `eventarc-${trigger}`,
      CloudPubSubDeadLetterSourceSubscriptionProject: projectId,
      CloudPubSubDeadLetterSourceTopicPublishTime: new Date(emittedMs).toISOString(),
    };
    await pubsub.publish(`projects/${projectId}/topics/${topic}`, [{ data: event.data, attributes }]);
  };
}

/** Load jobs read the objects in the process, pinned to the generation that was listed; extracts upload theirs. */
export function objectsOf(storage: StorageService): ObjectSource {
  return {
    list: async (bucket, prefix) => {
      if (!storage.hasBucket(bucket)) return undefined;
      return [...storage.listObjects(bucket, prefix)].map(({ name, generation, size }) => ({
        bucket,
        name,
        generation: String(generation),
        size,
      }));
    },
    read: ({ bucket, name, generation }) => storage.openRead(bucket, name, Number(generation)),
    write: (bucket, name, path, contentType) =>
      upload(storage, { bucket, name, contentType }, Readable.toWeb(createReadStream(path)) as ReadableStream),
  };
}

/** Over HTTP, as any client: so an upload meets the faults and notifications of one. */
async function upload(
  storage: StorageService,
  to: { readonly bucket: string; readonly name: string; readonly contentType: string },
  body: ReadableStream | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const at = `http://${reachable(storage.address)}/upload/storage/v1/b/${encodeURIComponent(to.bucket)}/o`;
  const response = await fetch(`${at}?uploadType=media&name=${encodeURIComponent(to.name)}`, {
    method: 'POST',
    headers: { 'content-type': to.contentType },
    body,
    duplex: 'half',
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the upload of ${to.name} was answered ${response.status}: ${text.slice(0, 300)}`);
}

/** The tables and buckets that subscriptions write to. */
export function sinksOf(bigquery: BigQueryService, storage: StorageService): Sinks {
  const refOf = (table: string) => {
    const [projectId = '', datasetId = '', tableId = ''] = table.split('.');
    return { projectId, datasetId, tableId };
  };
  return {
    bigquery: {
      columns: (table) => {
        const found = bigquery.catalog.table(refOf(table));
        return found && new Map(found.schema.map(({ name, type }) => [name.toLowerCase(), type]));
      },
      insert: async (table, rows, dropUnknown) => {
        const errors = await bigquery.insertRows(refOf(table), rows, dropUnknown);
        return new Map(errors.map(({ index, errors: reasons }) => [index, reasons[0]?.message ?? 'invalid']));
      },
    },
    storage: {
      hasBucket: (bucket) => storage.hasBucket(bucket),
      write: (bucket, name, bytes, contentType) =>
        upload(storage, { bucket, name, contentType }, bytes as Uint8Array<ArrayBuffer>),
    },
  };
}
