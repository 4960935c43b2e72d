/**
 * From a delivery to the row of its table, in two ways that give the same row wherever both give one: the fast one, which
 * nearly every message takes, and the exact one, for values of another kind than their columns and for numbers beyond a double.
 */

import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import type { RowChange, UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import type { ProblemCode, RowProblem } from '@penstock/shared/bigquery/codec/problem.ts';
import type { ColumnType, Field, TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { Delivery } from '../message.ts';
import { type ChangeRule, compileChange, type ReadChange } from './change.ts';
import { coerceRow, columnsOf } from './coerce.ts';
import { needsExactParse, parseExactly } from './exact-json.ts';
import { fromProblem, RowFailure } from './failure.ts';
import { compileFormat, type Format, type MakeRow } from './format.ts';
import { type Parse, Payload } from './payload.ts';

export interface RowMakerOptions {
  readonly schema: TableSchema;
  readonly format: Format;
  readonly unknownFields: UnknownFields;
  /** With CDC: how changes are read, and the key's columns, which are all that a DELETE keeps. */
  readonly change?: { readonly rule: ChangeRule; readonly primaryKey: readonly string[] } | undefined;
}

export interface MadeRow {
  readonly row: JsonRow;
  readonly change: RowChange | undefined;
  /** Whether it came the exact way: its values may differ in kind from the payload's. */
  readonly coerced: boolean;
}

/** Takes a row, or says what is wrong with it and keeps nothing of it. */
export type TakeRow = (made: MadeRow) => RowProblem | undefined;

export class RowMaker {
  readonly schema: TableSchema;
  readonly unknownFields: UnknownFields;
  readonly #make: MakeRow;
  readonly #change: ReadChange | undefined;
  readonly #key: ReadonlySet<string>;
  /** Whether a plain parse could lose digits that a column would keep. */
  readonly #numeric: boolean;
  /** Whether a FLOAT64 may stand within a list or a STRUCT. */
  readonly #nested: boolean;

  constructor({ schema, format, unknownFields, change }: RowMakerOptions) {
    this.schema = schema;
    this.unknownFields = unknownFields;
    this.#make = compileFormat(format, schema);
    this.#change = change === undefined ? undefined : compileChange(change.rule);
    this.#key = new Set(change?.primaryKey.map((name) => name.toLowerCase()));
    this.#numeric = change !== undefined || holdsNumbers(schema.fields);
    this.#nested = schema.fields.some(
      ({ type, mode }) => type === 'STRUCT' || (type === 'FLOAT64' && mode === 'REPEATED'),
    );
  }

  /** The row as most messages make one; the exact way already where a plain parse could lose digits. */
  make(delivery: Delivery, payload: Buffer): MadeRow | RowFailure {
    const read = new Payload(payload);
    if (this.#numeric && typeof read.text === 'string' && needsExactParse(read.text))
      return this.#madeExactly(delivery, read);
    const made = this.#made(delivery, read, JSON.parse);
    // Too large for a double, and the codec would take it for the infinity that a FLOAT64 can hold.
    const lost = this.#numeric && !(made instanceof RowFailure) && holdsInfinity(made.row, this.#nested);
    return lost ? this.#madeExactly(delivery, read) : made;
  }

  /** The row with every digit kept and every value of the kind that its column takes, where nothing is lost by that. */
  makeExactly(delivery: Delivery, payload: Buffer): MadeRow | RowFailure {
    return this.#madeExactly(delivery, new Payload(payload));
  }

  #madeExactly(delivery: Delivery, payload: Payload): MadeRow | RowFailure {
    const made = this.#made(delivery, payload, parseExactly);
    if (made instanceof RowFailure) return made;
    const row = coerceRow(made.row, this.schema, this.unknownFields);
    return row instanceof RowFailure ? row : { row, change: made.change, coerced: true };
  }

  /** Gives the row to `take`, and where it is refused for a kind of value, once more with its values coerced. */
  admit(delivery: Delivery, payload: Buffer, take: TakeRow): RowFailure | undefined {
    const made = this.make(delivery, payload);
    if (made instanceof RowFailure) return made;
    const problem = take(made);
    if (problem === undefined) return undefined;
    if (made.coerced || !mayCoerce(problem)) return fromProblem(problem);
    const exact = this.makeExactly(delivery, payload);
    if (exact instanceof RowFailure) return exact;
    const again = take(exact);
    return again === undefined ? undefined : fromProblem(again);
  }

  #made(delivery: Delivery, payload: Payload, parse: Parse): MadeRow | RowFailure {
    const row = this.#make(delivery, payload, parse);
    if (row instanceof RowFailure) return row;
    if (this.#change === undefined) return { row, change: undefined, coerced: false };
    const change = this.#change(delivery, payload, parse);
    if (change instanceof RowFailure) return change;
    return { row: change.type === 'DELETE' ? this.#keyOf(row) : row, change, coerced: false };
  }

  #keyOf(row: JsonRow): JsonRow {
    return Object.fromEntries(Object.entries(row).filter(([name]) => this.#key.has(name.toLowerCase())));
  }
}

/** Whether another spelling of the same values may be taken. */
export function mayCoerce({ code }: RowProblem): boolean {
  return MAY_COERCE.has(code);
}

const MAY_COERCE: ReadonlySet<ProblemCode> = new Set(['TYPE_MISMATCH', 'OUT_OF_RANGE', 'TOO_PRECISE', 'MALFORMED']);

const NUMERIC: ReadonlySet<ColumnType> = new Set(['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'JSON']);

function holdsNumbers(fields: readonly Field[]): boolean {
  return fields.some(({ type, fields: inner }) => NUMERIC.has(type) || (inner !== undefined && holdsNumbers(inner)));
}

function holdsInfinity(row: object, nested: boolean): boolean {
  for (const key in row) {
    const value = (row as Readonly<Record<string, unknown>>)[key];
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return true;
    if (nested && typeof value === 'object' && value !== null && holdsInfinity(value, true)) return true;
  }
  return false;
}

/** Whether the payload's own text is the row: nothing in it is spelled otherwise, collected or left out. */
export function isPlain(schema: TableSchema): boolean {
  return [...columnsOf(schema.fields).values()].every(({ type }) => PLAIN.has(type));
}

const PLAIN: ReadonlySet<ColumnType> = new Set([
  'STRING',
  'BYTES',
  'INT64',
  'FLOAT64',
  'BOOL',
  'NUMERIC',
  'BIGNUMERIC',
  'TIMESTAMP',
  'DATE',
  'TIME',
  'DATETIME',
]);
