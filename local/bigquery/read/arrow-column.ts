/** One column of a chunk as Arrow's buffers: copied as a whole wherever DuckDB and Arrow lay values out alike. */

import { type Data, type DataType, makeData } from 'apache-arrow';
import type { Column } from '../schema.ts';
import { arrowField, elementType } from './arrow-schema.ts';
import type { Picked } from './picked.ts';
import {
  bignumInto,
  bytesOf,
  checkType,
  fieldOf,
  integersOf,
  isValid,
  listsOf,
  numericsOf,
  type Places,
  placed,
  placeOf,
  type RawVector,
  stringsOf,
  validityOf,
} from './vector.ts';

/**
 * `size` is the number of items that the vector holds; `places` are those that are wanted. Under a struct that is NULL
 * DuckDB leaves anything, pointers too: `within` has a bit for each wanted item whose struct is there.
 */
export function arrowColumn(
  picked: Picked,
  vector: RawVector,
  size: number,
  places: Places,
  within?: Uint8Array,
): Data {
  if (picked.column.mode !== 'REPEATED') return element(picked, vector, size, places, within);
  const lists = listsOf(vector, size);
  const lengthAt = (index: number): number => (isValid(within, index) ? lists.length(placeOf(places, index)) : 0);
  const valueOffsets = new Int32Array(places.count + 1);
  let total = 0;
  let contiguous = true;
  for (let index = 0; index < places.count; index += 1) {
    const place = placeOf(places, index);
    const length = lengthAt(index);
    contiguous &&= length === 0 || lists.start(place) === total;
    total += length;
    valueOffsets[index + 1] = total;
  }
  const at = contiguous ? undefined : new Uint32Array(total);
  if (at !== undefined) {
    let next = 0;
    for (let index = 0; index < places.count; index += 1) {
      const place = placeOf(places, index);
      const start = lists.start(place);
      for (let item = 0; item < lengthAt(index); item += 1) at[next++] = start + item;
    }
  }
  const child = element(picked, lists.child, lists.childSize, { count: total, at });
  return data({ type: arrowField(picked).type, length: places.count, nullCount: 0, valueOffsets, child });
}

function element(picked: Picked, vector: RawVector, size: number, places: Places, within?: Uint8Array): Data {
  const { column, fields } = picked;
  checkType(column, vector);
  const { nullBitmap, nullCount } = bitmap(validityOf(vector, size), places, within);
  const common = { type: elementType(picked), length: places.count, nullCount, nullBitmap };
  if (column.type === 'STRUCT') {
    const children = fields.map((field) => arrowColumn(field, fieldOf(vector, field.place), size, places, nullBitmap));
    return data({ ...common, children });
  }
  if (column.type === 'RANGE') {
    const children = ['start', 'end'].map((name, place) =>
      element(boundOf(column, name), fieldOf(vector, place), size, places, nullBitmap),
    );
    return data({ ...common, children });
  }
  switch (column.type) {
    case 'BOOL':
      return data({ ...common, data: bits(bytesOf(vector, size, 1), places) });
    case 'INT64':
      return data({ ...common, data: gather64(integersOf(vector, size), places) });
    case 'FLOAT64':
      return data({ ...common, data: new Float64Array(gather64(longs(vector, size), places).buffer, 0, places.count) });
    case 'TIME':
    case 'DATETIME':
    case 'TIMESTAMP':
      return data({ ...common, data: gather64(longs(vector, size), places) });
    case 'DATE':
      return data({ ...common, data: gather32(new Int32Array(...placed(bytesOf(vector, size, 4), size)), places) });
    case 'NUMERIC':
      return data({ ...common, data: gatherWide(numericsOf(vector, size), 16, places) });
    case 'BIGNUMERIC':
      return data({ ...common, data: wideDecimals(vector, size, places, nullBitmap) });
    case 'INTERVAL':
      return data({ ...common, data: intervals(bytesOf(vector, size, 16), places) });
    default:
      return data({ ...common, ...strings(vector, size, places, nullBitmap) });
  }
}

function boundOf({ rangeElementType = 'DATE' }: Column, name: string): Picked {
  return { column: { name, type: rangeElementType, mode: 'NULLABLE' }, place: 0, fields: [] };
}

