/**
 * Evaluates the part of PromQL that alerts and dashboards use, over the tree of the parser that checks them. It refuses
 * anything else, because a condition that is evaluated in part proves nothing.
 *
 * Log-based counters reach Cloud Monitoring as growth since the last point, so `increase` is the sum of the points in the
 * window and `rate` that sum by second; a series without a point in the window does not exist there. `absent_over_time` is
 * what notices that a line is missing: a comparison with zero does not.
 */

import { parser } from '@prometheus-io/lezer-promql';
import { histogramQuantile } from './quantile.ts';
import type { LabelSet, Matcher, SeriesStore } from './series.ts';

export interface Sample {
  readonly labels: LabelSet;
  readonly value: number;
}

type Tree = ReturnType<typeof parser.parse>;
type Node = Tree['topNode'];
type Value = number | readonly Sample[];

interface At {
  readonly text: string;
  readonly store: SeriesStore;
  readonly nowMs: number;
}

/** A gauge's last point counts for so long. */
const LOOKBACK_MS = 300_000;

export type Query = (store: SeriesStore, nowMs: number) => readonly Sample[];

/** Parses once; the returned function gives the samples at a time. An alert fires where there is one. */
export function compile(text: string): Query {
  const tree = parser.parse(text);
  return (store, nowMs) => {
    const value = evaluate(only(tree.topNode), { text, store, nowMs });
    return typeof value === 'number' ? [{ labels: {}, value }] : value;
  };
}

function evaluate(node: Node, at: At): Value {
  switch (node.name) {
    case 'ParenExpr':
    case 'FunctionCallBody':
      return evaluate(only(node), at);
    case 'NumberDurationLiteral':
      return Number(textOf(node, at));
    case 'VectorSelector':
      return instant(node, at);
    case 'FunctionCall':
      return call(node, at);
    case 'AggregateExpr':
      return aggregate(node, at);
    case 'BinaryExpr':
      return binary(node, at);
    default:
      return refuse(node, at);
  }
}

function instant(node: Node, at: At): readonly Sample[] {
  const { name, matchers } = selectorOf(node, at);
  return at.store
    .select(name, matchers, at.nowMs - LOOKBACK_MS, at.nowMs)
    .map(({ labels, points }) => ({ labels, value: points.at(-1)?.value ?? 0 }));
}

function call(node: Node, at: At): readonly Sample[] {
  const [identifier, body] = childrenOf(node) as [Node, Node];
  if (textOf(identifier, at) === 'histogram_quantile') return quantileCall(body, at);
  const matrix = only(body);
  if (matrix.name !== 'MatrixSelector') return refuse(node, at);
  const [selector, duration] = childrenOf(matrix) as [Node, Node];
  const { name, matchers } = selectorOf(selector, at);
  const rangeMs = durationMs(textOf(duration, at));
  const found = at.store.select(name, matchers, at.nowMs - rangeMs, at.nowMs);
  const grown = found.map(({ labels, points }) => ({ labels, value: points.reduce((sum, p) => sum + p.value, 0) }));
  switch (textOf(identifier, at)) {
    case 'increase':
      return grown;
    case 'rate':
      return grown.map(({ labels, value }) => ({ labels, value: value / (rangeMs / 1_000) }));
    // A job's counters are gauges that grow.
    case 'delta':
      return found.map(({ labels, points }) => ({
        labels,
        value: (points.at(-1)?.value ?? 0) - (points[0]?.value ?? 0),
      }));
    case 'absent_over_time': {
      const labels = Object.fromEntries(matchers.filter(({ op }) => op === '=').map((one) => [one.label, one.value]));
      return found.length > 0 ? [] : [{ labels, value: 1 }];
    }
    default:
      return refuse(identifier, at);
  }
}

function quantileCall(body: Node, at: At): readonly Sample[] {
  const [share, buckets, ...more] = childrenOf(body);
  if (share?.name !== 'NumberDurationLiteral' || buckets === undefined || more.length > 0) return refuse(body, at);
  const samples = evaluate(buckets, at);
  return typeof samples === 'number' ? refuse(buckets, at) : histogramQuantile(Number(textOf(share, at)), samples);
}

const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  count: (values) => values.length,
};

