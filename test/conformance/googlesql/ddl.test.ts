/** CREATE, ALTER, DROP, and what a script does around them. */

import assert from 'node:assert/strict';
import { ScriptError } from '@penstock/local/googlesql/index.ts';
import { Console } from '../../support/googlesql.ts';
import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const SETUP = `
  CREATE SCHEMA ds;
  CREATE TABLE ds.t (id INT64 NOT NULL, name STRING);
  INSERT ds.t VALUES (1, 'one'), (2, 'two');
`;
const COLUMNS =
  "SELECT column_name, data_type, is_nullable FROM ds.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 't' ORDER BY ordinal_position";

const DDL: readonly Case[] = [
  {
    name: 'a table that exists is not made again',
    sql: 'CREATE TABLE ds.t (a INT64)',
    error: 'Already Exists: Table my-proj:ds.t',
  },
  {
    name: 'IF NOT EXISTS leaves it',
    sql: 'CREATE TABLE IF NOT EXISTS ds.t (a INT64)',
    after: 'SELECT COUNT(*) FROM ds.t',
    rows: [[2]],
  },
  {
    name: 'OR REPLACE empties it',
    sql: 'CREATE OR REPLACE TABLE ds.t (a INT64)',
    after: COLUMNS,
    rows: [['a', 'INT64', 'YES']],
  },
  {
    name: 'a table may be replaced from itself',
    sql: 'CREATE OR REPLACE TABLE ds.t AS SELECT id * 10 AS id FROM ds.t',
    after: 'SELECT id FROM ds.t ORDER BY 1',
    rows: [[10], [20]],
  },
  {
    name: 'a query for a table names its columns',
    sql: 'CREATE TABLE ds.u AS SELECT 1',
    error: 'CREATE TABLE columns must be named, but column 1 has no name',
  },
  {
    name: 'columns and a query together',
    sql: 'CREATE TABLE ds.u (a NUMERIC NOT NULL, b ARRAY<INT64>) AS SELECT 1, CAST(NULL AS ARRAY<INT64>)',
    after: 'SELECT * FROM ds.u',
    rows: [['1', []]],
  },
  {
    name: 'LIKE takes the columns, COPY the rows too',
    sql: 'CREATE TABLE ds.u LIKE ds.t; CREATE TABLE ds.w COPY ds.t',
    after: 'SELECT (SELECT COUNT(*) FROM ds.u), (SELECT COUNT(*) FROM ds.w)',
    rows: [[0, 2]],
  },
  {
    name: 'keys are described',
    sql: 'CREATE TABLE ds.k (id INT64, t INT64, PRIMARY KEY (id) NOT ENFORCED, CONSTRAINT fk FOREIGN KEY (t) REFERENCES ds.t (id) NOT ENFORCED)',
    after: 'SELECT constraint_name, constraint_type, enforced FROM ds.INFORMATION_SCHEMA.TABLE_CONSTRAINTS ORDER BY 1',
    rows: [
      ['k.fk', 'FOREIGN KEY', 'NO'],
      ['k.pk$', 'PRIMARY KEY', 'NO'],
    ],
  },
  {
    name: 'a key says NOT ENFORCED',
    sql: 'CREATE TABLE ds.k (id INT64, PRIMARY KEY (id))',
    error: /Expected keyword NOT ENFORCED/,
  },
  {
    name: 'columns are added',
    sql: 'ALTER TABLE ds.t ADD COLUMN a INT64, ADD COLUMN b ARRAY<STRUCT<c STRING>>',
    after: 'SELECT * FROM ds.t ORDER BY id LIMIT 1',
    rows: [[1, 'one', null, []]],
  },
  {
    name: 'REQUIRED ones are not',
    sql: 'ALTER TABLE ds.t ADD COLUMN a INT64 NOT NULL',
    error: /Cannot add required fields/,
  },
  {
    name: 'columns are dropped',
    sql: 'ALTER TABLE ds.t DROP COLUMN name',
    after: COLUMNS,
    rows: [['id', 'INT64', 'NO']],
  },
  {
    name: 'columns are renamed',
    sql: 'ALTER TABLE ds.t RENAME COLUMN name TO title',
    after: 'SELECT title FROM ds.t WHERE id = 1',
    rows: [['one']],
  },
  {
    name: 'NOT NULL is dropped',
    sql: 'ALTER TABLE ds.t ALTER COLUMN id DROP NOT NULL; INSERT ds.t (id) VALUES (NULL)',
    after: 'SELECT COUNT(*) FROM ds.t WHERE id IS NULL',
    rows: [[1]],
  },
  {
    name: 'types widen',
    sql: 'ALTER TABLE ds.t ALTER COLUMN id SET DATA TYPE NUMERIC',
    after: 'SELECT id + NUMERIC "0.5" FROM ds.t ORDER BY 1',
    rows: [['1.5'], ['2.5']],
  },
  {
    name: 'and never narrow',
    sql: 'ALTER TABLE ds.t ALTER COLUMN name SET DATA TYPE INT64',
    error: /requires that the existing column type \(STRING\) is assignable to the new type \(INT64\)/,
  },
  {
    name: 'a default is for rows to come',
    sql: "ALTER TABLE ds.t ALTER COLUMN name SET DEFAULT CONCAT('n', 'one'); INSERT ds.t (id) VALUES (3)",
    after: 'SELECT name FROM ds.t ORDER BY id',
    rows: [['one'], ['two'], ['none']],
  },
  {
    name: 'a default of another type is refused',
    sql: 'ALTER TABLE ds.t ALTER COLUMN name SET DEFAULT 5',
    error: /Default value of type INT64/,
  },
  { name: 'a table is renamed', sql: 'ALTER TABLE ds.t RENAME TO u', after: 'SELECT COUNT(*) FROM ds.u', rows: [[2]] },
  {
    name: 'a table is dropped',
    sql: 'DROP TABLE ds.t',
    after: 'SELECT COUNT(*) FROM ds.INFORMATION_SCHEMA.TABLES',
    rows: [[0]],
  },
  {
    name: 'a table that is not there is not dropped',
    sql: 'DROP TABLE ds.nope',
    error: /Not found: Table my-proj:ds.nope/,
  },
  { name: 'DROP VIEW is not for tables', sql: 'DROP VIEW ds.t', error: /currently a TABLE/ },
  { name: 'a dataset in use is not dropped', sql: 'DROP SCHEMA ds', error: /still in use/ },
  {
    name: 'CASCADE drops what is in it',
    sql: 'DROP SCHEMA ds CASCADE; CREATE SCHEMA ds',
    after: 'SELECT COUNT(*) FROM ds.INFORMATION_SCHEMA.TABLES',
    rows: [[0]],
  },
  {
    name: 'a view follows its table',
    sql: "CREATE VIEW ds.v (n) AS SELECT id FROM ds.t; INSERT ds.t VALUES (3, 'x')",
    after: 'SELECT MAX(n) FROM ds.v',
    rows: [[3]],
  },
  {
    name: 'a view takes no parameters',
    sql: 'CREATE VIEW ds.v AS SELECT @x AS x',
    error: /Query parameters cannot be used in views/,
  },
  {
    name: 'a view does not use the default dataset',
    sql: 'CREATE VIEW ds.v AS SELECT id FROM t',
    error: /must be qualified with a dataset/,
  },
  {
    name: 'views that contain each other end',
    sql: 'CREATE VIEW ds.v AS SELECT 1 a; CREATE VIEW ds.w AS SELECT a FROM ds.v; CREATE OR REPLACE VIEW ds.v AS SELECT a FROM ds.w; SELECT * FROM ds.v',
    error: /nested deeper/,
  },
  {
    name: 'a lasting function',
    sql: 'CREATE FUNCTION ds.half(x ANY TYPE) AS (x / 2)',
    after: 'SELECT ds.half(3), `my-proj`.ds.half(NUMERIC "1")',
    rows: [[1.5, '0.5']],
  },
  {
    name: 'a function coerces its arguments',
    sql: 'CREATE TEMP FUNCTION f(x FLOAT64) RETURNS FLOAT64 AS (x + 1); SELECT f(1)',
    after: 'SELECT 1',
    rows: [[1]],
  },
  {
    name: 'and refuses others',
    sql: "CREATE TEMP FUNCTION f(x INT64) AS (x); SELECT f('a')",
    error: /No matching signature for function f for argument types: STRING at \[1:48\]/,
  },
  {
    name: 'a wrong body is refused at once',
    sql: 'CREATE FUNCTION ds.f(x INT64) AS (y)',
    error: 'Unrecognized name: y at [1:35]',
  },
  {
    name: 'a function in Python is refused',
    sql: "CREATE FUNCTION ds.f() RETURNS INT64 LANGUAGE python AS 'x'",
    error: /does not support functions in the language python/,
  },
];

