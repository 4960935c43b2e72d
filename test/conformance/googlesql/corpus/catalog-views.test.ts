/** The views of INFORMATION_SCHEMA and `__TABLES__`; clones and samples; JSON_OBJECT of arrays. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const SETUP = `
CREATE SCHEMA ds;
CREATE TABLE ds.days (d DATE OPTIONS(description='the "day"'), v INT64 NOT NULL DEFAULT 5, n NUMERIC(10, 2))
  PARTITION BY d CLUSTER BY v OPTIONS(require_partition_filter=TRUE, partition_expiration_days=4000.5);
INSERT ds.days VALUES ('2026-11-01', 1, 2), ('2026-11-01', 2, 3), (NULL, 1, 1), ('2026-11-02', 7, 8);
CREATE TABLE ds.buckets (x INT64) PARTITION BY RANGE_BUCKET(x, GENERATE_ARRAY(0, 100, 10));
INSERT ds.buckets VALUES (5), (15), (19), (200), (NULL);
CREATE TABLE ds.hours (t TIMESTAMP, id INT64, PRIMARY KEY (id) NOT ENFORCED) PARTITION BY TIMESTAMP_TRUNC(t, HOUR);
INSERT ds.hours VALUES ('2026-01-01 05:30:00', 1);
CREATE TABLE ds.months (t DATETIME) PARTITION BY DATETIME_TRUNC(t, MONTH);
CREATE TABLE ds.arrival (x INT64) PARTITION BY _PARTITIONDATE;
CREATE TABLE ds.stamps (t TIMESTAMP) PARTITION BY DATE(t);
CREATE SCHEMA d2 OPTIONS (description = 'two', labels = [('a', 'b')], default_table_expiration_days = 3.5);
CREATE FUNCTION ds.f(x INT64, y ANY TYPE) RETURNS FLOAT64 AS (x);
CREATE PROCEDURE ds.p(a INT64, OUT b STRING) BEGIN SET b = 'x'; END;
CREATE VIEW ds.one OPTIONS(description='first') AS SELECT 1 AS x;
`;

const ddl = (table: string) => `SELECT ddl FROM ds.INFORMATION_SCHEMA.TABLES WHERE table_name = '${table}'`;
const made = (table: string, rest: string) => `STRING CREATE TABLE \`my-proj.ds.${table}\`\n${rest};`;

describeCorpus(
  'the catalog’s views',
  {
    'TABLES.ddl is the statement that makes the table': [
      [
        ddl('days'),
        made(
          'days',
          '(\n  d DATE OPTIONS(description="the \\"day\\""),\n  v INT64 NOT NULL DEFAULT 5,\n  n NUMERIC(10, 2)\n)\nPARTITION BY d\nCLUSTER BY v\nOPTIONS(\n  partition_expiration_days=4000.5,\n  require_partition_filter=true\n)',
        ),
      ],
      [ddl('buckets'), made('buckets', '(\n  x INT64\n)\nPARTITION BY RANGE_BUCKET(x, GENERATE_ARRAY(0, 100, 10))')],
      [
        ddl('hours'),
        made(
          'hours',
          '(\n  t TIMESTAMP,\n  id INT64,\n  PRIMARY KEY (id) NOT ENFORCED\n)\nPARTITION BY TIMESTAMP_TRUNC(t, HOUR)',
        ),
      ],
      [ddl('months'), made('months', '(\n  t DATETIME\n)\nPARTITION BY DATETIME_TRUNC(t, MONTH)')],
      [ddl('arrival'), made('arrival', '(\n  x INT64\n)\nPARTITION BY DATE(_PARTITIONTIME)')],
      [ddl('stamps'), made('stamps', '(\n  t TIMESTAMP\n)\nPARTITION BY DATE(t)')],
      [ddl('one'), 'STRING CREATE VIEW `my-proj.ds.one`\nOPTIONS(\n  description="first"\n)\nAS SELECT 1 AS x;'],
    ],
    'a path of a project and a region has the datasets of that project': [
      ['SELECT COUNT(*) FROM `my-proj`.`region-us`.INFORMATION_SCHEMA.SCHEMATA', 'INT64 2'],
      ['SELECT COUNT(*) FROM `other-proj`.`region-us`.INFORMATION_SCHEMA.SCHEMATA', 'INT64 0'],
    ],
    'TABLE_OPTIONS tells the expiration of partitions in days': [
      [
        "SELECT option_value, option_type FROM ds.INFORMATION_SCHEMA.TABLE_OPTIONS WHERE option_name = 'partition_expiration_days'",
        'STRING, STRING 4000.5, FLOAT64',
      ],
    ],
    'COLUMNS and COLUMN_FIELD_PATHS have the columns that BigQuery’s have': [
      [
        "SELECT * EXCEPT (table_catalog, table_schema) FROM ds.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'days' AND column_name = 'v'",
        'STRING, STRING, INT64, STRING, STRING, STRING, STRING, STRING, STRING, STRING, STRING, STRING, INT64, STRING, STRING, STRING days, v, 2, NO, INT64, NEVER, NULL, NULL, NO, NULL, NO, NO, 1, NULL, 5, NULL',
      ],
      [
        "SELECT field_path, data_type, description, collation_name FROM ds.INFORMATION_SCHEMA.COLUMN_FIELD_PATHS WHERE column_name = 'd'",
        'STRING, STRING, STRING, STRING d, DATE, the "day", NULL',
      ],
    ],
    'PARAMETERS has a row for each parameter, and one for a declared result before them': [
      [
        'SELECT specific_name, ordinal_position, parameter_mode, is_result, parameter_name, data_type FROM ds.INFORMATION_SCHEMA.PARAMETERS ORDER BY 1, 2',
        'STRING, INT64, STRING, STRING, STRING, STRING f, 0, NULL, YES, NULL, FLOAT64; f, 1, NULL, NO, x, INT64; f, 2, NULL, NO, y, ANY TYPE; p, 1, IN, NO, a, INT64; p, 2, OUT, NO, b, STRING',
      ],
      [
        "SELECT routine_type, data_type FROM ds.INFORMATION_SCHEMA.ROUTINES WHERE routine_name = 'f'",
        'STRING, STRING FUNCTION, FLOAT64',
      ],
    ],
    'SCHEMATA_OPTIONS tells the options of a dataset as literals': [
      [
        "SELECT option_name, option_type, option_value FROM INFORMATION_SCHEMA.SCHEMATA_OPTIONS WHERE schema_name = 'd2' ORDER BY 1",
        'STRING, STRING, STRING default_table_expiration_days, FLOAT64, 3.5; description, STRING, "two"; labels, ARRAY<STRUCT<STRING, STRING>>, [STRUCT("a", "b")]',
      ],
    ],
    'PARTITIONS has a row for each partition, and one for a table without': [
      [
        "SELECT partition_id, total_rows FROM ds.INFORMATION_SCHEMA.PARTITIONS WHERE table_name = 'days' ORDER BY 1",
        'STRING, INT64 20261101, 2; 20261102, 1; __NULL__, 1',
      ],
      [
        "SELECT partition_id, total_rows FROM ds.INFORMATION_SCHEMA.PARTITIONS WHERE table_name = 'buckets' ORDER BY 1",
        'STRING, INT64 0, 1; 10, 2; __NULL__, 1; __UNPARTITIONED__, 1',
      ],
      ["SELECT partition_id FROM ds.INFORMATION_SCHEMA.PARTITIONS WHERE table_name = 'hours'", 'STRING 2026010105'],
    ],
    '__TABLES__ and TABLE_STORAGE count the rows': [
      [
        'SELECT table_id, row_count, type FROM ds.__TABLES__ WHERE row_count > 0 OR type = 2 ORDER BY 1',
        'STRING, INT64, INT64 buckets, 5, 1; days, 4, 1; hours, 1, 1; one, 0, 2',
      ],
      ['SELECT COUNT(*) FROM `my-proj.ds.__TABLES__`', 'INT64 7'],
      [
        "SELECT total_rows, total_partitions FROM `region-us`.INFORMATION_SCHEMA.TABLE_STORAGE WHERE table_name = 'buckets'",
        'INT64, INT64 5, 4',
      ],
    ],
    'CLONE copies a table’s rows and shape': [
      ['CREATE TABLE ds.twin CLONE ds.buckets; INSERT ds.twin VALUES (1); SELECT COUNT(*) FROM ds.twin', 'INT64 6'],
      ['SELECT COUNT(*) FROM ds.buckets', 'INT64 5'],
      [
        'CREATE TABLE ds.past CLONE ds.buckets FOR SYSTEM_TIME AS OF TIMESTAMP_SECONDS(0)',
        /does not support CLONE of a table’s past/,
      ],
    ],
    'TABLESAMPLE takes a percentage of a table': [
      ['SELECT COUNT(*) FROM ds.buckets TABLESAMPLE SYSTEM (100 PERCENT)', 'INT64 5'],
      ['SELECT COUNT(*) FROM ds.buckets AS b TABLESAMPLE SYSTEM (0 PERCENT) WHERE b.x > 0', 'INT64 0'],
      ['SELECT * FROM ds.buckets TABLESAMPLE SYSTEM (101 PERCENT)', /between 0 and 100/],
      ['SELECT * FROM (SELECT 1) TABLESAMPLE SYSTEM (1 PERCENT)', /TABLESAMPLE of anything but a table/],
      ['SELECT * FROM ds.one TABLESAMPLE SYSTEM (1 PERCENT)', /TABLESAMPLE of anything but a table/],
    ],
    'JSON_OBJECT takes an array of keys and one of values': [
      ["JSON_OBJECT(['a', 'b'], [1, 2])", 'JSON {"a":1,"b":2}'],
      ["JSON_OBJECT(['a', 'a'], [TRUE, FALSE])", 'JSON {"a":true}'],
      ['JSON_OBJECT(CAST([] AS ARRAY<STRING>), CAST([] AS ARRAY<INT64>))', 'JSON {}'],
      ["JSON_OBJECT(['x'], [JSON '{\"q\":1}'])", 'JSON {"x":{"q":1}}'],
      ["JSON_OBJECT(['a'], [1, 2])", /must match/],
      ["JSON_OBJECT(['a'], 1)", /No matching signature for function JSON_OBJECT/],
    ],
  },
  SETUP,
);
