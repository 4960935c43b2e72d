/** The arithmetic of NUMERIC and BIGNUMERIC, for operators and functions alike: DuckDB's own turns to DOUBLE or overflows. */

import { type Native, native } from '../../emit/native.ts';
import {
  BIGNUMERIC_KIND,
  type DecimalKind,
  decimalFromNumber,
  decimalText,
  decimalToNumber,
  divide,
  divideRounded,
  inRange,
  multiply,
  NUMERIC_KIND,
  parseDecimal,
  type RoundingMode,
  roundDecimal,
} from './decimal.ts';

export type DecimalName = 'NUMERIC' | 'BIGNUMERIC';

export interface DecimalNatives {
  readonly add: Native;
  readonly subtract: Native;
  readonly multiply: Native;
  readonly divide: Native;
  /** DIV: towards zero, a whole number. */
  readonly wholeDivide: Native;
  readonly mod: Native;
  readonly negate: Native;
  /** The SAFE_ forms: NULL where the plain one fails. */
  readonly safeAdd: Native;
  readonly safeSubtract: Native;
  readonly safeMultiply: Native;
  readonly safeDivide: Native;
  readonly safeNegate: Native;
  readonly round: Native;
  readonly roundHalfEven: Native;
  readonly truncate: Native;
  readonly ceil: Native;
  readonly floor: Native;
  readonly toFloat64: Native;
  readonly toText: Native;
  readonly parse: Native;
  readonly fromFloat64: Native;
  readonly fromInt64: Native;
  /** Half away from zero; an error beyond INT64. */
  readonly toInt64: Native;
  readonly sqrt: Native;
}

function nativesOf(kind: DecimalKind): DecimalNatives {
  const name = kind.name;
  const prefix = `bq_${name.toLowerCase()}`;
  const text = (value: bigint) => decimalText(kind, value);
  const two = (suffix: string, compute: (a: bigint, b: bigint) => bigint) =>
    native(`${prefix}_${suffix}`, { takes: [name, name], returns: name }, compute);
  const one = (suffix: string, compute: (a: bigint) => bigint) =>
    native(`${prefix}_${suffix}`, { takes: [name], returns: name }, compute);
  const rounding = (suffix: string, mode: RoundingMode) =>
    native(`${prefix}_${suffix}`, { takes: [name, 'INT64'], returns: name }, (value, digits) =>
      roundDecimal(kind, value, digits, mode),
    );
  const nonZero = (a: bigint, b: bigint, operation: string) => {
    if (b === 0n) throw new Error(`division by zero: ${operation}(${text(a)}, ${text(b)})`);
  };
  const fits = (value: bigint) => (value > kind.max || value < kind.min ? null : value);
  const safe = (suffix: string, compute: (a: bigint, b: bigint) => bigint) =>
    native(`${prefix}_safe_${suffix}`, { takes: [name, name], returns: name }, (a, b) => fits(compute(a, b)));
  return {
    safeAdd: safe('add', (a, b) => a + b),
    safeSubtract: safe('subtract', (a, b) => a - b),
    safeMultiply: safe('multiply', (a, b) => divideRounded(a * b, kind.one)),
    safeDivide: native(`${prefix}_safe_divide`, { takes: [name, name], returns: name }, (a, b) =>
      b === 0n ? null : fits(divideRounded(a * kind.one, b)),
    ),
    safeNegate: native(`${prefix}_safe_negate`, { takes: [name], returns: name }, (a) => fits(-a)),
    add: two('add', (a, b) => inRange(kind, a + b, `${text(a)} + ${text(b)}`)),
    subtract: two('subtract', (a, b) => inRange(kind, a - b, `${text(a)} - ${text(b)}`)),
    multiply: two('multiply', (a, b) => multiply(kind, a, b)),
    divide: two('divide', (a, b) => divide(kind, a, b)),
    wholeDivide: two('div', (a, b) => {
      nonZero(a, b, 'DIV');
      return inRange(kind, (a / b) * kind.one, `DIV(${text(a)}, ${text(b)})`);
    }),
    mod: two('mod', (a, b) => {
      nonZero(a, b, 'MOD');
      return a % b;
    }),
    negate: one('negate', (a) => inRange(kind, -a, `-(${text(a)})`)),
    round: rounding('round', 'ROUND_HALF_AWAY_FROM_ZERO'),
    roundHalfEven: rounding('round_half_even', 'ROUND_HALF_EVEN'),
    truncate: rounding('trunc', 'TRUNCATE'),
    ceil: one('ceil', (a) => roundDecimal(kind, a, 0n, 'CEIL')),
    floor: one('floor', (a) => roundDecimal(kind, a, 0n, 'FLOOR')),
    toFloat64: native(`${prefix}_to_float64`, { takes: [name], returns: 'FLOAT64' }, (a) => decimalToNumber(kind, a)),
    toText: native(`${prefix}_to_text`, { takes: [name], returns: 'STRING' }, text),
    parse: native(`${prefix}_parse`, { takes: ['STRING'], returns: name }, (value) => {
      const parsed = parseDecimal(kind, value);
      if (parsed === undefined) throw new Error(`Invalid ${name} value: ${value}`);
      return parsed;
    }),
    fromFloat64: native(`${prefix}_from_float64`, { takes: ['FLOAT64'], returns: name }, (value) =>
      decimalFromNumber(kind, value),
    ),
    fromInt64: native(`${prefix}_from_int64`, { takes: ['INT64'], returns: name }, (value) => value * kind.one),
    toInt64: native(`${prefix}_to_int64`, { takes: [name], returns: 'INT64' }, (value) => {
      const whole =
        roundDecimal({ ...kind, max: 10n ** 90n, min: -(10n ** 90n) }, value, 0n, 'ROUND_HALF_AWAY_FROM_ZERO') /
        kind.one;
      if (whole !== BigInt.asIntN(64, whole)) throw new Error(`int64 out of range: ${text(value)}`);
      return whole;
    }),
    sqrt: one('sqrt', (a) => {
      if (a < 0n) throw new Error(`Argument to SQRT cannot be negative: ${text(a)}`);
      return squareRoot(a * kind.one);
    }),
  };
}

