/**
 * Which change of a key wins within one request. Without sequence numbers, or with equal ones, all rows of a request have
 * one time of ingestion, and the service takes any of them (write-api.md, CDC). So only the winner is sent: the highest
 * sequence number, and among equals the last.
 */

import protobuf from 'protobufjs/minimal.js';
import { PenstockError } from '../../runtime/errors.ts';
import type { RowCodec } from '../codec/codec.ts';
import { DESCRIPTOR_PROTO_TAGS, FIELD_DESCRIPTOR_PROTO_TAGS } from '../codec/descriptor.generated.ts';
import { foldName } from '../schema/column-name.ts';
import { compareSequenceNumbers } from './sequence-number.ts';

interface Winner {
  readonly index: number;
  readonly sequence: string | undefined;
}

export class LatestByKey {
  readonly #keyFields: readonly number[];
  #winners = new Map<string, Winner>();
  #losers = new Set<number>();
  #rows = 0;

  constructor(codec: RowCodec, primaryKey: readonly string[]) {
    this.#keyFields = keyFields(codec, primaryKey);
  }

  /** The next row of the batch, encoded: equal keys are equal bytes, however the source spelled them. */
  add(row: Uint8Array, sequence: string | undefined): void {
    const index = this.#rows;
    this.#rows += 1;
    const key = keyOf(row, this.#keyFields);
    const winner = this.#winners.get(key);
    if (winner === undefined || !isBefore(sequence, winner.sequence)) {
      if (winner) this.#losers.add(winner.index);
      this.#winners.set(key, { index, sequence });
    } else this.#losers.add(index);
  }

  /** The indexes of the rows that lost, and a fresh start. */
  take(): ReadonlySet<number> {
    const losers = this.#losers;
    this.#winners = new Map();
    this.#losers = new Set();
    this.#rows = 0;
    return losers;
  }
}

function isBefore(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && compareSequenceNumbers(a, b) < 0;
}

/** The bytes of the key's columns, tags included, in the order of the key. */
function keyOf(row: Uint8Array, numbers: readonly number[]): string {
  const parts = new Array<string>(numbers.length).fill('');
  eachField(row, (tag, reader) => {
    const start = reader.pos;
    reader.skipType(tag & 7);
    const at = numbers.indexOf(tag >>> 3);
    if (at >= 0) parts[at] = Buffer.from(row.subarray(start, reader.pos)).toString('latin1');
  });
  // Numbers and texts say on the wire where they end: ("ab", "c") is not ("a", "bc").
  return parts.join('');
}

/** The fields of the descriptor stand in the order of the table's columns. */
function keyFields(codec: RowCodec, primaryKey: readonly string[]): readonly number[] {
  const numbers: number[] = [];
  eachField(codec.descriptorBytes, (tag, reader) => {
    if (tag !== DESCRIPTOR_PROTO_TAGS.field) reader.skipType(tag & 7);
    else numbers.push(fieldNumber(reader.bytes()));
  });
  return primaryKey.map((name) => {
    const at = codec.schema.fields.findIndex((column) => foldName(column.name) === foldName(name));
    const number = numbers[at];
    if (number === undefined) throw new PenstockError('CONFIG_INVALID', `the primary key names no column: ${name}`);
    return number;
  });
}

function fieldNumber(bytes: Uint8Array): number {
  let number = 0;
  eachField(bytes, (tag, reader) => {
    if (tag === FIELD_DESCRIPTOR_PROTO_TAGS.number) number = reader.int32();
    else reader.skipType(tag & 7);
  });
  return number;
}

/** Walks a message; the visitor reads each field or skips it. */
function eachField(bytes: Uint8Array, visit: (tag: number, reader: protobuf.Reader) => void): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) visit(reader.uint32(), reader);
}
