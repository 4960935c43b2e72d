/** Queries: joins, grouping, order, windows and set operations, by models over small tables. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

type Value = number | null;
const shown = (value: Value) => (value === null ? 'NULL' : String(value));
const literal = (values: readonly Value[]) =>
  `UNNEST(${values.some((value) => value !== null) ? `[${values.map(shown).join(', ')}]` : `CAST([${values.map(() => 'NULL').join(', ')}] AS ARRAY<INT64>)`})`;
const rows = (list: readonly string[]) => (list.length === 0 ? '' : ` ${list.join('; ')}`);
/** NULL first, then by number. */
const order = (a: Value, b: Value) => (a === null ? (b === null ? 0 : -1) : b === null ? 1 : a - b);

const INPUTS: readonly (readonly Value[])[] = [[], [1], [null], [1, 1, 2], [2, null, 1, null], [3, 2, 2, 1, null]];
const inputPairs = INPUTS.flatMap((left) => INPUTS.map((right) => [left, right] as const));

function joined(type: string, left: readonly Value[], right: readonly Value[]): string[] {
  const found: (readonly [Value, Value])[] = [];
  const matched = new Set<number>();
  for (const l of left) {
    let any = false;
    right.forEach((r, index) => {
      if (l === null || r === null || l !== r) return;
      any = true;
      matched.add(index);
      found.push([l, r]);
    });
    if (!any && (type === 'LEFT' || type === 'FULL')) found.push([l, null]);
  }
  if (type === 'RIGHT' || type === 'FULL') {
    right.forEach((r, index) => {
      if (!matched.has(index)) found.push([null, r]);
    });
  }
  return found.sort((a, b) => order(a[0], b[0]) || order(a[1], b[1])).map(([l, r]) => `${shown(l)}, ${shown(r)}`);
}

const JOINS = ['INNER', 'LEFT', 'RIGHT', 'FULL'];
const distinct = (values: readonly Value[]) => [...new Set(values)];

