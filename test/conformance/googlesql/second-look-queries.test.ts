/** GoogleSQL where engines are known to differ: NULLs, joins, subqueries, arrays, groups, windows, sets. */

import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const SETUP = `
CREATE SCHEMA ds;
CREATE TABLE ds.a AS SELECT * FROM UNNEST([STRUCT(1 AS k, 'a1' AS v), (2, 'a2'), (NULL, 'an'), (2, 'a2b')]);
CREATE TABLE ds.b AS SELECT * FROM UNNEST([STRUCT(2 AS k, 'b2' AS w), (3, 'b3'), (NULL, 'bn')]);
CREATE TABLE ds.l AS SELECT * FROM UNNEST([STRUCT(1 AS id, ['x', 'y'] AS tags), (2, []), (3, ['z'])]);
`;

const ask = (name: string, sql: string, ...rows: readonly NonNullable<Case['rows']>[number][]): Case => ({
  name,
  sql,
  rows,
});
const fail = (name: string, sql: string, error: RegExp): Case => ({ name, sql, error });

describeCases('A second look at three-valued logic', SETUP, [
  ask('NOT IN a list with NULL is never true', 'SELECT k FROM ds.b WHERE k NOT IN (2, NULL)'),
  ask('NOT IN a subquery with NULL is never true', 'SELECT k FROM ds.b WHERE k NOT IN (SELECT k FROM ds.a)'),
  ask(
    'NOT IN an empty subquery is true, for NULL too',
    'SELECT COUNT(*) FROM ds.b WHERE k NOT IN (SELECT k FROM ds.a WHERE FALSE)',
    [3],
  ),
  ask(
    'NOT EXISTS looks at rows, not at NULLs',
    'SELECT w FROM ds.b WHERE NOT EXISTS (SELECT 1 FROM ds.a WHERE a.k = b.k) ORDER BY w',
    ['b3'],
    ['bn'],
  ),
  ask('IN finds a match beside a NULL', 'SELECT 1 IN (NULL, 1), 3 IN (NULL, 1), NULL IN (1)', [true, null, null]),
  ask(
    'NULL in a struct makes the comparison unknown where the rest agrees',
    'SELECT (1, NULL) = (1, 2), (1, NULL) = (2, NULL), (1, NULL) IN ((2, 3))',
    [null, false, false],
  ),
  ask(
    'AND and OR decide where they can',
    'SELECT NULL AND FALSE, NULL AND TRUE, NULL OR TRUE, NULL OR FALSE, NOT CAST(NULL AS BOOL)',
    [false, null, true, null, null],
  ),
  ask(
    'a condition that is NULL is not met',
    "SELECT IF(NULL, 'y', 'n'), CASE WHEN NULL THEN 'y' END, CASE NULL WHEN NULL THEN 'y' ELSE 'n' END",
    ['n', null, 'n'],
  ),
  ask(
    'IS DISTINCT FROM knows no unknown',
    'SELECT NULL IS DISTINCT FROM NULL, 1 IS DISTINCT FROM NULL, 1 IS NOT DISTINCT FROM 1',
    [false, true, true],
  ),
  ask(
    'BETWEEN with NULL is false where it can be',
    'SELECT 5 BETWEEN 6 AND NULL, 5 BETWEEN 4 AND NULL, NULL NOT BETWEEN 1 AND 2',
    [false, null, null],
  ),
  ask(
    'COUNT of a column leaves NULL out, COUNT(*) does not',
    'SELECT COUNT(*), COUNT(k), COUNT(DISTINCT k), COUNTIF(k > 1), SUM(k), AVG(k) FROM ds.a',
    [4, 3, 2, 2, 5, 5 / 3],
  ),
  ask(
    'aggregates of nothing are NULL, and COUNT is 0',
    'SELECT COUNT(k), SUM(k), MIN(k), ARRAY_LENGTH(ARRAY_AGG(k)), STRING_AGG(v), LOGICAL_AND(k > 0), COUNTIF(TRUE) FROM ds.a WHERE FALSE',
    [0, null, null, null, null, null, 0],
  ),
]);

