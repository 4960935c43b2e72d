/** INSERT, UPDATE, DELETE, MERGE: what they change, what they count, what they refuse. */

import assert from 'node:assert/strict';
import { Console } from '../../support/googlesql.ts';
import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const SETUP = `
  CREATE SCHEMA ds;
  CREATE TABLE ds.t (id INT64 NOT NULL, name STRING(5) DEFAULT 'none', n NUMERIC(5, 2), tags ARRAY<STRING>,
    s STRUCT<a INT64, b STRING>);
  INSERT ds.t VALUES (1, 'one', 1.5, ['x'], (1, 'b')), (2, 'two', NULL, [], NULL);
  CREATE TABLE ds.s (id INT64, name STRING);
  INSERT ds.s VALUES (2, 'TWO'), (3, 'THREE');
  CREATE TABLE ds.day (a INT64) PARTITION BY _PARTITIONDATE;
`;

const ALL = 'SELECT id, name, n, tags, s FROM ds.t ORDER BY id';
const IDS = 'SELECT id, name FROM ds.t ORDER BY id';

const CASES: readonly Case[] = [
  {
    name: 'columns that are left out have their defaults',
    sql: 'INSERT ds.t (id) VALUES (3)',
    after: `${ALL} LIMIT 1 OFFSET 2`,
    rows: [[3, 'none', null, [], null]],
  },
  {
    name: 'DEFAULT may be said',
    sql: "INSERT ds.t (id, name, n) VALUES (3, DEFAULT, DEFAULT), (4, 'four', 4)",
    after: `${IDS} LIMIT 2 OFFSET 2`,
    rows: [
      [3, 'none'],
      [4, 'four'],
    ],
  },
  {
    name: 'a NULL array is stored empty',
    sql: "INSERT ds.t VALUES (3, 'x', 1, NULL, NULL)",
    after: 'SELECT tags FROM ds.t WHERE id = 3',
    rows: [[[]]],
  },
  {
    name: 'a decimal is rounded to its column',
    sql: "INSERT ds.t VALUES (3, 'x', 1.005, NULL, NULL), (4, 'x', NUMERIC '-1.005', NULL, NULL)",
    after: 'SELECT n FROM ds.t WHERE id > 2 ORDER BY id',
    rows: [['1.01'], ['-1.01']],
  },
  {
    name: 'a decimal that does not fit is refused',
    sql: 'INSERT ds.t (id, n) VALUES (3, 1000)',
    error: /NUMERIC\(5, 2\)/,
  },
  {
    name: 'text longer than its column is refused',
    sql: "INSERT ds.t (id, name) VALUES (3, 'longer')",
    error: /STRING\(5\) has maximum length 5 but got a value with length 6/,
  },
  {
    name: 'a REQUIRED column takes no NULL',
    sql: 'INSERT ds.t (id) VALUES (NULL)',
    error: 'Required field id cannot be null',
  },
  { name: 'nor may it be left out', sql: "INSERT ds.t (name) VALUES ('x')", error: 'Required field id cannot be null' },
  {
    name: 'an array with a NULL is refused',
    sql: "INSERT ds.t (id, tags) VALUES (3, ['x', NULL])",
    error: /Array cannot have a null element; error in writing field tags/,
  },
  {
    name: 'a value of another type is refused',
    sql: "INSERT ds.t (id) VALUES ('3')",
    error: 'Value has type STRING which cannot be inserted into column id, which has type INT64 at [1:26]',
  },
  {
    name: 'a column that is not there',
    sql: 'INSERT ds.t (nope) VALUES (1)',
    error: 'Column nope is not present in table ds.t at [1:14]',
  },
  { name: 'a column twice', sql: 'INSERT ds.t (id, ID) VALUES (1, 2)', error: /duplicate name/ },
  {
    name: 'too few values',
    sql: 'INSERT ds.t (id, name) VALUES (1)',
    error: 'Inserted row has wrong column count; Has 1, expected 2 at [1:32]',
  },
  {
    name: 'one bad row of many stores none',
    sql: 'INSERT ds.t (id, n) SELECT id, IF(id = 3, 1000, 1) FROM ds.s',
    error: /NUMERIC/,
    after: 'SELECT COUNT(*) FROM ds.t',
    rows: [[2]],
  },
  {
    name: 'rows arrive in the partition of today',
    sql: 'INSERT ds.day VALUES (1)',
    after: 'SELECT a, _PARTITIONDATE = CURRENT_DATE() FROM ds.day',
    rows: [[1, true]],
  },
  {
    name: 'or in the one that they name',
    sql: "INSERT ds.day (_PARTITIONTIME, a) VALUES ('2024-01-05', 1)",
    after: 'SELECT a, _PARTITIONTIME FROM ds.day',
    rows: [[1, '2024-01-05T00:00:00Z']],
  },
  {
    name: 'UPDATE reads the row as it was',
    sql: 'UPDATE ds.t SET id = id + 1, name = CAST(id AS STRING) WHERE TRUE',
    after: IDS,
    rows: [
      [2, '1'],
      [3, '2'],
    ],
  },
  {
    name: 'UPDATE of a field leaves the others',
    sql: 'UPDATE ds.t SET s.a = 7 WHERE s IS NOT NULL',
    after: 'SELECT s FROM ds.t ORDER BY id',
    rows: [[[7, 'b']], [null]],
  },
  {
    name: 'UPDATE of a field of a NULL struct is an error',
    sql: 'UPDATE ds.t SET s.a = 7 WHERE TRUE',
    error: /Cannot set field of NULL STRUCT/,
    after: 'SELECT s FROM ds.t ORDER BY id',
    rows: [[[1, 'b']], [null]],
  },
  {
    name: 'UPDATE with a subquery',
    sql: 'UPDATE ds.t SET name = (SELECT MAX(name) FROM ds.s WHERE s.id = t.id) WHERE id IN (SELECT id FROM ds.s)',
    after: IDS,
    rows: [
      [1, 'one'],
      [2, 'TWO'],
    ],
  },
  {
    name: 'UPDATE to DEFAULT',
    sql: 'UPDATE ds.t SET name = DEFAULT WHERE id = 1',
    after: IDS,
    rows: [
      [1, 'none'],
      [2, 'two'],
    ],
  },
  {
    name: 'UPDATE from two rows for one is refused',
    sql: 'UPDATE ds.t SET name = x FROM UNNEST(["a", "b"]) x WHERE id = 1',
    error: 'UPDATE/MERGE must match at most one source row for each target row',
    after: IDS,
    rows: [
      [1, 'one'],
      [2, 'two'],
    ],
  },
  {
    name: 'a column assigned twice',
    sql: 'UPDATE ds.t SET s = NULL, s.a = 1 WHERE TRUE',
    error: /assigned more than once/,
  },
  {
    name: 'UPDATE needs WHERE',
    sql: "UPDATE ds.t SET name = 'x'",
    error: 'Syntax error: UPDATE must have a WHERE clause at [1:27]',
  },
  { name: 'DELETE needs WHERE', sql: 'DELETE ds.t', error: 'Syntax error: DELETE must have a WHERE clause at [1:12]' },
  { name: 'DELETE keeps what is NULL', sql: 'DELETE FROM ds.t AS x WHERE x.n > 0', after: IDS, rows: [[2, 'two']] },
  {
    name: 'MERGE: the first clause that fits',
    sql: "MERGE ds.t t USING ds.s s ON t.id = s.id WHEN MATCHED AND t.id = 9 THEN DELETE WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED AND s.id = 9 THEN INSERT (id) VALUES (9) WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name) WHEN NOT MATCHED BY SOURCE THEN UPDATE SET name = 'gone'",
    after: IDS,
    rows: [
      [1, 'gone'],
      [2, 'TWO'],
      [3, 'THREE'],
    ],
  },
  {
    name: 'MERGE with a constant false condition replaces',
    sql: 'MERGE ds.t t USING ds.s s ON FALSE WHEN NOT MATCHED THEN INSERT (id, name) VALUES (id, name) WHEN NOT MATCHED BY SOURCE THEN DELETE',
    after: IDS,
    rows: [
      [2, 'TWO'],
      [3, 'THREE'],
    ],
  },
  {
    name: 'MERGE of two source rows for one target row is refused',
    sql: "MERGE ds.t t USING (SELECT 1 id UNION ALL SELECT 1) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET name = 'x'",
    error: 'UPDATE/MERGE must match at most one source row for each target row',
    after: IDS,
    rows: [
      [1, 'one'],
      [2, 'two'],
    ],
  },
  {
    name: 'but not where only one of them does anything',
    sql: "MERGE ds.t t USING (SELECT 1 id, 'a' v UNION ALL SELECT 1, 'b') s ON t.id = s.id WHEN MATCHED AND v = 'b' THEN UPDATE SET name = v",
    after: IDS,
    rows: [
      [1, 'b'],
      [2, 'two'],
    ],
  },
  {
    name: 'two source rows without a match are two inserts',
    sql: 'MERGE ds.t t USING (SELECT 7 id UNION ALL SELECT 7) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (id)',
    after: 'SELECT id FROM ds.t ORDER BY id',
    rows: [[1], [2], [7], [7]],
  },
  {
    name: 'an insert does not see the target',
    sql: 'MERGE ds.t t USING ds.s s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, t.name)',
    error: /Unrecognized name: t/,
  },
  {
    name: 'INSERT is not for matched rows',
    sql: 'MERGE ds.t t USING ds.s s ON t.id = s.id WHEN MATCHED THEN INSERT ROW',
    error: /INSERT is not allowed in WHEN MATCHED at \[1:60\]/,
  },
  {
    name: 'INSERT ROW counts its columns',
    sql: 'MERGE ds.t t USING ds.s s ON FALSE WHEN NOT MATCHED THEN INSERT ROW',
    error: /Inserted row has wrong column count; Has 2, expected 5/,
  },
  {
    name: 'INSERT ROW in another order is not guessed',
    sql: 'MERGE ds.s t USING (SELECT "x" name, 5 id) s ON FALSE WHEN NOT MATCHED THEN INSERT ROW',
    error: /type STRING|another order/,
  },
  {
    name: 'views take no changes',
    sql: 'CREATE VIEW ds.v AS SELECT 1 a; DELETE ds.v WHERE TRUE',
    error: /Cannot modify my-proj:ds.v: it is a view/,
  },
];

