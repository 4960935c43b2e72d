/** tabledata.insertAll: rows checked one by one, inserted together, each with its own errors. */

import type { DuckDBValue } from '@duckdb/node-api';
import { type Ids, idsAmong, unitsOf } from '../../way/ids.ts';
import type { Table, TableRef } from '../catalog.ts';
import { BigQueryError, type ErrorProto } from '../errors.ts';
import { duckType, findColumn, type Schema } from '../schema.ts';
import { type DecodedRow, emptyOf, type Issue, rowDecoder } from '../values.ts';
import type { Warehouse } from '../warehouse.ts';
import { requireTable } from './changes.ts';
import { insertFrom } from './publish.ts';
import { Stage } from './stage.ts';

export interface InsertRow {
  readonly insertId?: string;
  readonly json: unknown;
}

export interface InsertAllOptions {
  readonly skipInvalidRows: boolean;
  readonly ignoreUnknownValues: boolean;
  readonly decorator?: string;
}

export interface InsertError {
  readonly index: number;
  readonly errors: readonly ErrorProto[];
}

/** Which insertIds of which table were seen and when: BigQuery remembers them for about a minute, best effort. */
export class InsertIds {
  readonly #seen = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #windowMs: number;
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  has(key: string, nowMs: number): boolean {
    const at = this.#seen.get(key);
    return at !== undefined && nowMs - at < this.#windowMs;
  }

  /**
   * Runs `work` with these ids while no other request has one of them under way: a request that is sent again before its
   * first answer waits for the outcome of the first.
   */
  async alone<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    for (let other = this.#other(keys); other !== undefined; other = this.#other(keys)) await other;
    const running = work();
    const over = running.then(
      () => undefined,
      () => undefined,
    );
    for (const key of keys) this.#underWay.set(key, over);
    try {
      return await running;
    } finally {
      for (const key of keys) this.#underWay.delete(key);
    }
  }

  #other(keys: readonly string[]): Promise<void> | undefined {
    for (const key of keys) {
      const other = this.#underWay.get(key);
      if (other !== undefined) return other;
    }
    return undefined;
  }

  /** Every id that still counts, with the time it was seen. */
  entries(nowMs: number): readonly (readonly [string, number])[] {
    return [...this.#seen].filter(([, at]) => nowMs - at < this.#windowMs);
  }

  add(key: string, nowMs: number): void {
    this.#seen.delete(key);
    this.#seen.set(key, nowMs);
    // A Map keeps insertion order: the oldest come first.
    for (const [old, at] of this.#seen) {
      if (nowMs - at < this.#windowMs) break;
      this.#seen.delete(old);
    }
  }
}

/** The insertId, the message where it is one (the sink's are), and the columns of ids. */
function insertIds({ insertId = '', json }: InsertRow): Ids {
  const fields = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  return { row: insertId, ...(/^\d+$/.test(insertId) && { message: insertId }), ...idsAmong(fields) };
}

interface GoodRow {
  readonly row: DecodedRow;
  readonly key: string | undefined;
}

/** The number of times that rows are checked anew because the table was changed meanwhile. */
const ATTEMPTS = 10;

/** The table the rows were checked against is no longer the table. */
class TableChanged extends Error {}

export async function insertAll(
  warehouse: Warehouse,
  ids: InsertIds,
  ref: TableRef,
  rows: readonly InsertRow[],
  options: InsertAllOptions,
): Promise<readonly InsertError[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insertInto(warehouse, ids, requireTable(warehouse, ref), rows, options);
    } catch (error) {
      if (!(error instanceof TableChanged)) throw error;
      if (attempt === ATTEMPTS) {
        throw new BigQueryError('backendError', 'The table keeps changing while rows are inserted. Please retry.');
      }
    }
  }
}

async function insertInto(
  warehouse: Warehouse,
  ids: InsertIds,
  table: Table,
  rows: readonly InsertRow[],
  options: InsertAllOptions,
): Promise<readonly InsertError[]> {
  const { good, errors } = decodeRows(table, rows, options);
  if (errors.length > 0 && !options.skipInvalidRows) return withStopped(rows.length, errors);
  const keys = good.flatMap(({ key }) => (key === undefined ? [] : [key]));
  await ids.alone(keys, () => store(warehouse, ids, table, good, options));
  warehouse.report({
    service: 'bigquery',
    what: 'inserted',
    resource: `${table.ref.projectId}.${table.ref.datasetId}.${table.ref.tableId}`,
    facts: { rows: good.length, rejected: errors.length },
    units: unitsOf(rows, insertIds),
  });
  return errors;
}

