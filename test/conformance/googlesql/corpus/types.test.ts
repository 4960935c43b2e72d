/** Types: which one a value has, what turns into what, and what NULL does to it. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const TYPES = [
  ...['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'BOOL', 'STRING', 'BYTES'],
  ...['DATE', 'TIME', 'DATETIME', 'TIMESTAMP', 'INTERVAL', 'JSON'],
];

/** The table of conversion rules: from each type, the types it can be cast to. */
const CASTS: Readonly<Record<string, readonly string[]>> = {
  INT64: ['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'BOOL', 'STRING'],
  FLOAT64: ['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'STRING'],
  NUMERIC: ['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'STRING'],
  BIGNUMERIC: ['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'STRING'],
  BOOL: ['INT64', 'BOOL', 'STRING'],
  STRING: [
    ...['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'BOOL', 'STRING', 'BYTES'],
    ...['DATE', 'TIME', 'DATETIME', 'TIMESTAMP', 'INTERVAL'],
  ],
  BYTES: ['STRING', 'BYTES'],
  DATE: ['STRING', 'DATE', 'DATETIME', 'TIMESTAMP'],
  TIME: ['STRING', 'TIME'],
  DATETIME: ['STRING', 'DATE', 'TIME', 'DATETIME', 'TIMESTAMP'],
  TIMESTAMP: ['STRING', 'DATE', 'TIME', 'DATETIME', 'TIMESTAMP'],
  INTERVAL: ['STRING', 'INTERVAL'],
  JSON: ['JSON'],
};

/** The types that a column turns into without a CAST, besides its own. */
const COERCIONS: Readonly<Record<string, readonly string[]>> = {
  INT64: ['NUMERIC', 'BIGNUMERIC', 'FLOAT64'],
  NUMERIC: ['BIGNUMERIC', 'FLOAT64'],
  BIGNUMERIC: ['FLOAT64'],
  DATE: ['DATETIME'],
};

const column = (type: string) => `CAST(NULL AS ${type})`;
const pairs = TYPES.flatMap((a) => TYPES.map((b) => [a, b] as const));
const common = (a: string, b: string) =>
  a === b ? a : COERCIONS[a]?.includes(b) === true ? b : COERCIONS[b]?.includes(a) === true ? a : undefined;
/** The error is about types, for every function. */
const MISMATCH = /No matching signature|incompatible types|common supertype|does not coerce|uncomparable/;

/** One context that brings two values to one type. */
const unified = (name: string, sql: (a: string, b: string) => string): [string, Entry[]] => [
  `${name} gives the common supertype of its values`,
  pairs.map(([a, b]): Entry => {
    const type = common(a, b);
    return [sql(column(a), column(b)), type === undefined ? MISMATCH : `${type} NULL`];
  }),
];

const NUMBERS = ['INT64', 'NUMERIC', 'BIGNUMERIC', 'FLOAT64'];
const wider = (a: string, b: string) => NUMBERS[Math.max(NUMBERS.indexOf(a), NUMBERS.indexOf(b))];
const numberPairs = NUMBERS.flatMap((a) => NUMBERS.map((b) => [a, b] as const));

describeCorpus('types', {
  'CAST is defined for these pairs of types and no others': pairs.flatMap(([from, to]): Entry[] => [
    [`CAST(${column(from)} AS ${to})`, CASTS[from]?.includes(to) === true ? `${to} NULL` : /Invalid cast/],
    [`SAFE_CAST(${column(from)} AS ${to})`, CASTS[from]?.includes(to) === true ? `${to} NULL` : /Invalid cast/],
  ]),
  ...Object.fromEntries([
    unified('COALESCE', (a, b) => `COALESCE(${a}, ${b})`),
    unified('IF', (a, b) => `IF(TRUE, ${a}, ${b})`),
    unified('CASE', (a, b) => `CASE WHEN FALSE THEN ${a} ELSE ${b} END`),
    unified('UNION ALL', (a, b) => `SELECT x FROM (SELECT ${a} AS x UNION ALL SELECT ${b}) LIMIT 1`),
    unified('an array', (a, b) => `[${a}, ${b}][OFFSET(0)]`),
  ]),
  'arithmetic of two numbers has the wider type, and a quotient is never an INT64': numberPairs.flatMap(
    ([a, b]): Entry[] => [
      ...['+', '-', '*'].map((symbol): Entry => [`${column(a)} ${symbol} ${column(b)}`, `${wider(a, b)} NULL`]),
      [`${column(a)} / ${column(b)}`, `${a === 'INT64' && b === 'INT64' ? 'FLOAT64' : wider(a, b)} NULL`],
      [`GREATEST(${column(a)}, ${column(b)})`, `${wider(a, b)} NULL`],
      [`NULLIF(${column(a)}, ${column(b)})`, `${wider(a, b)} NULL`],
      [`IFNULL(${column(a)}, ${column(b)})`, `${wider(a, b)} NULL`],
    ],
  ),
  'two numbers compare whatever their types': numberPairs.flatMap(([a, b]): Entry[] => [
    [`CAST(1 AS ${a}) = CAST(1 AS ${b})`, 'BOOL true'],
    [`CAST(1 AS ${a}) < CAST(2 AS ${b})`, 'BOOL true'],
    [`CAST(1 AS ${a}) IN (CAST(3 AS ${b}), CAST(1 AS ${b}))`, 'BOOL true'],
    [`CAST(2 AS ${a}) BETWEEN CAST(1 AS ${b}) AND CAST(3 AS ${b})`, 'BOOL true'],
  ]),
  'a literal takes the type of the number beside it': NUMBERS.flatMap((type): Entry[] => [
    [`CAST(2 AS ${type}) + 1`, `${type} ${type === 'FLOAT64' ? '3.0' : '3'}`],
    [`COALESCE(CAST(NULL AS ${type}), 1)`, `${type} ${type === 'FLOAT64' ? '1.0' : '1'}`],
    [`CAST(2 AS ${type}) + 0.5`, type === 'INT64' || type === 'FLOAT64' ? 'FLOAT64 2.5' : `${type} 2.5`],
    [`IF(FALSE, CAST(1 AS ${type}), 0.25)`, type === 'INT64' || type === 'FLOAT64' ? 'FLOAT64 0.25' : `${type} 0.25`],
    [`[CAST(2 AS ${type}), 0.5][OFFSET(1)]`, type === 'INT64' || type === 'FLOAT64' ? 'FLOAT64 0.5' : `${type} 0.5`],
    [
      `SELECT x FROM (SELECT CAST(2 AS ${type}) AS x UNION ALL SELECT 0.5) ORDER BY x LIMIT 1`,
      type === 'INT64' || type === 'FLOAT64' ? 'FLOAT64 0.5' : `${type} 0.5`,
    ],
    [`0.5 = CAST(1 AS ${type})`, 'BOOL false'],
    [`CAST(1 AS ${type}) / 0.5`, type === 'INT64' || type === 'FLOAT64' ? 'FLOAT64 2.0' : `${type} 2`],
  ]),
  'literals inside of arrays and structs take the type of the number at their place': [
    ["SELECT x.a FROM UNNEST([STRUCT(0.1 AS a), STRUCT(NUMERIC '1')]) x ORDER BY 1", 'NUMERIC 0.1; 1'],
    ["SELECT x.a FROM UNNEST([STRUCT(NUMERIC '1' AS a), STRUCT(0.1)]) x ORDER BY 1", 'NUMERIC 0.1; 1'],
    ["IF(TRUE, [0.1], [NUMERIC '2'])", 'ARRAY<NUMERIC> [0.1]'],
    ["IF(FALSE, [NUMERIC '2'], [0.1])", 'ARRAY<NUMERIC> [0.1]'],
    [
      "SELECT s.a FROM (SELECT STRUCT(0.25 AS a) AS s UNION ALL SELECT STRUCT(NUMERIC '1')) ORDER BY 1",
      'NUMERIC 0.25; 1',
    ],
    ['SELECT x.a FROM UNNEST([STRUCT(1 AS a), STRUCT(0.5)]) x ORDER BY 1', 'FLOAT64 0.5; 1.0'],
    [
      "SELECT x.b FROM UNNEST([STRUCT(1 AS a, '2024-01-01' AS b), (2, DATE '2024-01-02')]) x ORDER BY 1",
      'DATE 2024-01-01; 2024-01-02',
    ],
    ['SELECT x.a FROM UNNEST([STRUCT(NULL AS a), STRUCT(2)]) x ORDER BY 1', 'INT64 NULL; 2'],
    ['[STRUCT(1 AS a)] || [STRUCT(2 AS b)] IS NOT NULL', 'BOOL true'],
  ],
  'a STRING literal takes the type of the date or time beside it; a STRING column does not': (
    [
      ['DATE', '2024-02-29'],
      ['TIME', '12:34:56'],
      ['DATETIME', '2024-02-29 12:34:56'],
      ['TIMESTAMP', '2024-02-29 12:34:56+00'],
    ] as const
  ).flatMap(([type, text]): Entry[] => [
    [`${type} '${text}' = '${text}'`, 'BOOL true'],
    [`${type} '${text}' IN ('${text}')`, 'BOOL true'],
    [`COALESCE(CAST(NULL AS ${type}), '${text}') = ${type} '${text}'`, 'BOOL true'],
    [`SELECT x = ${type} '${text}' FROM UNNEST(['${text}']) x`, MISMATCH],
    [`${type} '${text}' = 'no time at all'`, /Invalid|Could not cast/i],
  ]),
  'an operator with NULL is NULL': [
    ...NUMBERS.flatMap((type) =>
      ['+', '-', '*', '/', '=', '<', '!='].map(
        (symbol): Entry => [`(CAST(1 AS ${type}) ${symbol} CAST(NULL AS ${type})) IS NULL`, 'BOOL true'],
      ),
    ),
    ...TYPES.filter((type) => type !== 'JSON' && type !== 'INTERVAL').flatMap((type): Entry[] => [
      [`(${column(type)} = ${column(type)}) IS NULL`, 'BOOL true'],
      [`${column(type)} IS NULL`, 'BOOL true'],
      [`${column(type)} IS NOT NULL`, 'BOOL false'],
      [`${column(type)} IS NOT DISTINCT FROM ${column(type)}`, 'BOOL true'],
    ]),
  ],
});

const LOGIC = ['TRUE', 'FALSE', 'NULL'] as const;
const and = (a: string, b: string) =>
  a === 'FALSE' || b === 'FALSE' ? 'false' : a === 'NULL' || b === 'NULL' ? 'NULL' : 'true';
const or = (a: string, b: string) =>
  a === 'TRUE' || b === 'TRUE' ? 'true' : a === 'NULL' || b === 'NULL' ? 'NULL' : 'false';

describeCorpus('logic of three values', {
  'AND, OR and NOT': LOGIC.flatMap((a) => [
    ...LOGIC.flatMap((b): Entry[] => [
      [`${a} AND ${b}`, `BOOL ${and(a, b)}`],
      [`${a} OR ${b}`, `BOOL ${or(a, b)}`],
      [`NOT (${a} AND ${b})`, `BOOL ${{ true: 'false', false: 'true', NULL: 'NULL' }[and(a, b)]}`],
      [`IF(${a} AND ${b}, 'y', 'n')`, `STRING ${and(a, b) === 'true' ? 'y' : 'n'}`],
    ]),
  ]),
  'IS TRUE, IS FALSE, IS NULL and their negations': LOGIC.flatMap((a) =>
    (['TRUE', 'FALSE', 'NULL', 'UNKNOWN'] as const).flatMap((what): Entry[] => {
      const holds = a === what || (a === 'NULL' && what === 'UNKNOWN');
      return [
        [`${a} IS ${what}`, `BOOL ${holds}`],
        [`${a} IS NOT ${what}`, `BOOL ${!holds}`],
      ];
    }),
  ),
  'IN is NULL where no member equals and one is NULL': (
    [
      ['1 IN (1, NULL)', 'true'],
      ['2 IN (1, NULL)', 'NULL'],
      ['NULL IN (1, 2)', 'NULL'],
      ['2 IN (1, 3)', 'false'],
      ['2 NOT IN (1, NULL)', 'NULL'],
      ['1 NOT IN (1, NULL)', 'false'],
      ['2 IN UNNEST([1, NULL])', 'NULL'],
      ['1 IN UNNEST([1, NULL])', 'true'],
      ['1 IN UNNEST(CAST([] AS ARRAY<INT64>))', 'false'],
      ['2 IN (SELECT x FROM UNNEST([1, NULL]) x)', 'NULL'],
      ['2 NOT IN (SELECT x FROM UNNEST([1, 3]) x)', 'true'],
      ['NULL IN (SELECT x FROM UNNEST(CAST([] AS ARRAY<INT64>)) x)', 'false'],
    ] as const
  ).map(([sql, value]): Entry => [sql, `BOOL ${value}`]),
  'BETWEEN is two comparisons joined by AND': ['1', '2', '3', 'NULL'].flatMap((low) =>
    ['1', '2', '3', 'NULL'].map((high): Entry => {
      const cmp = (left: string, right: string) =>
        left === 'NULL' || right === 'NULL' ? 'NULL' : Number(left) <= Number(right) ? 'TRUE' : 'FALSE';
      return [`2 BETWEEN ${low} AND ${high}`, `BOOL ${and(cmp(low, '2'), cmp('2', high))}`];
    }),
  ),
});
