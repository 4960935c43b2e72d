/** Exact decimals: NUMERIC (38 digits, 9 after the point) and BIGNUMERIC (76.76 digits, 38 after it) as scaled bigints. */

export interface DecimalKind {
  readonly name: 'NUMERIC' | 'BIGNUMERIC';
  readonly scale: number;
  readonly one: bigint;
  readonly max: bigint;
  readonly min: bigint;
}

const NUMERIC_MAX = 10n ** 38n - 1n;

export const NUMERIC_KIND: DecimalKind = {
  name: 'NUMERIC',
  scale: 9,
  one: 10n ** 9n,
  max: NUMERIC_MAX,
  min: -NUMERIC_MAX,
};

export const BIGNUMERIC_KIND: DecimalKind = {
  name: 'BIGNUMERIC',
  scale: 38,
  one: 10n ** 38n,
  max: 2n ** 255n - 1n,
  min: -(2n ** 255n),
};

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = abs(numerator);
  const d = abs(denominator);
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

export function inRange(kind: DecimalKind, value: bigint, operation: string): bigint {
  if (value > kind.max || value < kind.min) throw new Error(`${kind.name.toLowerCase()} overflow: ${operation}`);
  return value;
}

export function multiply(kind: DecimalKind, a: bigint, b: bigint): bigint {
  return inRange(kind, divideRounded(a * b, kind.one), `${decimalText(kind, a)} * ${decimalText(kind, b)}`);
}

export function divide(kind: DecimalKind, a: bigint, b: bigint): bigint {
  const operation = `${decimalText(kind, a)} / ${decimalText(kind, b)}`;
  if (b === 0n) throw new Error(`division by zero: ${operation}`);
  return inRange(kind, divideRounded(a * kind.one, b), operation);
}

/** The shortest text: no zeros after the last digit that counts. */
export function decimalText(kind: DecimalKind, value: bigint): string {
  const digits = abs(value)
    .toString()
    .padStart(kind.scale + 1, '0');
  const whole = digits.slice(0, -kind.scale);
  const fraction = digits.slice(-kind.scale).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export type RoundingMode = 'ROUND_HALF_AWAY_FROM_ZERO' | 'ROUND_HALF_EVEN' | 'TRUNCATE' | 'CEIL' | 'FLOOR';

/** Rounds to `digits` after the point (negative: before it). */
export function roundDecimal(kind: DecimalKind, value: bigint, digits: bigint, mode: RoundingMode): bigint {
  if (digits >= BigInt(kind.scale)) return value;
  const drop = BigInt(kind.scale) - digits;
  if (drop > 80n) return 0n;
  const unit = 10n ** drop;
  const rounded = toWhole(value, unit, mode) * unit;
  return inRange(kind, rounded, `ROUND(${decimalText(kind, value)}, ${digits})`);
}

function toWhole(value: bigint, unit: bigint, mode: RoundingMode): bigint {
  const quotient = value / unit;
  const rest = value % unit;
  switch (mode) {
    case 'TRUNCATE':
      return quotient;
    case 'CEIL':
      return rest > 0n ? quotient + 1n : quotient;
    case 'FLOOR':
      return rest < 0n ? quotient - 1n : quotient;
    case 'ROUND_HALF_AWAY_FROM_ZERO':
      return divideRounded(value, unit);
    case 'ROUND_HALF_EVEN':
      if (abs(rest) * 2n === unit && quotient % 2n === 0n) return quotient;
      return divideRounded(value, unit);
  }
}

/** No number that fits is written longer, save by zeros. */
const MAX_TEXT = 10_000;

/**
 * Reads `-12.5e3`. Digits beyond the scale are rounded half away from zero. Undefined where the text is no number,
 * and an error where it is one that does not fit.
 */
export function parseDecimal(kind: DecimalKind, text: string): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (match === null || text.length > MAX_TEXT) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const power = Number(exponent) + kind.scale - fraction.length;
  const digits = BigInt(whole + fraction);
  if (digits !== 0n && power > 100) throw new Error(`Invalid ${kind.name} value: ${text}`);
  const size = digits === 0n ? 0n : power >= 0 ? digits * 10n ** BigInt(power) : shrink(digits, -power);
  const value = sign === '-' ? -size : size;
  if (value > kind.max || value < kind.min) throw new Error(`Invalid ${kind.name} value: ${text}`);
  return value;
}

function shrink(digits: bigint, places: number): bigint {
  return places > digits.toString().length + 1 ? 0n : divideRounded(digits, 10n ** BigInt(places));
}

/** The double nearest to the decimal. */
export function decimalToNumber(kind: DecimalKind, value: bigint): number {
  return Number(`${value}e-${kind.scale}`);
}

/** The decimal nearest to the double, half away from zero, from the double's exact value. */
export function decimalFromNumber(kind: DecimalKind, value: number): bigint {
  if (!Number.isFinite(value))
    throw new Error(`Illegal conversion of non-finite floating point number to numeric: ${floatName(value)}`);
  const [mantissa, exponent] = exactParts(value);
  const scaled = mantissa * kind.one;
  const result = exponent >= 0 ? scaled << BigInt(exponent) : divideRounded(scaled, 1n << BigInt(-exponent));
  if (result > kind.max || result < kind.min) throw new Error(`${kind.name.toLowerCase()} out of range: ${value}`);
  return result;
}

function floatName(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** A finite double as mantissa × 2^exponent, exactly. */
export function exactParts(value: number): readonly [mantissa: bigint, exponent: number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return [bits >> 63n === 1n ? -mantissa : mantissa, (biased === 0 ? 1 : biased) - 1075];
}
