/** Parses the parts of expressions: literals, names, constructors, subqueries, and their suffixes. */

import { invalid, type Position, syntaxError, unsupported } from '../error.ts';
import type { ExpressionNode, Literal, Name, SubscriptKind } from './ast.ts';
import { parseCall, parseExtract } from './call.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { opensQuery } from './query-start.ts';
import { parseType } from './types.ts';
import { parseWithExpression } from './with-expression.ts';

/** Words that make a typed literal when a string follows. */
const TYPED_LITERALS = {
  DATE: 'DATE',
  TIME: 'TIME',
  DATETIME: 'DATETIME',
  TIMESTAMP: 'TIMESTAMP',
  NUMERIC: 'NUMERIC',
  DECIMAL: 'NUMERIC',
  BIGNUMERIC: 'BIGNUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
  JSON: 'JSON',
} as const;

/** Functions that may be written without parentheses. */
const BARE_FUNCTIONS = ['CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_DATETIME', 'CURRENT_TIMESTAMP'];

export function parsePostfix(cursor: Cursor): ExpressionNode {
  let expression = parsePrimary(cursor);
  for (;;) {
    if (cursor.isSymbol('.') && !cursor.isSymbol('*', 1)) {
      cursor.next();
      if (cursor.isSymbol('(')) throw unsupported('proto extensions', cursor.token.at);
      const name = cursor.nameAfterDot();
      expression = { kind: 'field', at: expression.at, object: expression, name };
      if (cursor.isSymbol('(')) expression = parseCall(cursor, pathOf(expression));
    } else if (cursor.isSymbol('[')) {
      expression = parseSubscript(cursor, expression);
    } else {
      return expression;
    }
  }
}

/** The names of `a.b.c`; anything else cannot be called. */
function pathOf(expression: ExpressionNode): readonly Name[] {
  if (expression.kind === 'name') return [{ text: expression.name, at: expression.at }];
  if (expression.kind === 'field') return [...pathOf(expression.object), expression.name];
  throw unsupported('chained function calls', expression.at);
}

function parseSubscript(cursor: Cursor, object: ExpressionNode): ExpressionNode {
  const at = cursor.expectSymbol('[').at;
  const word = cursor.token.upper;
  const how = (['OFFSET', 'ORDINAL', 'SAFE_OFFSET', 'SAFE_ORDINAL'] as const).find((kind) => kind === word);
  const explicit = how !== undefined && cursor.isSymbol('(', 1);
  if (explicit) cursor.next();
  const index = explicit ? cursor.parenthesized(() => parseExpression(cursor)) : parseExpression(cursor);
  cursor.expectSymbol(']');
  const kind: SubscriptKind = explicit ? how : 'PLAIN';
  return { kind: 'subscript', at, object, index, how: kind };
}

function parsePrimary(cursor: Cursor): ExpressionNode {
  const token = cursor.token;
  const at = token.at;
  if (token.glued === true) throw syntaxError('Missing whitespace between literal and alias', at);
  switch (token.kind) {
    case 'integer':
      cursor.next();
      return { kind: 'literal', at, literal: { type: 'INT64', value: BigInt(token.text) } };
    case 'float':
      cursor.next();
      return { kind: 'literal', at, literal: { type: 'FLOAT64', value: Number(token.text), text: token.text } };
    case 'string':
      return { kind: 'literal', at, literal: { type: 'STRING', value: adjacentStrings(cursor) } };
    case 'bytes':
      cursor.next();
      return { kind: 'literal', at, literal: { type: 'BYTES', value: token.bytes ?? new Uint8Array() } };
    case 'parameter':
      cursor.next();
      return { kind: 'parameter', at, name: token.text.toLowerCase() };
    case 'system':
      return parseSystem(cursor, at);
    case 'symbol':
      return parseSymbol(cursor, at);
    case 'word':
    case 'quoted':
      return parseWord(cursor, at);
    default:
      throw cursor.unexpected();
  }
}

/** A system variable: its path is one name. */
function parseSystem(cursor: Cursor, at: Position): ExpressionNode {
  const parts = [cursor.next().text];
  while (cursor.acceptSymbol('.')) parts.push(cursor.nameAfterDot().text);
  return { kind: 'system', at, name: parts.join('.').toLowerCase() };
}

