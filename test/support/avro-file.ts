/** Avro object container files made byte by byte, so that a test can make one that lies. */

/** Avro's zigzag varint. */
export function avroLong(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value < 0n ? -value * 2n - 1n : value * 2n;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

/** Bytes or a string with their length before them. */
export function avroBytes(bytes: string | Uint8Array): Buffer {
  const data = Buffer.from(bytes as Uint8Array);
  return Buffer.concat([avroLong(BigInt(data.length)), data]);
}

export const SYNC = Buffer.alloc(16, 7);

/** A file whose one block claims `count` records; `data` is as the codec packs it. */
export function avroFile(
  schema: unknown,
  count: bigint,
  data: Uint8Array,
  codec = 'null',
  sync: Uint8Array = SYNC,
): Buffer {
  const meta = [avroBytes('avro.schema'), avroBytes(JSON.stringify(schema)), avroBytes('avro.codec'), avroBytes(codec)];
  const header = [Buffer.from('Obj\x01', 'latin1'), avroLong(2n), ...meta, avroLong(0n), SYNC];
  return Buffer.concat([...header, avroLong(count), avroBytes(data), sync]);
}
