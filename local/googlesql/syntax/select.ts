/** SELECT: its list, its clauses. */

import { syntaxError, unsupported } from '../error.ts';
import type { ExpressionNode, GroupByNode, GroupingItem, SelectItem, SelectNode } from './ast.ts';
import { parseWindow } from './call.ts';
import type { Cursor } from './cursor.ts';
import { parseFrom } from './from.ts';
import { parseExpression } from './grammar.ts';

export function parseSelect(cursor: Cursor): SelectNode {
  const at = cursor.expectWord('SELECT').at;
  if (cursor.isWords('WITH') && !cursor.isSymbol('(', 1)) throw unsupported('SELECT WITH', cursor.token.at);
  const head = parseListHead(cursor);
  const items = parseItems(cursor);
  const from = cursor.acceptWords('FROM') ? parseFrom(cursor) : undefined;
  const where = cursor.acceptWords('WHERE') ? parseExpression(cursor) : undefined;
  const groupBy = parseGroupBy(cursor);
  const having = cursor.acceptWords('HAVING') ? parseExpression(cursor) : undefined;
  const qualify = cursor.acceptWords('QUALIFY') ? parseExpression(cursor) : undefined;
  const windows = parseWindowClause(cursor);
  return {
    ...{ kind: 'select', at, ...head, items, windows },
    ...(from === undefined ? {} : { from }),
    ...(where === undefined ? {} : { where }),
    ...(groupBy === undefined ? {} : { groupBy }),
    ...(having === undefined ? {} : { having }),
    ...(qualify === undefined ? {} : { qualify }),
  };
}

/** `DISTINCT`, `ALL`, `AS STRUCT` and `AS VALUE` before a list. */
export function parseListHead(cursor: Cursor): Pick<SelectNode, 'distinct' | 'as'> {
  const distinct = cursor.acceptWords('DISTINCT');
  if (!distinct) cursor.acceptWords('ALL');
  const as = parseAs(cursor);
  return { distinct, ...(as === undefined ? {} : { as }) };
}

function parseAs(cursor: Cursor): 'STRUCT' | 'VALUE' | undefined {
  if (!cursor.isWords('AS')) return undefined;
  cursor.next();
  if (cursor.acceptWords('STRUCT')) return 'STRUCT';
  if (cursor.acceptWords('VALUE')) return 'VALUE';
  throw unsupported('SELECT AS a named type', cursor.token.at);
}

const AFTER_LIST = [
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'QUALIFY',
  'WINDOW',
  'ORDER',
  'LIMIT',
  'UNION',
  'INTERSECT',
  'EXCEPT',
];

export function parseItems(cursor: Cursor): SelectItem[];
export function parseItems<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T[];
export function parseItems<T>(cursor: Cursor, parse?: (cursor: Cursor) => T): (T | SelectItem)[] {
  if (cursor.isWords('FROM')) throw syntaxError('SELECT list must not be empty', cursor.token.at);
  const one = () => (parse === undefined ? parseItem(cursor) : parse(cursor));
  const items = [one()];
  while (cursor.acceptSymbol(',')) {
    // A comma may trail the list.
    if (
      cursor.token.kind === 'end' ||
      cursor.isOneOf(...AFTER_LIST) ||
      cursor.isSymbol(')') ||
      cursor.isSymbol(';') ||
      cursor.isSymbol('|>')
    )
      break;
    items.push(one());
  }
  return items;
}

export function parseItem(cursor: Cursor): SelectItem {
  const at = cursor.token.at;
  if (cursor.acceptSymbol('*')) return { kind: 'star', at, ...parseStarModifiers(cursor) };
  const expression = parseExpression(cursor);
  if (cursor.isSymbol('.') && cursor.isSymbol('*', 1)) {
    cursor.next();
    cursor.next();
    return { kind: 'star', at, of: expression, ...parseStarModifiers(cursor) };
  }
  const alias = cursor.alias();
  return { kind: 'expression', at, expression, ...(alias === undefined ? {} : { alias }) };
}

