/** The schema of a Parquet file as the file writes it, with that which DuckDB's types leave out. */

import type { DuckDBConnection } from '@duckdb/node-api';

export interface ParquetNode {
  readonly name: string;
  /** The physical type of a column that holds values. */
  readonly physical: string | undefined;
  readonly repetition: string;
  readonly children: readonly ParquetNode[];
}

export async function nodesOf(connection: DuckDBConnection, path: string): Promise<readonly ParquetNode[]> {
  const found = await connection.runAndReadAll(
    'SELECT name, type, repetition_type, coalesce(num_children, 0) FROM parquet_schema($1)',
    [path],
  );
  // The nodes come in the order of the file, each before those below it; the first is the whole row.
  const rows = found.getRows().values();
  const next = (): ParquetNode => {
    const [name, type, repetition, children] = rows.next().value ?? [];
    return {
      name: String(name),
      physical: type === null || type === undefined ? undefined : String(type),
      repetition: String(repetition),
      children: Array.from({ length: Number(children ?? 0) }, next),
    };
  };
  return next().children;
}

export interface ListForm {
  /** The group in which the file repeats the elements, where BigQuery makes a field of it. */
  readonly group: ParquetNode | undefined;
  /** The element; the group itself in the forms of older writers. */
  readonly element: ParquetNode | undefined;
}

/**
 * The form of a list. Without `enableListInference` BigQuery takes the groups of the LIST type for what they are: "a
 * record `list` of `element`". A repeated column without a group is an array in either case.
 */
export function listForm(node: ParquetNode | undefined, listInference: boolean): ListForm {
  const [group] = node?.children ?? [];
  if (node === undefined || node.repetition === 'REPEATED' || group === undefined)
    return { group: undefined, element: node };
  const [only] = group.children;
  // The rules for reading older files: github.com/apache/parquet-format, LogicalTypes.md.
  const isElement = group.children.length !== 1 || group.name === 'array' || group.name === `${node.name}_tuple`;
  return { group: listInference ? undefined : group, element: isElement ? group : only };
}
