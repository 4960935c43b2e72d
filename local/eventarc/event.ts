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

/** Headers of the HTTP binding, section 3.1: every attribute a `ce-` header, values percent-encoded where they must be. */
export function headersOf(event: CloudEvent): Record<string, string> {
  const attributes: Record<string, string | undefined> = {
    specversion: '1.0',
    id: event.id,
    type: event.type,
    source: event.source,
    subject: event.subject,
    time: event.time,
    ...event.extensions,
  };
  const headers: Record<string, string> = { 'content-type': event.contentType };
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[`ce-${name}`] = encodeValue(value);
  }
  return headers;
}

/** HTTP binding 3.1.3.2: everything outside printable ASCII, and space, `"` and `%`, as percent-encoded UTF-8. */
export function encodeValue(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