interface Parts {
  readonly type: DataType;
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap?: Uint8Array | undefined;
  readonly valueOffsets?: Int32Array;
  readonly data?: ArrayBufferView;
  readonly child?: Data;
  readonly children?: readonly Data[];
}

/** makeData has a signature for each type; these parts fit the one of their `type`. */
function data(parts: Parts): Data {
  return makeData(parts as never);
}

function bitmap(
  validity: Uint8Array | undefined,
  places: Places,
  within: Uint8Array | undefined,
): { nullBitmap?: Uint8Array; nullCount: number } {
  if (validity === undefined && within === undefined) return { nullCount: 0 };
  const nullBitmap = new Uint8Array((places.count + 7) >> 3);
  let valid = 0;
  for (let index = 0; index < places.count; index += 1) {
    if (!isValid(within, index) || !isValid(validity, placeOf(places, index))) continue;
    nullBitmap[index >> 3] = (nullBitmap[index >> 3] ?? 0) | (1 << (index & 7));
    valid += 1;
  }
  return valid === places.count ? { nullCount: 0 } : { nullBitmap, nullCount: places.count - valid };
}

function longs(vector: RawVector, size: number): BigInt64Array {
  return new BigInt64Array(...placed(bytesOf(vector, size, 8), size));
}

function gather64(items: BigInt64Array, { count, at }: Places): BigInt64Array {
  // A copy in either case: DuckDB's memory may lie as it likes, and a view of floats wants its own.
  return at === undefined ? items.slice(0, count) : BigInt64Array.from(at, (place) => items[place] ?? 0n);
}

function gather32(items: Int32Array, { count, at }: Places): Int32Array {
  return at === undefined ? items.slice(0, count) : Int32Array.from(at, (place) => items[place] ?? 0);
}

function gatherWide(bytes: Uint8Array, width: number, { count, at }: Places): Uint8Array {
  if (at === undefined) return bytes.slice(0, count * width);
  const out = new Uint8Array(count * width);
  for (let index = 0; index < count; index += 1) {
    const place = at[index] ?? 0;
    out.set(bytes.subarray(place * width, (place + 1) * width), index * width);
  }
  return out;
}

function bits(bytes: Uint8Array, places: Places): Uint8Array {
  const out = new Uint8Array((places.count + 7) >> 3);
  for (let index = 0; index < places.count; index += 1) {
    if (bytes[placeOf(places, index)] === 1) out[index >> 3] = (out[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return out;
}

function wideDecimals(vector: RawVector, size: number, places: Places, valid: Uint8Array | undefined): Uint8Array {
  const stored = stringsOf(vector, size);
  const out = new Uint8Array(places.count * 32);
  for (let index = 0; index < places.count; index += 1) {
    if (isValid(valid, index)) bignumInto(stored.bytes(placeOf(places, index)), out, index * 32, 32);
  }
  return out;
}

/** DuckDB counts microseconds behind months and days, Arrow nanoseconds. */
function intervals(bytes: Uint8Array, places: Places): Int32Array {
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new DataView(new ArrayBuffer(places.count * 16));
  for (let index = 0; index < places.count; index += 1) {
    const start = placeOf(places, index) * 16;
    out.setInt32(index * 16, from.getInt32(start, true), true);
    out.setInt32(index * 16 + 4, from.getInt32(start + 4, true), true);
    out.setBigInt64(index * 16 + 8, from.getBigInt64(start + 8, true) * 1_000n, true);
  }
  return new Int32Array(out.buffer);
}

function strings(
  vector: RawVector,
  size: number,
  places: Places,
  valid: Uint8Array | undefined,
): { readonly valueOffsets: Int32Array; readonly data: Uint8Array } {
  const texts = stringsOf(vector, size);
  const valueOffsets = new Int32Array(places.count + 1);
  let total = 0;
  for (let index = 0; index < places.count; index += 1) {
    if (isValid(valid, index)) total += texts.length(placeOf(places, index));
    valueOffsets[index + 1] = total;
  }
  const bytes = new Uint8Array(total);
  for (let index = 0; index < places.count; index += 1) {
    const start = valueOffsets[index] ?? 0;
    if ((valueOffsets[index + 1] ?? 0) > start) texts.copy(placeOf(places, index), bytes, start);
  }
  return { valueOffsets, data: bytes };
}
