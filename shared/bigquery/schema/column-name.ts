/** Column names are the same in any case. */

const KELVIN = '\u212a';
const DOTLESS_OR_LONG = /[\u0131\u017f]/;

/**
 * The form in which two names of one column are equal. It differs from `toLowerCase` in one character: the Kelvin sign
 * (U+212A), which Unicode folds to `k`, is no letter of a column `k`.
 *
 * @example
 * foldName('Customer_ID') === foldName('customer_id'); // true
 */
export function foldName(name: string): string {
  return name.includes(KELVIN)
    ? name
        .split(KELVIN)
        .map((part) => part.toLowerCase())
        .join(KELVIN)
    : name.toLowerCase();
}

/** Whether a name is this one of ASCII letters, in any case. Unlike `toUpperCase` it takes `ı` for no `I` and `ſ` for no `S`. */
export function isNamed(name: string, ascii: string): boolean {
  return name.length === ascii.length && !DOTLESS_OR_LONG.test(name) && name.toUpperCase() === ascii.toUpperCase();
}
