/** Text to tokens, with the exact line and column of each. Linear in the text. */

import { type Position, syntaxError } from '../error.ts';
import { readQuoted } from './literals.ts';
import type { Token, TokenKind } from './token.ts';

const NEWLINE = /[\r\n]/g;
const SPACE = /[\s\u00a0\ufeff]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const OPENING = /(?<prefix>[rR][bB]?|[bB][rR]?)?(?<quote>"""|'''|"|')/y;
const SYMBOL = /<=|>=|<>|!=|\|\||<<|>>|=>|->|\|>|\+=|-=|[-+*/%(){}[\]<>=.,;:&|^~?!$]/y;

/** Tracks line and column while offsets grow: one pass over the text, whatever is asked. */
export class Positions {
  readonly #text: string;
  #offset = 0;
  #line = 1;
  #column = 1;

  /** `from` is a place whose line and column are known: counting goes on there. */
  constructor(text: string, from: { readonly start: number; readonly at: Position } | undefined) {
    this.#text = text;
    if (from === undefined) return;
    this.#offset = from.start;
    this.#line = from.at.line;
    this.#column = from.at.column;
  }

  /** `offset` must not be smaller than the one before. */
  at(offset: number): Position {
    while (this.#offset < offset) {
      const code = this.#text.charCodeAt(this.#offset);
      const paired = code >= 0xd800 && code <= 0xdbff && this.#offset + 1 < this.#text.length;
      if (code === 10 || code === 13) {
        // A carriage return and the newline behind it end one line together.
        if (code === 13 && this.#text.charCodeAt(this.#offset + 1) === 10) this.#offset += 1;
        this.#line += 1;
        this.#column = 1;
      } else {
        // BigQuery counts a tab as the way to the next multiple of eight.
        this.#column = code === 9 ? this.#column + 8 - ((this.#column - 1) % 8) : this.#column + 1;
      }
      this.#offset += paired ? 2 : 1;
    }
    return { line: this.#line, column: this.#column };
  }
}

export interface LexOptions {
  /** The offset to begin at. */
  readonly start: number;
  /** A place before it whose line and column are known. */
  readonly from: { readonly start: number; readonly at: Position };
  /** Whether to stop before a token that would begin at this offset. */
  readonly stop: (offset: number) => boolean;
}

/** Every token to the end, the last of kind `end`. Throws SqlError on what is no token. */
export function lex(text: string, options?: LexOptions): Token[] {
  const positions = new Positions(text, options?.from);
  const tokens: Token[] = [];
  let offset = options?.start ?? 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
  const push = (kind: TokenKind, value: string, end: number, at: Position, bytes?: Uint8Array) => {
    const upper = kind === 'word' ? value.toUpperCase() : '';
    tokens.push({ kind, text: value, upper, at, start: offset, end, ...(bytes === undefined ? {} : { bytes }) });
    offset = end;
  };

  while (offset < text.length) {
    const space = match(SPACE);
    if (space !== null) {
      offset += space[0].length;
      continue;
    }
    const at = positions.at(offset);
    const comment = commentEnd(text, offset, at);
    if (comment !== undefined) {
      offset = comment;
      continue;
    }
    if (options?.stop(offset) === true) return tokens;
    const opening = match(OPENING)?.groups;
    if (opening?.quote !== undefined) {
      const prefix = (opening.prefix ?? '').toLowerCase();
      const what = prefix.includes('b') ? 'bytes' : 'string';
      const form = { quote: opening.quote, raw: prefix.includes('r'), what } as const;
      const quoted = readQuoted(text, offset + prefix.length + opening.quote.length, form, at);
      push(what, quoted.value, quoted.end, at, what === 'bytes' ? quoted.bytes : undefined);
      continue;
    }
    if (text[offset] === '`') {
      const quoted = readQuoted(text, offset + 1, { quote: '`', raw: false, what: 'identifier' }, at);
      if (quoted.value === '') throw syntaxError('Invalid empty identifier', at);
      push('quoted', quoted.value, quoted.end, at);
      continue;
    }
    if (text[offset] === '@') {
      pushParameter(at);
      continue;
    }
    const number = match(NUMBER);
    if (number !== null) {
      pushNumber(number[0], at);
      continue;
    }
    const word = match(WORD);
    if (word !== null) {
      push('word', word[0], offset + word[0].length, at);
      continue;
    }
    const symbol = match(SYMBOL);
    if (symbol === null) {
      throw syntaxError(
        `Illegal input character ${JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0))}`,
        at,
      );
    }
    push('symbol', symbol[0] === '<>' ? '!=' : symbol[0], offset + symbol[0].length, at);
  }
  push('end', '', text.length, positions.at(text.length));
  return tokens;

  function pushParameter(at: Position): void {
    const system = text[offset + 1] === '@';
    const name = /[A-Za-z_][A-Za-z0-9_]*|`[^`\n]+`/y;
    name.lastIndex = offset + (system ? 2 : 1);
    const found = name.exec(text)?.[0];
    if (found === undefined) throw syntaxError('Unexpected "@"', at);
    push(system ? 'system' : 'parameter', found.replaceAll('`', ''), name.lastIndex, at);
  }

  function pushNumber(digits: string, at: Position): void {
    const afterDot = tokens.at(-1)?.text === '.' && tokens.at(-1)?.end === offset;
    const next = text[offset + digits.length] ?? '';
    const glued = !afterDot && /[A-Za-z_]/.test(next);
    const dashed = tokens.at(-1)?.text === '-' && tokens.at(-1)?.end === offset;
    if (glued && !dashed) throw syntaxError('Missing whitespace between literal and alias', at);
    const whole = /^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(digits);
    const token = { text: digits, upper: '', at, start: offset, end: offset + digits.length };
    tokens.push({ kind: whole ? 'integer' : 'float', ...token, ...(glued ? { glued } : {}) });
    offset = token.end;
  }
}

/** The end of the comment that begins here, or undefined where none does. */
function commentEnd(text: string, offset: number, at: Position): number | undefined {
  if (text[offset] === '#' || text.startsWith('--', offset)) {
    NEWLINE.lastIndex = offset;
    return NEWLINE.exec(text) === null ? text.length : NEWLINE.lastIndex;
  }
  if (!text.startsWith('/*', offset)) return undefined;
  const close = text.indexOf('*/', offset + 2);
  if (close < 0) throw syntaxError('Unclosed comment', at);
  return close + 2;
}
