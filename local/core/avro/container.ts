/** An Avro object container file (avro.apache.org/docs/1.11.1/specification, "Object Container Files"). */

import { AvroWriter } from './avro-writer.ts';

const MAGIC = Buffer.from([0x4f, 0x62, 0x6a, 1]);

/** All that comes before the first block. `sync` is any 16 bytes. */
export function avroHead(schema: object, codec: string, sync: Uint8Array): Uint8Array {
  const head = new AvroWriter();
  head.raw(MAGIC);
  head.long(2n);
  head.bytes(Buffer.from('avro.schema'));
  head.bytes(Buffer.from(JSON.stringify(schema)));
  head.bytes(Buffer.from('avro.codec'));
  head.bytes(Buffer.from(codec));
  head.byte(0);
  head.raw(sync);
  return head.taken();
}

/** `rows` are encoded by the schema already. */
export function avroFile(schema: object, sync: Uint8Array, count: number, rows: Uint8Array): Buffer {
  const file = new AvroWriter();
  file.raw(avroHead(schema, 'null', sync));
  file.long(BigInt(count));
  file.bytes(rows);
  file.raw(sync);
  return Buffer.from(file.taken());
}