const SCRIPTS: readonly Case[] = [
  {
    name: 'variables keep types',
    sql: "DECLARE a, b ARRAY<STRING>; DECLARE t TIMESTAMP DEFAULT '2024-01-05'; SET a = ['x']; SELECT a, b, t",
    rows: [[['x'], [], '2024-01-05T00:00:00Z']],
  },
  {
    name: 'a variable may take its type from its default',
    sql: 'DECLARE x DEFAULT (SELECT MAX(id) FROM ds.t); SELECT x + 1',
    rows: [[3]],
  },
  {
    name: 'several at once',
    sql: "DECLARE a INT64; DECLARE b STRING; SET (a, b) = (1, 'x'); SELECT a, b",
    rows: [[1, 'x']],
  },
  { name: 'a column hides a variable', sql: 'DECLARE id INT64 DEFAULT 99; SELECT MAX(id) FROM ds.t', rows: [[2]] },
  { name: 'a variable that was not declared', sql: 'SET x = 1', error: 'Undeclared variable: x at [1:5]' },
  { name: 'DECLARE comes first', sql: 'SELECT 1; DECLARE x INT64', error: /only at the start/ },
  { name: 'a variable declared twice', sql: 'DECLARE x INT64; DECLARE X INT64', error: /redeclaration/ },
  {
    name: 'ELSEIF and ELSE',
    sql: "DECLARE x INT64 DEFAULT 2; IF x = 1 THEN SELECT 'a'; ELSEIF x = 2 THEN SELECT 'b'; ELSE SELECT 'c'; END IF",
    rows: [['b']],
  },
  { name: 'a NULL condition is not true', sql: "IF NULL THEN SELECT 'a'; ELSE SELECT 'b'; END IF", rows: [['b']] },
  {
    name: 'temporary tables live for the script',
    sql: 'CREATE TEMP TABLE x AS SELECT 1 a; INSERT x VALUES (2); SELECT SUM(a) FROM x',
    rows: [[3]],
  },
  { name: 'and not longer', sql: 'SELECT * FROM x', error: /Not found: Table my-proj:ds.x/ },
  {
    name: 'a transaction sees its own changes',
    sql: "BEGIN; INSERT ds.t VALUES (3, 'x'); SELECT COUNT(*) FROM ds.t; ROLLBACK",
    after: 'SELECT COUNT(*) FROM ds.t',
    rows: [[2]],
  },
  {
    name: 'a transaction left open is undone',
    sql: 'BEGIN TRANSACTION; DELETE ds.t WHERE TRUE',
    after: 'SELECT COUNT(*) FROM ds.t',
    rows: [[2]],
  },
  {
    name: 'an error undoes the transaction',
    sql: 'BEGIN TRANSACTION; DELETE ds.t WHERE TRUE; SELECT 1/0; COMMIT',
    error: /division by zero/,
    after: 'SELECT COUNT(*) FROM ds.t',
    rows: [[2]],
  },
  { name: 'COMMIT without BEGIN', sql: 'COMMIT TRANSACTION', error: /without an active transaction/ },
  {
    name: 'a transaction in a transaction',
    sql: 'BEGIN TRANSACTION; BEGIN TRANSACTION',
    error: /inside another transaction/,
  },
  {
    name: 'ASSERT',
    sql: "ASSERT (SELECT COUNT(*) FROM ds.t) = 3 AS 'three rows'",
    error: 'Assertion failed: three rows at [1:1]',
  },
  {
    name: 'the whole script is parsed before it runs',
    sql: 'DELETE ds.t WHERE TRUE; SELEC 1',
    error: /Syntax error: Unexpected identifier "SELEC" at \[1:25\]/,
    after: 'SELECT COUNT(*) FROM ds.t',
    rows: [[2]],
  },
];

