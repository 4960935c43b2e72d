/** CREATE PROCEDURE. The body was parsed; it is analyzed statement by statement when it runs. */

import { invalid } from '../error.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import type { Effect } from './query.ts';
import { createRoutine } from './routine.ts';

export async function runCreateProcedure(
  statement: StatementOf<'createProcedure'>,
  execution: Execution,
): Promise<Effect> {
  const names = new Set<string>();
  for (const { name } of statement.parameters) {
    const key = name.text.toLowerCase();
    if (names.has(key)) throw invalid(`Duplicate parameter name ${name.text}`, name.at);
    names.add(key);
  }
  return createRoutine(statement, execution);
}
