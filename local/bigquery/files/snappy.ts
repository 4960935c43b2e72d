/** Raw snappy blocks, as Avro files carry them. https://github.com/google/snappy/blob/main/format_description.txt */

export function unsnappy(input: Buffer): Buffer {
  let at = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = byteAt(input, at++);
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
    if (shift > 28) throw new RangeError('snappy: length too long');
  }
  // A block of Avro cannot grow more than this many times: the length is a claim until it is filled.
  if (length > input.length * 64 + 64) throw new RangeError('snappy: implausible length');
  const output = Buffer.allocUnsafe(length);
  let to = 0;
  while (at < input.length) {
    const tag = byteAt(input, at++);
    if ((tag & 3) === 0) {
      let size = (tag >>> 2) + 1;
      if (size > 60) {
        const bytes = size - 60;
        if (at + bytes > input.length) throw new RangeError('snappy: cut short');
        size = input.readUIntLE(at, bytes) + 1;
        at += bytes;
      }
      if (at + size > input.length || to + size > length) throw new RangeError('snappy: cut short');
      input.copy(output, to, at, at + size);
      at += size;
      to += size;
      continue;
    }
    const [size, offset, used] = copyOf(input, tag, at);
    at += used;
    if (offset === 0 || offset > to || to + size > length) throw new RangeError('snappy: bad offset');
    // The copy may overlap what it writes.
    for (let index = 0; index < size; index += 1) output[to + index] = output[to - offset + index] as number;
    to += size;
  }
  if (to !== length) throw new RangeError('snappy: cut short');
  return output;
}

function copyOf(input: Buffer, tag: number, at: number): readonly [size: number, offset: number, used: number] {
  const kind = tag & 3;
  if (kind === 1) return [((tag >>> 2) & 7) + 4, ((tag >>> 5) << 8) | byteAt(input, at), 1];
  const used = kind === 2 ? 2 : 4;
  if (at + used > input.length) throw new RangeError('snappy: cut short');
  return [(tag >>> 2) + 1, input.readUIntLE(at, used), used];
}

function byteAt(input: Buffer, at: number): number {
  const byte = input[at];
  if (byte === undefined) throw new RangeError('snappy: cut short');
  return byte;
}
