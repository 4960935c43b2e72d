/** The columns of a row or a STRUCT, and the loop that encodes one object by them. */

import type { Collector } from './collector.ts';
import type { Column } from './column.ts';
import { Fault, missing, refusedNull, step } from './fault.ts';
import { KeyOrder, type Place } from './key-order.ts';
import { hasOwn } from './own.ts';
import { isPlainObject } from './plain-object.ts';
import type { RowBuffer } from './row-buffer.ts';
import { OTHER, type Unrolled, unroll } from './unrolled.ts';
import { VARINT_BYTES, writeVarint } from './wire.ts';

type Row = Readonly<Record<string, unknown>>;

/** Of the objects that the loop encodes every eighth teaches, so that a source without any order does not pay for it. */
const LESSON_EVERY = 8;
/** After so many objects, code is made for the keys that are known by then; after as many more, again, if there are new ones. */
const UNROLL_EVERY = 64;
const MOST_UNROLLED = 8;

export class Message {
  readonly columns: readonly Column[];
  readonly #byName = new Map<string, Column>();
  readonly #mandatory: readonly Column[];
  readonly #collector: Collector;
  /**
   * The keys of the previous object, in order, with the column each was for. Rows of one source look alike, so the
   * next object's keys are most likely these again, and one comparison of pointers finds the column.
   */
  readonly #keys: string[] = [];
  readonly #expected: Column[] = [];
  readonly #order = new KeyOrder();
  #unrolled: Unrolled | undefined;
  #grown = false;
  #timesUnrolled = 0;
  /** Objects that the loop has encoded. */
  #looped = 0;
  /** The column that this is the STRUCT of; none for the row itself. */
  parent: Column | undefined = undefined;
  /** The number of the object in progress. */
  #object = 0;

  constructor(columns: readonly Column[], collector: Collector) {
    this.columns = columns;
    this.#mandatory = columns.filter((column) => column.mustBePresent);
    this.#collector = collector;
    for (const column of columns) {
      column.owner = this;
      this.#byName.set(column.name.toLowerCase(), column);
    }
  }

  /** Every key of the object in its own order. `partial` leaves the REQUIRED columns unchecked, the key's excepted. */
  encode(value: object, out: RowBuffer, partial: boolean): Fault | undefined {
    const row = value as Row;
    const unrolled = this.#unrolled;
    if (unrolled !== undefined && !partial) {
      const fault = unrolled(row, out);
      if (fault !== OTHER) return fault;
    }
    const fault = this.#encodeAny(row, out, partial);
    if (fault === undefined && this.#timesUnrolled < MOST_UNROLLED) this.#learn(row);
    return fault;
  }

  #encodeAny(row: Row, out: RowBuffer, partial: boolean): Fault | undefined {
    const object = ++this.#object;
    let place = 0;
    for (const key in row) {
      if (!hasOwn.call(row, key)) continue;
      const item = row[key];
      // A key without a value is not there: so it is in JSON.
      if (item === undefined) continue;
      const column =
        place < this.#keys.length && this.#keys[place] === key ? this.#expected[place] : this.#find(key, place);
      if (column === undefined) {
        const fault = this.#collector.take(this.#path(), key, item);
        if (fault !== undefined) return fault;
        continue;
      }
      place += 1;
      if (column.seenIn === object) return duplicate(column, key, item);
      column.seenIn = object;
      const fault = item === null ? nullFault(column, partial) : encodeColumn(column, item, out);
      if (fault !== undefined) return fault.under(step(key)).at(column.typeName, column.sensitive, item);
    }
    return this.#missing(object, partial);
  }

  /** The slow way to a column, and the place where the next object will look for it. */
  #find(key: string, place: number): Column | undefined {
    const column = this.#byName.get(key.toLowerCase());
    if (column === undefined || place >= this.columns.length) return column;
    this.#keys[place] = key;
    this.#expected[place] = column;
    return column;
  }

  #learn(row: Row): void {
    this.#looped += 1;
    if (this.#looped % LESSON_EVERY !== 0) return;
    const places: Place[] = [];
    for (const key in row) {
      const column = hasOwn.call(row, key) ? this.#byName.get(key.toLowerCase()) : undefined;
      if (column !== undefined) places.push({ key, column });
    }
    if (this.#order.learn(places)) this.#grown = true;
    if (!this.#grown || this.#looped % UNROLL_EVERY !== 0) return;
    if (!this.#mandatory.every((column) => this.#order.holds(column))) return;
    this.#unrolled = unroll(this.#order.places, this.#mandatory);
    this.#grown = false;
    this.#timesUnrolled += 1;
  }

  /** The path of the object in progress. Only an unknown key asks. */
  #path(): string {
    const column = this.parent;
    if (column === undefined) return '';
    const above = (column.owner as Message).#path();
    const here = column.list ? `${column.name}[${column.index}]` : column.name;
    return above === '' ? here : `${above}.${here}`;
  }

  #missing(object: number, partial: boolean): Fault | undefined {
    for (const column of this.#mandatory) {
      if (column.seenIn !== object && (!partial || column.key)) return missing(column);
    }
    return undefined;
  }
}

function encodeColumn(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  out.reserve(2 * VARINT_BYTES);
  if (column.writesTag) writeVarint(out, column.tag);
  return column.encode(column, value, out);
}

export function encodeStruct(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (typeof value !== 'object' || !isPlainObject(value as object)) {
    return new Fault('NOT_AN_OBJECT', 'STRUCT takes a plain object');
  }
  const start = out.position + 1;
  out.position = start;
  const fault = (column.message as Message).encode(value as object, out, false);
  if (fault !== undefined) return fault.at(column.typeName, column.sensitive, value);
  out.closeLength(start, 1);
  return undefined;
}

function nullFault(column: Column, partial: boolean): Fault | undefined {
  return column.required && (column.key || !partial) ? refusedNull(column) : undefined;
}

function duplicate(column: Column, key: string, value: unknown): Fault {
  const fault = new Fault('DUPLICATE_FIELD', `a second key for column ${column.name}`);
  return fault.under(step(key)).at(column.typeName, column.sensitive, value);
}
