/**
 * Rows parsed from JSON text without losing a digit. `JSON.parse` alone rounds integers beyond 2^53 and decimals of more
 * than 17 digits, and makes Infinity of 1e400, without a word. Here such a number keeps its text, and the column decides.
 */

/** A JSON number that a JavaScript number does not hold exactly. The codec takes it wherever it takes a number. */
export class ExactNumber {
  /** As it stands in the JSON text: an optional minus, digits, a fraction, an exponent. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For `JSON.stringify`, where a caller logs or stores the row: text, because a number would be rounded. */
  toJSON(): string {
    return this.text;
  }
}

/**
 * A number can only lose something where 16 digits or more stand together, or an exponent of three. Text inside strings may
 * look like one too; then the slow way is taken and finds nothing.
 */
const MAY_LOSE = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;

/**
 * Parses JSON text, numbers exactly. Throws a SyntaxError for what is not JSON.
 *
 * @example
 * parseExact('{"id": 9007199254740993}'); // { id: ExactNumber { text: '9007199254740993' } }
 */
export function parseExact(text: string): unknown {
  return MAY_LOSE.test(text) ? JSON.parse(text, exactly as (key: string, value: unknown) => unknown) : JSON.parse(text);
}

/** ECMAScript 2026: a reviver is told the text of a primitive. */
function exactly(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const { source = '' } = context;
  return isHeld(value, source) ? value : new ExactNumber(source);
}

/** A decimal of up to 15 digits is the only one of so few digits near its double (IEEE 754), so printing brings it back. */
const SURE_DIGITS = 15;
/** Below it doubles keep fewer digits. */
const SMALLEST_NORMAL = 2 ** -1022;

function isHeld(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false;
  if (String(value) === source) return !Number.isInteger(value) || Number.isSafeInteger(value);
  const digits = source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  return digits === '' || (digits.length <= SURE_DIGITS && Math.abs(value) >= SMALLEST_NORMAL);
}
