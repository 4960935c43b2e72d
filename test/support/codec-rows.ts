/** One row through a codec and back, for tests that look at single rows. */

import { compileCodec, type JsonRow, type RowCodec } from '../../shared/bigquery/codec/codec.ts';
import type { CodecOptions, RowChange } from '../../shared/bigquery/codec/options.ts';
import type { RowProblem } from '../../shared/bigquery/codec/problem.ts';
import { RowBuffer } from '../../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../../shared/bigquery/schema/table-schema.ts';
import { bufDecoder, type Decoded } from './decode-rows.ts';

export function field(name: string, type: Field['type'], more: Partial<Field> = {}): Field {
  return { name, type, mode: 'NULLABLE', ...more };
}

export function codecOf(fields: readonly Field[], options: Partial<CodecOptions> = {}): RowCodec {
  return compileCodec({ fields }, { unknownFields: 'reject', ...options });
}

/** The decoded row, or the problem with it. */
export function through(codec: RowCodec, row: unknown, change?: RowChange): Decoded | RowProblem {
  const out = new RowBuffer();
  return codec.encode(row as JsonRow, out, change) ?? plain(bufDecoder(codec.descriptorBytes)(out.row(0)));
}

export function problemOf(codec: RowCodec, row: unknown, change?: RowChange): RowProblem {
  const problem = codec.encode(row as JsonRow, new RowBuffer(), change);
  if (problem === undefined) throw new Error('the row was accepted');
  return problem;
}

/** Objects without a prototype as ordinary ones, so that they compare. */
function plain(value: Decoded): Decoded {
  const one = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(one);
    if (item instanceof Uint8Array) return new Uint8Array(item);
    return typeof item === 'object' && item !== null ? plain(item as Decoded) : item;
  };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(item)]));
}
