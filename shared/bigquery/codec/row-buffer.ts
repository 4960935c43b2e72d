/**
 * Encoded rows, one after the other, in one growing buffer that is used again for the next batch.
 *
 * Its content is at any time the serialized `ProtoRows` message (`repeated bytes serialized_rows = 1`): each row
 * stands behind its tag and length. A request is framed around these bytes; no row is ever copied on its own.
 */

/** Tag of `ProtoRows.serialized_rows`: field 1, length-delimited. */
const ROW_TAG = 0x0a;
const FIRST_CAPACITY = 64 * 1024;
/** No request comes near: a batch this long is a caller that forgot to close it. */
const LARGEST = 0x7fff_ffff;

export class RowBuffer {
  /** @internal The codec writes here, from `position` on. */
  bytes: Buffer;
  /** @internal The same memory, for doubles. */
  view: DataView;
  /** @internal Where the next byte goes. Rows that are complete end at `byteLength`. */
  position = 0;
  /** @internal Where the row in progress begins. */
  rowStart = 0;
  /** @internal What the row in progress may take. */
  rowLimit = Number.POSITIVE_INFINITY;
  /** A row is being written: any other change of the buffer would corrupt it. */
  #open = false;
  #ends: Float64Array<ArrayBuffer> = new Float64Array(256);
  #starts: Float64Array<ArrayBuffer> = new Float64Array(256);
  #rowCount = 0;
  #byteLength = 0;
  /** Bytes that the length of the previous row took: the next row's most likely take as many. */
  #lengthBytes = 1;

  constructor(capacity: number = FIRST_CAPACITY) {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(capacity, 64));
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** The size of the serialized `ProtoRows`. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** The serialized `ProtoRows`: a view, valid until the next `encode`, `truncate` or `reset`. */
  get protoRows(): Uint8Array {
    return this.bytes.subarray(0, this.#byteLength);
  }

  /** One row's own bytes, without tag and length: a view with the same life. */
  row(index: number): Uint8Array {
    this.#check(index);
    return this.bytes.subarray(this.#starts[index], this.#ends[index]);
  }

  /** The bytes that the row adds to a request: tag, length and content. */
  sizeOf(index: number): number {
    this.#check(index);
    return (this.#ends[index] as number) - (index === 0 ? 0 : (this.#ends[index - 1] as number));
  }

  /** Copies a row that is already encoded (by the same codec) to the end: what moves a row to another batch. */
  appendRow(encoded: Uint8Array): void {
    // All the room at once, before the row is open.
    this.reserve(encoded.length + 16);
    this.beginRow(Number.POSITIVE_INFINITY);
    this.bytes.set(encoded, this.position);
    this.position += encoded.length;
    this.endRow();
  }

  /** Forgets every row from this index on. */
  truncate(rowCount: number): void {
    this.#mustBeClosed();
    if (rowCount >= this.#rowCount) return;
    this.#rowCount = Math.max(0, rowCount);
    this.#byteLength = this.#rowCount === 0 ? 0 : (this.#ends[this.#rowCount - 1] as number);
    this.position = this.#byteLength;
  }

  /** Empty again, with the memory kept. */
  reset(): void {
    this.truncate(0);
  }

  /** @internal Room for so many bytes more. */
  reserve(count: number): void {
    if (this.position + count > this.bytes.length) this.#grow(count);
  }

  /** @internal */
  beginRow(limit: number): void {
    this.#mustBeClosed();
    const start = this.#byteLength;
    this.rowLimit = limit;
    this.position = start;
    this.reserve(16);
    this.#open = true;
    this.bytes[start] = ROW_TAG;
    this.rowStart = start + 1 + this.#lengthBytes;
    this.position = this.rowStart;
  }

  /** @internal */
  endRow(): void {
    const start = this.rowStart + this.closeLength(this.rowStart, this.#lengthBytes);
    const end = this.position;
    this.#lengthBytes = varintSize(end - start);
    this.#open = false;
    const index = this.#rowCount;
    if (index === this.#ends.length) this.#growIndex();
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#byteLength = end;
    this.#rowCount = index + 1;
  }

  /** @internal Forgets the row in progress, and what of it stands in the memory. */
  abandonRow(): void {
    this.#open = false;
    this.bytes.fill(0, this.#byteLength, this.position);
    this.position = this.#byteLength;
  }

  /**
   * @internal Writes the length of the message that began at `start` into the bytes left free before it. If the length
   * needs more or fewer bytes, the message moves; returns by how much.
   */
  closeLength(start: number, left: number): number {
    const length = this.position - start;
    const needed = varintSize(length);
    const shift = needed - left;
    if (shift !== 0) {
      this.reserve(needed);
      this.bytes.copyWithin(start + shift, start, this.position);
      this.position += shift;
    }
    let at = start - left;
    let rest = length;
    while (rest > 0x7f) {
      this.bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[at] = rest;
    return shift;
  }

  #mustBeClosed(): void {
    if (this.#open) throw new Error('a row is being encoded into this buffer');
  }

  #check(index: number): void {
    if (!(index >= 0 && index < this.#rowCount)) throw new RangeError(`row ${index} of ${this.#rowCount}`);
  }

  #grow(count: number): void {
    const needed = this.position + count;
    if (needed > LARGEST) throw new RangeError(`a batch of ${needed} bytes`);
    const bytes = Buffer.allocUnsafeSlow(Math.min(LARGEST, Math.max(needed, this.bytes.length * 2)));
    this.bytes.copy(bytes, 0, 0, this.position);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  #growIndex(): void {
    this.#starts = doubled(this.#starts);
    this.#ends = doubled(this.#ends);
  }
}

function doubled(from: Float64Array): Float64Array<ArrayBuffer> {
  const to = new Float64Array(from.length * 2);
  to.set(from);
  return to;
}

export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  if (value < 0x1000_0000) return 4;
  return 5;
}
