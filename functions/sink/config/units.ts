/** Sizes and durations as people write them. They have the syntax of the environment's settings. */

import { bytes, duration } from '@penstock/shared/runtime/config.ts';

const DURATION = duration('a duration', { about: '', min: '0ms', max: '365d' });
const SIZE = bytes('a size', { about: '', min: '1B', max: '15000GB' });

/** Milliseconds. Throws an Error that says what is allowed. */
export function toMs(text: string): number {
  return DURATION.parse(text);
}

/** Throws an Error that says what is allowed. */
export function toBytes(text: string): number {
  return SIZE.parse(text);
}
