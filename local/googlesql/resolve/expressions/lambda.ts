/** ARRAY_FILTER and ARRAY_TRANSFORM: a lambda for each element, and its place if the lambda asks for it. */

import { invalid, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ArgumentNode, CallNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { arrayOf, BOOL, INT64, typeName } from '../../types/type-text.ts';
import { type Context, inClause } from '../context.ts';
import { analyze } from '../recursion.ts';
import { hasAggregate, hasSubquery, hasWindow } from '../walk.ts';

export const LAMBDA_FUNCTIONS: readonly string[] = ['ARRAY_FILTER', 'ARRAY_TRANSFORM'];

export function analyzeLambdaCall(node: CallNode, name: string, context: Context): Expression {
  const [list, argument, ...more] = node.args;
  if (list === undefined || argument?.lambda === undefined || more.length > 0 || list.lambda !== undefined)
    throw invalid(`${name} takes an array and a lambda`, node.at);
  const array = analyze(list.expression, context);
  if (array.type.kind !== 'ARRAY') throw invalid(`${name} takes an array, but got ${typeName(array.type)}`, list.at);
  const { names, body } = applied(argument, array.type.element, name, context);
  const lambda = (sql: string) => `lambda ${names.join(', ')}: ${sql}`;
  if (name === 'ARRAY_TRANSFORM') {
    if (body.type.kind === 'ARRAY') throw invalid('A lambda of ARRAY_TRANSFORM cannot return an array', argument.at);
    return { type: arrayOf(body.type), sql: `list_transform(${array.sql}, ${lambda(body.sql)})` };
  }
  const condition = coerce(body, BOOL);
  if (condition === undefined)
    throw invalid(`A lambda of ARRAY_FILTER returns a BOOL, but got ${typeName(body.type)}`, argument.at);
  return { type: array.type, sql: `list_filter(${array.sql}, ${lambda(condition.sql)})` };
}

function applied(argument: ArgumentNode, element: Expression['type'], name: string, context: Context) {
  const [first, second, ...others] = argument.lambda ?? [];
  if (first === undefined || others.length > 0)
    throw invalid(`A lambda of ${name} takes an element and perhaps its offset`, argument.at);
  const { expression } = argument;
  if (hasSubquery(expression)) throw unsupported('subqueries in lambda expressions', argument.at);
  if (hasAggregate(expression) || hasWindow(expression))
    throw invalid('A lambda cannot contain an aggregate or analytic function', argument.at);
  const names = [context.analysis.id('c'), ...(second === undefined ? [] : [context.analysis.id('c')])];
  const lambdas = new Map(context.lambdas);
  const { levels: level } = context.scope;
  lambdas.set(first.text.toLowerCase(), { value: { type: element, sql: names[0] ?? '' }, level });
  // DuckDB counts from 1, BigQuery from 0.
  const offset = { type: INT64, sql: `(${names[1]} - 1)` };
  if (second !== undefined) lambdas.set(second.text.toLowerCase(), { value: offset, level });
  return { names, body: analyze(expression, { ...inClause(context, 'a lambda'), lambdas }) };
}
