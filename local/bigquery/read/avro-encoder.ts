/** Rows of a session as Avro: the schema's JSON, and rows one after the other in Avro's binary encoding. */

import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { AvroWriter } from '../../core/avro/avro-writer.ts';
import { formatInterval } from '../../googlesql/values/interval.ts';
import { formatDate, formatDatetime, formatTime } from '../../googlesql/values/time.ts';
import type { ColumnType } from '../schema.ts';
import { avroSchema, isUnion } from './avro-schema.ts';
import type { RowEncoder } from './encoder.ts';
import type { Picked } from './picked.ts';
import { stringsOf } from './strings.ts';
import {
  bignumInto,
  bytesOf,
  checkType,
  fieldOf,
  integersOf,
  isValid,
  listsOf,
  numericsOf,
  placed,
  type RawVector,
  validityOf,
} from './vector.ts';

type WriteItem = (out: AvroWriter, place: number) => void;

export function avroEncoder(columns: readonly Picked[]): RowEncoder {
  return {
    schema: { avroSchema: { schema: avroSchema(columns) } },
    rows: (chunk: DuckDBDataChunk, from, to) => {
      const serializedBinaryRows = avroRows(columns, chunk, from, to, 'numbers');
      return { size: serializedBinaryRows.length, rows: { avroRows: { serializedBinaryRows, rowCount: to - from } } };
    },
  };
}

/** DATE and TIME as numbers, as their logical types have them, or as texts. */
type Civil = 'numbers' | 'texts';

/** Rows `from` to `to` of a chunk, one after the other in Avro's binary encoding. */
export function avroRows(
  columns: readonly Picked[],
  chunk: DuckDBDataChunk,
  from: number,
  to: number,
  civil: Civil,
): Uint8Array {
  const writers = columns.map((picked) => {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, picked.place);
    return columnWriter(picked, vector, chunk.rowCount, undefined, civil);
  });
  const out = new AvroWriter();
  for (let row = from; row < to; row += 1) for (const write of writers) write(out, row);
  return out.taken();
}

/** `within` has a bit for each item that is part of a row: under a NULL DuckDB leaves anything, pointers too. */
function columnWriter(
  picked: Picked,
  vector: RawVector,
  size: number,
  within: Uint8Array | undefined,
  civil: Civil,
): WriteItem {
  if (picked.column.mode !== 'REPEATED') {
    const validity = validityOf(vector, size);
    const write = element(picked, vector, size, both(validity, within), civil);
    return isUnion(picked.column) ? nullable(validity, write) : write;
  }
  const lists = listsOf(vector, size);
  const items = new Uint8Array((lists.childSize + 7) >> 3);
  for (let place = 0; place < size; place += 1) {
    const start = lists.start(place);
    const end = isValid(within, place) ? start + lists.length(place) : start;
    for (let item = start; item < end; item += 1) items[item >> 3] = (items[item >> 3] ?? 0) | (1 << (item & 7));
  }
  const write = element(
    picked,
    lists.child,
    lists.childSize,
    both(validityOf(lists.child, lists.childSize), items),
    civil,
  );
  return (out, place) => {
    const length = lists.length(place);
    const start = lists.start(place);
    // One block with its count, then the end of the array.
    if (length > 0) out.long(BigInt(length));
    for (let item = 0; item < length; item += 1) write(out, start + item);
    out.byte(0);
  };
}

function both(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.map((bits, index) => bits & (other[index] ?? 0));
}

/** `["null", T]`: the branch, then the value. */
function nullable(validity: Uint8Array | undefined, write: WriteItem): WriteItem {
  return (out, place) => {
    if (!isValid(validity, place)) {
      out.byte(0);
      return;
    }
    out.byte(2);
    write(out, place);
  };
}

function element(
  { column, fields }: Picked,
  vector: RawVector,
  size: number,
  there: Uint8Array | undefined,
  civil: Civil,
): WriteItem {
  const { type, rangeElementType = 'DATE' } = column;
  checkType(column, vector);
  if (type === 'STRUCT') {
    const writers = fields.map((field) => columnWriter(field, fieldOf(vector, field.place), size, there, civil));
    return (out, place) => {
      for (const write of writers) write(out, place);
    };
  }
  if (type === 'RANGE') {
    const [start, end] = [fieldOf(vector, 0), fieldOf(vector, 1)].map((side) =>
      nullable(validityOf(side, size), scalar(rangeElementType, side, size, there, civil)),
    ) as [WriteItem, WriteItem];
    return (out, place) => {
      start(out, place);
      end(out, place);
    };
  }
  return scalar(type, vector, size, there, civil);
}

function scalar(
  type: ColumnType,
  vector: RawVector,
  size: number,
  there: Uint8Array | undefined,
  civil: Civil,
): WriteItem {
  const longs = (): BigInt64Array => new BigInt64Array(...placed(bytesOf(vector, size, 8), size));
  switch (type) {
    case 'INT64': {
      const items = integersOf(vector, size);
      return (out, place) => out.long(items[place] ?? 0n);
    }
    case 'TIME':
    case 'TIMESTAMP': {
      const items = longs();
      if (civil === 'texts' && type === 'TIME')
        return (out, place) => out.bytes(Buffer.from(formatTime(items[place] ?? 0n)));
      return (out, place) => out.long(items[place] ?? 0n);
    }
    case 'DATETIME': {
      const items = longs();
      return (out, place) => out.bytes(Buffer.from(formatDatetime(items[place] ?? 0n)));
    }
    case 'DATE': {
      const items = new Int32Array(...placed(bytesOf(vector, size, 4), size));
      if (civil === 'texts') return (out, place) => out.bytes(Buffer.from(formatDate(items[place] ?? 0)));
      return (out, place) => out.long(BigInt(items[place] ?? 0));
    }
    case 'FLOAT64': {
      const items = bytesOf(vector, size, 8);
      return (out, place) => out.raw(items.subarray(place * 8, place * 8 + 8));
    }
    case 'BOOL': {
      const items = bytesOf(vector, size, 1);
      return (out, place) => out.byte(items[place] ?? 0);
    }
    case 'NUMERIC': {
      const items = numericsOf(vector, size);
      return (out, place) => out.bytes(items.slice(place * 16, place * 16 + 16).reverse());
    }
    case 'BIGNUMERIC': {
      const stored = stringsOf(vector, size, there);
      return (out, place) => {
        const bytes = new Uint8Array(32);
        bignumInto(stored.bytes(place), bytes, 0, 32);
        out.bytes(bytes.reverse());
      };
    }
    case 'INTERVAL': {
      const bytes = bytesOf(vector, size, 16);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return (out, place) => {
        const months = view.getInt32(place * 16, true);
        const days = view.getInt32(place * 16 + 4, true);
        const micros = view.getBigInt64(place * 16 + 8, true);
        out.bytes(Buffer.from(formatInterval({ months, days, micros })));
      };
    }
    default: {
      const texts = stringsOf(vector, size, there);
      return (out, place) => out.bytes(texts.bytes(place));
    }
  }
}
