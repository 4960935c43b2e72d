/** ASSERT: an error unless the condition is true. */

import { invalid } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import { BOOL } from '../types/type-text.ts';
import { constantOf } from './constant.ts';
import { type Effect, statementContext } from './query.ts';

export async function runAssert(statement: StatementOf<'assert'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  return withExternals(execution, async () => {
    const analysis = new Analysis(session);
    const context = statementContext(analysis, 'ASSERT');
    const holds = await runner.read((connection) =>
      constantOf(statement.condition, BOOL, 'ASSERT condition', context, connection),
    );
    if (holds !== true && !dryRun) {
      const { message } = statement;
      throw invalid(message === undefined ? 'Assertion failed' : `Assertion failed: ${message}`, statement.at);
    }
    return { statementType: 'ASSERT', referencedTables: analysis.referenced } as const;
  });
}
