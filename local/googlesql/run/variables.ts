/** A script's variables: DECLARE, SET, and the conditions of IF. */

import { nullText } from '../emit/text.ts';
import { invalid } from '../error.ts';
import type { Expression } from '../library/signature.ts';
import { Analysis, type Context, type Session } from '../resolve/context.ts';
import { structText } from '../resolve/expressions/construct.ts';
import { structField } from '../resolve/expressions/name.ts';
import { typeOf } from '../resolve/expressions/type-node.ts';
import { analyze } from '../resolve/recursion.ts';
import { constantOf } from '../statements/constant.ts';
import { resultQuery, statementContext } from '../statements/query.ts';
import type { ExpressionNode, Name, QueryNode } from '../syntax/ast.ts';
import type { StatementNode } from '../syntax/statement.ts';
import { coerce } from '../types/coercion.ts';
import type { SqlType } from '../types/type.ts';
import { BOOL, INT64, STRING, typeName } from '../types/type-text.ts';
import { type Execution, type StatementOf, withExternals } from './runner.ts';
import { valueText } from './value-text.ts';

export async function declare(statement: StatementOf<'declare'>, execution: Execution): Promise<void> {
  const { variables } = execution.session;
  for (const name of statement.names) {
    if (variables.has(name.text.toLowerCase())) throw invalid(`Variable '${name.text}' redeclaration`, name.at);
  }
  const declared = statement.type === undefined ? undefined : typeOf(statement.type, { parameters: 'refused' });
  const value =
    statement.default === undefined
      ? { type: declared ?? INT64, sql: nullText(declared ?? INT64) }
      : await evaluate(statement.default, declared, 'DEFAULT', execution);
  for (const name of statement.names) variables.set(name.text.toLowerCase(), value);
}

export async function setVariables(statement: StatementOf<'set'>, execution: Execution): Promise<void> {
  const { variables } = execution.session;
  const types = statement.names.map((name) => variableType(name, execution));
  const [only, ...more] = statement.names;
  const [type] = types;
  const whole = statement.inParentheses ? await evaluate(statement.value, undefined, 'SET', execution) : undefined;
  // `SET (x) = (1)` has a value in parentheses, `SET (x) = (SELECT AS STRUCT 1)` a struct of one field.
  const isStruct = whole?.type.kind === 'STRUCT' && whole.type.fields.length === 1;
  if (only !== undefined && more.length === 0 && !isStruct) {
    variables.set(only.text.toLowerCase(), await evaluate(statement.value, type, 'SET', execution));
    return;
  }
  if (whole?.type.kind !== 'STRUCT' || whole.type.fields.length !== statement.names.length) {
    throw invalid(
      `SET of ${statement.names.length} variables needs a STRUCT with as many fields, but got ${whole === undefined ? 'none' : typeName(whole.type)}`,
      statement.value.at,
    );
  }
  for (const [index, name] of statement.names.entries()) {
    const field = coerce(structField(whole, index), types[index] ?? INT64);
    if (field === undefined)
      throw invalid(
        `Field ${index + 1} cannot be assigned to variable ${name.text} of type ${typeName(types[index] ?? INT64)}`,
        name.at,
      );
    variables.set(name.text.toLowerCase(), { type: field.type, sql: field.sql });
  }
}

function variableType(name: Name, execution: Execution): SqlType {
  const variable = execution.session.variables.get(name.text.toLowerCase());
  if (variable === undefined) throw invalid(`Undeclared variable: ${name.text}`, name.at);
  return variable.type;
}

/** NULL is not true. */
export async function conditionHolds(node: ExpressionNode, execution: Execution): Promise<boolean> {
  return withExternals(execution, async () => {
    const value = await execution.runner.read((connection) =>
      constantOf(node, BOOL, 'IF condition', contextOf(execution), connection),
    );
    return value === true;
  });
}

/** The value at this moment, as a literal's text. */
export async function evaluate(
  node: ExpressionNode,
  type: SqlType | undefined,
  what: string,
  execution: Execution,
): Promise<Expression> {
  return withExternals(execution, async () => {
    const expression = analyze(node, contextOf(execution));
    const value = type === undefined ? coerce(expression, expression.type) : coerce(expression, type);
    if (value === undefined) {
      throw invalid(
        `Cannot coerce expression of type ${typeName(expression.type)} to type ${type === undefined ? '' : typeName(type)} in ${what}`,
        node.at,
      );
    }
    const reader = await execution.runner.read((connection) => connection.runAndReadAll(`SELECT ${value.sql}`));
    return { type: value.type, sql: valueText(value.type, reader.getRows()[0]?.[0] ?? null) };
  });
}

function contextOf(execution: Execution): Context {
  return statementContext(new Analysis(execution.session), 'script expression');
}

/** A text known before the statement runs; null for NULL. */
export async function constantText(node: ExpressionNode, what: string, execution: Execution): Promise<string | null> {
  return withExternals(execution, async () => {
    const value = await execution.runner.read((connection) =>
      constantOf(node, STRING, what, contextOf(execution), connection),
    );
    return value as string | null;
  });
}

/** The values that USING gives, computed now. Either all have names or none has. */
export async function usingValues(
  using: StatementOf<'execute'>['using'],
  execution: Execution,
): Promise<NonNullable<Session['using']>> {
  const named = new Map<string, Expression>();
  const positional: Expression[] = [];
  for (const { value, name } of using) {
    const computed = await evaluate(value, undefined, 'USING', execution);
    if (name === undefined) positional.push(computed);
    else named.set(name.text.toLowerCase(), computed);
  }
  const [first] = using;
  if (named.size > 0 && positional.length > 0)
    throw invalid('USING cannot mix named and positional parameters', first?.value.at);
  return { named, positional };
}

/** A query's rows as values of a STRUCT type, for FOR. */
export async function rowsOf(query: QueryNode, execution: Execution): Promise<readonly Expression[]> {
  return withExternals(execution, async () => {
    const { sql, columns } = resultQuery(query, new Analysis(execution.session));
    const reader = await execution.runner.read((connection) => connection.runAndReadAll(sql));
    const type = {
      kind: 'STRUCT',
      fields: columns.map(({ name, type: of }) => ({ ...(name === undefined ? {} : { name }), type: of })),
    } as const;
    return reader.getRows().map((row) => {
      const values = columns.map(({ type: of }, index) => ({ type: of, sql: valueText(of, row[index] ?? null) }));
      return { type, sql: structText(type, values) };
    });
  });
}

/** EXECUTE IMMEDIATE … INTO: the only row's columns, or NULL where there is no row. */
export async function assignRow(statement: StatementNode, names: readonly Name[], execution: Execution): Promise<void> {
  if (statement.kind !== 'query') throw invalid('EXECUTE IMMEDIATE … INTO needs a query', names[0]?.at);
  const rows = await rowsOf(statement.query, execution);
  const [row] = rows;
  if (rows.length > 1) throw invalid('EXECUTE IMMEDIATE … INTO got more than one row', names[0]?.at);
  for (const [index, name] of names.entries()) {
    const type = variableType(name, execution);
    if (row !== undefined && (row.type.kind !== 'STRUCT' || row.type.fields.length !== names.length))
      throw invalid(`EXECUTE IMMEDIATE … INTO has ${names.length} variables for another number of columns`, name.at);
    const value = row === undefined ? { type, sql: nullText(type) } : coerce(structField(row, index), type);
    if (value === undefined)
      throw invalid(`A column cannot be assigned to variable ${name.text} of type ${typeName(type)}`, name.at);
    execution.session.variables.set(name.text.toLowerCase(), { type, sql: value.sql });
  }
}
