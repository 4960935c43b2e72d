/** A place in the tokens, and the small questions a recursive-descent parser asks there. */

import { type SqlError, syntaxError, unsupported } from '../error.ts';
import type { Name } from './ast.ts';
import type { Grammar } from './grammar.ts';
import { lex } from './lexer.ts';
import { describe, RESERVED, type Token } from './token.ts';

/** Nesting beyond this is refused: the parser and the analyzer recurse, and the stack is not the user's to exhaust. */
const MAX_DEPTH = 120;

export class Cursor {
  readonly text: string;
  /** The parsers of nested expressions and queries. */
  readonly grammar: Grammar;
  #tokens: Token[];
  #index = 0;
  #depth = 0;
  /** The number of `?` parsed so far, which is the next one's index. */
  #positional = 0;

  constructor(text: string, grammar: Grammar) {
    this.text = text;
    this.grammar = grammar;
    this.#tokens = lex(text);
  }

  get token(): Token {
    return this.peek(0);
  }

  get atEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** The offset at which the last consumed token ended. */
  get lastEnd(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }

  peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('A token list always ends with one of kind end');
    return token;
  }

  next(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.#index += 1;
    return token;
  }

  nextPositional(): number {
    this.#positional += 1;
    return this.#positional - 1;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.next();
    return true;
  }

  expectSymbol(symbol: string): Token {
    if (!this.isSymbol(symbol)) throw this.expected(`"${symbol}"`);
    return this.next();
  }

  /** Whether these words come next, in this order. */
  isWords(...words: readonly string[]): boolean {
    return words.every((word, ahead) => this.peek(ahead).upper === word);
  }

  acceptWords(...words: readonly string[]): boolean {
    if (!this.isWords(...words)) return false;
    for (const _word of words) this.next();
    return true;
  }

  expectWord(word: string): Token {
    if (this.token.upper !== word) throw this.expected(`keyword ${word}`);
    return this.next();
  }

  isOneOf(...words: readonly string[]): boolean {
    return words.includes(this.token.upper);
  }

  /** Whether a name may begin here: quoted, or a word that is not reserved. */
  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'quoted' || (token.kind === 'word' && !RESERVED.has(token.upper));
  }

  name(what = 'identifier'): Name {
    if (!this.isName()) throw this.expected(what);
    return this.#asName(this.next());
  }

  /** After a dot even a reserved word is a name. */
  nameAfterDot(): Name {
    if (this.token.kind !== 'word' && this.token.kind !== 'quoted') throw this.expected('identifier');
    return this.#asName(this.next());
  }

  /** `AS name`, or a bare name, where an alias may stand. */
  alias(): Name | undefined {
    if (this.acceptWords('AS')) return this.name();
    return this.isName() ? this.name() : undefined;
  }

  /** A `>` that closes a type, also as half of `>>`. */
  closeAngle(): void {
    if (this.isSymbol('>>')) {
      const both = this.token;
      const second: Token = {
        ...both,
        text: '>',
        start: both.start + 1,
        at: { ...both.at, column: both.at.column + 1 },
      };
      this.#tokens[this.#index] = second;
      return;
    }
    this.expectSymbol('>');
  }

  /**
   * A first path part with dashes (`my-project.dataset.table`), which only a table's path may have. The lexer has read
   * it as a subtraction, so the rest of the text is read again from where the part ends.
   */
  dashedName(): Name | undefined {
    const first = this.token;
    if (first.kind !== 'word' || !this.isSymbol('-', 1) || this.peek(1).start !== first.end) return undefined;
    const dashed = /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)+/y;
    dashed.lastIndex = first.start;
    const part = dashed.exec(this.text)?.[0];
    if (part === undefined) return undefined;
    const end = first.start + part.length;
    this.#lexAgain({ ...first, text: part, upper: '', end });
    return { text: part, at: first.at };
  }

  /**
   * Puts one token in the place of several that the lexer saw, and goes past it. The text after it is lexed again only as
   * far as it differs, so a text full of such names stays linear. The new tokens are fewer than those they replace.
   */
  #lexAgain(name: Token): void {
    let next = this.#index;
    while ((this.#tokens[next]?.start ?? Number.POSITIVE_INFINITY) < name.end) next += 1;
    const follows = (offset: number): boolean => {
      while ((this.#tokens[next]?.start ?? Number.POSITIVE_INFINITY) < offset) next += 1;
      return this.#tokens[next]?.start === offset;
    };
    const made = [name, ...lex(this.text, { start: name.end, from: name, stop: follows })];
    // Read to the end of the text, nothing of the old tokens is left.
    if (made.at(-1)?.kind === 'end') this.#tokens.splice(this.#index, this.#tokens.length, ...made);
    else {
      this.#index = next - made.length;
      for (const [place, token] of made.entries()) this.#tokens[this.#index + place] = token;
    }
    this.#index += 1;
  }

  /** Runs a nested parser one level deeper. */
  nested<T>(work: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw unsupported(`nesting deeper than ${MAX_DEPTH} levels`, this.token.at);
    const result = work();
    this.#depth -= 1;
    return result;
  }

  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.acceptSymbol(',')) items.push(item());
    return items;
  }

  parenthesized<T>(inner: () => T): T {
    this.expectSymbol('(');
    const result = inner();
    this.expectSymbol(')');
    return result;
  }

  /** A list in parentheses, which may be empty. */
  parenthesizedList<T>(item: () => T): readonly T[] {
    return this.parenthesized(() => (this.isSymbol(')') ? [] : this.list(item)));
  }

  expected(what: string): SqlError {
    return syntaxError(`Expected ${what} but got ${describe(this.token)}`, this.token.at);
  }

  unexpected(): SqlError {
    return syntaxError(`Unexpected ${describe(this.token)}`, this.token.at);
  }

  #asName(token: Token): Name {
    return { text: token.text, at: token.at };
  }
}
