/** Avro's binary encoding, into a buffer that grows. */

const FIRST_BYTES = 64 * 1024;

export class AvroWriter {
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  /** Zigzag, in groups of seven bits, the lowest first. */
  long(value: bigint): void {
    this.#reserve(10);
    let left = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (left > 0x7fn) {
      this.#buffer[this.#length++] = Number(left & 0x7fn) | 0x80;
      left >>= 7n;
    }
    this.#buffer[this.#length++] = Number(left);
  }

  /** `bytes` and `string`: the length, then the bytes. */
  bytes(value: Uint8Array): void {
    this.long(BigInt(value.length));
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  taken(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
