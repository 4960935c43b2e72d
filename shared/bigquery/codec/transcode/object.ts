/**
 * The loop over the keys of an object in JSON text, made for the columns of one message as `unrolled.ts` makes the codec's: one case a
 * column, so that V8 sees in each place one column and one reader. No part of a schema becomes code.
 */

import { foldName } from '../../schema/column-name.ts';
import type { Column } from '../column.ts';
import type { Message } from '../message.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { behindJson } from '../types/json-text.ts';
import { tagBytes } from '../unrolled.ts';
import { VARINT_BYTES } from '../wire.ts';
import { type Cursor, isNull, QUOTE, skipSpace } from './cursor.ts';
import { listOf, packedListOf } from './list.ts';
import { type Read, readerOf } from './readers.ts';
import { type Respelling, respelled } from './respelled.ts';
import { plainEnd } from './text.ts';

export type ReadObject = (cursor: Cursor, out: RowBuffer) => boolean;

/** Wider tables are the codec's: V8 optimizes no function that is too long. */
const MOST_COLUMNS = 64;
/** Spellings of keys that are remembered beside the columns' names. */
const MOST_SPELLINGS = 256;
const UNKNOWN = -1;
const LEFT = -2;
const UNDERSCORE = 95;
const WHOLE_NUMBER = /^\d+$/;

/** Undefined where no such loop can be made: for sensitive columns, for very many, and where no code may be generated. */
export function objectReader(
  message: Message,
  unknown: () => boolean,
  respelling: Respelling | undefined,
): ReadObject | undefined {
  const { columns } = message;
  if (columns.length > MOST_COLUMNS || columns.some(isOdd)) return undefined;
  const readers = columns.map((column) => readerFor(column, unknown, respelling));
  if (readers.includes(undefined)) return undefined;
  const names = new Names(columns);
  const edits = respelling?.edits;
  const given: Record<string, unknown> = { columns, names, isNull, skipSpace, behindJson, unknown, edits };
  Object.assign(given, { keys: names.keys, next: names.next, seen: new Float64Array(columns.length) });
  const cases = columns.map((column, index) => oneCase(given, column, readers[index] as Read, index));
  try {
    return new Function(...Object.keys(given), `'use strict';\n${loop(cases.join(''), columns, edits !== undefined)}`)(
      ...Object.values(given),
    ) as ReadObject;
  } catch {
    return undefined;
  }
}

/** A parser puts keys that are whole numbers before all others, so rows with such columns have another order than their text. */
function isOdd({ sensitive, name }: Column): boolean {
  return sensitive || WHOLE_NUMBER.test(name);
}

function readerFor(column: Column, unknown: () => boolean, respelling: Respelling | undefined): Read | undefined {
  const element =
    column.message === undefined ? plainReader(column, respelling) : structReader(column.message, unknown, respelling);
  if (element === undefined || !column.list) return element;
  return column.wire.wireType === 2 ? listOf(element) : packedListOf(element);
}

function plainReader(column: Column, respelling: Respelling | undefined): Read {
  const read = readerOf(column);
  return respelling === undefined ? read : respelled(read, column, respelling);
}

function structReader(message: Message, unknown: () => boolean, respelling: Respelling | undefined): Read | undefined {
  const read = objectReader(message, unknown, respelling);
  if (read === undefined) return undefined;
  return (_column, cursor, out) => {
    const start = out.position + 1;
    out.position = start;
    if (!read(cursor, out)) return false;
    out.closeLength(start, 1);
    return true;
  };
}

/**
 * The columns by the bytes of their names. Rows of one source look alike, so behind one column most likely comes the one that came
 * behind it before, spelled as before.
 */
class Names {
  /** Each column's name with its quotes, as it was spelled last. */
  readonly keys: Buffer[];
  /** The column that came behind each column; the last place is the beginning of the object. */
  readonly next: Int32Array;
  readonly #indexes = new Map<string, number>();
  readonly #spellings = new Map<string, number>();

  constructor(columns: readonly Column[]) {
    this.keys = columns.map(({ name }) => Buffer.from(`"${name}"`));
    this.next = Int32Array.from([...columns, undefined], (_, index) => (index + 1) % (columns.length + 1));
    this.next[columns.length - 1] = 0;
    this.next[columns.length] = 0;
    columns.forEach(({ name }, index) => {
      this.#indexes.set(foldName(name), index);
    });
  }

