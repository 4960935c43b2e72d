/** Statements where engines are known to differ: DML, scripts, views, partitions, wildcards, parameters. */

import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const SETUP = `
CREATE SCHEMA ds;
CREATE TABLE ds.t (k INT64, v STRING DEFAULT 'd', n INT64 NOT NULL DEFAULT 7);
INSERT ds.t (k, v, n) VALUES (1, 'a', 1), (2, 'b', 2), (NULL, 'c', 3);
CREATE TABLE ds.s AS SELECT * FROM UNNEST([STRUCT(1 AS k, 'x' AS w), (1, 'y'), (3, 'z'), (NULL, 'q')]);
CREATE VIEW ds.v AS SELECT k, v FROM ds.t;
`;
const ALL = 'SELECT k, v, n FROM ds.t ORDER BY n, k';
const BEFORE = [
  [1, 'a', 1],
  [2, 'b', 2],
  [null, 'c', 3],
];

const does = (name: string, sql: string, rows: Case['rows'] & object, after = ALL): Case => ({
  name,
  sql,
  after,
  rows,
});
const fails = (name: string, sql: string, error: RegExp): Case => ({ name, sql, error, after: ALL, rows: BEFORE });

describeCases('A second look at DML', SETUP, [
  does('INSERT by a column list in another order, with defaults', "INSERT ds.t (v, k) VALUES ('p', 9)", [
    ...BEFORE,
    [9, 'p', 7],
  ]),
  does('INSERT DEFAULT and NULL are not the same', 'INSERT ds.t (k, v, n) VALUES (5, DEFAULT, DEFAULT), (6, NULL, 8)', [
    ...BEFORE,
    [5, 'd', 7],
    [6, null, 8],
  ]),
  fails(
    'INSERT of NULL into a required column leaves nothing behind',
    'INSERT ds.t (k, n) VALUES (5, 5), (6, NULL)',
    /cannot be null/,
  ),
  fails(
    'INSERT whose last row fails leaves nothing behind',
    'INSERT ds.t (k, n) SELECT x, DIV(10, x) FROM UNNEST([2, 1, 0]) x',
    /division by zero/,
  ),
  fails('INSERT into a view is refused', 'INSERT ds.v (k) VALUES (1)', /it is a view/),
  fails('INSERT of too few values', 'INSERT ds.t (k, v) VALUES (1)', /column count/),
  fails('INSERT of a column twice', 'INSERT ds.t (k, k) VALUES (1, 2)', /twice|duplicate|more than once/i),
  fails('UPDATE needs WHERE', 'UPDATE ds.t SET n = 1', /WHERE/),
  fails('DELETE needs WHERE', 'DELETE ds.t', /WHERE/),
  does('UPDATE reads the old values', 'UPDATE ds.t SET k = n, n = IFNULL(k, 0) + 10 WHERE TRUE', [
    [3, 'c', 10],
    [1, 'a', 11],
    [2, 'b', 12],
  ]),
  does('UPDATE to DEFAULT', 'UPDATE ds.t SET v = DEFAULT WHERE k IS NULL', [
    [1, 'a', 1],
    [2, 'b', 2],
    [null, 'd', 3],
  ]),
  does('a WHERE that is NULL updates nothing', "UPDATE ds.t SET v = 'z' WHERE k > CAST(NULL AS INT64)", BEFORE),
  fails(
    'UPDATE FROM with two rows for one',
    'UPDATE ds.t SET v = w FROM ds.s WHERE t.k = s.k',
    /at most one source row/,
  ),
  does(
    'UPDATE FROM with two sources that are alike by DISTINCT',
    "UPDATE ds.t SET v = 'm' FROM (SELECT DISTINCT k FROM ds.s) s WHERE t.k = s.k",
    [
      [1, 'm', 1],
      [2, 'b', 2],
      [null, 'c', 3],
    ],
  ),
  fails('UPDATE of a column twice', 'UPDATE ds.t SET n = 1, n = 2 WHERE TRUE', /multiple times|twice|more than once/i),
  does('DELETE with a correlated subquery', 'DELETE ds.t WHERE EXISTS (SELECT 1 FROM ds.s WHERE s.k = t.k)', [
    [2, 'b', 2],
    [null, 'c', 3],
  ]),
  does('DELETE NOT IN with NULLs deletes nothing', 'DELETE ds.t WHERE k NOT IN (SELECT k FROM ds.s)', BEFORE),
  does(
    'INSERT from the table itself sees it as it was',
    'INSERT ds.t SELECT k, v, n + 10 FROM ds.t WHERE k IS NOT NULL',
    [...BEFORE, [1, 'a', 11], [2, 'b', 12]],
  ),
]);

