/** Operators and casts: NULL, NaN, overflow, exact decimals, division, literals that take another type. */

import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const NULLS: readonly Case[] = [
  {
    name: 'AND and OR have three values',
    sql: 'SELECT NULL AND FALSE, NULL AND TRUE, NULL OR TRUE, NULL OR FALSE, NOT CAST(NULL AS BOOL)',
    rows: [[false, null, true, null, null]],
  },
  {
    name: 'a comparison with NULL is NULL',
    sql: 'SELECT 1 = x, x = x, x != 1, 1 < x FROM (SELECT CAST(NULL AS INT64) AS x)',
    rows: [[null, null, null, null]],
  },
  {
    name: 'IS tells NULL from false',
    sql: 'SELECT NULL IS NULL, (CAST(NULL AS INT64) = 1) IS TRUE, (1 = 2) IS NOT FALSE, CAST(NULL AS BOOL) IS UNKNOWN',
    rows: [[true, false, false, true]],
  },
  {
    name: 'IS DISTINCT FROM takes NULL for a value',
    sql: 'SELECT NULL IS DISTINCT FROM NULL, 1 IS DISTINCT FROM NULL, 1 IS NOT DISTINCT FROM 1',
    rows: [[false, true, true]],
  },
  {
    name: 'IN with a NULL is never false',
    sql: 'SELECT 1 IN (1, NULL), 2 IN (1, NULL), 2 NOT IN (1, NULL), NULL IN (1)',
    rows: [[true, null, null, null]],
  },
  {
    name: 'NOT IN of a subquery with a NULL is NULL',
    sql: 'SELECT 2 NOT IN (SELECT x FROM UNNEST([1, NULL]) x), 2 IN (SELECT x FROM UNNEST(CAST([] AS ARRAY<INT64>)) x)',
    rows: [[null, false]],
  },
  {
    name: 'BETWEEN with a NULL bound may still be false',
    sql: 'SELECT 5 BETWEEN NULL AND 3, 5 BETWEEN NULL AND 9, 5 NOT BETWEEN 1 AND NULL',
    rows: [[false, null, null]],
  },
  {
    name: 'structs are equal field by field',
    sql: 'SELECT (1, 2) = (1, 2), (1, NULL) = (1, 2), (1, NULL) = (2, NULL), STRUCT(1 AS a) = STRUCT(1 AS b)',
    rows: [[true, null, false, true]],
  },
  {
    name: 'joining text or arrays with NULL gives NULL',
    sql: "SELECT 'a' || CAST(NULL AS STRING), ([1] || CAST(NULL AS ARRAY<INT64>)) IS NULL, [1] || [2]",
    rows: [[null, true, [1, 2]]],
  },
  {
    name: 'CASE without a match is NULL',
    sql: "SELECT CASE 3 WHEN 1 THEN 'a' END, CASE NULL WHEN NULL THEN 1 ELSE 2 END, CASE WHEN NULL THEN 1 ELSE 2 END",
    rows: [[null, 2, 2]],
  },
];

