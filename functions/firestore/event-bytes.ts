/** The protobuf bytes of an event's data, also as Google's emulator sends them. */

/**
 * Google's emulator sends the protobuf as base64 text, under the protobuf's content type. No event
 * begins with a character of base64, because the tags of its three fields are control characters.
 */
export function eventBytes(data: Uint8Array): Uint8Array {
  if ((data[0] ?? 0) < 0x20) return data;
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : data;
}
