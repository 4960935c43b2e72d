/** OVER: partitions, order and frames, with named windows resolved into the call. */

import { invalid, type Position } from '../../error.ts';
import type { NearFrame } from '../../library/signature.ts';
import type { ExpressionNode, FrameBound, FrameNode, WindowNode } from '../../syntax/ast.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { orderText } from '../queries/order.ts';
import { analyze } from '../recursion.ts';
import { isGroupable } from './compare.ts';
import { boundText, rangeFrame } from './range-frame.ts';

export interface Over {
  /** `OVER (…)`. */
  readonly sql: string;
  readonly ordered: boolean;
  readonly framed: boolean;
  readonly near?: NearFrame;
}

export function analyzeOver(node: WindowNode, named: ReadonlyMap<string, WindowNode>, context: Context): Over {
  const window = flatten(node, named, 0);
  const partition = window.partitionBy.map((item) => partitionText(item, context));
  const { frame } = window;
  const range = frame === undefined || !isByDistance(frame) ? undefined : rangeFrame(frame, window.orderBy, context);
  const order =
    range?.order ?? window.orderBy.map((item) => orderText(item, analyze(item.expression, context))).join(', ');
  const parts = [
    ...(partition.length === 0 ? [] : [`PARTITION BY ${partition.join(', ')}`]),
    ...(order === '' ? [] : [`ORDER BY ${order}`]),
    ...(frame === undefined ? [] : [frameText(frame, window, range, context)]),
  ];
  return {
    ...{ sql: `OVER (${parts.join(' ')})`, ordered: order !== '', framed: frame !== undefined },
    ...(range?.near === undefined ? {} : { near: range.near }),
  };
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

function frameText(
  frame: FrameNode,
  window: WindowNode,
  range: { readonly from: string; readonly to: string } | undefined,
  context: Context,
): string {
  const to = frame.to ?? { side: 'CURRENT' as const };
  if (frame.from.side === 'FOLLOWING' && frame.from.by === undefined) throw wrongFrame(frame.at);
  if (to.side === 'PRECEDING' && to.by === undefined) throw wrongFrame(frame.at);
  if (rank(frame.from) > rank(to)) throw wrongFrame(frame.at);
  if (range !== undefined) return `RANGE BETWEEN ${range.from} AND ${range.to}`;
  if (frame.unit === 'RANGE' && window.orderBy.length === 0 && (rank(frame.from) !== 0 || rank(to) !== 4))
    throw invalid(
      'A RANGE-based window without ORDER BY can only be RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
      frame.at,
    );
  const [start, end] = [rowsText(frame.from.by, context), rowsText(to.by, context)];
  return `${frame.unit} BETWEEN ${boundText(frame.from, start, true)} AND ${boundText(to, end, false)}`;
}

/** Whether the frame's ends are distances from the key, and no numbers of rows. */
function isByDistance({ unit, from, to }: FrameNode): boolean {
  return unit === 'RANGE' && [from, to].some((bound) => bound?.by !== undefined);
}

function rank(bound: FrameBound): number {
  if (bound.side === 'CURRENT') return 2;
  if (bound.side === 'PRECEDING') return bound.by === undefined ? 0 : 1;
  return bound.by === undefined ? 4 : 3;
}

function wrongFrame(at: Position): Error {
  return invalid('Starting window framing expression cannot be after the ending one', at);
}

/** A number of rows; undefined where the end has none. */
function rowsText(by: ExpressionNode | undefined, context: Context): string | undefined {
  if (by === undefined) return undefined;
  const { literal, isLiteral, type } = analyze(by, context);
  if (isLiteral !== true) throw invalid('Window framing expression must be a literal or parameter', by.at);
  if (literal === null) throw invalid('Window framing expression cannot be NULL', by.at);
  if (typeof literal !== 'bigint') {
    throw invalid(
      `Window framing expression for ROWS can only be of integer type, but has type ${typeName(type)}`,
      by.at,
    );
  }
  if (literal < 0n) throw invalid('Window framing expression cannot evaluate to a negative value', by.at);
  return String(literal);
}