const NAN = "CAST('nan' AS FLOAT64)";
const FLOATS: readonly Case[] = [
  {
    name: 'NaN equals nothing',
    sql: `SELECT x = x, x != x, x < 1, x > 1, x <= x, x >= x FROM (SELECT ${NAN} AS x)`,
    rows: [[false, true, false, false, false, false]],
  },
  {
    name: 'NaN compared with NULL is NULL',
    sql: `SELECT x = CAST(NULL AS FLOAT64), x < CAST(NULL AS FLOAT64), CAST(NULL AS FLOAT64) < x FROM (SELECT ${NAN} AS x)`,
    rows: [[null, null, null]],
  },
  {
    name: 'NaN is in no list and matches no join',
    sql: `SELECT x IN (x, 1), (SELECT COUNT(*) FROM UNNEST([x]) a JOIN UNNEST([x]) b ON a = b) FROM (SELECT ${NAN} AS x)`,
    rows: [[false, 0]],
  },
  {
    name: 'NaN sorts after NULL and before every number',
    sql: `SELECT x FROM UNNEST([1.5, ${NAN}, NULL, CAST('-inf' AS FLOAT64)]) x ORDER BY x`,
    rows: [[null], ['NaN'], ['-Infinity'], [1.5]],
  },
  {
    name: 'and the other way round descending',
    sql: `SELECT x FROM UNNEST([1.5, ${NAN}, NULL]) x ORDER BY x DESC`,
    rows: [[1.5], ['NaN'], [null]],
  },
  { name: 'NaN is one group', sql: `SELECT COUNT(*) FROM UNNEST([${NAN}, ${NAN}]) x GROUP BY x`, rows: [[2]] },
  { name: 'DISTINCT FROM takes NaN for a value', sql: `SELECT ${NAN} IS DISTINCT FROM ${NAN}`, rows: [[false]] },
  {
    name: 'a FLOAT64 that outgrows its range is an error',
    sql: 'SELECT x * 10 FROM (SELECT 1e308 AS x)',
    error: 'double overflow: 1e+308 * 10',
  },
  {
    name: 'infinity stays infinity',
    sql: "SELECT x * 2, -x FROM (SELECT CAST('inf' AS FLOAT64) AS x)",
    rows: [['Infinity', '-Infinity']],
  },
  { name: 'dividing FLOAT64 by zero is an error', sql: 'SELECT 1.5 / 0', error: 'division by zero: 1.5 / 0' },
  { name: 'so is dividing INT64', sql: 'SELECT 1 / 0', error: 'division by zero: 1 / 0' },
  {
    name: 'a float casts to the nearest whole, halves away from zero',
    sql: 'SELECT CAST(2.5 AS INT64), CAST(-2.5 AS INT64), CAST(0.49999999999999994 AS INT64), CAST(3.5 AS INT64)',
    rows: [[3, -3, 0, 4]],
  },
  { name: 'a float beyond INT64 does not cast', sql: 'SELECT CAST(1e19 AS INT64)', error: /int64/ },
  {
    name: 'NaN does not cast to INT64, and SAFE_CAST gives NULL',
    sql: `SELECT SAFE_CAST(${NAN} AS INT64)`,
    rows: [[null]],
  },
  {
    name: 'floats cast to text without a needless point',
    sql: 'SELECT CAST(1.0 AS STRING), CAST(0.1 AS STRING), CAST(1e20 AS STRING), CAST(-1.5e-7 AS STRING)',
    rows: [['1', '0.1', '1e+20', '-1.5e-07']],
  },
];

