/** Mathematical functions over all the number types. */

import { type Native, native } from '../../emit/native.ts';
import { type Choice, plainUnless } from '../../emit/plain.ts';
import { float64Text, int64Text } from '../../emit/text.ts';
import { type Bound, define, type Overload, on, onBound } from '../define.ts';
import { CallRefused, type Expression } from '../signature.ts';
import { greatest, least, ORDERED_KINDS, rangeBucket } from './compare.ts';
import { abs, BIGNUMERIC_KIND, decimalText, inRange } from './decimal.ts';
import { floatNative, floats } from './float.ts';
import { integers, safeFloats } from './integer.ts';
import { type DecimalNatives, decimals } from './numeric.ts';

const DECIMALS = ['NUMERIC', 'BIGNUMERIC'] as const;

/** One overload for each exact type. */
function exact(
  signature: (kind: string) => string,
  pick: (natives: DecimalNatives) => (...sql: string[]) => string,
): Overload[] {
  return DECIMALS.map((kind) => on(signature(kind), pick(decimals[kind])));
}

const binary = (kind: string) => `${kind}, ${kind} -> ${kind}`;
const toDouble = (sql: string) => `CAST(${sql} AS DOUBLE)`;
const same = (kind: string) => `${kind} -> ${kind}`;

/** The wholes of INT64 are FLOAT64s already. */
function whole(
  names: readonly string[],
  float: (sql: string) => string,
  decimal: (natives: DecimalNatives) => (sql: string) => string,
) {
  return define(names, [
    on('FLOAT64 -> FLOAT64', float),
    on('INT64 -> FLOAT64', toDouble),
    ...DECIMALS.map((kind) => on(same(kind), decimal(decimals[kind]))),
  ]);
}

/** Without a digit count, or with one; the third argument is the rounding mode, of the exact types alone. */
function digits(name: 'ROUND' | 'TRUNC') {
  const decimal = (kind: 'NUMERIC' | 'BIGNUMERIC') =>
    name === 'ROUND' ? decimals[kind].round : decimals[kind].truncate;
  return define(name, [
    on('FLOAT64 -> FLOAT64', (x) => roundFloat(name, x, 0n)),
    on('INT64 -> FLOAT64', (x) => roundFloat(name, toDouble(x), 0n)),
    ...DECIMALS.map((kind) => on(same(kind), (x) => decimal(kind).of(x, '0'))),
    onBound('FLOAT64, INT64 -> FLOAT64', (bound) => roundBound(name, bound, bound.sql[0] ?? '')),
    onBound('INT64, INT64 -> FLOAT64', (bound) => roundBound(name, bound, toDouble(bound.sql[0] ?? ''))),
    ...DECIMALS.map((kind) => on(`${kind}, INT64 -> ${kind}`, decimal(kind).of)),
    ...(name === 'TRUNC'
      ? []
      : DECIMALS.map((kind) =>
          onBound(`${kind}, INT64, STRING -> ${kind}`, ({ args, sql }) => roundBy(kind, args[2], sql)),
        )),
  ]);
}

function roundBy(kind: 'NUMERIC' | 'BIGNUMERIC', mode: Expression | undefined, sql: readonly string[]): string {
  const [value = '', count = ''] = sql;
  switch (mode?.literal) {
    case 'ROUND_HALF_AWAY_FROM_ZERO':
      return decimals[kind].round.of(value, count);
    case 'ROUND_HALF_EVEN':
      return decimals[kind].roundHalfEven.of(value, count);
    default:
      throw new CallRefused('invalid', `Invalid rounding mode ${String(mode?.literal)} in function ROUND`);
  }
}

