/** CREATE TABLE FUNCTION. */

import { nullText } from '../emit/text.ts';
import { invalid } from '../error.ts';
import type { Expression } from '../library/signature.ts';
import { Analysis } from '../resolve/context.ts';
import { typeOf } from '../resolve/expressions/type-node.ts';
import { tableFunctionQuery } from '../resolve/relations/table-function.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import { type Effect, statementContext } from './query.ts';
import { createRoutine } from './routine.ts';

export async function runCreateTableFunction(
  statement: StatementOf<'createTableFunction'>,
  execution: Execution,
): Promise<Effect> {
  await withExternals(execution.session, async () => checkQuery(statement, execution));
  return createRoutine(statement, execution);
}

/** The query is analyzed once when the function is made, unless a parameter takes ANY TYPE. */
function checkQuery(statement: StatementOf<'createTableFunction'>, { session }: Execution): void {
  const parameters = new Map<string, Expression>();
  for (const { name, type } of statement.parameters) {
    const key = name.text.toLowerCase();
    if (parameters.has(key)) throw invalid(`Duplicate parameter name ${name.text}`, name.at);
    if (type === undefined) return;
    const resolved = typeOf(type, { parameters: 'refused' });
    parameters.set(key, { type: resolved, sql: nullText(resolved) });
  }
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
