/**
 * The snake case of Mozilla's pipeline: `mainPing` is `main_ping`, `DNSRequest2` is `dns_request2`. Tables
 * were named by it, so the word boundaries are those of the original, which reads the text backwards.
 */

const NOT_WORD = /[^A-Za-z0-9]+/g;
/** In the reversed text: between words, and where `aA`, `aAa` or `Aa` begins another. */
const BOUNDARY = /\b|(?<=[a-z][A-Z])(?=\d*[A-Z])|(?<=[a-z][A-Z])(?=\d*[a-z])|(?<=[A-Z])(?=\d*[a-z])/;

/**
 * Turns a name into lower-case words joined by `_`.
 *
 * @example
 * snakeCase('mainPing'); // 'main_ping'
 */
export function snakeCase(name: string): string {
  const words = reversed(name.replace(NOT_WORD, ' '))
    .split(BOUNDARY)
    .filter((word) => word.trim() !== '');
  return reversed(words.join('_')).toLowerCase();
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
