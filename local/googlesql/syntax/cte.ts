/** The named queries behind WITH. */

import type { CteNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseQuery } from './grammar.ts';

export function parseCtes(cursor: Cursor): CteNode[] {
  return cursor.list(() => {
    const name = cursor.name();
    cursor.expectWord('AS');
    return { name, query: cursor.parenthesized(() => parseQuery(cursor)) };
  });
}
