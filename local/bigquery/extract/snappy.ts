/** Packs raw snappy blocks. https://github.com/google/snappy/blob/main/format_description.txt */

const HASH_BITS = 14;
const LEAST_MATCH = 4;
const FARTHEST = 65_535;

export function snappy(input: Uint8Array): Buffer {
  const source = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const parts: Buffer[] = [lengthPrefix(source.length)];
  const seen = new Int32Array(1 << HASH_BITS).fill(-1);
  let literal = 0;
  let at = 0;
  while (at + LEAST_MATCH <= source.length) {
    const word = source.readUInt32LE(at);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS);
    const before = seen[slot] ?? -1;
    seen[slot] = at;
    if (before < 0 || at - before > FARTHEST || source.readUInt32LE(before) !== word) {
      at += 1;
      continue;
    }
    if (at > literal) parts.push(literalTag(at - literal), source.subarray(literal, at));
    const start = at;
    at += LEAST_MATCH;
    while (at < source.length && source[at] === source[before + at - start]) at += 1;
    copies(parts, at - start, start - before);
    literal = at;
  }
  if (literal < source.length) parts.push(literalTag(source.length - literal), source.subarray(literal));
  return Buffer.concat(parts);
}

function lengthPrefix(length: number): Buffer {
  const bytes: number[] = [];
  let left = length;
  for (; left > 0x7f; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return Buffer.from([...bytes, left]);
}

/** A length of up to 60 stands in the tag, a greater one behind it in four bytes. */
function literalTag(length: number): Buffer {
  if (length <= 60) return Buffer.from([(length - 1) << 2]);
  const tag = Buffer.alloc(5);
  tag[0] = 63 << 2;
  tag.writeUInt32LE(length - 1, 1);
  return tag;
}

/** Copies of up to 64 bytes, each with an offset of two bytes. */
function copies(parts: Buffer[], length: number, offset: number): void {
  for (let left = length; left > 0; left -= 64) {
    const size = Math.min(left, 64);
    parts.push(Buffer.from([((size - 1) << 2) | 2, offset & 0xff, offset >> 8]));
  }
}
