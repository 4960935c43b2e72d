/**
 * From a delivery to the row of its table, in two ways that give the same row wherever both give one: the fast one, which
 * nearly every message takes, and the exact one, for values of another kind than their columns and for numbers beyond a double.
 */

import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import type { RowChange, UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import type { ProblemCode, RowProblem } from '@penstock/shared/bigquery/codec/problem.ts';
import type { ColumnType, Field, TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { Delivery } from '../message.ts';
import { type ChangeReader, type ChangeRule, compileChange } from './change.ts';
import { coerceRow } from './coerce.ts';
import { mayOverflow, needsExactParse, parseExactly } from './exact-json.ts';
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
  readonly #change: ChangeReader | undefined;
  readonly #key: ReadonlySet<string>;
  /** Whether a plain parse could lose digits that a column would keep. */
  readonly #numeric: boolean;
  /** Whether a column holds infinity, which the codec would take for a number that is too large for a double. */
  readonly #floats: boolean;
  /** Whether the payload is the row. */
  readonly #json: boolean;
  /** Whether the row is the payload's own text, so that the codec may make it without parsing. */
  readonly direct: boolean;

  constructor({ schema, format, unknownFields, change }: RowMakerOptions) {
    this.schema = schema;
    this.unknownFields = unknownFields;
    this.#make = compileFormat(format, schema);
    this.#change = change === undefined ? undefined : compileChange(change.rule);
    this.#key = new Set(change?.primaryKey.map((name) => name.toLowerCase()));
    this.#numeric = change !== undefined || holdsTypes(schema.fields, NUMERIC);
    this.#floats = holdsTypes(schema.fields, FLOATS);
    this.#json = format.name === 'json';
    this.direct = this.#json && this.#change?.readsPayload !== true;
  }

  /** The change of a message whose row is made directly. Undefined without CDC. */
  changeOf(delivery: Delivery): RowChange | RowFailure | undefined {
    return this.#change?.read(delivery, undefined, JSON.parse);
  }

  /** The row as most messages make one; the exact way already where a plain parse could lose digits. */
  make(delivery: Delivery, payload: Buffer): MadeRow | RowFailure {
    const read = new Payload(payload);
    const { text } = read;
    const isRow = typeof text === 'string' && !(this.#json && read.malformed);
    return isRow && this.#losesDigits(text)
      ? this.#madeExactly(delivery, read)
      : this.#made(delivery, read, JSON.parse);
  }

  /** Whether a plain parse of the text could lose digits that a column would keep. */
  #losesDigits(text: string): boolean {
    return this.#numeric && (needsExactParse(text) || (this.#floats && mayOverflow(text)));
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
    const change = this.#change.read(delivery, payload, parse);
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

const FLOATS: ReadonlySet<ColumnType> = new Set(['FLOAT64']);

function holdsTypes(fields: readonly Field[], types: ReadonlySet<ColumnType>): boolean {
  return fields.some(({ type, fields: inner }) => types.has(type) || (inner !== undefined && holdsTypes(inner, types)));
}
