/** Objects, buckets and notification configs as the JSON API shows them. Pure. */

import type { BucketRecord, NotificationConfig, ObjectVersion } from '../state/model.ts';
import { PREVENTION } from './bucket-settings.ts';
import { etagOf } from './etag.ts';

export type Resource = Readonly<Record<string, unknown>>;

export function objectResource(version: ObjectVersion, origin: string): Resource {
  const { bucket, name, generation, settings } = version;
  const path = `b/${bucket}/o/${encodeURIComponent(name)}`;
  const { metadata, storageClass, ...described } = settings;
  return {
    kind: 'storage#object',
    id: `${bucket}/${name}/${generation}`,
    selfLink: `${origin}/storage/v1/${path}`,
    mediaLink: `${origin}/download/storage/v1/${path}?generation=${generation}&alt=media`,
    name,
    bucket,
    generation: String(generation),
    metageneration: String(version.metageneration),
    ...described,
    storageClass: storageClass ?? 'STANDARD',
    size: String(version.size),
    ...(version.md5 === undefined ? {} : { md5Hash: version.md5 }),
    crc32c: version.crc32c,
    ...(version.componentCount === undefined ? {} : { componentCount: version.componentCount }),
    etag: etagOf(version),
    timeCreated: time(version.created),
    updated: time(version.updated),
    timeStorageClassUpdated: time(version.classUpdated),
    timeFinalized: time(version.created),
    ...(version.deleted === undefined ? {} : { timeDeleted: time(version.deleted) }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

export function bucketResource(record: BucketRecord, origin: string): Resource {
  const { [PREVENTION]: publicAccessPrevention = 'inherited', softDeletePolicy, ...extras } = record.extras;
  return {
    kind: 'storage#bucket',
    id: record.name,
    selfLink: `${origin}/storage/v1/b/${record.name}`,
    projectNumber: '0',
    name: record.name,
    timeCreated: time(record.created),
    updated: time(record.updated),
    generation: String(record.generation),
    metageneration: String(record.metageneration),
    location: record.location,
    locationType: locationTypeOf(record.location),
    storageClass: record.storageClass,
    etag: etagOf(record),
    // The local cloud knows no access control lists: every bucket has uniform bucket-level access.
    iamConfiguration: {
      bucketPolicyOnly: { enabled: true },
      uniformBucketLevelAccess: { enabled: true },
      publicAccessPrevention,
    },
    ...(record.versioning ? { versioning: { enabled: true } } : {}),
    ...(Object.keys(record.labels).length === 0 ? {} : { labels: record.labels }),
    // The service adds since when the policy holds.
    ...(softDeletePolicy === undefined
      ? {}
      : { softDeletePolicy: { effectiveTime: time(record.created), ...(softDeletePolicy as object) } }),
    ...extras,
  };
}

export function notificationResource(config: NotificationConfig, origin: string): Resource {
  const { bucket, id } = config;
  return {
    kind: 'storage#notification',
    id,
    selfLink: `${origin}/storage/v1/b/${bucket}/notificationConfigs/${id}`,
    topic: config.topic,
    payload_format: config.payloadFormat,
    ...(config.eventTypes === undefined ? {} : { event_types: config.eventTypes }),
    ...(config.objectNamePrefix === undefined ? {} : { object_name_prefix: config.objectNamePrefix }),
    ...(Object.keys(config.customAttributes).length === 0 ? {} : { custom_attributes: config.customAttributes }),
    etag: id,
  };
}

/** Formatting times is most of the cost of a listing, and an object's four are mostly one. */
let lastMs = Number.NaN;
let lastText = '';

function time(ms: number): string {
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString();
    lastMs = ms;
  }
  return lastText;
}

const MULTI_REGIONS = new Set(['US', 'EU', 'ASIA']);
const DUAL_REGIONS = new Set(['NAM4', 'EUR4', 'EUR5', 'EUR7', 'EUR8', 'ASIA1']);

export function locationTypeOf(location: string): string {
  if (MULTI_REGIONS.has(location)) return 'multi-region';
  return DUAL_REGIONS.has(location) ? 'dual-region' : 'region';
}
