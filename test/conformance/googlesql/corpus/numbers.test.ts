/** Numbers: what operators and functions answer, by models of whole numbers and fractions that know nothing of DuckDB. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
const fits = (value: bigint) => value >= MIN && value <= MAX;
/** The smallest INT64 is written as a literal like the others. */
const WHOLE = [MIN, MIN + 1n, -8n, -7n, -2n, -1n, 0n, 1n, 2n, 7n, 8n, MAX - 1n, MAX] as const;
const pairs = <T>(values: readonly T[]) => values.flatMap((a) => values.map((b) => [a, b] as const));

const whole = (symbol: string, compute: (a: bigint, b: bigint) => bigint): Entry[] =>
  pairs(WHOLE).map(([a, b]) => {
    const result = compute(a, b);
    return [`(${a}) ${symbol} (${b})`, fits(result) ? `INT64 ${result}` : /overflow/i];
  });

const called = (name: string, compute: (a: bigint, b: bigint) => bigint): Entry[] =>
  pairs(WHOLE).map(([a, b]) => {
    if (b === 0n) return [`${name}(${a}, ${b})`, /division by zero/];
    const result = compute(a, b);
    return [`${name}(${a}, ${b})`, fits(result) ? `INT64 ${result}` : /overflow/i];
  });

const safe = (name: string, compute: (a: bigint, b: bigint) => bigint): Entry[] =>
  pairs(WHOLE.filter((_, index) => index % 2 === 0)).map(([a, b]) => {
    const result = compute(a, b);
    return [`${name}(${a}, ${b})`, `INT64 ${fits(result) ? result : 'NULL'}`];
  });

const comparisons: readonly (readonly [string, (a: bigint, b: bigint) => boolean])[] = [
  ['=', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
  ['<', (a, b) => a < b],
  ['<=', (a, b) => a <= b],
  ['>', (a, b) => a > b],
  ['>=', (a, b) => a >= b],
];

const bits: readonly (readonly [string, (a: bigint, b: bigint) => bigint])[] = [
  ['&', (a, b) => a & b],
  ['|', (a, b) => a | b],
  ['^', (a, b) => a ^ b],
];

/** Decimals as text, and as whole numbers of their last place. */
const DECIMALS = [
  '0',
  '1',
  '-1',
  '0.5',
  '-0.5',
  '2.5',
  '-2.5',
  '0.000000001',
  '-0.000000001',
  '123.456',
  '99999999999.999999999',
];
const ONE = 10n ** 9n;

function scaled(text: string): bigint {
  const [units = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(units) * ONE + BigInt(fraction.padEnd(9, '0'));
  return text.startsWith('-') ? -size : size;
}

function shown(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = String(size % ONE)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${size / ONE}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Half away from zero. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const size = (2n * n + d) / (2n * d);
  return numerator < 0n !== denominator < 0n ? -size : size;
}

const LIMIT = 10n ** 38n;
const decimal = (value: bigint) => (value < LIMIT && value > -LIMIT ? `NUMERIC ${shown(value)}` : /overflow/i);

const decimalOperators: readonly (readonly [string, (a: bigint, b: bigint) => bigint])[] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => rounded(a * b, ONE)],
  ['/', (a, b) => rounded(a * ONE, b)],
];

describeCorpus('whole numbers', {
  'INT64 + INT64 is an INT64, and an overflow an error': whole('+', (a, b) => a + b),
  'INT64 - INT64 is an INT64, and an overflow an error': whole('-', (a, b) => a - b),
  'INT64 * INT64 is an INT64, and an overflow an error': whole('*', (a, b) => a * b),
  'DIV goes towards zero': called('DIV', (a, b) => a / b),
  'MOD has the sign of the dividend': called('MOD', (a, b) => a % b),
  'SAFE_ADD, SAFE_SUBTRACT and SAFE_MULTIPLY are NULL where the operator overflows': [
    ...safe('SAFE_ADD', (a, b) => a + b),
    ...safe('SAFE_SUBTRACT', (a, b) => a - b),
    ...safe('SAFE_MULTIPLY', (a, b) => a * b),
  ],
  'INT64 compares by value': comparisons.flatMap(([symbol, holds]) =>
    pairs([MIN, -1n, 0n, 1n, MAX]).map(([a, b]): Entry => [`(${a}) ${symbol} (${b})`, `BOOL ${holds(a, b)}`]),
  ),
  'bits are of two’s complement': [
    ...bits.flatMap(([symbol, compute]) =>
      pairs([MIN, -6n, -1n, 0n, 5n, MAX]).map(([a, b]): Entry => [`(${a}) ${symbol} (${b})`, `INT64 ${compute(a, b)}`]),
    ),
    ...WHOLE.map((a): Entry => [`~(${a})`, `INT64 ${~a}`]),
    ...WHOLE.map(
      (a): Entry => [`BIT_COUNT(${a})`, `INT64 ${BigInt.asUintN(64, a).toString(2).replaceAll('0', '').length}`],
    ),
  ],
  'a shift drops bits, fills with zeros and takes no negative distance': [-8n, -1n, 1n, 5n, MAX]
    .flatMap((a) =>
      [0n, 1n, 3n, 63n, 64n, 100n].flatMap((by): Entry[] => [
        [`(${a}) << ${by}`, `INT64 ${by > 63n ? 0n : BigInt.asIntN(64, a << by)}`],
        [`(${a}) >> ${by}`, `INT64 ${by > 63n ? 0n : BigInt.asIntN(64, BigInt.asUintN(64, a) >> by)}`],
      ]),
    )
    .concat([
      ['1 << -1', /negative|non-negative/],
      ['1 >> -1', /negative|non-negative/],
    ]),
  'unary minus, ABS and SIGN': WHOLE.flatMap((a): Entry[] => [
    [`- (0 + ${a < 0n ? `(${a})` : a})`, a === MIN ? /overflow/i : `INT64 ${-a}`],
    [`ABS(${a})`, a === MIN ? /overflow/i : `INT64 ${a < 0n ? -a : a}`],
    [`SIGN(${a})`, `INT64 ${a > 0n ? 1 : a < 0n ? -1 : 0}`],
    [`SAFE_NEGATE(${a})`, `INT64 ${a === MIN ? 'NULL' : -a}`],
  ]),
});

