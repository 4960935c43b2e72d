/** The serialized rows of one request become columns of values, or one error for each row that does not fit. */

import type { DuckDBValue } from '@duckdb/node-api';
import { DuckDBListValue } from '@duckdb/node-api';
import type { Column, Schema } from '../schema.ts';
import { type RowError, RowErrors } from './errors.ts';
import { FieldProblem } from './field-problem.ts';
import { readMessage } from './message.ts';
import type { PartitionBounds } from './partition-bounds.ts';
import { absent, CHANGE_SEQUENCE, CHANGE_TYPE, type MessagePlan } from './plan.ts';
import { DEFAULT_VALUE } from './request.ts';
import { parseSequence } from './sequence.ts';
import type { SerializedRows } from './serialized-rows.ts';
import { Malformed, Wire } from './wire.ts';

export type ChangeType = 'INSERT' | 'UPSERT' | 'DELETE';

/** Values by table column; a column that no row fills is undefined. `undefined` within one waits for its default. */
export interface DecodedRows {
  readonly count: number;
  readonly columns: readonly ((DuckDBValue | undefined)[] | undefined)[];
  /** Table columns whose `undefined` values (or all of them) take the column's default. */
  readonly defaulted: readonly number[];
  readonly changes: readonly ChangeType[] | undefined;
  /** Comparable text of the sequence number; undefined where the row has none. */
  readonly sequences: readonly (string | undefined)[] | undefined;
}

export interface Interpretations {
  readonly byColumn: ReadonlyMap<string, number>;
  readonly otherwise: number;
}

/** The rows of one request, whatever their format. */
export interface RowReader {
  readonly length: number;
  /** Fills `values` by slot; what the row leaves out stays undefined. */
  read(row: number, values: (DuckDBValue | undefined)[]): void;
}

export type Slots = Pick<MessagePlan, 'slots'>;

export interface Decoding {
  readonly plan: Slots;
  readonly schema: Schema;
  /** Lower-cased: the only columns that a DELETE must carry. */
  readonly primaryKey: ReadonlySet<string>;
  /** Refuses a row whose partition is out of reach; undefined where the table is not partitioned by a column. */
  readonly bounds: PartitionBounds | undefined;
}

export function decodeRows(
  decoding: Decoding,
  rows: RowReader,
  interpretations: Interpretations,
): DecodedRows | readonly RowError[] {
  const { plan, schema } = decoding;
  const bySlot: (DuckDBValue | undefined)[][] = plan.slots.map(() => new Array(rows.length));
  const errors = new RowErrors();
  const values: (DuckDBValue | undefined)[] = new Array(plan.slots.length).fill(undefined);
  const check = rowCheck(decoding, interpretations);
  // Rows beyond what an answer can tell are not looked at: the request is refused already.
  for (let row = 0; row < rows.length && !errors.isFull; row++) {
    try {
      rows.read(row, values);
      check(values);
      for (let slot = 0; slot < values.length; slot++) (bySlot[slot] as unknown[])[row] = values[slot];
    } catch (error) {
      errors.add({ index: row, message: explain(error) });
    }
    values.fill(undefined);
  }
  if (errors.found.length > 0) return errors.found;
  return {
    count: rows.length,
    columns: schema.map((column) => {
      const slot = plan.slots.indexOf(column);
      return slot < 0 ? leftOut(column, rows.length) : bySlot[slot];
    }),
    defaulted: schema.flatMap((column, index) => (takesDefault(plan, column, interpretations) ? [index] : [])),
    changes: changesOf(plan, bySlot),
    sequences: bySlot[plan.slots.indexOf(CHANGE_SEQUENCE)] as (string | undefined)[] | undefined,
  };
}

/** The rows of a request as their writer's messages. */
export function messageRows(plan: MessagePlan, rows: SerializedRows): RowReader {
  const wire = new Wire(rows.bytes);
  return {
    length: rows.length,
    read: (row, values) => {
      rows.aim(wire, row);
      readMessage(plan, wire, values);
    },
  };
}

/** A column that the writer schema does not have: NULL in every row or the default, but an array is never NULL. */
function leftOut({ mode, defaultValueExpression }: Column, count: number): DuckDBValue[] | undefined {
  if (mode !== 'REPEATED' || defaultValueExpression !== undefined) return undefined;
  return new Array<DuckDBValue>(count).fill(new DuckDBListValue([]));
}

