/**
 * The filter language (https://cloud.google.com/pubsub/docs/subscription-message-filter#filtering_syntax):
 *
 *     expression = term { "AND" term } | term { "OR" term }        AND and OR do not mix without parentheses
 *     term       = { "NOT" | "-" } ( "(" expression ")" | has | equals | prefix )
 *     has        = "attributes" ":" key
 *     equals     = "attributes" "." key ( "=" | "!=" ) string
 *     prefix     = "hasPrefix" "(" "attributes" "." key "," string ")"
 *     key        = word | string
 *
 * A filter is read once, when the subscription is made, into a function of a message's attributes.
 */

import { invalid, type PubsubError, tooLarge } from '../errors.ts';
import { LIMITS } from '../limits.ts';

export type Attributes = ReadonlyMap<string, string>;
export type Filter = (attributes: Attributes) => boolean;

interface Token {
  readonly kind: 'word' | 'string' | 'sign';
  readonly text: string;
  readonly at: number;
}

/** Words may hold what attribute keys may hold without quotes: letters, digits, dashes and underscores. */
const TOKEN = /\s*(?:(?<word>[\p{L}\p{N}_][\p{L}\p{N}_-]*)|(?<sign>!=|[=:.,()-])|(?<string>"(?:[^"\\\n]|\\.)*"))/uy;

export function parseFilter(text: string): Filter | undefined {
  if (text.trim() === '') return undefined;
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMITS.filterBytes) throw tooLarge('filter', bytes, LIMITS.filterBytes);
  const parser = new Parser(text);
  return parser.whole();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokens(text);
  }

  whole(): Filter {
    const filter = this.#expression();
    const rest = this.#peek();
    if (rest !== undefined) throw this.#bad(`"${rest.text}" is not expected here`, rest.at);
    return filter;
  }

  #expression(): Filter {
    const terms = [this.#term()];
    const first = this.#peek();
    const joint = first?.kind === 'word' && (first.text === 'AND' || first.text === 'OR') ? first.text : undefined;
    while (joint !== undefined && this.#takeWord(joint)) terms.push(this.#term());
    const rest = this.#peek();
    if (joint !== undefined && rest?.kind === 'word' && (rest.text === 'AND' || rest.text === 'OR')) {
      throw this.#bad('AND and OR are only combined with parentheses', rest.at);
    }
    if (joint === 'AND') return (attributes) => terms.every((term) => term(attributes));
    return (attributes) => terms.some((term) => term(attributes));
  }

  #term(): Filter {
    if (this.#takeWord('NOT') || this.#takeSign('-')) {
      const negated = this.#term();
      return (attributes) => !negated(attributes);
    }
    if (this.#takeSign('(')) {
      const inner = this.#expression();
      this.#needSign(')');
      return inner;
    }
    if (this.#takeWord('hasPrefix')) return this.#prefix();
    this.#needWord('attributes');
    if (this.#takeSign(':')) {
      const key = this.#key();
      return (attributes) => attributes.has(key);
    }
    this.#needSign('.');
    const key = this.#key();
    if (this.#takeSign('=')) {
      const value = this.#string();
      return (attributes) => attributes.get(key) === value;
    }
    this.#needSign('!=');
    const value = this.#string();
    return (attributes) => attributes.get(key) !== value;
  }

  #prefix(): Filter {
    this.#needSign('(');
    this.#needWord('attributes');
    this.#needSign('.');
    const key = this.#key();
    this.#needSign(',');
    const prefix = this.#string();
    this.#needSign(')');
    return (attributes) => attributes.get(key)?.startsWith(prefix) ?? false;
  }

  #key(): string {
    const token = this.#take('an attribute key');
    if (token.kind === 'sign') throw this.#bad(`an attribute key belongs before "${token.text}"`, token.at);
    return token.kind === 'string' ? unquoted(token) : token.text;
  }

  #string(): string {
    const token = this.#take('a string in double quotes');
    if (token.kind !== 'string') throw this.#bad(`a string in double quotes belongs before "${token.text}"`, token.at);
    return unquoted(token);
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #take(what: string): Token {
    const token = this.#peek();
    if (token === undefined) throw this.#bad(`${what} is missing`, this.#text.length);
    this.#next += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    return this.#takeIf('word', word);
  }

  #takeSign(sign: string): boolean {
    return this.#takeIf('sign', sign);
  }

  #takeIf(kind: Token['kind'], text: string): boolean {
    const token = this.#peek();
    if (token?.kind !== kind || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #needWord(word: string): void {
    if (!this.#takeWord(word)) throw this.#bad(`"${word}" is expected`, this.#peek()?.at ?? this.#text.length);
  }

  #needSign(sign: string): void {
    if (!this.#takeSign(sign)) throw this.#bad(`"${sign}" is expected`, this.#peek()?.at ?? this.#text.length);
  }

  #bad(why: string, at: number): PubsubError {
    return badFilter(why, at);
  }
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const body = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < body.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(body);
    if (match === null) throw badFilter('this is not part of the filter language', from);
    const { word, sign, string } = match.groups ?? {};
    const at = TOKEN.lastIndex - (word ?? sign ?? string ?? '').length;
    if (word !== undefined) found.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign, at });
    else found.push({ kind: 'string', text: string ?? '', at });
  }
  return found;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  '?': '?',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|(.))/gsu;

function unquoted(token: Token): string {
  return token.text
    .slice(1, -1)
    .replace(ESCAPE, (_all, short?: string, long?: string, hex?: string, octal?: string, simple?: string) => {
      const digits = short ?? long ?? hex;
      if (digits !== undefined) return character(Number.parseInt(digits, 16), token.at);
      if (octal !== undefined) return character(Number.parseInt(octal, 8), token.at);
      const plain = SIMPLE_ESCAPES[simple ?? ''];
      if (plain === undefined) throw badFilter(`"\\${simple}" is not an escape sequence`, token.at);
      return plain;
    });
}

function character(point: number, at: number): string {
  if (point > 0x10ffff) throw badFilter('there is no such character', at);
  return String.fromCodePoint(point);
}

function badFilter(why: string, at: number): PubsubError {
  return invalid(`Invalid filter string in the request: ${why} (at character ${at + 1}).`);
}
