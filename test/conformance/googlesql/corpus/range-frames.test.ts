/** RANGE frames over decimal keys, by a model that counts in whole numbers. */

import assert from 'node:assert/strict';
import { Console } from '../../../support/googlesql.ts';
import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const MAX = '578960446186580977117854925043439539266.34992332820282019728792003956564819967';
const MIN = '-578960446186580977117854925043439539266.34992332820282019728792003956564819968';
const KEYS = [MIN, '-1e38', '-2', '-1.00000000000000000000000000000000000001', '-1', '0', '1e-38', '1', '1e38', MAX];
const NUMERICS = ['-99999999999999999999999999999.999999999', '-2', '-1', '0', '0.000000001', '1.000000001', '1e28'];

/** The text times 10^38. */
function scaled(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = BigInt(whole + fraction);
  const power = 38 + Number(exponent) - fraction.length;
  return digits * 10n ** BigInt(power);
}

type Bound = readonly [text: string, by: bigint | undefined];

const BOUNDS = (kind: string, distances: readonly string[]): readonly Bound[] => [
  ['UNBOUNDED PRECEDING', undefined],
  ...distances.map((by): Bound => [`${kind} '${by}' PRECEDING`, -scaled(by)]),
  ['CURRENT ROW', 0n],
  ...distances.map((by): Bound => [`${kind} '${by}' FOLLOWING`, scaled(by)]),
  ['UNBOUNDED FOLLOWING', undefined],
];

/** For each key, and for NULL, the numbers of the first and last row of the frame and of its rows. */
function frames(keys: readonly string[], kind: string, distances: readonly string[], descending: boolean): Entry[] {
  const sorted = [undefined, ...keys.map(scaled)];
  if (descending) sorted.reverse();
  const bounds = BOUNDS(kind, distances);
  const rows = (descending ? [...keys].reverse() : keys).map((key) => `${kind} '${key}'`);
  const values = (descending ? [...rows, 'NULL'] : ['NULL', ...rows]).join(', ');
  const sign = descending ? -1n : 1n;
  return bounds.flatMap(([from, low], first) =>
    bounds.slice(first).flatMap(([to, high]): Entry[] => {
      if (from === 'UNBOUNDED FOLLOWING' || to === 'UNBOUNDED PRECEDING') return [];
      const expected = sorted.map((key) => {
        const members = sorted.flatMap((other, place) => {
          const distance = key === undefined || other === undefined ? undefined : (other - key) * sign;
          const isPeer = key === undefined && other === undefined;
          const outside = key === undefined ? !descending : descending;
          const after =
            isPeer ||
            (distance === undefined
              ? (low === undefined && !outside) || outside
              : low === undefined || distance >= low);
          const before =
            isPeer ||
            (distance === undefined ? (outside ? high === undefined : true) : high === undefined || distance <= high);
          return after && before ? [place] : [];
        });
        return `${members[0] ?? 'NULL'}, ${members.at(-1) ?? 'NULL'}, ${members.length}`;
      });
      const over = `OVER (ORDER BY k ${descending ? 'DESC' : 'ASC'} RANGE BETWEEN ${from} AND ${to})`;
      const query = `SELECT FIRST_VALUE(p) ${over}, MAX(p) ${over}, COUNT(*) ${over} FROM UNNEST([${values}]) k WITH OFFSET p ORDER BY p`;
      return [[query, `INT64, INT64, INT64 ${expected.join('; ')}`]];
    }),
  );
}

const FRAME = 'ORDER BY k RANGE BETWEEN 0.5 PRECEDING AND 0.5 FOLLOWING';
const ROWS =
  "FROM UNNEST([STRUCT(BIGNUMERIC '1' AS k, 'a' AS v, 1 AS n), (1.5, NULL, 2), (9, 'c', 3), (NULL, 'd', 4)])";

