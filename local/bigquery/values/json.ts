/** JSON text read without losing a digit, and the normal form in which the local BigQuery stores JSON values. */

/** A number that a double cannot hold as it was written; its digits are kept. */
export class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toJSON(): number {
    return Number(this.source);
  }
}

/** Shorter numbers always survive a double. */
const LONG_NUMBERS = /\d[\d.]{15,}(?:[eE][+-]?\d+)?/g;

interface ReviverContext {
  readonly source?: string;
}

/** JSON.parse, except that a number a double would change becomes an `ExactNumber`. */
export function parseExact(text: string): unknown {
  // A reviver makes parsing several times slower: only where a double would really change a digit.
  const long = text.match(LONG_NUMBERS);
  if (long === null || long.every((source) => sameNumber(Number(source), source))) return JSON.parse(text);
  const revive = (_key: string, value: unknown, context?: ReviverContext): unknown => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
    return sameNumber(value, source) ? value : new ExactNumber(source);
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

function sameNumber(value: number, source: string): boolean {
  return Number.isFinite(value) && significant(String(value)) === significant(source);
}

/** The digits that matter, so that `1.50` and `1.5` compare equal; the exponent's size is the double's own business. */
function significant(text: string): string {
  const [digits = ''] = text.toLowerCase().split('e');
  return digits.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
}

/**
 * Compact text, as TO_JSON_STRING gives it. BigQuery rounds JSON numbers to double unless told otherwise and refuses
 * those it cannot hold; integers of 64 bits are kept exactly.
 */
export function jsonText(value: unknown): string {
  if (value instanceof ExactNumber) return exactText(value.source);
  // What JSON.parse makes of 1e400.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('number out of range');
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    // As PARSE_JSON does: keys in order, so that equal documents have equal text.
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 64n - 1n };

function exactText(source: string): string {
  if (/^-?\d+$/.test(source)) {
    const value = BigInt(source);
    if (value >= INT64.min && value <= INT64.max) return value.toString();
  }
  const value = Number(source);
  if (!Number.isFinite(value)) throw new RangeError(`number out of range: ${source}`);
  return JSON.stringify(value);
}
