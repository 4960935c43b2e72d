/**
 * The value-by-value casts that DuckDB does otherwise than BigQuery: from and to text, and to exact numbers.
 * Each comes in two: one that raises BigQuery's message, one that is NULL instead (SAFE_CAST).
 */

import { type Native, native, type Plain, type PlainKind } from '../emit/native.ts';
import {
  BIGNUMERIC_KIND,
  type DecimalKind,
  decimalFromNumber,
  NUMERIC_KIND,
  parseDecimal,
  roundDecimal,
} from '../library/numbers/decimal.ts';
import { parseFloat64 } from '../values/float.ts';
import { formatInterval, parseIntervalText } from '../values/interval.ts';
import { formatDate, parseDate, parseDatetime, parseTime, parseTimestamp } from '../values/time.ts';

const DAY_MICROS = 86_400_000_000n;

export interface CastNative {
  readonly strict: Native;
  readonly safe: Native;
}

function pair<F extends PlainKind, T extends PlainKind>(
  from: F,
  to: T,
  convert: (value: Plain[F]) => Plain[T],
): CastNative {
  const name = `gsql_cast_${from.toLowerCase()}_${to.toLowerCase()}`;
  const shape = { takes: [from] as const, returns: to } as { takes: readonly ['INT64']; returns: 'INT64' };
  const compute = convert as unknown as (value: bigint) => bigint;
  return {
    strict: native(name, shape, compute),
    safe: native(`${name}_safe`, shape, (value) => {
      try {
        return compute(value);
      } catch {
        return null;
      }
    }),
  };
}

/** The parser's answer, or an error with BigQuery's message where it is undefined. */
function orFail<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new Error(message);
  return value;
}

/** `-0x1F`, ` 42 `: decimal or hexadecimal with a sign, spaces around it. */
export function parseInt64(text: string): bigint | undefined {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|\d+)\s*$/.exec(text);
  if (match === null) return undefined;
  const magnitude = BigInt(match[2] ?? '0');
  const value = match[1] === '-' ? -magnitude : magnitude;
  return value === BigInt.asIntN(64, value) ? value : undefined;
}

/** As CAST writes it: the shortest digits that read back, whole numbers without a point, exponents with two digits. */
export function float64ToText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-4 && magnitude < 1e15) return decimalDigits(value);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return `${mantissa}e${Number(exponent) < 0 ? '-' : '+'}${Math.abs(Number(exponent)).toString().padStart(2, '0')}`;
}

