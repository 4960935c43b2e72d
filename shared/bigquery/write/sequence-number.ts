/** CDC sequence numbers: one to four sections of an unsigned 64-bit number in hex, split by `/` (write-api.md, CDC). */

import { PenstockError } from '../../runtime/errors.ts';

const LARGEST = 0xffff_ffff_ffff_ffffn;
const FORM = /^[\dA-F]{1,16}(\/[\dA-F]{1,16}){0,3}$/i;

/** The higher number wins, compared section by section: the first is the most significant. */
export function sequenceNumber(...sections: readonly (bigint | number)[]): string {
  if (sections.length < 1 || sections.length > 4) throw invalid(`${sections.length} sections, and 1 to 4 are allowed`);
  return sections.map(hex).join('/');
}

function hex(section: bigint | number): string {
  if (typeof section === 'number' && !Number.isSafeInteger(section)) throw invalid(`${section} is not a whole number`);
  const value = BigInt(section);
  if (value < 0n || value > LARGEST) throw invalid(`${section} is not an unsigned 64-bit number`);
  return value.toString(16).toUpperCase();
}

/** Compares in the service's order: below 0, 0 or above. If one is a prefix of the other, the longer is the higher. */
export function compareSequenceNumbers(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] as bigint) - (right[at] as bigint);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return left.length - right.length;
}

function parse(sequence: string): bigint[] {
  if (!FORM.test(sequence)) throw invalid(`${JSON.stringify(sequence)} is none`);
  return sequence.split('/').map((section) => BigInt(`0x${section}`));
}

function invalid(what: string): PenstockError {
  return new PenstockError('INPUT_INVALID', `change sequence number: ${what}`);
}
