/** A CloudEvent as Eventarc sends it: binary mode, attributes as headers, the body as it is. */

export interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  /** RFC 3339. */
  readonly time: string;
  /** Extension attributes: `bucket`, `document`, `database`, `authtype`, … */
  readonly extensions: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly data: Uint8Array;
}

/** Every context attribute by its name in a protocol binding, `ce-…`. */
export function attributesOf(event: CloudEvent): Record<string, string> {
  const attributes: Record<string, string> = { 'ce-specversion': '1.0', 'ce-id': event.id, 'ce-type': event.type };
  attributes['ce-source'] = event.source;
  if (event.subject !== undefined) attributes['ce-subject'] = event.subject;
  attributes['ce-time'] = event.time;
  for (const [name, value] of Object.entries(event.extensions)) attributes[`ce-${name}`] = value;
  return attributes;
}

/** Headers of the HTTP binding, section 3.1: every attribute a `ce-` header, values percent-encoded where they must be. */
export function headersOf(event: CloudEvent): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': event.contentType };
  for (const [name, value] of Object.entries(attributesOf(event))) headers[name] = encodeValue(value);
  return headers;
}

/** HTTP binding 3.1.3.2: everything outside printable ASCII, and space, `"` and `%`, as percent-encoded UTF-8. */
export function encodeValue(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
