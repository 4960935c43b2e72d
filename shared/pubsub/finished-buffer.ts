/** The output of a protobuf writer as the Buffer that gRPC wants. */

export function finishedBuffer(writer: { finish(): Uint8Array }): Buffer {
  const bytes = writer.finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
