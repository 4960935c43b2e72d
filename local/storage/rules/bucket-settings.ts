/** The settings that a caller may give a bucket. Pure. Settings that the local service would ignore are refused by name. */

import { isObject, type JsonObject } from '../api/body.ts';
import { invalid, notImplemented } from '../api/errors.ts';
import type { BucketRecord } from '../state/model.ts';
import { checkStorageClass } from './object-settings.ts';

type Settings = Pick<BucketRecord, 'versioning' | 'labels' | 'storageClass' | 'extras'>;

/** Given back as they came, and not acted on: lifecycle rules are kept and not run. The README says so. */
const KEPT: Readonly<Record<string, (value: unknown) => boolean>> = {
  lifecycle: isObject,
  cors: Array.isArray,
  website: isObject,
  logging: isObject,
  softDeletePolicy: isObject,
  rpo: (value) => value === 'DEFAULT' || value === 'ASYNC_TURBO',
  customPlacementConfig: isObject,
  autoclass: isObject,
  hierarchicalNamespace: isObject,
  billing: isObject,
  satisfiesPZS: (value) => typeof value === 'boolean',
};

/** Fields that are read elsewhere or refused below, and those that only the service writes. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(KEPT),
  ...['name', 'location', 'locationType', 'storageClass', 'versioning', 'labels', 'iamConfiguration'],
  ...[
    'retentionPolicy',
    'objectRetention',
    'encryption',
    'ipFilter',
    'defaultEventBasedHold',
    'acl',
    'defaultObjectAcl',
  ],
  ...['kind', 'id', 'selfLink', 'projectNumber', 'timeCreated', 'updated', 'generation', 'metageneration', 'etag'],
  ...['owner', 'satisfiesPZI', 'softDeleteTime', 'hardDeleteTime'],
]);

export function newBucketSettings(resource: JsonObject): Settings {
  return patchBucketSettings({ versioning: false, labels: {}, storageClass: 'STANDARD', extras: {} }, resource);
}

export function patchBucketSettings(before: Settings, patch: JsonObject): Settings {
  refuseUnsupported(patch);
  const extras: Record<string, unknown> = { ...before.extras };
  for (const [name, isWellFormed] of Object.entries(KEPT)) {
    const value = patch[name];
    if (value === null) delete extras[name];
    else if (value !== undefined && !isWellFormed(value)) throw invalid(`Invalid value for ${name}.`);
    else if (value !== undefined) extras[name] = value;
  }
  const prevention = readPublicAccessPrevention(patch.iamConfiguration);
  if (prevention !== undefined) extras[PREVENTION] = prevention;
  const { storageClass } = patch;
  return {
    versioning: readVersioning(before.versioning, patch.versioning),
    labels: readLabels(before.labels, patch.labels),
    storageClass:
      storageClass === undefined || storageClass === null ? before.storageClass : checkStorageClass(storageClass),
    extras,
  };
}

/** A full update forgets what it does not say; the storage class cannot be unsaid. */
export function updateBucketSettings(before: Settings, resource: JsonObject): Settings {
  const blank = { versioning: false, labels: {}, storageClass: before.storageClass, extras: {} };
  return patchBucketSettings(blank, resource);
}

export function readLocation(value: unknown): string {
  if (value === undefined || value === null) return 'US';
  if (typeof value === 'string' && /^[A-Za-z]+[A-Za-z0-9-]*$/.test(value) && value.length <= 40)
    return value.toUpperCase();
  throw invalid(`The specified location constraint is not valid: ${JSON.stringify(value)}.`);
}

function refuseUnsupported(resource: JsonObject): void {
  // A setting that is dropped without a word is one that a test of its caller cannot trust.
  const unknown = Object.keys(resource).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw notImplemented(`The bucket setting '${unknown}'`);
  if (isSet(resource.retentionPolicy)) throw notImplemented('A bucket retention policy');
  if (isSet(resource.objectRetention)) throw notImplemented('Object retention');
  if (isSet(resource.encryption)) throw notImplemented('Encryption with customer-managed keys');
  if (isSet(resource.ipFilter)) throw notImplemented('A bucket IP filter');
  if (resource.defaultEventBasedHold === true) throw notImplemented('A default event-based hold');
  if (flagOf(resource.autoclass, 'enabled')) throw notImplemented('Autoclass');
  if (flagOf(resource.hierarchicalNamespace, 'enabled')) throw notImplemented('A hierarchical namespace');
  if (flagOf(resource.billing, 'requesterPays')) throw notImplemented('Requester pays');
  for (const name of ['acl', 'defaultObjectAcl']) {
    const list = resource[name];
    if (Array.isArray(list) && list.length > 0)
      throw notImplemented(
        'Access control lists: uniform bucket-level access is on for every bucket, and changing them',
      );
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function flagOf(value: unknown, field: string): boolean {
  return isObject(value) && value[field] === true;
}

/** Under this name `extras` keeps what `iamConfiguration.publicAccessPrevention` shows. */
export const PREVENTION = 'publicAccessPrevention';

function readPublicAccessPrevention(iamConfiguration: unknown): string | undefined {
  const value = isObject(iamConfiguration) ? iamConfiguration.publicAccessPrevention : undefined;
  if (value === undefined || value === null) return undefined;
  if (value === 'enforced' || value === 'inherited') return value;
  // The name that the service used before.
  if (value === 'unspecified') return 'inherited';
  throw invalid(`Invalid value for iamConfiguration.publicAccessPrevention: ${JSON.stringify(value)}.`);
}

function readVersioning(before: boolean, value: unknown): boolean {
  if (value === undefined) return before;
  if (value === null) return false;
  if (isObject(value)) {
    const { enabled } = value;
    if (enabled === undefined || typeof enabled === 'boolean') return enabled ?? false;
  }
  throw invalid('Invalid value for versioning.');
}

const MAX_LABELS = 64;

function readLabels(before: BucketRecord['labels'], value: unknown): BucketRecord['labels'] {
  if (value === undefined) return before;
  if (value === null) return {};
  if (!isObject(value)) throw invalid('Invalid value for labels.');
  const labels = new Map(Object.entries(before));
  for (const [key, label] of Object.entries(value)) {
    if (label === null) labels.delete(key);
    else if (!/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key)) throw invalid(`Invalid label key '${key}'.`);
    else if (typeof label !== 'string' || !/^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(label)) {
      throw invalid(`Invalid label value for '${key}'.`);
    } else labels.set(key, label);
  }
  if (labels.size > MAX_LABELS) throw invalid(`A bucket can have at most ${MAX_LABELS} labels.`);
  return Object.fromEntries(labels);
}
