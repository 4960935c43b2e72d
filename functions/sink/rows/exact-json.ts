/**
 * JSON whose numbers keep every digit. `JSON.parse` turns 9007199254740993 into 9007199254740992 and 1e400 into Infinity;
 * here a number that no double holds exactly stays as its own text, in the wrapper that `JSON.rawJSON` makes and
 * `JSON.stringify` writes out again. It costs several times a plain parse, so a quick look at the text decides.
 */

/** https://github.com/tc39/proposal-json-parse-with-source, in V8 since 11.4; the typings do not know it yet. */
interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}

/** A number as text. */
export interface RawNumber {
  readonly rawJSON: string;
}

const json = JSON as unknown as JsonWithSource;

export const isRawNumber = json.isRawJSON;
export const rawNumber = json.rawJSON;

/** A number with fewer digits than this, and without an exponent, is exactly a double. */
const LONG = 16;

/**
 * Whether a plain parse could lose digits without a trace in the values. Two kinds of numbers can: long ones, and those with a
 * negative exponent. (What is too large for a double becomes Infinity, which only FLOAT64 columns take: `mayOverflow`.) Most long
 * numbers are doubles that a program has written with all their digits, and lose nothing. Digits inside of texts are looked at too,
 * which only costs time.
 */
export function needsExactParse(text: string): boolean {
  // A run of 16 digits covers one of each 8 places.
  for (let at = 0; at < text.length; at += LONG / 2) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const end = runEnd(text, at);
    const start = runStart(text, at);
    if (end - start >= LONG && losesDigits(text.slice(start, end))) return true;
    at = Math.max(at, end - LONG / 2);
  }
  return holdsSmall(text, 'e-') || holdsSmall(text, 'E-');
}

/** Fewer digits in an exponent make no number that is too large for a double, and a number of so many digits is long. */
const LARGE_EXPONENT = /\d[eE]\+?\d{3}/;

/** Whether a short number may become Infinity. */
export function mayOverflow(text: string): boolean {
  return LARGE_EXPONENT.test(text);
}

/** Digits and the point. */
function isDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46;
}

/** Whether the character belongs to a number, with its signs and exponent. NaN, beyond the text, does not. */
function isPart(code: number): boolean {
  return isDigit(code) || code === 45 || code === 43 || code === 69 || code === 101;
}

function runEnd(text: string, from: number): number {
  let end = from;
  while (isPart(text.charCodeAt(end))) end += 1;
  return end;
}

function runStart(text: string, from: number): number {
  let start = from;
  while (isPart(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function holdsSmall(text: string, exponent: string): boolean {
  for (let at = text.indexOf(exponent); at >= 0; at = text.indexOf(exponent, at + 2)) {
    if (losesDigits(text.slice(runStart(text, at), runEnd(text, at)))) return true;
  }
  return false;
}

/** Whether a run of characters is a number that loses digits as a double. A run that is no number is part of a string. */
function losesDigits(text: string): boolean {
  const value = Number(text);
  return String(value) !== text && NUMBER.test(text) && !isExact(text, value);
}

export function parseExactly(text: string): unknown {
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && !isExact(source, value) ? json.rawJSON(source) : value,
  );
}

/** Whether the shortest text of the double is the same decimal number as the one that was written. */
function isExact(source: string, value: number): boolean {
  return Number.isFinite(value) && decimal(source) === decimal(String(value));
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** One text for each decimal number: sign, digits without zeros at either end, and the place of the point. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) as RegExpExecArray;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)}`;
}
