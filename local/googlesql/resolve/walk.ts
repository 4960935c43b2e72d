/** Looking through expressions without analyzing them. */

import { aggregateFunctions, scalarFunctions } from '../library/index.ts';
import type { CallNode, ExpressionNode, WindowNode } from '../syntax/ast.ts';

/** The expressions directly inside this one. Subqueries are not entered: they aggregate for themselves. */
export function children(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'field':
      return [node.object];
    case 'subscript':
      return [node.object, node.index];
    case 'unary':
    case 'is':
      return [node.operand];
    case 'cast':
      return [node.operand, ...(node.format === undefined ? [] : [node.format.text, node.format.zone ?? []].flat())];
    case 'binary':
    case 'distinctFrom':
      return [node.left, node.right];
    case 'in':
      return [node.operand, ...(node.list ?? []), ...(node.unnest === undefined ? [] : [node.unnest])];
    case 'between':
      return [node.operand, node.low, node.high];
    case 'like':
      return [node.operand, node.pattern];
    case 'given':
      return [node.value];
    case 'with':
      return [...node.variables.map(({ value }) => value), node.result];
    case 'likeAmong':
      return [node.operand, ...(node.patterns ?? []), ...(node.array === undefined ? [] : [node.array])];
    case 'case':
      return [
        ...(node.operand === undefined ? [] : [node.operand]),
        ...node.whens.flatMap(({ when, result }) => [when, result]),
        ...(node.otherwise === undefined ? [] : [node.otherwise]),
      ];
    case 'extract':
      return [node.operand, ...(node.zone === undefined ? [] : [node.zone])];
    case 'call':
      return callChildren(node);
    case 'array':
      return node.elements;
    case 'struct':
      return node.fields.map((field) => field.expression);
    case 'interval':
      return [node.value];
    default:
      return [];
  }
}

function callChildren(node: CallNode): readonly ExpressionNode[] {
  return [
    ...node.args.filter((arg) => arg.star !== true).map((arg) => arg.expression),
    ...(node.having === undefined ? [] : [node.having.by]),
    ...node.orderBy.map((item) => item.expression),
    ...(node.over === undefined ? [] : windowChildren(node.over)),
  ];
}

export function windowChildren(window: WindowNode): readonly ExpressionNode[] {
  return [...window.partitionBy, ...window.orderBy.map((item) => item.expression)];
}

export function some(node: ExpressionNode, test: (node: ExpressionNode) => boolean): boolean {
  return test(node) || children(node).some((child) => some(child, test));
}

/** `SUM`, `SAFE.SUM`: the name by which the function library knows the call. */
export function functionName(node: CallNode): { readonly name: string; readonly safe: boolean } {
  const parts = node.name.map((part) => part.text.toUpperCase());
  const safe = parts.length > 1 && parts[0] === 'SAFE';
  return { name: (safe ? parts.slice(1) : parts).join('.'), safe };
}

export function isAggregateCall(node: ExpressionNode): boolean {
  if (node.kind !== 'call' || node.over !== undefined) return false;
  const { name } = functionName(node);
  return name === 'GROUPING' || (aggregateFunctions.get(name)?.analyticOnly !== true && aggregateFunctions.has(name));
}

export function hasAggregate(node: ExpressionNode): boolean {
  return some(node, isAggregateCall);
}

export function hasWindow(node: ExpressionNode): boolean {
  return some(node, (inner) => inner.kind === 'call' && inner.over !== undefined);
}

/** A call in it has a different answer each time. */
export function isVolatile(node: ExpressionNode): boolean {
  return some(
    node,
    (inner) => inner.kind === 'call' && scalarFunctions.get(functionName(inner).name)?.volatile === true,
  );
}

export function hasSubquery(node: ExpressionNode): boolean {
  return some(node, (inner) => inner.kind === 'subquery' || (inner.kind === 'in' && inner.query !== undefined));
}
