/** Parquet read by DuckDB: its types are the file's own, so the columns are cast, never guessed. */

import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { BigQueryError } from '../errors.ts';
import { quote, type Schema } from '../schema.ts';
import type { InputFile } from './input.ts';
import type { ReadOptions } from './options.ts';
import { nodesOf, type ParquetNode } from './parquet-nodes.ts';
import { columnOf } from './parquet-schema.ts';
import { fileValue } from './parquet-values.ts';

export interface ParquetFile {
  readonly schema: Schema;
  /** DuckDB text that yields the file's rows as the schema's columns. */
  readonly select: string;
}

export async function describeParquet(
  connection: DuckDBConnection,
  path: string,
  input: InputFile,
  { decimalTargetTypes: targets, listInference }: Pick<ReadOptions, 'decimalTargetTypes' | 'listInference'>,
): Promise<ParquetFile> {
  const source = `read_parquet('${path.replaceAll("'", "''")}')`;
  let types: DuckDBType[];
  let names: string[];
  let nodes: readonly ParquetNode[];
  try {
    const reader = await connection.run(`SELECT * FROM ${source} LIMIT 0`);
    types = reader.columnTypes();
    names = reader.columnNames();
    nodes = await nodesOf(connection, path);
  } catch (error) {
    throw new BigQueryError(
      'invalid',
      `Error while reading data, error message: Input file is not in Parquet format. File: ${input.uri}`,
      { location: input.uri, cause: error },
    );
  }
  const rules = { targets, listInference, uri: input.uri };
  const parts = names.map((name, place) => {
    const [type, node] = [types[place] as DuckDBType, nodes[place]];
    return { type, node, column: columnOf(name, type, node, rules), listInference };
  });
  const values = parts.map((part) => `${fileValue(quote(part.column.name), part)} AS ${quote(part.column.name)}`);
  return { schema: parts.map(({ column }) => column), select: `SELECT ${values.join(', ')} FROM ${source}` };
}
