/** The fingerprint of a page, by which a listing knows a page that comes again. */

import { createHash } from 'node:crypto';
import { exactJsonText } from '../decode/exact-json.ts';
import type { Answer } from './next-value.ts';

/** Rows of a longer page are looked at in so many places. */
const MOST_ROWS = 64;

/**
 * Every row counts where a repeated page ends the listing (`whole`), and in a short page. A long page is known by its number
 * of rows, the length of its answer and rows from its first to its last: writing all of its rows as JSON again would take
 * a tenth of the time that the puller has for them.
 */
export function fingerprintOf({ rows, bytes }: Pick<Answer, 'rows' | 'bytes'>, whole: boolean): string {
  const text =
    whole || rows.length <= MOST_ROWS ? exactJsonText(rows) : exactJsonText([rows.length, bytes, sampleOf(rows)]);
  return createHash('sha256').update(text).digest('base64url');
}

function sampleOf<T>(rows: readonly T[]): readonly T[] {
  const step = (rows.length - 1) / (MOST_ROWS - 1);
  return Array.from({ length: MOST_ROWS }, (_, at) => rows[Math.round(at * step)] as T);
}