describeCases('A second look at joins', SETUP, [
  ask(
    'NULL keys match nothing',
    'SELECT v, w FROM ds.a JOIN ds.b ON a.k = b.k ORDER BY v',
    ['a2', 'b2'],
    ['a2b', 'b2'],
  ),
  ask(
    'WHERE after LEFT JOIN sees the NULLs',
    'SELECT v FROM ds.a LEFT JOIN ds.b ON a.k = b.k WHERE b.k IS NULL ORDER BY v',
    ['a1'],
    ['an'],
  ),
  ask(
    'a condition in ON keeps the left rows',
    "SELECT v, w FROM ds.a LEFT JOIN ds.b ON a.k = b.k AND w = 'none' ORDER BY v",
    ['a1', null],
    ['a2', null],
    ['a2b', null],
    ['an', null],
  ),
  ask(
    'FULL JOIN USING gives whichever key there is',
    'SELECT k, v, w FROM ds.a FULL JOIN ds.b USING (k) ORDER BY k, v, w',
    [null, null, 'bn'],
    [null, 'an', null],
    [1, 'a1', null],
    [2, 'a2', 'b2'],
    [2, 'a2b', 'b2'],
    [3, null, 'b3'],
  ),
  ask('SELECT * of USING has the key once and first', 'SELECT * FROM ds.b RIGHT JOIN ds.a USING (k) WHERE k = 1', [
    1,
    null,
    'a1',
  ]),
  ask(
    'the two keys of USING stay reachable',
    'SELECT k, a.k AS ak, b.k AS bk FROM ds.a RIGHT JOIN ds.b USING (k) WHERE w = "b3"',
    [3, null, 3],
  ),
  ask(
    'USING chains over three tables',
    'SELECT k, v, w, u FROM ds.a FULL JOIN ds.b USING (k) FULL JOIN (SELECT 3 AS k, "c" AS u UNION ALL SELECT 4, "d") USING (k) WHERE k > 2 ORDER BY k',
    [3, null, 'b3', 'c'],
    [4, null, null, 'd'],
  ),
  ask('comma joins bind weaker than JOIN', 'SELECT COUNT(*) FROM ds.a, ds.b JOIN ds.l ON b.k = l.id', [8]),
  ask(
    'RIGHT JOIN keeps the right rows',
    'SELECT w, COUNT(v) FROM ds.a RIGHT JOIN ds.b ON a.k = b.k GROUP BY w ORDER BY w',
    ['b2', 2],
    ['b3', 0],
    ['bn', 0],
  ),
  ask('FULL JOIN ON FALSE keeps both', 'SELECT COUNT(*) FROM ds.a FULL JOIN ds.b ON FALSE', [7]),
  ask(
    'CROSS JOIN with nothing is nothing',
    'SELECT COUNT(*) FROM ds.a CROSS JOIN (SELECT 1 FROM ds.b WHERE FALSE)',
    [0],
  ),
  fail(
    'a column of both tables is ambiguous',
    'SELECT k FROM ds.a JOIN ds.b ON a.k = b.k',
    /Column name k is ambiguous/,
  ),
]);

