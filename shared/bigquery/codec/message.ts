/** The columns of a row or a STRUCT, and the loop that encodes one object by them. */

import { foldName } from '../schema/column-name.ts';
import type { Collector } from './collector.ts';
import type { Column } from './column.ts';
import { duplicate, Fault, failed, missing, refusedNull } from './fault.ts';
import { hasOwn } from './own.ts';
import { isPlainObject } from './plain-object.ts';
import type { RowBuffer } from './row-buffer.ts';
import { type EncodeObject, unroll } from './unrolled.ts';
import { VARINT_BYTES, writeVarint } from './wire.ts';

type Row = Readonly<Record<string, unknown>>;

export class Message {
  readonly columns: readonly Column[];
  readonly #indexes = new Map<string, number>();
  readonly #collector: Collector;
  /** Made for the first object. */
  #unrolled: EncodeObject | undefined;
  #keys: string[] = [];
  #expected: number[] = [];
  /** The column that this is the STRUCT of; none for the row itself. */
  parent: Column | undefined = undefined;
  /** The number of the object in progress. */
  #object = 0;

  constructor(columns: readonly Column[], collector: Collector) {
    this.columns = columns;
    this.#collector = collector;
    columns.forEach((column, index) => {
      column.owner = this;
      this.#indexes.set(foldName(column.name), index);
    });
  }

  /** Every key of the object in its own order. With `partial` only REQUIRED columns of the key must be there. */
  encode(value: object, out: RowBuffer, partial: boolean): Fault | undefined {
    // V8 keeps an object without a prototype as a dictionary, and one such would make the unrolled loop slow for all that follow.
    if (Object.getPrototypeOf(value) === null) return this.#loop(value as Row, out, partial);
    if (this.#unrolled === undefined) this.#unrolled = this.#unroll();
    return this.#unrolled(value as Row, out, partial);
  }

  #unroll(): EncodeObject {
    return unroll({ columns: this.columns, find: this.#find, unknown: this.#unknown }) ?? this.#loop;
  }

  /** The same as the unrolled loop, with the columns looked up. */
  readonly #loop: EncodeObject = (row, out, partial) => {
    const object = ++this.#object;
    const keys = this.#keys;
    let place = 0;
    for (const key in row) {
      if (!hasOwn.call(row, key)) continue;
      const value = row[key];
      // A key without a value is not there: so it is in JSON.
      if (value === undefined) continue;
      const index = keys[place] === key ? this.#expected[place] : this.#find(key, place, keys, this.#expected);
      const column = this.columns[index as number];
      if (column === undefined) {
        const fault = this.#unknown(key, value);
        if (fault !== undefined) return fault;
        continue;
      }
      place += 1;
      if (column.seenIn === object) return duplicate(column, key, value);
      column.seenIn = object;
      const fault = value === null ? refusedNull(column, partial) : encodeColumn(column, value, out);
      if (fault !== undefined) return failed(fault, column, key, value);
    }
    for (const column of this.columns) {
      if (column.mustBePresent && column.seenIn !== object && (!partial || column.key)) return missing(column);
    }
    return undefined;
  };

  /**
   * The slow way to a column. Rows of one source look alike, so the next object's keys are most likely these again, in this
   * order, and one comparison of pointers finds the column.
   */
  readonly #find = (key: string, place: number, keys: string[], expected: number[]): number => {
    const index = this.#indexes.get(foldName(key)) ?? -1;
    if (index >= 0) {
      keys[place] = key;
      expected[place] = index;
    }
    return index;
  };

  readonly #unknown = (key: string, value: unknown): Fault | undefined =>
    this.#collector.take(this.#path(), key, value);

  /** The path of the object in progress. Only an unknown key asks. */
  #path(): string {
    const column = this.parent;
    if (column === undefined) return '';
    const above = (column.owner as Message).#path();
    const here = column.list ? `${column.name}[${column.index}]` : column.name;
    return above === '' ? here : `${above}.${here}`;
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
