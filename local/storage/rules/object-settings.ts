/** The settings that a caller may give an object, read from the JSON resource it sends. Pure. */

import { isObject, type JsonObject } from '../api/body.ts';
import { invalid, notImplemented } from '../api/errors.ts';
import { checkEncoding } from '../content/hashes.ts';
import type { ExpectedHashes, ObjectSettings } from '../state/model.ts';

const TEXTS = ['contentType', 'contentEncoding', 'contentDisposition', 'contentLanguage', 'cacheControl'] as const;
const STORAGE_CLASSES = [
  'STANDARD',
  'NEARLINE',
  'COLDLINE',
  'ARCHIVE',
  'MULTI_REGIONAL',
  'REGIONAL',
  'DURABLE_REDUCED_AVAILABILITY',
];
/** cloud.google.com/storage/quotas: the custom metadata of an object, names and values together. */
const MAX_METADATA_BYTES = 8 * 1024;

export function checkStorageClass(value: unknown): string {
  const name = typeof value === 'string' ? value.toUpperCase() : '';
  if (STORAGE_CLASSES.includes(name)) return name;
  throw invalid(`Invalid argument: storage class ${JSON.stringify(value)}.`);
}

/** The settings of a new object. `null` is as good as absent. */
export function readSettings(resource: JsonObject): ObjectSettings {
  return patchSettings({}, resource);
}

/** RFC 7396 as the API does it: `null` removes, absent keeps, `metadata` is merged key by key. */
export function patchSettings(before: ObjectSettings, patch: JsonObject): ObjectSettings {
  refuseUnsupported(patch);
  const after: Record<string, unknown> = { ...before };
  for (const name of TEXTS) change(after, patch, name, readText);
  change(after, patch, 'customTime', readTime);
  change(after, patch, 'temporaryHold', readFlag);
  change(after, patch, 'eventBasedHold', readFlag);
  change(after, patch, 'storageClass', (_, value) => checkStorageClass(value));
  if (patch.metadata === null) delete after.metadata;
  else if (patch.metadata !== undefined) after.metadata = mergeMetadata(before.metadata ?? {}, patch.metadata);
  checkCustomTime(before, after as ObjectSettings);
  return after as ObjectSettings;
}

/** A full update: what the resource does not say is gone, save what cannot be taken back. */
export function updateSettings(before: ObjectSettings, resource: JsonObject): ObjectSettings {
  const after = readSettings(resource);
  checkCustomTime(before, after);
  return before.storageClass === undefined ? after : { storageClass: before.storageClass, ...after };
}

export function readExpectedHashes(resource: JsonObject): ExpectedHashes {
  const crc32c = readHash(resource, 'crc32c', 4);
  const md5 = readHash(resource, 'md5Hash', 16);
  return { ...(crc32c === undefined ? {} : { crc32c }), ...(md5 === undefined ? {} : { md5 }) };
}

function readHash(resource: JsonObject, name: string, bytes: number): string | undefined {
  const value = resource[name];
  if (value === undefined || value === null) return undefined;
  return checkEncoding(name, readText(name, value), bytes);
}

function refuseUnsupported(resource: JsonObject): void {
  if (isSet(resource.contexts)) throw notImplemented('An object context');
  if (isSet(resource.retention)) throw notImplemented('Object retention');
  if (isSet(resource.customerEncryption) || isSet(resource.kmsKeyName)) {
    throw notImplemented('Encryption with customer-supplied or customer-managed keys');
  }
  if (Array.isArray(resource.acl) && resource.acl.length > 0) {
    throw invalid(
      'Cannot insert legacy ACL for an object when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access',
    );
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function change(
  into: Record<string, unknown>,
  patch: JsonObject,
  name: string,
  read: (name: string, value: unknown) => unknown,
): void {
  const value = patch[name];
  if (value === null) delete into[name];
  else if (value !== undefined) into[name] = read(name, value);
}

function readText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw invalid(`Invalid value for ${name}: expected a string.`);
  // It travels in a header on every download.
  if (/[^\t\x20-\x7e\x80-\u{10ffff}]/u.test(value) || !value.isWellFormed()) {
    throw invalid(`Invalid value for ${name}: control characters are not allowed.`);
  }
  return value;
}

function readFlag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw invalid(`Invalid value for ${name}: expected a boolean.`);
  return value;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

function readTime(name: string, value: unknown): string {
  const ms = typeof value === 'string' && RFC3339.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw invalid(`Invalid value for ${name}: expected an RFC 3339 time.`);
  return new Date(ms).toISOString();
}

/** Once set it can be moved forward but never back or away (cloud.google.com/storage/docs/metadata#custom-time). */
function checkCustomTime(before: ObjectSettings, after: ObjectSettings): void {
  if (before.customTime === undefined) return;
  if (after.customTime === undefined || after.customTime < before.customTime) {
    throw invalid('Custom time cannot be removed or set to an earlier time.');
  }
}

function mergeMetadata(before: Readonly<Record<string, string>>, patch: unknown): Readonly<Record<string, string>> {
  if (!isObject(patch)) throw invalid('Invalid value for metadata: expected an object.');
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    // The service's JSON reader turns numbers and booleans into text here.
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      merged.set(key, String(value));
    } else throw invalid(`Invalid value for metadata.${key}: expected a string.`);
  }
  let bytes = 0;
  for (const [key, value] of merged) {
    if (key === '' || !key.isWellFormed() || !value.isWellFormed())
      throw invalid(`Invalid metadata key or value: '${key}'.`);
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > MAX_METADATA_BYTES) {
    throw invalid(`The metadata for your object is too large: ${bytes} bytes of at most ${MAX_METADATA_BYTES}.`);
  }
  // Own properties by definition, `__proto__` included.
  return Object.fromEntries(merged);
}