function aggregate(node: Node, at: At): readonly Sample[] {
  const parts = childrenOf(node);
  const part = (name: string): Node | undefined => parts.find((one) => one.name === name);
  const op = part('AggregateOp') ?? refuse(node, at);
  const join = AGGREGATES[textOf(op, at)] ?? refuse(op, at);
  const modifier = part('AggregateModifier');
  if (modifier !== undefined && !textOf(modifier, at).startsWith('by')) return refuse(modifier, at);
  const by = modifier === undefined ? [] : labelNames(modifier, at);
  const samples = evaluate(part('FunctionCallBody') ?? refuse(node, at), at);
  if (typeof samples === 'number') return refuse(node, at);
  const groups = new Map<string, { labels: LabelSet; values: number[] }>();
  for (const { labels, value } of samples) {
    const kept = Object.fromEntries(by.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
    const group = groups.get(keyOf(kept)) ?? { labels: kept, values: [] };
    group.values.push(value);
    groups.set(keyOf(kept), group);
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: join(values) }));
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

function binary(node: Node, at: At): Value {
  const [first, middle, second, ...more] = childrenOf(node) as [Node, Node, Node];
  if (more.length > 0) return refuse(node, at);
  const op = textOf(middle, at);
  const left = evaluate(first, at);
  const right = evaluate(second, at);
  if (op === 'or') return either(left, right) ?? refuse(node, at);
  const arithmetic = ARITHMETIC[op];
  const compare = COMPARISONS[op];
  if (typeof left === 'number' && typeof right === 'number') return (arithmetic ?? refuse(middle, at))(left, right);
  return pairs(left, right).flatMap(({ labels, values: [one, other], kept }) => {
    if (arithmetic !== undefined) return [{ labels, value: arithmetic(one, other) }];
    return (compare ?? refuse(middle, at))(one, other) ? [{ labels, value: kept }] : [];
  });
}

function either(left: Value, right: Value): readonly Sample[] | undefined {
  if (typeof left === 'number' || typeof right === 'number') return undefined;
  const there = new Set(left.map(({ labels }) => keyOf(labels)));
  return [...left, ...right.filter(({ labels }) => !there.has(keyOf(labels)))];
}

interface Pair {
  readonly labels: LabelSet;
  readonly values: readonly [number, number];
  /** The value that a comparison keeps: that of the side that is a vector. */
  readonly kept: number;
}

/** Vectors are joined by equal labels, as PromQL does without `on` and `ignoring`. */
function pairs(left: Value, right: Value): readonly Pair[] {
  if (typeof right === 'number')
    return (left as readonly Sample[]).map(({ labels, value }) => ({ labels, values: [value, right], kept: value }));
  if (typeof left === 'number')
    return right.map(({ labels, value }) => ({ labels, values: [left, value], kept: value }));
  const others = new Map(right.map(({ labels, value }) => [keyOf(labels), value]));
  return left.flatMap(({ labels, value }) => {
    const other = others.get(keyOf(labels));
    return other === undefined ? [] : [{ labels, values: [value, other] as const, kept: value }];
  });
}

function selectorOf(node: Node, at: At): { readonly name: string; readonly matchers: readonly Matcher[] } {
  const [identifier, list, ...more] = childrenOf(node);
  if (identifier?.name !== 'Identifier' || more.length > 0) return refuse(node, at);
  const matchers = (list === undefined ? [] : childrenOf(list)).map((matcher): Matcher => {
    const [label, op, value] = childrenOf(matcher) as [Node, Node, Node];
    if (matcher.name !== 'UnquotedLabelMatcher') return refuse(matcher, at);
    return {
      label: textOf(label, at),
      op: textOf(op, at) as Matcher['op'],
      value: JSON.parse(textOf(value, at)) as string,
    };
  });
  return { name: textOf(identifier, at), matchers };
}

function labelNames(modifier: Node, at: At): readonly string[] {
  const list = modifier.getChild('GroupingLabels');
  return list === null ? [] : childrenOf(list).map((node) => textOf(node, at));
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function durationMs(text: string): number {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const each = UNITS[unit];
  if (each === undefined) throw new Error(`the evaluator does not know the duration ${text}`);
  return Number(count) * each;
}

function keyOf(labels: LabelSet): string {
  return JSON.stringify(Object.entries(labels).sort());
}

function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function only(node: Node): Node {
  const [child, ...more] = childrenOf(node);
  if (child === undefined || more.length > 0)
    throw new Error(`${node.name} has ${more.length + 1} parts, and one is expected`);
  return child;
}

function textOf(node: Node, { text }: At): string {
  return text.slice(node.from, node.to);
}

function refuse(node: Node, at: At): never {
  throw new Error(`the evaluator does not know ${node.name} at character ${node.from + 1}: ${textOf(node, at)}`);
}
