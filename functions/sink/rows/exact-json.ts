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

/** Sixteen digits in a row, with or without a point, or an exponent: only such a number can lose anything. */
const DOUBTFUL = /\d[\d.]{15}|\d[eE][+-]?\d/;

/** Whether a plain parse could lose digits. Texts with long digits in strings are doubted too, which only costs time. */
export function needsExactParse(text: string): boolean {
  return DOUBTFUL.test(text);
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
