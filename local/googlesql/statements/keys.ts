/** PRIMARY KEY and FOREIGN KEY, described and never enforced. */

import { invalid } from '../error.ts';
import { tableOf } from '../resolve/relations/path.ts';
import type { Execution } from '../run/runner.ts';
import type { Name } from '../syntax/ast.ts';
import type { CreateTableNode, ForeignKeyNode } from '../syntax/statement.ts';
import { findColumn, type Schema } from '../types/schema.ts';

export function keyColumns(names: readonly Name[], schema: Schema): readonly string[] {
  if (names.length > 16) throw invalid('A primary key has at most 16 columns', names[0]?.at);
  return names.map((name) => {
    const column = findColumn(schema, name.text);
    if (column === undefined)
      throw invalid(`Unsupported PRIMARY KEY column ${name.text}: it is not in the table`, name.at);
    if (
      column.mode === 'REPEATED' ||
      ['STRUCT', 'JSON', 'GEOGRAPHY', 'FLOAT64', 'RANGE', 'INTERVAL'].includes(column.type)
    ) {
      throw invalid(`Unsupported PRIMARY KEY column type: ${column.type}`, name.at);
    }
    return column.name;
  });
}

/** A foreign key as the REST resource has it. */
export function foreignKeyResource(
  key: ForeignKeyNode,
  index: number,
  execution: Execution,
): Readonly<Record<string, unknown>> {
  const { projectId, datasetId, tableId } = tableOf(key.references, execution.session.request);
  return {
    name: key.name?.text ?? `fk$${index + 1}`,
    referencedTable: { projectId, datasetId, tableId },
    columnReferences: key.columns.map((column, place) => ({
      referencingColumn: column.text,
      referencedColumn: key.referenced[place]?.text ?? column.text,
    })),
  };
}

export function constraintsOf(statement: CreateTableNode, schema: Schema, execution: Execution) {
  const foreignKeys = statement.foreignKeys.map((key, index) => foreignKeyResource(key, index, execution));
  return {
    ...(statement.primaryKey === undefined ? {} : { primaryKey: keyColumns(statement.primaryKey, schema) }),
    resource: foreignKeys.length === 0 ? {} : { tableConstraints: { foreignKeys } },
  };
}
