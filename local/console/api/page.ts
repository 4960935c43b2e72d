/** A page of a list that is in the process: `from` and `size` of the query, and `match`, a part of the name. */

import { ApiProblem } from './call.ts';

export interface Page<T> {
  readonly rows: readonly T[];
  /** The number of rows in all pages. */
  readonly total: number;
  /** The `from` of the page after this one. */
  readonly next?: string;
}

const PAGE_ROWS = 100;
const MOST_ROWS = 1_000;

export function pageOf<T>(all: readonly T[], query: URLSearchParams): Page<T> {
  const from = wholeNumber(query, 'from', 0, Number.MAX_SAFE_INTEGER);
  const size = wholeNumber(query, 'size', PAGE_ROWS, MOST_ROWS);
  const end = from + Math.max(1, size);
  return { rows: all.slice(from, end), total: all.length, ...(end < all.length ? { next: String(end) } : {}) };
}

/** Whether a name has the text that was typed, in any letters. */
export function matcherOf(query: URLSearchParams): (name: string) => boolean {
  const text = (query.get('match') ?? '').trim().toLowerCase();
  return text === '' ? () => true : (name) => name.toLowerCase().includes(text);
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const given = query.get(name) ?? '';
  if (given === '') return otherwise;
  const value = Number(given);
  if (!/^\d+$/.test(given) || value > most) throw new ApiProblem(400, `${name} must be a whole number up to ${most}.`);
  return value;
}
