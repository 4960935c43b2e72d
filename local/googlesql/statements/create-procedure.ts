/** CREATE PROCEDURE. The body was parsed; it is analyzed statement by statement when it runs. */

import type { Execution, StatementOf } from '../run/runner.ts';
import type { Effect } from './query.ts';
import { createRoutine, parameterNulls } from './routine.ts';

export async function runCreateProcedure(
  statement: StatementOf<'createProcedure'>,
  execution: Execution,
): Promise<Effect> {
  parameterNulls(statement.parameters);
  return createRoutine(statement, execution);
}
