/** Expressions: operators by precedence (GoogleSQL operator table), lowest first. */

import type { Position } from '../error.ts';
import type { BinaryOperator, ExpressionNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { parsePostfix } from './primary.ts';
import { isQueryStart } from './query-start.ts';

/** The expression that begins at the cursor. */
export function expression(cursor: Cursor): ExpressionNode {
  return cursor.nested(() => parseOr(cursor));
}

/** One that ends before a comparison. */
export function operand(cursor: Cursor): ExpressionNode {
  return cursor.nested(() => parseBitOr(cursor));
}

/** A chain of one operator, leaning left; long chains do not deepen the parser's recursion. */
function chain(
  cursor: Cursor,
  operand: (cursor: Cursor) => ExpressionNode,
  operatorHere: () => BinaryOperator | undefined,
): ExpressionNode {
  let left = operand(cursor);
  for (let op = operatorHere(); op !== undefined; op = operatorHere()) {
    const at = cursor.next().at;
    left = { kind: 'binary', at: op === 'AND' || op === 'OR' ? at : left.at, op, left, right: operand(cursor) };
  }
  return left;
}

function symbolAmong(cursor: Cursor, ...symbols: readonly BinaryOperator[]): BinaryOperator | undefined {
  return cursor.token.kind === 'symbol' ? symbols.find((symbol) => symbol === cursor.token.text) : undefined;
}

function parseOr(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseAnd, () => (cursor.isWords('OR') ? 'OR' : undefined));
}

function parseAnd(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseNot, () => (cursor.isWords('AND') ? 'AND' : undefined));
}

function parseNot(cursor: Cursor): ExpressionNode {
  const at = cursor.token.at;
  if (!cursor.acceptWords('NOT')) return parseComparison(cursor);
  return { kind: 'unary', at, op: 'NOT', operand: cursor.nested(() => parseNot(cursor)) };
}

/** Comparisons do not chain: `a = b = c` is a syntax error. */
function parseComparison(cursor: Cursor): ExpressionNode {
  const operand = parseBitOr(cursor);
  const compared = comparisonAfter(cursor, operand);
  if (compared === undefined) return operand;
  if (symbolAmong(cursor, '=', '!=', '<', '<=', '>', '>=') !== undefined) throw cursor.unexpected();
  if (cursor.isOneOf('IS', 'IN', 'BETWEEN', 'LIKE')) {
    // `x IS NULL IS TRUE` would be read differently by different parsers; GoogleSQL refuses it too.
    throw cursor.unexpected();
  }
  return compared;
}

function comparisonAfter(cursor: Cursor, operand: ExpressionNode): ExpressionNode | undefined {
  const op = symbolAmong(cursor, '=', '!=', '<', '<=', '>', '>=');
  if (op !== undefined) {
    cursor.next();
    return { kind: 'binary', at: operand.at, op, left: operand, right: parseBitOr(cursor) };
  }
  const at = cursor.token.at;
  if (cursor.acceptWords('IS')) return parseIs(cursor, operand, at);
  const negated = cursor.isWords('NOT') && ['IN', 'BETWEEN', 'LIKE'].includes(cursor.peek(1).upper);
  if (negated) cursor.next();
  if (cursor.acceptWords('BETWEEN')) {
    const low = parseBitOr(cursor);
    cursor.expectWord('AND');
    return { kind: 'between', at, operand, low, high: parseBitOr(cursor), negated };
  }
  if (cursor.acceptWords('LIKE')) {
    if (cursor.isOneOf('ANY', 'SOME', 'ALL')) return parseLikeAmong(cursor, operand, at, negated);
    return { kind: 'like', at, operand, pattern: parseBitOr(cursor), negated };
  }
  if (cursor.acceptWords('IN')) return parseIn(cursor, operand, at, negated);
  return undefined;
}

function parseLikeAmong(cursor: Cursor, operand: ExpressionNode, at: Position, negated: boolean): ExpressionNode {
  const which = cursor.next().upper === 'ALL' ? 'ALL' : 'ANY';
  const among = { kind: 'likeAmong', at, operand, negated, which } as const;
  if (cursor.acceptWords('UNNEST')) return { ...among, array: cursor.parenthesized(() => parseExpression(cursor)) };
  return cursor.parenthesized((): ExpressionNode => {
    if (!isQueryStart(cursor, 'whole')) return { ...among, patterns: cursor.list(() => parseExpression(cursor)) };
    return { ...among, array: { kind: 'subquery', at: cursor.token.at, form: 'ARRAY', query: parseQuery(cursor) } };
  });
}

function parseIs(cursor: Cursor, operand: ExpressionNode, at: Position): ExpressionNode {
  const negated = cursor.acceptWords('NOT');
  if (cursor.acceptWords('DISTINCT', 'FROM')) {
    return { kind: 'distinctFrom', at, left: operand, right: parseBitOr(cursor), negated };
  }
  const what = (['NULL', 'TRUE', 'FALSE', 'UNKNOWN'] as const).find((word) => cursor.isWords(word));
  if (what === undefined) throw cursor.unexpected();
  cursor.next();
  return { kind: 'is', at, operand, what, negated };
}

function parseIn(cursor: Cursor, operand: ExpressionNode, at: Position, negated: boolean): ExpressionNode {
  if (cursor.acceptWords('UNNEST')) {
    const unnest = cursor.parenthesized(() => parseExpression(cursor));
    return { kind: 'in', at, operand, negated, unnest };
  }
  return cursor.parenthesized(() =>
    isQueryStart(cursor, 'whole')
      ? { kind: 'in', at, operand, negated, query: parseQuery(cursor) }
      : { kind: 'in', at, operand, negated, list: cursor.list(() => parseExpression(cursor)) },
  );
}

function parseBitOr(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseBitXor, () => symbolAmong(cursor, '|'));
}

function parseBitXor(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseBitAnd, () => symbolAmong(cursor, '^'));
}

function parseBitAnd(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseShift, () => symbolAmong(cursor, '&'));
}

function parseShift(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseSum, () => symbolAmong(cursor, '<<', '>>'));
}

function parseSum(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseProduct, () => symbolAmong(cursor, '+', '-'));
}

function parseProduct(cursor: Cursor): ExpressionNode {
  return chain(cursor, parseUnary, () => symbolAmong(cursor, '*', '/', '||'));
}

function parseUnary(cursor: Cursor): ExpressionNode {
  const token = cursor.token;
  const op = (['-', '+', '~'] as const).find((symbol) => cursor.isSymbol(symbol));
  if (op === undefined) return parsePostfix(cursor);
  cursor.next();
  const operand = cursor.nested(() => parseUnary(cursor));
  // A minus and its digits are one literal, or the smallest INT64 could not be written.
  if (op === '-' && operand.kind === 'literal') {
    const { literal } = operand;
    if (literal.type === 'INT64')
      return { ...operand, at: token.at, literal: { type: 'INT64', value: -literal.value } };
    if (literal.type === 'FLOAT64') {
      const text = literal.text.startsWith('-') ? literal.text.slice(1) : `-${literal.text}`;
      return { ...operand, at: token.at, literal: { type: 'FLOAT64', value: -literal.value, text } };
    }
  }
  return { kind: 'unary', at: token.at, op, operand };
}
