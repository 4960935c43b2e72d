/** Whether bytes are one JSON value (RFC 8259), read without building it. They are UTF-8 that was written from a string. */

import { Fault } from '../fault.ts';

/** BigQuery's own bound for nesting in JSON. */
export const DEEPEST_JSON = 500;

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const TRUE = [...Buffer.from('true')];
const FALSE = [...Buffer.from('false')];
const NULL = [...Buffer.from('null')];
/** What may stand behind a backslash, `u` apart. */
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

export function checkJsonText(bytes: Uint8Array, start: number, end: number): Fault | undefined {
  return new JsonText(bytes, start, end).check();
}

/** Every step returns whether it went well; `#fault` says what did not. */
class JsonText {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #at: number;
  #fault: Fault | undefined;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#at = start;
  }

  check(): Fault | undefined {
    if (this.#value(0) && this.#peek() === -1) return undefined;
    const place = this.#at - this.#start;
    return this.#fault ?? new Fault('MALFORMED', `not JSON at byte ${place}; a plain string needs its quotes`);
  }

  /** The next byte that is no space, or -1 at the end. */
  #peek(): number {
    for (; this.#at < this.#end; this.#at += 1) {
      const code = this.#bytes[this.#at] as number;
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return code;
    }
    return -1;
  }

  #value(depth: number): boolean {
    const code = this.#peek();
    switch (code) {
      case QUOTE:
        return this.#string();
      case 123:
        return this.#container(125, depth);
      case 91:
        return this.#container(93, depth);
      case 116:
        return this.#word(TRUE);
      case 102:
        return this.#word(FALSE);
      case 110:
        return this.#word(NULL);
      default:
        return this.#number();
    }
  }

  #container(close: number, depth: number): boolean {
    if (depth === DEEPEST_JSON) return this.#fail(new Fault('TOO_DEEP', `nested deeper than ${DEEPEST_JSON} levels`));
    this.#at += 1;
    if (this.#peek() === close) return this.#step();
    for (;;) {
      if (close === 125 && !this.#key()) return false;
      if (!this.#value(depth + 1)) return false;
      const code = this.#peek();
      if (code === close) return this.#step();
      if (code !== COMMA) return false;
      this.#at += 1;
    }
  }

  #key(): boolean {
    return this.#peek() === QUOTE && this.#string() && this.#peek() === COLON && this.#step();
  }

  #step(): boolean {
    this.#at += 1;
    return true;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    for (let at = this.#at + 1; at < this.#end; at += 1) {
      const code = bytes[at] as number;
      if (code === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (code === BACKSLASH) {
        this.#at = at;
        if (!this.#escape()) return false;
        at = this.#at - 1;
      } else if (code < 32) {
        // RFC 8259 section 7: control characters stand escaped.
        this.#at = at;
        return false;
      }
    }
    this.#at = this.#end;
    return false;
  }

  /** One escape, or the two of a surrogate pair: half of one has no UTF-8 form. */
  #escape(): boolean {
    if (ESCAPES.has(this.#bytes[this.#at + 1] as number)) {
      this.#at += 2;
      return this.#at <= this.#end;
    }
    const unit = this.#unit();
    if (unit < 0) return false;
    if (unit < 0xd800 || unit > 0xdfff) return true;
    const low = unit < 0xdc00 ? this.#unit() : -1;
    if (low >= 0xdc00 && low <= 0xdfff) return true;
    return this.#fail(new Fault('BAD_UNICODE', 'a \\u escape holds half of a surrogate pair'));
  }

  /** `\uXXXX`, or -1. */
  #unit(): number {
    const at = this.#at;
    if (at + 6 > this.#end || this.#bytes[at] !== BACKSLASH || this.#bytes[at + 1] !== 117) return -1;
    let unit = 0;
    for (let digit = at + 2; digit < at + 6; digit += 1) {
      const value = hexDigit(this.#bytes[digit] as number);
      if (value < 0) return -1;
      unit = unit * 16 + value;
    }
    this.#at = at + 6;
    return unit;
  }

  #word(word: readonly number[]): boolean {
    const fits =
      this.#at + word.length <= this.#end && word.every((code, index) => this.#bytes[this.#at + index] === code);
    if (fits) this.#at += word.length;
    return fits;
  }

  /** -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)? */
  #number(): boolean {
    if (this.#is(45)) this.#at += 1;
    if (this.#is(48)) this.#at += 1;
    else if (!this.#digits()) return false;
    if (this.#is(46)) {
      this.#at += 1;
      if (!this.#digits()) return false;
    }
    if (!this.#is(101) && !this.#is(69)) return true;
    this.#at += 1;
    if (this.#is(43) || this.#is(45)) this.#at += 1;
    return this.#digits();
  }

  #is(code: number): boolean {
    return this.#at < this.#end && this.#bytes[this.#at] === code;
  }

  /** One digit or more. */
  #digits(): boolean {
    const from = this.#at;
    while (this.#at < this.#end && (this.#bytes[this.#at] as number) >= 48 && (this.#bytes[this.#at] as number) <= 57) {
      this.#at += 1;
    }
    return this.#at > from;
  }

  #fail(fault: Fault): boolean {
    this.#fault = fault;
    return false;
  }
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
