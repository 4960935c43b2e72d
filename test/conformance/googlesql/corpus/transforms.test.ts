/** Idioms of transformations: the last row of each key, structs taken apart, aggregate functions of the user over windows. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus(
  'transforms',
  {
    'a struct that an aggregate or a window makes is taken apart by dot-star': [
      [
        'SELECT k, ARRAY_AGG(STRUCT(id, v) ORDER BY v DESC LIMIT 1)[OFFSET(0)].* FROM ds.t GROUP BY k ORDER BY k',
        'STRING, INT64, INT64 a, 3, 30; b, 2, 20',
      ],
      [
        'SELECT k, ARRAY_AGG(t ORDER BY v DESC LIMIT 1)[OFFSET(0)].* EXCEPT (k) FROM ds.t AS t GROUP BY k ORDER BY k',
        'STRING, INT64, INT64 a, 3, 30; b, 2, 20',
      ],
      ['SELECT MAX_BY(STRUCT(id, v), v).* FROM ds.t', 'INT64, INT64 3, 30'],
      [
        'SELECT id, (FIRST_VALUE(STRUCT(id AS f, v)) OVER (PARTITION BY k ORDER BY id)).* FROM ds.t ORDER BY id',
        'INT64, INT64, INT64 1, 1, 10; 2, 2, 20; 3, 1, 10',
      ],
      [
        'SELECT k, (SELECT AS STRUCT MAX(y.v) AS m, MIN(y.v) AS n FROM ds.t AS y WHERE y.k = t.k).* FROM ds.t AS t GROUP BY k ORDER BY k',
        'STRING, INT64, INT64 a, 30, 10; b, 20, 20',
      ],
      ['SELECT (SELECT AS STRUCT 1 AS a, 2 AS b).*', 'INT64, INT64 1, 2'],
      ['SELECT (SELECT AS STRUCT 1, 2).*', 'INT64, INT64 1, 2'],
      ['SELECT ANY_VALUE(STRUCT(id)).*, id FROM ds.t GROUP BY k', /neither grouped nor aggregated/],
      ['SELECT ANY_VALUE(STRUCT(1, 2)).* FROM ds.t', /dot-star of an aggregated struct/],
    ],
    'PIVOT takes every aggregate that ignores NULL, over the rows of each value': [
      [
        "SELECT * FROM (SELECT k, v FROM ds.t) PIVOT (ARRAY_AGG(v IGNORE NULLS ORDER BY v DESC) AS l, STDDEV(v) AS s FOR k IN ('a', 'c'))",
        'ARRAY<INT64>, FLOAT64, ARRAY<INT64>, FLOAT64 [30, 10], 14.142135623730951, [], NULL',
      ],
      ["SELECT * FROM (SELECT k, id, v FROM ds.t) PIVOT (MAX_BY(id, v) FOR k IN ('a', 'b'))", 'INT64, INT64 3, 2'],
      ["SELECT * FROM (SELECT k, v FROM ds.t) PIVOT (APPROX_QUANTILES(v, 1) FOR k IN ('a'))", 'ARRAY<INT64> [10, 30]'],
      [
        "SELECT a, b IS NULL, c FROM (SELECT k, v FROM UNNEST([STRUCT('a' AS k, 1 AS v), ('a', 3), ('c', 2)])) PIVOT (ARRAY_AGG(v ORDER BY v DESC) FOR k IN ('a', 'b', 'c'))",
        'ARRAY<INT64>, BOOL, ARRAY<INT64> [3, 1], true, [2]',
      ],
      [
        "SELECT ARRAY_LENGTH(a), ARRAY_LENGTH(d) FROM (SELECT k, v FROM UNNEST([STRUCT('a' AS k, 1 AS v), ('a', NULL), ('a', NULL), ('c', 2)])) PIVOT (ARRAY_AGG(v) FOR k IN ('a', 'c' AS d))",
        'INT64, INT64 3, 1',
      ],
      [
        "SELECT ARRAY_LENGTH(x_a), m_a, q_a[ORDINAL(1)] IS NULL FROM (SELECT k, v FROM UNNEST([STRUCT('a' AS k, 1 AS v), ('a', NULL), ('a', NULL), ('c', 2)])) PIVOT (ARRAY_AGG(DISTINCT v) AS x, APPROX_TOP_COUNT(v, 1)[OFFSET(0)].count AS m, APPROX_QUANTILES(v, 1 RESPECT NULLS) AS q FOR k IN ('a'))",
        /PIVOT expression must be an aggregate function call/,
      ],
      [
        "SELECT ARRAY_LENGTH(x_a), m_a[OFFSET(0)].count, q_a[ORDINAL(1)] IS NULL FROM (SELECT k, v FROM UNNEST([STRUCT('a' AS k, 1 AS v), ('a', NULL), ('a', NULL), ('c', 2)])) PIVOT (ARRAY_AGG(DISTINCT v) AS x, APPROX_TOP_COUNT(v, 1) AS m, APPROX_QUANTILES(v, 1 RESPECT NULLS) AS q FOR k IN ('a'))",
        'INT64, INT64, BOOL 2, 2, true',
      ],
    ],
    'PIVOT goes over an expression, whose columns are no keys, and over several columns': [
      [
        "SELECT * FROM ds.t PIVOT (SUM(v) FOR UPPER(k) IN ('A' AS a)) ORDER BY id",
        'INT64, INT64 1, 10; 2, NULL; 3, 30',
      ],
      ["SELECT * FROM ds.t PIVOT (SUM(v) FOR (k, id) IN (('a', 1) AS x, ('b', 2) AS y))", 'INT64, INT64 10, 20'],
      ["SELECT * FROM (SELECT k, v FROM ds.t) AS q PIVOT (SUM(q.v) FOR q.k IN ('a')) AS p WHERE p.a = 40", 'INT64 40'],
    ],
    'IN compares structs of a subquery field by field, and a NULL in one leaves the answer open': [
      [
        'SELECT id, (id, k) IN (SELECT (x, y) FROM ds.pairs), (id, k) NOT IN (SELECT (x, y) FROM ds.pairs) FROM ds.t ORDER BY id',
        'INT64, BOOL, BOOL 1, true, false; 2, NULL, NULL; 3, NULL, NULL',
      ],
      ['SELECT id FROM ds.t WHERE STRUCT(id, k) IN (SELECT AS STRUCT x, y FROM ds.pairs)', 'INT64 1'],
      ['SELECT COUNT(*) FROM ds.t WHERE (id, k) NOT IN (SELECT (x, y) FROM ds.pairs WHERE FALSE)', 'INT64 3'],
      ['SELECT id FROM ds.t WHERE (id, k) IN (SELECT (x, y) FROM ds.pairs WHERE x = v / 10)', 'INT64 1'],
      [
        'INTERVAL 24 HOUR IN (SELECT INTERVAL 1 DAY), INTERVAL 1 HOUR NOT IN (SELECT INTERVAL 1 DAY)',
        'BOOL, BOOL true, true',
      ],
    ],
    'OVER with an aggregate function of the user is OVER with each aggregate of its body': [
      ['SELECT ds.weighted(id, v) OVER () FROM ds.t', 'INT64 140; 140; 140'],
      [
        'SELECT id, ds.weighted(id, v) OVER (PARTITION BY k ORDER BY id) FROM ds.t ORDER BY id',
        'INT64, INT64 1, 10; 2, 40; 3, 100',
      ],
      [
        'SELECT id, ds.mean(id, v) OVER w, ds.nested(v, 10) OVER w FROM ds.t WINDOW w AS (PARTITION BY k) ORDER BY id',
        'INT64, FLOAT64, INT64 1, 2.5, 803; 2, 2.0, 403; 3, 2.5, 803',
      ],
      [
        'SELECT k, ds.weighted(COUNT(*), SUM(v)) OVER () FROM ds.t GROUP BY k ORDER BY k',
        'STRING, INT64 a, 100; b, 100',
      ],
      ['SELECT id FROM ds.t QUALIFY ds.weighted(id, v) OVER (PARTITION BY k) > 40 ORDER BY id', 'INT64 1; 3'],
    ],
    'RANGE frames of FLOAT64 with an UNBOUNDED end reach everything but NaN, which is refused': [
      [
        'SELECT SUM(x) OVER (ORDER BY x RANGE BETWEEN 0.5 PRECEDING AND UNBOUNDED FOLLOWING) FROM UNNEST([1.0, 1.4, 2, NULL]) x ORDER BY x',
        'FLOAT64 4.4; 4.4; 4.4; 2.0',
      ],
      [
        "SELECT COUNT(*) OVER (ORDER BY x RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) FROM UNNEST([1.0, CAST('inf' AS FLOAT64), CAST('-inf' AS FLOAT64), 2, NULL]) x ORDER BY x",
        'INT64 1; 2; 2; 3; 5',
      ],
      [
        "SELECT SUM(x) OVER (ORDER BY x RANGE BETWEEN 0.5 PRECEDING AND UNBOUNDED FOLLOWING) FROM UNNEST([CAST('nan' AS FLOAT64)]) x",
        /UNBOUNDED end over NaN/,
      ],
    ],
  },
  `
CREATE SCHEMA ds;
CREATE TABLE ds.t AS SELECT * FROM UNNEST([STRUCT(1 AS id, 'a' AS k, 10 AS v), (2, 'b', 20), (3, 'a', 30)]);
CREATE TABLE ds.pairs AS SELECT * FROM UNNEST([STRUCT(1 AS x, 'a' AS y), (2, NULL), (NULL, 'a')]);
CREATE AGGREGATE FUNCTION ds.weighted(x INT64, w INT64) AS (SUM(x * w));
CREATE AGGREGATE FUNCTION ds.mean(x FLOAT64, w FLOAT64) RETURNS FLOAT64 AS (SUM(x * w) / SUM(w));
CREATE AGGREGATE FUNCTION ds.nested(x INT64, f INT64 NOT AGGREGATE) AS (ds.weighted(x, 2) * f + (SELECT COUNT(*) FROM ds.t));
`,
);
