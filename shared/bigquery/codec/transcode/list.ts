/** REPEATED columns, as `types/list.ts` writes them: numbers packed behind one length, everything else an element a tag. */

import type { Column } from '../column.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { VARINT_BYTES, writeVarint } from '../wire.ts';
import { CLOSE_LIST, COMMA, type Cursor, isNull, OPEN_LIST, skipSpace } from './cursor.ts';
import type { Read } from './readers.ts';

export function listOf(element: Read): Read {
  return (column, cursor, out) => readList(column, cursor, out, element, true);
}

export function packedListOf(element: Read): Read {
  return (column, cursor, out) => {
    const { position } = out;
    writeVarint(out, column.tag);
    const start = out.position + 1;
    out.position = start;
    if (!readList(column, cursor, out, element, false)) return false;
    // An empty list writes nothing.
    if (out.position === start) out.position = position;
    else out.closeLength(start, 1);
    return true;
  };
}

function readList(column: Column, cursor: Cursor, out: RowBuffer, element: Read, tagged: boolean): boolean {
  const { bytes } = cursor;
  if (bytes[cursor.at] !== OPEN_LIST) return false;
  cursor.at = skipSpace(bytes, cursor.at + 1);
  if (bytes[cursor.at] === CLOSE_LIST) {
    cursor.at += 1;
    return true;
  }
  for (;;) {
    // An array in BigQuery holds no NULL, a JSON column's neither.
    if (isNull(bytes, cursor.at)) return false;
    out.reserve(2 * VARINT_BYTES);
    if (tagged) writeVarint(out, column.tag);
    if (!element(column, cursor, out)) return false;
    const at = skipSpace(bytes, cursor.at);
    if (bytes[at] !== COMMA) {
      cursor.at = at + 1;
      return bytes[at] === CLOSE_LIST;
    }
    cursor.at = skipSpace(bytes, at + 1);
  }
}