/** JavaScript turns to exponents below 1e-6; this does not. */
function decimalDigits(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.split('e');
  const digits = mantissa.replace('-', '').replace('.', '');
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(-Number(exponent) - 1)}${digits}`;
}

function clockText(micros: bigint): string {
  const two = (value: bigint) => value.toString().padStart(2, '0');
  const seconds = micros / 1_000_000n;
  const fraction = micros % 1_000_000n;
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  if (fraction === 0n) return clock;
  // Three digits where they are enough, six where not.
  return `${clock}.${fraction % 1000n === 0n ? (fraction / 1000n).toString().padStart(3, '0') : fraction.toString().padStart(6, '0')}`;
}

export function datetimeText(micros: bigint): string {
  const days = micros >= 0n ? micros / DAY_MICROS : (micros - DAY_MICROS + 1n) / DAY_MICROS;
  return `${formatDate(Number(days))} ${clockText(micros - days * DAY_MICROS)}`;
}

/** A civil date and time with an optional zone; unlike a load, no seconds since 1970. */
export function timestampOf(text: string): bigint | undefined {
  return /^\s*\d{4}-\d/.test(text) ? parseTimestamp(text) : undefined;
}

function float64ToInt64(value: number): bigint {
  const rounded = Math.sign(value) * Math.round(Math.abs(value));
  if (!(rounded >= -(2 ** 63) && rounded < 2 ** 63))
    throw new Error(`Illegal conversion to int64: ${float64ToText(value)}`);
  return BigInt(exactHalfAway(value, rounded));
}

/** Math.round is off by one just below a half (0.49999999999999994) and above 2^52. */
function exactHalfAway(value: number, rounded: number): number {
  const whole = Math.trunc(value);
  const fraction = Math.abs(value - whole);
  if (fraction === 0) return whole;
  return fraction >= 0.5 ? whole + Math.sign(value) : whole === 0 && rounded !== 0 ? 0 : whole;
}

function decimalToInt64(kind: DecimalKind): (value: bigint) => bigint {
  const wide = { ...kind, max: 10n ** 90n, min: -(10n ** 90n) };
  return (value) => {
    const whole = roundDecimal(wide, value, 0n, 'ROUND_HALF_AWAY_FROM_ZERO') / kind.one;
    if (whole !== BigInt.asIntN(64, whole)) throw new Error('int64 out of range');
    return whole;
  };
}

const decimalOf = (kind: DecimalKind) => (text: string) =>
  orFail(parseDecimal(kind, text), `Invalid ${kind.name} value: ${text}`);

function textOfBytes(value: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    throw new Error('Invalid UTF-8 in bytes to string conversion');
  }
}

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

export const casts = {
  stringToInt64: pair('STRING', 'INT64', (text) => orFail(parseInt64(text), `Bad int64 value: ${text}`)),
  stringToFloat64: pair('STRING', 'FLOAT64', (text) => orFail(parseFloat64(text), `Bad double value: ${text}`)),
  stringToNumeric: pair('STRING', 'NUMERIC', decimalOf(NUMERIC_KIND)),
  stringToBigNumeric: pair('STRING', 'BIGNUMERIC', decimalOf(BIGNUMERIC_KIND)),
  stringToBool: pair('STRING', 'BOOL', (text) =>
    orFail(BOOLS.get(text.trim().toLowerCase()), `Bad bool value: ${text}`),
  ),
  stringToDate: pair('STRING', 'DATE', (text) => orFail(parseDate(text.trim()), `Invalid date: '${text}'`)),
  stringToTime: pair('STRING', 'TIME', (text) => orFail(parseTime(text.trim()), `Invalid time string "${text}"`)),
  stringToDatetime: pair('STRING', 'DATETIME', (text) =>
    orFail(parseDatetime(text.trim()), `Invalid datetime string "${text}"`),
  ),
  stringToTimestamp: pair('STRING', 'TIMESTAMP', (text) => orFail(timestampOf(text), `Invalid timestamp: '${text}'`)),
  stringToInterval: pair('STRING', 'INTERVAL', (text) =>
    orFail(parseIntervalText(text), `Invalid INTERVAL value '${text}'`),
  ),
  bytesToString: pair('BYTES', 'STRING', textOfBytes),
  float64ToString: pair('FLOAT64', 'STRING', float64ToText),
  float64ToInt64: pair('FLOAT64', 'INT64', float64ToInt64),
  float64ToNumeric: pair('FLOAT64', 'NUMERIC', (value) => decimalFromNumber(NUMERIC_KIND, value)),
  float64ToBigNumeric: pair('FLOAT64', 'BIGNUMERIC', (value) => decimalFromNumber(BIGNUMERIC_KIND, value)),
  numericToInt64: pair('NUMERIC', 'INT64', decimalToInt64(NUMERIC_KIND)),
  bigNumericToInt64: pair('BIGNUMERIC', 'INT64', decimalToInt64(BIGNUMERIC_KIND)),
  bigNumericToNumeric: pair('BIGNUMERIC', 'NUMERIC', (value) => {
    const rounded = roundDecimal(BIGNUMERIC_KIND, value, 9n, 'ROUND_HALF_AWAY_FROM_ZERO') / 10n ** 29n;
    if (rounded > NUMERIC_KIND.max || rounded < NUMERIC_KIND.min) throw new Error('numeric out of range');
    return rounded;
  }),
  timeToString: pair('TIME', 'STRING', clockText),
  datetimeToString: pair('DATETIME', 'STRING', datetimeText),
  timestampToString: pair('TIMESTAMP', 'STRING', (micros) => `${datetimeText(micros)}+00`),
  intervalToString: pair('INTERVAL', 'STRING', formatInterval),
} as const;

/** Ends the query with its argument as the message: see `raiseText`. */
const raise = native('gsql_raise', { takes: ['STRING'], returns: 'STRING' }, (message) => {
  throw new Error(message);
});

export const castNatives: readonly Native[] = [
  raise,
  ...Object.values(casts).flatMap(({ strict, safe }) => [strict, safe]),
];
