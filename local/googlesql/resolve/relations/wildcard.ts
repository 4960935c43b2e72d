/** `prefix*`: every table whose name begins so, as one, with _TABLE_SUFFIX. */

import { physicalName, type Table, type TableRef, takesChanges } from '../../catalog.ts';
import { stringText } from '../../emit/text.ts';
import { invalid, notFound, unsupported } from '../../error.ts';
import { columnExpression } from '../../library/signature.ts';
import type { FromNode } from '../../syntax/ast.ts';
import { quote } from '../../types/schema.ts';
import { duckTypeOf, STRING, sameType, typeName, typeOfColumn } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import type { FromItem } from './from-item.ts';
import { tableName } from './path.ts';
import type { ScopeColumn } from './scope.ts';

export function wildcardTable(ref: TableRef, alias: string, node: FromNode, outer: Context): FromItem {
  const { catalog, now } = outer.analysis.session.host;
  const prefix = ref.tableId.slice(0, -1);
  const tables = catalog
    .tables(ref)
    .filter((table) => table.ref.tableId.startsWith(prefix))
    .filter((table) => table.expirationMs === undefined || table.expirationMs > now());
  const view = tables.find((table) => table.kind === 'VIEW');
  if (view !== undefined)
    throw invalid(`Views cannot be queried through prefix. First view ${tableName(view.ref)}`, node.at);
  if (tables.some((table) => table.kind === 'EXTERNAL')) throw unsupported('external tables in a wildcard', node.at);
  const changing = tables.find(takesChanges);
  if (changing !== undefined) {
    throw invalid(
      `Wildcard queries are not supported over tables that take change data capture (CDC): ${tableName(changing.ref)}`,
      node.at,
    );
  }
  // The newest table gives the columns, as in BigQuery.
  const [newest] = tables.toSorted((a, b) => b.createdMs - a.createdMs || (a.ref.tableId < b.ref.tableId ? 1 : -1));
  if (newest === undefined) throw notFound('Table', `${tableName(ref)} does not match any table`);
  for (const table of tables) outer.analysis.refer(table.ref);
  const columns: ScopeColumn[] = newest.schema.map((entry) => ({
    ...columnExpression(outer.analysis.id('c'), typeOfColumn(entry)),
    name: entry.name,
  }));
  const suffix = outer.analysis.id('c');
  const parts = tables.map((table) =>
    branch(table, columns, `${stringText(table.ref.tableId.slice(prefix.length))} AS ${suffix}`),
  );
  return {
    sql: `(${parts.join(' UNION ALL ')}) AS ${outer.analysis.id('t')}`,
    relations: [
      { alias, columns: [...columns, { ...columnExpression(suffix, STRING), name: '_TABLE_SUFFIX', hidden: true }] },
    ],
    merged: [],
    lateral: false,
  };
}

function branch(table: Table, columns: readonly ScopeColumn[], suffix: string): string {
  const list = columns.map((column) => {
    const own = table.schema.find((entry) => entry.name.toLowerCase() === column.name?.toLowerCase());
    if (own === undefined) return `CAST(NULL AS ${duckTypeOf(column.type)}) AS ${column.sql}`;
    const type = typeOfColumn(own);
    if (!sameType(type, column.type)) {
      throw invalid(`Cannot read field of type ${typeName(type)} as ${typeName(column.type)} Field: ${own.name}`);
    }
    return `${quote(own.name)} AS ${column.sql}`;
  });
  return `SELECT ${[...list, suffix].join(', ')} FROM ${physicalName(table.ref)}`;
}
