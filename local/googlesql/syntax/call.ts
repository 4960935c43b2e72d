/** Function calls and everything that may stand in and after their parentheses. */

import { type Position, syntaxError, unsupported } from '../error.ts';
import type {
  ArgumentNode,
  CallNode,
  ExpressionNode,
  FrameBound,
  FrameNode,
  Name,
  OrderItem,
  WindowNode,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './grammar.ts';

/** The cursor stands at the opening parenthesis. */
export function parseCall(cursor: Cursor, name: readonly Name[]): CallNode {
  const at = name[0]?.at ?? cursor.token.at;
  return cursor.nested(() => {
    cursor.expectSymbol('(');
    const distinct = cursor.acceptWords('DISTINCT');
    const args = cursor.isSymbol(')') ? [] : parseArguments(cursor);
    const nulls = parseNulls(cursor);
    const having = parseHaving(cursor);
    if (cursor.isOneOf('GROUP', 'CLAMPED', 'WITH'))
      throw unsupported(`${cursor.token.upper} in a function call`, cursor.token.at);
    const orderBy = parseOrderBy(cursor);
    const limit = cursor.acceptWords('LIMIT') ? parseExpression(cursor) : undefined;
    cursor.expectSymbol(')');
    // Analytic functions may put IGNORE NULLS after the parenthesis too; without OVER it belongs to a call around this one.
    const after =
      nulls ??
      (cursor.isWords('IGNORE', 'NULLS', 'OVER') || cursor.isWords('RESPECT', 'NULLS', 'OVER')
        ? parseNulls(cursor)
        : undefined);
    const over = cursor.acceptWords('OVER') ? parseOver(cursor) : undefined;
    return {
      kind: 'call',
      at,
      name,
      args,
      distinct,
      orderBy,
      ...(after === undefined ? {} : { nulls: after }),
      ...(having === undefined ? {} : { having }),
      ...(limit === undefined ? {} : { limit }),
      ...(over === undefined ? {} : { over }),
    };
  });
}

function parseArguments(cursor: Cursor): ArgumentNode[] {
  let named = false;
  return cursor.list(() => {
    const at = cursor.token.at;
    if (cursor.acceptSymbol('*')) return { at, star: true, expression: { kind: 'name', at, name: '*' } };
    if (cursor.isOneOf('SELECT', 'WITH')) throw syntaxError(`Unexpected keyword ${cursor.token.upper}`, at);
    if (cursor.isWords('TABLE') || cursor.isWords('MODEL')) {
      if (cursor.isName(1)) throw unsupported(`${cursor.token.upper} arguments`, at);
    }
    if (cursor.isName() && cursor.isSymbol('=>', 1)) {
      const name = cursor.name().text.toLowerCase();
      cursor.next();
      named = true;
      return { at, name, expression: parseExpression(cursor) };
    }
    if (named) throw syntaxError('Positional arguments must not stand behind named arguments', at);
    const expression = parseExpression(cursor);
    if (cursor.acceptSymbol('->')) return { at, lambda: lambdaNames(expression), expression: parseExpression(cursor) };
    if (cursor.isWords('AS')) throw cursor.unexpected();
    return { at, expression };
  });
}

/** The names before the arrow. They were parsed as an expression: a name, or several as a tuple. */
function lambdaNames(node: ExpressionNode): readonly Name[] {
  const parts = node.kind === 'struct' && node.tuple ? node.fields.map(({ expression }) => expression) : [node];
  return parts.map((part) => {
    if (part.kind !== 'name') throw syntaxError('Expected lambda argument name', part.at);
    return { text: part.name, at: part.at };
  });
}

function parseNulls(cursor: Cursor): 'IGNORE' | 'RESPECT' | undefined {
  if (cursor.acceptWords('IGNORE', 'NULLS')) return 'IGNORE';
  return cursor.acceptWords('RESPECT', 'NULLS') ? 'RESPECT' : undefined;
}

function parseHaving(cursor: Cursor): CallNode['having'] {
  if (!cursor.acceptWords('HAVING')) return undefined;
  const which = cursor.acceptWords('MAX') ? 'MAX' : cursor.acceptWords('MIN') ? 'MIN' : undefined;
  if (which === undefined) throw cursor.expected('keyword MAX or MIN');
  return { which, by: parseExpression(cursor) };
}

/** `EXTRACT(part FROM x AT TIME ZONE z)`. */
export function parseExtract(cursor: Cursor, at: Position): ExpressionNode {
  cursor.next();
  return cursor.parenthesized(() => {
    const part = parseExpression(cursor);
    cursor.expectWord('FROM');
    const operand = parseExpression(cursor);
    const zone = cursor.acceptWords('AT', 'TIME', 'ZONE') ? parseExpression(cursor) : undefined;
    return { kind: 'extract', at, part, operand, ...(zone === undefined ? {} : { zone }) };
  });
}

/** `ORDER BY a DESC NULLS LAST, …`, or nothing. */
export function parseOrderBy(cursor: Cursor): OrderItem[] {
  if (!cursor.acceptWords('ORDER')) return [];
  cursor.expectWord('BY');
  return cursor.list(() => {
    const at = cursor.token.at;
    const expression = parseExpression(cursor);
    if (cursor.isWords('COLLATE')) throw unsupported('COLLATE', cursor.token.at);
    return { at, expression, ...(parseOrderSuffix(cursor) ?? orderNulls(cursor)) };
  });
}

/** `ASC` or `DESC`, perhaps with `NULLS FIRST` or `LAST`. */
export function parseOrderSuffix(cursor: Cursor): Pick<OrderItem, 'descending' | 'nulls'> | undefined {
  const descending = cursor.acceptWords('DESC');
  if (!descending && !cursor.acceptWords('ASC')) return undefined;
  return { ...orderNulls(cursor), descending };
}

function orderNulls(cursor: Cursor): Pick<OrderItem, 'descending' | 'nulls'> {
  const nulls = parseNullOrder(cursor);
  return { descending: false, ...(nulls === undefined ? {} : { nulls }) };
}

function parseNullOrder(cursor: Cursor): 'FIRST' | 'LAST' | undefined {
  if (!cursor.acceptWords('NULLS')) return undefined;
  if (cursor.acceptWords('FIRST')) return 'FIRST';
  cursor.expectWord('LAST');
  return 'LAST';
}

function parseOver(cursor: Cursor): WindowNode {
  const at = cursor.token.at;
  if (cursor.isName()) return { at, base: cursor.name(), partitionBy: [], orderBy: [] };
  return parseWindow(cursor);
}

/** `(base PARTITION BY … ORDER BY … ROWS …)`. */
export function parseWindow(cursor: Cursor): WindowNode {
  const at = cursor.token.at;
  return cursor.parenthesized(() => {
    const base = cursor.isName() ? cursor.name() : undefined;
    let partitionBy: ExpressionNode[] = [];
    if (cursor.acceptWords('PARTITION')) {
      cursor.expectWord('BY');
      partitionBy = cursor.list(() => parseExpression(cursor));
    }
    const orderBy = parseOrderBy(cursor);
    const frame = parseFrame(cursor);
    return {
      at,
      partitionBy,
      orderBy,
      ...(base === undefined ? {} : { base }),
      ...(frame === undefined ? {} : { frame }),
    };
  });
}

function parseFrame(cursor: Cursor): FrameNode | undefined {
  const at = cursor.token.at;
  if (cursor.isWords('GROUPS')) throw unsupported('GROUPS frames', at);
  const unit = cursor.acceptWords('ROWS') ? 'ROWS' : cursor.acceptWords('RANGE') ? 'RANGE' : undefined;
  if (unit === undefined) return undefined;
  if (!cursor.acceptWords('BETWEEN')) return { at, unit, from: parseBound(cursor) };
  const from = parseBound(cursor);
  cursor.expectWord('AND');
  return { at, unit, from, to: parseBound(cursor) };
}

function parseBound(cursor: Cursor): FrameBound {
  if (cursor.acceptWords('CURRENT')) {
    cursor.expectWord('ROW');
    return { side: 'CURRENT' };
  }
  const by = cursor.acceptWords('UNBOUNDED') ? undefined : parseExpression(cursor);
  const side = cursor.acceptWords('PRECEDING')
    ? 'PRECEDING'
    : cursor.acceptWords('FOLLOWING')
      ? 'FOLLOWING'
      : undefined;
  if (side === undefined) throw cursor.expected('keyword PRECEDING or FOLLOWING');
  return { side, ...(by === undefined ? {} : { by }) };
}
