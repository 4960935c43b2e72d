/** A table with a column of every type but RANGE, and its rows as a query. */

export const EVERY_TYPE_COLUMNS = `
  i INT64 NOT NULL, f FLOAT64, n NUMERIC, bn BIGNUMERIC, b BOOL, s STRING, y BYTES, d DATE, t TIME, dt DATETIME, ts TIMESTAMP,
  iv INTERVAL, j JSON, ai ARRAY<INT64>, asn ARRAY<STRING>, an ARRAY<BIGNUMERIC>,
  st STRUCT<a INT64, b STRING, c ARRAY<STRUCT<x BOOL, y NUMERIC>>>, ast ARRAY<STRUCT<k STRING, v FLOAT64>>`;

/** Rows `from` to `to`: a value in each column, or NULL in about one of seven. */
export function everyTypeRows(from: number, to: number): string {
  return `
  SELECT i, v.* FROM UNNEST(GENERATE_ARRAY(${from}, ${to})) i, UNNEST([STRUCT(
    IF(MOD(i, 7) = 1, NULL, CASE MOD(i, 5) WHEN 0 THEN CAST('-inf' AS FLOAT64) WHEN 1 THEN -0.0 WHEN 2 THEN CAST('nan' AS FLOAT64) ELSE i / 3 END) AS f,
    IF(MOD(i, 7) = 2, NULL, (i - 5) * NUMERIC '-12345678901234567890.123456789') AS n,
    IF(MOD(i, 7) = 3, NULL, (i - 6) * BIGNUMERIC '1234567890123456789012345678.00000000000000000000000000000000000001') AS bn,
    IF(MOD(i, 7) = 4, NULL, MOD(i, 3) = 0) AS b,
    IF(MOD(i, 7) = 5, NULL, REPEAT(CHR(233 + MOD(i, 40)), MOD(i, 23))) AS s,
    IF(MOD(i, 7) = 6, NULL, SHA256(CAST(i AS STRING))) AS y,
    IF(MOD(i, 7) = 0, NULL, DATE_ADD(DATE '1969-12-20', INTERVAL MOD(i, 90000) DAY)) AS d,
    IF(MOD(i, 7) = 1, NULL, TIME_ADD(TIME '00:00:00', INTERVAL MOD(i, 86000) * 1000003 MICROSECOND)) AS t,
    IF(MOD(i, 7) = 2, NULL, DATETIME_SUB(DATETIME '1970-01-01 00:00:10', INTERVAL i * 1000007 MICROSECOND)) AS dt,
    IF(MOD(i, 7) = 3, NULL, TIMESTAMP_MICROS(i * 1234567891 - 9999)) AS ts,
    IF(MOD(i, 7) = 4, NULL, MAKE_INTERVAL(month => CAST(MOD(i, 5000) - 20 AS INT64), day => 3 - MOD(i, 5000), second => MOD(i, 5000) * 61 - 7)) AS iv,
    IF(MOD(i, 7) = 5, NULL, TO_JSON(STRUCT(i AS a, ['x', 'é'] AS b))) AS j,
    GENERATE_ARRAY(1, MOD(i, 4)) AS ai,
    ARRAY(SELECT CONCAT('item number ', CAST(e AS STRING)) FROM UNNEST(GENERATE_ARRAY(1, MOD(i, 3))) e ORDER BY e) AS asn,
    ARRAY(SELECT e * BIGNUMERIC '-0.5' FROM UNNEST(GENERATE_ARRAY(1, MOD(i, 3))) e ORDER BY e) AS an,
    IF(MOD(i, 7) = 1, NULL, STRUCT(IF(MOD(i, 2) = 0, NULL, i) AS a, CAST(i AS STRING) AS b,
      ARRAY(SELECT AS STRUCT MOD(e, 2) = 0 AS x, CAST(e AS NUMERIC) AS y FROM UNNEST(GENERATE_ARRAY(1, MOD(i, 3))) e ORDER BY e) AS c)) AS st,
    ARRAY(SELECT AS STRUCT CAST(e AS STRING) AS k, e / 2 AS v FROM UNNEST(GENERATE_ARRAY(1, MOD(i, 3))) e ORDER BY e) AS ast)]) v`;
}
