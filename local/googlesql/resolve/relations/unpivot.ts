/** UNPIVOT: one row for each of some columns, or for each group of them. */

import { invalid } from '../../error.ts';
import { columnExpression, type Expression } from '../../library/signature.ts';
import type { Name, UnpivotNode } from '../../syntax/ast.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import type { Context } from '../context.ts';
import { stringLiteral } from '../expressions/literal.ts';
import { analyze, analyzeItem } from '../recursion.ts';
import { isSame } from '../same.ts';
import { EMPTY, type FromItem, scopeOf } from './from-item.ts';
import type { ScopeColumn } from './scope.ts';

export function analyzeUnpivot(node: UnpivotNode, outer: Context): FromItem {
  const input = analyzeItem(node.input, outer, EMPTY);
  const scope = scopeOf(input, outer);
  const star = scope.star();
  const columnOf = (name: Name): ScopeColumn => {
    const found = star.find((candidate) => candidate.name?.toLowerCase() === name.text.toLowerCase());
    if (found === undefined) throw invalid(`Unrecognized name: ${name.text}`, name.at);
    return found;
  };
  const sources = node.rows.map(({ columns, label }) => {
    const found = columns.map(columnOf);
    const own = stringLiteral(found.map(({ name }) => name ?? '').join('_'));
    const named: Expression = label === undefined ? own : analyze(label, { ...outer, scope, clause: 'UNPIVOT' });
    return { found, named };
  });
  const values = node.values.map((_value, place) =>
    oneType(
      sources.map(({ found }) => found[place]),
      node,
    ),
  );
  const label = supertype(sources.map(({ named }) => named));
  if (label === undefined) throw invalid('The labels of UNPIVOT must be of one type', node.at);
  const kept = star.filter((column) => !sources.some(({ found }) => found.some((used) => isSame(used, column))));
  const id = () => outer.analysis.id('c');
  const made = node.values.map(
    ({ text }, place): ScopeColumn => ({ ...columnExpression(id(), values[place] ?? label), name: text }),
  );
  const labels: ScopeColumn = { ...columnExpression(id(), label), name: node.name.text };
  const passed = kept.map(
    ({ name, type }): ScopeColumn => ({ ...columnExpression(id(), type), ...(name === undefined ? {} : { name }) }),
  );
  // One pass over the input: a row's values side by side in a list, then taken apart.
  const items = sources.map(({ found, named }) => {
    const parts = found.map((column, place) => `v${place} := ${coerce(column, values[place] ?? label)?.sql ?? 'NULL'}`);
    return `struct_pack(${[...parts, `n := ${coerce(named, label)?.sql ?? 'NULL'}`].join(', ')})`;
  });
  const [pair, inner, around] = [id(), outer.analysis.id('t'), outer.analysis.id('t')];
  const keptList = kept.map((column, index) => `${column.sql} AS ${passed[index]?.sql ?? ''}`);
  const taken = `SELECT ${[...keptList, `unnest([${items.join(', ')}]) AS ${pair}`].join(', ')} FROM ${input.sql}`;
  const part = (place: number) => `struct_extract(${pair}, 'v${place}')`;
  const list = [
    ...passed.map(({ sql }) => sql),
    ...made.map(({ sql }, place) => `${part(place)} AS ${sql}`),
    `struct_extract(${pair}, 'n') AS ${labels.sql}`,
  ];
  const some = made.map((_column, place) => `${part(place)} IS NOT NULL`).join(' OR ');
  return {
    sql: `(SELECT ${list.join(', ')} FROM (${taken}) AS ${inner}${node.includeNulls ? '' : ` WHERE ${some}`}) AS ${around}`,
    relations: [
      { ...(node.alias === undefined ? {} : { alias: node.alias.text }), columns: [...passed, ...made, labels] },
    ],
    merged: [],
    lateral: false,
  };
}

/** BigQuery asks for one type, without any widening. */
function oneType(columns: readonly (ScopeColumn | undefined)[], node: UnpivotNode): SqlType {
  const given = columns.filter((column) => column !== undefined);
  const type = supertype(given);
  if (type === undefined || new Set(given.map((column) => column.type.kind)).size > 1)
    throw invalid('The datatype of columns in UNPIVOT must be the same', node.at);
  return type;
}
