/**
 * The sixty statements that the local BigQuery was first measured by. Case 33, an external table, needs files: it is
 * with the REST surface's cases.
 */

import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const SETUP = `
  CREATE SCHEMA ds;
  CREATE TABLE ds.events (id INT64, name STRING, amount NUMERIC, ts TIMESTAMP, d DATE, tags ARRAY<STRING>, payload JSON,
    nested STRUCT<a INT64, b STRING>, items ARRAY<STRUCT<k STRING, v INT64>>);
  INSERT ds.events VALUES
    (1, 'alice', 10.5, '2024-01-15 10:30:45.123456+00', '2024-01-15', ['x','y'],
      JSON '{"user":{"name":"Al","age":30},"list":[1,2]}', (1, 'one'), [('p', 1), ('q', 2)]),
    (2, 'bob', 20, '2024-02-20 23:59:59+00', '2024-02-20', [], JSON '{"user":{"name":"Bo"}}', (2, 'two'), [('r', 3)]),
    (2, 'bob2', 25, '2024-02-21 00:00:00+00', '2024-02-21', ['z'], NULL, NULL, NULL);
  CREATE TABLE ds.target (id INT64, name STRING, n INT64);
  INSERT ds.target VALUES (1, 'old', 1), (9, 'nine', 9);
  CREATE TABLE ds.staging (id INT64, name STRING, n INT64);
  INSERT ds.staging VALUES (1, 'new', 10), (2, 'two', 20);
`;

