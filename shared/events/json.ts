/** Reads JSON that came from outside: in UTF-8, and nested within bounds. */

import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonObject } from '../runtime/json-object.ts';

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Envelopes of events and messages are flat; a Cloud Storage object has three levels. */
const MAX_DEPTH = 64;

/**
 * Throws an Error that says what is wrong and nothing of the content.
 *
 * @example
 * readJsonObject(Buffer.from('{"a":1}')); // { a: 1 }
 */
export function readJsonObject(bytes: Uint8Array): JsonObject {
  if (!isUtf8(bytes)) throw new Error('it is not UTF-8');
  if (isDeeper(bytes, MAX_DEPTH)) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    throw new Error('it is not JSON');
  }
  if (!isJsonObject(value)) throw new Error('it is not a JSON object');
  return value;
}

/**
 * Checked before anything is parsed, because 30 MB of brackets become 700 MB of lists within lists. Brackets in texts do
 * not count. Whether brackets match, and whether texts end, is checked by JSON.parse.
 */
function isDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) inText = !inText;
    else if (inText && byte === BACKSLASH) at += 1;
    else if (!inText && (byte === OPEN_ARRAY || byte === OPEN_OBJECT)) depth += 1;
    else if (!inText && (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
