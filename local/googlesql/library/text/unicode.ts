/** Strings as code points, the unit that GoogleSQL counts in. */

export function points(text: string): readonly string[] {
  return Array.from(text);
}

export function pointCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The characters of Unicode's White_Space property: what TRIM removes when it is not told what. */
export const WHITE_SPACE: ReadonlySet<string> = new Set(
  [
    ...[0x9, 0xa, 0xb, 0xc, 0xd, 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
    ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  ].map((point) => String.fromCodePoint(point)),
);

export function isWhiteSpace(character: string): boolean {
  return WHITE_SPACE.has(character);
}

/** A code point that UTF-8 may carry; surrogates and what is past the end are not. */
export function character(point: bigint): string {
  if (point < 0n || point > 0x10ffffn || (point >= 0xd800n && point <= 0xdfffn)) {
    throw new Error(`Invalid codepoint ${point}`);
  }
  return String.fromCodePoint(Number(point));
}

/** Strict UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
