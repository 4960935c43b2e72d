/** One column of a chunk as Arrow's buffers: copied as a whole wherever DuckDB and Arrow lay values out alike. */

import type { Column } from '../schema.ts';
import type { ArrowValues } from './arrow-message.ts';
import type { Picked } from './picked.ts';
import { type Strings, stringsOf } from './strings.ts';
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
  validityOf,
} from './vector.ts';

/** No validity bitmap: every item is there. */
const ALL_THERE = new Uint8Array(0);

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
): ArrowValues {
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
  return { length: places.count, nullCount: 0, buffers: [ALL_THERE, valueOffsets], children: [child] };
}

function element(picked: Picked, vector: RawVector, size: number, places: Places, within?: Uint8Array): ArrowValues {
  const { column, fields } = picked;
  checkType(column, vector);
  const { nullBitmap, nullCount } = bitmap(validityOf(vector, size), places, within);
  const there = nullBitmap ?? ALL_THERE;
  const common = { length: places.count, nullCount };
  if (column.type === 'STRUCT') {
    const children = fields.map((field) => arrowColumn(field, fieldOf(vector, field.place), size, places, nullBitmap));
    return { ...common, buffers: [there], children };
  }
  if (column.type === 'RANGE') {
    const children = ['start', 'end'].map((name, place) =>
      element(boundOf(column, name), fieldOf(vector, place), size, places, nullBitmap),
    );
    return { ...common, buffers: [there], children };
  }
  return { ...common, buffers: [there, ...scalarBuffers(column, vector, size, places, nullBitmap)] };
}

function scalarBuffers(
  { type }: Column,
  vector: RawVector,
  size: number,
  places: Places,
  nullBitmap: Uint8Array | undefined,
): readonly ArrayBufferView[] {
  switch (type) {
    case 'BOOL':
      return [bits(bytesOf(vector, size, 1), places)];
    case 'INT64':
      return [gather64(integersOf(vector, size), places)];
    case 'FLOAT64':
    case 'TIME':
    case 'DATETIME':
    case 'TIMESTAMP':
      return [gather64(new BigInt64Array(...placed(bytesOf(vector, size, 8), size)), places)];
    case 'DATE':
      return [gather32(new Int32Array(...placed(bytesOf(vector, size, 4), size)), places)];
    case 'NUMERIC':
      return [gatherWide(numericsOf(vector, size), 16, places)];
    case 'BIGNUMERIC':
      return [wideDecimals(vector, size, places, nullBitmap)];
    case 'INTERVAL':
      return [intervals(bytesOf(vector, size, 16), places)];
    default:
      return strings(vector, size, places, nullBitmap);
  }
}

function boundOf({ rangeElementType = 'DATE' }: Column, name: string): Picked {
  return { column: { name, type: rangeElementType, mode: 'NULLABLE' }, place: 0, fields: [] };
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

function gather64(items: BigInt64Array, { count, at }: Places): BigInt64Array {
  return at === undefined ? items.subarray(0, count) : BigInt64Array.from(at, (place) => items[place] ?? 0n);
}

function gather32(items: Int32Array, { count, at }: Places): Int32Array {
  return at === undefined ? items.subarray(0, count) : Int32Array.from(at, (place) => items[place] ?? 0);
}

function gatherWide(bytes: Uint8Array, width: number, { count, at }: Places): Uint8Array {
  if (at === undefined) return bytes.subarray(0, count * width);
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
  const stored = wantedStrings(vector, size, places, valid);
  const out = new Uint8Array(places.count * 32);
  for (let index = 0; index < places.count; index += 1) {
    if (isValid(valid, index)) bignumInto(stored.bytes(placeOf(places, index)), out, index * 32, 32);
  }
  return out;
}

function wantedStrings(vector: RawVector, size: number, { count, at }: Places, valid: Uint8Array | undefined): Strings {
  if (at === undefined) return stringsOf(vector, count, valid);
  const wanted = new Uint8Array((size + 7) >> 3);
  for (let index = 0; index < count; index += 1) {
    const place = at[index] ?? 0;
    if (isValid(valid, index)) wanted[place >> 3] = (wanted[place >> 3] ?? 0) | (1 << (place & 7));
  }
  return stringsOf(vector, size, wanted);
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
): readonly [valueOffsets: Int32Array, data: Uint8Array] {
  const texts = wantedStrings(vector, size, places, valid);
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
  return [valueOffsets, bytes];
}
