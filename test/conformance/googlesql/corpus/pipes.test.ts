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
    'WHERE with OVER filters as QUALIFY does, after the conditions before it': [
      [
        'FROM ds.t |> WHERE ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) = 1 |> ORDER BY id',
        'INT64, STRING, INT64 2, b, 20; 3, a, 30',
      ],
      ['FROM ds.t |> WHERE v > 10 |> WHERE SUM(v) OVER () = 50 |> SELECT id |> ORDER BY id', 'INT64 2; 3'],
      ['FROM ds.t |> WHERE id IN (SELECT MAX(id) OVER () FROM ds.t) |> SELECT id', 'INT64 3'],
    ],
    'WINDOW adds columns of OVER, and a WINDOW clause may follow a list': [
      ['FROM ds.t |> WINDOW SUM(v) OVER () AS total |> SELECT total', 'INT64 60; 60; 60'],
      ['FROM ds.t |> WINDOW v + 1 AS n', /WINDOW takes expressions with OVER/],
      ['FROM ds.t |> EXTEND SUM(v) OVER w AS s WINDOW w AS (PARTITION BY k) |> SELECT s', 'INT64 40; 20; 40'],
      ['FROM ds.t |> SELECT id, SUM(v) OVER w AS s WINDOW w AS (ORDER BY id)', 'INT64, INT64 1, 10; 2, 30; 3, 60'],
    ],
    'SELECT takes ALL and AS, and no aggregates': [
      ['FROM ds.t |> SELECT ALL id |> ORDER BY id', 'INT64 1; 2; 3'],
      [
        'SELECT ARRAY(FROM ds.t |> SELECT AS STRUCT id, k |> ORDER BY id DESC |> LIMIT 2)',
        'ARRAY<STRUCT> [{3, a}, {2, b}]',
      ],
      ['SELECT ARRAY(FROM ds.t |> WHERE id > 1 |> SELECT AS VALUE k |> ORDER BY 1)', 'ARRAY<STRING> [b, a]'],
      ['FROM ds.t |> SELECT DISTINCT AS STRUCT k |> LIMIT 5 |> AGGREGATE COUNT(*) AS n', 'INT64 2'],
      ['FROM ds.t |> SELECT SUM(v)', /Aggregate functions are not allowed in pipe SELECT/],
      ['FROM ds.t |> EXTEND COUNT(*) AS n', /not allowed in pipe EXTEND/],
      ['FROM ds.t |> SET v = SUM(v)', /not allowed in pipe SET/],
    ],
    'AGGREGATE sorts by the columns that say an order: keys first, then aggregates': [
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP BY k DESC', 'STRING, INT64 b, 1; a, 2'],
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n DESC GROUP BY k', 'STRING, INT64 a, 2; b, 1'],
      ['FROM ds.t |> AGGREGATE COUNT(*) DESC AS n, GROUP BY k', 'STRING, INT64 a, 2; b, 1'],
      [
        'FROM ds.t |> AGGREGATE MAX(v) n DESC NULLS LAST GROUP BY MOD(id, 2) m ASC |> AS q |> SELECT q.m, q.n',
        'INT64, INT64 0, 20; 1, 30',
      ],
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP AND ORDER BY k DESC', 'STRING, INT64 b, 1; a, 2'],
      ['FROM ds.t |> AGGREGATE', /AGGREGATE takes an aggregate expression or GROUP BY/],
    ],
    'AGGREGATE groups by grouping sets, each key of which is one column': [
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP BY ROLLUP(k) |> ORDER BY k', 'STRING, INT64 NULL, 3; a, 2; b, 1'],
      [
        'FROM ds.t |> AGGREGATE COUNT(*) n GROUP BY GROUPING SETS ((k, id), (k), ()) |> WHERE n > 1 |> ORDER BY n',
        'STRING, INT64, INT64 a, NULL, 2; NULL, NULL, 3',
      ],
      [
        'FROM ds.t |> WHERE id < 3 |> AGGREGATE COUNT(*) n, GROUPING(k) AS g GROUP BY id, ROLLUP(k) |> ORDER BY id, g',
        'INT64, STRING, INT64, INT64 1, a, 1, 0; 1, NULL, 1, 1; 2, b, 1, 0; 2, NULL, 1, 1',
      ],
    ],
    'WITH names queries for the operators after it': [
      ['FROM ds.t |> WITH x AS (SELECT 2 AS id) |> JOIN x USING (id) |> SELECT v', 'INT64 20'],
      [
        'WITH a AS (SELECT 1 AS x) FROM a |> WITH b AS (SELECT x + 1 AS x FROM a), c AS (SELECT x + 1 AS x FROM b) |> UNION ALL (FROM c), (FROM b) |> ORDER BY x',
        'INT64 1; 2; 3',
      ],
      [
        'FROM ds.t |> WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) |> CROSS JOIN r |> AGGREGATE SUM(n) AS s',
        'INT64 18',
      ],
      [
        'WITH q AS (SELECT 1 AS x) FROM q |> WITH q AS (SELECT 2 AS x) |> CROSS JOIN q AS p',
        /WITH in pipe syntax of a name that is a table before it: q/,
      ],
    ],
    'TABLESAMPLE samples a table and nothing else': [
      ['FROM ds.t |> TABLESAMPLE SYSTEM (100 PERCENT) |> AGGREGATE COUNT(*) AS n', 'INT64 3'],
      ['FROM ds.t |> WHERE id < 3 |> TABLESAMPLE SYSTEM (50 PERCENT)', /TABLESAMPLE of anything but a table/],
    ],
    'the aliases of a join live on behind operators that keep its rows': [
      [
        'FROM ds.t AS a |> JOIN ds.u AS b ON a.id = b.id |> EXTEND CONCAT(k, b.w) AS c |> SELECT a.id, b.w, c',
        'INT64, STRING, STRING 2, two, btwo',
      ],
      [
        'FROM ds.t AS a |> LEFT JOIN ds.u AS b USING (id) |> EXTEND v + 1 AS n |> SELECT a.*, n |> ORDER BY id',
        'INT64, STRING, INT64, INT64 1, a, 10, 11; 2, b, 20, 21; 3, a, 30, 31',
      ],
      [
        'FROM ds.t AS a |> LEFT JOIN ds.u AS b ON a.id = b.id |> ORDER BY a.id |> LIMIT 2 |> SELECT a.k, b.w',
        'STRING, STRING a, NULL; b, two',
      ],
      [
        'FROM ds.t AS a |> JOIN ds.u AS b USING (id) |> RENAME v AS vv |> SELECT a.v, vv, b.w',
        'INT64, INT64, STRING 20, 20, two',
      ],
      [
        'FROM ds.t AS a |> JOIN ds.u AS b USING (id) |> WHERE RANK() OVER (ORDER BY a.v) = 1 |> AGGREGATE MAX(b.w) AS w GROUP BY a.k',
        'STRING, STRING b, two',
      ],
      [
        'FROM ds.t AS a |> JOIN ds.u AS b USING (id) |> EXTEND 1 AS one |> JOIN ds.u AS c ON c.id = a.id |> SELECT c.w, one',
        'STRING, INT64 two, 1',
      ],
      [
        'FROM UNNEST([1, 2]) AS n WITH OFFSET o |> EXTEND n * 2 AS m |> SELECT n, o, m |> ORDER BY n',
        'INT64, INT64, INT64 1, 0, 2; 2, 1, 4',
      ],
      [
        'FROM ds.t AS a |> JOIN ds.u AS b USING (id) |> SET v = 1 |> SELECT a.v',
        /does not support a.v: a column as it was before/,
      ],
      ['FROM ds.t AS a |> JOIN ds.u AS b USING (id) |> EXTEND 1 AS one |> AS z |> SELECT a.id', /Unrecognized name: a/],
      ['FROM ds.t AS a |> JOIN ds.u AS b USING (id) |> SELECT a.k |> WHERE a.id = 1', /Unrecognized name: a/],
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
      ['FROM ds.t |> IF TRUE THEN (|> LIMIT 1)', /the pipe operator IF/],
      ['FROM ds.t |> FORK (|> LIMIT 1)', /the pipe operator FORK/],
      ['FROM ds.t |>', /Syntax error: Unexpected end of script/],
      ['FROM ds.t |> AGGREGATE COUNT(*) AS n GROUP BY ALL', /GROUP BY ALL in pipe syntax/],
    ],
  },
  `CREATE SCHEMA ds; CREATE TABLE ds.t (id INT64, k STRING, v INT64); INSERT INTO ds.t VALUES (1, 'a', 10), (2, 'b', 20), (3, 'a', 30);
   CREATE TABLE ds.u (id INT64, w STRING); INSERT INTO ds.u VALUES (2, 'two'), (9, 'nine');`,
);
