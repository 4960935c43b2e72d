/** UNNEST and array paths: one row an element, with its place if asked for. */

import { invalid } from '../../error.ts';
import { columnExpression, type Expression } from '../../library/signature.ts';
import type { FromNode } from '../../syntax/ast.ts';
import { INT64 } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { type FromItem, notAnArray, scopeOf, valueColumns } from './from-item.ts';
import type { Relation, ScopeColumn } from './scope.ts';

type UnnestNode = Extract<FromNode, { kind: 'unnest' }>;

export function analyzeUnnest(node: UnnestNode, outer: Context, left: FromItem): FromItem {
  const context = { ...outer, scope: scopeOf(left, outer), clause: 'UNNEST' };
  const array = analyze(node.expression, context);
  if (array.untyped === 'NULL') throw invalid('UNNEST of an untyped NULL', node.at);
  return unnested(array, { alias: node.alias?.text, offset: node.offset, at: node.at }, context);
}

export interface UnnestOptions {
  readonly alias: string | undefined;
  readonly offset: { readonly alias?: { readonly text: string } } | undefined;
  readonly at: FromNode['at'];
}

export function unnested(array: Expression, options: UnnestOptions, context: Context): FromItem {
  if (array.type.kind !== 'ARRAY') throw notAnArray(array.type, options.at);
  const { analysis } = context;
  const value = columnExpression(analysis.id('c'), array.type.element);
  const place = options.offset === undefined ? undefined : analysis.id('c');
  const relations: Relation[] = [
    {
      ...(options.alias === undefined ? {} : { alias: options.alias }),
      columns: elementColumns(value, options.alias),
      value,
    },
  ];
  if (place !== undefined) {
    const name = options.offset?.alias?.text ?? 'offset';
    relations.push({ columns: [{ ...columnExpression(place, INT64), name }] });
  }
  return {
    sql: `(${elements(array, value.sql, place, context)}) AS ${analysis.id('t')}`,
    relations,
    merged: [],
    lateral: true,
  };
}

/** Under an alias an element that is no struct is a column of that name. */
function elementColumns(value: Expression, alias: string | undefined): readonly ScopeColumn[] {
  return valueColumns(value, alias);
}

function elements(array: Expression, value: string, place: string | undefined, context: Context): string {
  if (place === undefined) return `SELECT unnest(${array.sql}) AS ${value}`;
  const both = (list: string) =>
    `SELECT unnest(${list}) AS ${value}, CAST(generate_subscripts(${list}, 1) - 1 AS BIGINT) AS ${place}`;
  if (array.column !== undefined) return both(array.sql);
  // The array is computed once, so that its elements and their places belong together.
  const list = context.analysis.id('c');
  return `${both(list)} FROM (SELECT ${array.sql} AS ${list}) AS ${context.analysis.id('t')}`;
}
