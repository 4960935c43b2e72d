/** What both readers, of JSON and of YAML, return, and the bounds that both keep. */

import type { Positions } from './positions.ts';
import type { ConfigProblem } from './problem.ts';

export type Parsed =
  | { readonly value: unknown; readonly positions: Positions }
  | { readonly problems: readonly ConfigProblem[] };

/** Deeper nesting is refused before it is parsed, because parsers recurse. */
export const DEEPEST = 64;

/** The key that would change an object's prototype where it is assigned. */
export const FORBIDDEN_KEY = '__proto__';

export const FORBIDDEN_KEY_REMEDY = 'any other key: this name is reserved by JavaScript';

/** What is wrong with a number that JavaScript cannot hold exactly; undefined where nothing is. */
export function numberProblem(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'a finite number';
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return 'a whole number from -9007199254740991 to 9007199254740991, or the same digits as text in quotes';
  return undefined;
}
