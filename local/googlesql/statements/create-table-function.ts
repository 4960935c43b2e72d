/** CREATE TABLE FUNCTION. */

import { invalid } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { emptyTables } from '../resolve/relations/table-argument.ts';
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
  const nulls = parameterNulls(statement.parameters);
  if (statement.parameters.some(({ type, table }) => type === undefined && table === undefined)) return;
  const context = statementContext(new Analysis(session), 'table function');
  const ctes = { found: emptyTables(statement.parameters, context) };
  const parameters = new Map([...nulls].filter(([name]) => !ctes.found.has(name)));
  const { defaultDataset: _none, ...defaults } = context.defaults;
  const { columns } = tableFunctionQuery(statement, { ...context, ctes, defaults, parameters, sealed: true });
  const unnamed = columns.findIndex(({ name }) => name === undefined);
  if (unnamed !== -1)
    throw invalid(
      `The columns of a table function must be named, but column ${unnamed + 1} has no name`,
      statement.query.at,
    );
}