function parseStarModifiers(cursor: Cursor) {
  // `EXCEPT` with a parenthesis is the modifier; the set operation always says ALL or DISTINCT.
  const excepts = cursor.isWords('EXCEPT') && cursor.isSymbol('(', 1) && cursor.acceptWords('EXCEPT');
  const except = excepts ? cursor.parenthesized(() => cursor.list(() => cursor.name())) : [];
  const replaces = cursor.isWords('REPLACE') && cursor.isSymbol('(', 1) && cursor.acceptWords('REPLACE');
  const replace = replaces
    ? cursor.parenthesized(() =>
        cursor.list(() => {
          const expression = parseExpression(cursor);
          cursor.acceptWords('AS');
          return { expression, name: cursor.name() };
        }),
      )
    : [];
  return { except, replace };
}

function parseGroupBy(cursor: Cursor): GroupByNode | undefined {
  const at = cursor.token.at;
  if (!cursor.acceptWords('GROUP')) return undefined;
  cursor.expectWord('BY');
  if (cursor.acceptWords('ALL')) return { at, all: true, items: [] };
  return { at, all: false, items: cursor.list(() => parseGrouping(cursor)) };
}

export function parseGrouping(cursor: Cursor): GroupingItem {
  const at = cursor.token.at;
  if (cursor.acceptWords('ROLLUP')) return { kind: 'rollup', at, items: parseSets(cursor) };
  if (cursor.acceptWords('CUBE')) return { kind: 'cube', at, items: parseSets(cursor) };
  if (cursor.acceptWords('GROUPING', 'SETS')) return { kind: 'sets', at, items: parseSets(cursor, expandedSets) };
  if (cursor.isSymbol('(') && cursor.isSymbol(')', 1)) {
    cursor.next();
    cursor.next();
    return { kind: 'sets', at, items: [[]] };
  }
  return { kind: 'expression', expression: parseExpression(cursor) };
}

type GroupingSet = readonly ExpressionNode[];

/** The sets in the parentheses. `inside` says which sets a ROLLUP or CUBE among them is, where one may stand there. */
function parseSets(cursor: Cursor, inside?: (cursor: Cursor) => readonly GroupingSet[]): readonly GroupingSet[] {
  return cursor
    .parenthesized(() =>
      cursor.list((): readonly GroupingSet[] => {
        if (cursor.isOneOf('ROLLUP', 'CUBE')) {
          if (inside === undefined) throw cursor.unexpected();
          return inside(cursor);
        }
        if (cursor.isSymbol('(') && cursor.isSymbol(')', 1)) {
          cursor.next();
          cursor.next();
          return [[]];
        }
        const expression = parseExpression(cursor);
        return [
          expression.kind === 'struct' && expression.tuple
            ? expression.fields.map((field) => field.expression)
            : [expression],
        ];
      }),
    )
    .flat();
}

/** So many keys of a CUBE make a thousand sets. */
const MAX_CUBE = 10;

/** The sets that a ROLLUP or CUBE inside of GROUPING SETS stands for. */
function expandedSets(cursor: Cursor): readonly GroupingSet[] {
  const { at, upper } = cursor.next();
  const parts = parseSets(cursor);
  if (upper === 'ROLLUP')
    return [...parts.keys(), parts.length].reverse().map((length) => parts.slice(0, length).flat());
  if (parts.length > MAX_CUBE) throw unsupported(`CUBE of more than ${MAX_CUBE} keys in GROUPING SETS`, at);
  const subsets = Array.from({ length: 2 ** parts.length }, (_, bits) =>
    parts.filter((_part, place) => bits & (1 << place)),
  );
  return subsets.map((subset) => subset.flat());
}

/** `WINDOW name AS (…), …`, or nothing. */
export function parseWindowClause(cursor: Cursor): SelectNode['windows'] {
  if (!cursor.acceptWords('WINDOW')) return [];
  return cursor.list(() => {
    const name = cursor.name();
    cursor.expectWord('AS');
    const at = cursor.token.at;
    const window = cursor.isName() ? { at, base: cursor.name(), partitionBy: [], orderBy: [] } : parseWindow(cursor);
    return { name, window };
  });
}