/** A function that is computed in FLOAT64. BigQuery computes it exactly for NUMERIC: there it is refused. */
function inexact(names: readonly string[], overloads: readonly Overload[], exactOnes: readonly Overload[] = []) {
  const name = names[0] ?? '';
  const refusals = DECIMALS.flatMap((kind) =>
    [`${kind} -> ${kind}`, `${kind}, ${kind} -> ${kind}`].map((signature) =>
      onBound(signature, () => {
        throw new CallRefused('unsupported', `Function ${name} of ${kind} is not supported by the local BigQuery`);
      }),
    ),
  );
  // A whole number is a FLOAT64 here, although NUMERIC is nearer to it.
  const integersFirst = overloads.map((overload) => ({
    ...overload,
    parameters: overload.parameters.map((parameter) => ({ ...parameter, type: 'INT64' })),
    emit: (bound: Parameters<typeof overload.emit>[0]) => overload.emit({ ...bound, sql: bound.sql.map(toDouble) }),
  }));
  return define(names, [...overloads, ...integersFirst, ...exactOnes, ...refusals]);
}

const unaryFloat = (name: string) => [on('FLOAT64 -> FLOAT64', floatNative(name).of)];

const signFloat = native('bq_sign_float64', { takes: ['FLOAT64'], returns: 'FLOAT64' }, (x) =>
  Number.isNaN(x) ? x : x > 0 ? 1 : x < 0 ? -1 : 0,
);
const absBig = native('bq_abs_bignumeric', { takes: ['BIGNUMERIC'], returns: 'BIGNUMERIC' }, (x) =>
  inRange(BIGNUMERIC_KIND, abs(x), `ABS(${decimalText(BIGNUMERIC_KIND, x)})`),
);
const sign = DECIMALS.map((kind) =>
  native(`bq_sign_${kind.toLowerCase()}`, { takes: [kind], returns: kind }, (x) => {
    const one = 10n ** (kind === 'NUMERIC' ? 9n : 38n);
    return x > 0n ? one : x < 0n ? -one : 0n;
  }),
);

/** Both go towards zero, in DuckDB too; dividing by zero and the one overflow (by -1) are BigQuery's own errors. */
function wholeNumbers(op: '//' | '%', careful: Native, { args, sql: [a = '', b = ''] }: Bound): string | Choice {
  const divisor = args[1]?.literal;
  const plain = `(${a} ${op} ${b})`;
  if (typeof divisor === 'bigint' && divisor !== 0n && divisor !== -1n) return plain;
  return plainUnless(`${b} IN (0, -1)`, plain, careful.of(a, b), [a, b]);
}

function safeDivide(a: string, b: string): Choice {
  const plain = `(${a} / ${b})`;
  return plainUnless(`${b} = 0 OR isinf${plain}`, plain, safeFloats.divide.of(a, b), [a, b]);
}

/** Scaled by so small a power of ten, smaller numbers than this are rounded by DuckDB as they are here. */
const MAX_PLAIN_DIGITS = 15;

function roundFloat(name: 'ROUND' | 'TRUNC', x: string, digits: bigint): string | Choice {
  const careful = (name === 'ROUND' ? floats.round : floats.truncate).of(x, int64Text(digits));
  const step = name.toLowerCase();
  if (digits < 0n || digits > MAX_PLAIN_DIGITS) return careful;
  if (digits === 0n) return `${step}(${x})`;
  const unit = float64Text(10 ** Number(digits));
  const limit = float64Text(2 ** 51 / 10 ** Number(digits));
  // Not a number and the infinities are above every limit in DuckDB's order.
  return plainUnless(`NOT abs(${x}) < ${limit}`, `(${step}(${x} * ${unit}) / ${unit})`, careful, [x]);
}

function roundBound(name: 'ROUND' | 'TRUNC', bound: Bound, x: string): string | Choice {
  const digits = bound.args[1]?.literal;
  const careful = name === 'ROUND' ? floats.round : floats.truncate;
  return typeof digits === 'bigint' ? roundFloat(name, x, digits) : careful.of(x, bound.sql[1] ?? '');
}

export const natives = [signFloat, absBig, ...sign, ...greatest.values(), ...least.values(), ...rangeBucket.values()];

function perKind(
  map: ReadonlyMap<string, { readonly of: (...sql: string[]) => string }>,
  signature: (kind: string) => string,
) {
  return ORDERED_KINDS.map((kind) => on(signature(kind), (...sql) => map.get(kind)?.of(...sql) ?? ''));
}