describeCorpus('queries', {
  'a join matches no NULL, and an outer one keeps what finds no match': inputPairs.flatMap(([left, right]) =>
    JOINS.map(
      (type): Entry => [
        `SELECT l, r FROM ${literal(left)} l ${type} JOIN ${literal(right)} r ON l = r ORDER BY l, r`,
        `INT64, INT64${rows(joined(type, left, right))}`,
      ],
    ),
  ),
  'a CROSS JOIN and a comma give every pair': inputPairs.flatMap(([left, right]): Entry[] => [
    [`SELECT COUNT(*) FROM ${literal(left)} l CROSS JOIN ${literal(right)} r`, `INT64 ${left.length * right.length}`],
    [`SELECT COUNT(*) FROM ${literal(left)} l, ${literal(right)} r`, `INT64 ${left.length * right.length}`],
  ]),
  'EXISTS, IN and NOT IN of a correlated query': inputPairs.flatMap(([left, right]): Entry[] => [
    [
      `SELECT l FROM ${literal(left)} l WHERE EXISTS (SELECT 1 FROM ${literal(right)} r WHERE r = l) ORDER BY l`,
      `INT64${rows(
        left
          .filter((l) => l !== null && right.includes(l))
          .sort(order)
          .map(shown),
      )}`,
    ],
    [
      `SELECT l FROM ${literal(left)} l WHERE l NOT IN (SELECT r FROM ${literal(right)} r) ORDER BY l`,
      `INT64${rows((right.length === 0 ? [...left] : right.includes(null) ? [] : left.filter((l) => l !== null && !right.includes(l))).sort(order).map(shown))}`,
    ],
  ]),
  'set operations take NULL for a value like others': inputPairs.flatMap(([left, right]): Entry[] => {
    const set = (op: string, values: readonly Value[]): Entry => [
      `SELECT x FROM (SELECT x FROM ${literal(left)} x ${op} SELECT x FROM ${literal(right)} x) ORDER BY x`,
      `INT64${rows([...values].sort(order).map(shown))}`,
    ];
    return [
      set('UNION ALL', [...left, ...right]),
      set('UNION DISTINCT', distinct([...left, ...right])),
      set('INTERSECT DISTINCT', distinct(left.filter((value) => right.includes(value)))),
      set('EXCEPT DISTINCT', distinct(left.filter((value) => !right.includes(value)))),
    ];
  }),
  'aggregates pass over NULL, and of no values are NULL, but for COUNT': INPUTS.flatMap((values): Entry[] => {
    const known = values.filter((value) => value !== null);
    const unique = [...new Set(known)];
    const sum = known.reduce((total, value) => total + value, 0);
    const orNull = (value: number | string) => (known.length === 0 ? 'NULL' : String(value));
    const from = `FROM ${literal(values)} x`;
    return [
      [
        `SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x) ${from}`,
        `INT64, INT64, INT64 ${values.length}, ${known.length}, ${unique.length}`,
      ],
      [
        `SELECT SUM(x), SUM(DISTINCT x) ${from}`,
        `INT64, INT64 ${orNull(sum)}, ${orNull(unique.reduce((total, value) => total + value, 0))}`,
      ],
      [`SELECT MIN(x), MAX(x) ${from}`, `INT64, INT64 ${orNull(Math.min(...known))}, ${orNull(Math.max(...known))}`],
      [
        `SELECT AVG(x) = ${known.length === 0 ? 'CAST(NULL AS FLOAT64)' : `IEEE_DIVIDE(${sum}, ${known.length})`} ${from}`,
        `BOOL ${known.length === 0 ? 'NULL' : 'true'}`,
      ],
      [
        `SELECT COUNTIF(x > 1), LOGICAL_OR(x > 1), LOGICAL_AND(x > 1) ${from}`,
        `INT64, BOOL, BOOL ${known.filter((value) => value > 1).length}, ${orNull(String(known.some((value) => value > 1)))}, ${orNull(String(known.every((value) => value > 1)))}`,
      ],
      [
        `SELECT STRING_AGG(CAST(x AS STRING), '|' ORDER BY x) ${from}`,
        `STRING ${orNull([...known].sort(order).join('|'))}`,
      ],
      [
        `SELECT ARRAY_AGG(x IGNORE NULLS ORDER BY x DESC) ${from}`,
        `ARRAY<INT64> [${[...known].sort(order).reverse().join(', ')}]`,
      ],
      [
        `SELECT ARRAY_AGG(IF(x > 1, x, NULL) IGNORE NULLS ORDER BY x DESC) ${from}`,
        `ARRAY<INT64> [${known
          .filter((value) => value > 1)
          .sort(order)
          .reverse()
          .join(', ')}]`,
      ],
      [
        `SELECT ARRAY_AGG(DISTINCT x IGNORE NULLS ORDER BY x LIMIT 1) ${from}`,
        `ARRAY<INT64> [${unique.sort(order).slice(0, 1).join(', ')}]`,
      ],
      [
        `SELECT BIT_OR(x), BIT_AND(x), BIT_XOR(x) ${from}`,
        `INT64, INT64, INT64 ${orNull(known.reduce((all, value) => all | value, 0))}, ${orNull(known.reduce((all, value) => all & value, -1))}, ${orNull(known.reduce((all, value) => all ^ value, 0))}`,
      ],
      [
        `SELECT x, COUNT(*) ${from} GROUP BY x ORDER BY x`,
        `INT64, INT64${rows(
          distinct(values)
            .sort(order)
            .map((key) => `${shown(key)}, ${values.filter((value) => value === key).length}`),
        )}`,
      ],
      [
        `SELECT x ${from} GROUP BY x HAVING COUNT(*) > 1 ORDER BY x`,
        `INT64${rows(
          distinct(values)
            .filter((key) => values.filter((value) => value === key).length > 1)
            .sort(order)
            .map(shown),
        )}`,
      ],
      [`SELECT DISTINCT x ${from} ORDER BY x`, `INT64${rows(distinct(values).sort(order).map(shown))}`],
    ];
  }),
  'NULL sorts first ascending and last descending, unless the order says otherwise': INPUTS.flatMap(
    (values): Entry[] => {
      const up = [...values].sort(order);
      const known = up.filter((value) => value !== null);
      const nulls = up.filter((value) => value === null);
      const from = `SELECT x FROM ${literal(values)} x`;
      const is = (list: readonly Value[]) => `INT64${rows(list.map(shown))}`;
      return [
        [`${from} ORDER BY x`, is(up)],
        [`${from} ORDER BY x DESC`, is([...up].reverse())],
        [`${from} ORDER BY x NULLS LAST`, is([...known, ...nulls])],
        [`${from} ORDER BY x DESC NULLS FIRST`, is([...nulls, ...[...known].reverse()])],
        ...[0, 1, 2].flatMap((limit) =>
          [0, 1, 3].map(
            (offset): Entry => [
              `${from} ORDER BY x LIMIT ${limit} OFFSET ${offset}`,
              is(up.slice(offset, offset + limit)),
            ],
          ),
        ),
      ];
    },
  ),
});

