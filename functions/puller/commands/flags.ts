/** Flags that several words of this door have. */

import { text } from '@penstock/shared/runtime/config.ts';
import { PREFIX } from '../config.ts';

export const TIME = { pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, allowed: 'a time like 2026-01-01T00:00:00Z' };

/** The place of the ledgers, by the names of the function's own settings. */
export const LEDGERS = {
  bucket: text('bucket', { about: 'the bucket of the ledgers, PULLER_BUCKET of the function' }),
  prefix: text('prefix', { about: 'before the names of its objects, PULLER_PREFIX of the function', ...PREFIX }),
};
