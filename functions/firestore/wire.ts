/**
 * Reads protobuf's wire format (protobuf.dev/programming-guides/encoding) within bounds: every length is checked before it
 * is believed, so a malformed message costs no more than a good one of its size.
 */

import { isUtf8 } from 'node:buffer';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

export class WireReader {
  readonly #bytes: Buffer;
  #at: number;
  #end: number;
  #wireType = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = 0;
    this.#end = bytes.byteLength;
  }

  /** The number of the next field, or 0 at the end of the message. */
  field(): number {
    if (this.#at === this.#end) return 0;
    const tag = this.#uint32();
    this.#wireType = tag & 7;
    if (tag < 8) throw this.malformed('a field has no number');
    return tag >>> 3;
  }

  bool(): boolean {
    this.#expect(VARINT);
    return this.#uint64() !== 0n;
  }

  /** Of more than 64 bits the lower 64 count, as in every protobuf library. */
  int64(): bigint {
    this.#expect(VARINT);
    return BigInt.asIntN(64, this.#uint64());
  }

  int32(): number {
    return Number(BigInt.asIntN(32, this.int64()));
  }

  double(): number {
    this.#expect(FIXED_64);
    this.#need(8);
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  string(): string {
    const end = this.#length();
    const start = this.#at;
    this.#at = end;
    const text = this.#bytes.subarray(start, end);
    if (!isUtf8(text)) throw this.malformed('a text is not UTF-8');
    return text.toString('utf8');
  }

  base64(): string {
    const end = this.#length();
    const text = this.#bytes.toString('base64', this.#at, end);
    this.#at = end;
    return text;
  }

  /** Reads an embedded message by `read`, which sees its bytes only. */
  message<T>(read: (reader: WireReader) => T): T {
    const outer = this.#end;
    const end = this.#length();
    this.#end = end;
    const value = read(this);
    this.#end = outer;
    return value;
  }

  /** Passes over a field that a later version of the message may have added. */
  skip(): void {
    switch (this.#wireType) {
      case VARINT:
        this.#uint64();
        return;
      case FIXED_64:
        this.#need(8);
        this.#at += 8;
        return;
      case LENGTH_DELIMITED:
        this.#at = this.#length();
        return;
      case FIXED_32:
        this.#need(4);
        this.#at += 4;
        return;
      default:
        throw this.malformed(`wire type ${this.#wireType} is none of proto3`);
    }
  }

  /** Tells the place and never the content. */
  malformed(what: string): PenstockError {
    return new PenstockError('INPUT_MALFORMED', `Not a DocumentEventData: ${what} (byte ${this.#at})`, {
      stage: 'receiving',
    });
  }

  #expect(wireType: number): void {
    if (this.#wireType !== wireType) throw this.malformed(`wire type ${this.#wireType} where ${wireType} belongs`);
  }

  #need(bytes: number): void {
    if (this.#end - this.#at < bytes) throw this.malformed('it ends within a field');
  }

  /** The end of the length-delimited content that begins here. */
  #length(): number {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#uint32();
    this.#need(length);
    return this.#at + length;
  }

  /** Tags and lengths: numbers, because a bigint for each would be most of the work. */
  #uint32(): number {
    let value = 0;
    // Multiplied and not shifted: a shift of 28 would lose the sign's bit.
    for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80 && value < 2 ** 32) return value;
    }
    throw this.malformed('a tag or a length has more than 32 bits');
  }

  /** At most ten bytes, and the lower 64 bits of them. */
  #uint64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw this.malformed('a number is longer than ten bytes');
  }

  #byte(): number {
    this.#need(1);
    const byte = this.#bytes[this.#at] as number;
    this.#at += 1;
    return byte;
  }
}