describeCases('A second look at subqueries', SETUP, [
  ask(
    'correlated scalar subqueries are NULL without a row',
    'SELECT w, (SELECT MIN(v) FROM ds.a WHERE a.k = b.k) FROM ds.b ORDER BY w',
    ['b2', 'a2'],
    ['b3', null],
    ['bn', null],
  ),
  ask(
    'a correlated COUNT is 0 without a row',
    'SELECT w, (SELECT COUNT(*) FROM ds.a WHERE a.k = b.k) FROM ds.b ORDER BY w',
    ['b2', 2],
    ['b3', 0],
    ['bn', 0],
  ),
  fail(
    'a scalar subquery with two rows is an error',
    'SELECT (SELECT v FROM ds.a WHERE a.k = b.k) FROM ds.b',
    /more than one element/,
  ),
  ask('a scalar subquery with LIMIT 1 takes one', 'SELECT (SELECT v FROM ds.a ORDER BY v DESC LIMIT 1)', ['an']),
  ask('the inner name hides the outer one', 'SELECT (SELECT MAX(k) FROM ds.a) FROM ds.b WHERE k = 3', [2]),
  ask(
    'an ARRAY subquery is empty without rows, in its order otherwise',
    'SELECT b.w, ARRAY(SELECT v FROM ds.a WHERE a.k = b.k ORDER BY v DESC) FROM ds.b ORDER BY w',
    ['b2', ['a2b', 'a2']],
    ['b3', []],
    ['bn', []],
  ),
  ask('EXISTS is true for a row of NULLs', 'SELECT EXISTS (SELECT NULL), EXISTS (SELECT 1 FROM ds.a WHERE FALSE)', [
    true,
    false,
  ]),
  ask(
    'WITH is evaluated by name, inner ones first',
    'WITH a AS (SELECT 1 AS x) SELECT (WITH a AS (SELECT 2 AS x) SELECT x FROM a), x FROM a',
    [2, 1],
  ),
  ask('a WITH query hides a table of the default dataset', 'WITH b AS (SELECT 9 AS k) SELECT k FROM b', [9]),
  ask('IN compares with coercion', 'SELECT 2 IN (SELECT 2.0), 2.5 IN (SELECT 2)', [true, false]),
  ask(
    'ANY_VALUE of a correlated group',
    'SELECT id, (SELECT STRING_AGG(t, "-" ORDER BY t DESC) FROM UNNEST(tags) AS t) FROM ds.l ORDER BY id',
    [1, 'y-x'],
    [2, null],
    [3, 'z'],
  ),
]);