/** One string. Literals side by side are not joined, and a second one is read as an alias mistake. */
function adjacentStrings(cursor: Cursor): string {
  const value = cursor.next().text;
  if (cursor.token.kind === 'string') throw cursor.unexpected();
  return value;
}

function parseSymbol(cursor: Cursor, at: Position): ExpressionNode {
  if (cursor.acceptSymbol('?')) return { kind: 'parameter', at, index: cursor.nextPositional() };
  if (cursor.acceptSymbol('[')) {
    const elements = cursor.isSymbol(']') ? [] : cursor.list(() => parseExpression(cursor));
    cursor.expectSymbol(']');
    return { kind: 'array', at, elements };
  }
  if (cursor.isSymbol('(')) return parseParentheses(cursor, at);
  throw cursor.unexpected();
}

/** A subquery, a tuple, or just parentheses. */
function parseParentheses(cursor: Cursor, at: Position): ExpressionNode {
  cursor.expectSymbol('(');
  if (opensQuery(cursor)) {
    const query = parseQuery(cursor);
    cursor.expectSymbol(')');
    return { kind: 'subquery', at, form: 'SCALAR', query };
  }
  const first = parseExpression(cursor);
  if (
    first.kind === 'subquery' &&
    first.form === 'SCALAR' &&
    (cursor.isOneOf('UNION', 'INTERSECT', 'EXCEPT', 'ORDER', 'LIMIT') || cursor.isSymbol('|>'))
  ) {
    // `((SELECT 1) UNION ALL …)`: what looked like an expression was the first part of a query.
    const query = cursor.grammar.queryAfter(cursor, { kind: 'nested', at: first.at, query: first.query });
    cursor.expectSymbol(')');
    return { kind: 'subquery', at, form: 'SCALAR', query };
  }
  if (!cursor.isSymbol(',')) {
    cursor.expectSymbol(')');
    return first;
  }
  cursor.next();
  const fields = [first, ...cursor.list(() => parseExpression(cursor))].map((expression) => ({ expression }));
  cursor.expectSymbol(')');
  return { kind: 'struct', at, tuple: true, fields };
}

function parseWord(cursor: Cursor, at: Position): ExpressionNode {
  const token = cursor.token;
  const literal = typedLiteral(cursor);
  if (literal !== undefined) return { kind: 'literal', at, literal };
  switch (token.upper) {
    case 'NULL':
      cursor.next();
      return { kind: 'literal', at, literal: { type: 'NULL' } };
    case 'TRUE':
    case 'FALSE':
      cursor.next();
      return { kind: 'literal', at, literal: { type: 'BOOL', value: token.upper === 'TRUE' } };
    case 'CASE':
      return parseCase(cursor, at);
    case 'CAST':
      return parseCast(cursor, at, false);
    case 'SAFE_CAST':
      if (cursor.isSymbol('(', 1)) return parseCast(cursor, at, true);
      break;
    case 'EXTRACT':
      return parseExtract(cursor, at);
    case 'COLLATE':
      throw unsupported('COLLATE', at);
    case 'WITH':
      if (cursor.isSymbol('(', 1)) return parseWithExpression(cursor, at);
      break;
    case 'EXISTS':
      cursor.next();
      return { kind: 'subquery', at, form: 'EXISTS', query: cursor.parenthesized(() => parseQuery(cursor)) };
    case 'ARRAY':
      return parseArray(cursor, at);
    case 'STRUCT':
      return parseStruct(cursor, at);
    case 'INTERVAL':
      return parseInterval(cursor, at);
    case 'DEFAULT':
      cursor.next();
      return { kind: 'default', at };
    case 'NEW':
      throw unsupported('NEW', at);
    case 'RANGE':
      return parseRange(cursor, at);
    case 'IF':
    case 'LEFT':
    case 'RIGHT':
    case 'GROUPING':
      // Reserved, and functions where a parenthesis follows.
      if (!cursor.isSymbol('(', 1)) throw cursor.unexpected();
      cursor.next();
      return parseCall(cursor, [{ text: token.text, at }]);
    default:
  }
  const name = cursor.name('expression');
  if (cursor.isSymbol('(')) return parseCall(cursor, [name]);
  if (token.kind === 'word' && BARE_FUNCTIONS.includes(token.upper)) {
    return { kind: 'call', at, name: [name], args: [], distinct: false, orderBy: [] };
  }
  return { kind: 'name', at, name: name.text };
}

