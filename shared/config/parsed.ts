/** The result and the bounds that the readers of JSON and of YAML share. */

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

/** Says what is allowed instead of a number that JavaScript cannot hold exactly; undefined for every other number. */
export function numberProblem(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'a finite number';
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return 'a whole number from -9007199254740991 to 9007199254740991, or the same digits as text in quotes';
  return undefined;
}
