/** PIVOT: the input grouped by what is left of its columns, each aggregate once for each value of the pivot column. */

import { invalid, unsupported } from '../../error.ts';
import { columnExpression, type Expression } from '../../library/signature.ts';
import type { CallNode, ExpressionNode, Name, PivotNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyzeAggregateWhere } from '../expressions/call.ts';
import { isEquatable, isGroupable } from '../expressions/compare.ts';
import { canonicalTemporal } from '../expressions/literal.ts';
import { pathNames } from '../expressions/name.ts';
import { analyze, analyzeItem } from '../recursion.ts';
import { identityOf } from '../same.ts';
import { functionName, some } from '../walk.ts';
import { EMPTY, type FromItem, scopeOf } from './from-item.ts';
import type { ScopeColumn } from './scope.ts';

const BUILT = [
  ...['SUM', 'COUNT', 'MIN', 'MAX', 'AVG', 'COUNTIF', 'ANY_VALUE', 'STRING_AGG', 'LOGICAL_OR', 'LOGICAL_AND'],
  ...['BIT_AND', 'BIT_OR', 'BIT_XOR', 'STDDEV', 'STDDEV_SAMP', 'STDDEV_POP', 'VARIANCE', 'VAR_SAMP', 'VAR_POP'],
  ...['CORR', 'COVAR_POP', 'COVAR_SAMP', 'MAX_BY', 'MIN_BY', 'ARRAY_CONCAT_AGG', 'APPROX_COUNT_DISTINCT'],
  ...[
    'ARRAY_AGG',
    'APPROX_TOP_COUNT',
    'APPROX_TOP_SUM',
    'APPROX_QUANTILES',
    'HLL_COUNT.INIT',
    'HLL_COUNT.MERGE',
    'HLL_COUNT.MERGE_PARTIAL',
  ],
];

export function analyzePivot(node: PivotNode, outer: Context): FromItem {
  const input = analyzeItem(node.input, outer, EMPTY);
  const scope = scopeOf(input, outer);
  const context: Context = { ...outer, scope, clause: 'PIVOT' };
  const over = analyze(node.over, context);
  if (!isEquatable(over.type))
    throw invalid(`PIVOT over a value of type ${typeName(over.type)} is not allowed`, node.over.at);
  const used = new Set([
    identityOf(over),
    ...columnsUsed(node.over, context),
    ...node.aggregates.flatMap(({ call }) => columnsUsed(call, context)),
  ]);
  const keys = scope.star().filter((column) => !used.has(identityOf(column)));
  const wrong = keys.find((column) => !isGroupable(column.type));
  if (wrong !== undefined)
    throw invalid(`PIVOT cannot group by column ${wrong.name ?? ''} of type ${typeName(wrong.type)}`, node.at);

  const list: string[] = [];
  const column = (name: string | undefined, expression: Expression): ScopeColumn => {
    const id = outer.analysis.id('c');
    list.push(`${expression.sql} AS ${id}`);
    return { ...columnExpression(id, expression.type), ...(name === undefined ? {} : { name }) };
  };
  const columns = keys.map((key) => column(key.name, key));
  for (const { value, alias } of node.values) {
    const literal = analyze(value, { ...context, clause: 'PIVOT IN' });
    const wanted = coerce(literal, over.type);
    if (wanted === undefined)
      throw invalid(
        `PIVOT value of type ${typeName(literal.type)} cannot be compared with ${typeName(over.type)}`,
        value.at,
      );
    for (const aggregate of node.aggregates) {
      const suffix = alias?.text ?? valueName(value, literal, over.type.kind, aggregate.alias === undefined);
      const call = pivotCall(aggregate.call);
      const matches = `${over.sql} IS NOT DISTINCT FROM ${wanted.sql}`;
      columns.push(column(pivotName(aggregate.alias, suffix, node), analyzeAggregateWhere(call, matches, context)));
    }
  }
  const by = keys.length === 0 ? '' : ` GROUP BY ${keys.map((key) => key.sql).join(', ')}`;
  return {
    sql: `(SELECT ${list.join(', ')} FROM ${input.sql}${by}) AS ${outer.analysis.id('t')}`,
    relations: [{ ...(node.alias === undefined ? {} : { alias: node.alias.text }), columns }],
    merged: [],
    lateral: false,
  };
}

function pivotCall(node: ExpressionNode): CallNode {
  if (node.kind !== 'call') throw invalid('PIVOT expression must be an aggregate function call', node.at);
  const { name } = functionName(node);
  if (!BUILT.includes(name)) throw unsupported(`PIVOT with the aggregate function ${name}`, node.at);
  return node;
}

function pivotName(alias: Name | undefined, suffix: string, node: PivotNode): string {
  if (alias !== undefined) return `${alias.text}_${suffix}`;
  if (node.aggregates.length > 1)
    throw invalid('PIVOT with several aggregate functions needs an alias for each', node.at);
  return suffix;
}

/**
 * The column of a value is called by the value: its text, `_1`, `minus_1_point_5`, `_2024_02_29`, `TRUE`. Behind the alias
 * of an aggregate a digit needs no underscore before it.
 */
function valueName(node: ExpressionNode, value: Expression, kind: SqlType['kind'], isWhole: boolean): string {
  const number = (text: string) =>
    `${isWhole && /^\d/.test(text) ? '_' : ''}${text.replace('-', 'minus_').replace('.', '_point_')}`;
  if (node.kind === 'literal' && node.literal.type === 'NULL') return 'NULL';
  if (kind === 'FLOAT64') throw invalid('PIVOT values of type FLOAT64 must specify an alias', node.at);
  if (kind === 'STRING' && typeof value.literal === 'string')
    return value.literal === '' ? `${isWhole ? '' : '_'}empty_string_value` : value.literal;
  if (typeof value.literal === 'bigint') return number(String(value.literal));
  if (typeof value.literal === 'boolean') return value.literal ? 'TRUE' : 'FALSE';
  if (node.kind === 'literal') {
    const { literal } = node;
    if (literal.type === 'FLOAT64' && /^-?\d+\.\d+$/.test(literal.text))
      return number(literal.text.replace(/\.?0+$/, ''));
    if (literal.type === 'DATE')
      return `${isWhole ? '_' : ''}${canonicalTemporal('DATE', literal.text)?.replaceAll('-', '_') ?? ''}`;
  }
  throw unsupported('PIVOT values without an alias that are no words, numbers or dates', node.at);
}

/** The identities of the columns that are named in it. */
function columnsUsed(node: ExpressionNode, context: Context): readonly string[] {
  const found: string[] = [];
  some(node, (inner) => {
    const path = pathNames(inner);
    if (path !== undefined && (inner.kind === 'name' || inner.kind === 'field')) {
      const [first, second] = path;
      const hit = first === undefined ? undefined : context.scope.find(first.text, first.at);
      const of =
        hit?.column ??
        hit?.relation?.columns.find((column) => column.name?.toLowerCase() === second?.text.toLowerCase());
      if (of !== undefined) found.push(identityOf(of));
    }
    return false;
  });
  return found;
}
