/** Pipe syntax: each operator over what is before it. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus(
  'pipe syntax',
  {
    'FROM begins a query, and WHERE may stand anywhere and again': [
      ['FROM ds.t |> ORDER BY id', 'INT64, STRING, INT64 1, a, 10; 2, b, 20; 3, a, 30'],
      ['FROM ds.t |> WHERE id > 1 |> WHERE id < 3', 'INT64, STRING, INT64 2, b, 20'],
      ['FROM ds.t AS x |> WHERE x.id = 3 |> SELECT x.k', 'STRING a'],
      ['SELECT id FROM ds.t |> WHERE id = 2', 'INT64 2'],
      ['WITH q AS (SELECT 5 AS n) FROM q |> SELECT n + 1 AS m', 'INT64 6'],
    ],
    'SELECT, EXTEND, SET, DROP and RENAME change the columns': [
      ['FROM ds.t |> WHERE id = 1 |> SELECT v, id', 'INT64, INT64 10, 1'],
      ['FROM ds.t |> SELECT DISTINCT k |> ORDER BY k', 'STRING a; b'],
      ['FROM ds.t |> EXTEND v * 2 AS w |> WHERE w = 40', 'INT64, STRING, INT64, INT64 2, b, 20, 40'],
      ['FROM ds.t |> EXTEND SUM(v) OVER () AS total |> WHERE id = 1 |> SELECT total', 'INT64 60'],
      ['FROM ds.t |> SET v = v + 1, k = UPPER(k) |> WHERE id = 1', 'INT64, STRING, INT64 1, A, 11'],
      ['FROM ds.t |> DROP k, v |> ORDER BY id', 'INT64 1; 2; 3'],
      ['SELECT COLUMN_NAME FROM (SELECT 1 AS COLUMN_NAME)', 'INT64 1'],
      ["FROM ds.t |> RENAME k AS kind |> WHERE kind = 'b' |> SELECT kind, id", 'STRING, INT64 b, 2'],
      ['FROM ds.t |> DROP nothing', /does not exist/],
      ['FROM ds.t |> RENAME nothing AS x', /does not exist/],
      ['FROM ds.t |> EXTEND id + 1 AS n |> WHERE t.id = 1 |> SELECT n', 'INT64 2'],
    ],
    'AGGREGATE gives the keys and then the aggregates': [
      ['FROM ds.t |> AGGREGATE SUM(v) AS s', 'INT64 60'],
      [
        'FROM ds.t |> AGGREGATE COUNT(*) AS n, SUM(v) AS s GROUP BY k |> ORDER BY k',
        'STRING, INT64, INT64 a, 2, 40; b, 1, 20',
      ],
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP AND ORDER BY k', 'STRING, INT64 a, 2; b, 1'],
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP BY MOD(id, 2) AS odd |> WHERE odd = 1', 'INT64, INT64 1, 2'],
      ['FROM ds.t |> AGGREGATE GROUP BY k |> ORDER BY k DESC', 'STRING b; a'],
      ['FROM ds.t |> AGGREGATE SUM(v) AS s GROUP BY k |> AGGREGATE MAX(s) AS m', 'INT64 40'],
    ],
    'ORDER BY and LIMIT apply where they stand': [
      ['FROM ds.t |> ORDER BY v DESC |> LIMIT 1 |> SELECT id', 'INT64 3'],
      ['FROM ds.t |> ORDER BY v DESC |> LIMIT 1 OFFSET 1 |> SELECT id', 'INT64 2'],
      ['FROM ds.t |> ORDER BY v |> LIMIT 2 |> ORDER BY v DESC |> LIMIT 1 |> SELECT id', 'INT64 2'],
      ['FROM ds.t |> ORDER BY v |> LIMIT 2 |> WHERE id > 1 |> SELECT id', 'INT64 2'],
      ['FROM ds.t |> LIMIT 2 |> AGGREGATE COUNT(*) AS n', 'INT64 2'],
    ],
    'JOIN, AS, DISTINCT and set operations': [
      ['FROM ds.t AS a |> JOIN ds.u AS b ON a.id = b.id |> SELECT a.k, b.w', 'STRING, STRING b, two'],
      [
        'FROM ds.t |> LEFT JOIN ds.u USING (id) |> ORDER BY id |> SELECT id, w',
        'INT64, STRING 1, NULL; 2, two; 3, NULL',
      ],
      ['FROM ds.t |> WHERE id = 2 |> AS x |> SELECT x.v', 'INT64 20'],
      ['FROM ds.t |> SELECT k |> DISTINCT |> ORDER BY k', 'STRING a; b'],
      ['FROM ds.t |> SELECT id |> UNION ALL (SELECT 9), (SELECT 8) |> ORDER BY id', 'INT64 1; 2; 3; 8; 9'],
      ["FROM ds.t |> SELECT k |> EXCEPT DISTINCT (SELECT 'a')", 'STRING b'],
      ["FROM ds.t |> SELECT k, v |> PIVOT (SUM(v) FOR k IN ('a', 'b'))", 'INT64, INT64 40, 20'],
    ],
    'an alias means the row before SET, DROP, RENAME and EXTEND, so that a column they change is not to be had by it': [
      ['FROM ds.u AS t |> SET w = UPPER(w) |> WHERE id = 2 |> SELECT t.id, w', 'INT64, STRING 2, TWO'],
      ['FROM ds.u AS t |> SET w = UPPER(w) |> SELECT t.w', /does not support t.w: a column as it was before/],
      ['FROM ds.u AS t |> DROP w |> WHERE id = 2 |> ORDER BY t.w', /does not support t.w: a column as it was before/],
      ['FROM ds.u AS t |> RENAME w AS v |> SELECT t.w', /does not support t.w: a column as it was before/],
      ['FROM ds.u AS t |> EXTEND 1 AS id2 |> WHERE t.id2 = 1', /does not support t.id2: a column as it was before/],
      ['FROM ds.u AS t |> SET w = UPPER(w) |> SELECT t.*', /does not support the row t as it was before/],
      ['FROM ds.u AS t |> SET w = UPPER(w) |> AS s |> WHERE id = 9 |> SELECT s.w', 'STRING NINE'],
    ],
    'pipes in subqueries': [
      ['SELECT (FROM ds.t |> AGGREGATE MAX(v) AS m)', 'INT64 30'],
      ['SELECT ARRAY(FROM ds.t |> ORDER BY id DESC |> SELECT id)[OFFSET(0)] IS NOT NULL', 'BOOL true'],
      ['SELECT COUNT(*) FROM (FROM ds.t |> WHERE id > 1)', 'INT64 2'],
      ['SELECT 2 IN (FROM ds.t |> SELECT id)', 'BOOL true'],
      ['SELECT EXISTS (FROM ds.t |> WHERE id = 7)', 'BOOL false'],
    ],
    'operators that are not built are refused by name': [
      ['FROM ds.t |> TABLESAMPLE SYSTEM (10 PERCENT)', /the pipe operator TABLESAMPLE/],
      ['FROM ds.t |> CALL ds.f()', /the pipe operator CALL/],
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP BY ROLLUP(k)', /ROLLUP in pipe syntax/],
    ],
  },
  `CREATE SCHEMA ds; CREATE TABLE ds.t (id INT64, k STRING, v INT64); INSERT INTO ds.t VALUES (1, 'a', 10), (2, 'b', 20), (3, 'a', 30);
   CREATE TABLE ds.u (id INT64, w STRING); INSERT INTO ds.u VALUES (2, 'two'), (9, 'nine');`,
);