describeCases('A second look at arrays', SETUP, [
  ask(
    'CROSS JOIN of an empty array drops the row',
    'SELECT id, t FROM ds.l, l.tags AS t ORDER BY id, t',
    [1, 'x'],
    [1, 'y'],
    [3, 'z'],
  ),
  ask(
    'LEFT JOIN of an empty array keeps it',
    'SELECT id, t, o FROM ds.l LEFT JOIN UNNEST(tags) AS t WITH OFFSET AS o ORDER BY id, o',
    [1, 'x', 0],
    [1, 'y', 1],
    [2, null, null],
    [3, 'z', 0],
  ),
  ask('UNNEST of NULL has no row', 'SELECT COUNT(*) FROM UNNEST(CAST(NULL AS ARRAY<INT64>))', [0]),
  ask('UNNEST of NULL elements has rows', 'SELECT x FROM UNNEST([NULL, 1]) AS x WITH OFFSET o ORDER BY o', [null], [1]),
  ask('ARRAY_LENGTH of NULL is NULL', 'SELECT ARRAY_LENGTH(NULL), ARRAY_LENGTH([]), ARRAY_LENGTH([NULL])', [
    null,
    0,
    1,
  ]),
  ask('ARRAY_CONCAT with NULL is NULL', 'SELECT ARRAY_LENGTH(ARRAY_CONCAT([1], NULL)), ARRAY_CONCAT([1], [2, 3])', [
    null,
    [1, 2, 3],
  ]),
  ask(
    'places beyond the end are NULL only when asked for safely',
    'SELECT [1, 2][SAFE_OFFSET(5)], [1, 2][SAFE_ORDINAL(0)], [1, 2][ORDINAL(2)]',
    [null, null, 2],
  ),
  fail('places beyond the end are errors otherwise', 'SELECT [1, 2][OFFSET(2)]', /out of bounds/i),
  fail('places below zero are errors', 'SELECT [1, 2][OFFSET(-1)]', /out of bounds/i),
  ask('ARRAY_AGG orders and limits', 'SELECT ARRAY_AGG(v ORDER BY v DESC LIMIT 2) FROM ds.a', [['an', 'a2b']]),
  fail('ARRAY_AGG with a NULL cannot be returned', 'SELECT ARRAY_AGG(k) FROM ds.a', /null element/),
  ask('ARRAY_AGG with a NULL can be computed with', 'SELECT ARRAY_LENGTH(ARRAY_AGG(k)) FROM ds.a', [4]),
  ask(
    'ARRAY_AGG DISTINCT holds NULLs alike',
    'SELECT ARRAY_LENGTH(ARRAY_AGG(DISTINCT x)) FROM UNNEST([1, 1, NULL, NULL]) x',
    [2],
  ),
  ask('ARRAY_CONCAT_AGG keeps the order it is told', 'SELECT ARRAY_CONCAT_AGG(tags ORDER BY id DESC) FROM ds.l', [
    ['z', 'x', 'y'],
  ]),
  ask('STRING_AGG leaves NULL out', "SELECT STRING_AGG(x, '|' ORDER BY x DESC) FROM UNNEST(['a', NULL, 'b']) x", [
    'b|a',
  ]),
  ask(
    'GENERATE_ARRAY goes down, and is empty the wrong way',
    'SELECT GENERATE_ARRAY(3, 1, -1), GENERATE_ARRAY(1, 3, -1), GENERATE_ARRAY(1, 2, 0.5)',
    [[3, 2, 1], [], [1, 1.5, 2]],
  ),
  fail('GENERATE_ARRAY has no step of 0', 'SELECT GENERATE_ARRAY(1, 2, 0)', /step/i),
  ask(
    'arrays of structs are unnested by field',
    'SELECT a, b FROM UNNEST([STRUCT(1 AS a, "x" AS b), STRUCT(2, "y")]) ORDER BY a',
    [1, 'x'],
    [2, 'y'],
  ),
  fail('arrays of arrays do not exist', 'SELECT [[1], [2]]', /array/i),
  fail('arrays are not compared', 'SELECT [1] = [1]', /not defined|No matching signature/i),
]);

