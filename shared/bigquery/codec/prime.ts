/**
 * Shows V8, before the first row, that objects come with many different keys.
 *
 * `object[key]` within `for (key in object)` is answered from the map of the object and leaves no trace in the type feedback. The
 * first object that cannot be answered so leaves one name there; optimized code then expects that name, gives up at
 * the next object, is compiled again, and so on for ever, at half the speed. Two names in the feedback prevent it.
 * Measured: `docs/performance.md`.
 */

import { Collector } from './collector.ts';
import { Message } from './message.ts';
import { RowBuffer } from './row-buffer.ts';
import { writeJson } from './types/json.ts';

/** Feedback is collected from the second or third call on. */
const CALLS = 16;

export function prime(): void {
  const out = new RowBuffer();
  const message = new Message([], new Collector('drop', false));
  // An object without a prototype is a dictionary, which has no map to answer from.
  const object = Object.assign(Object.create(null), { a: 1, b: 2, c: 3 }) as Record<string, unknown>;
  for (let call = 0; call < CALLS; call += 1) {
    message.encode(object, out, false);
    writeJson(object, 0, out);
    out.reset();
    out.position = 0;
  }
}