const REFUSED = [
  ['CREATE MODEL ds.m AS SELECT 1', 'CREATE MODEL'],
  ['CREATE SEARCH INDEX i ON ds.t(ALL COLUMNS)', 'CREATE SEARCH INDEX'],
] as const;

describeCases('GoogleSQL: DDL', SETUP, DDL);
describeCases('GoogleSQL: scripts', SETUP, SCRIPTS);
describeCases(
  'GoogleSQL: statements refused by name',
  '',
  REFUSED.map(([sql, construct]) => ({
    name: construct,
    sql,
    error: new RegExp(`^The local BigQuery does not support ${construct} at \\[1:\\d+\\]$`),
  })),
);
describeCases('GoogleSQL: constructs refused by name', SETUP, [
  {
    name: 'the past',
    sql: "SELECT * FROM ds.t FOR SYSTEM_TIME AS OF TIMESTAMP '2024-01-01'",
    error: /does not support FOR SYSTEM_TIME AS OF any time but CURRENT_TIMESTAMP\(\) at \[1:15\]/,
  },
  {
    name: 'system variables',
    sql: 'SELECT @@script.job_id',
    error: 'The local BigQuery does not support the system variable @@script.job_id at [1:8]',
  },
  { name: 'an unknown function', sql: 'SELECT\n  NO_SUCH(1)', error: 'Function not found: NO_SUCH at [2:3]' },
  {
    name: 'a tower of subqueries',
    sql: `SELECT ${'(SELECT '.repeat(50)}1${')'.repeat(50)}`,
    error: /subqueries nested deeper than 16 levels/,
  },
  { name: 'a chain of thousands', sql: `SELECT ${'1 + '.repeat(20_000)}1`, error: /Query is too complex/ },
  { name: 'depth', sql: `SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`, error: /nesting deeper than/ },
]);

