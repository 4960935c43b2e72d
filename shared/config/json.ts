/** Strict JSON with the place of every key: no comments, no trailing commas, no key twice. */

import { createScanner, type ParseErrorCode, type SyntaxKind, visit } from 'jsonc-parser';
import { DEEPEST, FORBIDDEN_KEY, FORBIDDEN_KEY_REMEDY, numberProblem, type Parsed } from './parsed.ts';
import { type Container, Positions } from './positions.ts';
import { type ConfigProblem, foundText, MOST_PROBLEMS } from './problem.ts';

/** The numbers of jsonc-parser's const enums, which type stripping cannot read. */
const OPEN: readonly SyntaxKind[] = [1, 3];
const CLOSE: readonly SyntaxKind[] = [2, 4];
const END: SyntaxKind = 17;

/** `text` is at most as long as the caller allows; the time is linear in it. */
export function parseJson(name: string, text: string): Parsed {
  const positions = new Positions(name, text);
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== undefined) {
    const found = `${DEEPEST + 1} levels of nesting`;
    return { problems: [{ path: [], found, allowed: `at most ${DEEPEST}`, place: positions.place(tooDeep) }] };
  }
  const reader = new Reader(text, positions);
  return reader.read();
}

function firstTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token = scanner.scan(); token !== END; token = scanner.scan()) {
    if (OPEN.includes(token)) depth += 1;
    else if (CLOSE.includes(token)) depth -= 1;
    if (depth > DEEPEST) return scanner.getTokenOffset();
  }
  return undefined;
}

class Reader {
  readonly #text: string;
  readonly #positions: Positions;
  readonly #problems: ConfigProblem[] = [];
  readonly #open: { readonly container: Container; readonly path: readonly (string | number)[] }[] = [];
  #root: unknown;
  #key = '';
  #lastComma = -1;
  /** The offset of the bracket behind the last trailing comma that was told. */
  #afterComma = -1;
  /** A mistake hid the structure, so mistakes behind it would be named wrongly. */
  #lost = false;

  constructor(text: string, positions: Positions) {
    this.#text = text;
    this.#positions = positions;
  }

  read(): Parsed {
    visit(
      this.#text,
      {
        onObjectBegin: (offset) => this.#begin({}, offset),
        onArrayBegin: (offset) => this.#begin([], offset),
        onObjectEnd: () => void this.#open.pop(),
        onArrayEnd: () => void this.#open.pop(),
        onObjectProperty: (key, offset) => this.#property(key, offset),
        onLiteralValue: (value, offset) => this.#literal(value, offset),
        onSeparator: (character, offset) => {
          if (character === ',') this.#lastComma = offset;
        },
        onError: (code, offset, length) => this.#syntax(code, offset, length),
      },
      { disallowComments: true, allowTrailingComma: false },
    );
    if (this.#problems.length > 0) return { problems: this.#problems };
    return { value: this.#root, positions: this.#positions };
  }

  #begin(container: Container, offset: number): void {
    this.#put(container, offset);
    this.#positions.open(container, offset);
    this.#open.push({ container, path: this.#path() });
  }

  #property(key: string, offset: number): void {
    const { container } = this.#open.at(-1) as { readonly container: Record<string, unknown> };
    this.#key = key;
    if (key === FORBIDDEN_KEY) this.#problem(offset, 'this key', FORBIDDEN_KEY_REMEDY);
    else if (Object.hasOwn(container, key))
      this.#problem(offset, 'this key a second time', 'each key once: remove one');
    this.#positions.member(container, key, offset);
  }

  #literal(value: unknown, offset: number): void {
    const wrong = typeof value === 'number' ? numberProblem(value) : undefined;
    this.#put(value, offset);
    if (wrong !== undefined) this.#problem(offset, foundText(value), wrong);
  }

  #put(value: unknown, offset: number): void {
    const parent = this.#open.at(-1)?.container;
    if (parent === undefined) this.#root = value;
    else if (Array.isArray(parent)) this.#positions.member(parent, parent.push(value) - 1, offset);
    else if (this.#key !== FORBIDDEN_KEY) parent[this.#key] = value;
  }

  /** The path of the value that is being read. */
  #path(): readonly (string | number)[] {
    const parent = this.#open.at(-1);
    if (parent === undefined) return [];
    return [...parent.path, Array.isArray(parent.container) ? parent.container.length - 1 : this.#key];
  }

  #problem(offset: number, found: string, allowed: string): void {
    if (this.#problems.length >= MOST_PROBLEMS) return;
    this.#problems.push({ path: this.#path(), found, allowed, place: this.#positions.place(offset) });
  }

  #syntax(code: ParseErrorCode, offset: number, length: number): void {
    if (this.#lost) return;
    const next = this.#text[offset];
    const trailing = (code === 3 || code === 4) && (next === '}' || next === ']') && this.#lastComma !== -1;
    if (trailing) {
      // The parser reports such a comma twice, as a missing key and as a missing value.
      if (this.#afterComma === offset) return;
      this.#afterComma = offset;
      this.#syntaxProblem(
        this.#lastComma,
        `a comma before the closing ${next}`,
        'a comma only between two entries: remove it',
      );
    } else if (code === 10) {
      this.#syntaxProblem(
        offset,
        'a comment',
        'JSON without comments: remove it, or write the file as .yaml, where # begins one',
      );
    } else {
      this.#lost = true;
      const [found, allowed] = MISTAKES[code] as Mistake;
      this.#syntaxProblem(offset, found ?? this.#shown(offset, length), allowed);
    }
  }

  #syntaxProblem(offset: number, found: string, allowed: string): void {
    if (this.#problems.length >= MOST_PROBLEMS) return;
    this.#problems.push({ path: [], found, allowed, place: this.#positions.place(offset) });
  }

  #shown(offset: number, length: number): string {
    return length === 0 || offset >= this.#text.length
      ? 'the end of the file'
      : foundText(this.#text.slice(offset, offset + Math.min(length, 100)));
  }
}

/** The words for what was found, or undefined to show the text itself; and the remedy. */
type Mistake = readonly [string | undefined, string];

/** The mistakes, keyed by jsonc-parser's ParseErrorCode. */
const MISTAKES: Readonly<Record<number, Mistake>> = {
  1: [undefined, 'a value of JSON: text in double quotes, a number, true, false, null, [ or {'],
  2: [undefined, 'a number as JSON writes it, like 1, -2.5 or 3e4'],
  3: [undefined, 'a key in double quotes'],
  4: [undefined, 'a value of JSON: text in double quotes, a number, true, false, null, [ or {'],
  5: [undefined, 'a colon after the key'],
  6: [undefined, 'a comma between two entries'],
  7: [undefined, 'a closing }'],
  8: [undefined, 'a closing ]'],
  9: [undefined, 'the end of the file: a config file is one value'],
  12: ['text without an end', 'a closing " on the same line'],
  13: ['a number without an end', 'a number as JSON writes it, like 1, -2.5 or 3e4'],
  14: ['a \\u that is not followed by four hex digits', 'an escape like \\u00e9'],
  15: ['an escape that JSON does not have', 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9'],
  16: ['a control character in text', 'an escape like \\t or \\n'],
};
