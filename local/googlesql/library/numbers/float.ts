/** Functions of FLOAT64. A result that leaves the finite numbers where the argument did not is an error, as in BigQuery. */

import { type Native, native } from '../../emit/native.ts';
import { define, on, onBound } from '../define.ts';
import type { FunctionDefinition } from '../signature.ts';
import { divideRounded, exactParts } from './decimal.ts';

function floatError(call: string): Error {
  return new Error(`Floating point error in function: ${call}`);
}

function text(value: number): string {
  return Number.isNaN(value) ? 'nan' : value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value);
}

/** `allowed` says where the function is defined. Values that are not finite go through all of them, to NaN or a limit. */
function unary(name: string, compute: (x: number) => number, allowed: (x: number) => boolean = () => true): Native {
  return native(`bq_${name.toLowerCase()}`, { takes: ['FLOAT64'], returns: 'FLOAT64' }, (x) => {
    if (!Number.isFinite(x)) return compute(x);
    if (!allowed(x)) throw floatError(`${name}(${text(x)})`);
    const result = compute(x);
    if (!Number.isFinite(result)) throw floatError(`${name}(${text(x)})`);
    return result;
  });
}

/** The only one that minus infinity is no argument of. */
function squareRoot(x: number): number {
  if (x < 0) throw floatError(`SQRT(${text(x)})`);
  return Math.sqrt(x);
}

const notZero = (x: number) => x !== 0;

const UNARY: readonly Native[] = [
  unary('SQRT', squareRoot),
  unary('CBRT', Math.cbrt),
  unary('EXP', Math.exp),
  unary('LN', Math.log, (x) => x > 0),
  unary('LOG10', Math.log10, (x) => x > 0),
  unary('COS', Math.cos),
  unary('SIN', Math.sin),
  unary('TAN', Math.tan),
  unary('ACOS', Math.acos, (x) => Math.abs(x) <= 1),
  unary('ASIN', Math.asin, (x) => Math.abs(x) <= 1),
  unary('ATAN', Math.atan),
  unary('COSH', Math.cosh),
  unary('SINH', Math.sinh),
  unary('TANH', Math.tanh),
  unary('ACOSH', Math.acosh, (x) => x >= 1),
  unary('ASINH', Math.asinh),
  unary('ATANH', Math.atanh, (x) => Math.abs(x) < 1),
  unary('COT', (x) => 1 / Math.tan(x), notZero),
  unary('CSC', (x) => 1 / Math.sin(x), notZero),
  unary('SEC', (x) => 1 / Math.cos(x)),
  unary('COTH', (x) => 1 / Math.tanh(x), notZero),
  unary('CSCH', (x) => 1 / Math.sinh(x), notZero),
  unary('SECH', (x) => 1 / Math.cosh(x)),
];

const atan2 = native('bq_atan2', { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' }, Math.atan2);

/** IEEE's pow: 1 to any power and anything to the power 0 is 1, which Math.pow answers with NaN in part. */
export function power(x: number, y: number): number {
  if (x === 1 || y === 0 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  const result = x ** y;
  if (Number.isFinite(x) && Number.isFinite(y) && !Number.isFinite(result))
    throw floatError(`POW(${text(x)}, ${text(y)})`);
  return result;
}
const pow = native('bq_pow', { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' }, power);

const log = native('bq_log', { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' }, (x, base) => {
  if (Number.isNaN(x) || Number.isNaN(base) || x === -Infinity || Math.abs(base) === Infinity) return Number.NaN;
  if (x <= 0 || base <= 0 || base === 1) throw floatError(`LOG(${text(x)}, ${text(base)})`);
  if (base === 2) return Math.log2(x);
  return base === 10 ? Math.log10(x) : Math.log(x) / Math.log(base);
});

const POWERS_OF_TEN = 308n;

/** Half away from zero, at `digits` after the point (before it where negative). */
function roundTo(x: number, digits: bigint, whole: (x: number) => number): number {
  if (!Number.isFinite(x) || digits > SMALLEST) return x;
  if (digits > POWERS_OF_TEN) return roundTiny(x, digits, whole === halfAway);
  if (digits < -POWERS_OF_TEN) return 0;
  if (digits === 0n) return whole(x);
  const unit = 10 ** Math.abs(Number(digits));
  if (digits < 0n) return whole(x / unit) * unit;
  const scaled = x * unit;
  // Beyond 2^52 every double is whole: there is nothing left to round.
  return Math.abs(scaled) >= 2 ** 52 ? x : whole(scaled) / unit;
}

/** The place of the last digit that any double has. */
const SMALLEST = 1074n;

/** At places where the power of ten is no double: by the exact value. */
function roundTiny(x: number, digits: bigint, nearest: boolean): number {
  const [mantissa, exponent] = exactParts(x);
  if (exponent >= 0) return x;
  const scaled = mantissa * 10n ** digits;
  const unit = 1n << BigInt(-exponent);
  const whole = nearest ? divideRounded(scaled, unit) : scaled / unit;
  return Number(`${whole}e-${digits}`);
}

export function halfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

const round = native('bq_round_float64', { takes: ['FLOAT64', 'INT64'], returns: 'FLOAT64' }, (x, digits) => {
  const result = roundTo(x, digits, halfAway);
  if (Number.isFinite(x) && !Number.isFinite(result)) throw floatError(`ROUND(${text(x)}, ${digits})`);
  return result;
});
const truncate = native('bq_trunc_float64', { takes: ['FLOAT64', 'INT64'], returns: 'FLOAT64' }, (x, digits) =>
  roundTo(x, digits, Math.trunc),
);
const ieeeDivide = native('bq_ieee_divide', { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' }, (x, y) => x / y);

export const floats = { round, truncate, pow, log };

export const natives: readonly Native[] = [...UNARY, ...[atan2, pow, log, round, truncate, ieeeDivide]];

/** SQRT, EXP, LN and their like are exact for NUMERIC in BigQuery; they are in `math.ts` where they are done. */
const ELSEWHERE = ['bq_sqrt', 'bq_exp', 'bq_ln', 'bq_log10', 'bq_cbrt'];

export const floatNative = (name: string): Native => {
  const found = UNARY.find((one) => one.name === `bq_${name.toLowerCase()}`);
  if (found === undefined) throw new Error(`No FLOAT64 function ${name}`);
  return found;
};

export const functions: readonly FunctionDefinition[] = [
  ...UNARY.filter(({ name }) => !ELSEWHERE.includes(name)).map((one) =>
    define(one.name.slice(3).toUpperCase(), [on('FLOAT64 -> FLOAT64', one.of)]),
  ),
  define('ATAN2', [on('FLOAT64, FLOAT64 -> FLOAT64', atan2.of)]),
  define('IEEE_DIVIDE', [on('FLOAT64, FLOAT64 -> FLOAT64', ieeeDivide.of)]),
  define('IS_NAN', [on('FLOAT64 -> BOOL', (x) => `isnan(${x})`)]),
  define('IS_INF', [on('FLOAT64 -> BOOL', (x) => `isinf(${x})`)]),
  // It cannot fail, and DuckDB takes nothing volatile into TRY. DuckDB computes aggregates of the same text once: the
  // number, which is below every answer, keeps the texts apart.
  define('RAND', [onBound(' -> FLOAT64', ({ call }) => `greatest(random(), -${call.appearance ?? 1}.0)`)], {
    handlesSafe: true,
    volatile: true,
  }),
];
