/** REPEATED columns: numbers packed behind one length, everything else an element a tag. A list holds no NULL. */

import type { Column } from '../column.ts';
import { Fault, rowTooLarge } from '../fault.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { VARINT_BYTES, writeVarint } from '../wire.ts';

export function encodeList(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (!Array.isArray(value)) return notAList();
  for (let index = 0; index < value.length; index += 1) {
    out.reserve(2 * VARINT_BYTES);
    writeVarint(out, column.tag);
    const fault = encodeElement(column, value[index], index, out);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

export function encodePacked(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (!Array.isArray(value)) return notAList();
  if (value.length === 0) return undefined;
  writeVarint(out, column.tag);
  const start = out.position + 1;
  out.position = start;
  for (let index = 0; index < value.length; index += 1) {
    out.reserve(VARINT_BYTES);
    const fault = encodeElement(column, value[index], index, out);
    if (fault !== undefined) return fault;
  }
  out.closeLength(start, 1);
  return undefined;
}

function encodeElement(column: Column, value: unknown, index: number, out: RowBuffer): Fault | undefined {
  // A small graph of shared arrays can stand for a row without end.
  if (out.position - out.rowStart > out.rowLimit) return rowTooLarge(out.rowLimit).under(`[${index}]`);
  column.index = index;
  const fault =
    value === null || value === undefined
      ? new Fault('NULL_ELEMENT', 'an array in BigQuery holds no NULL')
      : column.element(column, value, out);
  return fault?.under(`[${index}]`).at(column.typeName, column.sensitive, value);
}

function notAList(): Fault {
  return new Fault('NOT_A_LIST', 'a REPEATED column takes an array');
}
