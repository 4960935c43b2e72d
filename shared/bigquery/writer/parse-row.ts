/** A row from the bytes of a message. */

import { isUtf8 } from 'node:buffer';
import { PenstockError } from '../../runtime/errors.ts';
import type { JsonRow } from '../codec/codec.ts';
import { parseExact } from '../codec/exact-json.ts';

export type ParsedRow =
  | { readonly row: JsonRow; readonly error?: undefined }
  | { readonly row?: undefined; readonly error: PenstockError };

/**
 * Parses a row without losing a digit of a number. The error of text that is not JSON does not repeat the text.
 *
 * @example
 * const { row, error } = parseRow(message.data);
 */
export function parseRow(json: Uint8Array): ParsedRow {
  if (!isUtf8(json)) return { error: malformed('it is not UTF-8') };
  try {
    // Whether it is an object is for the codec to say.
    return { row: parseExact(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8')) as JsonRow };
  } catch {
    return { error: malformed('it is not JSON') };
  }
}

function malformed(why: string): PenstockError {
  return new PenstockError('INPUT_MALFORMED', `the row cannot be read: ${why}`, { stage: 'processing' });
}
