/** Subqueries in branches that are not taken: BigQuery does not run them, so they cannot fail. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const ONE = '(SELECT DIV(1, a - x) FROM UNNEST([1]) a)';
const TWO_ROWS = '(SELECT a FROM UNNEST([1, 2]) a)';

describeCorpus('branches', {
  'a subquery that reads nothing around it fails only where its branch is taken': [
    ['IF((SELECT COUNT(*) FROM UNNEST([1]) a) > 0, 1, (SELECT 1/a FROM UNNEST([0]) a))', 'FLOAT64 1.0'],
    ['IF((SELECT COUNT(*) FROM UNNEST([1]) a) > 1, 1, (SELECT 1/a FROM UNNEST([0]) a))', /division by zero/],
    [`COALESCE((SELECT a FROM UNNEST([5]) a), ${TWO_ROWS})`, 'INT64 5'],
    [`IFNULL((SELECT a FROM UNNEST([5]) a WHERE a < 5), ${TWO_ROWS})`, /Scalar subquery produced more than one/],
    [`SELECT CASE x WHEN 1 THEN 7 ELSE ${TWO_ROWS} END FROM UNNEST([1, 1]) x`, 'INT64 7; 7'],
    [
      `SELECT CASE x WHEN 1 THEN 7 ELSE ${TWO_ROWS} END FROM UNNEST([1, 2]) x`,
      /Scalar subquery produced more than one/,
    ],
    [
      'WITH t AS (SELECT 0 AS z), u AS (SELECT z FROM t) SELECT IF(x = 1, 1, (SELECT DIV(1, z) FROM u)) FROM UNNEST([1]) x',
      'INT64 1',
    ],
  ],
  'a subquery that reads columns around it runs for rows that take its branch': [
    [`SELECT x, IF(x = 1, 1, ${ONE}) FROM UNNEST([1, 3]) x ORDER BY x`, 'INT64, INT64 1, 1; 3, 0'],
    [`SELECT IF(x = 3, 1, ${ONE}) FROM UNNEST([1, 3]) x`, /division by zero/],
    [`SELECT IF(x = 2, 5, IF(x = 1, 6, ${ONE})) FROM UNNEST([1, 2, 3]) x ORDER BY x`, 'INT64 6; 5; 0'],
    [
      `SELECT x, CASE WHEN x = 1 THEN NULL WHEN x > 2 THEN ${ONE} END FROM UNNEST([1, 3]) x ORDER BY x`,
      'INT64, INT64 1, NULL; 3, 0',
    ],
    [`SELECT COALESCE(NULLIF(x, 3), ${ONE}) FROM UNNEST([1, 3]) x ORDER BY x`, 'INT64 1; 0'],
    [
      'SELECT x, IF(x = 1, NULL, ARRAY(SELECT DIV(10, a - x) FROM UNNEST([1, 2]) a)) FROM UNNEST([1, 3]) x ORDER BY x',
      'INT64, ARRAY<INT64> 1, []; 3, [-5, -10]',
    ],
    [
      'SELECT x, IF(x = 1, FALSE, -5 IN (SELECT DIV(10, a - x) FROM UNNEST([1, 2]) a)) FROM UNNEST([1, 3]) x ORDER BY x',
      'INT64, BOOL 1, false; 3, true',
    ],
    [
      'SELECT x, IF(x = 1, 0, (SELECT a FROM UNNEST(GENERATE_ARRAY(1, IF(x = 1, 2, 1))) a)) FROM UNNEST([1, 3]) x ORDER BY x',
      'INT64, INT64 1, 0; 3, 1',
    ],
    [`SELECT x, IF(x = 1, 1, ${ONE}) AS s FROM UNNEST([1, 3, 3]) x GROUP BY x ORDER BY x`, 'INT64, INT64 1, 1; 3, 0'],
  ],
  'a condition may be a subquery, or be NULL': [
    [`SELECT IF((SELECT x = 1), 9, ${ONE}) FROM UNNEST([1, 3]) x ORDER BY x`, 'INT64 9; 0'],
    [`SELECT IF(NULLIF(x, 1) = 3, ${ONE}, 4) FROM UNNEST([1, 3]) x ORDER BY x`, 'INT64 4; 0'],
  ],
  'functions and statements that change rows take the same care': [
    [
      `CREATE TEMP FUNCTION f(x INT64) AS (IF(x = 1, 1, ${ONE})); SELECT f(y), f(1), f(y * y) FROM UNNEST([1, 3]) y ORDER BY y`,
      'INT64, INT64, INT64 1, 1, 1; 0, 1, 0',
    ],
    [
      `CREATE TEMP TABLE w AS SELECT x, IF(x = 1, 1, ${ONE}) AS y FROM UNNEST([1, 3]) x; INSERT INTO w SELECT x + 10, IF(x = 1, 1, ${ONE}) FROM UNNEST([1]) x; UPDATE w SET y = IF(x = 1, 8, ${ONE}) WHERE x < 5; SELECT * FROM w ORDER BY x`,
      'INT64, INT64 1, 8; 3, 0; 11, 1',
    ],
    [`DECLARE x INT64 DEFAULT 1; SET x = IF(x = 1, 5, ${TWO_ROWS}); SELECT x`, 'INT64 5'],
  ],
});
