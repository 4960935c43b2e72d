/** Decoded rows into a DuckDB table, by data chunks, inside the writer's transaction. */

import { type DuckDBConnection, DuckDBDataChunk, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import type { Table } from '../catalog.ts';
import { quote, type Schema } from '../schema.ts';

/** Rows that are ready: every value is there, by column of `schema`; a column left out is NULL in every row. */
export interface ReadyRows {
  readonly schema: Schema;
  readonly count: number;
  readonly columns: readonly (readonly (DuckDBValue | undefined)[] | undefined)[];
}

/** Columns that are not of the schema, by name: values that are the same in every row, or made by position. */
export type Extra = Readonly<Record<string, (row: number) => DuckDBValue>>;

export interface Target {
  /** `temp` for a temporary table; the database itself where it is left out. */
  readonly catalog?: string;
  readonly schemaName: string;
  readonly tableName: string;
}

/** The table's columns as they lie in DuckDB, by name, with their types. */
export async function columnsOf(
  connection: DuckDBConnection,
  { catalog, schemaName, tableName }: Target,
): Promise<ReadonlyMap<string, string>> {
  const parts = catalog === undefined ? [schemaName, tableName] : [catalog, schemaName, tableName];
  // Unlike duckdb_columns() this looks at one table, however many there are.
  const rows = await connection.runAndReadAll('SELECT name, type FROM pragma_table_info($1) ORDER BY cid', [
    parts.map(quote).join('.'),
  ]);
  return new Map(rows.getRows().map(([name, type]) => [String(name), String(type)]));
}

/** Column names of catalog tables, asked for once: a table that changes gets another entry in the catalog. */
export class KnownColumns {
  readonly #byTable = new WeakMap<Table, readonly string[]>();

  async of(connection: DuckDBConnection, table: Table): Promise<readonly string[]> {
    const known = this.#byTable.get(table);
    if (known !== undefined) return known;
    const names = [...(await columnsOf(connection, tableTarget(table))).keys()];
    this.#byTable.set(table, names);
    return names;
  }
}

/** The table of a dataset. */
export function tableTarget({ ref }: Table): Target {
  return { schemaName: `${ref.projectId}.${ref.datasetId}`, tableName: ref.tableId };
}

/** DuckDB's own vector size: a chunk holds no more. */
const CHUNK_ROWS = 2048;

/**
 * Appends `batches` in order; `names` are all the target's columns in its own order. A column that neither the batch's
 * schema nor `extra` has is NULL.
 */
export async function appendRows(
  connection: DuckDBConnection,
  target: Target,
  names: readonly string[],
  batches: readonly ReadyRows[],
  extra: Extra,
): Promise<void> {
  const appender = await connection.createAppender(target.tableName, target.schemaName, target.catalog);
  try {
    const types: DuckDBType[] = names.map((_, index) => appender.columnType(index));
    const sources = names.map((name) => extra[name] ?? name.toLowerCase());
    let first = 0;
    for (const piece of pieces(batches)) {
      appender.appendDataChunk(chunkOf(types, sources, piece, first));
      first += piece.reduce((sum, { from, to }) => sum + to - from, 0);
    }
    appender.closeSync();
  } catch (error) {
    // Rows that are left in an appender are written when it is collected as garbage, in whatever transaction runs then.
    appender.clear();
    throw error;
  }
}

interface Piece {
  readonly batch: ReadyRows;
  readonly from: number;
  readonly to: number;
}

/** The batches cut and joined into chunks of `CHUNK_ROWS`. */
function* pieces(batches: readonly ReadyRows[]): Generator<readonly Piece[]> {
  let chunk: Piece[] = [];
  let room = CHUNK_ROWS;
  for (const batch of batches) {
    for (let from = 0; from < batch.count; ) {
      const to = Math.min(batch.count, from + room);
      chunk.push({ batch, from, to });
      room -= to - from;
      from = to;
      if (room === 0) {
        yield chunk;
        chunk = [];
        room = CHUNK_ROWS;
      }
    }
  }
  if (chunk.length > 0) yield chunk;
}

type Source = string | ((row: number) => DuckDBValue);

function chunkOf(
  types: readonly DuckDBType[],
  sources: readonly Source[],
  chunk: readonly Piece[],
  first: number,
): DuckDBDataChunk {
  const rows = chunk.reduce((sum, { from, to }) => sum + to - from, 0);
  const data = DuckDBDataChunk.create(types, rows);
  for (const [index, source] of sources.entries()) {
    const vector = data.getColumnVector(index);
    let at = 0;
    for (const { batch, from, to } of chunk) {
      const values = typeof source === 'string' ? columnOf(batch, source) : undefined;
      for (let row = from; row < to; row++, at++) {
        const value = typeof source === 'string' ? values?.[row] : source(first + at);
        vector.setItem(at, value ?? null);
      }
    }
    vector.flush();
  }
  return data;
}

function columnOf({ schema, columns }: ReadyRows, lowerName: string): readonly (DuckDBValue | undefined)[] | undefined {
  return columns[schema.findIndex(({ name }) => name.toLowerCase() === lowerName)];
}
