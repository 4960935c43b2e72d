/**
 * Change data capture: upserts and deletes by primary key, on the default stream. Delivery is at least once and the table
 * converges all the same: the same key, sequence number and values written twice are one row (write-api.md, CDC).
 *
 * With sequence numbers the highest wins, whatever the order of arrival, so requests are pipelined. Without them the
 * order of arrival decides, so there is one connection with one request on its way at a time.
 */

import { PenstockError } from '../../runtime/errors.ts';
import type { RowChange } from '../codec/options.ts';
import type { RowProblem } from '../codec/problem.ts';
import { foldName } from '../schema/column-name.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { TableName } from '../table-name.ts';

/** Limits of the service (write-api.md, CDC). */
const MOST_KEY_COLUMNS = 16;
const MOST_COLUMNS = 2_000;

export interface CdcTable {
  readonly name: TableName;
  readonly schema: TableSchema;
  /** As the table declares it. */
  readonly primaryKey: readonly string[];
}

/** Refuses, by name, a table that the service would refuse. Call before the first change is taken. */
export function checkCdcTable({ name, schema, primaryKey }: CdcTable): void {
  const table = `${name.datasetId}.${name.tableId}`;
  const refuse = (why: string): never => {
    throw new PenstockError('INPUT_INVALID', `changes cannot be written to ${table}: ${why}`, { stage: 'sending' });
  };
  if (primaryKey.length === 0) refuse('the table has no primary key');
  if (primaryKey.length > MOST_KEY_COLUMNS)
    refuse(`its key has ${primaryKey.length} columns, at most ${MOST_KEY_COLUMNS}`);
  if (schema.fields.length > MOST_COLUMNS) refuse(`it has ${schema.fields.length} columns, at most ${MOST_COLUMNS}`);
  for (const key of primaryKey) {
    const column = schema.fields.find((field) => foldName(field.name) === foldName(key));
    if (column === undefined) refuse(`its key column ${key} is not in the schema`);
    if (column?.mode === 'REPEATED') refuse(`its key column ${key} is repeated`);
  }
}

/** Changes of one table have sequence numbers all of them, or none: mixed, it is random which change wins. */
export function sequenceProblem(change: RowChange | undefined, sequenced: boolean): RowProblem | undefined {
  if ((change?.sequence !== undefined) === sequenced) return undefined;
  const reason = sequenced
    ? 'has no sequence number, and every change needs one'
    : 'has a sequence number, and none may';
  return { code: 'CHANGE_INVALID', path: '', columnType: 'ROW', reason, view: '' };
}
