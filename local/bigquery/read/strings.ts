/** Strings of a DuckDB vector (string_t): short ones lie in the vector itself, longer ones behind a pointer. */

import duckdb from '@duckdb/node-bindings';
import { bytesOf, isValid, placed, type RawVector } from './vector.ts';

/** The bytes that a string_t keeps in itself. */
const INLINE_BYTES = 12;
const STRING_BYTES = 16;
/** Up to so many bytes a loop costs less than a view and its copy. */
const LOOP_BYTES = 48;
/** The least that a page of memory has: a shorter gap between two strings lies in the pages of these, and can be read. */
const GAP_BYTES = 4_096;

export interface Strings {
  length(index: number): number;
  /** The bytes of one string. */
  bytes(index: number): Uint8Array;
  /** Copies one string to a place in other memory. */
  copy(index: number, to: Uint8Array, start: number): void;
}

/** `wanted` has a bit for each string that may be asked for, undefined where all may: a NULL has any pointer. */
export function stringsOf(vector: RawVector, size: number, wanted: Uint8Array | undefined): Strings {
  const data = bytesOf(vector, size, STRING_BYTES);
  const words = new Uint32Array(...placed(data, size * 4));
  const length = (index: number): number => words[index * 4] ?? 0;
  const pointer = (index: number): number => (words[index * 4 + 2] ?? 0) + (words[index * 4 + 3] ?? 0) * 2 ** 32;
  const blocks = readBlocks(size, length, pointer, wanted);
  let block: Block = NO_BLOCK;
  const blockOf = (address: number): Block => {
    if (address < block.start || address >= block.end) block = findBlock(blocks, address);
    return block;
  };
  const bytes = (index: number): Uint8Array => {
    const count = length(index);
    const start = index * STRING_BYTES + 4;
    if (count <= INLINE_BYTES) return data.subarray(start, start + count);
    const { bytes, start: first } = blockOf(pointer(index));
    const at = pointer(index) - first;
    return bytes.subarray(at, at + count);
  };
  return {
    length,
    bytes,
    copy: (index, to, at) => {
      const count = length(index);
      if (count > LOOP_BYTES) return to.set(bytes(index), at);
      const isInline = count <= INLINE_BYTES;
      const source = isInline ? data : blockOf(pointer(index)).bytes;
      const from = isInline ? index * STRING_BYTES + 4 : pointer(index) - block.start;
      for (let byte = 0; byte < count; byte += 1) to[at + byte] = source[from + byte] ?? 0;
    },
  };
}

/** A piece of memory that holds strings one behind the other. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

const NO_BLOCK: Block = { start: 0, end: 0, bytes: new Uint8Array(0) };

/** The binding copies at each call, which costs more than the bytes of most strings: neighbours are read together. */
function readBlocks(
  size: number,
  length: (index: number) => number,
  pointer: (index: number) => number,
  wanted: Uint8Array | undefined,
): readonly Block[] {
  const blocks: Block[] = [];
  let ranges: { start: number; end: number }[] = [];
  let last = { start: 0, end: 0 };
  for (let index = 0; index < size; index += 1) {
    const count = length(index);
    if (count <= INLINE_BYTES || !isValid(wanted, index)) continue;
    const start = pointer(index);
    if (start < last.start || start - last.end >= GAP_BYTES) {
      last = { start, end: start };
      ranges.push(last);
    }
    last.end = Math.max(last.end, start + count);
  }
  // Strings mostly lie in the order of their rows, but nothing says that they must, or that two are not the same.
  ranges = ranges.sort((a, b) => a.start - b.start);
  for (const [index, range] of ranges.entries()) {
    const next = ranges[index + 1];
    if (next !== undefined && next.start - range.end < GAP_BYTES) {
      next.start = range.start;
      next.end = Math.max(next.end, range.end);
    } else {
      blocks.push({ ...range, bytes: read(range.start, range.end - range.start) });
    }
  }
  return blocks;
}

function read(address: number, count: number): Uint8Array {
  return duckdb.get_data_from_pointer(BigUint64Array.of(BigInt(address)).buffer, 0, count);
}

/** The last block that begins at or before the address. */
function findBlock(blocks: readonly Block[], address: number): Block {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((blocks[middle]?.start ?? 0) <= address) low = middle;
    else high = middle - 1;
  }
  return blocks[low] ?? NO_BLOCK;
}
