/**
 * The loop over the keys of an object, made for the columns of one message: a text with one case a column, so that V8 sees in
 * each place one column, one encoder and one tag, and inlines them. The loop in `message.ts` says the same for
 * any columns; it encodes three rows in the time of four here.
 *
 * No part of a schema becomes code: the text is made of numbers alone. Columns, encoders and names are handed in.
 */

import type { Column } from './column.ts';
import { duplicate, type Fault, failed, missing, refusedNull } from './fault.ts';
import { hasOwn } from './own.ts';
import type { RowBuffer } from './row-buffer.ts';
import { VARINT_BYTES } from './wire.ts';

/** As `Message.encode`. */
export type EncodeObject = (
  row: Readonly<Record<string, unknown>>,
  out: RowBuffer,
  partial: boolean,
) => Fault | undefined;

/** The parts of a message that the loop uses. */
export interface LoopParts {
  readonly columns: readonly Column[];
  /** The index of the key's column, noted as the one to expect at this place; -1 where no column has the name. */
  find(key: string, place: number, keys: string[], expected: number[]): number;
  /** A key that names no column. */
  unknown(key: string, value: unknown): Fault | undefined;
}

/** V8 optimizes no function that is too long: wider tables are encoded by several. */
const CASES_A_FUNCTION = 32;

/** Undefined where the process was started with `--disallow-code-generation-from-strings`. */
export function unroll({ columns, find, unknown }: LoopParts): EncodeObject | undefined {
  const given: Record<string, unknown> = { columns, find, unknown, duplicate, failed, missing, refusedNull, hasOwn };
  // The number of the object in which each column was last seen, and the keys of the previous object with their columns.
  Object.assign(given, { seen: new Float64Array(columns.length), keys: [], expected: [] });
  try {
    return made(given, loop(cases(given, columns), columns));
  } catch {
    return undefined;
  }
}

function loop(encodeValue: string, columns: readonly Column[]): string {
  return `
let object = 0;
return (row, out, partial) => {
  object += 1;
  let place = 0;
  for (const key in row) {
    if (!hasOwn.call(row, key)) continue;
    const value = row[key];
    if (value === undefined) continue;
    const index = keys[place] === key ? expected[place] : find(key, place, keys, expected);
    let fault;
    if (index < 0) {
      if ((fault = unknown(key, value)) !== undefined) return fault;
      continue;
    }
    place += 1;
    if (seen[index] === object) return duplicate(columns[index], key, value);
    seen[index] = object;
    if (value === null) {
      fault = refusedNull(columns[index], partial);
    } else {
      out.reserve(${2 * VARINT_BYTES});
      ${encodeValue}
    }
    if (fault !== undefined) return failed(fault, columns[index], key, value);
  }
  ${columns.map(({ mustBePresent, key }, index) => (mustBePresent ? whenMissing(index, key) : '')).join('')}
};`;
}

function whenMissing(index: number, key: boolean): string {
  return `if (seen[${index}] !== object${key ? '' : ' && !partial'}) return missing(columns[${index}]);\n`;
}

/** A switch over the columns, or over functions of so many columns each. */
function cases(given: Record<string, unknown>, columns: readonly Column[]): string {
  if (columns.length <= CASES_A_FUNCTION)
    return `switch (index) {${columns.map((one, at) => oneCase(given, one, at)).join('')}}`;
  const parts: string[] = [];
  for (let from = 0; from < columns.length; from += CASES_A_FUNCTION) {
    const of: Record<string, unknown> = {};
    const some = columns.slice(from, from + CASES_A_FUNCTION).map((one, at) => oneCase(of, one, from + at));
    const body = `return (index, value, out) => { let fault; switch (index) {${some.join('')}} return fault; };`;
    given[`part${parts.length}`] = made(of, body);
    parts.push(`case ${parts.length}: fault = part${parts.length}(index, value, out); break;`);
  }
  return `switch (index >>> ${Math.log2(CASES_A_FUNCTION)}) {${parts.join('\n')}}`;
}

function oneCase(given: Record<string, unknown>, column: Column, index: number): string {
  given[`c${index}`] = column;
  given[`e${index}`] = column.encode;
  const tag = column.writesTag ? tagBytes(column.tag) : '';
  return `\ncase ${index}: ${tag} fault = e${index}(c${index}, value, out); break;`;
}

export function tagBytes(tag: number): string {
  const bytes: number[] = [];
  let rest = tag;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes.map((byte) => `out.bytes[out.position++] = ${byte};`).join(' ');
}

function made<T>(given: Readonly<Record<string, unknown>>, body: string): T {
  return new Function(...Object.keys(given), `'use strict';\n${body}`)(...Object.values(given)) as T;
}
