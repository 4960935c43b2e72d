/**
 * Readers that also say what must be spelled otherwise, where a JSON text goes on to BigQuery as JSON. Everything else that a reader takes
 * BigQuery reads from the payload's own text as the codec does.
 */

import type { Column } from '../column.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { type Cursor, QUOTE } from './cursor.ts';
import type { Edits } from './edits.ts';
import { EXACT_DIGITS } from './number.ts';
import type { Read } from './readers.ts';

/** The values of JSON columns: as text, which `tabledata.insertAll` wants, or as they are, which a load job wants. */
export type JsonColumns = 'text' | 'inline';

export interface Respelling {
  readonly jsonColumns: JsonColumns;
  readonly edits: Edits;
}

/** The reader of one value, with its edits. */
export function respelled(read: Read, { field }: Column, { jsonColumns, edits }: Respelling): Read {
  switch (field.type) {
    case 'INT64':
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return quotedNumber(read, edits);
    case 'JSON':
      return jsonColumns === 'text' ? quotedJson(read, edits) : unquotedJson(read);
    default:
      return read;
  }
}

/** In quotes BigQuery reads a number digit by digit; a bare one may become a double on the way. */
function quotedNumber(read: Read, edits: Edits): Read {
  return (column, cursor, out) => {
    const { bytes, at } = cursor;
    if (!read(column, cursor, out)) return false;
    const isLong = bytes[at] !== QUOTE && (cursor.digits > EXACT_DIGITS || cursor.scientific);
    if (isLong) edits.quote(at, cursor.at, bytes, at, cursor.at);
    return true;
  };
}

/** Quotes the text that stands in the row: without white space, so without control characters. A text is JSON text already. */
function quotedJson(read: Read, edits: Edits): Read {
  return (column, cursor, out) => {
    const { bytes, at } = cursor;
    const before = out.position;
    if (!read(column, cursor, out)) return false;
    if (bytes[at] !== QUOTE) edits.quote(at, cursor.at, out.bytes, behindLength(out, before), out.position);
    return true;
  };
}

function behindLength({ bytes }: RowBuffer, from: number): number {
  let at = from;
  while ((bytes[at] as number) > 0x7f) at += 1;
  return at + 1;
}

/** A load job takes a text for a JSON string, and here it is JSON text: that is left to the slow way. */
function unquotedJson(read: Read): Read {
  return (column: Column, cursor: Cursor, out: RowBuffer) =>
    cursor.bytes[cursor.at] !== QUOTE && read(column, cursor, out);
}
