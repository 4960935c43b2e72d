/** STRING columns that an enum of a `.proto` bounds: its names, and nothing else. */

import type { Encode } from '../column.ts';
import { Fault } from '../fault.ts';

export function oneOf(encode: Encode, values: readonly string[]): Encode {
  const allowed: ReadonlySet<unknown> = new Set(values);
  return (column, value, out) => {
    if (typeof value === 'string' && !allowed.has(value)) return new Fault('OUT_OF_RANGE', 'not a name of the enum');
    return encode(column, value, out);
  };
}
