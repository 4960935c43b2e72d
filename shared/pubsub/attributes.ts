/** Pub/Sub's limits on messages and their attributes, checked before anything is sent. */

import { PenstockError } from '../runtime/errors.ts';

/** A Pub/Sub message as it is published. */
export interface PubsubMessage {
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
}

/** "Pub/Sub quotas and limits": attributes, key and value sizes, size of a publish request, size of an ordering key. */
export const LIMITS = {
  attributes: 100,
  keyBytes: 256,
  valueBytes: 1_024,
  messageBytes: 10_000_000,
  orderingKeyBytes: 1_024,
} as const;

/** The prefix of what Google's own clients add: `googclient_traceparent`. */
const CLIENT_PREFIX = 'googclient_';

export function checkAttributes(attributes: Readonly<Record<string, string>>): void {
  const entries = Object.entries(attributes);
  if (entries.length > LIMITS.attributes)
    throw invalid(`${entries.length} attributes are more than ${LIMITS.attributes}`);
  for (const [key, value] of entries) {
    if (key === '' || isLonger(key, LIMITS.keyBytes))
      throw invalid(`the attribute key ${cut(key, 40)} is empty or larger than ${LIMITS.keyBytes} bytes`);
    if (key.startsWith('goog') && !key.startsWith(CLIENT_PREFIX))
      throw invalid(`the attribute key ${cut(key, 40)} begins with goog, which Pub/Sub keeps for itself`);
    if (isLonger(value, LIMITS.valueBytes))
      throw invalid(`the attribute ${key} is larger than ${LIMITS.valueBytes} bytes`);
  }
}

/** No UTF-16 unit takes more than three bytes. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}

/** Texts up to so many characters are faster to look at than to hand to a call into C++. */
const SHORT = 40;

/** `Buffer.byteLength`, faster for the short ASCII texts that attributes are. */
export function utf8Length(text: string): number {
  const { length } = text;
  if (length > SHORT) return Buffer.byteLength(text);
  for (let index = 0; index < length; index += 1) if (text.charCodeAt(index) > 127) return Buffer.byteLength(text);
  return length;
}

/** The longest beginning of `text` that fits into so many bytes and splits no character. */
export function cut(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  // A continuation byte (10xxxxxx) belongs to the character before it.
  while (end > 0 && ((encoded[end] as number) & 0xc0) === 0x80) end -= 1;
  return encoded.toString('utf8', 0, end);
}

function invalid(reason: string): PenstockError {
  return new PenstockError('INPUT_INVALID', `Not a Pub/Sub message: ${reason}`, { stage: 'processing' });
}