const CASES: readonly Case[] = [
  { name: '1 backtick p.d.t', sql: 'SELECT id, name FROM `my-proj.ds.events` WHERE id = 1', rows: [[1, 'alice']] },
  {
    name: '2 backticks around each part',
    sql: 'SELECT e.id FROM `my-proj`.`ds`.`events` AS e ORDER BY 1 LIMIT 1',
    rows: [[1]],
  },
  {
    name: '3 a project with dashes, unquoted',
    sql: 'SELECT id FROM my-proj.ds.events ORDER BY id LIMIT 1',
    rows: [[1]],
  },
  {
    name: '4 SAFE_CAST and CAST',
    sql: "SELECT SAFE_CAST('abc' AS INT64) a, SAFE_CAST('12' AS INT64) b, CAST(1 AS STRING) c, SAFE_CAST('2024-01-01 00:00:00+00' AS TIMESTAMP) d, SAFE_CAST('1.5' AS NUMERIC) e, CAST('true' AS BOOL) f",
    rows: [[null, 12, '1', '2024-01-01T00:00:00Z', '1.5', true]],
  },
  {
    name: '5 STRUCT and its fields',
    sql: "SELECT s.a, s.b FROM (SELECT STRUCT(1 AS a, 'x' AS b) AS s)",
    rows: [[1, 'x']],
  },
  { name: '6 a typed STRUCT', sql: "SELECT STRUCT<a INT64, b STRING>(1,'x').b", rows: [['x']] },
  {
    name: '7 UNNEST beside a table',
    sql: 'SELECT e.id, t FROM `my-proj.ds.events` e, UNNEST(e.tags) AS t ORDER BY t',
    rows: [
      [1, 'x'],
      [1, 'y'],
      [2, 'z'],
    ],
  },
  {
    name: '8 UNNEST of structs',
    sql: 'SELECT e.id, it.k, it.v FROM `my-proj.ds.events` e CROSS JOIN UNNEST(e.items) AS it ORDER BY it.v',
    rows: [
      [1, 'p', 1],
      [1, 'q', 2],
      [2, 'r', 3],
    ],
  },
  {
    name: '9 UNNEST of structs, fields bare',
    sql: 'SELECT id, k, v FROM `my-proj.ds.events`, UNNEST(items) ORDER BY v',
    rows: [
      [1, 'p', 1],
      [1, 'q', 2],
      [2, 'r', 3],
    ],
  },
  {
    name: '10 UNNEST WITH OFFSET',
    sql: "SELECT x, off FROM UNNEST(['a','b']) AS x WITH OFFSET AS off ORDER BY off",
    rows: [
      ['a', 0],
      ['b', 1],
    ],
  },
  {
    name: '11 ARRAY_AGG of STRUCT ordered and limited',
    sql: 'SELECT ARRAY_AGG(STRUCT(id, name) ORDER BY ts DESC LIMIT 1)[OFFSET(0)].name FROM `my-proj.ds.events`',
    rows: [['bob2']],
  },
  {
    name: '12 ARRAY_AGG IGNORE NULLS',
    sql: 'SELECT ARRAY_LENGTH(ARRAY_AGG(x IGNORE NULLS)) FROM UNNEST([1,NULL,3]) x',
    rows: [[2]],
  },
  {
    name: '13 QUALIFY ROW_NUMBER',
    sql: 'SELECT id, name FROM `my-proj.ds.events` WHERE TRUE QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) = 1 ORDER BY id',
    rows: [
      [1, 'alice'],
      [2, 'bob2'],
    ],
  },
  {
    name: '14 MERGE upsert',
    sql: 'MERGE `my-proj.ds.target` T USING `my-proj.ds.staging` S ON T.id = S.id WHEN MATCHED THEN UPDATE SET name = S.name, n = S.n WHEN NOT MATCHED THEN INSERT (id, name, n) VALUES (S.id, S.name, S.n)',
    rows: [
      [1, 'new', 10],
      [2, 'two', 20],
      [9, 'nine', 9],
    ],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '15 MERGE with INSERT ROW and BY SOURCE',
    sql: 'MERGE INTO `my-proj.ds.target` T USING `my-proj.ds.staging` S ON T.id = S.id WHEN MATCHED THEN UPDATE SET T.name = S.name WHEN NOT MATCHED BY TARGET THEN INSERT ROW WHEN NOT MATCHED BY SOURCE AND T.n = 9 THEN DELETE',
    rows: [
      [1, 'new', 1],
      [2, 'two', 20],
    ],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '16 MERGE of a deduplicating subquery',
    sql: 'MERGE `my-proj.ds.target` AS t USING (SELECT * EXCEPT(rn) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY n DESC) rn FROM `my-proj.ds.staging`) WHERE rn = 1) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT ROW',
    rows: [
      [1, 'old', 1],
      [2, 'two', 20],
      [9, 'nine', 9],
    ],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '17 INSERT without INTO',
    sql: 'INSERT `my-proj.ds.target` (id, name, n) SELECT id, name, n FROM `my-proj.ds.staging` WHERE id = 2',
    rows: [
      [1, 'old', 1],
      [2, 'two', 20],
      [9, 'nine', 9],
    ],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '18 INSERT VALUES into dataset.table',
    sql: "INSERT ds.target VALUES (5, 'five', 5)",
    rows: [
      [1, 'old', 1],
      [5, 'five', 5],
      [9, 'nine', 9],
    ],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '19 FORMAT_TIMESTAMP',
    sql: "SELECT FORMAT_TIMESTAMP('%Y-%m-%dT%H:%M:%E6SZ', ts), FORMAT_TIMESTAMP('%F %T', ts, 'America/New_York') FROM `my-proj.ds.events` WHERE id=1",
    rows: [['2024-01-15T10:30:45.123456Z', '2024-01-15 05:30:45']],
  },
  {
    name: '20 FORMAT_DATE, PARSE_DATE',
    sql: "SELECT FORMAT_DATE('%Y%m%d', DATE '2024-01-05'), PARSE_DATE('%Y%m%d','20240105'), PARSE_TIMESTAMP('%Y-%m-%d %H:%M:%S','2024-01-05 01:02:03')",
    rows: [['20240105', '2024-01-05', '2024-01-05T01:02:03Z']],
  },
  {
    name: '21 TIMESTAMP_TRUNC, _ADD, _DIFF',
    sql: "SELECT TIMESTAMP_TRUNC(ts, HOUR), TIMESTAMP_ADD(ts, INTERVAL 1 DAY), TIMESTAMP_DIFF(ts, TIMESTAMP '2024-01-15 10:30:00+00', SECOND) FROM `my-proj.ds.events` WHERE id=1",
    rows: [['2024-01-15T10:00:00Z', '2024-01-16T10:30:45.123456Z', 45]],
  },
  {
    name: '22 TIMESTAMP_DIFF counts whole units',
    sql: "SELECT TIMESTAMP_DIFF(TIMESTAMP '2024-01-02 00:00:01+00', TIMESTAMP '2024-01-01 23:59:59+00', DAY), TIMESTAMP_DIFF(TIMESTAMP '2024-01-01 01:00:01+00', TIMESTAMP '2024-01-01 00:59:59+00', HOUR)",
    rows: [[0, 0]],
  },
  {
    name: '23 DATE_DIFF, DATE_TRUNC, DATE_SUB',
    sql: "SELECT DATE_DIFF(DATE '2024-03-01', DATE '2024-02-01', DAY), DATE_TRUNC(DATE '2024-02-15', MONTH), DATE_SUB(DATE '2024-03-31', INTERVAL 1 MONTH), DATE_DIFF(DATE '2024-01-07', DATE '2024-01-06', WEEK)",
    rows: [[29, '2024-02-01', '2024-02-29', 1]],
  },
  {
    name: '24 DATE of a timestamp, UNIX_MILLIS, EXTRACT',
    sql: 'SELECT DATE(ts), TIMESTAMP_MICROS(1705314645123456), UNIX_MILLIS(ts), EXTRACT(DAYOFWEEK FROM ts) FROM `my-proj.ds.events` WHERE id=1',
    rows: [['2024-01-15', '2024-01-15T10:30:45.123456Z', 1705314645123, 2]],
  },
  {
    name: '25 JSON_VALUE, JSON_QUERY, access',
    sql: "SELECT JSON_VALUE(payload, '$.user.name'), JSON_QUERY(payload, '$.list'), INT64(payload.user.age) FROM `my-proj.ds.events` WHERE id=1",
    rows: [['Al', '[1,2]', 30]],
  },
  {
    name: '26 JSON_VALUE of an object is NULL',
    sql: "SELECT JSON_VALUE(payload, '$.user') FROM `my-proj.ds.events` WHERE id=1",
    rows: [[null]],
  },
  {
    name: '27 PARSE_JSON, TO_JSON_STRING',
    sql: "SELECT TO_JSON_STRING(PARSE_JSON('{\"a\": 1}')), TO_JSON_STRING(STRUCT(1 AS a, 'x' AS b))",
    rows: [['{"a":1}', '{"a":1,"b":"x"}']],
  },
  {
    name: '28 JSON arrays taken apart',
    sql: "SELECT SUM(CAST(JSON_VALUE(x) AS INT64)) FROM `my-proj.ds.events`, UNNEST(JSON_QUERY_ARRAY(payload, '$.list')) x",
    rows: [[3]],
  },
  { name: '29 * EXCEPT', sql: 'SELECT * EXCEPT(n) FROM `my-proj.ds.staging` ORDER BY id LIMIT 1', rows: [[1, 'new']] },
  {
    name: '30 * REPLACE',
    sql: 'SELECT * REPLACE(UPPER(name) AS name) FROM `my-proj.ds.staging` ORDER BY id LIMIT 1',
    rows: [[1, 'NEW', 10]],
  },
  {
    name: '31 CREATE TABLE with everything',
    sql: "CREATE TABLE IF NOT EXISTS `my-proj.ds.newt` (id INT64 NOT NULL OPTIONS(description='x'), ts TIMESTAMP, tags ARRAY<STRING>, s STRUCT<a INT64, b ARRAY<STRUCT<c NUMERIC>>>, j JSON) PARTITION BY DATE(ts) CLUSTER BY id OPTIONS(require_partition_filter=TRUE, labels=[('a','b')])",
    rows: [
      ['id', 'INT64'],
      ['ts', 'TIMESTAMP'],
      ['tags', 'ARRAY<STRING>'],
      ['s', 'STRUCT<a INT64, b ARRAY<STRUCT<c NUMERIC>>>'],
      ['j', 'JSON'],
    ],
    after:
      "SELECT column_name, data_type FROM ds.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'newt' ORDER BY ordinal_position",
  },
  {
    name: '32 CREATE TABLE AS SELECT',
    sql: 'CREATE OR REPLACE TABLE `my-proj.ds.ctas` PARTITION BY d CLUSTER BY id AS SELECT id, d FROM `my-proj.ds.events` WHERE id = 1',
    rows: [[1, '2024-01-15']],
    after: 'SELECT * FROM ds.ctas',
  },
  {
    name: '34 DELETE',
    sql: 'DELETE FROM `my-proj.ds.target` WHERE id IN (SELECT id FROM `my-proj.ds.staging`)',
    rows: [[9, 'nine', 9]],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '35 DELETE without FROM',
    sql: 'DELETE `my-proj.ds.target` WHERE TRUE',
    rows: [],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '36 UPDATE FROM',
    sql: 'UPDATE `my-proj.ds.target` t SET t.name = s.name, n = t.n + s.n FROM `my-proj.ds.staging` s WHERE t.id = s.id',
    rows: [
      [1, 'new', 11],
      [9, 'nine', 9],
    ],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '37 TRUNCATE TABLE',
    sql: 'TRUNCATE TABLE `my-proj.ds.target`',
    rows: [],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '38 named parameters',
    sql: 'SELECT id FROM `my-proj.ds.events` WHERE name = @name AND id >= @id',
    rows: [[1]],
    request: {
      parameters: {
        named: new Map([
          ['name', { type: { kind: 'STRING' }, value: 'alice' }],
          ['id', { type: { kind: 'INT64' }, value: '1' }],
        ]),
        positional: [],
      },
    },
  },
  { name: '39 DECLARE and SET', sql: 'DECLARE x INT64 DEFAULT 5; SET x = x + 1; SELECT x;', rows: [[6]] },
  {
    name: '40 a transaction',
    sql: 'BEGIN TRANSACTION; DELETE FROM `my-proj.ds.target` WHERE id=9; COMMIT TRANSACTION;',
    rows: [[1, 'old', 1]],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '41 IF',
    sql: "IF (SELECT COUNT(*) FROM ds.target) > 0 THEN SELECT 'yes'; ELSE SELECT 'no'; END IF;",
    rows: [['yes']],
  },
  {
    name: '42 COUNTIF, LOGICAL_OR, APPROX, ANY_VALUE, STRING_AGG',
    sql: "SELECT COUNTIF(id=2), LOGICAL_OR(id=1), APPROX_COUNT_DISTINCT(id), ANY_VALUE(name HAVING MAX ts), STRING_AGG(name, '|' ORDER BY name) FROM `my-proj.ds.events`",
    rows: [[2, true, 2, 'bob2', 'alice|bob|bob2']],
  },
  {
    name: '43 SAFE forms and division',
    sql: "SELECT SAFE_DIVIDE(1,0), IFNULL(NULL,3), 1/2, DIV(7,2), MOD(7,2), SAFE.SUBSTR('abc',0,1)",
    rows: [[null, 3, 0.5, 3, 1, 'a']],
  },
  {
    name: '44 regular expressions, SPLIT, FORMAT',
    sql: "SELECT REGEXP_EXTRACT('foo123','[a-z]+([0-9]+)'), REGEXP_CONTAINS('abc', r'^a.c$'), REGEXP_REPLACE('abc', r'(b)', r'[\\1]'), SPLIT('a,b,c')[SAFE_OFFSET(1)], FORMAT('%05d-%s', 42, 'x')",
    rows: [['123', true, 'a[b]c', 'b', '00042-x']],
  },
  {
    name: '45 hashes and encodings',
    sql: "SELECT TO_HEX(SHA256('a')), TO_BASE64(b'abc'), FARM_FINGERPRINT('foo'), GENERATE_UUID() IS NOT NULL",
    rows: [['ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', 'YWJj', '6150913649986995171', true]],
  },
  {
    name: '46 GENERATE_ARRAY, GENERATE_DATE_ARRAY',
    sql: "SELECT ARRAY_LENGTH(GENERATE_DATE_ARRAY('2024-01-01','2024-01-10', INTERVAL 1 DAY)), ARRAY(SELECT x*2 FROM UNNEST(GENERATE_ARRAY(1,3)) x)[ORDINAL(3)]",
    rows: [[10, 6]],
  },
  {
    name: '47 PIVOT',
    sql: "SELECT * FROM (SELECT id, n, name FROM `my-proj.ds.staging`) PIVOT(SUM(n) FOR name IN ('new','two')) ORDER BY id",
    rows: [
      [1, 10, null],
      [2, null, 20],
    ],
  },
  {
    name: '48 INFORMATION_SCHEMA',
    sql: "SELECT table_name FROM `my-proj.ds.INFORMATION_SCHEMA.TABLES` WHERE table_name='target'",
    rows: [['target']],
  },
  {
    name: '49 a wildcard table',
    sql: "SELECT COUNT(*) FROM `my-proj.ds.tar*` WHERE _TABLE_SUFFIX = 'get'",
    rows: [[2]],
  },
  {
    name: '50 FOR SYSTEM_TIME AS OF now',
    sql: 'SELECT COUNT(*) FROM `my-proj.ds.target` FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP()',
    rows: [[2]],
  },
  {
    name: '51 _PARTITIONTIME of a table without partitions',
    sql: 'SELECT COUNT(*) FROM `my-proj.ds.target` WHERE _PARTITIONTIME IS NOT NULL',
    error: 'Unrecognized name: _PARTITIONTIME at [1:48]',
  },
  {
    name: '52 raw and triple strings',
    sql: "SELECT r'\\d', '''it's''', \"dq\", 'it\\'s', b'\\x41'",
    rows: [['\\d', "it's", 'dq', "it's", '41']],
  },
  {
    name: '53 a named window',
    sql: 'SELECT id, SUM(n) OVER w FROM `my-proj.ds.staging` WINDOW w AS (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ORDER BY id',
    rows: [
      [1, 10],
      [2, 30],
    ],
  },
  {
    name: '54 a temporary SQL function',
    sql: 'CREATE TEMP FUNCTION dbl(x INT64) AS (x*2); SELECT dbl(4)',
    rows: [[8]],
  },
  {
    name: '55 CREATE VIEW',
    sql: "CREATE OR REPLACE VIEW `my-proj.ds.v` OPTIONS(description='d') AS SELECT id FROM `my-proj.ds.target`",
    rows: [[1], [9]],
    after: 'SELECT * FROM ds.v ORDER BY 1',
  },
  {
    name: '56 ALTER TABLE ADD COLUMN',
    sql: 'ALTER TABLE `my-proj.ds.target` ADD COLUMN IF NOT EXISTS extra STRING, ADD COLUMN x2 ARRAY<INT64>',
    rows: [
      [1, 'old', 1, null, []],
      [9, 'nine', 9, null, []],
    ],
    after: 'SELECT * FROM ds.target ORDER BY id',
  },
  {
    name: '57 ARRAY of SELECT AS STRUCT',
    sql: 'SELECT ARRAY(SELECT AS STRUCT id, name FROM `my-proj.ds.staging` ORDER BY id)[OFFSET(1)].name',
    rows: [['two']],
  },
  {
    name: '58 GROUP BY with HAVING on an alias',
    sql: 'SELECT id, COUNT(*) c FROM `my-proj.ds.events` GROUP BY 1 HAVING c > 1',
    rows: [[2, 2]],
  },
  {
    name: '59 EXCEPT DISTINCT',
    sql: 'SELECT id FROM `my-proj.ds.staging` EXCEPT DISTINCT SELECT id FROM `my-proj.ds.target`',
    rows: [[2]],
  },
  {
    name: '60 _FILE_NAME of a native table',
    sql: 'SELECT _FILE_NAME FROM `my-proj.ds.target` LIMIT 0',
    error: 'Unrecognized name: _FILE_NAME at [1:8]',
  },
];

describeCases('GoogleSQL: the sixty statements', SETUP, CASES);