/** Bounds of a frame by their distance from the current row. */
const BOUNDS = [
  ['UNBOUNDED PRECEDING', -99],
  ['2 PRECEDING', -2],
  ['1 PRECEDING', -1],
  ['CURRENT ROW', 0],
  ['1 FOLLOWING', 1],
  ['2 FOLLOWING', 2],
  ['UNBOUNDED FOLLOWING', 99],
] as const;
const DATA = [1, 2, 2, 4, 7];
const frames = BOUNDS.flatMap(([from, low], first) =>
  BOUNDS.flatMap(([to, high], last) => {
    const legal = first <= last && from !== 'UNBOUNDED FOLLOWING' && to !== 'UNBOUNDED PRECEDING';
    return legal ? [{ text: `BETWEEN ${from} AND ${to}`, low, high }] : [];
  }),
);

function windowed(unit: 'ROWS' | 'RANGE', low: number, high: number): readonly (readonly number[])[] {
  return DATA.map((value, row) =>
    DATA.filter((other, index) => {
      const distance = unit === 'ROWS' ? index - row : other - value;
      return distance >= low && distance <= high;
    }),
  );
}

const FRAMED: readonly (readonly [string, (frame: readonly number[]) => string])[] = [
  ['SUM(x)', (frame) => (frame.length === 0 ? 'NULL' : String(frame.reduce((a, b) => a + b)))],
  ['COUNT(*)', (frame) => String(frame.length)],
  ['MIN(x)', (frame) => (frame.length === 0 ? 'NULL' : String(Math.min(...frame)))],
  ['MAX(x)', (frame) => (frame.length === 0 ? 'NULL' : String(Math.max(...frame)))],
  ['FIRST_VALUE(x)', (frame) => String(frame[0] ?? 'NULL')],
  ['LAST_VALUE(x)', (frame) => String(frame.at(-1) ?? 'NULL')],
];

