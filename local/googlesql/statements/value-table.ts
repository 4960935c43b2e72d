/** SELECT AS STRUCT at the outermost level: the struct's fields are the result's columns. */

import type { Analysis } from '../resolve/context.ts';
import type { OutputColumn, ResolvedQuery } from '../resolve/queries/resolved.ts';

export function expandRow(query: ResolvedQuery, analysis: Analysis): ResolvedQuery {
  const [row] = query.columns;
  if (!query.isValueTable || row?.type.kind !== 'STRUCT') return query;
  const columns = row.type.fields.map(
    (field): OutputColumn => ({
      id: analysis.id('c'),
      type: field.type,
      ...(field.name === undefined ? {} : { name: field.name }),
    }),
  );
  const list = columns.map((column, index) => `struct_extract_at(${row.id}, ${index + 1}) AS ${column.id}`);
  return { columns, isValueTable: false, sql: `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${analysis.id('t')}` };
}
