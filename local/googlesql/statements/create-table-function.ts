/** CREATE TABLE FUNCTION. */

import { invalid } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { tableFunctionQuery } from '../resolve/relations/table-function.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import { type Effect, statementContext } from './query.ts';
import { createRoutine, parameterNulls } from './routine.ts';

export async function runCreateTableFunction(
  statement: StatementOf<'createTableFunction'>,
  execution: Execution,
): Promise<Effect> {
  await withExternals(execution, async () => checkQuery(statement, execution));
  return createRoutine(statement, execution);
}

/** The query is analyzed once when the function is made, unless a parameter takes ANY TYPE. */
function checkQuery(statement: StatementOf<'createTableFunction'>, { session }: Execution): void {
  const parameters = parameterNulls(statement.parameters);
  if (statement.parameters.some(({ type }) => type === undefined)) return;
  const context = statementContext(new Analysis(session), 'table function');
  const { defaultDataset: _none, ...defaults } = context.defaults;
  const { columns } = tableFunctionQuery(statement, { ...context, defaults, parameters, sealed: true });
  const unnamed = columns.findIndex(({ name }) => name === undefined);
  if (unnamed !== -1)
    throw invalid(
      `The columns of a table function must be named, but column ${unnamed + 1} has no name`,
      statement.query.at,
    );
}