const NUMBERS: readonly Case[] = [
  {
    name: 'INT64 addition overflows',
    sql: 'SELECT 9223372036854775807 + 1',
    error: 'int64 overflow: 9223372036854775807 + 1',
  },
  { name: 'INT64 multiplication overflows', sql: 'SELECT 9223372036854775807 * 2', error: /int64 overflow/ },
  {
    name: 'the smallest INT64 can be written, its negation not',
    sql: 'SELECT -9223372036854775808',
    rows: [['-9223372036854775808']],
  },
  {
    name: 'negation of the smallest INT64 overflows',
    sql: 'SELECT -x FROM (SELECT -9223372036854775808 AS x)',
    error: /int64 overflow/,
  },
  {
    name: 'a literal beyond INT64 is refused',
    sql: 'SELECT 9223372036854775808',
    error: 'Invalid integer literal: 9223372036854775808 at [1:8]',
  },
  {
    name: 'a SUM beyond INT64 is an error',
    sql: 'SELECT SUM(x) FROM UNNEST([9223372036854775807, 1]) x',
    error: /int64 overflow/,
  },
  { name: '/ of INT64 is a FLOAT64', sql: 'SELECT 7 / 2, 6 / 2', rows: [[3.5, 3]] },
  {
    name: 'NUMERIC is exact',
    sql: "SELECT NUMERIC '0.1' + NUMERIC '0.2', NUMERIC '1.000000001' * 3, NUMERIC '1' - 2",
    rows: [['0.3', '3.000000003', '-1']],
  },
  {
    name: 'NUMERIC products and quotients round half away from zero at nine digits',
    sql: "SELECT NUMERIC '0.000000001' * NUMERIC '0.5', NUMERIC '-0.000000001' * NUMERIC '0.5', NUMERIC '1' / 3, NUMERIC '2' / 3",
    rows: [['0.000000001', '-0.000000001', '0.333333333', '0.666666667']],
  },
  { name: 'NUMERIC overflows', sql: "SELECT NUMERIC '99999999999999999999999999999' + 1", error: /numeric/i },
  {
    name: 'a NUMERIC product overflows',
    sql: "SELECT NUMERIC '99999999999999999999999999999' * 10",
    error: /numeric overflow/,
  },
  { name: 'NUMERIC division by zero is an error', sql: "SELECT NUMERIC '1' / 0", error: 'division by zero: 1 / 0' },
  {
    name: 'BIGNUMERIC keeps 38 digits after the point',
    sql: "SELECT CAST(BIGNUMERIC '1' / 3 AS STRING), CAST(BIGNUMERIC '0.00000000000000000000000000000000000001' + 1 AS STRING)",
    rows: [['0.33333333333333333333333333333333333333', '1.00000000000000000000000000000000000001']],
  },
  {
    name: 'NUMERIC and a FLOAT64 make FLOAT64',
    sql: "SELECT NUMERIC '0.5' + CAST('0.25' AS FLOAT64), NUMERIC '1' = CAST('1' AS FLOAT64)",
    rows: [[0.75, true]],
  },
  {
    name: 'NUMERIC and a FLOAT64 literal make NUMERIC',
    sql: "SELECT NUMERIC '0.5' + 0.25, NUMERIC '1' = 1.0",
    rows: [['0.75', true]],
  },
  {
    name: 'INT64 and NUMERIC compare exactly',
    sql: "SELECT 9007199254740993 = NUMERIC '9007199254740993', 9007199254740993 > NUMERIC '9007199254740992'",
    rows: [[true, true]],
  },
  {
    name: 'NUMERIC casts to the nearest INT64',
    sql: "SELECT CAST(NUMERIC '2.5' AS INT64), CAST(NUMERIC '-2.5' AS INT64), CAST(NUMERIC '1.10' AS STRING)",
    rows: [[3, -3, '1.1']],
  },
  {
    name: 'a FLOAT64 casts to NUMERIC by its exact value',
    sql: 'SELECT CAST(0.1 AS NUMERIC), CAST(1.0000000005 AS NUMERIC)',
    rows: [['0.1', '1.000000001']],
  },
  {
    name: 'bits and shifts',
    sql: 'SELECT 6 & 3, 6 | 3, 6 ^ 3, ~6, 1 << 63, -1 >> 63, 1 << 64',
    rows: [[2, 7, 5, -7, '-9223372036854775808', 1, 0]],
  },
  { name: 'a negative shift is an error', sql: 'SELECT 1 << -1', error: /non-negative/ },
  {
    name: 'hexadecimal numbers and text',
    sql: "SELECT 0xff, CAST('0xff' AS INT64), CAST(' -7 ' AS INT64)",
    rows: [[255, 255, -7]],
  },
];

