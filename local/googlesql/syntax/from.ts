/** FROM: tables, subqueries, UNNEST, joins, PIVOT and UNPIVOT. */

import { syntaxError, unsupported } from '../error.ts';
import type {
  ExpressionNode,
  FromNode,
  JoinType,
  Name,
  PivotNode,
  QueryBody,
  SelectItem,
  TableFunctionArgument,
  UnpivotNode,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { isQueryStart } from './query-start.ts';

type JoinNode = Extract<FromNode, { kind: 'join' }>;

export function parseFrom(cursor: Cursor): FromNode {
  let left = parseJoins(cursor);
  while (cursor.isSymbol(',')) {
    const at = cursor.next().at;
    left = { kind: 'join', at, type: 'COMMA', left, right: parsePrimary(cursor) };
    left = parseJoinsAfter(cursor, left);
  }
  return left;
}

function parseJoins(cursor: Cursor): FromNode {
  return parseJoinsAfter(cursor, parsePrimary(cursor));
}

export function parseJoinsAfter(cursor: Cursor, first: FromNode): FromNode {
  let left = first;
  for (;;) {
    const at = cursor.token.at;
    const type = acceptJoin(cursor);
    if (type === undefined) return left;
    const right = parsePrimary(cursor);
    left = { kind: 'join', at, type, left, right, ...parseCondition(cursor) };
    while (cursor.isOneOf('ON', 'USING')) left = withOuterCondition(cursor, left);
  }
}

function parseCondition(cursor: Cursor): Pick<JoinNode, 'on' | 'using'> {
  if (cursor.acceptWords('ON')) return { on: parseExpression(cursor) };
  if (!cursor.acceptWords('USING')) return {};
  return { using: cursor.parenthesized(() => cursor.list(() => cursor.name())) };
}

/** `a JOIN b JOIN c ON … ON …` is `a JOIN (b JOIN c ON …) ON …`: one more condition is that of the join before. */
function withOuterCondition(cursor: Cursor, inner: FromNode): FromNode {
  const outer = inner.kind === 'join' ? inner.left : undefined;
  const isOpen = outer?.kind === 'join' && outer.on === undefined && outer.using === undefined;
  if (inner.kind !== 'join' || !isOpen || outer.type === 'CROSS' || outer.type === 'COMMA') throw cursor.unexpected();
  return { ...outer, right: { ...inner, left: outer.right }, ...parseCondition(cursor) };
}

function acceptJoin(cursor: Cursor): JoinType | undefined {
  const at = cursor.token.at;
  if (cursor.isWords('NATURAL')) throw unsupported('NATURAL JOIN', at);
  const accept = (type: JoinType): JoinType => {
    if (cursor.isOneOf('HASH', 'LOOKUP')) throw unsupported('join hints', at);
    cursor.expectWord('JOIN');
    return type;
  };
  if (cursor.acceptWords('CROSS')) return accept('CROSS');
  if (cursor.acceptWords('INNER')) return accept('INNER');
  if (cursor.isWords('JOIN')) return accept('INNER');
  const side = (['LEFT', 'RIGHT', 'FULL'] as const).find((word) => cursor.isWords(word));
  if (side === undefined) return undefined;
  cursor.next();
  cursor.acceptWords('OUTER');
  return accept(side);
}

function parsePrimary(cursor: Cursor): FromNode {
  return cursor.nested(() => {
    const item = parsePivots(cursor, parseSource(cursor));
    if (cursor.isWords('TABLESAMPLE')) throw unsupported('TABLESAMPLE of anything but a table', cursor.token.at);
    if (cursor.isWords('MATCH_RECOGNIZE')) throw unsupported('MATCH_RECOGNIZE', cursor.token.at);
    return item;
  });
}

/** PIVOT and UNPIVOT, as many as follow. */
export function parsePivots(cursor: Cursor, input: FromNode): FromNode {
  let item = input;
  for (;;) {
    if (cursor.isWords('PIVOT') && cursor.isSymbol('(', 1)) item = parsePivot(cursor, item);
    else if (isUnpivot(cursor)) item = parseUnpivot(cursor, item);
    else return item;
  }
}

function isUnpivot(cursor: Cursor): boolean {
  return (
    cursor.isWords('UNPIVOT') && (cursor.isSymbol('(', 1) || ['INCLUDE', 'EXCLUDE'].includes(cursor.peek(1).upper))
  );
}

function parseSource(cursor: Cursor): FromNode {
  const at = cursor.token.at;
  if (cursor.isSymbol('(')) {
    if (isQueryStart(cursor)) {
      const query = cursor.parenthesized(() => parseQuery(cursor));
      return { kind: 'subquery', at, query, ...aliasOf(cursor) };
    }
    return cursor.parenthesized(() => parseFrom(cursor));
  }
  if (cursor.isWords('UNNEST')) {
    cursor.next();
    const expression = cursor.parenthesized(() => parseExpression(cursor));
    return { kind: 'unnest', at, expression, ...aliasOf(cursor), ...offsetOf(cursor) };
  }
  if (cursor.isWords('LATERAL')) throw unsupported('LATERAL', at);
  const path = parsePath(cursor);
  if (cursor.isSymbol('(')) {
    return { kind: 'tableFunction', at, path, args: parseTableArguments(cursor), ...aliasOf(cursor) };
  }
  const before = aliasOf(cursor);
  const systemTime = parseSystemTime(cursor);
  const sample = parseSample(cursor);
  const alias = before.alias === undefined ? aliasOf(cursor) : before;
  return {
    kind: 'table',
    at,
    path,
    ...alias,
    ...offsetOf(cursor),
    ...(systemTime === undefined ? {} : { systemTime }),
    ...(sample === undefined ? {} : { sample }),
  };
}

/** The arguments of a table function: values, and tables for TABLE parameters. */
export function parseTableArguments(cursor: Cursor): readonly TableFunctionArgument[] {
  return cursor.parenthesizedList(() => parseTableArgument(cursor));
}

function parseTableArgument(cursor: Cursor): TableFunctionArgument {
  const { at, start } = cursor.token;
  if (!cursor.isWords('TABLE') || !cursor.isName(1)) return parseExpression(cursor);
  cursor.next();
  const from: FromNode = { kind: 'table', at, path: parsePath(cursor) };
  const span = { start, end: cursor.lastEnd };
  const items: SelectItem[] = [{ kind: 'star', at, except: [], replace: [] }];
  const body: QueryBody = { kind: 'select', at, distinct: false, windows: [], items, from };
  return { kind: 'table', at, query: { at, span, recursive: false, with: [], orderBy: [], body } };
}

/** A table's path: names with dots, the first perhaps with dashes; one in backticks may hold the whole path. */
export function parsePath(cursor: Cursor): readonly Name[] {
  const parts = [cursor.dashedName() ?? cursor.name('table name')];
  while (cursor.isSymbol('.')) {
    cursor.next();
    parts.push(cursor.nameAfterDot());
  }
  return parts;
}

const NOT_ALIASES = ['PIVOT', 'UNPIVOT', 'TABLESAMPLE'];

export function aliasOf(cursor: Cursor): { alias?: Name } {
  if (
    NOT_ALIASES.includes(cursor.token.upper) &&
    (cursor.isSymbol('(', 1) || ['INCLUDE', 'EXCLUDE', 'SYSTEM'].includes(cursor.peek(1).upper))
  ) {
    return {};
  }
  const alias = cursor.alias();
  return alias === undefined ? {} : { alias };
}

function offsetOf(cursor: Cursor): { offset?: { alias?: Name } } {
  if (!cursor.acceptWords('WITH')) return {};
  cursor.expectWord('OFFSET');
  const alias = cursor.alias();
  return { offset: alias === undefined ? {} : { alias } };
}

export function parseSystemTime(cursor: Cursor): ExpressionNode | undefined {
  const full = cursor.acceptWords('FOR', 'SYSTEM_TIME');
  if (!full && !cursor.acceptWords('FOR', 'SYSTEM', 'TIME')) return undefined;
  cursor.expectWord('AS');
  cursor.expectWord('OF');
  return parseExpression(cursor);
}

/** `TABLESAMPLE SYSTEM (10 PERCENT)`. */
export function parseSample(cursor: Cursor): ExpressionNode | undefined {
  if (!cursor.acceptWords('TABLESAMPLE')) return undefined;
  cursor.expectWord('SYSTEM');
  return cursor.parenthesized(() => {
    const percent = parseExpression(cursor);
    cursor.expectWord('PERCENT');
    return percent;
  });
}

function parsePivot(cursor: Cursor, input: FromNode): PivotNode {
  const at = cursor.next().at;
  const body = cursor.parenthesized(() => {
    const aggregates = cursor.list(() => withAlias(cursor, 'call'));
    cursor.expectWord('FOR');
    // IN follows, which would be read as a comparison: what binds closer may stand here.
    const over = cursor.grammar.operand(cursor);
    cursor.expectWord('IN');
    const values = cursor.parenthesized(() => {
      if (isQueryStart(cursor)) throw syntaxError('Unexpected keyword SELECT', cursor.token.at);
      return cursor.list(() => withAlias(cursor, 'value'));
    });
    return { aggregates, over, values };
  });
  return { kind: 'pivot', at, input, ...body, ...aliasOf(cursor) };
}

function withAlias<K extends string>(cursor: Cursor, key: K): Record<K, ExpressionNode> & { alias?: Name } {
  const expression = parseExpression(cursor);
  const alias = cursor.alias();
  const entry = { [key]: expression } as Record<K, ExpressionNode>;
  return alias === undefined ? entry : { ...entry, alias };
}

function parseUnpivot(cursor: Cursor, input: FromNode): UnpivotNode {
  const at = cursor.next().at;
  const includeNulls = cursor.acceptWords('INCLUDE', 'NULLS');
  if (!includeNulls) cursor.acceptWords('EXCLUDE', 'NULLS');
  const body = cursor.parenthesized(() => {
    const values = namesOf(cursor);
    cursor.expectWord('FOR');
    const name = cursor.name();
    cursor.expectWord('IN');
    const rows = cursor.parenthesized(() =>
      cursor.list(() => {
        const { at: place } = cursor.token;
        const columns = namesOf(cursor);
        if (columns.length !== values.length)
          throw syntaxError(`UNPIVOT makes ${values.length} columns, but ${columns.length} are given`, place);
        cursor.acceptWords('AS');
        const labelled = cursor.token.kind === 'string' || cursor.token.kind === 'integer';
        return labelled ? { columns, label: parseExpression(cursor) } : { columns };
      }),
    );
    return { values, name, rows };
  });
  return { kind: 'unpivot', at, input, includeNulls, ...body, ...aliasOf(cursor) };
}

/** One name, or several in parentheses. */
function namesOf(cursor: Cursor): readonly Name[] {
  return cursor.isSymbol('(') ? cursor.parenthesized(() => cursor.list(() => cursor.name())) : [cursor.name()];
}
