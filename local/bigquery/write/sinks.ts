/** The rows of one transaction, gathered by where they go, so that each table is appended to once. */

import { type DuckDBConnection, DuckDBTimestampTZValue } from '@duckdb/node-api';
import type { CatalogChange, Table } from '../catalog.ts';
import type { History } from '../history/history.ts';
import { applyChanges, type ChangeBatch, withChanges } from './cdc.ts';
import type { PreparedRows } from './committer.ts';
import type { DayPartition } from './decorator.ts';
import { tableName } from './names.ts';
import { type Stream, staging } from './streams.ts';
import { appendRows, columnsOf, type Extra, type KnownColumns, type ReadyRows, tableTarget } from './target.ts';
import { ROW_NUMBER, widenStaging } from './visible.ts';

interface VisibleSink {
  readonly table: Table;
  readonly partition: DayPartition | undefined;
  readonly plain: ReadyRows[];
  readonly changes: ChangeBatch[];
}

interface StagedSink {
  readonly stream: Stream;
  readonly table: Table;
  readonly partition: DayPartition | undefined;
  readonly rows: ReadyRows[];
}

export class Sinks {
  readonly #nowMs: number;
  readonly #columns: KnownColumns;
  readonly #history: History;
  /** By table and partition. */
  readonly #visible = new Map<string, VisibleSink>();
  readonly #staged = new Map<string, StagedSink>();

  constructor(nowMs: number, columns: KnownColumns, history: History) {
    this.#history = history;
    this.#nowMs = nowMs;
    this.#columns = columns;
  }

  addVisible(table: Table, rows: PreparedRows): void {
    const { partition } = rows;
    const key = tableName(table.ref, partition?.decorator);
    const sink = this.#visible.get(key) ?? { table, partition, plain: [], changes: [] };
    this.#visible.set(key, sink);
    const ready = readyRows(table, rows);
    if (rows.changes === undefined) sink.plain.push(ready);
    else sink.changes.push({ rows: ready, changes: rows.changes, sequences: rows.sequences });
  }

  /** `stream` as it was before these rows: its end is the number of the first. */
  addStaged(stream: Stream, table: Table, rows: PreparedRows): void {
    const sink = this.#staged.get(stream.id) ?? { stream, table, partition: rows.partition, rows: [] };
    this.#staged.set(stream.id, sink);
    sink.rows.push(readyRows(table, rows));
  }

  /** `change` takes what the catalog learns: that a table takes changes from now on. */
  async write(connection: DuckDBConnection, change: CatalogChange): Promise<void> {
    for (const { table, partition, plain, changes } of this.#visible.values()) {
      const names = await this.#columns.of(connection, table);
      const arrival = partitionTime(table, partition?.startMs ?? this.#nowMs);
      if (plain.length > 0) {
        await appendRows(connection, tableTarget(table), names, plain, arrival);
        const rows = plain.reduce((sum, { count }) => sum + count, 0);
        await this.#history.appended(connection, table, rows);
      }
      if (changes.length === 0) continue;
      const changing = withChanges(table);
      if (table.changesId === undefined) await change.putTable(changing);
      // The past of a table that takes changes is not kept: each of its small transactions would copy it.
      this.#history.forget(table.ref);
      await applyChanges(connection, { table: changing, names }, changes, this.#nowMs, arrival);
    }
    for (const { stream, table, partition, rows } of this.#staged.values()) {
      await widenStaging(connection, stream, table);
      const names = [...(await columnsOf(connection, staging(stream))).keys()];
      await appendRows(connection, staging(stream), names, rows, {
        ...partitionTime(table, partition?.startMs ?? this.#nowMs),
        [ROW_NUMBER]: (row) => stream.end + BigInt(row),
      });
    }
  }
}

function readyRows(table: Table, { count, columns }: PreparedRows): ReadyRows {
  return { schema: table.schema, count, columns };
}

/** The hidden column of a table that is partitioned by arrival: the arrival, or the day asked for, cut to the partition's unit. */
export function partitionTime({ timePartitioning }: Table, atMs: number): Extra {
  if (timePartitioning === undefined || timePartitioning.field !== undefined) return {};
  const date = new Date(atMs);
  const [year, month, day, hour] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
  const start = {
    HOUR: Date.UTC(year, month, day, hour),
    DAY: Date.UTC(year, month, day),
    MONTH: Date.UTC(year, month),
    YEAR: Date.UTC(year, 0),
  }[timePartitioning.type];
  const value = new DuckDBTimestampTZValue(BigInt(start) * 1000n);
  return { _PARTITIONTIME: () => value };
}
