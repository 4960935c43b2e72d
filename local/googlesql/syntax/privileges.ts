/** GRANT and REVOKE: roles on a table, a view or a schema, to and from members. */

import { unsupported } from '../error.ts';
import type { Name } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parsePath } from './from.ts';
import type { Path } from './statement.ts';

const OBJECTS = ['TABLE', 'VIEW', 'EXTERNAL TABLE', 'MATERIALIZED VIEW', 'SCHEMA'] as const;

export interface PrivilegesNode {
  readonly kind: 'privileges';
  readonly action: 'GRANT' | 'REVOKE';
  readonly roles: readonly Name[];
  readonly what: (typeof OBJECTS)[number];
  readonly path: Path;
  readonly members: readonly Name[];
}

/** The cursor stands at GRANT or REVOKE. */
export function parsePrivileges(cursor: Cursor): PrivilegesNode {
  const action = cursor.next().upper === 'GRANT' ? 'GRANT' : 'REVOKE';
  const roles = cursor.list(() => cursor.name('role'));
  cursor.expectWord('ON');
  const { at, upper } = cursor.token;
  const what = OBJECTS.find((words) => cursor.acceptWords(...words.split(' ')));
  if (what === undefined) throw unsupported(`${action} on ${upper || cursor.token.text}`, at);
  const path = parsePath(cursor);
  cursor.expectWord(action === 'GRANT' ? 'TO' : 'FROM');
  const members = cursor.list(() => {
    const { token } = cursor;
    if (token.kind !== 'string') throw cursor.expected('string literal');
    cursor.next();
    return { text: token.text, at: token.at };
  });
  return { kind: 'privileges', action, roles, what, path, members };
}
