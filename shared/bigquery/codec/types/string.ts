/** STRING: text only. A number or a boolean is not quietly turned into text. */

import type { Column } from '../column.ts';
import { Fault } from '../fault.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { writeText } from '../wire.ts';

export function encodeString(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (typeof value !== 'string') return new Fault('TYPE_MISMATCH', 'STRING takes text');
  if (value.length > column.maxLength && characters(value) > column.maxLength) {
    return new Fault('TOO_LONG', `longer than ${column.maxLength} characters`);
  }
  return writeText(out, value);
}

/** Unicode characters, not UTF-16 units: an emoji counts once. */
function characters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) {
    if ((text.codePointAt(index) as number) > 0xffff) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}
