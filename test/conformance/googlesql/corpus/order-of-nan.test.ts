/** Aggregates that hang on an order: the place of NaN and NULL, exact fractions, weights. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const NAN = "CAST('nan' AS FLOAT64)";
const INF = "CAST('inf' AS FLOAT64)";
const FLOATS = `FROM UNNEST([2.0, ${NAN}, NULL, -${INF}, 1.0, ${INF}]) x LIMIT 1`;
const TEN = 'FROM UNNEST([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) x LIMIT 1';

describeCorpus('aggregates by order', {
  'PERCENTILE_CONT has NaN before all numbers, and between NaN and a number is NaN': [
    [
      `SELECT PERCENTILE_CONT(x, 0) OVER (), PERCENTILE_CONT(x, 0.2) OVER (), PERCENTILE_CONT(x, 0.25) OVER (), PERCENTILE_CONT(x, 0.5) OVER (), PERCENTILE_CONT(x, 0.625) OVER (), PERCENTILE_CONT(x, 1) OVER () ${FLOATS}`,
      'FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64 NaN, NaN, -Infinity, 1.0, 1.5, Infinity',
    ],
    [
      `SELECT PERCENTILE_CONT(x, 0 RESPECT NULLS) OVER (), PERCENTILE_CONT(x, 0.1 RESPECT NULLS) OVER (), PERCENTILE_CONT(x, 0.5 RESPECT NULLS) OVER (), PERCENTILE_CONT(x, 0.625 RESPECT NULLS) OVER () ${FLOATS}`,
      'FLOAT64, FLOAT64, FLOAT64, FLOAT64 NULL, NaN, -Infinity, 1.125',
    ],
    [`SELECT PERCENTILE_CONT(x, 0.5) OVER () FROM UNNEST([${NAN}]) x`, 'FLOAT64 NaN'],
    ['SELECT PERCENTILE_CONT(x, 0.5) OVER () FROM UNNEST([CAST(NULL AS FLOAT64)]) x', 'FLOAT64 NULL'],
    [
      `SELECT k, PERCENTILE_CONT(x, 0.5) OVER (PARTITION BY k) FROM UNNEST([STRUCT(1 AS k, ${NAN} AS x), (2, 3.0)]) ORDER BY k`,
      'INT64, FLOAT64 1, NaN; 2, 3.0',
    ],
  ],
  'PERCENTILE_DISC has NaN before all numbers, and takes the fraction by its exact value': [
    [
      `SELECT PERCENTILE_DISC(x, 0) OVER (), PERCENTILE_DISC(x, 0.2) OVER (), PERCENTILE_DISC(x, 0.4) OVER (), PERCENTILE_DISC(x, 1) OVER () ${FLOATS}`,
      'FLOAT64, FLOAT64, FLOAT64, FLOAT64 NaN, -Infinity, 1.0, Infinity',
    ],
    [
      `SELECT PERCENTILE_DISC(x, 0.1 RESPECT NULLS) OVER (), PERCENTILE_DISC(x, 0.25 RESPECT NULLS) OVER (), PERCENTILE_DISC(x, 0.5 RESPECT NULLS) OVER () ${FLOATS}`,
      'FLOAT64, FLOAT64, FLOAT64 NULL, NaN, -Infinity',
    ],
    // The double 0.1 is a little more than a tenth, 0.3 a little less than three tenths; 0.5 is exact.
    [
      `SELECT PERCENTILE_DISC(x, 0.1) OVER (), PERCENTILE_DISC(x, 0.3) OVER (), PERCENTILE_DISC(x, 0.5) OVER () ${TEN}`,
      'INT64, INT64, INT64 2, 3, 5',
    ],
    [
      `SELECT PERCENTILE_DISC(x, NUMERIC '0.1') OVER (), PERCENTILE_DISC(x, BIGNUMERIC '0.10000000000000000000000000000000000001') OVER () ${TEN}`,
      'INT64, INT64 1, 2',
    ],
    [
      `SELECT PERCENTILE_DISC(x, 0.1 RESPECT NULLS) OVER (), PERCENTILE_DISC(x, 1e-300) OVER () ${TEN}`,
      'INT64, INT64 2, 1',
    ],
    [`SELECT PERCENTILE_DISC(x, NUMERIC '1.1') OVER () ${TEN}`, /between 0 and 1/],
  ],
  'HAVING MAX and MIN by keys with a NaN keep no row, because nothing is equal to NaN': [
    [
      `SELECT SUM(v HAVING MAX k), COUNT(v HAVING MIN k), COUNT(* HAVING MAX k), ANY_VALUE(v HAVING MAX k), MAX_BY(v, k) FROM UNNEST([STRUCT(1 AS v, 1.5 AS k), (2, ${NAN})])`,
      'INT64, INT64, INT64, INT64, INT64 NULL, 0, 0, NULL, NULL',
    ],
    [
      `SELECT SUM(v HAVING MAX k), COUNT(* HAVING MAX k), MIN_BY(v, k) FROM UNNEST([STRUCT(1 AS v, 1.5 AS k), (2, ${INF}), (3, NULL), (4, ${INF})])`,
      'INT64, INT64, INT64 6, 2, 1',
    ],
    ['SELECT STRING_AGG(v HAVING MAX k) FROM UNNEST([STRUCT(CAST(NULL AS STRING) AS v, 1 AS k)])', 'STRING NULL'],
    [
      "SELECT ARRAY_AGG(v IGNORE NULLS HAVING MAX k) IS NULL FROM UNNEST([STRUCT('a' AS v, 1 AS k), (NULL, 2)])",
      'BOOL true',
    ],
  ],
  'DISTINCT needs values that can be told apart': [
    [
      'SELECT COUNT(DISTINCT s) FROM UNNEST([STRUCT(1 AS a)]) s',
      /Aggregate functions with DISTINCT cannot be used with arguments of type STRUCT<a INT64>/,
    ],
  ],
  'APPROX_QUANTILES puts NaN first, and with RESPECT NULLS the NULLs before it': [
    [
      `SELECT APPROX_QUANTILES(x, 4) FROM UNNEST([3, ${NAN}, 2, NULL, 1]) x`,
      'ARRAY<FLOAT64> [NaN, NaN, 1.0, 2.0, 3.0]',
    ],
    [
      'SELECT (SELECT STRING_AGG(IFNULL(CAST(q AS STRING), "-") ORDER BY o) FROM UNNEST(qs) q WITH OFFSET o) FROM (SELECT APPROX_QUANTILES(x, 2 RESPECT NULLS) AS qs FROM UNNEST([3, NULL, 1, NULL]) x)',
      'STRING -,-,3',
    ],
    ['SELECT APPROX_QUANTILES(x, 6) FROM UNNEST([1, 2, 3, 4, 5, 6]) x', 'ARRAY<INT64> [1, 1, 2, 3, 4, 5, 6]'],
    ['SELECT APPROX_QUANTILES(x, 2 RESPECT NULLS) IS NULL FROM (SELECT 1 AS x) WHERE x > 1', 'BOOL true'],
  ],
  'APPROX_TOP_SUM gives the values with the largest sums of weights, NULL last and a NULL value too': [
    [
      "SELECT APPROX_TOP_SUM(x, w, 2) FROM UNNEST([STRUCT('apple' AS x, 3 AS w), ('pear', 2), ('apple', 0), ('banana', 5), ('pear', 4)])",
      'ARRAY<STRUCT> [{pear, 6}, {banana, 5}]',
    ],
    [
      "SELECT APPROX_TOP_SUM(x, w, 2) FROM UNNEST([STRUCT('apple' AS x, NULL AS w), ('pear', 0), ('pear', NULL)])",
      'ARRAY<STRUCT> [{pear, 0}, {apple, NULL}]',
    ],
    [
      "SELECT APPROX_TOP_SUM(x, w, 5) FROM UNNEST([STRUCT('apple' AS x, NUMERIC '0.1' AS w), (NULL, 2), ('apple', 0.2)])",
      'ARRAY<STRUCT> [{NULL, 2}, {apple, 0.3}]',
    ],
    [
      `SELECT APPROX_TOP_SUM(x, w, 1) FROM UNNEST([STRUCT(${NAN} AS x, 1.5 AS w), (1, 2.5), (${NAN}, ${INF})])`,
      'ARRAY<STRUCT> [{NaN, Infinity}]',
    ],
    ['SELECT APPROX_TOP_SUM(x, w, 1) IS NULL FROM (SELECT 1 AS x, 2 AS w) WHERE x > 1', 'BOOL true'],
    ['SELECT APPROX_TOP_SUM(x, -x, 1) FROM UNNEST([2]) x', /negative or NaN weights in the second argument; got -2/],
    [`SELECT APPROX_TOP_SUM(1, x, 1) FROM UNNEST([${NAN}]) x`, /negative or NaN weights/],
    ["SELECT APPROX_TOP_SUM('', x, 1) FROM UNNEST([9223372036854775807, 1]) x", /int64 overflow/],
    ['SELECT APPROX_TOP_SUM(x, x, 0) FROM UNNEST([1]) x', /positive literal/],
  ],
});
