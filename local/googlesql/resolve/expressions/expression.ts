/** An expression's type and DuckDB text. An unknown expression is refused. */

import { held } from '../../emit/held.ts';
import { invalid, type Position, SqlError } from '../../error.ts';
import { CallRefused, columnsOf, type Expression, readBy } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { BOOL, typeName } from '../../types/type-text.ts';
import { type Context, checkSize } from '../context.ts';
import { analyze } from '../recursion.ts';
import { givenValue } from './aggregate-function.ts';
import { arithmetic, concatenate, negate, plus } from './arithmetic.ts';
import { bitwise, invert, shift } from './bitwise.ts';
import { analyzeCall, analyzeExtract } from './call.ts';
import { analyzeCase } from './case.ts';
import { analyzeCast } from './cast.ts';
import { compare, compared, distinctFrom, isEquatable, isOrderable, noSignature } from './compare.ts';
import { analyzeArray, analyzeStruct } from './construct.ts';
import { groupedExpression } from './grouped.ts';
import { analyzeInterval } from './interval.ts';
import { like, likeAmong } from './like.ts';
import { analyzeLiteral } from './literal.ts';
import { analyzePath } from './name.ts';
import { analyzeParameter } from './parameter.ts';
import { analyzeInQuery, analyzeSubquery } from './subquery.ts';
import { analyzeSubscript } from './subscript.ts';
import { systemVariable } from './system-variable.ts';
import { analyzeWithExpression } from './with-expression.ts';

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: K }>;

export function resolveExpression(node: ExpressionNode, context: Context): Expression {
  try {
    const { analysis } = context;
    const expression = analysis.reading(() => groupedExpression(node, context) ?? dispatch(node, context));
    checkSize(expression.sql);
    return expression;
  } catch (error) {
    throw placed(error, node.at);
  }
}

/** A refusal by a function or a cast becomes BigQuery's error with its place. */
export function placed(error: unknown, at: Position): unknown {
  if (!(error instanceof CallRefused)) return error;
  return new SqlError(error.message, { position: at });
}

function dispatch(node: ExpressionNode, context: Context): Expression {
  switch (node.kind) {
    case 'literal':
      return analyzeLiteral(node.literal, node.at);
    case 'name':
    case 'field':
      return analyzePath(node, context);
    case 'subscript':
      return analyzeSubscript(node, context);
    case 'parameter':
      return analyzeParameter(node, context);
    case 'system':
      return systemVariable(node.name, node.at, context);
    case 'unary':
      return analyzeUnary(node, context);
    case 'binary':
      return analyzeBinary(node, context);
    case 'is':
      return analyzeIs(node, context);
    case 'distinctFrom':
      return distinctFrom(analyze(node.left, context), analyze(node.right, context), node.negated, node.at);
    case 'in':
      return analyzeIn(node, context);
    case 'between':
      return analyzeBetween(node, context);
    case 'like':
      refuseNull(node.negated ? 'NOT LIKE' : 'LIKE', node.operand, node.pattern);
      return like(analyze(node.operand, context), analyze(node.pattern, context), node.negated, node.at);
    case 'given':
      return givenValue(node, context);
    case 'with':
      return analyzeWithExpression(node, context);
    case 'likeAmong':
      return likeAmong(node, context);
    case 'case':
      return analyzeCase(node, context);
    case 'cast':
      return analyzeCast(node, context);
    case 'extract':
      return analyzeExtract(node, context);
    case 'call':
      return analyzeCall(node, context);
    case 'array':
      return analyzeArray(node, context);
    case 'struct':
      return analyzeStruct(node, context);
    case 'interval':
      return analyzeInterval(node, context);
    case 'subquery':
      return analyzeSubquery(node, context);
    case 'default':
      throw invalid('Unexpected keyword DEFAULT', node.at);
  }
}

/** Of the type, or BigQuery's complaint that the clause needs it. */
export function analyzeAs(node: ExpressionNode, type: SqlType, what: string, context: Context): Expression {
  const expression = analyze(node, context);
  const coerced = coerce(expression, type);
  if (coerced === undefined) {
    throw invalid(`${what} should return type ${typeName(type)}, but returns ${typeName(expression.type)}`, node.at);
  }
  return { ...coerced, columns: columnsOf([expression]) };
}

/** As in BigQuery, an operand that is written NULL is taken for a mistake. */
function refuseNull(op: string, ...operands: readonly ExpressionNode[]): void {
  const found = operands.find((operand) => operand.kind === 'literal' && operand.literal.type === 'NULL');
  if (found !== undefined) throw invalid(`Operands of ${op} cannot be literal NULL`, found.at);
}

function analyzeUnary(node: Node<'unary'>, context: Context): Expression {
  refuseNull(node.op, node.operand);
  const operand = analyze(node.operand, context);
  switch (node.op) {
    case 'NOT': {
      const condition = coerce(operand, BOOL);
      if (condition === undefined) throw noSignature('NOT', [operand], node.at);
      return { type: BOOL, sql: `(NOT ${condition.sql})` };
    }
    case '-':
      return negate(operand, node.at);
    case '+':
      return plus(operand, node.at);
    case '~':
      return invert(operand, node.at);
  }
}

