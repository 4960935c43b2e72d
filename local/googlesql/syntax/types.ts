/** Types as written: `ARRAY<STRUCT<a INT64, b STRING(10)>>`. */

import type { TypeNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseOptions } from './options.ts';

export function parseType(cursor: Cursor): TypeNode {
  return cursor.nested(() => {
    const at = cursor.token.at;
    if (cursor.acceptWords('ARRAY')) {
      cursor.expectSymbol('<');
      const element = parseType(cursor);
      cursor.closeAngle();
      return { at, name: 'ARRAY', element };
    }
    if (cursor.acceptWords('STRUCT')) return { at, name: 'STRUCT', fields: parseFields(cursor) };
    if (cursor.acceptWords('RANGE')) {
      cursor.expectSymbol('<');
      const element = parseType(cursor);
      cursor.closeAngle();
      return { at, name: 'RANGE', element };
    }
    if (cursor.acceptWords('INTERVAL')) return { at, name: 'INTERVAL' };
    const name = cursor.name('type').text.toUpperCase();
    return cursor.isSymbol('(') ? { at, name, parameters: parseParameters(cursor) } : { at, name };
  });
}

function parseFields(cursor: Cursor): NonNullable<TypeNode['fields']> {
  cursor.expectSymbol('<');
  if (cursor.isSymbol('>') || cursor.isSymbol('>>')) {
    cursor.closeAngle();
    return [];
  }
  const fields = cursor.list(() => {
    const named =
      cursor.isName() && (cursor.isName(1) || ['ARRAY', 'STRUCT', 'RANGE', 'INTERVAL'].includes(cursor.peek(1).upper));
    const name = named ? cursor.name() : undefined;
    const type = parseType(cursor);
    const notNull = cursor.acceptWords('NOT', 'NULL');
    const options = parseOptions(cursor);
    return {
      ...(name === undefined ? {} : { name }),
      type,
      ...(options === undefined ? {} : { options }),
      ...(notNull ? { notNull } : {}),
    };
  });
  cursor.closeAngle();
  return fields;
}

function parseParameters(cursor: Cursor): readonly bigint[] {
  return cursor.parenthesized(() =>
    cursor.list(() => {
      if (cursor.token.kind !== 'integer') throw cursor.expected('integer literal');
      return BigInt(cursor.next().text);
    }),
  );
}