export const functions = [
  define('ABS', [
    on('INT64 -> INT64', (x) => `abs(${x})`),
    on('FLOAT64 -> FLOAT64', (x) => `abs(${x})`),
    on('NUMERIC -> NUMERIC', (x) => `abs(${x})`),
    on('BIGNUMERIC -> BIGNUMERIC', absBig.of),
  ]),
  define('SIGN', [
    on('INT64 -> INT64', (x) => `CAST(sign(${x}) AS BIGINT)`),
    on('FLOAT64 -> FLOAT64', (x) => plainUnless(`isnan(${x})`, `CAST(sign(${x}) AS DOUBLE)`, signFloat.of(x), [x])),
    ...DECIMALS.map((kind, index) => on(same(kind), (x) => sign[index]?.of(x) ?? '')),
  ]),
  define('DIV', [
    onBound('INT64, INT64 -> INT64', (bound) => wholeNumbers('//', integers.div, bound)),
    ...exact(binary, ({ wholeDivide }) => wholeDivide.of),
  ]),
  define('MOD', [
    onBound('INT64, INT64 -> INT64', (bound) => wholeNumbers('%', integers.mod, bound)),
    ...exact(binary, ({ mod }) => mod.of),
  ]),
  define('SAFE_ADD', [
    on('INT64, INT64 -> INT64', integers.safeAdd.of),
    on('FLOAT64, FLOAT64 -> FLOAT64', safeFloats.add.of),
    ...exact(binary, ({ safeAdd }) => safeAdd.of),
  ]),
  define('SAFE_SUBTRACT', [
    on('INT64, INT64 -> INT64', integers.safeSubtract.of),
    on('FLOAT64, FLOAT64 -> FLOAT64', safeFloats.subtract.of),
    ...exact(binary, ({ safeSubtract }) => safeSubtract.of),
  ]),
  define('SAFE_MULTIPLY', [
    on('INT64, INT64 -> INT64', integers.safeMultiply.of),
    on('FLOAT64, FLOAT64 -> FLOAT64', safeFloats.multiply.of),
    ...exact(binary, ({ safeMultiply }) => safeMultiply.of),
  ]),
  define('SAFE_DIVIDE', [
    on('FLOAT64, FLOAT64 -> FLOAT64', safeDivide),
    on('INT64, INT64 -> FLOAT64', (a, b) => safeDivide(toDouble(a), toDouble(b))),
    ...exact(binary, ({ safeDivide }) => safeDivide.of),
  ]),
  define('SAFE_NEGATE', [
    on('INT64 -> INT64', integers.safeNegate.of),
    on('FLOAT64 -> FLOAT64', (x) => `(-${x})`),
    ...exact(same, ({ safeNegate }) => safeNegate.of),
  ]),
  define('BIT_COUNT', [on('INT64 -> INT64', integers.bitCount.of), on('BYTES -> INT64', integers.bitCountBytes.of)]),
  digits('ROUND'),
  digits('TRUNC'),
  whole(
    ['CEIL', 'CEILING'],
    (x) => `ceil(${x})`,
    ({ ceil }) => ceil.of,
  ),
  whole(
    ['FLOOR'],
    (x) => `floor(${x})`,
    ({ floor }) => floor.of,
  ),
  inexact(
    ['SQRT'],
    unaryFloat('SQRT'),
    exact(same, ({ sqrt }) => sqrt.of),
  ),
  inexact(['EXP'], unaryFloat('EXP')),
  inexact(['CBRT'], unaryFloat('CBRT')),
  inexact(['LN'], unaryFloat('LN')),
  inexact(['LOG10'], unaryFloat('LOG10')),
  inexact(['LOG'], [...unaryFloat('LN'), on('FLOAT64, FLOAT64 -> FLOAT64', floats.log.of)]),
  inexact(['POW', 'POWER'], [on('FLOAT64, FLOAT64 -> FLOAT64', floats.pow.of)]),
  define(
    'GREATEST',
    perKind(greatest, (kind) => `${kind}, ${kind}* -> ${kind}`),
  ),
  define(
    'LEAST',
    perKind(least, (kind) => `${kind}, ${kind}* -> ${kind}`),
  ),
  define(
    'RANGE_BUCKET',
    perKind(rangeBucket, (kind) => `${kind}, ${kind}[] -> INT64`),
  ),
];