describeCorpus('decimals', {
  ...Object.fromEntries(
    decimalOperators.map(([symbol, compute]) => [
      `NUMERIC ${symbol} NUMERIC is exact and rounded half away from zero`,
      pairs(DECIMALS).map(([a, b]): Entry => {
        const sql = `NUMERIC '${a}' ${symbol} NUMERIC '${b}'`;
        if (symbol === '/' && scaled(b) === 0n) return [sql, /division by zero/];
        return [sql, decimal(compute(scaled(a), scaled(b)))];
      }),
    ]),
  ),
  'a decimal literal beside a NUMERIC is that decimal': pairs(DECIMALS).flatMap(([a, b]): Entry[] => {
    if (!b.includes('.')) return [];
    return [
      [`NUMERIC '${a}' + ${b.startsWith('-') ? `(${b})` : b}`, decimal(scaled(a) + scaled(b))],
      [`NUMERIC '${a}' < ${b}`, `BOOL ${scaled(a) < scaled(b)}`],
    ];
  }),
  'ROUND of NUMERIC counts digits on both sides of the point': DECIMALS.flatMap((a) =>
    [-3, -1, 0, 1, 2, 9].map((digits): Entry => {
      const unit = 10n ** BigInt(9 - digits);
      return [`ROUND(NUMERIC '${a}', ${digits})`, `NUMERIC ${shown(rounded(scaled(a), unit) * unit)}`];
    }),
  ),
  'TRUNC of NUMERIC goes towards zero': DECIMALS.flatMap((a) =>
    [-3, -1, 0, 1, 2, 9].map((digits): Entry => {
      const unit = 10n ** BigInt(9 - digits);
      return [`TRUNC(NUMERIC '${a}', ${digits})`, `NUMERIC ${shown((scaled(a) / unit) * unit)}`];
    }),
  ),
  'CEIL and FLOOR of NUMERIC': DECIMALS.flatMap((a): Entry[] => {
    const value = scaled(a);
    const down = (value / ONE) * ONE;
    const isWhole = value % ONE === 0n;
    return [
      [`CEIL(NUMERIC '${a}')`, `NUMERIC ${shown(isWhole || value < 0n ? down : down + ONE)}`],
      [`FLOOR(NUMERIC '${a}')`, `NUMERIC ${shown(isWhole || value > 0n ? down : down - ONE)}`],
    ];
  }),
  'a NUMERIC is cast to INT64 half away from zero, and to STRING without zeros at the end': DECIMALS.flatMap(
    (a): Entry[] => [
      [`CAST(NUMERIC '${a}' AS INT64)`, `INT64 ${rounded(scaled(a), ONE)}`],
      [`CAST(NUMERIC '${a}' AS STRING)`, `STRING ${shown(scaled(a))}`],
      [`CAST('${a}' AS NUMERIC)`, `NUMERIC ${shown(scaled(a))}`],
      [`CAST(CAST('${a}' AS BIGNUMERIC) AS NUMERIC)`, `NUMERIC ${shown(scaled(a))}`],
    ],
  ),
  'a literal of any precision is kept to the last digit': Array.from({ length: 38 }, (_, index) => index + 1).flatMap(
    (places): Entry[] => {
      const digits = '12345678901234567890123456789012345678'.slice(0, places);
      const fraction = digits.replace(/0+$/, '');
      return [
        [`CAST(0.${digits} AS BIGNUMERIC)`, `BIGNUMERIC 0.${fraction}`],
        [`BIGNUMERIC '0.${digits}' - 0.${digits}`, 'BIGNUMERIC 0'],
        [`CAST(${digits}.5 AS BIGNUMERIC)`, `BIGNUMERIC ${digits}.5`],
        ...(places <= 9 ? ([[`CAST(0.${digits} AS NUMERIC)`, `NUMERIC 0.${fraction}`]] as Entry[]) : []),
        ...(places <= 29 ? ([[`CAST(${digits}.5 AS NUMERIC)`, `NUMERIC ${digits}.5`]] as Entry[]) : []),
      ];
    },
  ),
});