  /** The column of the key at the cursor, which is moved behind it; UNKNOWN, or LEFT for a key that the codec must read. */
  find(cursor: Cursor, previous: number): number {
    const { bytes, at } = cursor;
    const end = plainEnd(bytes, at + 1);
    if (bytes[at] !== QUOTE || bytes[end] !== QUOTE) return LEFT;
    cursor.at = end + 1;
    const spelled = bytes.toString('latin1', at + 1, end);
    const index = this.#spellings.get(spelled) ?? this.#indexOf(bytes.toString('utf8', at + 1, end));
    if (this.#spellings.size < MOST_SPELLINGS) this.#spellings.set(spelled, index);
    // The names of the two columns that a change fills begin so.
    if (index === UNKNOWN) return bytes[at + 1] === UNDERSCORE ? LEFT : UNKNOWN;
    this.keys[index] = Buffer.from(bytes.subarray(at, end + 1));
    this.next[previous] = index;
    return index;
  }

  #indexOf(name: string): number {
    return this.#indexes.get(foldName(name)) ?? UNKNOWN;
  }
}

/**
 * With edits a run of members without a column is left out: up to the next member, or at the end of the object from the end of the last
 * member that stays, with its comma.
 */
function loop(cases: string, columns: readonly Column[], edits: boolean): string {
  const edited = (code: string): string => (edits ? code : '');
  return `
let object = 0;
return (cursor, out) => {
  const bytes = cursor.bytes;
  let at = cursor.at;
  if (bytes[at] !== 123) return false;
  object += 1;
  let previous = ${columns.length};
  at = skipSpace(bytes, at + 1);
  ${edited('let [from, strangers, kept] = [0, -1, -1];')}
  if (bytes[at] !== 125) {
    for (;;) {
      ${edited('from = at;')}
      let index = next[previous];
      const key = keys[index];
      const length = key.length;
      let place = 0;
      while (place < length && bytes[at + place] === key[place]) place += 1;
      if (place === length) {
        at += length;
      } else {
        cursor.at = at;
        index = names.find(cursor, previous);
        if (index === ${LEFT}) return false;
        at = cursor.at;
      }
      if (bytes[at] !== 58) {
        at = skipSpace(bytes, at);
        if (bytes[at] !== 58) return false;
      }
      at += 1;
      if (bytes[at] <= 32) at = skipSpace(bytes, at);
      if (index < 0) {
        at = unknown() ? behindJson(bytes, at) : -1;
        if (at < 0) return false;
        ${edited('if (strangers < 0) strangers = from;')}
      } else {
        ${edited('if (strangers >= 0) { edits.leaveOut(strangers, from); strangers = -1; }')}
        if (seen[index] === object) return false;
        seen[index] = object;
        previous = index;
        if (bytes[at] === 110 && isNull(bytes, at)) {
          if (columns[index].required) return false;
          at += 4;
        } else {
          cursor.at = at;
          out.reserve(${2 * VARINT_BYTES});
          switch (index) {${cases}}
          at = cursor.at;
        }
        ${edited('kept = at;')}
      }
      if (bytes[at] <= 32) at = skipSpace(bytes, at);
      if (bytes[at] !== 44) break;
      at += 1;
      if (bytes[at] <= 32) at = skipSpace(bytes, at);
    }
    if (bytes[at] !== 125) return false;
    ${edited('if (strangers >= 0) edits.leaveOut(kept < 0 ? strangers : kept, at);')}
  }
  cursor.at = at + 1;
  ${columns.map(({ mustBePresent }, index) => (mustBePresent ? `if (seen[${index}] !== object) return false;` : '')).join('\n')}
  return true;
};`;
}

function oneCase(given: Record<string, unknown>, column: Column, read: Read, index: number): string {
  given[`c${index}`] = column;
  given[`r${index}`] = read;
  const tag = column.writesTag ? tagBytes(column.tag) : '';
  return `\ncase ${index}: ${tag} if (!r${index}(c${index}, cursor, out)) return false; break;`;
}
