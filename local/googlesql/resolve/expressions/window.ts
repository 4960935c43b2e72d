/** OVER: partitions, order and frames, with named windows resolved into the call. */

import { raiseText } from '../../emit/text.ts';
import { invalid, type Position, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode, FrameBound, FrameNode, OrderItem, WindowNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { orderText } from '../queries/order.ts';
import { analyze } from '../recursion.ts';
import { isGroupable } from './compare.ts';

export interface Over {
  /** `OVER (…)`. */
  readonly sql: string;
  readonly ordered: boolean;
  readonly framed: boolean;
}

export function analyzeOver(node: WindowNode, named: ReadonlyMap<string, WindowNode>, context: Context): Over {
  const window = flatten(node, named, 0);
  const partition = window.partitionBy.map((item) => partitionText(item, context));
  const { frame } = window;
  const byDistance = frame?.unit === 'RANGE' && [frame.from, frame.to].some((bound) => bound?.by !== undefined);
  const order = window.orderBy.map((item) => {
    const key = analyze(item.expression, context);
    return byDistance ? distanceOrder(item, key, isOpen(frame)) : orderText(item, key);
  });
  const parts = [
    ...(partition.length === 0 ? [] : [`PARTITION BY ${partition.join(', ')}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
    ...(frame === undefined ? [] : [frameText(frame, window, context)]),
  ];
  return { sql: `OVER (${parts.join(' ')})`, ordered: order.length > 0, framed: frame !== undefined };
}

/** The window with everything it takes from the named one it is based on. */
function flatten(node: WindowNode, named: ReadonlyMap<string, WindowNode>, depth: number): WindowNode {
  if (node.base === undefined) return node;
  const base = named.get(node.base.text.toLowerCase());
  if (base === undefined || depth > named.size)
    throw invalid(`Unrecognized window alias ${node.base.text}`, node.base.at);
  const whole = flatten(base, named, depth + 1);
  if (node.partitionBy.length > 0) throw invalid('PARTITION BY cannot be specified with a base window', node.at);
  if (node.orderBy.length > 0 && whole.orderBy.length > 0)
    throw invalid('ORDER BY is specified twice for the window', node.at);
  if (whole.frame !== undefined && (node.orderBy.length > 0 || node.frame !== undefined)) {
    throw invalid('A base window cannot have a frame where the window adds to it', node.at);
  }
  const frame = node.frame ?? whole.frame;
  return {
    at: node.at,
    partitionBy: whole.partitionBy,
    orderBy: node.orderBy.length > 0 ? node.orderBy : whole.orderBy,
    ...(frame === undefined ? {} : { frame }),
  };
}

function partitionText(node: ExpressionNode, context: Context): string {
  const key = analyze(node, context);
  if (
    !isGroupable(key.type) ||
    key.type.kind === 'FLOAT64' ||
    key.type.kind === 'STRUCT' ||
    key.type.kind === 'ARRAY'
  ) {
    throw invalid(`Partitioning by expressions of type ${typeName(key.type)} is not allowed`, node.at);
  }
  return key.sql;
}

function frameText(frame: FrameNode, window: WindowNode, context: Context): string {
  const to = frame.to ?? { side: 'CURRENT' as const };
  const bounds = [frame.from, to];
  if (frame.from.side === 'FOLLOWING' && frame.from.by === undefined) throw wrongFrame(frame.at);
  if (to.side === 'PRECEDING' && to.by === undefined) throw wrongFrame(frame.at);
  if (rank(frame.from) > rank(to)) throw wrongFrame(frame.at);
  if (frame.unit === 'RANGE') {
    if (window.orderBy.length === 0) throw invalid('Window framing with RANGE requires ORDER BY', frame.at);
  }
  const key =
    frame.unit === 'RANGE' && bounds.some((bound) => bound.by !== undefined)
      ? rangeKey(frame, window, context)
      : undefined;
  const [from, until] = bounds.map((bound, index) => boundText(bound, index === 0, key, context));
  return `${frame.unit} BETWEEN ${from} AND ${until}`;
}

/** Whether an end of the frame is UNBOUNDED. */
function isOpen({ from, to }: FrameNode): boolean {
  return [from, to].some((bound) => bound !== undefined && bound.side !== 'CURRENT' && bound.by === undefined);
}

/**
 * The key as distances are counted from it: in 128 bits, so that no INT64 is too far. A FLOAT64 stays one key, although
 * DuckDB holds NaN greatest: no distance reaches it from a number. An open end would, so a NaN there is refused.
 */
function distanceOrder(item: OrderItem, key: Expression, open: boolean): string {
  if (key.type.kind === 'INT64') return orderText(item, { ...key, sql: `CAST(${key.sql} AS HUGEINT)` });
  if (key.type.kind !== 'FLOAT64') return orderText(item, key);
  const nulls = item.nulls ?? (item.descending ? 'LAST' : 'FIRST');
  const refused = raiseText(
    key.type,
    "'RANGE frames with an UNBOUNDED end over NaN are not supported by the local BigQuery'",
  );
  const sql = open ? `(CASE WHEN isnan(${key.sql}) THEN ${refused} ELSE ${key.sql} END)` : key.sql;
  return `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${nulls}`;
}

/** The type of the one numeric key that a distance needs. */
function rangeKey(frame: FrameNode, window: WindowNode, context: Context): SqlType {
  const [only] = window.orderBy;
  if (only === undefined || window.orderBy.length !== 1) {
    throw invalid('Window framing with RANGE with an offset requires exactly one ORDER BY key', frame.at);
  }
  const { type } = analyze(only.expression, context);
  if (!['INT64', 'FLOAT64', 'NUMERIC'].includes(type.kind))
    throw unsupported(`RANGE frames over ${typeName(type)} with an offset`, frame.at);
  return type;
}

function rank(bound: FrameBound): number {
  if (bound.side === 'CURRENT') return 2;
  if (bound.side === 'PRECEDING') return bound.by === undefined ? 0 : 1;
  return bound.by === undefined ? 4 : 3;
}

function wrongFrame(at: Position): Error {
  return invalid('Starting window framing expression cannot be after the ending one', at);
}

/** So little is lost in rounding beside the largest double. */
const MAX_DISTANCE = 1e291;

/** `key` is the type of the ORDER BY key where the bound is a distance from it, and absent where it counts rows. */
function boundText(bound: FrameBound, start: boolean, key: SqlType | undefined, context: Context): string {
  if (bound.side === 'CURRENT') return 'CURRENT ROW';
  if (bound.by === undefined) return `UNBOUNDED ${start ? 'PRECEDING' : 'FOLLOWING'}`;
  const distance = analyze(bound.by, context);
  const value = distance.literal;
  if (key === undefined || key.kind === 'INT64') {
    if (typeof value !== 'bigint' || value < 0n)
      throw invalid('Window framing expression must be a non-negative INT64 literal or parameter', bound.by.at);
    return key === undefined ? `${value} ${bound.side}` : `CAST('${value}' AS HUGEINT) ${bound.side}`;
  }
  const coerced = coerce(distance, key);
  const negative = (typeof value === 'bigint' || typeof value === 'number') && value < 0;
  if (coerced === undefined || distance.isLiteral !== true || negative || value === null) {
    throw invalid(
      `Window framing expression must be a non-negative ${typeName(key)} literal or parameter`,
      bound.by.at,
    );
  }
  // The sum with a large key would be infinite, and reach infinite keys.
  if (key.kind === 'FLOAT64' && Number(value) > MAX_DISTANCE)
    throw unsupported(`RANGE frames over FLOAT64 with an offset beyond ${MAX_DISTANCE}`, bound.by.at);
  return `${coerced.sql} ${bound.side}`;
}
