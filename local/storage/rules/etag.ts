/** The entity tag of an object or bucket: its generation and metageneration as the two varint fields the service encodes. */

export function etagOf(resource: { readonly generation: number; readonly metageneration: number }): string {
  return Buffer.from([0x08, ...varint(resource.generation), 0x10, ...varint(resource.metageneration)]).toString(
    'base64',
  );
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}
