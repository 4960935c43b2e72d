/** Telling a query from an expression in parentheses. */

import type { Cursor } from './cursor.ts';

/** The words that a query begins with. */
const OPENING: readonly string[] = ['SELECT', 'WITH', 'FROM'];

/** Whether one of them comes next. `WITH(a AS 1, a)` is an expression. */
export function opensQuery(cursor: Cursor, ahead = 0): boolean {
  const { upper } = cursor.peek(ahead);
  return OPENING.includes(upper) && (upper !== 'WITH' || !cursor.isSymbol('(', ahead + 1));
}

/**
 * Whether a query begins here, perhaps behind parentheses. `((SELECT 1) + 1)` begins like one, so what follows the
 * inner query decides; `whole` says that the outermost parentheses must be the query's own too.
 */
export function isQueryStart(cursor: Cursor, whole: 'whole' | 'part' = 'part'): boolean {
  if (opensQuery(cursor)) return true;
  let opened = 0;
  while (cursor.isSymbol('(', opened)) opened += 1;
  if (opened === 0 || !opensQuery(cursor, opened)) return false;
  let depth = opened;
  let after = opened;
  while (depth > 0) {
    if (cursor.peek(after).kind === 'end') return true;
    const closes = cursor.isSymbol(')', after);
    if (cursor.isSymbol('(', after)) depth += 1;
    else if (closes) depth -= 1;
    after += 1;
    const inner = closes && depth < opened && (depth > 0 || whole === 'whole');
    if (inner && !followsQuery(cursor, after)) return false;
  }
  return true;
}

function followsQuery(cursor: Cursor, ahead: number): boolean {
  const token = cursor.peek(ahead);
  return (
    token.kind === 'end' ||
    token.text === ')' ||
    token.text === ';' ||
    token.text === '|>' ||
    ['UNION', 'INTERSECT', 'EXCEPT', 'ORDER', 'LIMIT'].includes(token.upper)
  );
}
