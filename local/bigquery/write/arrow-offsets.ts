/** The offsets of lists and texts in an Arrow record batch. */

import type { Data } from 'apache-arrow';
import { Malformed } from './wire.ts';

/** Throws `Malformed` unless they only grow and end within the `within` items that they point into. */
export function offsetsOf({ valueOffsets, length }: Data, within: number): Int32Array {
  const offsets = valueOffsets as Int32Array;
  if (length > 0 && offsets.length <= length) throw new Malformed('offsets are missing');
  let last = 0;
  for (let index = 0; length > 0 && index <= length; index += 1) {
    const offset = offsets[index] ?? 0;
    if (offset < last || offset > within) throw new Malformed('an offset lies outside of its values');
    last = offset;
  }
  return offsets;
}
