/** An Avro object container file (avro.apache.org/docs/1.11.1/specification, "Object Container Files") of one block. */

import { AvroWriter } from './avro-writer.ts';

const MAGIC = Buffer.from([0x4f, 0x62, 0x6a, 1]);

/** `sync` is any 16 bytes; `rows` are encoded by the schema already. */
export function avroFile(schema: object, sync: Uint8Array, count: number, rows: Uint8Array): Buffer {
  const head = new AvroWriter();
  head.raw(MAGIC);
  head.long(2n);
  head.bytes(Buffer.from('avro.schema'));
  head.bytes(Buffer.from(JSON.stringify(schema)));
  head.bytes(Buffer.from('avro.codec'));
  head.bytes(Buffer.from('null'));
  head.byte(0);
  head.raw(sync);
  head.long(BigInt(count));
  head.bytes(rows);
  head.raw(sync);
  return Buffer.from(head.taken());
}