describeCases('GoogleSQL: DML', SETUP, CASES);

describe('GoogleSQL: what DML counts', () => {
  const counts: readonly (readonly [sql: string, inserted: number, updated: number, deleted: number])[] = [
    ['INSERT ds.t (id) SELECT id FROM ds.s', 2, 0, 0],
    ["UPDATE ds.t SET name = 'x' WHERE id = 1", 0, 1, 0],
    ['UPDATE ds.t SET name = name WHERE TRUE', 0, 2, 0],
    ['DELETE ds.t WHERE id > 5', 0, 0, 0],
    ['TRUNCATE TABLE ds.t', 0, 0, 2],
    [
      'MERGE ds.t t USING ds.s s ON t.id = s.id WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id) WHEN NOT MATCHED BY SOURCE THEN DELETE',
      1,
      1,
      1,
    ],
  ];
  for (const [sql, inserted, updated, deleted] of counts) {
    it(sql, async () => {
      const console = await Console.open();
      try {
        await console.run(SETUP);
        assert.deepEqual((await console.run(sql)).final.dml, { inserted, updated, deleted });
      } finally {
        await console.close();
      }
    });
  }

  it('counts nothing and changes nothing in a dry run', async () => {
    const console = await Console.open();
    try {
      await console.run(SETUP);
      const { final } = await console.dryRun('DELETE ds.t WHERE TRUE');
      assert.equal(final.statementType, 'DELETE');
      assert.deepEqual(final.referencedTables, [{ projectId: 'my-proj', datasetId: 'ds', tableId: 't' }]);
      assert.deepEqual(await console.rows('SELECT COUNT(*) FROM ds.t'), [[2]]);
    } finally {
      await console.close();
    }
  });
});