describeCases('A second look at MERGE', SETUP, [
  fails(
    'two source rows for a row that is changed',
    'MERGE ds.t USING ds.s ON t.k = s.k WHEN MATCHED THEN UPDATE SET v = w',
    /at most one source row/,
  ),
  does(
    'two source rows, one of which is acted on',
    "MERGE ds.t USING ds.s ON t.k = s.k WHEN MATCHED AND w = 'y' THEN UPDATE SET v = w",
    [
      [1, 'y', 1],
      [2, 'b', 2],
      [null, 'c', 3],
    ],
  ),
  does(
    'two source rows that match nothing are both inserted',
    'MERGE ds.t USING (SELECT 8 AS k UNION ALL SELECT 8) s ON t.k = s.k WHEN NOT MATCHED THEN INSERT (k) VALUES (k)',
    [...BEFORE, [8, 'd', 7], [8, 'd', 7]],
  ),
  does(
    'NULL keys do not match',
    "MERGE ds.t USING (SELECT NULL AS k, 'q' AS w) s ON t.k = s.k WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (k, v, n) VALUES (k, w, 9)",
    [...BEFORE, [null, 'q', 9]],
  ),
  does(
    'ON FALSE replaces everything',
    'MERGE ds.t USING (SELECT 4 AS k) s ON FALSE WHEN NOT MATCHED THEN INSERT (k, n) VALUES (k, 0) WHEN NOT MATCHED BY SOURCE THEN DELETE',
    [[4, 'd', 0]],
  ),
  does(
    'the first WHEN that holds counts',
    "MERGE ds.t USING (SELECT 1 AS k UNION ALL SELECT 2) s ON t.k = s.k WHEN MATCHED AND n = 1 THEN UPDATE SET v = 'first' WHEN MATCHED THEN DELETE",
    [
      [1, 'first', 1],
      [null, 'c', 3],
    ],
  ),
  does(
    'BY SOURCE with a condition',
    "MERGE ds.t USING (SELECT 1 AS k) s ON t.k = s.k WHEN NOT MATCHED BY SOURCE AND k IS NULL THEN UPDATE SET v = 'gone'",
    [
      [1, 'a', 1],
      [2, 'b', 2],
      [null, 'gone', 3],
    ],
  ),
  fails(
    'an error in one row undoes all',
    'MERGE ds.t USING (SELECT 1 AS k UNION ALL SELECT 99) s ON t.k = s.k WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (k, n) VALUES (k, DIV(1, 0))',
    /division by zero/,
  ),
]);

describeCases('A second look at scripts and transactions', SETUP, [
  does(
    'ROLLBACK undoes every change',
    'BEGIN TRANSACTION; DELETE ds.t WHERE TRUE; INSERT ds.t (k) VALUES (1); ROLLBACK TRANSACTION',
    BEFORE,
  ),
  fails(
    'an error inside a transaction undoes it',
    'BEGIN TRANSACTION; DELETE ds.t WHERE TRUE; SELECT 1 / 0; COMMIT TRANSACTION',
    /division by zero/,
  ),
  does(
    'a transaction reads what it wrote',
    'BEGIN TRANSACTION; DELETE ds.t WHERE k = 1; INSERT ds.t (k, n) SELECT COUNT(*), 50 FROM ds.t; COMMIT TRANSACTION',
    [
      [2, 'b', 2],
      [null, 'c', 3],
      [2, 'd', 50],
    ],
  ),
  fails(
    'DDL of lasting objects in a transaction is refused',
    'BEGIN TRANSACTION; CREATE TABLE ds.u (x INT64); COMMIT TRANSACTION',
    /inside a transaction/,
  ),
  does('what came before the error of a script stays', 'DELETE ds.t WHERE k = 1; BEGIN SELECT 1; END;', [
    [2, 'b', 2],
    [null, 'c', 3],
  ]),
  does(
    'variables hold structs, arrays and NULL',
    "DECLARE a ARRAY<INT64> DEFAULT [5, 6]; DECLARE s STRUCT<x INT64, y STRING> DEFAULT (1, 'q'); DECLARE z INT64; INSERT ds.t (k, v, n) VALUES (z, s.y, a[OFFSET(1)] + s.x)",
    [...BEFORE, [null, 'q', 7]],
  ),
  does(
    'IF takes the first branch that is true, and NULL is not',
    'DECLARE x INT64; IF x > 1 THEN DELETE ds.t WHERE TRUE; ELSEIF x IS NULL THEN DELETE ds.t WHERE k = 1; ELSE DELETE ds.t WHERE k = 2; END IF',
    [
      [2, 'b', 2],
      [null, 'c', 3],
    ],
  ),
  does(
    'temporary tables hide lasting ones by their bare name',
    'CREATE TEMP TABLE t AS SELECT 5 AS k; DELETE t WHERE TRUE; INSERT ds.t (k, n) SELECT COUNT(*), 100 FROM t',
    [...BEFORE, [0, 'd', 100]],
  ),
]);

