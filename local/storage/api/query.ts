/** Paths and query strings, read strictly: a byte sequence that is not UTF-8 is refused and never replaced. */

import { invalidParameter, parseError, required } from './errors.ts';

export class Query {
  readonly #values: ReadonlyMap<string, string>;
  readonly #lists: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, string>, lists: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.#values = values;
    this.#lists = lists;
  }

  /** A parameter given twice counts once, the last time, save where `all` asks for it. */
  static parse(text: string): Query {
    const values = new Map<string, string>();
    const lists = new Map<string, string[]>();
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      values.set(name, value);
      const list = lists.get(name);
      if (list === undefined) lists.set(name, [value]);
      else list.push(value);
    }
    return new Query(values, lists);
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** Every value of a parameter that may be repeated. */
  all(name: string): readonly string[] {
    return this.#lists.get(name) ?? [];
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  required(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined || value === '') throw required(name);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.#values.get(name)?.toLowerCase();
    if (value === undefined || value === 'false' || value === '') return false;
    if (value === 'true') return true;
    throw invalidParameter(name, `Invalid value '${value}'. Allowed values: [true, false]`);
  }

  /** A whole number from 0 to 2^53: generations, sizes and page lengths all fit. */
  integer(name: string): number | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    const number = /^-?\d{1,19}$/.test(value) ? Number(value) : Number.NaN;
    if (!Number.isSafeInteger(number) || number < 0) {
      throw invalidParameter(name, `Invalid value '${value}'. Values must be non-negative integers.`);
    }
    return number;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      throw invalidParameter(name, `Invalid value '${value}'. Allowed values: [${allowed.join(', ')}]`);
    }
    return found;
  }
}

/** Splits before decoding, so that an encoded slash stays part of its name and `..` is a name like any other. */
export function pathSegments(path: string): readonly string[] {
  return path.split('/').slice(1).map(decodePath);
}

function decode(text: string): string {
  return decodePath(text.replaceAll('+', ' '));
}

export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw parseError('the request address is not valid percent-encoded UTF-8');
  }
}
