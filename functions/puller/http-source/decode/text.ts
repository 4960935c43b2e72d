/** Bytes to text: UTF-8 unless the answer says otherwise, strictly. A bad sequence is an error with its place. */

import { SourceError } from '../../source.ts';

/** Charsets of HTTP answers that are met: those that a decoder of the platform can hold to the letter. */
const CHARSETS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

const BOMS: readonly (readonly [Buffer, string])[] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), 'utf-8'],
  [Buffer.from([0xff, 0xfe]), 'utf-16le'],
  [Buffer.from([0xfe, 0xff]), 'utf-16be'],
];

/** A byte order mark wins over the header; without either it is UTF-8. */
export function decodeText(bytes: Buffer, contentType: string | undefined): string {
  const bom = BOMS.find(([mark]) => bytes.subarray(0, mark.length).equals(mark));
  const named = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();
  const charset = bom?.[1] ?? (named === undefined ? 'utf-8' : CHARSETS[named]);
  if (charset === undefined) {
    throw new SourceError('fail', 'INPUT_MALFORMED', `The answer is in the charset ${named}, which is not read here.`);
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    const place = charset === 'utf-8' ? ` at byte ${badByte(bytes)}` : '';
    throw new SourceError('retry', 'INPUT_MALFORMED', `The answer is not ${charset}${place}.`, { cause: error });
  }
}

/** The first byte that is not UTF-8, found by halves: a prefix decodes up to it, an unfinished sequence at its end aside. */
function badByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function decodes(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
