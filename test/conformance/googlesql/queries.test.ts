/** Queries: scopes, joins, arrays, grouping, windows, set operations, names. */

import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const SETUP = `
  CREATE SCHEMA ds;
  CREATE TABLE ds.a (id INT64, x STRING);
  INSERT ds.a VALUES (1, 'a1'), (2, 'a2'), (3, 'a3');
  CREATE TABLE ds.b (id INT64, y STRING);
  INSERT ds.b VALUES (2, 'b2'), (3, 'b3'), (3, 'b3b'), (4, 'b4');
  CREATE TABLE ds.n (id INT64, tags ARRAY<STRING>, parts ARRAY<STRUCT<k STRING, v INT64>>);
  INSERT ds.n VALUES (1, ['p', 'q'], [('a', 1), ('b', 2)]), (2, NULL, NULL);
`;

const CASES: readonly Case[] = [
  {
    name: 'INNER JOIN',
    sql: 'SELECT a.id, y FROM ds.a JOIN ds.b ON a.id = b.id ORDER BY y',
    rows: [
      [2, 'b2'],
      [3, 'b3'],
      [3, 'b3b'],
    ],
  },
  {
    name: 'LEFT JOIN keeps the left row',
    sql: 'SELECT a.id, y FROM ds.a LEFT JOIN ds.b ON a.id = b.id AND y != "b2" ORDER BY 1, 2',
    rows: [
      [1, null],
      [2, null],
      [3, 'b3'],
      [3, 'b3b'],
    ],
  },
  {
    name: 'RIGHT JOIN USING shows the right key',
    sql: 'SELECT id, x, y FROM ds.a RIGHT JOIN ds.b USING (id) ORDER BY id, y',
    rows: [
      [2, 'a2', 'b2'],
      [3, 'a3', 'b3'],
      [3, 'a3', 'b3b'],
      [4, null, 'b4'],
    ],
  },
  {
    name: 'FULL JOIN USING merges the key',
    sql: 'SELECT * FROM ds.a FULL JOIN ds.b USING (id) ORDER BY id, y',
    rows: [
      [1, 'a1', null],
      [2, 'a2', 'b2'],
      [3, 'a3', 'b3'],
      [3, 'a3', 'b3b'],
      [4, null, 'b4'],
    ],
  },
  { name: 'a comma is a cross join', sql: 'SELECT COUNT(*) FROM ds.a, ds.b', rows: [[12]] },
  {
    name: 'joins in parentheses',
    sql: 'SELECT COUNT(*) FROM ds.a LEFT JOIN (ds.b JOIN ds.n ON b.id = n.id) ON a.id = b.id',
    rows: [[3]],
  },
  {
    name: 'a column of two tables is ambiguous',
    sql: 'SELECT id FROM ds.a, ds.b',
    error: 'Column name id is ambiguous at [1:8]',
  },
  { name: 'a name that nobody has', sql: 'SELECT nope FROM ds.a', error: 'Unrecognized name: nope at [1:8]' },
  {
    name: 'a name nearly right is suggested',
    sql: 'SELECT tagz FROM ds.n',
    error: 'Unrecognized name: tagz; Did you mean tags? at [1:8]',
  },
  {
    name: 'a column of an alias that it has not',
    sql: 'SELECT a.y FROM ds.a',
    error: 'Name y not found inside a at [1:10]',
  },
  { name: 'the place counts lines', sql: 'SELECT 1,\n  nope', error: 'Unrecognized name: nope at [2:3]' },
  {
    name: 'an inner name hides the outer',
    sql: 'SELECT (SELECT MAX(id) FROM ds.b) FROM ds.a WHERE id = 1',
    rows: [[4]],
  },
  {
    name: 'a correlated subquery',
    sql: 'SELECT id, (SELECT COUNT(*) FROM ds.b WHERE b.id = a.id) c FROM ds.a ORDER BY id',
    rows: [
      [1, 0],
      [2, 1],
      [3, 2],
    ],
  },
  {
    name: 'EXISTS and NOT EXISTS',
    sql: 'SELECT id FROM ds.a WHERE EXISTS (SELECT 1 FROM ds.b WHERE b.id = a.id) AND NOT EXISTS (SELECT 1 FROM ds.b WHERE y = "b2" AND b.id = a.id)',
    rows: [[3]],
  },
  {
    name: 'a scalar subquery of two rows is an error',
    sql: 'SELECT (SELECT id FROM ds.a)',
    error: 'Scalar subquery produced more than one element',
  },
  { name: 'a scalar subquery of no row is NULL', sql: 'SELECT (SELECT id FROM ds.a WHERE FALSE)', rows: [[null]] },
  {
    name: 'a scalar subquery has one column',
    sql: 'SELECT (SELECT id, x FROM ds.a LIMIT 1)',
    error: /Scalar subquery cannot have more than one column/,
  },
  {
    name: 'ARRAY keeps the order of its query',
    sql: 'SELECT ARRAY(SELECT id FROM ds.a ORDER BY id DESC LIMIT 2)',
    rows: [[[3, 2]]],
  },
  { name: 'ARRAY of nothing is empty', sql: 'SELECT ARRAY(SELECT id FROM ds.a WHERE FALSE)', rows: [[[]]] },
  {
    name: 'UNNEST of a NULL array is no row',
    sql: 'SELECT id, t FROM ds.n, UNNEST(tags) t ORDER BY t',
    rows: [
      [1, 'p'],
      [1, 'q'],
    ],
  },
  {
    name: 'LEFT JOIN UNNEST keeps the row',
    sql: 'SELECT id, t FROM ds.n LEFT JOIN UNNEST(tags) t ORDER BY id, t',
    rows: [
      [1, 'p'],
      [1, 'q'],
      [2, null],
    ],
  },
  {
    name: 'LEFT JOIN UNNEST with a condition',
    sql: "SELECT id, t FROM ds.n LEFT JOIN n.tags t ON t > 'p' ORDER BY id",
    rows: [
      [1, 'q'],
      [2, null],
    ],
  },
  {
    name: 'a path of an array is an UNNEST',
    sql: 'SELECT n.id, p.v FROM ds.n, n.parts p WITH OFFSET o WHERE o = 1',
    rows: [[1, 2]],
  },
  {
    name: 'the offset is called offset',
    sql: "SELECT offset FROM UNNEST(['a', 'b']) WITH OFFSET ORDER BY 1",
    rows: [[0], [1]],
  },
  {
    name: 'elements that are structs show their fields',
    sql: 'SELECT * FROM UNNEST([STRUCT(1 AS a, 2 AS b)])',
    rows: [[1, 2]],
  },
  { name: 'array places are checked', sql: 'SELECT [1, 2][OFFSET(2)]', error: 'Array index 2 is out of bounds' },
  {
    name: 'ORDINAL counts from one',
    sql: 'SELECT [1, 2][ORDINAL(1)], [1, 2][0], [1, 2][SAFE_OFFSET(-1)], [1, 2][SAFE_ORDINAL(3)]',
    rows: [[1, 1, null, null]],
  },
  {
    name: 'a returned array may hold no NULL',
    sql: 'SELECT [1, NULL] AS a',
    error: 'Array cannot have a null element; error in writing field a',
  },
  { name: 'but may be computed with', sql: 'SELECT ARRAY_LENGTH([1, NULL])', rows: [[2]] },
  { name: 'elements come to one type', sql: 'SELECT [1, 2.5], [NULL, 1][OFFSET(1)]', rows: [[[1, 2.5], 1]] },
  {
    name: 'elements without a common type',
    sql: "SELECT [1, 'a']",
    error: /Array elements of types \{INT64, STRING\} do not have a common supertype at \[1:8\]/,
  },
  {
    name: 'GROUP BY an alias hides the column',
    sql: 'SELECT MOD(id, 2) AS id, COUNT(*) FROM ds.a GROUP BY id ORDER BY id',
    rows: [
      [0, 1],
      [1, 2],
    ],
  },
  {
    name: 'GROUP BY an expression that the list repeats',
    sql: 'SELECT MOD(id, 2) + 1, COUNT(*) FROM ds.a GROUP BY MOD(id, 2) ORDER BY 1',
    rows: [
      [1, 1],
      [2, 2],
    ],
  },
  {
    name: 'an ungrouped column is refused',
    sql: 'SELECT x, COUNT(*) FROM ds.a GROUP BY id',
    error: 'SELECT list expression references column x which is neither grouped nor aggregated at [1:8]',
  },
  {
    name: 'an aggregate makes one group of nothing',
    sql: 'SELECT COUNT(*), SUM(id), MAX(x) FROM ds.a WHERE FALSE',
    rows: [[0, null, null]],
  },
  { name: 'but GROUP BY makes none', sql: 'SELECT COUNT(*) FROM ds.a WHERE FALSE GROUP BY id', rows: [] },
  {
    name: 'aggregates are not for WHERE',
    sql: 'SELECT 1 FROM ds.a WHERE COUNT(*) > 1',
    error: 'Aggregate function COUNT not allowed in WHERE clause at [1:26]',
  },
  {
    name: 'NULL is a group',
    sql: 'SELECT y, COUNT(*) FROM ds.a LEFT JOIN ds.b USING (id) GROUP BY y ORDER BY y LIMIT 1',
    rows: [[null, 1]],
  },
  {
    name: 'ROLLUP and GROUPING',
    sql: 'SELECT id, GROUPING(id), COUNT(*) FROM ds.b GROUP BY ROLLUP(id) ORDER BY 2, 1',
    rows: [
      [2, 0, 1],
      [3, 0, 2],
      [4, 0, 1],
      [null, 1, 4],
    ],
  },
  {
    name: 'GROUPING SETS',
    sql: 'SELECT id, x, COUNT(*) FROM ds.a GROUP BY GROUPING SETS (id, x, ()) ORDER BY 1, 2 LIMIT 3',
    rows: [
      [null, null, 3],
      [null, 'a1', 1],
      [null, 'a2', 1],
    ],
  },
  {
    name: 'GROUP BY ALL',
    sql: 'SELECT MOD(id, 2) m, COUNT(*) c FROM ds.a GROUP BY ALL ORDER BY m',
    rows: [
      [0, 1],
      [1, 2],
    ],
  },
  {
    name: 'a grouped struct may show its fields',
    sql: 'SELECT s.a, COUNT(*) FROM (SELECT STRUCT(MOD(id, 2) AS a) AS s FROM ds.a) GROUP BY s ORDER BY 1',
    rows: [
      [0, 1],
      [1, 2],
    ],
  },
  { name: 'HAVING without GROUP BY', sql: 'SELECT COUNT(*) FROM ds.a HAVING COUNT(*) > 5', rows: [] },
  {
    name: 'ORDER BY something the list has not',
    sql: 'SELECT x FROM ds.a ORDER BY -id',
    rows: [['a3'], ['a2'], ['a1']],
  },
  {
    name: 'ORDER BY an aggregate',
    sql: 'SELECT id FROM ds.b GROUP BY id ORDER BY COUNT(*) DESC, id LIMIT 2',
    rows: [[3], [2]],
  },
  { name: 'NULLS LAST', sql: 'SELECT x FROM UNNEST([2, NULL, 1]) x ORDER BY x NULLS LAST', rows: [[1], [2], [null]] },
  {
    name: 'DISTINCT orders by what it shows',
    sql: 'SELECT DISTINCT id FROM ds.b ORDER BY id DESC',
    rows: [[4], [3], [2]],
  },
  {
    name: 'and by nothing else',
    sql: 'SELECT DISTINCT id FROM ds.b ORDER BY y',
    error: /not visible after SELECT DISTINCT/,
  },
  { name: 'LIMIT and OFFSET', sql: 'SELECT id FROM ds.a ORDER BY id LIMIT 1 OFFSET 1', rows: [[2]] },
  { name: 'LIMIT takes no column', sql: 'SELECT id FROM ds.a LIMIT id', error: /Unrecognized name: id at \[1:27\]/ },
  {
    name: 'windows with a frame',
    sql: 'SELECT id, SUM(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM ds.a ORDER BY id',
    rows: [
      [1, 1],
      [2, 3],
      [3, 5],
    ],
  },
  {
    name: 'peers share a default frame',
    sql: 'SELECT id, COUNT(*) OVER (ORDER BY id) FROM ds.b ORDER BY id, 2',
    rows: [
      [2, 1],
      [3, 3],
      [3, 3],
      [4, 4],
    ],
  },
  {
    name: 'LAG, LEAD and FIRST_VALUE',
    sql: 'SELECT id, LAG(id) OVER w, LEAD(id, 1, 0) OVER w, FIRST_VALUE(id) OVER w FROM ds.a WINDOW w AS (ORDER BY id) ORDER BY id',
    rows: [
      [1, null, 2, 1],
      [2, 1, 3, 1],
      [3, 2, 0, 1],
    ],
  },
  {
    name: 'windows over groups',
    sql: 'SELECT id, COUNT(*) c, SUM(COUNT(*)) OVER (ORDER BY id) s FROM ds.b GROUP BY id ORDER BY id',
    rows: [
      [2, 1, 1],
      [3, 2, 3],
      [4, 1, 4],
    ],
  },
  {
    name: 'windows are not for WHERE',
    sql: 'SELECT 1 FROM ds.a WHERE ROW_NUMBER() OVER () = 1',
    error: 'Analytic function not allowed in WHERE clause at [1:26]',
  },
  {
    name: 'QUALIFY by an alias',
    sql: 'SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC) rn FROM ds.a QUALIFY rn = 1',
    rows: [[3, 1]],
  },
  {
    name: 'QUALIFY needs a window',
    sql: 'SELECT id FROM ds.a QUALIFY id = 1',
    error: /QUALIFY clause requires analytic function/,
  },
  {
    name: 'UNION ALL and DISTINCT',
    sql: '(SELECT 1 a UNION DISTINCT SELECT 1) UNION ALL SELECT 2.5 ORDER BY a',
    rows: [[1], [2.5]],
  },
  {
    name: 'mixed set operations want parentheses',
    sql: 'SELECT 1 UNION ALL SELECT 2 UNION DISTINCT SELECT 3',
    error: /Different set operations cannot be used in the same query without using parentheses/,
  },
  {
    name: 'UNION says ALL or DISTINCT',
    sql: 'SELECT 1 UNION SELECT 2',
    error: 'Syntax error: Expected keyword ALL or keyword DISTINCT but got keyword SELECT at [1:16]',
  },
  {
    name: 'INTERSECT DISTINCT and EXCEPT DISTINCT',
    sql: '(SELECT id FROM ds.a INTERSECT DISTINCT SELECT id FROM ds.b) EXCEPT DISTINCT SELECT 3',
    rows: [[2]],
  },
  {
    name: 'columns must match in number',
    sql: 'SELECT 1 UNION ALL SELECT 1, 2',
    error: /mismatched column count; query 1 has 1 columns, query 2 has 2 columns at \[1:20\]/,
  },
  {
    name: 'and in type',
    sql: "SELECT 1 UNION ALL SELECT 'a'",
    error: /Column 1 in UNION ALL has incompatible types: INT64, STRING/,
  },
  {
    name: 'WITH, each seeing the ones before',
    sql: 'WITH a AS (SELECT 1 x), b AS (SELECT x + 1 x FROM a) SELECT a.x, b.x y FROM a, b',
    rows: [[1, 2]],
  },
  { name: 'a WITH query hides a table', sql: 'WITH a AS (SELECT 7 AS id) SELECT id FROM a', rows: [[7]] },
  {
    name: 'SELECT AS STRUCT in FROM shows its fields',
    sql: 'SELECT b, s.a FROM (SELECT AS STRUCT 1 a, 2 b) s',
    rows: [[2, 1]],
  },
  {
    name: 'a table as a value',
    sql: 'SELECT TO_JSON_STRING(a) FROM ds.a WHERE a.id = 1',
    rows: [['{"id":1,"x":"a1"}']],
  },
  {
    name: 't.* EXCEPT and REPLACE together',
    sql: "SELECT a.* EXCEPT (id) REPLACE ('z' AS x) FROM ds.a LIMIT 1",
    rows: [['z']],
  },
  {
    name: 'EXCEPT of a missing column',
    sql: 'SELECT * EXCEPT (nope) FROM ds.a',
    error: 'Column nope in SELECT * EXCEPT list does not exist at [1:18]',
  },
  {
    name: 'two columns of one name',
    sql: 'SELECT 1 AS a, 2 AS A',
    error: /Duplicate column names in the result are not supported. Found duplicate\(s\): A/,
  },
  {
    name: 'a table that is not there',
    sql: 'SELECT * FROM ds.nope',
    error: 'Not found: Table my-proj:ds.nope was not found in location US',
  },
  {
    name: 'a dataset that is not there',
    sql: 'SELECT * FROM nope.t',
    error: 'Not found: Dataset my-proj:nope was not found in location US',
  },
  { name: 'table names mind their case', sql: 'SELECT * FROM ds.A', error: /Not found: Table my-proj:ds.A/ },
  { name: 'column names do not', sql: 'SELECT ID FROM ds.a WHERE Id = 1', rows: [[1]] },
  { name: 'UNPIVOT', sql: 'SELECT * FROM (SELECT 1 id, 5 x, NULL y) UNPIVOT (v FOR k IN (x, y))', rows: [[1, 5, 'x']] },
  {
    name: 'positional parameters',
    sql: 'SELECT ?, ?',
    rows: [[1, ['a']]],
    request: {
      parameters: {
        named: new Map(),
        positional: [
          { type: { kind: 'INT64' }, value: '1' },
          { type: { kind: 'ARRAY', element: { kind: 'STRING' } }, value: ['a'] },
        ],
      },
    },
  },
  { name: 'a parameter that was not given', sql: 'SELECT @x', error: "Query parameter 'x' not found at [1:8]" },
];

describeCases('GoogleSQL: queries', SETUP, CASES);
