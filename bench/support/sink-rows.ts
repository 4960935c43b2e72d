/** Whether rows that arrive at a null server are those of the messages that were sent: the bench verifies what it times. */

import { isDeepStrictEqual } from 'node:util';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import { messageOf, STEP } from './sink-messages.ts';
import { SCHEMA } from './twelve-columns.ts';

/** One row in so many is compared, byte for byte. All rows are counted. */
const ONE_IN = 50;

export class RowCheck {
  readonly #codec = compileCodec(SCHEMA, { unknownFields: 'reject' });
  readonly #expected = new Map<number, Buffer>();
  #seen = 0;
  compared = 0;
  wrong = 0;

  /** A row of an append. A change has two fields more behind it. */
  encoded(row: Buffer): void {
    this.#seen += 1;
    if (this.#seen % ONE_IN !== 0) return;
    this.compared += 1;
    const expected = this.#encodedOf(indexOf(row));
    if (!row.subarray(0, expected.length).equals(expected)) this.wrong += 1;
  }

  /** A row of a streaming insert or a file: JSON columns may be text there. */
  json(row: Readonly<Record<string, unknown>>): void {
    this.compared += 1;
    const expected = JSON.parse(messageOf(Number(row.id) / STEP)) as Record<string, unknown>;
    const payload: unknown = typeof row.payload === 'string' ? JSON.parse(row.payload) : row.payload;
    const { __penstock: _staged, ...rest } = row;
    if (!isDeepStrictEqual({ ...rest, payload }, expected)) this.wrong += 1;
  }

  #encodedOf(index: number): Buffer {
    let bytes = this.#expected.get(index);
    if (bytes === undefined) {
      const out = new RowBuffer();
      const problem = this.#codec.encode(JSON.parse(messageOf(index)), out);
      bytes = problem === undefined ? Buffer.from(out.row(0)) : Buffer.alloc(0);
      this.#expected.set(index, bytes);
    }
    return bytes;
  }
}

/** Behind the name, field 1, stands the id, field 2: a multiple of the message's index. */
function indexOf(row: Buffer): number {
  let at = 2 + (row[1] as number) + 1;
  let id = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = row[at++] as number;
    id += (byte & 127) * scale;
    if (!(byte >= 128)) return id / STEP;
  }
}
