/** UNPIVOT: one row for each of some columns. */

import { invalid } from '../../error.ts';
import { columnExpression, type Expression } from '../../library/signature.ts';
import type { UnpivotNode } from '../../syntax/ast.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import type { Context } from '../context.ts';
import { stringLiteral } from '../expressions/literal.ts';
import { analyze, analyzeItem } from '../recursion.ts';
import { EMPTY, type FromItem, scopeOf } from './from-item.ts';
import type { ScopeColumn } from './scope.ts';

export function analyzeUnpivot(node: UnpivotNode, outer: Context): FromItem {
  const input = analyzeItem(node.input, outer, EMPTY);
  const scope = scopeOf(input, outer);
  const star = scope.star();
  const sources = node.columns.map(({ column, label }) => {
    const found = star.find((candidate) => candidate.name?.toLowerCase() === column.text.toLowerCase());
    if (found === undefined) throw invalid(`Unrecognized name: ${column.text}`, column.at);
    const named: Expression =
      label === undefined ? stringLiteral(found.name ?? '') : analyze(label, { ...outer, scope, clause: 'UNPIVOT' });
    return { found, named };
  });
  const types = new Set(sources.map(({ found }) => found.type.kind));
  const value = supertype(sources.map(({ found }) => found));
  const label = supertype(sources.map(({ named }) => named));
  // BigQuery asks for one type, without any widening.
  if (value === undefined || label === undefined || types.size > 1)
    throw invalid('The datatype of columns in UNPIVOT must be the same', node.at);
  const kept = star.filter((column) => !sources.some(({ found }) => found.sql === column.sql));
  const id = () => outer.analysis.id('c');
  const columns: ScopeColumn[] = [
    ...kept.map(({ name, type }) => ({ ...columnExpression(id(), type), ...(name === undefined ? {} : { name }) })),
    { ...columnExpression(id(), value), name: node.value.text },
    { ...columnExpression(id(), label), name: node.name.text },
  ];
  const [valueId, labelId] = columns.slice(-2).map((column) => column.sql);
  // One pass over the input: a row's values side by side in a list, then taken apart.
  const struct = {
    kind: 'STRUCT',
    fields: [
      { name: 'v', type: value },
      { name: 'n', type: label },
    ],
  } as const;
  const items = sources.map(
    ({ found, named }) =>
      `struct_pack(v := ${coerce(found, struct.fields[0].type)?.sql ?? 'NULL'}, n := ${coerce(named, label)?.sql ?? 'NULL'})`,
  );
  const [pair, inner, around] = [id(), outer.analysis.id('t'), outer.analysis.id('t')];
  const keptList = kept.map((column, index) => `${column.sql} AS ${columns[index]?.sql ?? ''}`);
  const taken = `SELECT ${[...keptList, `unnest([${items.join(', ')}]) AS ${pair}`].join(', ')} FROM ${input.sql}`;
  const list = [
    ...kept.map((_column, index) => columns[index]?.sql ?? ''),
    `struct_extract(${pair}, 'v') AS ${valueId}`,
    `struct_extract(${pair}, 'n') AS ${labelId}`,
  ];
  const filter = node.includeNulls ? '' : ` WHERE struct_extract(${pair}, 'v') IS NOT NULL`;
  return {
    sql: `(SELECT ${list.join(', ')} FROM (${taken}) AS ${inner}${filter}) AS ${around}`,
    relations: [{ ...(node.alias === undefined ? {} : { alias: node.alias.text }), columns }],
    merged: [],
    lateral: false,
  };
}
