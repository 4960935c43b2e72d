/** The size of a document as Firestore counts it: https://firebase.google.com/docs/firestore/storage-size */

import type { Write } from './documents.ts';
import { invalid } from './errors.ts';
import type { Fields, Value } from './value.ts';

const MAX_DOCUMENT_BYTES = 1_048_576;

/** Refuses a write of a document that is larger than Firestore takes. */
export function checkSize({ name, fields }: Write): void {
  if (fields === undefined) return;
  const bytes = nameSize(name) + fieldsSize(fields) + 32;
  if (bytes <= MAX_DOCUMENT_BYTES) return;
  throw invalid(
    `Document '${name}' cannot be written because its size (${bytes.toLocaleString('en')} bytes) exceeds the maximum allowed size of ${MAX_DOCUMENT_BYTES.toLocaleString('en')} bytes.`,
  );
}

const textSize = (text: string): number => Buffer.byteLength(text) + 1;

/** The path below `documents`, and 16 bytes. */
function nameSize(name: string): number {
  return name
    .split('/')
    .slice(5)
    .reduce((sum, segment) => sum + textSize(segment), 16);
}

function fieldsSize(fields: Fields): number {
  return Object.entries(fields).reduce((sum, [name, value]) => sum + textSize(name) + valueSize(value), 0);
}

function valueSize(value: Value): number {
  if ('stringValue' in value) return textSize(value.stringValue);
  if ('bytesValue' in value) return Buffer.from(value.bytesValue, 'base64').length;
  if ('referenceValue' in value) return nameSize(value.referenceValue);
  if ('arrayValue' in value) return (value.arrayValue.values ?? []).reduce((sum, item) => sum + valueSize(item), 0);
  if ('mapValue' in value) return fieldsSize(value.mapValue.fields ?? {});
  if ('geoPointValue' in value) return 16;
  return 'nullValue' in value || 'booleanValue' in value ? 1 : 8;
}
