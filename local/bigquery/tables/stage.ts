/**
 * Rows gathered in the `staging` database, typed as their columns, before anything is decided: see engine.ts.
 * A chunk at a time, so that a file of any length needs the memory of a chunk here.
 */

import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Engine } from '../engine.ts';
import { duckType, quote, type Schema } from '../schema.ts';

/** DuckDB's vector size. */
const CHUNK = 2048;

export class Stage {
  /** The staged rows as a relation, for FROM. */
  readonly relation: string;
  readonly #connection: DuckDBConnection;
  readonly #appender: DuckDBAppender;
  readonly #types: readonly DuckDBType[];
  #columns: DuckDBValue[][];
  #pending = 0;
  rows = 0;

  private constructor(connection: DuckDBConnection, relation: string, appender: DuckDBAppender) {
    this.relation = relation;
    this.#connection = connection;
    this.#appender = appender;
    this.#types = Array.from({ length: appender.columnCount }, (_, place) => appender.columnType(place));
    this.#columns = this.#types.map(() => []);
  }

  static async open(engine: Engine, connection: DuckDBConnection, schema: Schema): Promise<Stage> {
    const relation = engine.stagingName();
    const columns = schema.map((column) => `${quote(column.name)} ${duckType(column)}`);
    await connection.run(`CREATE TABLE ${relation} (${columns.length === 0 ? '__empty BOOLEAN' : columns.join(', ')})`);
    const name = relation.slice(relation.indexOf('.') + 2, -1);
    return new Stage(connection, relation, await connection.createAppender(name, 'main', 'staging'));
  }

  append(row: readonly DuckDBValue[]): void {
    for (let place = 0; place < this.#types.length; place += 1) {
      (this.#columns[place] as DuckDBValue[]).push(row[place] ?? null);
    }
    this.rows += 1;
    this.#pending += 1;
    if (this.#pending === CHUNK) this.#flush();
  }

  /** Everything appended is readable afterwards, by any connection. */
  finish(): void {
    if (this.#pending > 0) this.#flush();
    this.#appender.closeSync();
  }

  /**
   * Lets go of rows that are not in the table yet. Called where staging ends with an error: rows that are left in an
   * appender are written when it is collected as garbage, in the middle of whatever else its connection does then.
   */
  abandon(): void {
    this.#appender.clear();
  }

  async drop(): Promise<void> {
    this.abandon();
    await this.#connection.run(`DROP TABLE IF EXISTS ${this.relation}`);
  }

  #flush(): void {
    const chunk = DuckDBDataChunk.create(this.#types, this.#pending);
    chunk.setColumns(this.#columns);
    this.#appender.appendDataChunk(chunk);
    this.#columns = this.#types.map(() => []);
    this.#pending = 0;
  }
}
