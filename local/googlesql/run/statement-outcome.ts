/** The facts of a script's statement, whether it ran or failed. */

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
  exportData: 'EXPORT_DATA',
  loadData: 'LOAD_DATA',
  assert: 'ASSERT',
};

/** Its text, place and time. */
export function statementSpan(
  { span, at, end }: StatementNode,
  script: string,
  startMs: number,
  endMs: number,
): Pick<StatementOutcome, 'text' | 'start' | 'end' | 'startMs' | 'endMs'> {
  return { text: script.slice(span.start, span.end), start: at, end, startMs, endMs };
}

/** The outcome of one that failed. Its type is that of its first words: its effect is not known. */
export function failedStatement(
  statement: StatementNode,
  script: string,
  failure: SqlError,
  startMs: number,
  endMs: number,
): StatementOutcome {
  const { kind } = statement;
  const statementType = (Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined) ?? 'SCRIPT';
  return { statementType, referencedTables: [], failure, ...statementSpan(statement, script, startMs, endMs) };
}