describeCases('A second look at groups and windows', SETUP, [
  ask('NULL is a group', 'SELECT k, COUNT(*) FROM ds.a GROUP BY k ORDER BY k', [null, 1], [1, 1], [2, 2]),
  ask(
    'NaN is one group, and so are the two zeros',
    "SELECT COUNT(*) AS n FROM UNNEST([CAST('nan' AS FLOAT64), CAST('-nan' AS FLOAT64), 0.0, -0.0]) x GROUP BY x ORDER BY n",
    [2],
    [2],
  ),
  ask('HAVING without GROUP BY is over one group', 'SELECT COUNT(*) FROM ds.a HAVING COUNT(*) > 100'),
  ask('GROUP BY an alias of the list', 'SELECT UPPER(v) AS u, COUNT(*) FROM ds.a GROUP BY u ORDER BY u LIMIT 1', [
    'A1',
    1,
  ]),
  ask('GROUP BY nothing but aggregates has one row', 'SELECT COUNT(*), MAX(k) FROM ds.a WHERE k > 100', [0, null]),
  ask('GROUP BY of no rows has no row', 'SELECT k, COUNT(*) FROM ds.a WHERE FALSE GROUP BY k'),
  ask(
    'ROLLUP has its total, told from a NULL group by GROUPING',
    'SELECT k, GROUPING(k), COUNT(*) FROM ds.a GROUP BY ROLLUP(k) ORDER BY 2, 1',
    [null, 0, 1],
    [1, 0, 1],
    [2, 0, 2],
    [null, 1, 4],
  ),
  fail(
    'a column that is not grouped is refused',
    'SELECT v, COUNT(*) FROM ds.a GROUP BY k',
    /neither grouped nor aggregated/,
  ),
  fail('aggregates do not nest', 'SELECT SUM(COUNT(*)) FROM ds.a', /aggregat/i),
  fail(
    'aggregates do not stand in WHERE',
    'SELECT 1 FROM ds.a WHERE COUNT(*) > 1',
    /Aggregate function COUNT not allowed/i,
  ),
  ask(
    'the frame with ORDER BY ends with the peers',
    'SELECT k, COUNT(*) OVER (ORDER BY k) FROM ds.a ORDER BY k',
    [null, 1],
    [1, 2],
    [2, 4],
    [2, 4],
  ),
  ask('the frame without ORDER BY is everything', 'SELECT k, SUM(k) OVER () FROM ds.a ORDER BY k LIMIT 1', [null, 5]),
  ask(
    'ROWS counts rows',
    'SELECT x, SUM(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM UNNEST([1, 2, 4]) x ORDER BY x',
    [1, 1],
    [2, 3],
    [4, 6],
  ),
  ask(
    'RANGE counts values',
    'SELECT x, COUNT(*) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM UNNEST([1, 2, 4, 5, 5]) x ORDER BY x',
    [1, 2],
    [2, 2],
    [4, 3],
    [5, 3],
    [5, 3],
  ),
  ask(
    'RANGE by a descending order looks the other way',
    'SELECT x, SUM(x) OVER (ORDER BY x DESC RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM UNNEST([1, 2, 4]) x ORDER BY x',
    [1, 3],
    [2, 2],
    [4, 4],
  ),
  ask(
    'an empty frame is NULL, and COUNT 0',
    'SELECT x, SUM(x) OVER w, COUNT(x) OVER w FROM UNNEST([1, 2]) x WINDOW w AS (ORDER BY x ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) ORDER BY x',
    [1, null, 0],
    [2, 1, 1],
  ),
  ask(
    'LAST_VALUE sees the frame only',
    'SELECT x, LAST_VALUE(x) OVER (ORDER BY x), LAST_VALUE(x) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM UNNEST([1, 2]) x ORDER BY x',
    [1, 1, 2],
    [2, 2, 2],
  ),
  ask(
    'IGNORE NULLS looks past them',
    'SELECT o, LAST_VALUE(x IGNORE NULLS) OVER (ORDER BY o), LAG(x, 1, -1) OVER (ORDER BY o) FROM UNNEST([1, NULL, 3]) x WITH OFFSET o ORDER BY o',
    [0, 1, -1],
    [1, 1, 1],
    [2, 3, null],
  ),
  ask(
    'ranks with ties',
    'SELECT x, RANK() OVER w, DENSE_RANK() OVER w, PERCENT_RANK() OVER w, CUME_DIST() OVER w FROM UNNEST([1, 1, 2]) x WINDOW w AS (ORDER BY x) ORDER BY x',
    [1, 1, 1, 0, 2 / 3],
    [1, 1, 1, 0, 2 / 3],
    [2, 3, 2, 1, 1],
  ),
  ask(
    'NTILE gives the first ones more',
    'SELECT x, NTILE(3) OVER (ORDER BY x) FROM UNNEST([1, 2, 3, 4]) x ORDER BY x',
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
  ),
  ask(
    'QUALIFY comes after HAVING and before DISTINCT and LIMIT',
    'SELECT DISTINCT k FROM ds.a GROUP BY k, v HAVING k = 2 QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY v) <= 2 LIMIT 5',
    [2],
  ),
  ask(
    'windows of aggregates',
    'SELECT k, SUM(COUNT(*)) OVER (ORDER BY k) FROM ds.a GROUP BY k ORDER BY k',
    [null, 1],
    [1, 2],
    [2, 4],
  ),
  ask(
    'NULL sorts first upwards and last downwards',
    'SELECT ARRAY(SELECT IFNULL(k, 0) FROM ds.a ORDER BY k), ARRAY(SELECT IFNULL(k, 0) FROM ds.a ORDER BY k DESC), ARRAY(SELECT IFNULL(k, 0) FROM ds.a ORDER BY k NULLS LAST)',
    [
      [0, 1, 2, 2],
      [2, 2, 1, 0],
      [1, 2, 2, 0],
    ],
  ),
  ask(
    'NaN sorts below every number',
    "SELECT x FROM UNNEST([1.0, CAST('nan' AS FLOAT64), CAST('-inf' AS FLOAT64)]) x ORDER BY x",
    ['NaN'],
    ['-Infinity'],
    [1],
  ),
  ask('MIN and MAX with NaN are NaN', "SELECT MIN(x), MAX(x) FROM UNNEST([1.0, CAST('nan' AS FLOAT64)]) x", [
    'NaN',
    'NaN',
  ]),
]);