function decodeRows(
  table: Table,
  rows: readonly InsertRow[],
  options: InsertAllOptions,
): { readonly good: readonly GoodRow[]; readonly errors: InsertError[] } {
  const decoder = rowDecoder(table.schema, {
    ignoreUnknownValues: options.ignoreUnknownValues,
    jsonStrings: 'parsed',
    nanoseconds: 'cut',
  });
  const { projectId, datasetId, tableId } = table.ref;
  const good: GoodRow[] = [];
  const errors: InsertError[] = [];
  rows.forEach(({ json, insertId }, index) => {
    const issues: Issue[] = [];
    const row = decoder.decode(json, issues);
    if (issues.length > 0) errors.push({ index, errors: issues.map(rowError) });
    else
      good.push({
        row,
        key:
          insertId === undefined
            ? undefined
            : JSON.stringify([projectId, datasetId, tableId, table.createdMs, insertId]),
      });
  });
  return { good, errors };
}

function rowError(issue: Issue): ErrorProto {
  return { reason: 'invalid', location: issue.location, debugInfo: '', message: issue.message };
}

/** Without skipInvalidRows one bad row stops them all; the others say so. */
function withStopped(count: number, errors: readonly InsertError[]): readonly InsertError[] {
  const bad = new Set(errors.map(({ index }) => index));
  const stopped: InsertError[] = [];
  for (let index = 0; index < count; index += 1) {
    if (!bad.has(index))
      stopped.push({ index, errors: [{ reason: 'stopped', location: '', debugInfo: '', message: '' }] });
  }
  return [...errors, ...stopped].sort((a, b) => a.index - b.index);
}

async function store(
  warehouse: Warehouse,
  ids: InsertIds,
  table: Table,
  rows: readonly GoodRow[],
  options: InsertAllOptions,
): Promise<void> {
  const now = warehouse.now();
  const seen = new Set<string>();
  const fresh = rows.filter(({ key }) => {
    if (key === undefined) return true;
    if (seen.has(key) || ids.has(key, now)) return false;
    seen.add(key);
    return true;
  });
  if (fresh.length === 0) return;
  const groups = groupByMissing(
    table.schema,
    fresh.map(({ row }) => row),
  );
  await warehouse.engine.read(async (connection) => {
    const stages: { stage: Stage; columns: Schema }[] = [];
    try {
      for (const { columns, rows: members } of groups) {
        const stage = await Stage.open(warehouse.engine, connection, columns);
        stages.push({ stage, columns });
        for (const row of members) stage.append(row);
        stage.finish();
      }
      await warehouse.engine.write(async (writer) => {
        const current = warehouse.catalog.table(table.ref);
        if (current === undefined || !stillTakes(current, table)) throw new TableChanged();
        for (const { stage, columns } of stages) {
          await insertFrom(warehouse, writer, current, {
            columns,
            relation: stage.relation,
            ...(options.decorator !== undefined && { decorator: options.decorator }),
          });
        }
      });
    } finally {
      for (const { stage } of stages) await stage.drop();
    }
  });
  for (const { key } of fresh) if (key !== undefined) ids.add(key, now);
}

/** Columns that came meanwhile take their default or NULL; the ones the rows were checked against must be as they were. */
function stillTakes(current: Table, checked: Table): boolean {
  if (current === checked) return true;
  return (
    current.createdMs === checked.createdMs &&
    checked.schema.every((column) => {
      const now = findColumn(current.schema, column.name);
      return (
        now !== undefined &&
        duckType(now) === duckType(column) &&
        (now.mode !== 'REQUIRED' || column.mode === 'REQUIRED')
      );
    })
  );
}

/** Rows that leave out the same columns with defaults go in together: each group has one column list. */
function groupByMissing(schema: Schema, rows: readonly DecodedRow[]): { columns: Schema; rows: DuckDBValue[][] }[] {
  const withDefault = schema.flatMap((column, place) => (column.defaultValueExpression === undefined ? [] : [place]));
  const groups = new Map<string, { columns: Schema; places: number[]; rows: DuckDBValue[][] }>();
  for (const row of rows) {
    const missing = new Set(withDefault.filter((place) => row[place] === undefined));
    const key = [...missing].join();
    let group = groups.get(key);
    if (group === undefined) {
      const places = schema.map((_, place) => place).filter((place) => !missing.has(place));
      group = { columns: schema.filter((_, place) => !missing.has(place)), places, rows: [] };
      groups.set(key, group);
    }
    group.rows.push(group.places.map((place) => row[place] ?? emptyOf(schema[place] as Schema[number])));
  }
  return [...groups.values()];
}