describe('GoogleSQL: outcomes of scripts', () => {
  it('names every statement that ran, in order, and the last as the result', async () => {
    const console = await Console.open();
    try {
      const { final, children = [] } = await console.run(`${SETUP} SELECT 1 AS a;`);
      assert.deepEqual(
        children.map((child) => child.statementType),
        ['CREATE_SCHEMA', 'CREATE_TABLE', 'INSERT', 'SELECT'],
      );
      assert.equal(final, children.at(-1));
      assert.equal(final.text, 'SELECT 1 AS a');
      assert.deepEqual(final.schema, [{ name: 'a', type: 'INT64', mode: 'NULLABLE' }]);
    } finally {
      await console.close();
    }
  });

  it('hands on what ran before an error, and the statement that failed', async () => {
    const console = await Console.open();
    try {
      await assert.rejects(console.run('SELECT 1; SELECT 1/0; SELECT 2'), (error: unknown) => {
        assert.ok(error instanceof ScriptError);
        assert.deepEqual(
          error.children.map(({ text, failure }) => [text, failure?.message]),
          [
            ['SELECT 1', undefined],
            ['SELECT 1/0', 'division by zero: 1 / 0'],
          ],
        );
        return true;
      });
    } finally {
      await console.close();
    }
  });

  it('checks a statement in a dry run and changes nothing', async () => {
    const console = await Console.open();
    try {
      await console.run(SETUP);
      assert.deepEqual((await console.dryRun('CREATE TABLE ds.u AS SELECT 1 a')).final.ddl?.operation, 'CREATE');
      await assert.rejects(console.dryRun('CREATE TABLE ds.t (a INT64)'), /Already Exists: Table my-proj:ds.t/);
      await console.dryRun('CREATE OR REPLACE TABLE ds.t (a INT64)');
      await console.dryRun('DROP TABLE ds.t');
      await console.dryRun('ALTER TABLE ds.t DROP COLUMN name');
      assert.deepEqual(await console.rows('SELECT * FROM ds.t ORDER BY id'), [
        [1, 'one'],
        [2, 'two'],
      ]);
      assert.deepEqual((await console.dryRun('SELECT id FROM ds.t')).final.schema, [
        { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      ]);
      assert.equal((await console.dryRun('SELECT 1; SELECT 2')).final.statementType, 'SCRIPT');
    } finally {
      await console.close();
    }
  });

  it('calls columns without a name f0_, f1_, …', async () => {
    const console = await Console.open();
    try {
      const { final } = await console.run("SELECT 1, 'x' AS b, [2.5]");
      assert.deepEqual(
        final.schema?.map(({ name, type, mode }) => `${name} ${type} ${mode}`),
        ['f0_ INT64 NULLABLE', 'b STRING NULLABLE', 'f1_ FLOAT64 REPEATED'],
      );
    } finally {
      await console.close();
    }
  });
});
