/** A place in the bytes of a JSON text. A reader begins at `at`, and leaves `at` behind what it has read. */

export const QUOTE = 34;
export const COMMA = 44;
export const MINUS = 45;
export const POINT = 46;
export const COLON = 58;
export const OPEN_LIST = 91;
export const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const OPEN_OBJECT = 123;
export const CLOSE_OBJECT = 125;

const NOTHING = Buffer.alloc(0);

/** One belongs to one transcoder and is used for every payload, so that a payload costs no object. */
export class Cursor {
  bytes: Buffer = NOTHING;
  at = 0;
  /** The beginning of the part of a JSON column that is not copied yet. */
  copied = 0;
  /** The facts of the number that `scanNumber` read last. */
  end = 0;
  /** Its digits as one whole number, without sign and point. Exact up to 15 digits. */
  value = 0;
  digits = 0;
  fraction = 0;
  scientific = false;
  /** Hashes of the keys of the JSON objects that are open, the innermost last. */
  readonly hashes: Int32Array = new Int32Array(256);
  hashCount = 0;

  begin(bytes: Buffer): void {
    this.bytes = bytes;
    this.at = 0;
    this.hashCount = 0;
  }

  /** Lets go of the payload. */
  release(): void {
    this.bytes = NOTHING;
  }
}

/** The first place from `from` on that is no white space (RFC 8259 section 2). */
export function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const code = bytes[at];
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at += 1;
  }
}

/** Whether `null` stands at the place. */
export function isNull(bytes: Buffer, at: number): boolean {
  return bytes[at] === 110 && bytes[at + 1] === 117 && bytes[at + 2] === 108 && bytes[at + 3] === 108;
}

export function isTrue(bytes: Buffer, at: number): boolean {
  return bytes[at] === 116 && bytes[at + 1] === 114 && bytes[at + 2] === 117 && bytes[at + 3] === 101;
}

export function isFalse(bytes: Buffer, at: number): boolean {
  return (
    bytes[at] === 102 && bytes[at + 1] === 97 && bytes[at + 2] === 108 && bytes[at + 3] === 115 && bytes[at + 4] === 101
  );
}