function explain(error: unknown): string {
  if (error instanceof FieldProblem) return error.describe();
  // A RangeError is Node's own word for reading past a buffer's end.
  if (error instanceof Malformed || error instanceof RangeError) return `Cannot parse the row: ${error.message}.`;
  throw error;
}

/**
 * Whether a missing value of the column becomes its default: always where the writer schema leaves the column out
 * (BigQuery documentation, "Specify default column values"), and by the interpretation where only the row does.
 */
function takesDefault(plan: Slots, column: Column, { byColumn, otherwise }: Interpretations): boolean {
  if (column.defaultValueExpression === undefined) return false;
  if (!plan.slots.includes(column)) return true;
  return (byColumn.get(column.name.toLowerCase()) ?? otherwise) === DEFAULT_VALUE;
}

/** Fills what is missing in a row of values, and refuses it where something required is. */
function rowCheck(
  { plan, schema, primaryKey, bounds }: Decoding,
  interpretations: Interpretations,
): (values: (DuckDBValue | undefined)[]) => void {
  const changeSlot = plan.slots.indexOf(CHANGE_TYPE);
  const sequenceSlot = plan.slots.indexOf(CHANGE_SEQUENCE);
  const boundSlot = bounds === undefined ? -1 : plan.slots.indexOf(bounds.column);
  const waiting = new Set(schema.filter((column) => takesDefault(plan, column, interpretations)));
  const unfilled = schema.filter((column) => column.mode === 'REQUIRED' && !plan.slots.includes(column));
  const required = unfilled.find((column) => !waiting.has(column));
  return (values) => {
    const change = changeSlot < 0 ? undefined : changeType(values[changeSlot]);
    if (changeSlot >= 0) values[changeSlot] = change;
    if (sequenceSlot >= 0) values[sequenceSlot] = sequenceOf(values[sequenceSlot], change);
    const isDelete = change === 'DELETE';
    for (let slot = 0; slot < values.length; slot++) {
      if (values[slot] !== undefined || slot === changeSlot || slot === sequenceSlot) continue;
      const column = plan.slots[slot] as Column;
      const isKey = primaryKey.has(column.name.toLowerCase());
      if (isDelete && !isKey) values[slot] = column.mode === 'REPEATED' ? new DuckDBListValue([]) : null;
      else if (!waiting.has(column)) values[slot] = absent(column, column.name);
    }
    // A column that waits for its default is checked when the default is known.
    const bound = boundSlot < 0 ? undefined : values[boundSlot];
    if (bounds !== undefined && (bound !== undefined || !waiting.has(bounds.column))) bounds.check(bound);
    if (required !== undefined && !isDelete) absent(required, required.name);
    if (change === 'UPSERT' || change === 'DELETE') checkKey(plan, primaryKey, values);
  };
}

/** A change without its whole key names no row. */
function checkKey(plan: Slots, primaryKey: ReadonlySet<string>, values: readonly unknown[]): void {
  for (const key of primaryKey) {
    const slot = plan.slots.findIndex(({ name }) => name.toLowerCase() === key);
    if (slot < 0 || values[slot] === null || values[slot] === undefined)
      throw new FieldProblem('Primary key column must not be NULL', key);
  }
}

function changeType(value: DuckDBValue | undefined): ChangeType {
  if (value === undefined || value === '' || value === 'INSERT') return 'INSERT';
  if (value === 'UPSERT' || value === 'DELETE') return value;
  throw new FieldProblem(`The given value is not a valid CHANGE_TYPE: ${String(value)}`, CHANGE_TYPE.name);
}

function sequenceOf(value: DuckDBValue | undefined, change: ChangeType | undefined): string | undefined {
  if (value === undefined) return undefined;
  const sequence = parseSequence(String(value));
  if (sequence === undefined) {
    throw new FieldProblem(`Invalid CHANGE_SEQUENCE_NUMBER: ${JSON.stringify(value)}`, CHANGE_SEQUENCE.name);
  }
  if (change === undefined || change === 'INSERT') {
    throw new FieldProblem('CHANGE_SEQUENCE_NUMBER needs the CHANGE_TYPE UPSERT or DELETE', CHANGE_SEQUENCE.name);
  }
  return sequence;
}

function changesOf(plan: Slots, bySlot: readonly unknown[][]): readonly ChangeType[] | undefined {
  const changes = bySlot[plan.slots.indexOf(CHANGE_TYPE)] as ChangeType[] | undefined;
  return changes?.some((change) => change !== 'INSERT') ? changes : undefined;
}
