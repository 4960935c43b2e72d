/** JSON as a tree that keeps what JavaScript's own would lose: digits of numbers, the order of members, doubled names. */

import { compareStrings } from './compare-strings.ts';

export class JsonNumber {
  /** As it was written. */
  readonly raw: string;
  constructor(raw: string) {
    this.raw = raw;
  }
}

export type JsonObject = ReadonlyMap<string, Json>;
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;

/** Members in their order, names that repeat included: the fields of a STRUCT, and JSON text as it was written. */
export class JsonMembers extends Map<string, Json> {
  readonly #members: readonly (readonly [string, Json])[];
  constructor(members: readonly (readonly [string, Json])[]) {
    super(members);
    this.#members = members;
  }
  override [Symbol.iterator](): MapIterator<[string, Json]> {
    return this.#members.map(([key, value]): [string, Json] => [key, value])[Symbol.iterator]() as MapIterator<
      [string, Json]
    >;
  }
}

/** BigQuery refuses JSON that is nested deeper. */
const MAX_DEPTH = 500;

class Parser {
  readonly #text: string;
  readonly #doubled: 'first' | 'kept';
  #at = 0;

  constructor(text: string, doubled: 'first' | 'kept' = 'first') {
    this.#text = text;
    this.#doubled = doubled;
  }

  whole(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#fail();
    return value;
  }

  /**
   * The value at the path, read no further than to its end: what follows need not be JSON, as BigQuery's extraction
   * has it. Undefined where the path leads nowhere.
   */
  at(steps: readonly (string | number)[], depth = 0): Json | undefined {
    const [step, ...rest] = steps;
    if (step === undefined) return this.#value(depth);
    this.#space();
    const opening = this.#text.charAt(this.#at);
    if (opening !== (typeof step === 'string' ? '{' : '[')) return undefined;
    this.#at++;
    if (this.#eat(opening === '{' ? '}' : ']')) return undefined;
    let place = 0;
    do {
      if (opening === '{') this.#space();
      const key = opening === '{' ? this.#string() : place;
      if (opening === '{' && !this.#eat(':')) throw this.#fail();
      if (key === step) return this.at(rest, depth + 1);
      this.#value(depth + 1);
      place++;
    } while (this.#eat(','));
    return undefined;
  }

  #fail(): Error {
    return new Error(`syntax error while parsing value at offset ${this.#at}`);
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #eat(one: string): boolean {
    this.#space();
    if (this.#text.charAt(this.#at) !== one) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new Error(`Max nesting of ${MAX_DEPTH} has been exceeded while parsing JSON document`);
    if (this.#eat('{')) return this.#object(depth);
    if (this.#eat('[')) return this.#array(depth);
    if (this.#text.charAt(this.#at) === '"') return this.#string();
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return new JsonNumber(number);
    switch (this.#match(/true|false|null/y)) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      default:
        throw this.#fail();
    }
  }

  #string(): string {
    if (this.#text.charAt(this.#at) !== '"') throw this.#fail();
    let end = this.#text.indexOf('"', this.#at + 1);
    // A quote after an odd number of backslashes is the string's own.
    while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw this.#fail();
    const value = decode(this.#text.slice(this.#at, end + 1));
    if (value === undefined) throw this.#fail();
    this.#at = end + 1;
    // Half a surrogate pair has no UTF-8.
    if (!value.isWellFormed()) throw this.#fail();
    return value;
  }

  #isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.#text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
    return backslashes % 2 === 1;
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    const all: (readonly [string, Json])[] = [];
    if (this.#eat('}')) return members;
    do {
      this.#space();
      const key = this.#string();
      if (!this.#eat(':')) throw this.#fail();
      const value = this.#value(depth + 1);
      // The first of members with one name counts.
      if (!members.has(key)) members.set(key, value);
      all.push([key, value]);
    } while (this.#eat(','));
    if (!this.#eat('}')) throw this.#fail();
    return this.#doubled === 'kept' && all.length > members.size ? new JsonMembers(all) : members;
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    if (this.#eat(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#eat(','));
    if (!this.#eat(']')) throw this.#fail();
    return items;
  }
}

/** Nothing to decode, and nothing that must not stand there. */
const PLAIN = /^"[ !#-[\]-\uffff]*"$/;

/** A string token's value; undefined where it is not closed, or has what must be escaped. */
function decode(token: string): string | undefined {
  if (PLAIN.test(token)) return token.slice(1, -1);
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}

/** Throws where the text is no JSON. */
export function parseJson(text: string): Json {
  return new Parser(text).whole();
}

/** Finds the value at a path of JSON text, as it was written. Text that is no JSON as far as it is read has no value. */
export function findInText(text: string, steps: readonly (string | number)[]): Json | undefined {
  const parser = new Parser(text, 'kept');
  try {
    return steps.length === 0 ? parser.whole() : parser.at(steps);
  } catch {
    return undefined;
  }
}

export const isObject = (value: Json): value is JsonObject => value instanceof Map;
export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

export interface WriteOptions {
  /** The JSON type keeps its members in order of name, and its doubles in one form. */
  readonly normal?: boolean;
  readonly pretty?: boolean;
}

export function writeJson(value: Json, options: WriteOptions = {}, indent = ''): string {
  if (value instanceof JsonNumber) return options.normal === true ? normalNumber(value.raw) : value.raw;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  const inner = `${indent}  `;
  const lines = isObject(value)
    ? membersOf(value, options).map(
        ([key, member]) =>
          `${JSON.stringify(key)}:${options.pretty === true ? ' ' : ''}${writeJson(member, options, inner)}`,
      )
    : value.map((item) => writeJson(item, options, inner));
  const [open, close] = isObject(value) ? ['{', '}'] : ['[', ']'];
  if (options.pretty !== true || lines.length === 0) return `${open}${lines.join(',')}${close}`;
  return `${open}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${close}`;
}

function membersOf(value: JsonObject, options: WriteOptions): readonly (readonly [string, Json])[] {
  const members = [...value];
  return options.normal === true ? members.sort(([a], [b]) => compareStrings(a, b)) : members;
}

export const normalText = (value: Json): string => writeJson(value, { normal: true });

const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

/** Whole numbers of 64 bits, signed or not, are kept as such; every other number is a double. */
export function wholeNumber(raw: string): bigint | undefined {
  if (!/^-?\d+$/.test(raw)) return undefined;
  const value = BigInt(raw);
  return value >= MIN_INT && value <= MAX_UINT ? value : undefined;
}

function normalNumber(raw: string): string {
  return wholeNumber(raw)?.toString() ?? doubleText(Number(raw));
}

/** A double in JSON always shows that it is one: `1.0`, `1e+20`. */
export function doubleText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponentText) + 1;
  const sign = value < 0 ? '-' : '';
  if (point > 15 || point <= -4) {
    const exponent = point - 1;
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${sign}${digits.padEnd(point, '0')}.0`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
