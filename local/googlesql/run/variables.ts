/** A script's variables: DECLARE, SET, and the conditions of IF. */

import { nullText } from '../emit/text.ts';
import { invalid } from '../error.ts';
import type { Expression } from '../library/signature.ts';
import { Analysis, type Context } from '../resolve/context.ts';
import { structField } from '../resolve/expressions/name.ts';
import { typeOf } from '../resolve/expressions/type-node.ts';
import { analyze } from '../resolve/recursion.ts';
import { constantOf } from '../statements/constant.ts';
import { statementContext } from '../statements/query.ts';
import type { ExpressionNode, Name } from '../syntax/ast.ts';
import { coerce } from '../types/coercion.ts';
import type { SqlType } from '../types/type.ts';
import { BOOL, INT64, typeName } from '../types/type-text.ts';
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
  if (only !== undefined && more.length === 0) {
    variables.set(only.text.toLowerCase(), await evaluate(statement.value, type, 'SET', execution));
    return;
  }
  const whole = await evaluate(statement.value, undefined, 'SET', execution);
  if (whole.type.kind !== 'STRUCT' || whole.type.fields.length !== statement.names.length) {
    throw invalid(
      `SET of ${statement.names.length} variables needs a STRUCT with as many fields, but got ${typeName(whole.type)}`,
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
  return withExternals(execution.session, async () => {
    const value = await execution.runner.read((connection) =>
      constantOf(node, BOOL, 'IF condition', contextOf(execution), connection),
    );
    return value === true;
  });
}

/** The value at this moment, as a literal's text. */
async function evaluate(
  node: ExpressionNode,
  type: SqlType | undefined,
  what: string,
  execution: Execution,
): Promise<Expression> {
  return withExternals(execution.session, async () => {
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
