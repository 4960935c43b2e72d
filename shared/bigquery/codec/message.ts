/** The columns of a row or a STRUCT, and the loop that encodes one object by them. */

import type { Collector } from './collector.ts';
import type { Column } from './column.ts';
import { Fault, step } from './fault.ts';
import { hasOwn } from './own.ts';
import { isPlainObject } from './plain-object.ts';
import type { RowBuffer } from './row-buffer.ts';
import { VARINT_BYTES, writeVarint } from './wire.ts';

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
    const object = ++this.#object;
    const row = value as Readonly<Record<string, unknown>>;
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
      if (column.seenIn === object || (partial && !column.key)) continue;
      const fault = new Fault('REQUIRED_MISSING', missingReason(column));
      return fault.under(column.name).at(column.typeName, column.sensitive, undefined);
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
  const refused = column.required && (column.key || !partial);
  return refused ? new Fault('REQUIRED_MISSING', missingReason(column)) : undefined;
}

function missingReason(column: Column): string {
  return column.key ? 'a column of the primary key is missing or NULL' : 'a REQUIRED column is missing or NULL';
}

function duplicate(column: Column, key: string, value: unknown): Fault {
  const fault = new Fault('DUPLICATE_FIELD', `a second key for column ${column.name}`);
  return fault.under(step(key)).at(column.typeName, column.sensitive, value);
}
