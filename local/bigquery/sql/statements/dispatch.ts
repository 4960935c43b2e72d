/** Which file runs which statement. */

import { unsupported } from '../error.ts';
import type { Execution } from '../run/runner.ts';
import type { StatementNode } from '../syntax/statement.ts';
import { type Effect, runQuery } from './query.ts';

export async function runStatement(statement: StatementNode, execution: Execution): Promise<Effect> {
  switch (statement.kind) {
    case 'query':
      return runQuery(statement, execution);
    default:
      throw unsupported(statement.kind, statement.at);
  }
}
