/** Whether text is one JSON value (RFC 8259), read without building it, and without recursion. */

import { Fault } from '../fault.ts';

/** BigQuery's own bound for nesting in JSON. */
export const DEEPEST_JSON = 500;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Runs of plain characters are skipped natively; what stops them is looked at one by one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 forbids them unescaped in a string
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u([\da-fA-F]{4}))/y;

export function checkJsonText(text: string): Fault | undefined {
  return new JsonText(text).check();
}

class JsonText {
  readonly #text: string;
  #at = 0;
  /** The brackets that are open: true for an object. */
  readonly #open: boolean[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  check(): Fault | undefined {
    for (;;) {
      this.#space();
      const fault = this.#value();
      if (fault !== undefined) return fault;
      const more = this.#afterValue();
      if (more === 'end') return undefined;
      if (more !== 'value') return more;
    }
  }

  /** A scalar whole, or the opening of a container that is not empty up to its first value. */
  #value(): Fault | undefined {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 123 && code !== 91) return this.#scalar(code);
      if (this.#open.length >= DEEPEST_JSON) return new Fault('TOO_DEEP', `nested deeper than ${DEEPEST_JSON} levels`);
      this.#at += 1;
      this.#space();
      const close = code === 123 ? 125 : 93;
      if (this.#text.charCodeAt(this.#at) === close) {
        this.#at += 1;
        return undefined;
      }
      this.#open.push(code === 123);
      if (code === 123) {
        const fault = this.#key();
        if (fault !== undefined) return fault;
      }
    }
  }

  #scalar(code: number): Fault | undefined {
    if (code === 34) return this.#string();
    for (const word of ['true', 'false', 'null']) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return undefined;
      }
    }
    NUMBER.lastIndex = this.#at;
    if (!NUMBER.test(this.#text)) return this.#malformed();
    this.#at = NUMBER.lastIndex;
    return undefined;
  }

  /** Closes what ends here, and says whether another value follows. */
  #afterValue(): 'value' | 'end' | Fault {
    for (;;) {
      this.#space();
      const inObject = this.#open.at(-1);
      if (inObject === undefined) return this.#at === this.#text.length ? 'end' : this.#malformed();
      const code = this.#text.charCodeAt(this.#at);
      if (code === 44) {
        this.#at += 1;
        this.#space();
        return (inObject ? this.#key() : undefined) ?? 'value';
      }
      if (code !== (inObject ? 125 : 93)) return this.#malformed();
      this.#at += 1;
      this.#open.pop();
    }
  }

  #key(): Fault | undefined {
    const fault = this.#string();
    if (fault !== undefined) return fault;
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== 58) return this.#malformed();
    this.#at += 1;
    this.#space();
    return undefined;
  }

  #string(): Fault | undefined {
    if (this.#text.charCodeAt(this.#at) !== 34) return this.#malformed();
    this.#at += 1;
    let high = false;
    for (;;) {
      PLAIN.lastIndex = this.#at;
      PLAIN.test(this.#text);
      const plain = PLAIN.lastIndex > this.#at;
      this.#at = PLAIN.lastIndex;
      if (high && plain) return loneEscape();
      ESCAPE.lastIndex = this.#at;
      const escaped = ESCAPE.exec(this.#text);
      if (escaped === null) break;
      this.#at = ESCAPE.lastIndex;
      const unit = Number.parseInt(escaped[1] ?? '0', 16);
      const low = unit >= 0xdc00 && unit <= 0xdfff;
      if (high !== low) return loneEscape();
      high = unit >= 0xd800 && unit <= 0xdbff;
    }
    if (this.#text.charCodeAt(this.#at) !== 34) return this.#malformed();
    this.#at += 1;
    return high ? loneEscape() : undefined;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return;
      this.#at += 1;
    }
  }

  #malformed(): Fault {
    return new Fault('MALFORMED', `not JSON at character ${this.#at}; a plain string needs its quotes`);
  }
}

function loneEscape(): Fault {
  return new Fault('BAD_UNICODE', 'a \\u escape holds half of a surrogate pair');
}
