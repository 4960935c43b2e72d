/**
 * JSON with every digit of its numbers. `JSON.parse` rounds a number to the nearest double without a word: an id beyond
 * 2^53 becomes another one. Here such an integer is a BigInt, and a decimal that no double holds is its text.
 */

/**
 * The sign before a number, and one that might be rounded: sixteen digits or more, or an exponent. Texts begin with a quote
 * and do not match. A pattern that could also match at the text's start would take half as long again.
 */
const PERHAPS_ROUNDED = /[\s:,[]-?(?:[\d.]{16}|[\d.]{1,15}[eE])[\d.eE+-]*/g;
/** The text is one number alone. */
const NUMBER_ALONE = /^-?\d/;
const INTEGER = /^-?\d+$/;
/** A BigInt of so many digits takes time that grows with their square. */
const MOST_DIGITS = 1_000;

interface Source {
  readonly source: string;
}

/** Throws a SyntaxError where the text is no JSON. */
export function parseExactJson(text: string): unknown {
  if (!isRounded(text)) return JSON.parse(text);
  return (JSON.parse as (text: string, reviver: (key: string, value: unknown, context: Source) => unknown) => unknown)(
    text,
    (_key, value, context) => (typeof value === 'number' ? exactNumber(context.source, value) : value),
  );
}

/**
 * Whether a number of the text loses something as a double. Sources print doubles with 17 digits, and a reviver takes ten
 * times as long as the parser alone: so each number that looks like one is tried by itself first.
 */
function isRounded(text: string): boolean {
  if (NUMBER_ALONE.test(text)) return true;
  for (const [found] of text.matchAll(PERHAPS_ROUNDED)) {
    const source = found.slice(1);
    if (typeof exactNumber(source, Number(source)) !== 'number') return true;
  }
  return false;
}

/** The number where a double holds it, a BigInt for any other integer, else the text. */
export function exactNumber(source: string, value: number): number | bigint | string {
  if (Number.isSafeInteger(value) && INTEGER.test(source)) return value;
  if (INTEGER.test(source)) return source.length <= MOST_DIGITS ? BigInt(source) : source;
  // Most sources print the shortest text of a double, as this does: nothing has to be compared digit by digit.
  const shortest = String(value);
  if (shortest === source) return value;
  return Number.isFinite(value) && sameDecimal(source, shortest) ? value : source;
}

/** Whether two decimal texts are the same number: by their digits and the place of the point. */
function sameDecimal(left: string, right: string): boolean {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  return a.digits === b.digits && (a.digits === '' || a.exponent === b.exponent) && a.sign === b.sign;
}

function decimalOf(text: string): { readonly sign: string; readonly digits: string; readonly exponent: number } {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const all = `${whole}${fraction}`.replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return {
    sign: digits === '' ? '' : sign,
    digits,
    exponent: Number(power) - fraction.length + all.length - digits.length,
  };
}

const rawJson = (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON;

/** The JSON text of a value that `parseExactJson` gave: a BigInt is written in its digits. */
export function exactJsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // A BigInt has no JSON form of its own, and a replacer makes every other value slower.
    return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? rawJson(one.toString()) : one));
  }
}
