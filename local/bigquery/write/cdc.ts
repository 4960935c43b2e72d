/**
 * Change data capture: UPSERT and DELETE rows applied to their table at once, as BigQuery's runtime merge would show it.
 *
 * Beside every table that takes changes lies one of ours with the key, the sequence number and whether the last change
 * was a DELETE. A higher number wins whatever the order of arrival, an equal one wins when it comes later, and a DELETE
 * keeps its number for two days, so that an older UPSERT that comes late finds it (write-api.md, CDC).
 */

import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { OWN_SCHEMA, physicalName, type Table } from '../catalog.ts';
import { duckType, findColumn, quote } from '../schema.ts';
import type { ChangeType } from './decode.ts';
import { ingestionSequence } from './sequence.ts';
import { appendRows, type Extra, type ReadyRows } from './target.ts';

export interface ChangeBatch {
  readonly rows: ReadyRows;
  readonly changes: readonly ChangeType[];
  readonly sequences: readonly (string | undefined)[] | undefined;
}

const STAGED = 'penstock_changes';
const SEQUENCE = '__penstock_sequence';
const IS_DELETE = '__penstock_is_delete';
const ORDER = '__penstock_order';
const SEEN = '__penstock_seen_ms';

export const DELETE_RETENTION_MS = 2 * 86_400_000;

export const CHANGES_PREFIX = 'changes ';

/** The table of keys and numbers that goes with `table`; undefined while it took no change. */
export function changesName({ changesId }: Table): string | undefined {
  return changesId === undefined ? undefined : `${CHANGES_PREFIX}${changesId}`;
}

/** The table as one that takes changes. */
export function withChanges(table: Table): Table & { readonly changesId: string } {
  return { ...table, changesId: table.changesId ?? randomUUID() };
}

/** A table and its columns as they lie in DuckDB. */
export interface ChangedTable {
  readonly table: Table & { readonly changesId: string };
  readonly names: readonly string[];
}

export async function applyChanges(
  connection: DuckDBConnection,
  { table, names }: ChangedTable,
  batches: readonly ChangeBatch[],
  nowMs: number,
  arrival: Extra,
): Promise<void> {
  const keys = (table.primaryKey ?? []).map((name) => findColumn(table.schema, name)?.name ?? name);
  const known = `${OWN_SCHEMA}.${quote(`${CHANGES_PREFIX}${table.changesId}`)}`;
  const physical = physicalName(table.ref);
  await stage(connection, { table, names }, batches, nowMs, arrival);
  await connection.run(
    `CREATE TABLE IF NOT EXISTS ${known} (${keys.map((key) => `${quote(key)} ${keyType(table, key)}`).join(', ')}, ` +
      `${SEQUENCE} VARCHAR NOT NULL, ${IS_DELETE} BOOLEAN NOT NULL, ${SEEN} BIGINT NOT NULL)`,
  );
  const sameKey = (left: string, right: string): string =>
    keys.map((key) => `${left}.${quote(key)} = ${right}.${quote(key)}`).join(' AND ');
  const keyList = keys.map(quote).join(', ');
  // One winner a key, and only where nothing newer is known already.
  await connection.run(
    `DELETE FROM temp.${STAGED} s WHERE ${ORDER} NOT IN (SELECT arg_max(${ORDER}, (${SEQUENCE}, ${ORDER})) FROM temp.${STAGED} GROUP BY ${keyList}) ` +
      `OR EXISTS (SELECT 1 FROM ${known} k WHERE ${sameKey('k', 's')} AND k.${SEQUENCE} > s.${SEQUENCE})`,
  );
  await connection.run(`DELETE FROM ${physical} t USING temp.${STAGED} s WHERE ${sameKey('t', 's')}`);
  await connection.run(`DELETE FROM ${known} k USING temp.${STAGED} s WHERE ${sameKey('k', 's')}`);
  await connection.run(
    `INSERT INTO ${physical} BY NAME SELECT * EXCLUDE (${SEQUENCE}, ${IS_DELETE}, ${ORDER}) FROM temp.${STAGED} WHERE NOT ${IS_DELETE} ORDER BY ${ORDER}`,
  );
  await connection.run(
    `INSERT INTO ${known} SELECT ${keyList}, ${SEQUENCE}, ${IS_DELETE}, ${nowMs} FROM temp.${STAGED}`,
  );
  await connection.run(`DROP TABLE temp.${STAGED}`);
}

/** The changes in a temporary table, in the order of their arrival. */
async function stage(
  connection: DuckDBConnection,
  { table, names }: ChangedTable,
  batches: readonly ChangeBatch[],
  nowMs: number,
  arrival: Extra,
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${STAGED} AS SELECT *, ''::VARCHAR AS ${SEQUENCE}, false AS ${IS_DELETE}, 0::BIGINT AS ${ORDER} ` +
      `FROM ${physicalName(table.ref)} LIMIT 0`,
  );
  const unnumbered = ingestionSequence(BigInt(nowMs) * 1000n);
  const changes = batches.flatMap((batch) => batch.changes);
  const sequences = batches.flatMap(
    ({ sequences, rows }) => sequences ?? new Array<undefined>(rows.count).fill(undefined),
  );
  await appendRows(
    connection,
    { catalog: 'temp', schemaName: 'main', tableName: STAGED },
    [...names, SEQUENCE, IS_DELETE, ORDER],
    batches.map(({ rows }) => rows),
    {
      ...arrival,
      [SEQUENCE]: (row) => sequences[row] ?? unnumbered,
      [IS_DELETE]: (row) => changes[row] === 'DELETE',
      [ORDER]: (row) => BigInt(row),
    },
  );
}

/** Forgets the DELETEs that are older than BigQuery would remember. */
export async function forgetDeletes(
  connection: DuckDBConnection,
  tables: readonly string[],
  nowMs: number,
): Promise<void> {
  for (const name of tables) {
    await connection.run(
      `DELETE FROM ${OWN_SCHEMA}.${quote(name)} WHERE ${IS_DELETE} AND ${SEEN} < ${nowMs - DELETE_RETENTION_MS}`,
    );
  }
}

function keyType(table: Table, key: string): string {
  const column = findColumn(table.schema, key);
  return column === undefined ? 'VARCHAR' : duckType(column);
}
