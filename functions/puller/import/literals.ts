/**
 * Python's literals. The engine of the manifest reads each text as one if it can: `"100"` in a JSON body is a number to
 * it, and `"['a', 'b']"` a list.
 */

const TOKEN =
  /\s*(?:([-+]?(?:\d+(?:_\d+)*\.\d*|\.\d+|\d+(?:_\d+)*)(?:[eE][-+]?\d+)?)(?![\w.])|'([^'\\\n]*)'|"([^"\\\n]*)"|(True|False|None)\b|([[\](){},:]))/y;
const WORDS: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
/** Numbers of more digits are left as texts: no double holds them. */
const MOST_DIGITS = 15;

export interface Literal {
  readonly value: unknown;
}

/** Undefined where the text is no literal, and so stays a text. */
export function readLiteral(text: string): Literal | undefined {
  try {
    return { value: new Reader(text.trim()).whole() };
  } catch {
    return undefined;
  }
}

/** A value as Python prints it within a text. Undefined for a list or an object. */
export function printed(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? undefined : String(value);
}

interface Token {
  readonly sign: string | undefined;
  readonly value: unknown;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const found = TOKEN.exec(text);
      if (found === null) throw new Error('no literal');
      const [, number, single, double, word, sign] = found;
      const value = number !== undefined ? numberOf(number) : word !== undefined ? WORDS[word] : (single ?? double);
      tokens.push({ sign, value });
    }
    this.#tokens = tokens;
  }

  /** A list without brackets is a tuple. */
  whole(): unknown {
    const first = this.#value();
    const isTuple = this.#next()?.sign === ',';
    const items = isTuple ? [first, ...this.#items(undefined)] : [];
    if (this.#next() !== undefined) throw new Error('no literal');
    return isTuple ? items : first;
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(): Token {
    const token = this.#next();
    if (token === undefined) throw new Error('no literal');
    this.#at += 1;
    return token;
  }

  #takes(sign: string): boolean {
    if (this.#next()?.sign !== sign) return false;
    this.#at += 1;
    return true;
  }

  #value(): unknown {
    const { sign, value } = this.#take();
    if (sign === undefined) return value;
    if (sign === '{') return this.#fields();
    const closing = CLOSING[sign];
    if (closing === undefined) throw new Error('no literal');
    if (this.#takes(closing)) return [];
    const first = this.#value();
    const isAlone = sign === '(' && this.#takes(')');
    return isAlone ? first : [first, ...this.#items(closing)];
  }

  /** The further items of a list, each after its comma. */
  #items(closing: string | undefined): readonly unknown[] {
    const items: unknown[] = [];
    const ends = (): boolean => (closing === undefined ? this.#next() === undefined : this.#takes(closing));
    while (!ends()) {
      if (!this.#takes(',')) throw new Error('no literal');
      if (ends()) return items;
      items.push(this.#value());
    }
    return items;
  }

  #fields(): unknown {
    const fields: [string, unknown][] = [];
    while (!this.#takes('}')) {
      const key = this.#take();
      if (typeof key.value !== 'string' || !this.#takes(':')) throw new Error('no literal');
      fields.push([key.value, this.#value()]);
      if (!this.#takes(',') && this.#next()?.sign !== '}') throw new Error('no literal');
    }
    return Object.fromEntries(fields);
  }
}

/** Python has no whole numbers that begin with a zero. */
function numberOf(text: string): number {
  const plain = text.replaceAll('_', '');
  if (/^[-+]?0\d+$/.test(plain) || plain.replace(/\D/g, '').length > MOST_DIGITS) throw new Error('no literal');
  return Number(plain);
}
