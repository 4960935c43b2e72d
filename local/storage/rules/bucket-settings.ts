/** What a caller may say about a bucket. Pure. What the local service would not act on but should is refused by name. */

import { isObject, type JsonObject } from '../api/body.ts';
import { invalid, notImplemented } from '../api/errors.ts';
import type { BucketRecord } from '../state/model.ts';
import { checkStorageClass } from './object-settings.ts';

type Settings = Pick<BucketRecord, 'versioning' | 'labels' | 'storageClass' | 'extras'>;

/** Given back as they came. Lifecycle rules are kept and not run; the README says so. */
const KEPT = ['lifecycle', 'cors', 'website', 'logging', 'softDeletePolicy', 'rpo'] as const;

export function newBucketSettings(resource: JsonObject): Settings {
  return patchBucketSettings({ versioning: false, labels: {}, storageClass: 'STANDARD', extras: {} }, resource);
}

export function patchBucketSettings(before: Settings, patch: JsonObject): Settings {
  refuseUnsupported(patch);
  const extras: Record<string, unknown> = { ...before.extras };
  for (const name of KEPT) {
    const value = patch[name];
    if (value === null) delete extras[name];
    else if (value !== undefined) extras[name] = readKept(name, value);
  }
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

function readKept(name: string, value: unknown): unknown {
  const wellFormed =
    name === 'cors' ? Array.isArray(value) : name === 'rpo' ? typeof value === 'string' : isObject(value);
  if (!wellFormed) throw invalid(`Invalid value for ${name}.`);
  return value;
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