/** Nearest whole root. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) break;
    root = next;
  }
  return value - root * root > root ? root + 1n : root;
}

export const decimals: Readonly<Record<DecimalName, DecimalNatives>> = {
  NUMERIC: nativesOf(NUMERIC_KIND),
  BIGNUMERIC: nativesOf(BIGNUMERIC_KIND),
};

/** BIGNUMERIC from NUMERIC is exact; back, it is rounded. */
const widen = native(
  'bq_numeric_to_bignumeric',
  { takes: ['NUMERIC'], returns: 'BIGNUMERIC' },
  (value) => value * 10n ** 29n,
);
const narrow = native('bq_bignumeric_to_numeric', { takes: ['BIGNUMERIC'], returns: 'NUMERIC' }, (value) => {
  const rounded = roundDecimal(BIGNUMERIC_KIND, value, 9n, 'ROUND_HALF_AWAY_FROM_ZERO') / 10n ** 29n;
  return inRange(NUMERIC_KIND, rounded, decimalText(BIGNUMERIC_KIND, value));
});

/** The largest coarse key: sums of three of them are NUMERIC. */
export const MAX_COARSE = 10n ** 37n;

/** A NUMERIC in the order of the BIGNUMERIC, no farther from another one than the BIGNUMERIC is, but for one unit. */
export const coarseBigNumeric = native(
  'bq_bignumeric_coarse',
  { takes: ['BIGNUMERIC'], returns: 'NUMERIC' },
  (value) => {
    const coarse = value / 10n ** 29n;
    return coarse > MAX_COARSE ? MAX_COARSE : coarse < -MAX_COARSE ? -MAX_COARSE : coarse;
  },
);

export const numericToBigNumeric = widen;
export const bigNumericToNumeric = narrow;

export const natives: readonly Native[] = [
  ...Object.values(decimals.NUMERIC),
  ...Object.values(decimals.BIGNUMERIC),
  widen,
  narrow,
  coarseBigNumeric,
];