describeCases('A second look at sets and order', SETUP, [
  ask(
    'UNION ALL brings types together',
    'SELECT 1 AS x UNION ALL SELECT 2.5 UNION ALL SELECT NULL ORDER BY x',
    [null],
    [1],
    [2.5],
  ),
  ask('UNION DISTINCT holds NULLs alike', 'SELECT NULL AS x UNION DISTINCT SELECT NULL', [null]),
  ask('EXCEPT DISTINCT takes NULL away', 'SELECT k FROM ds.a EXCEPT DISTINCT SELECT k FROM ds.b ORDER BY k', [1]),
  ask(
    'INTERSECT DISTINCT keeps NULL',
    'SELECT k FROM ds.a INTERSECT DISTINCT SELECT k FROM ds.b ORDER BY k',
    [null],
    [2],
  ),
  ask(
    'ORDER BY and LIMIT are of the whole',
    '(SELECT 1 AS x UNION ALL SELECT 3) UNION ALL SELECT 2 ORDER BY x DESC LIMIT 2',
    [3],
    [2],
  ),
  ask(
    'names are the first query’s, by place',
    'SELECT b FROM (SELECT 1 AS a, 2 AS b UNION ALL SELECT 3 AS b, 4 AS a) ORDER BY b',
    [2],
    [4],
  ),
  fail('sets of different widths are refused', 'SELECT 1, 2 UNION ALL SELECT 3', /mismatched column count/i),
  fail('sets without a common type are refused', "SELECT 1 UNION ALL SELECT 'a'", /incompatible types/i),
  fail('different operators need parentheses', 'SELECT 1 UNION ALL SELECT 2 UNION DISTINCT SELECT 3', /parenthes/i),
  ask(
    'ORDER BY an ordinal and an expression',
    'SELECT v FROM ds.a ORDER BY LENGTH(v), 1 DESC',
    ['an'],
    ['a2'],
    ['a1'],
    ['a2b'],
  ),
  ask(
    'ORDER BY a column that is not selected',
    'SELECT v FROM ds.a ORDER BY k DESC, v DESC',
    ['a2b'],
    ['a2'],
    ['a1'],
    ['an'],
  ),
  ask('LIMIT 0 has the columns and no rows', 'SELECT v FROM ds.a LIMIT 0'),
  ask('OFFSET beyond the end is empty', 'SELECT v FROM ds.a ORDER BY v LIMIT 5 OFFSET 100'),
  ask('SELECT DISTINCT of structs', 'SELECT DISTINCT AS STRUCT 1 AS a, NULL AS b FROM ds.a', [1, null]),
  ask('EXCEPT and REPLACE together keep the places', 'SELECT * REPLACE (UPPER(v) AS v) FROM ds.a WHERE k = 1', [
    1,
    'A1',
  ]),
  ask(
    'text is ordered by code point, capitals first',
    "SELECT ARRAY(SELECT x FROM UNNEST(['b', 'B', 'a', 'Z', 'é', '𐀀', '\uffee']) x ORDER BY x)",
    [['B', 'Z', 'a', 'b', 'é', '\uffee', '𐀀']],
  ),
]);