function analyzeBinary(node: Node<'binary'>, context: Context): Expression {
  if (node.op === 'AND' || node.op === 'OR') return analyzeLogic(node, context);
  refuseNull(node.op, node.left, node.right);
  const left = analyze(node.left, context);
  const right = analyze(node.right, context);
  switch (node.op) {
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(node.op, left, right, node.at);
    case '||':
      return concatenate(left, right, node.at);
    case '|':
    case '^':
    case '&':
      return bitwise(node.op, left, right, node.at);
    case '<<':
    case '>>':
      return shift(node.op, left, right, node.at);
    default:
      return compare(node.op, left, right, node.at);
  }
}

/** A long chain of one word is one flat text: a thousand conditions must not nest a thousand deep. */
function analyzeLogic(node: Node<'binary'>, context: Context): Expression {
  const operands: ExpressionNode[] = [];
  let rest: ExpressionNode = node;
  while (rest.kind === 'binary' && rest.op === node.op) {
    operands.push(rest.right);
    rest = rest.left;
  }
  const conditions = [rest, ...operands.reverse()].map((operand) => {
    const expression = analyze(operand, context);
    const condition = coerce(expression, BOOL);
    if (condition === undefined) throw noSignature(node.op, [expression, { type: BOOL, sql: '' }], node.at);
    return condition.sql;
  });
  return { type: BOOL, sql: `(${conditions.join(` ${node.op} `)})` };
}

function analyzeIs(node: Node<'is'>, context: Context): Expression {
  const operand = analyze(node.operand, context);
  const not = node.negated ? 'NOT ' : '';
  if (node.what === 'NULL') return { type: BOOL, sql: `(${operand.sql} IS ${not}NULL)` };
  const condition = coerce(operand, BOOL);
  if (condition === undefined) throw noSignature(`IS ${not}${node.what}`, [operand], node.at);
  const truth = node.what === 'UNKNOWN' ? 'CAST(NULL AS BOOLEAN)' : node.what;
  return { type: BOOL, sql: `(${condition.sql} IS ${node.negated ? '' : 'NOT '}DISTINCT FROM ${truth})` };
}

function analyzeIn(node: Node<'in'>, context: Context): Expression {
  if (node.query !== undefined) return analyzeInQuery(node, node.query, context);
  const operand = analyze(node.operand, context);
  const not = (sql: string) => (node.negated ? `(NOT ${sql})` : sql);
  if (node.unnest !== undefined) {
    const array = analyze(node.unnest, context);
    if (array.type.kind !== 'ARRAY')
      throw invalid(
        `Values referenced in UNNEST must be arrays. UNNEST contains expression of type ${typeName(array.type)}`,
        node.unnest.at,
      );
    const { element } = array.type;
    return {
      type: BOOL,
      sql: not(held([operand, array], ([one = operand, list = array]) => inArray(one, list, element, node.at))),
    };
  }
  const list = (node.list ?? []).map((item) => analyze(item, context));
  return { type: BOOL, sql: not(inList(operand, list, node.at)) };
}

/** True where one is, else NULL where one is; of no array, or an empty one, false. */
function inArray(operand: Expression, array: Expression, element: SqlType, at: Position): string {
  const equal = compare('=', operand, { type: element, sql: 'gsql_item' }, at);
  const matches = `list_transform(${array.sql}, lambda gsql_item: ${equal.sql})`;
  const open = `len(list_filter(${matches}, lambda gsql_match: gsql_match IS NULL)) > 0`;
  return `(CASE WHEN list_contains(${matches}, TRUE) THEN TRUE WHEN ${open} THEN NULL ELSE FALSE END)`;
}

function inList(operand: Expression, list: readonly Expression[], at: Position): string {
  const type = supertype([operand, ...list]);
  const coerced = type === undefined ? undefined : [operand, ...list].map((item) => coerce(item, type));
  const [left, ...items] = coerced ?? [];
  if (type === undefined || left === undefined || items.some((item) => item === undefined)) {
    throw invalid(
      `No matching signature for operator IN for argument types: ${[operand, ...list].map(({ type: one }) => typeName(one)).join(', ')}`,
      at,
    );
  }
  if (!isEquatable(type)) throw invalid(`Equality is not defined for arguments of type ${typeName(type)}`, at);
  const known = items.filter((item) => item !== undefined);
  const isPlain = type.kind !== 'FLOAT64' && type.kind !== 'STRUCT' && type.kind !== 'INTERVAL';
  const all = [left, ...known].map((item, index) => ({ ...item, ...readBy([operand, ...list][index] ?? item) }));
  return held(all, ([one = left, ...others]) =>
    isPlain
      ? `(${one.sql} IN (${others.map(({ sql }) => sql).join(', ')}))`
      : `(${others.map((item) => compare('=', one, item, at).sql).join(' OR ')})`,
  );
}

function analyzeBetween(node: Node<'between'>, context: Context): Expression {
  const [operand, low, high] = [node.operand, node.low, node.high].map((part) => analyze(part, context));
  if (operand === undefined || low === undefined || high === undefined) throw new Error('BETWEEN has three parts');
  const type = supertype([operand, low, high]);
  if (type === undefined || !isOrderable(type)) throw noSignature('BETWEEN', [operand, low, high], node.at);
  const [from] = compared('BETWEEN', operand, { type, sql: '' }, node.at);
  const sql = held([from, low, high], ([value = from, least = low, most = high]) => {
    const both = `(${compare('>=', value, least, node.at).sql} AND ${compare('<=', value, most, node.at).sql})`;
    return node.negated ? `(NOT ${both})` : both;
  });
  return { type: BOOL, sql };
}
