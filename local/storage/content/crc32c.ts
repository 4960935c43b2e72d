/** CRC32C (RFC 3720 appendix B.4), eight bytes a step. Node has the other CRC-32 only. */

const POLYNOMIAL = 0x82f63b78;
const TABLES = makeTables();

/** Continues from `crc`; begin with 0. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let c = ~crc;
  let i = 0;
  for (const end = bytes.length - 7; i < end; i += 8) {
    c =
      (t7[((bytes[i] as number) ^ c) & 0xff] as number) ^
      (t6[((bytes[i + 1] as number) ^ (c >>> 8)) & 0xff] as number) ^
      (t5[((bytes[i + 2] as number) ^ (c >>> 16)) & 0xff] as number) ^
      (t4[((bytes[i + 3] as number) ^ (c >>> 24)) & 0xff] as number) ^
      (t3[bytes[i + 4] as number] as number) ^
      (t2[bytes[i + 5] as number] as number) ^
      (t1[bytes[i + 6] as number] as number) ^
      (t0[bytes[i + 7] as number] as number);
  }
  for (; i < bytes.length; i += 1) c = (c >>> 8) ^ (t0[((bytes[i] as number) ^ c) & 0xff] as number);
  return ~c >>> 0;
}

/** As the API writes it: base64 of the four bytes, highest first. */
export function encodeCrc32c(crc: number): string {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}

function makeTables(): readonly Uint32Array[] {
  const first = new Uint32Array(256);
  for (let n = 0; n < 256; n += 1) {
    let c = n;
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? (c >>> 1) ^ POLYNOMIAL : c >>> 1;
    first[n] = c;
  }
  const tables = [first];
  for (let k = 1; k < 8; k += 1) {
    const before = tables[k - 1] as Uint32Array;
    tables.push(before.map((c) => (c >>> 8) ^ (first[c & 0xff] as number)));
  }
  return tables;
}
