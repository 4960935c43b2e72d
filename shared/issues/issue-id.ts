/**
 * Issue ids: a prefix that tells the door and 125 bits in Crockford's base 32, which leaves out the letters that people
 * mistake for digits. The seed's eight hex digits would collide among some ten thousand issues.
 */

import { hash, randomFillSync } from 'node:crypto';

export type IdPrefix = 'INC' | 'FS';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SYMBOLS = 25;
const ID_BYTES = 16;
/** The number of ids whose random bytes are fetched together, because a system call costs more than an id. */
const POOL_IDS = 256;

export const ISSUE_ID_PATTERN = /^(?:INC|FS)-[0-9A-HJKMNP-TV-Z]{25}$/;

/** A new id, for a post that carries no key: each is an issue of its own. */
export function randomIssueId(prefix: IdPrefix, random: (size: number) => Uint8Array = fromPool): string {
  return `${prefix}-${encode(random(ID_BYTES))}`;
}

const pool = Buffer.alloc(POOL_IDS * ID_BYTES);
const position = { at: pool.length };

function fromPool(size: number): Uint8Array {
  if (position.at === pool.length) {
    randomFillSync(pool);
    position.at = 0;
  }
  position.at += size;
  return pool.subarray(position.at - size, position.at);
}

/** The same id for the same parts, whatever the retries: caller and idempotency key, or an event's source and id. */
export function derivedIssueId(prefix: IdPrefix, ...parts: readonly string[]): string {
  let text = 'penstock issue id v1';
  // Each part goes in with its length, so that no two lists of parts read alike.
  for (const part of parts) text += `\0${Buffer.byteLength(part)}\0${part}`;
  return `${prefix}-${encode(hash('sha256', text, 'buffer'))}`;
}

/** The first 125 bits, five to a symbol. */
function encode(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (let at = 0; text.length < SYMBOLS; at += 1) {
    held = (held << 8) | (bytes[at] as number);
    bits += 8;
    while (bits >= 5 && text.length < SYMBOLS) {
      bits -= 5;
      text += ALPHABET[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text;
}
