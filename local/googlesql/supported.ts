/** The supported and the refused parts of GoogleSQL, as data. The documentation is generated from it. */

import { functionNames, refusedFunctionNames } from './library/index.ts';
import { VIEWS } from './resolve/relations/information-schema-views.ts';

export interface Supported {
  readonly statements: readonly string[];
  readonly clauses: readonly string[];
  readonly expressions: readonly string[];
  readonly types: readonly string[];
  readonly functions: readonly string[];
  readonly informationSchema: readonly string[];
  /** Known, and refused with a message that names the construct and its place. */
  readonly refused: readonly string[];
  readonly refusedFunctions: readonly string[];
}

const STATEMENTS = [
  'SELECT, also behind WITH and in parentheses',
  'INSERT (VALUES, query, column list, DEFAULT)',
  'UPDATE (SET of columns and struct fields, FROM, DEFAULT)',
  'DELETE',
  'MERGE (WHEN MATCHED, NOT MATCHED [BY TARGET], NOT MATCHED BY SOURCE, each with AND; INSERT ROW)',
  'TRUNCATE TABLE',
  'CREATE [OR REPLACE] [TEMP] TABLE [IF NOT EXISTS] (columns, AS query, LIKE, COPY, CLONE also of the past, PARTITION BY, CLUSTER BY, OPTIONS, PRIMARY KEY, FOREIGN KEY)',
  'CREATE EXTERNAL TABLE (CSV, NEWLINE_DELIMITED_JSON, PARQUET, AVRO)',
  'CREATE SNAPSHOT TABLE … CLONE [FOR SYSTEM_TIME AS OF]',
  'CREATE VIEW, and CREATE MATERIALIZED VIEW as a view that says so and is never stale',
  'CREATE SCHEMA',
  'CREATE [TEMP] AGGREGATE FUNCTION in SQL, with NOT AGGREGATE parameters; its calls also with OVER',
  'CREATE [TEMP] FUNCTION in SQL, also with ANY TYPE, and LANGUAGE js in a sandbox bounded in time and memory',
  'ALTER TABLE (ADD, DROP, RENAME COLUMN; ALTER COLUMN SET DATA TYPE, DROP NOT NULL, SET and DROP DEFAULT, SET OPTIONS; SET OPTIONS; RENAME TO; keys)',
  'ALTER VIEW, MATERIALIZED VIEW and SCHEMA SET OPTIONS',
  'CREATE TABLE FUNCTION, also RETURNS TABLE, with TABLE<…> parameters, which take `TABLE t` or a query',
  'CREATE PROCEDURE in SQL (IN, OUT, INOUT, ANY TYPE) and CALL, 50 calls deep',
  'DROP TABLE, SNAPSHOT TABLE, EXTERNAL TABLE, VIEW, MATERIALIZED VIEW, SCHEMA [CASCADE], FUNCTION, TABLE FUNCTION, PROCEDURE',
  'DECLARE, SET, IF, CASE, BEGIN … EXCEPTION WHEN ERROR THEN … END, RAISE, RETURN',
  'LOOP, WHILE, REPEAT, FOR … IN, BREAK, LEAVE, CONTINUE, ITERATE, labels',
  'EXECUTE IMMEDIATE … INTO … USING',
  'BEGIN, COMMIT and ROLLBACK TRANSACTION',
  'EXPORT DATA to Cloud Storage (CSV, JSON, PARQUET, AVRO)',
  'LOAD DATA INTO and OVERWRITE, also of TEMP TABLE and of one partition ([OVERWRITE] PARTITIONS), FROM FILES of Cloud Storage, WITH PARTITION COLUMNS',
  'GRANT and REVOKE of roles on tables, views and schemas: kept, shown, and not enforced',
  'ASSERT',
];

