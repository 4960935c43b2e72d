/** The outcome of a script's statement that failed. Its type is that of its first words: its effect is not known. */

import type { SqlError } from '../error.ts';
import type { StatementOutcome, StatementType } from '../host.ts';
import type { StatementNode } from '../syntax/statement.ts';

const TYPES: Readonly<Record<string, StatementType>> = {
  query: 'SELECT',
  insert: 'INSERT',
  update: 'UPDATE',
  delete: 'DELETE',
  truncate: 'TRUNCATE_TABLE',
  merge: 'MERGE',
  createTable: 'CREATE_TABLE',
  createView: 'CREATE_VIEW',
  createSchema: 'CREATE_SCHEMA',
  createFunction: 'CREATE_FUNCTION',
  createTableFunction: 'CREATE_TABLE_FUNCTION',
  createProcedure: 'CREATE_PROCEDURE',
  alter: 'ALTER_TABLE',
  drop: 'DROP_TABLE',
  assert: 'ASSERT',
};

export function failedStatement(
  { kind, span, at, end }: StatementNode,
  script: string,
  failure: SqlError,
  times: Pick<StatementOutcome, 'startMs' | 'endMs'>,
): StatementOutcome {
  const statementType = (Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined) ?? 'SCRIPT';
  const text = script.slice(span.start, span.end);
  return { statementType, text, start: at, end, referencedTables: [], ...times, failure };
}