function typedLiteral(cursor: Cursor): Literal | undefined {
  if (cursor.peek(1).kind !== 'string') return undefined;
  const type = TYPED_LITERALS[cursor.token.upper as keyof typeof TYPED_LITERALS];
  if (type === undefined) return undefined;
  cursor.next();
  return { type, text: cursor.next().text };
}

function parseRange(cursor: Cursor, at: Position): ExpressionNode {
  if (cursor.isSymbol('(', 1)) {
    const name = { text: cursor.next().text, at };
    return parseCall(cursor, [name]);
  }
  const type = parseType(cursor);
  if (type.element === undefined || cursor.token.kind !== 'string') throw cursor.expected('string literal');
  return { kind: 'literal', at, literal: { type: 'RANGE', element: type.element, text: cursor.next().text } };
}

function parseCase(cursor: Cursor, at: Position): ExpressionNode {
  cursor.next();
  const operand = cursor.isWords('WHEN') ? undefined : parseExpression(cursor);
  const whens: { when: ExpressionNode; result: ExpressionNode }[] = [];
  do {
    cursor.expectWord('WHEN');
    const when = parseExpression(cursor);
    cursor.expectWord('THEN');
    whens.push({ when, result: parseExpression(cursor) });
  } while (cursor.isWords('WHEN'));
  const otherwise = cursor.acceptWords('ELSE') ? parseExpression(cursor) : undefined;
  cursor.expectWord('END');
  return {
    kind: 'case',
    at,
    ...(operand === undefined ? {} : { operand }),
    whens,
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

function parseCast(cursor: Cursor, at: Position, safe: boolean): ExpressionNode {
  cursor.next();
  return cursor.parenthesized(() => {
    const operand = parseExpression(cursor);
    cursor.expectWord('AS');
    const type = parseType(cursor);
    if (!cursor.acceptWords('FORMAT')) return { kind: 'cast', at, safe, operand, type };
    const text = parseExpression(cursor);
    const zone = cursor.acceptWords('AT', 'TIME', 'ZONE') ? parseExpression(cursor) : undefined;
    return { kind: 'cast', at, safe, operand, type, format: { text, ...(zone === undefined ? {} : { zone }) } };
  });
}

function parseArray(cursor: Cursor, at: Position): ExpressionNode {
  if (cursor.isSymbol('(', 1)) {
    cursor.next();
    return { kind: 'subquery', at, form: 'ARRAY', query: cursor.parenthesized(() => parseQuery(cursor)) };
  }
  let element: ReturnType<typeof parseType> | undefined;
  if (cursor.isSymbol('<', 1)) element = parseType(cursor).element;
  else cursor.next();
  cursor.expectSymbol('[');
  const elements = cursor.isSymbol(']') ? [] : cursor.list(() => parseExpression(cursor));
  cursor.expectSymbol(']');
  return { kind: 'array', at, ...(element === undefined ? {} : { element }), elements };
}

function parseStruct(cursor: Cursor, at: Position): ExpressionNode {
  const typed = cursor.isSymbol('<', 1);
  const type = typed ? parseType(cursor) : undefined;
  if (!typed) cursor.next();
  const fields = cursor.parenthesized(() => {
    if (cursor.isSymbol(')')) return [];
    return cursor.list(() => {
      const expression = parseExpression(cursor);
      const alias = cursor.acceptWords('AS') ? cursor.name() : undefined;
      if (alias !== undefined && typed) {
        throw invalid('STRUCT constructors cannot specify both an explicit type and field names with AS', alias.at);
      }
      return { expression, ...(alias === undefined ? {} : { alias }) };
    });
  });
  return { kind: 'struct', at, ...(type === undefined ? {} : { type }), tuple: false, fields };
}

function parseInterval(cursor: Cursor, at: Position): ExpressionNode {
  cursor.next();
  const value = parseExpression(cursor);
  const part = cursor.name('date part');
  const to = cursor.acceptWords('TO') ? cursor.name('date part') : undefined;
  return { kind: 'interval', at, value, part, ...(to === undefined ? {} : { to }) };
}
