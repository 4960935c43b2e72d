/** DuckDB's vectors as they lie in memory (duckdb.h): the Storage Read API hands on columns, not values one by one. */

import duckdb from '@duckdb/node-bindings';
import type { Column, ColumnType } from '../schema.ts';

export type RawVector = duckdb.Vector;

/** Items of a vector: its first `count`, or those at the given places. */
export interface Places {
  readonly count: number;
  readonly at: Uint32Array | undefined;
}

export function placeOf({ at }: Places, index: number): number {
  return at === undefined ? index : (at[index] ?? 0);
}

const { Type } = duckdb;

/** The types that DuckDB may give the values of a column in. */
const TYPES: Readonly<Record<ColumnType, readonly number[]>> = {
  INT64: [Type.BIGINT, Type.INTEGER, Type.SMALLINT, Type.HUGEINT],
  FLOAT64: [Type.DOUBLE],
  NUMERIC: [Type.DECIMAL],
  BIGNUMERIC: [Type.BIGNUM],
  BOOL: [Type.BOOLEAN],
  STRING: [Type.VARCHAR],
  BYTES: [Type.BLOB],
  DATE: [Type.DATE],
  TIME: [Type.TIME],
  DATETIME: [Type.TIMESTAMP],
  TIMESTAMP: [Type.TIMESTAMP_TZ],
  INTERVAL: [Type.INTERVAL],
  JSON: [Type.VARCHAR],
  GEOGRAPHY: [Type.VARCHAR],
  RANGE: [Type.STRUCT],
  STRUCT: [Type.STRUCT],
};

/** Memory that is read as another type than it has ends the process: every column is looked at before. */
export function checkType({ name, type }: Column, vector: RawVector): void {
  const id = duckdb.get_type_id(duckdb.vector_get_column_type(vector));
  if (!TYPES[type].includes(id)) throw new Error(`the ${type} column ${name} lies in DuckDB as type ${id}`);
}

/** The rows `from` to `to` of a chunk. */
export function rowsBetween(from: number, to: number): Places {
  const count = to - from;
  return { count, at: from === 0 ? undefined : Uint32Array.from({ length: count }, (_, index) => from + index) };
}

/** A bit for each item, the lowest first, 1 for a value that is there; undefined where every item is. */
export function validityOf(vector: RawVector, size: number): Uint8Array | undefined {
  // The binding gives null where DuckDB keeps no mask, whatever its type says.
  return (duckdb.vector_get_validity(vector, Math.ceil(size / 64) * 8) as Uint8Array | null) ?? undefined;
}

export function isValid(validity: Uint8Array | undefined, index: number): boolean {
  return validity === undefined || (((validity[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}

/** `width` bytes for each item. */
export function bytesOf(vector: RawVector, size: number, width: number): Uint8Array {
  return duckdb.vector_get_data(vector, size * width);
}

const INT128_HALF = 64n;

/** Integers of any width as 64 bits. */
export function integersOf(vector: RawVector, size: number): BigInt64Array {
  const id = duckdb.get_type_id(duckdb.vector_get_column_type(vector));
  if (id === duckdb.Type.BIGINT) return new BigInt64Array(...placed(bytesOf(vector, size, 8), size));
  if (id === duckdb.Type.INTEGER)
    return BigInt64Array.from(new Int32Array(...placed(bytesOf(vector, size, 4), size)), BigInt);
  if (id === duckdb.Type.SMALLINT)
    return BigInt64Array.from(new Int16Array(...placed(bytesOf(vector, size, 2), size)), BigInt);
  if (id === duckdb.Type.HUGEINT) {
    const halves = new BigInt64Array(...placed(bytesOf(vector, size, 16), size * 2));
    return BigInt64Array.from({ length: size }, (_, index) => halves[index * 2] ?? 0n);
  }
  throw new Error(`an INT64 column lies in DuckDB as type ${id}`);
}

/** Decimals as 128-bit integers at scale 9, little-endian, 16 bytes each. */
export function numericsOf(vector: RawVector, size: number): Uint8Array {
  const type = duckdb.vector_get_column_type(vector);
  const [width, scale] = [duckdb.decimal_width(type), duckdb.decimal_scale(type)];
  if (width > 18 && scale === 9) return bytesOf(vector, size, 16);
  const factor = 10n ** BigInt(9 - scale);
  const out = new BigInt64Array(size * 2);
  const scaled = decimalReader(vector, size, width);
  for (let index = 0; index < size; index += 1) {
    const value = scaled(index) * factor;
    out[index * 2] = BigInt.asIntN(64, value);
    out[index * 2 + 1] = value >> INT128_HALF;
  }
  return new Uint8Array(out.buffer);
}

function decimalReader(vector: RawVector, size: number, width: number): (index: number) => bigint {
  if (width > 18) {
    const halves = new BigInt64Array(...placed(bytesOf(vector, size, 16), size * 2));
    return (index) => ((halves[index * 2 + 1] ?? 0n) << INT128_HALF) | BigInt.asUintN(64, halves[index * 2] ?? 0n);
  }
  if (width > 9) {
    const items = new BigInt64Array(...placed(bytesOf(vector, size, 8), size));
    return (index) => items[index] ?? 0n;
  }
  const items =
    width > 4
      ? new Int32Array(...placed(bytesOf(vector, size, 4), size))
      : new Int16Array(...placed(bytesOf(vector, size, 2), size));
  return (index) => BigInt(items[index] ?? 0);
}

/** Bytes as a typed array takes them: buffer, offset, length. */
export function placed(bytes: Uint8Array, length: number): [ArrayBuffer, number, number] {
  return [bytes.buffer as ArrayBuffer, bytes.byteOffset, length];
}

/** The lists of a vector: where each begins in the child, and how long it is. */
export interface Lists {
  readonly child: RawVector;
  readonly childSize: number;
  start(index: number): number;
  length(index: number): number;
}

export function listsOf(vector: RawVector, size: number): Lists {
  if (duckdb.get_type_id(duckdb.vector_get_column_type(vector)) !== Type.LIST)
    throw new Error('an array lies in DuckDB as no list');
  const entries = new BigUint64Array(...placed(bytesOf(vector, size, 16), size * 2));
  const validity = validityOf(vector, size);
  return {
    child: duckdb.list_vector_get_child(vector),
    childSize: duckdb.list_vector_get_size(vector),
    start: (index) => Number(entries[index * 2] ?? 0n),
    // A NULL array is shown empty.
    length: (index) => (isValid(validity, index) ? Number(entries[index * 2 + 1] ?? 0n) : 0),
  };
}

export function fieldOf(vector: RawVector, place: number): RawVector {
  return duckdb.struct_vector_get_child(vector, place);
}

/** BIGNUM's bytes (a head of 3, then the magnitude, all inverted below zero) as two's complement, little-endian. */
export function bignumInto(stored: Uint8Array, out: Uint8Array, start: number, width: number): void {
  const negative = ((stored[0] ?? 0) & 0x80) === 0;
  const last = stored.length - 1;
  for (let index = 0; index < width; index += 1) {
    const place = last - index;
    out[start + index] = place >= 3 ? (stored[place] ?? 0) : negative ? 0xff : 0;
  }
  if (!negative) return;
  // Inverted and increased by one: the negative number itself.
  for (let index = start; index < start + width; index += 1) {
    const next = ((out[index] ?? 0) + 1) & 0xff;
    out[index] = next;
    if (next !== 0) return;
  }
}
