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
  /** The halves of the varint that was read last: a bigint for each number would be most of the work. */
  #low = 0;
  #high = 0;

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
    this.#varint();
    return this.#low !== 0 || this.#high !== 0;
  }

  /** The nearest number: beyond 2^53 it is not exact. */
  int64(): number {
    this.#varint();
    return this.#high * 2 ** 32 + this.#low;
  }

  /** All digits of the number. */
  int64Text(): string {
    const near = this.int64();
    if (Number.isSafeInteger(near)) return String(near);
    return String((BigInt(this.#high) << 32n) | BigInt(this.#low));
  }

  int32(): number {
    this.#varint();
    return this.#low | 0;
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
    const text = this.#bytes.toString('utf8', start, end);
    // This character stands for bytes that are no UTF-8, or for itself.
    if (text.includes('\ufffd') && !isUtf8(this.#bytes.subarray(start, end)))
      throw this.malformed('a text is not UTF-8');
    return text;
  }

  base64(): string {
    const end = this.#length();
    const text = this.#bytes.toString('base64', this.#at, end);
    this.#at = end;
    return text;
  }

  /** Reads an embedded message by `read`, which sees its bytes only. */
  message<T>(read: (reader: this) => T): T {
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
        this.#varint();
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

  /** Tags and lengths. */
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

  /** At most ten bytes. Of more than 64 bits the lower 64 count, as in every protobuf library. */
  #varint(): void {
    this.#expect(VARINT);
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      // The fifth byte has bits of both halves.
      if (shift === 28) high = bits >>> 4;
      else if (shift > 28) high |= bits << (shift - 32);
      if (byte >= 0x80) continue;
      this.#low = low >>> 0;
      this.#high = high;
      return;
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
