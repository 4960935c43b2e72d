/** WITH expressions, ORDER BY after DISTINCT, and GROUPING by a name of the list. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const PAIRS = 'FROM UNNEST([STRUCT(1 AS x, 2 AS y), (2, 1)])';

describeCorpus('names in expressions', {
  'WITH(…) gives names to values, each in sight of those after it': [
    ['SELECT WITH(a AS 2, b AS 3 * 4, a + b)', 'INT64 14'],
    ['1 + WITH(a AS 1, b AS a + 2, c AS b + 3, d AS a * 2, a + c + d)', 'INT64 10'],
    ["SELECT WITH(a AS 'abc', b AS WITH(a AS 'def', b AS 'ghi', CONCAT(a, b)), CONCAT(a, b))", 'STRING abcdefghi'],
    ['(WITH(a AS STRUCT(1 AS p, [2] AS q), a.p + a.q[0]))', 'INT64 3'],
    ["SELECT WITH(v AS 2, k + v + LENGTH(t.v)) FROM (SELECT 123 AS k, 'value' AS v) t", 'INT64 130'],
    ['SELECT WITH(n AS COUNT(*), s AS SUM(x), s / n) FROM UNNEST([1, 4]) x', 'FLOAT64 2.5'],
    ['SELECT WITH(a AS SUM(x) OVER (ORDER BY x), a * 2) AS r FROM UNNEST([1, 2]) x ORDER BY r', 'INT64 2; 6'],
    ['SELECT x FROM UNNEST([1, 2, 3]) x WHERE WITH(y AS x * 2, y > 3) ORDER BY WITH(z AS -x, z)', 'INT64 3; 2'],
    ['SELECT WITH(a, 1)', /Syntax error/],
    ['SELECT WITH(a AS 1)', /Syntax error/],
  ],
  'a random value of WITH(…) is one value': [
    ['SELECT WITH(r AS RAND(), r = r AND r < 1), WITH(u AS GENERATE_UUID(), v AS u, u = v)', 'BOOL, BOOL true, true'],
    ['SELECT WITH(r AS RAND(), (SELECT r))', /random value in WITH/],
  ],
  'columns of a query inside of WITH(…) are nearer than its names': [
    ['SELECT WITH(x AS 1, (SELECT x FROM UNNEST([5]) x))', 'INT64 5'],
    ['SELECT WITH(x AS 1, (SELECT x + y FROM UNNEST([5]) y))', 'INT64 6'],
    ['SELECT WITH(x AS 10, (SELECT SUM(x + z) FROM UNNEST([1, 2]) z)) FROM UNNEST([7]) x', 'INT64 23'],
    ['SELECT ARRAY_TRANSFORM([1, 2], x -> WITH(y AS x * 2, x + y)) FROM UNNEST([100]) y', 'ARRAY<INT64> [3, 6]'],
  ],
  'after SELECT DISTINCT, ORDER BY takes expressions of the columns that are left': [
    ['SELECT DISTINCT x FROM UNNEST([1, 2, 2, 3]) x ORDER BY x * -1', 'INT64 3; 2; 1'],
    [`SELECT DISTINCT x, y ${PAIRS} ORDER BY x * y, MOD(x, 2)`, 'INT64, INT64 2, 1; 1, 2'],
    ['SELECT DISTINCT t FROM (SELECT AS STRUCT 1 AS a, 2 AS b) t ORDER BY t.a, -t.b', 'STRUCT {1, 2}'],
    [`SELECT DISTINCT x, SUM(y) AS s ${PAIRS} GROUP BY x ORDER BY -s`, 'INT64, INT64 1, 2; 2, 1'],
    [`SELECT DISTINCT t.y, t.x AS z ${PAIRS} AS t ORDER BY t.x * -1, ABS(t.y)`, 'INT64, INT64 1, 2; 2, 1'],
    [`SELECT DISTINCT t.y ${PAIRS} AS t ORDER BY t.y + t.x`, /not visible after SELECT DISTINCT/],
    ['SELECT DISTINCT x FROM UNNEST([2, 1]) x JOIN UNNEST([1, 2]) y ON x = y ORDER BY -y', /not visible/],
    [`SELECT DISTINCT x ${PAIRS} ORDER BY x + y`, /not visible after SELECT DISTINCT/],
    [`SELECT DISTINCT x ${PAIRS} ORDER BY SUM(x) OVER ()`, /not visible after SELECT DISTINCT/],
  ],
  'GROUPING takes a name of the list where HAVING and ORDER BY do': [
    [
      `SELECT x AS k, SUM(y) AS s ${PAIRS} GROUP BY ROLLUP(k) HAVING GROUPING(k) = 0 ORDER BY k`,
      'INT64, INT64 1, 2; 2, 1',
    ],
    [
      `SELECT x + 1 AS k, GROUPING(x + 1), SUM(y) ${PAIRS} GROUP BY ROLLUP(k) ORDER BY GROUPING(k) DESC, k`,
      'INT64, INT64, INT64 NULL, 1, 3; 2, 0, 2; 3, 0, 1',
    ],
    [
      `SELECT x AS k, SUM(y) AS s ${PAIRS} GROUP BY ROLLUP(k) HAVING GROUPING(s) = 0`,
      /Unrecognized name|must have an argument/,
    ],
  ],
});