const FLOATS = [
  '0.0',
  '1.0',
  '-1.0',
  '0.5',
  '-2.5',
  '1e10',
  "CAST('inf' AS FLOAT64)",
  "CAST('-inf' AS FLOAT64)",
  "CAST('nan' AS FLOAT64)",
];
const number = (text: string) => {
  const named = /'(-?)(inf|nan)'/.exec(text);
  if (named === null) return Number(text);
  return named[2] === 'nan' ? Number.NaN : named[1] === '-' ? -Infinity : Infinity;
};
/** REST's notation for a few plain numbers. */
function float(value: number): string {
  if (Number.isNaN(value)) return 'FLOAT64 NaN';
  if (!Number.isFinite(value)) return `FLOAT64 ${value > 0 ? '' : '-'}Infinity`;
  if (Object.is(value, -0)) return 'FLOAT64 -0.0';
  const magnitude = Math.abs(value);
  if (value === 0 || (magnitude >= 1e-3 && magnitude < 1e7))
    return `FLOAT64 ${Number.isInteger(value) ? `${value}.0` : value}`;
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `FLOAT64 ${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

describeCorpus('floating point numbers', {
  'arithmetic is that of IEEE 754, but for a division by zero, which is an error': (
    ['+', '-', '*', '/'] as const
  ).flatMap((symbol) =>
    pairs(FLOATS).map(([a, b]): Entry => {
      const [x, y] = [number(a), number(b)];
      const sql = `${a} ${symbol} ${b.startsWith('-') ? `(${b})` : b}`;
      if (symbol === '/' && y === 0) return [sql, /division by zero/];
      return [sql, float({ '+': x + y, '-': x - y, '*': x * y, '/': x / y }[symbol])];
    }),
  ),
  'IEEE_DIVIDE never fails': pairs(FLOATS).map(
    ([a, b]): Entry => [`IEEE_DIVIDE(${a}, ${b})`, float(number(a) / number(b))],
  ),
  'SAFE_DIVIDE is NULL for a division by zero': pairs(FLOATS).map(
    ([a, b]): Entry => [`SAFE_DIVIDE(${a}, ${b})`, number(b) === 0 ? 'FLOAT64 NULL' : float(number(a) / number(b))],
  ),
  'NaN equals nothing and is ordered nowhere': comparisons.flatMap(([symbol]) =>
    pairs(FLOATS).map(([a, b]): Entry => {
      const [x, y] = [number(a), number(b)];
      const holds = { '=': x === y, '!=': x !== y, '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y }[symbol];
      return [`${a} ${symbol} ${b}`, `BOOL ${holds}`];
    }),
  ),
  'GREATEST and LEAST are NaN as soon as one argument is': pairs(FLOATS).flatMap(([a, b]): Entry[] => {
    const [x, y] = [number(a), number(b)];
    const odd = Number.isNaN(x) || Number.isNaN(y);
    return [
      [`GREATEST(${a}, ${b})`, float(odd ? Number.NaN : x >= y ? x : y)],
      [`LEAST(${a}, ${b})`, float(odd ? Number.NaN : x <= y ? x : y)],
    ];
  }),
  'ROUND goes half away from zero, TRUNC towards zero, CEIL and FLOOR up and down': [
    -2.5, -1.5, -0.5, -0.25, 0.25, 0.5, 1.5, 2.5, 3.75,
  ].flatMap((x): Entry[] => [
    [
      `ROUND(${x})`,
      float(Math.sign(x) * Math.floor(Math.abs(x) + 0.5)).replace('-0.0', Math.abs(x) < 0.5 && x < 0 ? '-0.0' : '0.0'),
    ],
    [`TRUNC(${x})`, float(Math.trunc(x))],
    [`CEIL(${x})`, float(Math.ceil(x))],
    [`FLOOR(${x})`, float(Math.floor(x))],
    [`CAST(${x} AS INT64)`, `INT64 ${Math.sign(x) * Math.floor(Math.abs(x) + 0.5) || 0}`],
  ]),
  'IS_NAN and IS_INF tell them apart': FLOATS.flatMap((a): Entry[] => [
    [`IS_NAN(${a})`, `BOOL ${Number.isNaN(number(a))}`],
    [`IS_INF(${a})`, `BOOL ${Math.abs(number(a)) === Infinity}`],
  ]),
});
