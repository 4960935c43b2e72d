/** Statements of the kind that BigQuery's reference pages print, with the answers that those pages give. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus('reference pages', {
  'pipe operators work on the rows that come to them': [
    ['FROM UNNEST([1, 2, 3]) AS x |> WHERE x > 1 |> AGGREGATE SUM(x) AS s', 'INT64 5'],
    ['FROM UNNEST([3, 1, 2]) AS x |> EXTEND x * 2 AS y |> ORDER BY x |> LIMIT 2', 'INT64, INT64 1, 2; 2, 4'],
    [
      'FROM UNNEST([3, 1, 2, 3]) AS x |> AGGREGATE COUNT(*) AS n GROUP BY x |> ORDER BY n DESC |> LIMIT 1',
      'INT64, INT64 3, 2',
    ],
  ],
  'a recursive query may stand in parentheses, and so may its parts': [
    ['WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT SUM(n) FROM t', 'INT64 10'],
    [
      'WITH RECURSIVE t AS ((SELECT 1 AS n) UNION ALL (SELECT n + 1 FROM t WHERE n < 4)) SELECT * FROM t ORDER BY n',
      'INT64 1; 2; 3; 4',
    ],
    [
      'WITH RECURSIVE t AS ((SELECT 1 AS n) UNION ALL (SELECT n + 1 FROM t WHERE n < 4)) SELECT * FROM t ORDER BY n',
      'INT64 1; 2; 3; 4',
    ],
    [
      'WITH RECURSIVE t AS ((SELECT 1 AS n UNION ALL SELECT 10) UNION ALL (SELECT n + 1 FROM t WHERE n < 3)) SELECT * FROM t ORDER BY n',
      'INT64 1; 2; 3; 10',
    ],
    [
      'WITH RECURSIVE T1 AS ((SELECT 1 AS n) UNION ALL (SELECT n + 2 FROM T1 WHERE n < 4)) SELECT * FROM T1 ORDER BY n',
      'INT64 1; 3; 5',
    ],
    [
      'WITH RECURSIVE t AS (((SELECT 1 AS n) UNION ALL (SELECT n + 1 FROM t WHERE n < 3))) SELECT COUNT(*) FROM t',
      'INT64 3',
    ],
  ],
  'JSON functions read, make and change documents': [
    [
      'JSON_VALUE(\'{"a": {"b": "x"}}\', \'$.a.b\'), JSON_QUERY(\'{"a": [1,2]}\', \'$.a\'), JSON_EXTRACT_SCALAR(\'{"a": 1}\', \'$.a\'), JSON_VALUE_ARRAY(\'["a","b"]\'), JSON_QUERY_ARRAY(\'[1,{"x":2}]\')',
      'STRING, STRING, STRING, ARRAY<STRING>, ARRAY<STRING> x, [1,2], 1, [a, b], [1, {"x":2}]',
    ],
    [
      "JSON_TYPE(JSON '{\"a\":1}'), JSON_TYPE(JSON 'null'), TO_JSON_STRING(STRUCT(1 AS a, 'x' AS b)), TO_JSON([1,2]), PARSE_JSON('{\"a\":1.0}')",
      'STRING, STRING, STRING, JSON, JSON object, null, {"a":1,"b":"x"}, [1,2], {"a":1.0}',
    ],
    [
      "JSON '{\"a\":{\"b\":[1,2]}}'.a.b[1], INT64(JSON '10'), STRING(JSON '\"x\"'), BOOL(JSON 'true'), FLOAT64(JSON '9.8'), LAX_INT64(JSON '\"10\"')",
      'JSON, INT64, STRING, BOOL, FLOAT64, INT64 2, 10, x, true, 9.8, 10',
    ],
    [
      "JSON_OBJECT('a', 1, 'b', [2]), JSON_ARRAY(1, 'a', NULL), JSON_SET(JSON '{\"a\":1}', '$.b', 2), JSON_STRIP_NULLS(JSON '{\"a\":null,\"b\":1}'), JSON_KEYS(JSON '{\"a\":{\"b\":1}}')",
      'JSON, JSON, JSON, JSON, ARRAY<STRING> {"a":1,"b":[2]}, [1,"a",null], {"a":1,"b":2}, {"b":1}, [a, a.b]',
    ],
    [
      'SELECT STRING(JSON_QUERY(JSON \'{"a":"b"}\', \'$.a\')), JSON_VALUE(JSON \'{"a":[{"b":7}]}\', \'$.a[0].b\')',
      'STRING, STRING b, 7',
    ],
  ],
  'intervals add to dates and come of their differences': [
    [
      "INTERVAL 1 YEAR + INTERVAL 2 MONTH, EXTRACT(MONTH FROM INTERVAL '1-2' YEAR TO MONTH), DATE '2020-01-01' + INTERVAL 1 MONTH, DATE '2020-03-01' - DATE '2020-02-01', TIMESTAMP '2020-01-02 00:00:00+00' - TIMESTAMP '2020-01-01 00:00:00+00'",
      'INTERVAL, INT64, DATETIME, INTERVAL, INTERVAL 1-2 0 0:0:0, 2, 2020-02-01T00:00:00, 0-0 29 0:0:0, 0-0 0 24:0:0',
    ],
    [
      'JUSTIFY_HOURS(INTERVAL 29 HOUR), MAKE_INTERVAL(1, 2, 3, 4, 5, 6), MAKE_INTERVAL(day => 10)',
      'INTERVAL, INTERVAL, INTERVAL 0-0 1 5:0:0, 1-2 3 4:5:6, 0-0 10 0:0:0',
    ],
  ],
  'casts follow the table of conversions': [
    [
      "CAST('0x1F' AS INT64), CAST('1e3' AS FLOAT64), CAST(1.5 AS INT64), CAST(2.5 AS INT64), CAST('true' AS BOOL), CAST(TRUE AS INT64), SAFE_CAST('x' AS INT64)",
      'INT64, FLOAT64, INT64, INT64, BOOL, INT64, INT64 31, 1000.0, 2, 3, true, 1, NULL',
    ],
    [
      "CAST(b'abc' AS STRING), CAST('abc' AS BYTES), CAST(DATE '2020-01-01' AS TIMESTAMP), CAST('2020-01-01 10:00:00' AS DATETIME), CAST(TIMESTAMP '2020-01-01 00:00:00+00' AS STRING)",
      'STRING, BYTES, TIMESTAMP, DATETIME, STRING abc, YWJj, 2020-01-01T00:00:00Z, 2020-01-01T10:00:00, 2020-01-01 00:00:00+00',
    ],
    [
      "CAST(NUMERIC '1.5' AS STRING), CAST(1e20 AS STRING), CAST(CAST(1.1 AS NUMERIC) AS FLOAT64), CAST(INTERVAL 1 DAY AS STRING)",
      'STRING, STRING, FLOAT64, STRING 1.5, 1e+20, 1.1, 0-0 1 0:0:0',
    ],
  ],
  'dates are made, moved, cut, told apart and written': [
    [
      "DATE(2016, 12, 25), DATE(DATETIME '2016-12-25 23:59:59'), DATE(TIMESTAMP '2016-12-25 05:30:00+07', 'America/Los_Angeles')",
      'DATE, DATE, DATE 2016-12-25, 2016-12-25, 2016-12-24',
    ],
    [
      "DATE_ADD(DATE '2008-12-25', INTERVAL 5 DAY), DATE_SUB(DATE '2008-12-25', INTERVAL 5 DAY), DATE_ADD(DATE '2020-01-31', INTERVAL 1 MONTH)",
      'DATE, DATE, DATE 2008-12-30, 2008-12-20, 2020-02-29',
    ],
    [
      "DATE_DIFF(DATE '2010-07-07', DATE '2008-12-25', DAY), DATE_DIFF(DATE '2017-10-15', DATE '2017-10-14', WEEK), DATE_DIFF(DATE '2017-12-30', DATE '2014-12-30', YEAR), DATE_DIFF('2017-12-18', '2017-12-17', WEEK(MONDAY))",
      'INT64, INT64, INT64, INT64 559, 1, 3, 1',
    ],
    [
      "DATE_TRUNC(DATE '2008-12-25', MONTH), DATE_TRUNC(DATE '2017-11-05', WEEK(MONDAY)), DATE_TRUNC(DATE '2015-06-15', ISOYEAR), DATE_TRUNC(DATE '2008-12-25', QUARTER)",
      'DATE, DATE, DATE, DATE 2008-12-01, 2017-10-30, 2014-12-29, 2008-10-01',
    ],
    [
      "EXTRACT(DAY FROM DATE '2013-12-25'), EXTRACT(ISOWEEK FROM DATE '2015-12-31'), EXTRACT(WEEK FROM DATE '2017-11-05'), EXTRACT(DAYOFWEEK FROM DATE '2017-11-05'), EXTRACT(QUARTER FROM DATE '2017-11-05')",
      'INT64, INT64, INT64, INT64, INT64 25, 53, 45, 1, 4',
    ],
    [
      "LAST_DAY(DATE '2008-11-25'), LAST_DAY(DATE '2008-11-10', WEEK(SUNDAY)), LAST_DAY(DATE '2008-11-25', YEAR)",
      'DATE, DATE, DATE 2008-11-30, 2008-11-15, 2008-12-31',
    ],
    [
      "FORMAT_DATE('%x', DATE '2008-12-25'), FORMAT_DATE('%b-%d-%Y', DATE '2008-12-25'), FORMAT_DATE('%A %B %e %j %U', DATE '2008-12-25'), FORMAT_DATE('%Q', DATE '2008-12-25')",
      'STRING, STRING, STRING, STRING 12/25/08, Dec-25-2008, Thursday December 25 360 51, 4',
    ],
    [
      "PARSE_DATE('%m/%d/%y', '12/25/08'), PARSE_DATE('%Y%m%d', '20081225'), PARSE_DATE('%A %b %e %Y', 'Thursday Dec 25 2008')",
      'DATE, DATE, DATE 2008-12-25, 2008-12-25, 2008-12-25',
    ],
    ["UNIX_DATE(DATE '2008-12-25'), DATE_FROM_UNIX_DATE(14238)", 'INT64, DATE 14238, 2008-12-25'],
    [
      "DATETIME(2008, 12, 25, 5, 30, 0), DATETIME(TIMESTAMP '2008-12-25 05:30:00+00', 'America/Los_Angeles'), DATETIME_DIFF(DATETIME '2010-07-07 10:20:00', DATETIME '2008-12-25 15:30:00', DAY)",
      'DATETIME, DATETIME, INT64 2008-12-25T05:30:00, 2008-12-24T21:30:00, 559',
    ],
    [
      "DATETIME_TRUNC(DATETIME '2008-12-25 15:30:00', DAY), DATETIME_ADD(DATETIME '2008-12-25 15:30:00', INTERVAL 10 MINUTE), FORMAT_DATETIME('%c', DATETIME '2008-12-25 15:30:00')",
      'DATETIME, DATETIME, STRING 2008-12-25T00:00:00, 2008-12-25T15:40:00, Thu Dec 25 15:30:00 2008',
    ],
  ],
  'times and timestamps are made, moved, cut, told apart and written': [
    [
      "PARSE_DATETIME('%Y-%m-%d %H:%M:%S', '1998-10-18 13:45:55'), PARSE_DATETIME('%m/%d/%Y %I:%M:%S %p', '8/30/2018 2:23:38 pm')",
      'DATETIME, DATETIME 1998-10-18T13:45:55, 2018-08-30T14:23:38',
    ],
    [
      "TIMESTAMP_DIFF(TIMESTAMP '2010-07-07 10:20:00+00', TIMESTAMP '2008-12-25 15:30:00+00', HOUR), TIMESTAMP_TRUNC(TIMESTAMP '2008-12-25 15:30:00+00', DAY, 'America/Los_Angeles'), TIMESTAMP_ADD(TIMESTAMP '2008-12-25 15:30:00+00', INTERVAL 10 MINUTE)",
      'INT64, TIMESTAMP, TIMESTAMP 13410, 2008-12-25T08:00:00Z, 2008-12-25T15:40:00Z',
    ],
    [
      "STRING(TIMESTAMP '2008-12-25 15:30:00+00', 'America/Los_Angeles'), FORMAT_TIMESTAMP('%b-%d-%Y %Z', TIMESTAMP '2050-12-25 15:30:55+00', 'UTC'), UNIX_SECONDS(TIMESTAMP '2008-12-25 15:30:00+00')",
      'STRING, STRING, INT64 2008-12-25 07:30:00-08, Dec-25-2050 UTC, 1230219000',
    ],
    [
      "PARSE_TIMESTAMP('%c', 'Thu Dec 25 07:30:00 2008'), PARSE_TIMESTAMP('%Y-%m-%dT%H:%M:%E*S%Ez', '2020-01-02T03:04:05.678+02:00'), TIMESTAMP_SECONDS(1230219000)",
      'TIMESTAMP, TIMESTAMP, TIMESTAMP 2008-12-25T07:30:00Z, 2020-01-02T01:04:05.678000Z, 2008-12-25T15:30:00Z',
    ],
    [
      "TIME(15, 30, 0), TIME_ADD(TIME '15:30:00', INTERVAL 10 MINUTE), TIME_DIFF(TIME '15:30:00', TIME '14:35:00', MINUTE), TIME_TRUNC(TIME '15:30:12', HOUR)",
      'TIME, TIME, INT64, TIME 15:30:00, 15:40:00, 55, 15:00:00',
    ],
  ],
  'arrays are made, joined, cut and looked into': [
    [
      "GENERATE_DATE_ARRAY('2016-10-05', '2016-10-08'), GENERATE_DATE_ARRAY('2016-01-01', '2016-12-31', INTERVAL 4 MONTH), GENERATE_ARRAY(1, 5), GENERATE_ARRAY(0, 10, 3), GENERATE_ARRAY(10, 0, -3)",
      'ARRAY<DATE>, ARRAY<DATE>, ARRAY<INT64>, ARRAY<INT64>, ARRAY<INT64> [2016-10-05, 2016-10-06, 2016-10-07, 2016-10-08], [2016-01-01, 2016-05-01, 2016-09-01], [1, 2, 3, 4, 5], [0, 3, 6, 9], [10, 7, 4, 1]',
    ],
    [
      "ARRAY_CONCAT([1, 2], [3, 4], [5, 6]), ARRAY_LENGTH([1,2]), ARRAY_REVERSE([1,2,3]), ARRAY_TO_STRING(['coffee', 'tea', NULL], ', ', 'MISSING'), ARRAY_SLICE(['a','b','c','d','e'], 1, 3)",
      'ARRAY<INT64>, INT64, ARRAY<INT64>, STRING, ARRAY<STRING> [1, 2, 3, 4, 5, 6], 2, [3, 2, 1], coffee, tea, MISSING, [b, c, d]',
    ],
    [
      "ARRAY_FIRST(['a','b']), ARRAY_LAST(['a','b']), [1,2,3][OFFSET(1)], [1,2,3][SAFE_ORDINAL(9)], [1,2][0]",
      'STRING, STRING, INT64, INT64, INT64 a, b, 2, NULL, 1',
    ],
    ['SELECT ARRAY_CONCAT_AGG(x) FROM UNNEST([STRUCT([1] AS x), STRUCT([2, 3])])', 'ARRAY<INT64> [1, 2, 3]'],
    [
      "GENERATE_TIMESTAMP_ARRAY('2016-10-05 00:00:00', '2016-10-05 02:00:00', INTERVAL 1 HOUR)",
      'ARRAY<TIMESTAMP> [2016-10-05T00:00:00Z, 2016-10-05T01:00:00Z, 2016-10-05T02:00:00Z]',
    ],
  ],
  'analytic functions number rows and look at their neighbours': [
    [
      'SELECT x, ROW_NUMBER() OVER (ORDER BY x), RANK() OVER (ORDER BY x), DENSE_RANK() OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x), CUME_DIST() OVER (ORDER BY x) FROM UNNEST([1, 2, 2, 3]) x ORDER BY 1, 2',
      'INT64, INT64, INT64, INT64, INT64, FLOAT64 1, 1, 1, 1, 1, 0.25; 2, 2, 2, 2, 1, 0.75; 2, 3, 2, 2, 2, 0.75; 3, 4, 4, 3, 2, 1.0',
    ],
    [
      'SELECT x, LAG(x) OVER (ORDER BY x), LEAD(x, 2, 0) OVER (ORDER BY x), FIRST_VALUE(x) OVER (ORDER BY x), SUM(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM UNNEST([1, 2, 3]) x ORDER BY x',
      'INT64, INT64, INT64, INT64, INT64 1, NULL, 3, 1, 1; 2, 1, 0, 1, 3; 3, 2, 0, 1, 5',
    ],
    ['SELECT x FROM UNNEST([1, 2, 3, 4]) x QUALIFY ROW_NUMBER() OVER (ORDER BY x DESC) <= 2 ORDER BY x', 'INT64 3; 4'],
  ],
  'aggregates ignore NULL, and order and limit what they gather': [
    [
      'SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x), SUM(x), AVG(x), MIN(x), MAX(x) FROM UNNEST([1, 2, 2, NULL]) x',
      'INT64, INT64, INT64, INT64, FLOAT64, INT64, INT64 4, 3, 2, 5, 1.6666666666666667, 1, 2',
    ],
    [
      "SELECT STRING_AGG(x, ' & ' ORDER BY x DESC), ARRAY_AGG(x ORDER BY x LIMIT 2), ANY_VALUE(x HAVING MAX LENGTH(x)) FROM UNNEST(['apple', 'pear', 'banana']) x",
      'STRING, ARRAY<STRING>, STRING pear & banana & apple, [apple, banana], banana',
    ],
    [
      'SELECT LOGICAL_AND(x), LOGICAL_OR(x), BIT_AND(1), BIT_OR(4), COUNTIF(x) FROM UNNEST([true, false]) x',
      'BOOL, BOOL, INT64, INT64, INT64 false, true, 1, 4, 1',
    ],
    [
      "SELECT APPROX_QUANTILES(x, 2), APPROX_TOP_COUNT(y, 1) FROM UNNEST([STRUCT(1 AS x, 'a' AS y), (5, 'a'), (3, 'b')])",
      'ARRAY<INT64>, ARRAY<STRUCT> [1, 3, 5], [{a, 2}]',
    ],
    ["SELECT MAX_BY(x, y), MIN_BY(x, y) FROM UNNEST([STRUCT('a' AS x, 1 AS y), ('b', 2)])", 'STRING, STRING b, a'],
    [
      'SELECT x, ARRAY_AGG(y IGNORE NULLS ORDER BY y) FROM UNNEST([STRUCT(1 AS x, 5 AS y), (1, NULL), (1, 3)]) GROUP BY x',
      'INT64, ARRAY<INT64> 1, [3, 5]',
    ],
    ["SELECT x, COUNT(*) FROM UNNEST(['a', 'b', 'a']) x GROUP BY ALL ORDER BY x", 'STRING, INT64 a, 2; b, 1'],
  ],
  'hashes and encodings are those of other systems': [
    [
      "TO_BASE64(b'\\xde\\xad'), FROM_BASE64('3q0='), TO_HEX(b'\\x00\\xff'), TO_BASE32(b'abcde\\xFF')",
      'STRING, BYTES, STRING, STRING 3q0=, 3q0=, 00ff, MFRGGZDF74======',
    ],
    [
      "MD5('x') = FROM_HEX('9dd4e461268c8034f5c8564e155c67a6'), TO_HEX(SHA1('Hello World')), FARM_FINGERPRINT('foo'), TO_HEX(SHA256(''))",
      'BOOL, STRING, INT64, STRING true, 0a4d55a8d778e5022fab701977c5d840bbc486d0, 6150913649986995171, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ],
  ],
  'texts are cut, searched, padded and formatted': [
    ["CONCAT('a', 'b', 'c'), 'a' || 'b', CONCAT('a', NULL)", 'STRING, STRING, STRING abc, ab, NULL'],
    [
      "SUBSTR('apple', 2), SUBSTR('apple', 2, 2), SUBSTR('apple', -2), SUBSTR('apple', 0), SUBSTR('apple', 123)",
      'STRING, STRING, STRING, STRING, STRING pple, pp, le, apple,',
    ],
    [
      "LPAD('abc', 5, 'def'), RPAD('abc', 8, 'def'), LPAD('abc', 2), RPAD('abc', 5)",
      'STRING, STRING, STRING, STRING deabc, abcdefde, ab, abc',
    ],
    [
      "TRIM('   apple   '), TRIM('***apple***', '*'), LTRIM('xyxapple', 'xy'), RTRIM('apple***', '*')",
      'STRING, STRING, STRING, STRING apple, apple, apple, apple',
    ],
    [
      "SPLIT('a,b,c'), SPLIT('', ','), SPLIT('abc', ''), SPLIT('a--b', '-')",
      'ARRAY<STRING>, ARRAY<STRING>, ARRAY<STRING>, ARRAY<STRING> [a, b, c], [], [a, b, c], [a, , b]',
    ],
    [
      "INSTR('banana', 'an'), INSTR('banana', 'an', 3), INSTR('banana', 'an', 1, 2), INSTR('banana', 'ann'), INSTR('helloooo', 'oo', -1)",
      'INT64, INT64, INT64, INT64, INT64 2, 4, 4, 0, 7',
    ],
    [
      "STRPOS('foo@example.com', '@'), STARTS_WITH('bar', 'b'), ENDS_WITH('apple', 'e')",
      'INT64, BOOL, BOOL 4, true, true',
    ],
    [
      "INITCAP('Hello World-everyone!'), INITCAP('Apples1oranges2pears', '12')",
      'STRING, STRING Hello World-Everyone!, Apples1Oranges2Pears',
    ],
    [
      "REVERSE('foo'), REPEAT('abc', 3), REPLACE('apple pie', 'pie', 'cobbler'), TRANSLATE('This is a cookie', 'sco', 'zku')",
      'STRING, STRING, STRING, STRING oof, abcabcabc, apple cobbler, Thiz iz a kuukie',
    ],
    [
      "ASCII('abcd'), CHR(65), UNICODE('âbcd'), TO_CODE_POINTS('foo'), CODE_POINTS_TO_STRING([65, 255, 513])",
      'INT64, STRING, INT64, ARRAY<INT64>, STRING 97, A, 226, [102, 111, 111], Aÿȁ',
    ],
    [
      "LENGTH('абвгд'), BYTE_LENGTH('абвгд'), LENGTH(b'абвгд'), CHAR_LENGTH('абвгд')",
      'INT64, INT64, INT64, INT64 5, 10, 10, 5',
    ],
    [
      "SOUNDEX('Ashcraft'), EDIT_DISTANCE('abc', 'adec', max_distance => 2), LEFT('apple', 3), RIGHT('apple', 3)",
      'STRING, INT64, STRING, STRING A261, 2, app, ple',
    ],
    [
      "FORMAT('%d', 10), FORMAT('%05d', 42), FORMAT('%x', 255), FORMAT('%.2f', 3.14159), FORMAT('%s-%t', 'a', DATE '2020-01-01'), FORMAT('%T', 'x')",
      'STRING, STRING, STRING, STRING, STRING, STRING 10, 00042, ff, 3.14, a-2020-01-01, "x"',
    ],
    ["SAFE_CONVERT_BYTES_TO_STRING(b'\\xc2'), CONTAINS_SUBSTR('the blue house', 'Blue house')", 'STRING, BOOL �, true'],
  ],
  'numbers are rounded, divided and compared': [
    [
      'ABS(-5), SIGN(-3.2), ROUND(2.5), ROUND(-2.5), ROUND(123.456, -1), TRUNC(-2.7)',
      'INT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64 5, -1.0, 3.0, -3.0, 120.0, -2.0',
    ],
    [
      'DIV(7, 2), MOD(-7, 3), DIV(-7, 2), SAFE_DIVIDE(1, 0), IEEE_DIVIDE(1, 0)',
      'INT64, INT64, INT64, FLOAT64, FLOAT64 3, -1, -3, NULL, Infinity',
    ],
    ["GREATEST(1, 3, 2), LEAST('b', 'a'), GREATEST(1, NULL)", 'INT64, STRING, INT64 3, a, NULL'],
    [
      'CEIL(1.2), FLOOR(-1.2), POW(2, 10), SQRT(16), EXP(0), LN(1), LOG(8, 2), LOG10(1000)',
      'FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64 2.0, -2.0, 1024.0, 4.0, 1.0, 0.0, 3.0, 3.0',
    ],
    [
      'RANGE_BUCKET(20, [0, 10, 20, 30, 40]), RANGE_BUCKET(25, [0, 10, 20, 30, 40]), RANGE_BUCKET(-1, [0, 10])',
      'INT64, INT64, INT64 3, 3, 0',
    ],
    ['BIT_COUNT(7), 1 << 4, 5 & 3, 5 | 3, 5 ^ 3, ~1', 'INT64, INT64, INT64, INT64, INT64, INT64 3, 16, 1, 7, 6, -2'],
    [
      "IF(true, 1, 2), IFNULL(NULL, 3), NULLIF(1, 1), COALESCE(NULL, NULL, 5), CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END",
      'INT64, INT64, INT64, INT64, STRING 1, 3, NULL, 5, b',
    ],
    [
      "1 IN (1, 2), NULL IN (1), 3 NOT IN (1, NULL), 2 BETWEEN 1 AND 3, 'a' LIKE 'A', 5 IN UNNEST([5, 6])",
      'BOOL, BOOL, BOOL, BOOL, BOOL, BOOL true, NULL, NULL, true, false, true',
    ],
  ],
  'queries join, group, pivot, filter and name their rows': [
    [
      "SELECT * FROM UNNEST([1, 2]) a CROSS JOIN UNNEST(['x', 'y']) b ORDER BY a, b",
      'INT64, STRING 1, x; 1, y; 2, x; 2, y',
    ],
    [
      "SELECT a.x, b.y FROM UNNEST([STRUCT(1 AS x), STRUCT(2)]) a LEFT JOIN UNNEST([STRUCT(1 AS x, 'm' AS y)]) b USING (x) ORDER BY 1",
      'INT64, STRING 1, m; 2, NULL',
    ],
    [
      "SELECT * FROM (SELECT 'Kale' AS product, 51 AS sales, 'Q1' AS quarter UNION ALL SELECT 'Kale', 23, 'Q2' UNION ALL SELECT 'Apple', 77, 'Q1') PIVOT(SUM(sales) FOR quarter IN ('Q1', 'Q2')) ORDER BY product",
      'STRING, INT64, INT64 Apple, 77, NULL; Kale, 51, 23',
    ],
    [
      "SELECT x, SUM(y) FROM UNNEST([STRUCT('a' AS x, 1 AS y), ('b', 2), ('a', 3)]) GROUP BY ROLLUP(x) ORDER BY x",
      'STRING, INT64 NULL, 6; a, 4; b, 2',
    ],
    ["SELECT AS STRUCT 1 a, 'x' b", 'INT64, STRING 1, x'],
    ['SELECT ARRAY(SELECT AS STRUCT x, x * 2 AS y FROM UNNEST([1, 2]) x ORDER BY x)', 'ARRAY<STRUCT> [{1, 2}, {2, 4}]'],
    ['SELECT (SELECT MAX(y) FROM UNNEST([1, 2, 3]) y WHERE y < x) FROM UNNEST([2, 3]) x ORDER BY x', 'INT64 1; 2'],
    ['SELECT EXISTS (SELECT 1 FROM UNNEST([1]) y WHERE y = 2)', 'BOOL false'],
    ['SELECT * EXCEPT (b) REPLACE (a + 1 AS a) FROM (SELECT 1 AS a, 2 AS b, 3 AS c)', 'INT64, INT64 2, 3'],
    ["SELECT o, v FROM UNNEST(['a', 'b']) v WITH OFFSET o ORDER BY o", 'INT64, STRING 0, a; 1, b'],
    ['APPROX_COUNT_DISTINCT(1)', 'INT64 1'],
    [
      'SELECT GROUPING(x), SUM(1) FROM UNNEST([1, 2]) x GROUP BY GROUPING SETS (x, ()) ORDER BY 1, 2',
      'INT64, INT64 0, 1; 0, 1; 1, 2',
    ],
    ['SESSION_USER()', 'STRING me@example.com'],
    ['SELECT a, b FROM (SELECT 1 AS a, [1, 2] AS bs), UNNEST(bs) AS b ORDER BY b', 'INT64, INT64 1, 1; 1, 2'],
    ['SELECT t.a FROM (SELECT STRUCT(1 AS a, 2 AS b) AS t)', 'INT64 1'],
    ['DECLARE x INT64 DEFAULT 0; WHILE x < 5 DO SET x = x + 2; END WHILE; SELECT x', 'INT64 6'],
    ['BEGIN SELECT 1/0; EXCEPTION WHEN ERROR THEN SELECT @@error.message; END', 'STRING division by zero: 1 / 0'],
    ['CREATE TEMP FUNCTION add1(x INT64) AS (x + 1); SELECT add1(2)', 'INT64 3'],
    ['CREATE TEMP FUNCTION js(x FLOAT64) RETURNS FLOAT64 LANGUAGE js AS "return x * 2;"; SELECT js(2)', 'FLOAT64 4.0'],
    ['CREATE TEMP TABLE t AS SELECT 1 AS a; SELECT * FROM t', 'INT64 1'],
    ['SELECT 1 AS a, 2 AS b UNION ALL BY NAME SELECT 3 AS b, 4 AS a ORDER BY a', 'INT64, INT64 1, 2; 4, 3'],
    ['SELECT @@project_id', 'STRING my-proj'],
    ['SELECT x.* FROM UNNEST([STRUCT(1 AS a, 2 AS b)]) x WHERE x.a = 1', 'INT64, INT64 1, 2'],
    ["SELECT a, b, c FROM UNNEST([STRUCT(1 AS a, 'p' AS b)]), UNNEST([true]) c", 'INT64, STRING, BOOL 1, p, true'],
    ['SELECT SUM(IF(x > 1, x, 0)), MAX(IF(x < 3, x, NULL)) FROM UNNEST([1, 2, 3]) x', 'INT64, INT64 5, 2'],
    [
      'WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS x FROM a) SELECT * FROM a UNION ALL SELECT * FROM b ORDER BY x',
      'INT64 1; 2',
    ],
    [
      "SELECT TIMESTAMP_TRUNC(TIMESTAMP '2024-05-06 07:08:09+00', WEEK), DATE_TRUNC(DATE '2024-05-06', YEAR)",
      'TIMESTAMP, DATE 2024-05-05T00:00:00Z, 2024-01-01',
    ],
    ["SELECT SAFE.PARSE_DATE('%Y', 'x'), SAFE.SUBSTR('abc', 0, -2)", 'DATE, STRING NULL, NULL'],
    [
      "SELECT CAST('2020-01-01' AS DATE FORMAT 'YYYY-MM-DD'), CAST(DATE '2020-03-04' AS STRING FORMAT 'DD/MM/YYYY'), CAST('18-12-03' AS DATE FORMAT 'YY-MM-DD')",
      'DATE, STRING, DATE 2020-01-01, 04/03/2020, 2018-12-03',
    ],
    [
      "SELECT RANGE(DATE '2020-01-01', DATE '2020-02-01'), RANGE_CONTAINS(RANGE(DATE '2020-01-01', DATE '2020-02-01'), DATE '2020-01-15')",
      'RANGE, BOOL [2020-01-01, 2020-02-01), true',
    ],
    ['SELECT HLL_COUNT.EXTRACT(HLL_COUNT.INIT(x)) FROM UNNEST([1, 2, 2]) x', 'INT64 2'],
    [
      'SELECT ARRAY_TRANSFORM([1, 2], e -> e + 1), ARRAY_FILTER([1, 2, 3], e -> e > 1)',
      'ARRAY<INT64>, ARRAY<INT64> [2, 3], [2, 3]',
    ],
    [
      "SELECT 0.1 + 0.2, NUMERIC '0.1' + NUMERIC '0.2', 1/3, 7/2",
      'FLOAT64, NUMERIC, FLOAT64, FLOAT64 0.30000000000000004, 0.3, 0.3333333333333333, 3.5',
    ],
    [
      "SELECT CAST('nan' AS FLOAT64) = CAST('nan' AS FLOAT64), IS_NAN(CAST('nan' AS FLOAT64)), IS_INF(CAST('-inf' AS FLOAT64))",
      'BOOL, BOOL, BOOL false, true, true',
    ],
    [
      "SELECT TIMESTAMP '2020-01-01 00:00:00 America/New_York', DATETIME '2020-01-01T10:00:00', TIME '10:00:00.5'",
      'TIMESTAMP, DATETIME, TIME 2020-01-01T05:00:00Z, 2020-01-01T10:00:00, 10:00:00.500000',
    ],
    [
      "SELECT EXTRACT(DATE FROM TIMESTAMP '2020-01-01 03:00:00+00' AT TIME ZONE 'America/New_York'), EXTRACT(MICROSECOND FROM TIME '10:00:00.123456')",
      'DATE, INT64 2019-12-31, 123456',
    ],
  ],
});
