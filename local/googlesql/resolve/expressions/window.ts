/** OVER: partitions, order and frames, with named windows resolved into the call. */

import { invalid, type Position, unsupported } from '../../error.ts';
import type { ExpressionNode, FrameBound, FrameNode, WindowNode } from '../../syntax/ast.ts';
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
  const order = window.orderBy.map((item) => orderText(item, analyze(item.expression, context)));
  const parts = [
    ...(partition.length === 0 ? [] : [`PARTITION BY ${partition.join(', ')}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
    ...(window.frame === undefined ? [] : [frameText(window.frame, window, context)]),
  ];
  return { sql: `OVER (${parts.join(' ')})`, ordered: order.length > 0, framed: window.frame !== undefined };
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
    if (bounds.some((bound) => bound.by !== undefined)) checkRangeKey(frame, window, context);
  }
  const [from, until] = bounds.map((bound, index) => boundText(bound, index === 0, context));
  return `${frame.unit} BETWEEN ${from} AND ${until}`;
}

/** A distance needs one numeric key. Of FLOAT64 DuckDB would count NaN in where BigQuery does not. */
function checkRangeKey(frame: FrameNode, window: WindowNode, context: Context): void {
  const [only] = window.orderBy;
  if (only === undefined || window.orderBy.length !== 1) {
    throw invalid('Window framing with RANGE with an offset requires exactly one ORDER BY key', frame.at);
  }
  const { type } = analyze(only.expression, context);
  if (type.kind !== 'INT64') throw unsupported(`RANGE frames over ${typeName(type)} with an offset`, frame.at);
}

function rank(bound: FrameBound): number {
  if (bound.side === 'CURRENT') return 2;
  if (bound.side === 'PRECEDING') return bound.by === undefined ? 0 : 1;
  return bound.by === undefined ? 4 : 3;
}

function wrongFrame(at: Position): Error {
  return invalid('Starting window framing expression cannot be after the ending one', at);
}

function boundText(bound: FrameBound, start: boolean, context: Context): string {
  if (bound.side === 'CURRENT') return 'CURRENT ROW';
  if (bound.by === undefined) return `UNBOUNDED ${start ? 'PRECEDING' : 'FOLLOWING'}`;
  const { literal } = analyze(bound.by, context);
  if (typeof literal !== 'bigint' || literal < 0n) {
    throw invalid('Window framing expression must be a non-negative INT64 literal or parameter', bound.by.at);
  }
  return `${literal} ${bound.side}`;
}
