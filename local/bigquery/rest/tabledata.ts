/** tabledata.insertAll and tabledata.list */

import { isStored, physicalName, type Table, typeOfTable } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { flag } from '../jobs/configuration.ts';
import { ANONYMOUS } from '../jobs/results.ts';
import { splitDecorator, tableName } from '../names.ts';
import { type Column, findColumn, quote, type Schema } from '../schema.ts';
import { requireTable } from '../tables/changes.ts';
import { type InsertRow, insertAll } from '../tables/insert-all.ts';
import { partitionOf } from '../tables/partition.ts';
import { endPartitions } from '../tables/partition-end.ts';
import { countRows } from '../tables/physical.ts';
import { etagOf } from '../tables/resource.ts';
import { isObject } from '../tables/schema-resource.ts';
import { withRows } from '../tables/with-rows.ts';
import { type Call, token } from './call.ts';
import { asksForSummary, summaryPage } from './partitions-summary.ts';
import { anonymousResult, type Page, pageRequest, readPage } from './results.ts';
import type { Surface } from './surface.ts';
import { tableRef } from './tables.ts';

export async function insertAllCall(surface: Surface, call: Call): Promise<unknown> {
  const { warehouse, insertIds } = surface;
  const { body } = call;
  const { decorator } = splitDecorator(call.params.tableId ?? '');
  if (body.templateSuffix !== undefined && body.templateSuffix !== null && body.templateSuffix !== '') {
    throw new BigQueryError(
      'notImplemented',
      'The local BigQuery does not support templateSuffix: create the table instead',
      { location: 'templateSuffix' },
    );
  }
  const rows = rowsFrom(body.rows, warehouse.limits.insertAllRows);
  const options = {
    skipInvalidRows: flag(body.skipInvalidRows, 'skipInvalidRows'),
    ignoreUnknownValues: flag(body.ignoreUnknownValues, 'ignoreUnknownValues'),
    ...(decorator !== undefined && { decorator }),
  };
  const table = requireTable(warehouse, tableRef(call));
  if (table.kind !== 'TABLE') {
    throw new BigQueryError('invalid', `Cannot add rows to a table of type ${table.kind}.`);
  }
  if (table.schema.length === 0)
    throw new BigQueryError('invalid', `The destination table has no schema: ${tableName(table.ref)}`);
  if (decorator !== undefined) partitionOf(table, decorator);
  const insertErrors = await insertAll(warehouse, insertIds, table.ref, rows, options);
  return { kind: 'bigquery#tableDataInsertAllResponse', ...(insertErrors.length > 0 && { insertErrors }) };
}

function rowsFrom(value: unknown, limit: number): readonly InsertRow[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new BigQueryError('invalid', 'No rows present in the request.');
  if (value.length > limit)
    throw new BigQueryError(
      'invalid',
      `too many rows present in the request, limit: ${limit} row count: ${value.length}.`,
    );
  return value.map((row: unknown, index) => {
    if (!isObject(row)) throw new BigQueryError('invalid', `Invalid value for rows[${index}]: an object is expected.`);
    const { insertId } = row;
    if (insertId !== undefined && insertId !== null && String(insertId).length > 128) {
      throw new BigQueryError('invalid', `rows[${index}].insertId is longer than 128 characters.`);
    }
    return {
      json: row.json ?? {},
      ...(insertId !== undefined && insertId !== null && insertId !== '' && { insertId: String(insertId) }),
    };
  });
}

export async function listRows(surface: Surface, call: Call): Promise<unknown> {
  const { warehouse } = surface;
  const ref = tableRef(call);
  const fields = call.query.get('selectedFields');
  if (ref.datasetId === ANONYMOUS) {
    const { schema, rows, job } = anonymousResult(surface, ref);
    const columns = pick(schema, fields);
    const read = async (from: number, count: number) =>
      (await rows.read(from, count)).map((row) => columns.map(({ place }) => row[place] ?? null));
    const request = pageRequest(surface, call, job);
    const page = await readPage(
      columns.map(({ column }) => column),
      rows.rowCount,
      read,
      request,
    );
    return answer(page, rows.rowCount, call.params.tableId ?? '', job);
  }
  await endPartitions(warehouse);
  if (asksForSummary(call)) {
    const { page, rowCount, name } = await summaryPage(surface, call, ref, (schema) => pick(schema, fields));
    return answer(page, rowCount, etagOf(withRows(warehouse, requireTable(warehouse, ref))), name);
  }
  const table = requireTable(warehouse, ref);
  if (!isStored(table)) throw new BigQueryError('invalid', `Cannot list a table of type ${typeOfTable(table)}.`);
  const { decorator } = splitDecorator(call.params.tableId ?? '');
  const where = decorator === undefined ? '' : ` WHERE ${partitionOf(table, decorator).holds}`;
  const schema = pick(table.schema, fields).map(({ column }) => column);
  const name = `${tableName(ref)}$${decorator ?? ''}`;
  const request = pageRequest(surface, call, name);
  return warehouse.engine.read(async (connection) => {
    const rowCount =
      where === '' ? Number(await countRows(connection, table)) : await countWhere(connection, table, where);
    if (schema.length === 0)
      return answer({ rows: [], next: undefined }, rowCount, etagOf(withRows(warehouse, table)), name);
    const columns = schema.map((column) => quote(column.name)).join(', ');
    const page = await readPage(
      schema,
      rowCount,
      async (from, count) => {
        // A scan keeps the order in which rows came (DuckDB's preserve_insertion_order), so pages fit together.
        const reader = await connection.runAndReadAll(
          `SELECT ${columns} FROM ${physicalName(table.ref)}${where} LIMIT ${count} OFFSET ${from}`,
        );
        return reader.getRows();
      },
      request,
    );
    return answer(page, rowCount, etagOf(withRows(warehouse, table)), name);
  });
}

async function countWhere(connection: Parameters<typeof countRows>[0], table: Table, where: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${physicalName(table.ref)}${where}`);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

function answer(page: Page, totalRows: number, etag: string, what: string): unknown {
  return {
    kind: 'bigquery#tableDataList',
    etag,
    totalRows: String(totalRows),
    ...(page.next !== undefined && { pageToken: token(page.next, what) }),
    ...(page.rows.length > 0 && { rows: page.rows }),
  };
}

interface Picked {
  readonly column: Column;
  readonly place: number;
}

/** `a,b.c`: top-level columns in the table's order, records narrowed to what was asked. */
function pick(schema: Schema, fields: string | null): readonly Picked[] {
  if (fields === null || fields.trim() === '') return schema.map((column, place) => ({ column, place }));
  const paths = fields.split(',').map((path) => path.trim().split('.'));
  return narrow(schema, paths, fields);
}

function narrow(schema: Schema, paths: readonly (readonly string[])[], fields: string): readonly Picked[] {
  for (const [name = ''] of paths) {
    if (findColumn(schema, name) === undefined)
      throw new BigQueryError('invalid', `Selected field not found in the table schema: ${fields}`, {
        location: 'selectedFields',
      });
  }
  return schema.flatMap((column, place): Picked[] => {
    const mine = paths
      .filter(([name = '']) => name.toLowerCase() === column.name.toLowerCase())
      .map((path) => path.slice(1));
    if (mine.length === 0) return [];
    if (column.fields === undefined || mine.some((path) => path.length === 0)) return [{ column, place }];
    const members = narrow(column.fields, mine, fields).map((picked) => picked.column);
    return [{ column: { ...column, fields: members }, place }];
  });
}
