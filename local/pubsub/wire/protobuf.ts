/** Just enough protobuf wire format for the hot methods (https://protobuf.dev/programming-guides/encoding). */

import { isUtf8 } from 'node:buffer';

export class WireError extends Error {
  constructor(what: string, at: number) {
    super(`${what} at byte ${at}`);
    this.name = 'WireError';
  }
}

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** Walks the fields of one message in `buffer[position, end)`. Reused, not allocated per field. */
export class Reader {
  readonly buffer: Buffer;
  position: number;
  readonly end: number;

  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.buffer = buffer;
    this.position = start;
    this.end = end;
  }

  get done(): boolean {
    return this.position >= this.end;
  }

  /** Values beyond 2^53 lose their low bits; every number here that matters is smaller. Negative int32 arrive as 10 bytes. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      if (this.position >= this.end) throw new WireError('a number is cut off', this.position);
      const byte = this.buffer[this.position] as number;
      this.position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new WireError('a number is longer than ten bytes', this.position);
  }

  int32(): number {
    const start = this.position;
    const value = this.varint();
    return this.position - start <= 5 ? value | 0 : Number(BigInt.asIntN(32, this.#exact(start)));
  }

  int64(): number {
    const start = this.position;
    const value = this.varint();
    return this.position - start < 10 ? value : Number(BigInt.asIntN(64, this.#exact(start)));
  }

  /** The field's number and wire type in one, as on the wire: compare with `tagOf`. */
  tag(): number {
    const at = this.position;
    const value = this.varint();
    if (value < 8 || value > 0xffff_ffff) throw new WireError('a field has no valid number', at);
    return value;
  }

  /** Reads a length and returns where the bytes end; `position` is where they start. */
  length(): number {
    const at = this.position;
    const end = this.varint() + this.position;
    if (end > this.end) throw new WireError('a field is cut off', at);
    return end;
  }

  string(): string {
    const end = this.length();
    const start = this.position;
    this.position = end;
    if (!isUtf8Range(this.buffer, start, end)) throw new WireError('a string is not UTF-8', start);
    return this.buffer.toString('utf8', start, end);
  }

  /** Passes over an unknown field. A known field with another wire type is unknown too, as in every protobuf runtime. */
  skip(tag: number): void {
    const at = this.position;
    const type = tag % 8;
    if (type === VARINT) this.varint();
    else if (type === BYTES) this.position = this.length();
    else if (type === FIXED64) this.position += 8;
    else if (type === FIXED32) this.position += 4;
    else throw new WireError(`wire type ${type} is not known`, at);
    if (this.position > this.end) throw new WireError('a field is cut off', at);
  }

  #exact(start: number): bigint {
    let value = 0n;
    let shift = 0n;
    for (let at = start; at < this.position; at += 1) {
      value |= BigInt((this.buffer[at] as number) & 0x7f) << shift;
      shift += 7n;
    }
    return BigInt.asUintN(64, value);
  }
}

export function tagOf(field: number, type: number): number {
  return field * 8 + type;
}

export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

/** Writes and returns the position after. */
export function writeVarint(out: Buffer, position: number, value: number): number {
  let at = position;
  let rest = value;
  while (rest >= 128) {
    out[at] = (rest % 128) | 0x80;
    at += 1;
    rest = Math.floor(rest / 128);
  }
  out[at] = rest;
  return at + 1;
}

/** ASCII needs no decoder; everything else is asked of Node. */
export function isUtf8Range(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    if ((buffer[at] as number) >= 0x80) return isUtf8(buffer.subarray(at, end));
  }
  return true;
}

/** One length-delimited field. */
export function bytesField(field: number, bytes: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(varintBytes(field * 8 + BYTES) + varintBytes(bytes.length) + bytes.length);
  const at = writeVarint(out, writeVarint(out, 0, field * 8 + BYTES), bytes.length);
  out.set(bytes, at);
  return out;
}

export function stringField(field: number, text: string): Buffer {
  return bytesField(field, Buffer.from(text));
}

export function varintField(field: number, value: number): Buffer {
  const out = Buffer.allocUnsafe(varintBytes(field * 8) + varintBytes(value));
  writeVarint(out, writeVarint(out, 0, field * 8), value);
  return out;
}
