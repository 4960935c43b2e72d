/** Apache Arrow's library, loaded by the first writer of Arrow rows: most clouds never see one. */

import { createRequire } from 'node:module';
import type * as Arrow from 'apache-arrow';

const require = createRequire(import.meta.url);

/** An append is answered in the turn of its arrival, so nothing may be awaited: not even this. */
export function arrow(): typeof Arrow {
  return require('apache-arrow') as typeof Arrow;
}
