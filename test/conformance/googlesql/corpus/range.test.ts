/** RANGE<DATE | DATETIME | TIMESTAMP>: literals, functions, comparison. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const JANUARY = "RANGE<DATE> '[2020-01-01, 2020-02-01)'";
const ON = "RANGE<DATE> '[2020-01-01, UNBOUNDED)'";
const ALL = "RANGE<DATE> '[UNBOUNDED, UNBOUNDED)'";

describeCorpus(
  'RANGE',
  {
    'a literal holds both bounds, and UNBOUNDED or NULL for none': [
      [JANUARY, 'RANGE [2020-01-01, 2020-02-01)'],
      ["RANGE<DATE> '[ null , 2020-1-2 )'", 'RANGE [UNBOUNDED, 2020-01-02)'],
      ["RANGE<DATETIME> '[2020-01-01 01:02:03, UNBOUNDED)'", 'RANGE [2020-01-01T01:02:03, UNBOUNDED)'],
      ["RANGE<DATE> '[2020-02-01, 2020-01-01)'", /Range start element must be smaller/],
      ["RANGE<DATE> '2020-02-01'", /Invalid RANGE literal/],
      ["RANGE<DATE> '[2020-02-01, 2020-02-30)'", /Invalid RANGE literal/],
      ["RANGE<DATE> '[2020-02-01, 2020-03-01]'", /Invalid RANGE literal/],
    ],
    'RANGE makes one, and its start must be before its end': [
      ["RANGE(DATE '2020-01-01', DATE '2020-02-01')", 'RANGE [2020-01-01, 2020-02-01)'],
      ["RANGE(NULL, DATE '2020-01-01')", 'RANGE [UNBOUNDED, 2020-01-01)'],
      ["RANGE(DATE '2020-01-01', NULL)", 'RANGE [2020-01-01, UNBOUNDED)'],
      ['RANGE(CAST(NULL AS DATE), NULL)', 'RANGE [UNBOUNDED, UNBOUNDED)'],
      ["RANGE(DATE '2020-01-01', DATE '2020-01-01')", /Range start element must be smaller/],
      ['RANGE(1, 2)', /No matching signature for function RANGE for argument types: INT64, INT64/],
    ],
    'RANGE_START and RANGE_END are NULL where the side is unbounded': [
      [`RANGE_START(${ON}), RANGE_END(${ON})`, 'DATE, DATE 2020-01-01, NULL'],
      ['RANGE_START(CAST(NULL AS RANGE<DATE>))', 'DATE NULL'],
      ['RANGE_START(1)', /No matching signature for function RANGE_START/],
    ],
    'RANGE_CONTAINS: the start is in, the end is not': [
      [
        `RANGE_CONTAINS(${JANUARY}, DATE '2020-01-01'), RANGE_CONTAINS(${JANUARY}, DATE '2020-02-01')`,
        'BOOL, BOOL true, false',
      ],
      [`RANGE_CONTAINS(${ALL}, DATE '0001-01-01'), RANGE_CONTAINS(${ON}, DATE '9999-12-31')`, 'BOOL, BOOL true, true'],
      [`RANGE_CONTAINS(${JANUARY}, CAST(NULL AS DATE))`, 'BOOL NULL'],
      [`RANGE_CONTAINS(${JANUARY}, RANGE<DATE> '[2020-01-05, 2020-02-01)')`, 'BOOL true'],
      [`RANGE_CONTAINS(${JANUARY}, RANGE<DATE> '[2020-01-05, UNBOUNDED)')`, 'BOOL false'],
      [`RANGE_CONTAINS(${JANUARY}, RANGE<DATE> '[UNBOUNDED, 2020-01-05)')`, 'BOOL false'],
      [`RANGE_CONTAINS(${ALL}, ${ALL}), RANGE_CONTAINS(${ON}, ${JANUARY})`, 'BOOL, BOOL true, true'],
    ],
    'ranges that only touch do not overlap': [
      [`RANGE_OVERLAPS(${JANUARY}, RANGE<DATE> '[2020-02-01, 2020-03-01)')`, 'BOOL false'],
      [`RANGE_OVERLAPS(${JANUARY}, RANGE<DATE> '[2020-01-31, UNBOUNDED)')`, 'BOOL true'],
      [`RANGE_OVERLAPS(${ALL}, ${JANUARY})`, 'BOOL true'],
      [`RANGE_OVERLAPS(${ALL}, CAST(NULL AS RANGE<DATE>))`, 'BOOL NULL'],
      [
        `RANGE_OVERLAPS(${ON}, RANGE<TIMESTAMP> '[2020-01-01, UNBOUNDED)')`,
        /argument types: RANGE<DATE>, RANGE<TIMESTAMP>/,
      ],
    ],
    'RANGE_INTERSECT is the common part, and an error where there is none': [
      [`RANGE_INTERSECT(${JANUARY}, RANGE<DATE> '[2020-01-31, UNBOUNDED)')`, 'RANGE [2020-01-31, 2020-02-01)'],
      [`RANGE_INTERSECT(RANGE<DATE> '[UNBOUNDED, 2020-02-02)', ${ALL})`, 'RANGE [UNBOUNDED, 2020-02-02)'],
      [`RANGE_INTERSECT(${JANUARY}, RANGE<DATE> '[2020-02-01, UNBOUNDED)')`, /do not overlap/],
    ],
    'GENERATE_RANGE_ARRAY cuts a range into pieces': [
      [
        "GENERATE_RANGE_ARRAY(RANGE<DATE> '[2020-01-01, 2020-01-06)', INTERVAL 2 DAY)",
        'ARRAY<RANGE> [[2020-01-01, 2020-01-03), [2020-01-03, 2020-01-05), [2020-01-05, 2020-01-06)]',
      ],
      [
        "GENERATE_RANGE_ARRAY(RANGE<DATE> '[2020-01-01, 2020-01-06)', INTERVAL 2 DAY, FALSE)",
        'ARRAY<RANGE> [[2020-01-01, 2020-01-03), [2020-01-03, 2020-01-05)]',
      ],
      [
        "GENERATE_RANGE_ARRAY(RANGE<DATE> '[2020-01-31, 2020-03-31)', INTERVAL 1 MONTH)",
        'ARRAY<RANGE> [[2020-01-31, 2020-02-29), [2020-02-29, 2020-03-31)]',
      ],
      [
        "GENERATE_RANGE_ARRAY(RANGE<DATETIME> '[2020-01-01 00:00:00, 2020-01-01 01:30:00)', INTERVAL 1 HOUR)",
        'ARRAY<RANGE> [[2020-01-01T00:00:00, 2020-01-01T01:00:00), [2020-01-01T01:00:00, 2020-01-01T01:30:00)]',
      ],
      [`GENERATE_RANGE_ARRAY(${ON}, INTERVAL 1 DAY)`, /without an unbounded side/],
      [`GENERATE_RANGE_ARRAY(${JANUARY}, INTERVAL 0 DAY)`, /cannot be 0/],
    ],
    'an unbounded start comes before, an unbounded end behind everything': [
      [`${JANUARY} = RANGE(DATE '2020-01-01', DATE '2020-02-01'), ${ALL} = ${ALL}`, 'BOOL, BOOL true, true'],
      [`${ON} > ${JANUARY}, RANGE<DATE> '[UNBOUNDED, 2020-01-01)' < ${JANUARY}`, 'BOOL, BOOL true, true'],
      [`${JANUARY} != CAST(NULL AS RANGE<DATE>)`, 'BOOL NULL'],
    ],
    'a range is text by CAST and FORMAT': [
      [`CAST(${ON} AS STRING)`, 'STRING [2020-01-01, UNBOUNDED)'],
      ["CAST(RANGE<TIMESTAMP> '[2020-01-01, UNBOUNDED)' AS STRING)", 'STRING [2020-01-01 00:00:00+00, UNBOUNDED)'],
      [`FORMAT('%T', ${ON})`, 'STRING RANGE<DATE> "[2020-01-01, UNBOUNDED)"'],
    ],
    'a text is a range by CAST, where both bounds are of the type and the start is before the end': [
      [
        "CAST('[2020-01-01, UNBOUNDED)' AS RANGE<DATE>), CAST('[ 2020-01-01 ,2020-02-01 )' AS RANGE<DATE>)",
        'RANGE, RANGE [2020-01-01, UNBOUNDED), [2020-01-01, 2020-02-01)',
      ],
      [
        "CAST('[unbounded, NULL)' AS RANGE<TIMESTAMP>), CAST('[2020-01-01 10:00:00+02, UNBOUNDED)' AS RANGE<TIMESTAMP>)",
        'RANGE, RANGE [UNBOUNDED, UNBOUNDED), [2020-01-01T08:00:00Z, UNBOUNDED)',
      ],
      [
        "SELECT SAFE_CAST(x AS RANGE<DATE>) FROM UNNEST(['[2020-01-01, 2020-01-02)', 'q', '[2020-02-30, UNBOUNDED)', '[2020-01-01, 2020-01-01)', NULL]) x WITH OFFSET o ORDER BY o",
        'RANGE [2020-01-01, 2020-01-02); NULL; NULL; NULL; NULL',
      ],
      ["CAST('2020-01-01' AS RANGE<DATE>)", /Could not cast "2020-01-01" to type RANGE<DATE>/],
      ['SAFE_CAST(1 AS RANGE<DATE>)', /Invalid cast from INT64 to RANGE<DATE>/],
    ],
    'RANGE_SESSIONIZE gives each row the range of its session': [
      [
        "SELECT e, d, session_range FROM RANGE_SESSIONIZE(TABLE ds.jobs, 'd', ['e']) ORDER BY e, RANGE_START(d)",
        'INT64, RANGE, RANGE 10, [2010-01-10, 2010-03-10), [2010-01-10, 2010-08-18); 10, [2010-03-10, 2010-07-15), [2010-01-10, 2010-08-18); 10, [2010-06-15, 2010-08-18), [2010-01-10, 2010-08-18); 20, [2010-03-10, 2010-07-20), [2010-03-10, 2010-07-20); 20, [2020-05-10, 2020-09-20), [2020-05-10, 2020-09-20)',
      ],
      [
        "SELECT session_range FROM RANGE_SESSIONIZE(TABLE ds.jobs, 'D', ['e'], 'overlaps') WHERE e = 10 ORDER BY RANGE_START(d)",
        'RANGE [2010-01-10, 2010-03-10); [2010-03-10, 2010-08-18); [2010-03-10, 2010-08-18)',
      ],
      [
        "SELECT DISTINCT s.session_range FROM RANGE_SESSIONIZE((SELECT d FROM ds.jobs), 'd', []) s ORDER BY RANGE_START(s.session_range)",
        'RANGE [2010-01-10, 2010-08-18); [2020-05-10, 2020-09-20)',
      ],
      [
        "FROM ds.staff |> CALL RANGE_SESSIONIZE('during', ARRAY<STRING>[]) AS q |> ORDER BY name |> SELECT name, q.session_range",
        'STRING, RANGE a, [2018-01-01, UNBOUNDED); b, [2018-01-01, UNBOUNDED); c, [2018-01-01, UNBOUNDED); d, NULL',
      ],
      [
        "SELECT session_range FROM RANGE_SESSIONIZE((SELECT * FROM UNNEST([STRUCT(RANGE<DATE> '[UNBOUNDED, 2020-01-01)' AS d), STRUCT(RANGE<DATE> '[2019-01-01, 2020-06-01)'), STRUCT(RANGE<DATE> '[UNBOUNDED, 2000-01-01)'), STRUCT(RANGE<DATE> '[2021-01-01, UNBOUNDED)'), STRUCT(RANGE<DATE> '[2022-01-01, 2022-02-01)')])), 'd', []) ORDER BY RANGE_START(d), RANGE_END(d)",
        'RANGE [UNBOUNDED, 2020-06-01); [UNBOUNDED, 2020-06-01); [UNBOUNDED, 2020-06-01); [2021-01-01, UNBOUNDED); [2021-01-01, UNBOUNDED)',
      ],
      ["SELECT * FROM RANGE_SESSIONIZE(TABLE ds.jobs, 'e', [])", /takes a RANGE column, but got one of type INT64/],
      ["SELECT * FROM RANGE_SESSIONIZE(TABLE ds.jobs, 'x', [])", /the table has no column x/],
      ["SELECT * FROM RANGE_SESSIONIZE(TABLE ds.jobs, 'd', [], 'TOUCHES')", /must be MEETS or OVERLAPS/],
      ["SELECT * FROM RANGE_SESSIONIZE(TABLE ds.jobs, 'd')", /No matching signature/],
      ["SELECT * FROM RANGE_SESSIONIZE(TABLE ds.jobs, 'd', [CONCAT('e', '')])", /ARRAY of STRING literals/],
    ],
    'columns of ranges are filtered and joined': [
      ["SELECT name FROM ds.staff WHERE RANGE_CONTAINS(during, DATE '2020-05-05') ORDER BY name", 'STRING a; c'],
      [
        'SELECT a.name, b.name AS other FROM ds.staff a JOIN ds.staff b ON RANGE_OVERLAPS(a.during, b.during) AND a.name < b.name ORDER BY 1, 2',
        'STRING, STRING a, c; b, c',
      ],
    ],
  },
  `CREATE SCHEMA ds; CREATE TABLE ds.staff (name STRING, during RANGE<DATE>);
  INSERT ds.staff VALUES ('a', ${ON}), ('b', RANGE<DATE> '[2019-01-01, 2019-06-01)'),
    ('c', RANGE(DATE '2018-01-01', DATE '2021-01-01')), ('d', NULL);
  CREATE TABLE ds.jobs AS SELECT * FROM UNNEST([STRUCT(10 AS e, RANGE<DATE> '[2010-01-10, 2010-03-10)' AS d),
    (10, RANGE<DATE> '[2010-03-10, 2010-07-15)'), (10, RANGE<DATE> '[2010-06-15, 2010-08-18)'),
    (20, RANGE<DATE> '[2010-03-10, 2010-07-20)'), (20, RANGE<DATE> '[2020-05-10, 2020-09-20)')]);`,
);
