/** Wrong answers that an independent run once found, by cause, with neighbours of each case. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const NAN = "CAST('nan' AS FLOAT64)";
const INF = "CAST('inf' AS FLOAT64)";

describeCorpus(
  'causes of wrong answers',
  {
    'a decimal literal is stored with its own digits': [
      ['SELECT a, b FROM ds.n', 'NUMERIC, BIGNUMERIC 123456789.123456789, 5.34'],
      ['CAST(99999999999999999999999999999.999999999 AS NUMERIC)', 'NUMERIC 99999999999999999999999999999.999999999'],
      ['CAST(-0.1 AS BIGNUMERIC)', 'BIGNUMERIC -0.1'],
      ['CAST(1e-38 AS BIGNUMERIC)', 'BIGNUMERIC 0.00000000000000000000000000000000000001'],
      ['CAST(1e50 AS NUMERIC)', /Could not cast literal 1e50 to type NUMERIC/],
      ['SAFE_CAST(1e50 AS NUMERIC)', 'NUMERIC NULL'],
      [
        'ARRAY<BIGNUMERIC>[1.00000000000000000000000000000000000001, 2.7]',
        'ARRAY<BIGNUMERIC> [1.00000000000000000000000000000000000001, 2.7]',
      ],
      ['STRUCT<a NUMERIC>(0.1).a', 'NUMERIC 0.1'],
    ],
    'a decimal literal beside a NUMERIC is a NUMERIC, wherever types are unified': [
      [
        "SELECT NUMERIC '99999999999999999999999999999.999999999' AS x UNION ALL SELECT 0.2 ORDER BY x",
        'NUMERIC 0.2; 99999999999999999999999999999.999999999',
      ],
      ['SELECT x FROM UNNEST([CAST(3.14159 AS NUMERIC), 1.2345]) x ORDER BY x', 'NUMERIC 1.2345; 3.14159'],
      ["NUMERIC '1' / 2.1", 'NUMERIC 0.476190476'],
      ["NUMERIC '0.1' + 0.2", 'NUMERIC 0.3'],
      ["0.2 * NUMERIC '0.1'", 'NUMERIC 0.02'],
      ["BIGNUMERIC '0.1' - 0.3", 'BIGNUMERIC -0.2'],
      ["COALESCE(NUMERIC '1', 0.2)", 'NUMERIC 1'],
      ['IFNULL(CAST(NULL AS NUMERIC), 0.1)', 'NUMERIC 0.1'],
      ["IF(FALSE, NUMERIC '1', 0.1)", 'NUMERIC 0.1'],
      ["CASE WHEN FALSE THEN NUMERIC '1' ELSE 0.2 END", 'NUMERIC 0.2'],
      ["GREATEST(NUMERIC '1', 0.2), LEAST(0.2, BIGNUMERIC '1')", 'NUMERIC, BIGNUMERIC 1, 0.2'],
      ["NULLIF(NUMERIC '0.1', 0.1)", 'NUMERIC NULL'],
      [
        "NUMERIC '0.1' = 0.1, NUMERIC '0.1' IN (0.3, 0.1), NUMERIC '0.1' BETWEEN 0.1 AND 0.1",
        'BOOL, BOOL, BOOL true, true, true',
      ],
      ["0.1 BETWEEN NUMERIC '0.1' AND 0.1, 0.1 IN (NUMERIC '0.1')", 'BOOL, BOOL true, true'],
      ["MOD(NUMERIC '5', 0.3), SAFE_DIVIDE(NUMERIC '1', 3.0)", 'NUMERIC, NUMERIC 0.2, 0.333333333'],
      ["SELECT x.a FROM UNNEST([STRUCT(NUMERIC '1' AS a), STRUCT(0.1)]) x ORDER BY 1", 'NUMERIC 0.1; 1'],
    ],
    'a FLOAT64 that is no literal stays one beside a NUMERIC': [
      ["NUMERIC '1' + CAST('0.5' AS FLOAT64)", 'FLOAT64 1.5'],
      ["SELECT NUMERIC '1' UNION ALL SELECT x FROM UNNEST([0.5]) x ORDER BY 1", 'FLOAT64 0.5; 1.0'],
      [
        'SELECT x + 0.2, GREATEST(x, 0.2), COALESCE(x, 0.5) FROM UNNEST([1]) x',
        'FLOAT64, FLOAT64, FLOAT64 1.2, 1.0, 1.0',
      ],
      ["NUMERIC '1' + 1e50", 'FLOAT64 1.0E50'],
      ['INSERT INTO ds.n (a) SELECT x FROM UNNEST([0.5]) x', /FLOAT64 which cannot be inserted into column a/],
    ],
    'no empty match follows a match that has reached the end of the text': [
      ["REGEXP_EXTRACT_ALL('this_is__a___Test', '(.*?)(?:_|$)')", 'ARRAY<STRING> [this, is, , a, , , Test]'],
      ["REGEXP_EXTRACT_ALL('aaa', 'a*')", 'ARRAY<STRING> [aaa]'],
      ["REGEXP_EXTRACT_ALL('', 'a*')", 'ARRAY<STRING> []'],
      ["REGEXP_EXTRACT_ALL('abcabc', 'b(c)')", 'ARRAY<STRING> [c, c]'],
      ["REGEXP_EXTRACT('aaa', 'a*', 2, 2), REGEXP_SUBSTR('', '', 2)", 'STRING, STRING NULL, NULL'],
      ["REGEXP_INSTR('abcdef', ''), REGEXP_INSTR('', 'a*'), REGEXP_INSTR('abc', 'c')", 'INT64, INT64, INT64 0, 0, 3'],
    ],
    'an expression over keys of ROLLUP, CUBE or GROUPING SETS is computed of the keys, also where it is a key itself': [
      [
        'SELECT a, a + 1, COUNT(*) FROM UNNEST([1, 1, 2]) a GROUP BY ROLLUP(a, a + 1) ORDER BY 1, 2, 3',
        'INT64, INT64, INT64 NULL, NULL, 3; 1, 2, 2; 1, 2, 2; 2, 3, 1; 2, 3, 1',
      ],
      [
        'SELECT a, a + 1, GROUPING(a + 1) FROM UNNEST([1]) a GROUP BY CUBE(a, a + 1) ORDER BY 1, 2, 3',
        'INT64, INT64, INT64 NULL, NULL, 0; NULL, NULL, 1; 1, 2, 0; 1, 2, 1',
      ],
      [
        'SELECT k, 1, GROUPING(k) FROM UNNEST([7]) k GROUP BY GROUPING SETS (k, 2, 1) ORDER BY 1, 2',
        'INT64, INT64, INT64 NULL, 1, 1; 7, NULL, 0; 7, NULL, 0',
      ],
      [
        'SELECT SUM(a), MOD(a, 2) FROM UNNEST([1, 2, 3]) a GROUP BY GROUPING SETS (MOD(a, 2), ()) ORDER BY 1',
        'INT64, INT64 2, 0; 4, 1; 6, NULL',
      ],
    ],
    'an IPv4 address inside of IPv6 shows its dotted form': [
      [
        "NET.IP_TO_STRING(b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xff\\xff\\xc0\\x00\\x02\\x80')",
        'STRING ::ffff:192.0.2.128',
      ],
      ["NET.IP_TO_STRING(NET.IP_FROM_STRING('2001:db8::1'))", 'STRING 2001:db8::1'],
    ],
    'text is cast to INTERVAL in its canonical forms and as ISO 8601 durations': [
      ["SAFE_CAST('1-2' AS INTERVAL)", 'INTERVAL 1-2 0 0:0:0'],
      ["SAFE_CAST('PT1H2M' AS INTERVAL)", 'INTERVAL 0-0 0 1:2:0'],
      ["CAST('P1Y2M3DT4H5M6.789S' AS INTERVAL)", 'INTERVAL 1-2 3 4:5:6.789'],
      ["CAST('-1-2 3 -4:5:6' AS INTERVAL)", 'INTERVAL -1-2 3 -4:5:6'],
      ["CAST('1-2 3' AS INTERVAL), CAST('3 4:5:6' AS INTERVAL)", 'INTERVAL, INTERVAL 1-2 3 0:0:0, 0-0 3 4:5:6'],
      ["CAST('4:5:6.52' AS INTERVAL)", 'INTERVAL 0-0 0 4:5:6.520'],
      [
        "SAFE_CAST('1' AS INTERVAL), SAFE_CAST('P' AS INTERVAL), SAFE_CAST('PT' AS INTERVAL)",
        'INTERVAL, INTERVAL, INTERVAL NULL, NULL, NULL',
      ],
    ],
    'INTERVAL literals of every range': [
      ["INTERVAL '1' SECOND, INTERVAL '-1.5' SECOND", 'INTERVAL, INTERVAL 0-0 0 0:0:1, 0-0 0 -0:0:1.500'],
      ["INTERVAL '10:20:30.52' HOUR TO SECOND", 'INTERVAL 0-0 0 10:20:30.520'],
      ["INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 5:30' DAY TO MINUTE", 'INTERVAL, INTERVAL 1-2 0 0:0:0, 0-0 1 5:30:0'],
      ["INTERVAL '8 20 17' MONTH TO HOUR", 'INTERVAL 0-8 20 17:0:0'],
      ["INTERVAL '3' QUARTER, INTERVAL '2' WEEK", 'INTERVAL, INTERVAL 0-9 0 0:0:0, 0-0 14 0:0:0'],
      ["INTERVAL '1' SECOND TO HOUR", /Invalid INTERVAL/],
    ],
    'JUSTIFY_INTERVAL leaves the three parts with one sign': [
      ['JUSTIFY_INTERVAL(MAKE_INTERVAL(month => 1, hour => -1))', 'INTERVAL 0-0 29 23:0:0'],
      ["JUSTIFY_INTERVAL(INTERVAL '1-2 -35 4:5:6.789' YEAR TO SECOND)", 'INTERVAL 1-0 25 4:5:6.789'],
      ["JUSTIFY_INTERVAL(INTERVAL '29 49:00:00' DAY TO SECOND)", 'INTERVAL 0-1 1 1:0:0'],
    ],
    'INTERVAL has a sum and an average': [
      [
        'SELECT SUM(x), AVG(x) FROM UNNEST([INTERVAL 1 DAY, INTERVAL 2 DAY]) x',
        'INTERVAL, INTERVAL 0-0 3 0:0:0, 0-0 1 12:0:0',
      ],
      ['SELECT AVG(x) FROM UNNEST([INTERVAL 1 MONTH, INTERVAL 2 MONTH]) x', 'INTERVAL 0-1 15 0:0:0'],
    ],
    'a NULL path of JSON_REMOVE and JSON_SET is passed over': [
      [`JSON_REMOVE(JSON '{"a":1,"b":2}', NULL, '$.a')`, 'JSON {"b":2}'],
      [`JSON_SET(JSON '{"a":1}', NULL, 2)`, 'JSON {"a":1}'],
      [`JSON_SET(JSON '{"a":1}', NULL, 2, '$.a', 3)`, 'JSON {"a":3}'],
    ],
    'JSON text is read no further than to what the path names, and as it was written': [
      [`JSON_VALUE('{"hello": "world"', '$.hello')`, 'STRING world'],
      [`JSON_VALUE('[1, {"a": "x"}, oops', '$[1].a')`, 'STRING x'],
      [`JSON_VALUE('{"hello": ', '$.hello'), JSON_VALUE('{"a": 1', '$.b')`, 'STRING, STRING NULL, NULL'],
      [`JSON_QUERY('{"key": 1, "key": 2}', '$')`, 'STRING {"key":1,"key":2}'],
      [`JSON_VALUE('{"key": 1, "key": 2}', '$.key')`, 'STRING 1'],
    ],
    'a decimal that no double holds does not become a number of JSON': [
      ["JSON_ARRAY(BIGNUMERIC '1.111111111111111111')", /Failed to convert type BIGNUMERIC to JSON/],
      ["JSON_ARRAY(NUMERIC '1.5')", 'JSON [1.5]'],
      ["TO_JSON(NUMERIC '0.1')", 'JSON 0.1'],
    ],
    'COUNT(* HAVING MAX x) counts the rows with the largest x': [
      ['SELECT COUNT(* HAVING MAX x), COUNT(* HAVING MIN x) FROM UNNEST([1, 2, 2]) x', 'INT64, INT64 2, 1'],
      ['SELECT COUNT(* HAVING MAX x) FROM UNNEST([1]) x WHERE FALSE', 'INT64 0'],
    ],
    'STRING_AGG of no values is NULL and takes no NULL separator': [
      ["SELECT STRING_AGG(x LIMIT 0) FROM UNNEST(['a']) x", 'STRING NULL'],
      ["SELECT STRING_AGG(x, CAST(NULL AS STRING)) FROM UNNEST(['a']) x", /Illegal NULL separator/],
      ["SELECT STRING_AGG(x ORDER BY x) FROM UNNEST(['b', NULL, 'a']) x", 'STRING a,b'],
      ["SELECT STRING_AGG(x ORDER BY x) FROM UNNEST([b'b', b'a']) x", 'BYTES YSxi'],
    ],
    'a statistic over NaN or an infinity is NaN, and over decimals is exact': [
      [`SELECT VAR_POP(x), STDDEV_POP(x) FROM UNNEST([${NAN}]) x`, 'FLOAT64, FLOAT64 NaN, NaN'],
      [`SELECT VAR_POP(x), VAR_SAMP(x) FROM UNNEST([1.0, ${INF}]) x`, 'FLOAT64, FLOAT64 NaN, NaN'],
      [`SELECT STDDEV(x) FROM UNNEST([1.0, ${NAN}]) x`, 'FLOAT64 NaN'],
      [`SELECT COVAR_POP(y, x) FROM UNNEST([STRUCT(1.0 AS y, 2.0 AS x), (3.0, ${INF})])`, 'FLOAT64 NaN'],
      [
        "SELECT VAR_POP(x), VAR_SAMP(x) FROM UNNEST([NUMERIC '1000000000000000000000000.1', NUMERIC '1000000000000000000000000.2']) x",
        'FLOAT64, FLOAT64 0.0025, 0.005',
      ],
      ["SELECT VAR_SAMP(x), STDDEV_SAMP(x) FROM UNNEST([NUMERIC '1']) x", 'FLOAT64, FLOAT64 NULL, NULL'],
      ["SELECT COVAR_POP(x, x), CORR(x, x) FROM UNNEST([NUMERIC '1', NUMERIC '3']) x", 'FLOAT64, FLOAT64 1.0, 1.0'],
    ],
    'FORMAT groups, cuts, quotes and signs as documented': [
      [
        `FORMAT("%'x", 12345678), FORMAT("%'o", 55555), FORMAT("%'d", 1234567)`,
        'STRING, STRING, STRING bc:614e, 15,4403, 1,234,567',
      ],
      [`FORMAT('|%6.3t|', 10000)`, 'STRING |   100|'],
      [`FORMAT('%T', b'a"b'), FORMAT('%t', b'a"b')`, 'STRING, STRING b\'a"b\', a\\"b'],
      ["FORMAT('%f', -0.0)", 'STRING 0.000000'],
    ],
    'mathematical functions of infinities and of the smallest numbers': [
      [`LOG(2.0, ${INF})`, 'FLOAT64 NaN'],
      [`SIN(${INF}), COS(${INF}), TAN(-${INF})`, 'FLOAT64, FLOAT64, FLOAT64 NaN, NaN, NaN'],
      ['TRUNC(5e-324, 323), ROUND(5e-324, 324), TRUNC(1.5, 400)', 'FLOAT64, FLOAT64, FLOAT64 0.0, 5.0E-324, 1.5'],
      ['CHR(0) = CODE_POINTS_TO_STRING([0])', 'BOOL true'],
    ],
    'the last of %C, %Y and %y counts': [
      ["PARSE_DATE('%y %Y %C', '11 1234 22')", 'DATE 2200-01-01'],
      ["PARSE_DATE('%C %Y %y', '22 1234 11')", 'DATE 2011-01-01'],
      ["PARSE_DATE('%C %y', '19 07')", 'DATE 1907-01-01'],
      ["PARSE_DATE('%E4Y', '1')", /Failed to parse/],
      ["PARSE_DATE('%C0', '100')", /Failed to parse/],
    ],
    'a frame or a missing order is refused where the function does not take it': [
      ['SELECT LAG(x) OVER (ORDER BY x ROWS 1 PRECEDING) FROM UNNEST([1]) x', /framing clause is not allowed/],
      ['SELECT ROW_NUMBER() OVER (ROWS 2 PRECEDING) FROM UNNEST([1]) x', /framing clause is not allowed/],
      ['SELECT RANK() OVER () FROM UNNEST([1]) x', /ORDER BY is required/],
      ['SELECT ROW_NUMBER() OVER () FROM UNNEST([1]) x', 'INT64 1'],
    ],
    'a column of a subquery is no literal, whatever the subquery selects': [
      ["SELECT x, COUNT(*) FROM (SELECT 'src' AS x FROM UNNEST([1, 2])) GROUP BY x", 'STRING, INT64 src, 2'],
      ["WITH t AS (SELECT 'a' AS x, 1 AS y) SELECT x, SUM(y) FROM t GROUP BY ALL", 'STRING, INT64 a, 1'],
      ["SELECT x + NUMERIC '1' FROM (SELECT 0.5 AS x)", 'FLOAT64 1.5'],
    ],
    'a comma may end a select list before any clause': [
      ['SELECT 1 AS a, UNION ALL SELECT 2 ORDER BY a', 'INT64 1; 2'],
      ['SELECT 1 AS a, LIMIT 1', 'INT64 1'],
    ],
    'text that looks like a name of a column is text': [
      ["SELECT (SELECT COUNTIF(v != 'c4') FROM ds.b) AS n FROM ds.a", 'INT64 1; 1'],
      ["SELECT * FROM ds.pt WHERE 'c1' = 'c1'", /without a filter over column/],
      ["SELECT k, (SELECT MAX('c1') FROM ds.b) FROM ds.a ORDER BY k", 'INT64, STRING 1, c1; 2, c1'],
      ["SELECT UPPER('select') || UPPER('random()')", 'STRING SELECTRANDOM()'],
    ],
    'ARRAY of UNION ALL keeps the order of its inputs': [
      ['ARRAY(SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)', 'ARRAY<INT64> [1, 2, 3]'],
    ],
    'a function of the default dataset is found by its bare name': [['plus_one(2)', 'INT64 3']],
  },
  `CREATE SCHEMA ds;
   CREATE TABLE ds.n (a NUMERIC, b BIGNUMERIC);
   INSERT INTO ds.n VALUES (123456789.123456789, 5.34);
   CREATE TABLE ds.a (k INT64);
   INSERT INTO ds.a VALUES (1), (2);
   CREATE TABLE ds.b (v STRING);
   INSERT INTO ds.b VALUES ('c1');
   CREATE TABLE ds.pt (dt DATE, v INT64) PARTITION BY dt OPTIONS (require_partition_filter = true);
   CREATE FUNCTION ds.plus_one(x INT64) AS (x + 1);`,
);
