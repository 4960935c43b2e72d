/**
 * `_CHANGE_SEQUENCE_NUMBER`: one to four sections of one to sixteen hexadecimal digits, split by `/`, compared section
 * by section as unsigned numbers (write-api.md, CDC).
 */

const GRAMMAR = /^[0-9A-Fa-f]{1,16}(?:\/[0-9A-Fa-f]{1,16}){0,3}$/;

/**
 * The same number as text that plain text comparison orders: every section padded to sixteen upper-case digits. Of two
 * numbers that agree as far as the shorter goes, the shorter is the lower.
 */
export function parseSequence(text: string): string | undefined {
  if (!GRAMMAR.test(text)) return undefined;
  return text
    .split('/')
    .map((section) => section.toUpperCase().padStart(16, '0'))
    .join('');
}

/** The number of a change that carries none: the time of its arrival in microseconds. */
export function ingestionSequence(micros: bigint): string {
  return micros.toString(16).toUpperCase().padStart(16, '0');
}