const CASTS: readonly Case[] = [
  {
    name: 'a string literal next to a date is a date',
    sql: "SELECT DATE '2024-01-05' = '2024-1-5', DATE '2024-01-05' < '2024-02-01'",
    rows: [[true, true]],
  },
  { name: 'a bad one is an error', sql: "SELECT DATE '2024-01-05' = 'soon'", error: /Invalid date: 'soon'/ },
  {
    name: 'a string column next to a date is an error',
    sql: "SELECT DATE '2024-01-05' = x FROM (SELECT CONCAT('2024', '-01-05') AS x)",
    error: /No matching signature for operator = for argument types: DATE, STRING at \[1:8\]/,
  },
  {
    name: 'a wrong date literal is refused with its place',
    sql: "SELECT DATE '2023-02-29'",
    error: 'Invalid DATE literal at [1:8]',
  },
  {
    name: 'text to bool takes only the two words',
    sql: "SELECT CAST('TRUE' AS BOOL), SAFE_CAST('yes' AS BOOL), SAFE_CAST('1' AS BOOL)",
    rows: [[true, null, null]],
  },
  { name: 'bytes must be UTF-8 to become text', sql: "SELECT CAST(b'\\xff' AS STRING)", error: /UTF-8/ },
  { name: 'text becomes its UTF-8', sql: "SELECT CAST('é' AS BYTES)", rows: [['c3a9']] },
  {
    name: 'times to text',
    sql: "SELECT CAST(TIMESTAMP '2024-01-05 10:00:00.5+02' AS STRING), CAST(DATETIME '2024-01-05T10:00:00' AS STRING), CAST(DATE '2024-01-05' AS STRING), CAST(TIME '10:00:00.000001' AS STRING)",
    rows: [['2024-01-05 08:00:00.500+00', '2024-01-05 10:00:00', '2024-01-05', '10:00:00.000001']],
  },
  {
    name: 'text to a timestamp in a named zone',
    sql: "SELECT CAST('2024-07-01 12:00:00 America/New_York' AS TIMESTAMP)",
    rows: [['2024-07-01T16:00:00Z']],
  },
  {
    name: 'a date is midnight in UTC',
    sql: "SELECT CAST(DATE '2024-01-05' AS TIMESTAMP), CAST(TIMESTAMP '2024-01-05 23:30:00-01' AS DATE)",
    rows: [['2024-01-05T00:00:00Z', '2024-01-06']],
  },
  {
    name: 'DATE plus days',
    sql: "SELECT DATE '2024-02-28' + 2, DATE '2024-03-01' - 1",
    rows: [['2024-03-01', '2024-02-29']],
  },
  {
    name: 'a cast that does not exist is refused',
    sql: 'SELECT CAST(1 AS DATE)',
    error: 'Invalid cast from INT64 to DATE at [1:8]',
  },
  {
    name: 'SAFE_CAST hides no error of its operand',
    sql: 'SELECT SAFE_CAST(1 / x AS STRING) FROM UNNEST([0]) x',
    error: /division by zero/,
  },
  {
    name: 'a struct casts field by field',
    sql: "SELECT CAST(STRUCT(1, '2') AS STRUCT<a STRING, b INT64>).b",
    rows: [[2]],
  },
  {
    name: 'LIKE escapes with a backslash',
    sql: "SELECT 'a%b' LIKE 'a\\\\%b', 'axb' LIKE 'a\\\\%b', 'a\\nb' LIKE 'a_b', CAST(NULL AS STRING) LIKE 'a'",
    rows: [[true, false, true, null]],
  },
  {
    name: 'text compares by code point',
    sql: "SELECT 'Z' < 'a', 'é' > 'z', '😀' > '\\uFFFD'",
    rows: [[true, true, true]],
  },
  {
    name: 'a NULL takes the type around it',
    sql: "SELECT x FROM (SELECT NULL AS x UNION ALL SELECT 'a') ORDER BY x",
    rows: [[null], ['a']],
  },
];

describeCases('GoogleSQL: NULL', '', NULLS);
describeCases('GoogleSQL: FLOAT64', '', FLOATS);
describeCases('GoogleSQL: whole and exact numbers', '', NUMBERS);
describeCases('GoogleSQL: casts and coercions', '', CASTS);
