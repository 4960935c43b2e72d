/** Drops what cannot be reached any more: expired streams, and streams and change tables of deleted tables. */

import { OWN_SCHEMA } from '../catalog.ts';
import { quote } from '../schema.ts';
import { CHANGES_PREFIX, changesName, forgetDeletes } from './cdc.ts';
import type { MethodParts } from './methods.ts';
import { deleteStream, isExpired, type Stream } from './streams.ts';

const SWEEP_MS = 3_600_000;

/** A sweep that fails leaves its work to the next. */
export function sweepHourly(parts: MethodParts): { stop(): void } {
  const timer = setInterval(() => void sweep(parts).catch(() => undefined), SWEEP_MS).unref();
  return { stop: () => clearInterval(timer) };
}

export async function sweep({ engine, catalog, streams, now }: MethodParts): Promise<void> {
  const isDead = (stream: Stream): boolean =>
    isExpired(stream, now()) || catalog.table(stream.table)?.createdMs !== stream.tableCreatedMs;
  const dead = await engine.write(async (connection) => {
    const gone = streams.all().filter(isDead);
    for (const stream of gone) await deleteStream(connection, stream);
    const rows = await connection.runAndReadAll(
      'SELECT table_name FROM duckdb_tables() WHERE schema_name = $1 AND starts_with(table_name, $2)',
      [OWN_SCHEMA, CHANGES_PREFIX],
    );
    const names = rows.getRows().map(([name]) => String(name));
    const owned = new Set(catalog.allTables().map(changesName));
    const living = names.filter((name) => owned.has(name));
    for (const name of names) {
      if (!owned.has(name)) await connection.run(`DROP TABLE ${OWN_SCHEMA}.${quote(name)}`);
    }
    await forgetDeletes(connection, living, now());
    return gone;
  });
  for (const stream of dead) streams.forget(stream);
}