const CLAUSES = [
  'WITH, WITH RECURSIVE (a base part UNION ALL one plain SELECT, each also in parentheses; 500 rounds)',
  'SELECT [DISTINCT] [AS STRUCT | AS VALUE], *, t.*, EXCEPT, REPLACE',
  'FROM: tables, subqueries, table functions, RANGE_SESSIONIZE, UNNEST and array paths with OFFSET, comma, CROSS, INNER, LEFT, RIGHT and FULL JOIN, ON, USING, also several after several joins',
  'PIVOT of aggregates over literal values of a column, an expression or several columns (words, numbers, dates, TRUE and FALSE name their columns), UNPIVOT of columns and of groups of them',
  'WHERE, GROUP BY (expressions, ordinals, aliases, ALL, ROLLUP, CUBE, GROUPING SETS also of them), HAVING, QUALIFY, WINDOW',
  'ORDER BY (NULLS FIRST and LAST), LIMIT, OFFSET',
  'UNION ALL, UNION DISTINCT, INTERSECT DISTINCT, EXCEPT DISTINCT, each also BY NAME and CORRESPONDING with STRICT, INNER, LEFT and FULL',
  'pipe syntax: FROM, WHERE (also of OVER), SELECT, EXTEND, WINDOW, SET, DROP, RENAME, AS, AGGREGATE (with orders and grouping sets), DISTINCT, ORDER BY, LIMIT, WITH, TABLESAMPLE, joins, set operations, PIVOT, UNPIVOT, CALL, ASSERT',
  'TABLESAMPLE SYSTEM, __TABLES__, wildcard tables with _TABLE_SUFFIX, _PARTITIONTIME and _PARTITIONDATE, _FILE_NAME',
  'FOR SYSTEM_TIME AS OF a time since the service started, within bounds that the error names',
  'named and positional parameters; @@row_count, @@error.message, @@error.statement_text, @@project_id, @@dataset_project_id, @@dataset_id and @@query_label (also with SET), @@time_zone (UTC)',
];

const EXPRESSIONS = [
  'arithmetic, comparison, logical, bitwise and || operators',
  'IN (list, subquery, UNNEST), BETWEEN, LIKE, [NOT] LIKE ANY and ALL of a list, an array or a subquery, IS [NOT] NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM',
  'CASE, CAST and SAFE_CAST (FORMAT of dates, times, numbers and BYTES), EXTRACT, INTERVAL of one part or a range of parts',
  'lambda expressions: ARRAY_FILTER, ARRAY_TRANSFORM; WITH(name AS value, …, result)',
  'ARRAY and STRUCT constructors, fields, OFFSET, ORDINAL, SAFE_OFFSET, SAFE_ORDINAL, JSON fields and subscripts',
  'scalar, ARRAY, EXISTS and IN subqueries, also correlated',
  'aggregates with DISTINCT, IGNORE NULLS, HAVING MAX and MIN, ORDER BY, LIMIT; analytic functions with ROWS and RANGE frames (distances of every numeric type)',
  'SAFE. before a function',
];

const TYPES = [
  ...[
    'INT64',
    'FLOAT64',
    'NUMERIC(p, s)',
    'BIGNUMERIC(p, s)',
    'BOOL',
    'STRING(n)',
    'BYTES(n)',
    'DATE',
    'TIME',
    'DATETIME',
    'TIMESTAMP',
  ],
  ...['INTERVAL', 'JSON', 'GEOGRAPHY (stored only)', 'RANGE<DATE, DATETIME or TIMESTAMP>', 'ARRAY', 'STRUCT'],
];

const REFUSED = [
  'other system variables, SET of other system variables and of another @@time_zone than UTC, procedures in other languages',
  'EXPORT MODEL, models, search indexes, row access policies',
  'aggregate functions in JavaScript, functions in Python, libraries of JavaScript functions, remote functions, ANY TABLE parameters',
  'the pipe operators IF, FORK, TEE and their like, MATCH_RECOGNIZE, LATERAL, NATURAL JOIN',
  'a recursive part with aggregates, GROUP BY or DISTINCT',
  'COLLATE, parameterized types outside columns, fields of a STRUCT that are called __proto__',
  'the past of views, of temporary tables and of tables that take change data capture, partition decorators in queries',
  'subtraction of TIME from TIME',
  'subqueries in the ON clause of an outer join, aggregates over nothing but outer columns',
  'UPDATE of array elements and nested DML, RETURNING, INSERT ROW in another order than the target’s',
  'MAX_BY, MIN_BY, CORR and COVAR_… over RANGE frames by a distance of BIGNUMERIC, RANGE frames over FLOAT64 with an UNBOUNDED end and a distance over NaN, and by distances beyond 1e291',
  'DDL of lasting objects inside a transaction, different actions in one ALTER',
];

export function supported(): Supported {
  return {
    statements: STATEMENTS,
    clauses: CLAUSES,
    expressions: EXPRESSIONS,
    types: TYPES,
    functions: functionNames(),
    informationSchema: Object.keys(VIEWS).sort(),
    refused: REFUSED,
    refusedFunctions: refusedFunctionNames(),
  };
}
