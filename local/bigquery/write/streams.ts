/**
 * Write streams: what each is and how far it has come, in memory for reading and in DuckDB for keeping. A stream's end
 * moves in the transaction that appends its rows, so that the two can never disagree.
 */

import { randomBytes } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { OWN_SCHEMA, type Table, type TableRef } from '../catalog.ts';
import { quote } from '../schema.ts';
import { streamName } from './names.ts';
import type { Target } from './target.ts';

export const STREAM_TYPES = ['COMMITTED', 'PENDING', 'BUFFERED'] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

export interface Stream {
  readonly id: string;
  readonly table: TableRef;
  /** The partition that its rows go into, as its name says: `table$20260101`. */
  readonly decorator: string | undefined;
  /** A table deleted and made again is another table: streams of the first do not write to the second. */
  readonly tableCreatedMs: number;
  readonly type: StreamType;
  readonly createdMs: number;
  /** Rows appended so far: the next offset. */
  readonly end: bigint;
  /** Rows of the last append since the service started: how far the `stale` fault is behind. Not kept on disk. */
  readonly lastAppend?: bigint;
  /** BUFFERED: rows that are visible. */
  readonly flushed: bigint;
  readonly isFinalized: boolean;
  readonly committedMs: number | undefined;
  /** When the stream last had traffic; its life is counted from here. */
  readonly touchedMs: number;
}

const DAY_MS = 86_400_000;
/** COMMITTED lives 3 days and BUFFERED 7 (write-api.md, Limits). For PENDING nothing is stated, and it gets the longer of the two. */
const LIFE_MS: Readonly<Record<StreamType, number>> = {
  COMMITTED: 3 * DAY_MS,
  PENDING: 7 * DAY_MS,
  BUFFERED: 7 * DAY_MS,
};

/** Came later than the others: a table of streams that was made before does not have it. */
const DECORATOR = 'decorator VARCHAR';
const COLUMNS = [
  'id VARCHAR NOT NULL',
  'project VARCHAR NOT NULL',
  'dataset VARCHAR NOT NULL',
  'tbl VARCHAR NOT NULL',
  'table_created_ms BIGINT NOT NULL',
  'type VARCHAR NOT NULL',
  'created_ms BIGINT NOT NULL',
  'end_offset BIGINT NOT NULL',
  'flushed BIGINT NOT NULL',
  'finalized BOOLEAN NOT NULL',
  'committed_ms BIGINT',
  'touched_ms BIGINT NOT NULL',
  DECORATOR,
];

const TABLE = `${OWN_SCHEMA}.write_streams`;

export class Streams {
  readonly #byName = new Map<string, Stream>();

  /** Reads what there is. Runs inside a write. */
  async load(connection: DuckDBConnection): Promise<void> {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${OWN_SCHEMA}`);
    await connection.run(`CREATE TABLE IF NOT EXISTS ${TABLE} (${COLUMNS.join(', ')})`);
    await connection.run(`ALTER TABLE ${TABLE} ADD COLUMN IF NOT EXISTS ${DECORATOR}`);
    const rows = await connection.runAndReadAll(`SELECT * FROM ${TABLE}`);
    for (const row of rows.getRowObjects()) {
      this.put({
        id: String(row.id),
        table: { projectId: String(row.project), datasetId: String(row.dataset), tableId: String(row.tbl) },
        decorator: row.decorator === null ? undefined : String(row.decorator),
        tableCreatedMs: Number(row.table_created_ms),
        type: STREAM_TYPES.find((type) => type === row.type) ?? 'COMMITTED',
        createdMs: Number(row.created_ms),
        end: BigInt(String(row.end_offset)),
        flushed: BigInt(String(row.flushed)),
        isFinalized: row.finalized === true,
        committedMs: row.committed_ms === null ? undefined : Number(row.committed_ms),
        touchedMs: Number(row.touched_ms),
      });
    }
  }

  get(name: string): Stream | undefined {
    return this.#byName.get(name);
  }

  all(): readonly Stream[] {
    return [...this.#byName.values()];
  }

  /** Sets the state that readers of the streams see; called after its transaction has committed. */
  put(stream: Stream): void {
    this.#byName.set(nameOf(stream), stream);
  }

  forget(stream: Stream): void {
    this.#byName.delete(nameOf(stream));
  }
}

export function newStream(table: Table, decorator: string | undefined, type: StreamType, nowMs: number): Stream {
  return {
    id: `C${randomBytes(24).toString('base64url')}`,
    table: table.ref,
    decorator,
    tableCreatedMs: table.createdMs,
    type,
    createdMs: nowMs,
    end: 0n,
    flushed: 0n,
    isFinalized: false,
    committedMs: undefined,
    touchedMs: nowMs,
  };
}

export function nameOf(stream: Stream): string {
  return streamName(stream, stream.id);
}

export function isExpired({ type, touchedMs }: Stream, nowMs: number): boolean {
  return nowMs - touchedMs > LIFE_MS[type];
}

export async function insertStream(connection: DuckDBConnection, stream: Stream): Promise<void> {
  const { table } = stream;
  await connection.run(`INSERT INTO ${TABLE} VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, false, NULL, $7, $8)`, [
    stream.id,
    table.projectId,
    table.datasetId,
    table.tableId,
    BigInt(stream.tableCreatedMs),
    stream.type,
    BigInt(stream.createdMs),
    stream.decorator ?? null,
  ]);
}

export async function updateStream(connection: DuckDBConnection, stream: Stream): Promise<void> {
  const committed = stream.committedMs === undefined ? 'NULL' : String(stream.committedMs);
  await connection.run(
    `UPDATE ${TABLE} SET end_offset = $1, flushed = $2, finalized = $3, committed_ms = ${committed}, touched_ms = $4 WHERE id = $5`,
    [stream.end, stream.flushed, stream.isFinalized, BigInt(stream.touchedMs), stream.id],
  );
}

export async function deleteStream(connection: DuckDBConnection, stream: Stream): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${stagingName(stream)}`);
  await connection.run(`DELETE FROM ${TABLE} WHERE id = $1`, [stream.id]);
}

/** The table in which the rows of a PENDING or BUFFERED stream wait, hidden from every query. */
export function staging({ id }: Stream): Target {
  return { schemaName: OWN_SCHEMA, tableName: `rows_${id}` };
}

export function stagingName(stream: Stream): string {
  return `${OWN_SCHEMA}.${quote(staging(stream).tableName)}`;
}
