/** Buckets of time, the names that PIVOT gives, and the view of functions. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

/** Days since 1950-01-01, by JavaScript's calendar. */
const ORIGIN = Date.UTC(1950, 0, 1);
const DAY = 86_400_000;
const dates = ['1949-12-31', '1950-01-01', '1950-01-04', '1999-12-31', '2024-02-29'];

const days = dates.flatMap((date) =>
  [1, 2, 7, 30].map((width): Entry => {
    const since = (Date.parse(date) - ORIGIN) / DAY;
    const start = new Date(ORIGIN + Math.floor(since / width) * width * DAY).toISOString().slice(0, 10);
    return [`DATE_BUCKET(DATE '${date}', INTERVAL ${width} DAY)`, `DATE ${start}`];
  }),
);
const months = dates.flatMap((date) =>
  [1, 3, 12].map((width): Entry => {
    const [year = 0, month = 1] = date.split('-').map(Number);
    const index = Math.floor(((year - 1950) * 12 + month - 1) / width) * width;
    const start = new Date(Date.UTC(1950, index, 1)).toISOString().slice(0, 10);
    return [`DATE_BUCKET(DATE '${date}', INTERVAL ${width} MONTH)`, `DATE ${start}`];
  }),
);

describeCorpus(
  'buckets, pivots and routines',
  {
    'DATE_BUCKET counts days and months from 1950-01-01': [...days, ...months],
    'a bucket may have an origin of its own': [
      ["DATE_BUCKET(DATE '2024-01-10', INTERVAL 1 MONTH, DATE '2024-01-15')", 'DATE 2023-12-15'],
      ["DATETIME_BUCKET(DATETIME '2024-01-01 10:20:00', INTERVAL 15 MINUTE)", 'DATETIME 2024-01-01T10:15:00'],
      [
        "DATETIME_BUCKET(DATETIME '2024-01-01 10:20:00', INTERVAL 1 HOUR, DATETIME '2024-01-01 00:30:00')",
        'DATETIME 2024-01-01T09:30:00',
      ],
      ["TIMESTAMP_BUCKET(TIMESTAMP '2024-01-01 10:20:30+00', INTERVAL 1 HOUR)", 'TIMESTAMP 2024-01-01T10:00:00Z'],
      ["TIMESTAMP_BUCKET(TIMESTAMP '1949-12-31 23:59:59+00', INTERVAL 1 DAY)", 'TIMESTAMP 1949-12-31T00:00:00Z'],
    ],
    'a width that the type has not is an error': [
      ["DATE_BUCKET(DATE '2024-01-10', INTERVAL 1 HOUR)", /does not support this interval/],
      ["TIMESTAMP_BUCKET(TIMESTAMP '2024-01-01 00:00:00+00', INTERVAL 1 MONTH)", /does not support this interval/],
      ["DATE_BUCKET(DATE '2024-01-10', INTERVAL 0 DAY)", /does not support this interval/],
      ["DATE_BUCKET(DATE '2024-01-10', INTERVAL -1 DAY)", /positive/],
    ],
    'PIVOT names a column by its value': [
      [
        'SELECT _1, minus_2 FROM (SELECT x, 1 AS n FROM UNNEST([1, -2, -2]) x) PIVOT (SUM(n) FOR x IN (1, -2))',
        'INT64, INT64 1, 2',
      ],
      [
        'SELECT `TRUE`, `FALSE` FROM (SELECT x, 1 AS n FROM UNNEST([TRUE]) x) PIVOT (SUM(n) FOR x IN (TRUE, FALSE))',
        'INT64, INT64 1, NULL',
      ],
      [
        "SELECT _2024_02_29 FROM (SELECT DATE '2024-02-29' AS x, 5 AS n) PIVOT (SUM(n) FOR x IN (DATE '2024-02-29'))",
        'INT64 5',
      ],
      [
        'SELECT _1_point_5 FROM (SELECT x, 1 AS n FROM UNNEST([NUMERIC "1.5"]) x) PIVOT (SUM(n) FOR x IN (1.5))',
        'INT64 1',
      ],
      [
        'SELECT * FROM (SELECT x, 1 AS n FROM UNNEST([1.5]) x) PIVOT (SUM(n) FOR x IN (1.5))',
        /FLOAT64 must specify an alias/,
      ],
      [
        'SELECT s_1, s_minus_2 FROM (SELECT x, 1 AS n FROM UNNEST([1, -2, -2]) x) PIVOT (SUM(n) AS s FOR x IN (1, -2))',
        'INT64, INT64 1, 2',
      ],
      [
        'SELECT `a b`, empty_string_value FROM (SELECT x, 1 AS n FROM UNNEST(["a b", ""]) x) PIVOT (SUM(n) FOR x IN ("a b", ""))',
        'INT64, INT64 1, 1',
      ],
      [
        'SELECT s__empty_string_value FROM (SELECT x, 1 AS n FROM UNNEST([""]) x) PIVOT (SUM(n) AS s FOR x IN (""))',
        'INT64 1',
      ],
      [
        'SELECT s_2024_02_29 FROM (SELECT x, 1 AS n FROM UNNEST([DATE "2024-02-29"]) x) PIVOT (SUM(n) AS s FOR x IN (DATE "2024-02-29"))',
        'INT64 1',
      ],
      ["SELECT a FROM (SELECT 'a' AS x, 7 AS n) PIVOT (ANY_VALUE(n) FOR x IN ('a'))", 'INT64 7'],
    ],
    'INFORMATION_SCHEMA.ROUTINES shows the functions of a dataset': [
      [
        'SELECT routine_name, routine_type, routine_body, routine_definition FROM ds.INFORMATION_SCHEMA.ROUTINES ORDER BY 1',
        'STRING, STRING, STRING, STRING f, FUNCTION, SQL, x + 1; j, FUNCTION, EXTERNAL, return 1;',
      ],
      ["SELECT COUNTIF(external_language = 'JAVASCRIPT') FROM ds.INFORMATION_SCHEMA.ROUTINES", 'INT64 1'],
    ],
  },
  "CREATE SCHEMA ds; CREATE FUNCTION ds.f(x INT64) AS (x + 1); CREATE FUNCTION ds.j() RETURNS FLOAT64 LANGUAGE js AS 'return 1;';",
);