describeCases('A second look at views, wildcards and partitions', SETUP, [
  does(
    'a view reads the table as it is now',
    "UPDATE ds.t SET v = 'new' WHERE k = 1",
    [['new']],
    'SELECT q.v FROM ds.v AS q WHERE k = 1',
  ),
  does(
    'a view keeps its columns when the table gets more',
    'ALTER TABLE ds.t ADD COLUMN more INT64',
    [[1, 'a']],
    'SELECT * FROM ds.v WHERE k = 1',
  ),
  does(
    'a view of a table made again reads the new one',
    "CREATE OR REPLACE TABLE ds.t AS SELECT 1 AS k, 'again' AS v",
    [[1, 'again']],
    'SELECT * FROM ds.v',
  ),
  does(
    'a wildcard takes the newest schema, and NULL for what is missing',
    "CREATE TABLE ds.w_1 AS SELECT 1 AS a; CREATE TABLE ds.w_2 AS SELECT 2 AS a, 'b' AS b",
    [
      ['1', 1],
      ['2', 2],
    ],
    'SELECT _TABLE_SUFFIX, a FROM `ds.w_*` ORDER BY 1',
  ),
  does(
    'a wildcard is cut by its suffix',
    'CREATE TABLE ds.d_20240101 AS SELECT 1 AS a; CREATE TABLE ds.d_20240102 AS SELECT 2 AS a',
    [[2]],
    "SELECT a FROM `ds.d_*` WHERE _TABLE_SUFFIX BETWEEN '20240102' AND '20240131'",
  ),
  does(
    'partitions of a TIMESTAMP begin at midnight UTC',
    "CREATE TABLE ds.p (seen TIMESTAMP) PARTITION BY DATE(seen); INSERT ds.p VALUES ('2024-01-01 23:30:00-02'), ('2024-01-01 00:00:00+00')",
    [
      ['2024-01-01', 1],
      ['2024-01-02', 1],
    ],
    'SELECT DATE(seen) AS d, COUNT(*) FROM ds.p GROUP BY d ORDER BY d',
  ),
  does(
    'a table by arrival has its hidden column, and * has not',
    "CREATE TABLE ds.i (x INT64) PARTITION BY _PARTITIONDATE; INSERT ds.i (_PARTITIONTIME, x) VALUES (TIMESTAMP '2024-01-02', 1)",
    [['2024-01-02', 1]],
    'SELECT _PARTITIONDATE AS d, * FROM ds.i',
  ),
]);

describeCases('A second look at parameters', SETUP, [
  {
    name: 'parameters of every shape, NULL and empty',
    sql: 'SELECT @i, @s, @n, @a, ARRAY_LENGTH(@e), @r.x, @b, 1 IN UNNEST(@a), @n IS NULL',
    request: {
      parameters: {
        positional: [],
        named: new Map<string, { type: never; value: never }>(
          Object.entries({
            i: { type: { kind: 'INT64' }, value: '9007199254740993' },
            s: { type: { kind: 'STRING' }, value: "it's \\ \n" },
            n: { type: { kind: 'DATE' }, value: null },
            a: { type: { kind: 'ARRAY', element: { kind: 'INT64' } }, value: ['1', '2'] },
            e: { type: { kind: 'ARRAY', element: { kind: 'STRING' } }, value: [] },
            r: { type: { kind: 'STRUCT', fields: [{ name: 'x', type: { kind: 'FLOAT64' } }] }, value: ['1.5'] },
            b: { type: { kind: 'BYTES' }, value: '/w==' },
          }) as never,
        ),
      },
    },
    rows: [['9007199254740993', "it's \\ \n", null, [1, 2], 0, 1.5, 'ff', true, true]],
  },
  { name: 'a parameter that is not given', sql: 'SELECT @nope', error: /nope/ },
  { name: 'a parameter is no identifier', sql: 'SELECT * FROM @t', error: /./ },
]);
