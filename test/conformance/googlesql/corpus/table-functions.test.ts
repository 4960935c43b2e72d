/** TABLE parameters of table functions, and the pipe operators CALL and ASSERT. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus(
  'tables as arguments',
  {
    'a TABLE parameter takes a table or a query, its columns by name and coerced': [
      ['SELECT * FROM ds.add(TABLE ds.t, 10) ORDER BY id', 'INT64, INT64, INT64 1, 1, 11; 1, 2, 11; 2, 3, 12'],
      ['SELECT y FROM ds.add(TABLE `my-proj.ds.t`, (SELECT 4)) ORDER BY y LIMIT 1', 'INT64 5'],
      [
        "SELECT * FROM ds.both(2, (SELECT 'z' AS other, 7 AS x), TABLE ds.u), (SELECT 3 AS n)",
        'STRING, FLOAT64, INT64 a, 14.0, 3; b, 9.0, 3',
      ],
      [
        'WITH w AS (SELECT 100 AS x) SELECT * FROM ds.both(0.5, TABLE w, (SELECT 3 AS x UNION ALL SELECT 4 AS x)) ORDER BY 1, 2',
        'STRING, FLOAT64 a, 50.0; b, 3.0; b, 4.0',
      ],
      ['SELECT (SELECT SUM(y) FROM ds.add(TABLE ds.t, 10)) FROM ds.u', 'INT64 34'],
      ['SELECT y FROM ds.add((SELECT 1 AS x), 10)', /column "id" is required and not found/],
      ["SELECT y FROM ds.add((SELECT 1 AS x, 'a' AS id), 10)", /column "id" of type STRING cannot be taken as INT64/],
      ['SELECT y FROM ds.add((SELECT 1 AS x, 2 AS x, 3 AS id), 10)', /column "x" is ambiguous/],
      ['SELECT y FROM ds.add(5, 10)', /No matching signature .* argument types: INT64, INT64/],
      ['SELECT y FROM ds.add(TABLE ds.t)', /No matching signature .* argument types: TABLE/],
      ['SELECT y FROM ds.add(TABLE ds.t, TABLE ds.t)', /No matching signature .* TABLE, TABLE/],
      ['SELECT y FROM ds.add(TABLE ds.none, 10)', /Not found: Table my-proj:ds.none/],
    ],
    'a function with TABLE parameters is checked when it is made, and shown with them': [
      ['CREATE TABLE FUNCTION ds.odd(t TABLE<a INT64>) AS SELECT b FROM t', /Unrecognized name: b/],
      [
        'CREATE TABLE FUNCTION ds.odd(t TABLE<a INT64>) AS SELECT t + 1 AS n FROM (SELECT 1 AS x)',
        /Unrecognized name: t/,
      ],
      ['CREATE TABLE FUNCTION ds.odd(t ANY TABLE) AS SELECT b FROM t', /does not support ANY TABLE/],
      ['CREATE TABLE FUNCTION ds.odd(t TABLE<a INT64>, t INT64) AS SELECT a FROM t', /Duplicate parameter name t/],
      [
        "SELECT parameter_name, data_type FROM ds.INFORMATION_SCHEMA.PARAMETERS WHERE specific_name = 'both' ORDER BY ordinal_position",
        'STRING, STRING n, FLOAT64; a, TABLE<x FLOAT64>; b, TABLE<x INT64>',
      ],
    ],
    'pipe CALL hands the rows to the first TABLE parameter': [
      ['FROM ds.t |> CALL ds.add(10) |> ORDER BY y DESC |> LIMIT 1', 'INT64, INT64, INT64 2, 3, 12'],
      [
        'FROM ds.t |> WHERE x = 2 |> CALL ds.both(2, TABLE ds.u) AS q |> ORDER BY q.src |> SELECT q.src, q.x',
        'STRING, FLOAT64 a, 4.0; b, 9.0',
      ],
      ['FROM ds.t |> CALL ds.add(1) |> CALL ds.add(2) |> AGGREGATE SUM(y) AS s', 'INT64 10'],
      ['SELECT 5 AS id, 6 AS x |> WITH w AS (SELECT 1 AS x) |> CALL ds.add(1) |> CROSS JOIN w |> SELECT y', 'INT64 7'],
      ['FROM ds.t |> CALL ds.plain(1)', /takes no table, which CALL hands to it/],
      ['FROM ds.t |> CALL ds.none(1)', /Table-valued function not found: ds.none/],
    ],
    'pipe ASSERT lets the rows through, or fails with its payload as soon as one is not true': [
      ['FROM ds.t |> ASSERT x >= 1 |> ORDER BY id |> SELECT id', 'INT64 1; 2; 3'],
      ['FROM ds.t |> ORDER BY id DESC |> ASSERT id > 0 |> LIMIT 1 |> SELECT t.id', 'INT64 3'],
      ['FROM ds.t |> ASSERT x >= 2', /Assert failed: x >= 2/],
      ["FROM ds.t |> ASSERT t.id < 3, 'row', id, x, NULL |> AGGREGATE COUNT(*) AS n", /Assert failed: row 3 2 NULL/],
      ["FROM ds.t |> ASSERT NULL, 'unknown'", /Assert failed: unknown/],
      ['FROM ds.t |> WHERE FALSE |> ASSERT FALSE |> AGGREGATE COUNT(*) AS n', 'INT64 0'],
      ['FROM ds.t |> WHERE x = 2 |> ASSERT x = 2 |> SELECT id', 'INT64 3'],
      ['FROM ds.t |> ASSERT x = 2 |> WHERE x = 2', /Assert failed: x = 2/],
      [
        'SELECT (FROM UNNEST([1, 2, 3]) AS x |> ASSERT x >= k, "k =", k |> AGGREGATE COUNT(*)) FROM (SELECT 2 AS k)',
        /Assert failed: k = 2/,
      ],
    ],
  },
  `
CREATE SCHEMA ds;
CREATE TABLE ds.t AS SELECT * FROM UNNEST([STRUCT(1 AS id, 1 AS x), (2, 1), (3, 2)]);
CREATE TABLE ds.u AS SELECT 5 AS id, 9 AS x;
CREATE TABLE FUNCTION ds.add(t TABLE<x INT64, id INT64>, n INT64) AS (FROM t |> EXTEND x + n AS y);
CREATE TABLE FUNCTION ds.both(n FLOAT64, a TABLE<x FLOAT64>, b TABLE<x INT64>)
AS SELECT 'a' AS src, a.x * n AS x FROM a UNION ALL SELECT 'b', b.x FROM b JOIN b AS c USING (x);
CREATE TABLE FUNCTION ds.plain(n INT64) AS SELECT n AS x;
`,
);
