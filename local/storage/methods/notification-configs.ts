/** The notificationConfigs of a bucket. */

import { isObject, type JsonObject, readJson } from '../api/body.ts';
import { empty, json } from '../api/call.ts';
import { invalid, notFound, required } from '../api/errors.ts';
import { notificationResource } from '../rules/resources.ts';
import { EVENT_TYPES, type EventType, type NotificationConfig } from '../state/model.ts';
import { bucketNamed, type Method } from './context.ts';

/** cloud.google.com/storage/quotas#notifications: configurations per bucket, per event type, attributes and lengths. */
const MAX_CONFIGS = 100;
const MAX_ATTRIBUTES = 5;
const MAX_KEY_BYTES = 256;
const MAX_VALUE_BYTES = 1024;

export const insertNotification: Method = async (context, call, params) => {
  const resource = await readJson(call);
  const bucket = bucketNamed(context, params.bucket);
  if (bucket.notifications.size >= MAX_CONFIGS) {
    throw invalid(`A bucket can have at most ${MAX_CONFIGS} notification configurations.`);
  }
  const id = String(bucket.record.nextNotificationId);
  const config: NotificationConfig = { bucket: params.bucket, id, ...readConfig(resource) };
  const record = { ...bucket.record, nextNotificationId: bucket.record.nextNotificationId + 1 };
  await context.store.commit([
    { op: 'bucket', bucket: record },
    { op: 'notification', config },
  ]);
  return json(notificationResource(config, call.origin));
};

export const getNotification: Method = async (context, call, params) => {
  const config = bucketNamed(context, params.bucket).notifications.get(params.id);
  if (config === undefined) throw noSuchNotification(params.id);
  await context.store.durable();
  return json(notificationResource(config, call.origin));
};

export const listNotifications: Method = async (context, call, params) => {
  const configs = [...bucketNamed(context, params.bucket).notifications.values()];
  await context.store.durable();
  const items = configs.map((config) => notificationResource(config, call.origin));
  return json({ kind: 'storage#notifications', ...(items.length === 0 ? {} : { items }) });
};

export const deleteNotification: Method = async (context, _call, params) => {
  if (!bucketNamed(context, params.bucket).notifications.has(params.id)) throw noSuchNotification(params.id);
  await context.store.commit([{ op: 'drop-notification', bucket: params.bucket, id: params.id }]);
  return empty();
};

function noSuchNotification(id: string): Error {
  return notFound(`The specified notification configuration does not exist: ${id}`);
}

function readConfig(resource: JsonObject): Omit<NotificationConfig, 'bucket' | 'id'> {
  const eventTypes = readEventTypes(resource.event_types);
  const objectNamePrefix = readPrefix(resource.object_name_prefix);
  return {
    topic: readTopic(resource.topic),
    payloadFormat: readFormat(resource.payload_format),
    customAttributes: readAttributes(resource.custom_attributes),
    ...(eventTypes === undefined ? {} : { eventTypes }),
    ...(objectNamePrefix === undefined ? {} : { objectNamePrefix }),
  };
}

function readTopic(value: unknown): string {
  if (value === undefined || value === null || value === '') throw required('topic');
  // gcloud, gsutil and Terraform send the name alone; the service shows it in full.
  const topic =
    typeof value === 'string'
      ? /^(?:\/\/pubsub\.googleapis\.com\/)?(projects\/[^/\s]+\/topics\/[^/\s]+)$/.exec(value)
      : null;
  if (topic !== null) return `//pubsub.googleapis.com/${topic[1]}`;
  throw invalid(
    'Invalid Google Cloud Pub/Sub topic. It should look like "//pubsub.googleapis.com/projects/*/topics/*".',
  );
}

function readFormat(value: unknown): NotificationConfig['payloadFormat'] {
  if (value === undefined || value === null || value === '') throw required('payload_format');
  if (value === 'JSON_API_V1' || value === 'NONE') return value;
  throw invalid(`Invalid payload format: ${JSON.stringify(value)}.`);
}

function readEventTypes(value: unknown): readonly EventType[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalid('Invalid value for event_types: expected a list.');
  const types = value.map((item) => EVENT_TYPES.find((type) => type === item) ?? unknownEvent(item));
  return types.length === 0 ? undefined : [...new Set(types)];
}

function unknownEvent(value: unknown): never {
  throw invalid(`Invalid event type: ${JSON.stringify(value)}.`);
}

function readPrefix(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' && Buffer.byteLength(value) <= 1024) return value;
  throw invalid('Invalid value for object_name_prefix.');
}

function readAttributes(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw invalid('Invalid value for custom_attributes.');
  const entries = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text !== 'string') throw invalid(`Invalid value for custom_attributes.${key}: expected a string.`);
    if (key === '' || Buffer.byteLength(key) > MAX_KEY_BYTES || Buffer.byteLength(text) > MAX_VALUE_BYTES) {
      throw invalid(`The custom attribute '${key.slice(0, 64)}' is too long or has no name.`);
    }
    return [key, text];
  });
  if (entries.length > MAX_ATTRIBUTES) throw invalid(`At most ${MAX_ATTRIBUTES} custom attributes are allowed.`);
  return Object.fromEntries(entries);
}