describeCorpus('RANGE frames', {
  'over BIGNUMERIC hold the keys within the distance, to the last digit and at the limits': [
    ...frames(KEYS, 'BIGNUMERIC', ['1e-38', '1', '6e38'].slice(0, 2), false),
    ...frames(KEYS, 'BIGNUMERIC', ['1', '3e38'], true),
  ],
  'over NUMERIC hold the keys within the distance, also where the sum is no NUMERIC': [
    ...frames(NUMERICS, 'NUMERIC', ['0.000000001', '2'], false),
    ...frames(NUMERICS, 'NUMERIC', ['1', '99999999999999999999999999999.999999999'], true),
  ],
  'every aggregate and navigation function sees the frame of a BIGNUMERIC key': [
    [`SELECT SUM(n) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'INT64 4; 3; 3; 3'],
    [`SELECT AVG(n) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'FLOAT64 4.0; 1.5; 1.5; 3.0'],
    [`SELECT SUM(k) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'BIGNUMERIC NULL; 2.5; 2.5; 9'],
    [`SELECT COUNT(v) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'INT64 1; 1; 1; 1'],
    [`SELECT COUNTIF(n > 1) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'INT64 1; 1; 1; 1'],
    [`SELECT STRING_AGG(v) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'STRING d; a; a; c'],
    [`SELECT ARRAY_AGG(n) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'ARRAY<INT64> [4]; [1, 2]; [1, 2]; [3]'],
    [`SELECT LOGICAL_AND(n < 3) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'BOOL false; true; true; false'],
    [`SELECT STDDEV_POP(n) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'FLOAT64 0.0; 0.5; 0.5; 0.0'],
    [`SELECT LAST_VALUE(v) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'STRING d; NULL; NULL; c'],
    [`SELECT LAST_VALUE(v IGNORE NULLS) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'STRING d; a; a; c'],
    [`SELECT NTH_VALUE(n, 2) OVER (${FRAME}) ${ROWS} ORDER BY k`, 'INT64 NULL; 2; 2; NULL'],
    [
      `SELECT STRING_AGG(v) OVER (ORDER BY k RANGE BETWEEN 20 PRECEDING AND 10 PRECEDING) ${ROWS} ORDER BY k`,
      'STRING d; NULL; NULL; NULL',
    ],
    [
      `SELECT n, SUM(n) OVER (PARTITION BY v IS NULL ORDER BY k DESC NULLS FIRST RANGE BETWEEN CURRENT ROW AND 7.5 FOLLOWING) ${ROWS} ORDER BY n`,
      'INT64, INT64 1, 1; 2, 2; 3, 3; 4, 4',
    ],
    [
      `SELECT SUM(SUM(n)) OVER (ORDER BY k + 1 RANGE BETWEEN UNBOUNDED PRECEDING AND 0 FOLLOWING) ${ROWS} GROUP BY k ORDER BY k`,
      'INT64 4; 5; 7; 10',
    ],
    [`SELECT MAX_BY(n, v) OVER (${FRAME}) ${ROWS} ORDER BY k`, /over a RANGE frame of BIGNUMERIC is not supported/],
  ],
  'a distance is a literal or parameter of the key’s type that is not negative': [
    [
      'SELECT SUM(x) OVER (ORDER BY x RANGE 3.5 PRECEDING) FROM UNNEST([1]) x',
      /FLOAT64 that cannot coerce to the type of the ORDER BY expression, which is INT64/,
    ],
    [
      "SELECT SUM(x) OVER (ORDER BY x RANGE BIGNUMERIC '1' PRECEDING) FROM UNNEST([NUMERIC '1']) x",
      /BIGNUMERIC that cannot coerce .* NUMERIC/,
    ],
    [
      "SELECT SUM(x) OVER (ORDER BY x RANGE NUMERIC '0.1' PRECEDING) FROM UNNEST([BIGNUMERIC '1', BIGNUMERIC '1.1', BIGNUMERIC '9']) x ORDER BY x",
      'BIGNUMERIC 1; 2.1; 9',
    ],
    [
      "SELECT SUM(x) OVER (ORDER BY x RANGE NUMERIC '-1' PRECEDING) FROM UNNEST([NUMERIC '1']) x",
      /cannot evaluate to a negative value/,
    ],
    [
      "SELECT SUM(x) OVER (ORDER BY x RANGE -1 PRECEDING) FROM UNNEST([BIGNUMERIC '1']) x",
      /cannot evaluate to a negative value|must be a literal/,
    ],
    [
      "SELECT SUM(x) OVER (ORDER BY x RANGE NUMERIC '0.5' PRECEDING) FROM UNNEST([1.0, 1.5]) x ORDER BY x",
      'FLOAT64 1.0; 2.5',
    ],
    ['SELECT SUM(x) OVER (ORDER BY x RANGE NULL PRECEDING) FROM UNNEST([1]) x', /cannot be NULL/],
    ['SELECT SUM(x) OVER (ORDER BY x RANGE x PRECEDING) FROM UNNEST([1]) x', /must be a literal or parameter/],
    [
      'SELECT SUM(1) OVER (ORDER BY d RANGE 1 PRECEDING) FROM UNNEST([CURRENT_DATE()]) d',
      /must be numeric .* has type DATE/,
    ],
    ['SELECT SUM(x) OVER (ORDER BY x, x RANGE 1 PRECEDING) FROM UNNEST([1]) x', /exactly one ORDER BY key/],
    [
      'SELECT SUM(x) OVER (ORDER BY x ROWS 1.5 PRECEDING) FROM UNNEST([1]) x',
      /can only be of integer type, but has type FLOAT64/,
    ],
    [
      'SELECT SUM(x) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM UNNEST([1, 2]) x',
      'INT64 3; 3',
    ],
    [
      'SELECT SUM(x) OVER (RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM UNNEST([1, 2]) x',
      /without ORDER BY/,
    ],
  ],
});

describe('GoogleSQL: RANGE frames by a parameter', () => {
  const query = 'SELECT SUM(x) OVER (ORDER BY x RANGE @d PRECEDING) FROM UNNEST([1.0, 1.5, 3]) x ORDER BY x';
  const run = async (value: string | null) => {
    const console = await Console.open();
    try {
      const named = new Map([['d', { type: { kind: 'FLOAT64' as const }, value }]]);
      return await console.rows(query, { parameters: { named, positional: [] } });
    } finally {
      await console.close();
    }
  };

  it('take a distance that is finite and not negative', async () => {
    assert.deepEqual(await run('0.5'), [[1], [2.5], [3]]);
    await assert.rejects(run('-0.5'), /cannot evaluate to a negative value/);
    await assert.rejects(run('inf'), /distance that is not finite/);
    await assert.rejects(run('nan'), /distance that is not finite/);
    await assert.rejects(run(null), /cannot be NULL/);
  });
});
