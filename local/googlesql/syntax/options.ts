/** `OPTIONS (name = value, …)`, and `FILES (…)`. */

import type { Options } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './grammar.ts';

export function parseOptions(cursor: Cursor, word = 'OPTIONS'): Options | undefined {
  if (!cursor.acceptWords(word)) return undefined;
  return cursor.parenthesized(() => {
    if (cursor.isSymbol(')')) return [];
    return cursor.list(() => {
      const name = cursor.name();
      cursor.expectSymbol('=');
      return { name, value: parseExpression(cursor) };
    });
  });
}
