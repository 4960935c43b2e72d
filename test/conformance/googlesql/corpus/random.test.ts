/** RAND, GENERATE_UUID and JavaScript functions: each call has an answer of its own, and each value is computed once. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const DIE = 'CAST(FLOOR(RAND() * 2) AS INT64)';

describeCorpus(
  'random values',
  {
    'every call in the text is computed for itself, in aggregates, windows and PIVOT too': [
      ['RAND() = RAND(), GENERATE_UUID() = GENERATE_UUID()', 'BOOL, BOOL false, false'],
      ['SELECT SUM(RAND()) = SUM(RAND()), AVG(RAND()) = AVG(RAND()) FROM ds.n', 'BOOL, BOOL false, false'],
      ['SELECT MAX(GENERATE_UUID()) = MAX(GENERATE_UUID()) FROM ds.n', 'BOOL false'],
      ['SELECT SUM(ds.r()) = SUM(ds.r()) FROM ds.n', 'BOOL false'],
      ['SELECT SUM(ds.j()) = SUM(ds.j()) FROM ds.n', 'BOOL false'],
      [
        'SELECT LOGICAL_OR(a = b) FROM (SELECT SUM(RAND()) OVER () AS a, SUM(RAND()) OVER () AS b FROM ds.n)',
        'BOOL false',
      ],
      [
        'SELECT LOGICAL_OR(a = b) FROM (SELECT RAND() AS a, RAND() AS b, COUNT(*) AS c FROM ds.n GROUP BY ALL)',
        'BOOL false',
      ],
      [
        "SELECT a_x = b_x FROM (SELECT 'x' AS k) PIVOT (SUM(RAND()) AS a, SUM(RAND()) AS b FOR k IN ('x'))",
        'BOOL false',
      ],
    ],
    'a key, an alias and an ordinal name the value that the list shows': [
      ['SELECT COUNT(*) FROM (SELECT RAND() AS r FROM ds.n GROUP BY r)', 'INT64 2000'],
      ['SELECT COUNT(*) FROM (SELECT ds.r() AS r FROM ds.n GROUP BY 1)', 'INT64 2000'],
      [
        'SELECT COUNTIF(r >= 0.5) FROM (SELECT RAND() AS r, ROW_NUMBER() OVER () AS k FROM ds.n QUALIFY r < 0.5)',
        'INT64 0',
      ],
      [
        'SELECT COUNTIF(r >= 0.5) FROM (SELECT id, RAND() AS r, COUNT(*) AS c FROM ds.n GROUP BY id HAVING r < 0.5)',
        'INT64 0',
      ],
      [
        'SELECT ds.plus_one(id) AS p, COUNT(*) FROM ds.n GROUP BY ds.plus_one(id) ORDER BY p LIMIT 1',
        'FLOAT64, INT64 2.0, 1',
      ],
    ],
    'an argument of a SQL function is computed once, however often the body names it': [
      ['SELECT COUNTIF(ds.nothing(RAND()) <> 0), COUNTIF(ds.half(RAND()) IS NULL) FROM ds.n', 'INT64, INT64 0, 0'],
      ['SELECT SUM(ds.nothing(RAND() * id)) FROM ds.n', 'FLOAT64 0.0'],
      ['ds.asks(RAND())', /random values in the arguments of a SQL function with a subquery/],
    ],
    'an operand is computed once for all that it is compared with': [
      [
        `SELECT COUNTIF(x = 9) FROM (SELECT CASE ${DIE} WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 9 END AS x FROM ds.n)`,
        'INT64 0',
      ],
      [`SELECT COUNTIF(x = 1) FROM (SELECT NULLIF(${DIE}, 1) AS x FROM ds.n)`, 'INT64 0'],
      [
        `SELECT COUNTIF(${DIE} NOT BETWEEN 0 AND 1), COUNTIF(RAND() * 9 BETWEEN 3 AND 3) FROM ds.n`,
        'INT64, INT64 0, 0',
      ],
      [`SELECT COUNTIF(${DIE} NOT IN (0, 1)), COUNTIF(FLOOR(RAND() * 2) NOT IN (0, 1)) FROM ds.n`, 'INT64, INT64 0, 0'],
      [`SELECT COUNTIF(${DIE} NOT IN UNNEST([0, 1])) FROM ds.n`, 'INT64 0'],
      [`SELECT COUNTIF(CAST(${DIE} AS STRING) NOT LIKE ANY ('0', '1', '2')) < 2000 FROM ds.n`, 'BOOL false'],
      [`SELECT COUNTIF(NOT CAST(${DIE} AS STRING) LIKE ANY ('0', '1')) FROM ds.n`, 'INT64 0'],
      ['SELECT CASE RAND() WHEN (SELECT 1) THEN 1 END', /does not support subqueries and OVER in a CASE/],
    ],
  },
  `
CREATE SCHEMA ds;
CREATE TABLE ds.n AS SELECT id FROM UNNEST(GENERATE_ARRAY(1, 2000)) AS id;
CREATE FUNCTION ds.r() AS (RAND());
CREATE FUNCTION ds.nothing(x FLOAT64) AS (x - x);
CREATE FUNCTION ds.half(x FLOAT64) RETURNS STRING AS (IF(x < 0.5, 'lower', IF(x >= 0.5, 'upper', NULL)));
CREATE FUNCTION ds.asks(x FLOAT64) AS ((SELECT SUM(x) FROM UNNEST([1, 2])));
CREATE FUNCTION ds.j() RETURNS FLOAT64 LANGUAGE js AS 'return Math.random()';
CREATE FUNCTION ds.plus_one(x FLOAT64) RETURNS FLOAT64 LANGUAGE js AS 'return x + 1';
`,
);