describeCorpus('windows', {
  ...Object.fromEntries(
    (['ROWS', 'RANGE'] as const).map((unit) => [
      `a frame of ${unit} holds what lies between its bounds`,
      frames.flatMap(({ text, low, high }) =>
        FRAMED.map(
          ([call, of]): Entry => [
            `SELECT ${call} OVER (ORDER BY x ${unit} ${text}) FROM UNNEST([${DATA.join(', ')}]) x ORDER BY x, 1`,
            `INT64 ${windowed(unit, low, high)
              .map((frame, row) => [DATA[row] ?? 0, of(frame)] as const)
              .sort((a, b) => a[0] - b[0] || (a[1] === 'NULL' ? -1 : b[1] === 'NULL' ? 1 : Number(a[1]) - Number(b[1])))
              .map(([, value]) => value)
              .join('; ')}`,
          ],
        ),
      ),
    ]),
  ),
  'numbering functions': [
    ['SELECT ROW_NUMBER() OVER (ORDER BY x) FROM UNNEST([5, 7, 9]) x ORDER BY 1', 'INT64 1; 2; 3'],
    [
      'SELECT x, RANK() OVER (ORDER BY x) FROM UNNEST([1, 2, 2, 4]) x ORDER BY 1, 2',
      'INT64, INT64 1, 1; 2, 2; 2, 2; 4, 4',
    ],
    [
      'SELECT x, DENSE_RANK() OVER (ORDER BY x) FROM UNNEST([1, 2, 2, 4]) x ORDER BY 1, 2',
      'INT64, INT64 1, 1; 2, 2; 2, 2; 4, 3',
    ],
    [
      'SELECT x, PERCENT_RANK() OVER (ORDER BY x) FROM UNNEST([1, 2, 2, 4, 5]) x ORDER BY 1, 2',
      'INT64, FLOAT64 1, 0.0; 2, 0.25; 2, 0.25; 4, 0.75; 5, 1.0',
    ],
    [
      'SELECT x, CUME_DIST() OVER (ORDER BY x) FROM UNNEST([1, 2, 2, 4]) x ORDER BY 1, 2',
      'INT64, FLOAT64 1, 0.25; 2, 0.75; 2, 0.75; 4, 1.0',
    ],
    ['SELECT x, NTILE(2) OVER (ORDER BY x) FROM UNNEST([1, 2, 3]) x ORDER BY 1', 'INT64, INT64 1, 1; 2, 1; 3, 2'],
  ],
  'LAG and LEAD look by rows, with a default outside': [0, 1, 2, 9].flatMap((by): Entry[] => [
    [
      `SELECT LAG(x, ${by}, -1) OVER (ORDER BY x) FROM UNNEST([1, 2, 3, 4]) x ORDER BY x`,
      `INT64 ${[1, 2, 3, 4].map((x) => (x - by >= 1 ? x - by : -1)).join('; ')}`,
    ],
    [
      `SELECT LEAD(x, ${by}, -1) OVER (ORDER BY x) FROM UNNEST([1, 2, 3, 4]) x ORDER BY x`,
      `INT64 ${[1, 2, 3, 4].map((x) => (x + by <= 4 ? x + by : -1)).join('; ')}`,
    ],
  ]),
  'a RANGE frame counts distances of INT64, NUMERIC and FLOAT64, without an overflow': [
    [
      'SELECT COUNT(*) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM UNNEST([-9223372036854775808, 0, 9223372036854775807]) x ORDER BY x',
      'INT64 1; 1; 1',
    ],
    [
      'SELECT COUNT(*) OVER (ORDER BY x RANGE BETWEEN 0.5 PRECEDING AND CURRENT ROW) FROM UNNEST([1.0, 1.5, 2.25]) x ORDER BY x',
      'INT64 1; 2; 1',
    ],
    [
      "SELECT SUM(x) OVER (ORDER BY x RANGE BETWEEN 0.1 PRECEDING AND 0.1 FOLLOWING) FROM UNNEST([NUMERIC '0.1', NUMERIC '0.2', NUMERIC '0.4']) x ORDER BY x",
      'NUMERIC 0.3; 0.3; 0.4',
    ],
    [
      "SELECT COUNT(*) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM UNNEST([CAST('nan' AS FLOAT64), CAST('inf' AS FLOAT64), 1.0]) x ORDER BY x",
      'INT64 1; 1; 1',
    ],
  ],
  'QUALIFY keeps the rows that a window chooses': [
    ['SELECT x FROM UNNEST([3, 1, 2]) x QUALIFY ROW_NUMBER() OVER (ORDER BY x) <= 2 ORDER BY x', 'INT64 1; 2'],
    [
      'SELECT MOD(x, 2) AS k, x FROM UNNEST([1, 2, 3, 4]) x QUALIFY RANK() OVER (PARTITION BY MOD(x, 2) ORDER BY x DESC) = 1 ORDER BY k',
      'INT64, INT64 0, 4; 1, 3',
    ],
  ],
});
