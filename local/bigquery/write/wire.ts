/** The protobuf wire format, read in place. Every way a byte string can be wrong throws `Malformed`. */

export class Malformed extends Error {}

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;

const TWO_32 = 4294967296;

export class Wire {
  readonly bytes: Buffer;
  pos: number;
  end: number;
  /** The two halves of the varint read last by `varint64`, unsigned. */
  #low = 0;
  #high = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.pos = 0;
    this.end = bytes.length;
  }

  get done(): boolean {
    return this.pos >= this.end;
  }

  /** A varint cut to its low 32 bits, as protobuf reads int32, uint32, enums and tags. */
  uint32(): number {
    const { bytes } = this;
    const first = bytes[this.pos] as number;
    if (first < 0x80 && this.pos < this.end) {
      this.pos += 1;
      return first;
    }
    this.#varint64();
    return this.#low;
  }

  int32(): number {
    return this.uint32() | 0;
  }

  int64(): bigint {
    this.#varint64();
    if (this.#high < 0x200000) return BigInt(this.#high * TWO_32 + this.#low);
    return BigInt.asIntN(64, (BigInt(this.#high) << 32n) | BigInt(this.#low));
  }

  uint64(): bigint {
    this.#varint64();
    if (this.#high < 0x200000) return BigInt(this.#high * TWO_32 + this.#low);
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  bool(): boolean {
    this.#varint64();
    return this.#low !== 0 || this.#high !== 0;
  }

  double(): number {
    return this.bytes.readDoubleLE(this.take(8));
  }

  float(): number {
    return this.bytes.readFloatLE(this.take(4));
  }

  fixed32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  sfixed64(): bigint {
    return this.bytes.readBigInt64LE(this.take(8));
  }

  /** The start of a length-delimited value; its end is returned by advancing past it. */
  span(): { readonly start: number; readonly end: number } {
    const length = this.length();
    const start = this.take(length);
    return { start, end: start + length };
  }

  /** The length prefix of a length-delimited value, checked against what is left. */
  length(): number {
    const length = this.uint32();
    if (length > this.end - this.pos) throw new Malformed('a field is longer than the message that holds it');
    return length;
  }

  slice(): Buffer {
    const { start, end } = this.span();
    return this.bytes.subarray(start, end);
  }

  text(): string {
    const length = this.length();
    const start = this.pos;
    this.pos = start + length;
    const text = this.bytes.toString('utf8', start, start + length);
    // U+FFFD appears where bytes were not UTF-8, or where the text really holds one: only then is the slow check worth it.
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(start, start + length))) {
      throw new Malformed('a string is not valid UTF-8');
    }
    return text;
  }

  /** Passes over a value of an unknown field. Groups are refused: proto2 wrote its last one long ago. */
  skip(wireType: number): void {
    if (wireType === WIRE_VARINT) this.#varint64();
    else if (wireType === WIRE_FIXED64) this.take(8);
    else if (wireType === WIRE_BYTES) this.span();
    else if (wireType === WIRE_FIXED32) this.take(4);
    else throw new Malformed(`wire type ${wireType} is not supported`);
  }

  /** Passes over `count` bytes and says where they began. */
  take(count: number): number {
    const start = this.pos;
    if (count > this.end - start) throw new Malformed('the message ends in the middle of a field');
    this.pos = start + count;
    return start;
  }

  #varint64(): void {
    const { bytes, end } = this;
    let pos = this.pos;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= end) throw new Malformed('the message ends in the middle of a number');
      const byte = bytes[pos++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.pos = pos;
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw new Malformed('a number is longer than ten bytes');
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
