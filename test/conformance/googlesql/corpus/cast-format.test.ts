/** CAST … FORMAT: dates, times and BYTES as text and back. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const at = (format: string, value = "DATETIME '2020-02-05 15:04:05.678'") =>
  `CAST(${value} AS STRING FORMAT '${format}')`;

describeCorpus('CAST with FORMAT', {
  'a date is written by its elements, names in the case of the element': [
    [at('DD-Mon-YYYY'), 'STRING 05-Feb-2020'],
    [at('MON month MONTH Month'), 'STRING FEB february FEBRUARY February'],
    [at('DAY Day dy DY'), 'STRING WEDNESDAY Wednesday wed WED'],
    [at('D DD DDD'), 'STRING 4 05 036'],
    [at('YYYY YYY YY Y RRRR RR'), 'STRING 2020 020 20 0 2020 20'],
    [at('YYYY"year, "MM"\\\\"m"'), 'STRING 2020year, 02"m'],
    [at('YYYY', "DATE '0099-01-01'"), 'STRING 0099'],
  ],
  'a time is written by its elements': [
    [at('HH24:MI:SS HH HH12'), 'STRING 15:04:05 03 03'],
    [at('AM pm A.M. p.m.'), 'STRING PM pm P.M. p.m.'],
    [at('HH12 AM', "TIME '00:30:00'"), 'STRING 12 AM'],
    [at('SSSSS'), 'STRING 54245'],
    [at('FF1 FF3 FF6 FF9'), 'STRING 6 678 678000 678000000'],
  ],
  'a timestamp is written in the zone that AT TIME ZONE names, else in UTC': [
    [
      "CAST(TIMESTAMP '2020-02-05 15:04:05+00' AS STRING FORMAT 'YYYY-MM-DD HH24:MI TZH:TZM' AT TIME ZONE 'Asia/Kolkata')",
      'STRING 2020-02-05 20:34 +05:30',
    ],
    [at('HH24 TZH', "TIMESTAMP '2020-02-05 15:04:05+00'"), 'STRING 15 +00'],
    [
      "CAST(TIMESTAMP '2020-07-01 00:00:00+00' AS STRING FORMAT 'DD HH24 TZH' AT TIME ZONE 'America/New_York')",
      'STRING 30 20 -04',
    ],
  ],
  'text is read by the same elements': [
    ["CAST('01/02/2020' AS DATE FORMAT 'MM/DD/YYYY')", 'DATE 2020-01-02'],
    ["CAST('2020 Dec 5' AS DATE FORMAT 'YYYY MON DD')", 'DATE 2020-12-05'],
    ["CAST('  december-03-2018 ' AS DATE FORMAT 'MONTH-DD-YYYY')", 'DATE 2018-12-03'],
    ["CAST('03:30:05 pm' AS TIME FORMAT 'HH12:MI:SS AM')", 'TIME 15:30:05'],
    ["CAST('12 A.M.' AS TIME FORMAT 'HH P.M.')", 'TIME 00:00:00'],
    ["CAST('2020-01-02 86399' AS DATETIME FORMAT 'YYYY-MM-DD SSSSS')", 'DATETIME 2020-01-02T23:59:59'],
    [
      "CAST('2020-01-02 03:04:05.12 -05:30' AS TIMESTAMP FORMAT 'YYYY-MM-DD HH24:MI:SS.FF2 TZH:TZM')",
      'TIMESTAMP 2020-01-02T08:34:05.120000Z',
    ],
    [
      "CAST('2020-01-02' AS TIMESTAMP FORMAT 'YYYY-MM-DD' AT TIME ZONE 'America/New_York')",
      'TIMESTAMP 2020-01-02T05:00:00Z',
    ],
    ["CAST('2020' AS DATE FORMAT 'YYYY') = DATE(2020, EXTRACT(MONTH FROM CURRENT_DATE()), 1)", 'BOOL true'],
  ],
  'BYTES go through an encoding': [
    ["CAST(b'\\x00\\xff' AS STRING FORMAT 'HEX'), CAST('00Ff' AS BYTES FORMAT 'hex')", 'STRING, BYTES 00ff, AP8='],
    ["CAST(b'abc' AS STRING FORMAT 'BASE64'), CAST('YWJj' AS BYTES FORMAT 'BASE64')", 'STRING, BYTES YWJj, YWJj'],
    [
      "CAST(b'abc' AS STRING FORMAT 'BASE32'), CAST('MFRGG===' AS BYTES FORMAT 'BASE32')",
      'STRING, BYTES MFRGG===, YWJj',
    ],
    ["CAST(b'abc' AS STRING FORMAT 'ASCII'), CAST('é' AS BYTES FORMAT 'UTF-8')", 'STRING, BYTES abc, w6k='],
    ["CAST('é' AS BYTES FORMAT 'ASCII')", /by the format ASCII/],
    ["CAST(b'a' AS STRING FORMAT 'ROT13')", /The format "ROT13" is not supported/],
  ],
  'NULL stays NULL, and SAFE_CAST makes NULL of a failure': [
    ["CAST(NULL AS DATE FORMAT 'YYYY'), CAST(NULL AS STRING FORMAT 'YYYY')", 'DATE, STRING NULL, NULL'],
    ["CAST(CAST(NULL AS STRING) AS DATE FORMAT 'YYYY')", 'DATE NULL'],
    ["SAFE_CAST('x' AS DATE FORMAT 'YYYY'), SAFE_CAST('x' AS BYTES FORMAT 'HEX')", 'DATE, BYTES NULL, NULL'],
  ],
  'a text that does not fit, and an element that is none, are errors': [
    ["CAST('x' AS DATE FORMAT 'YYYY')", /Failed to parse input string "x"/],
    ["CAST('2020-02-30' AS DATE FORMAT 'YYYY-MM-DD')", /Failed to parse input string/],
    ["CAST('2020-01-01x' AS DATE FORMAT 'YYYY-MM-DD')", /Failed to parse input string/],
    ["CAST('13' AS TIME FORMAT 'HH12')", /Failed to parse input string/],
    ["CAST('2020-Foo-01' AS DATE FORMAT 'YYYY-MON-DD')", /Failed to parse input string/],
    [at('QQ'), /Cannot find matched format element at "QQ"/],
    [at('HH24', "DATE '2020-01-01'"), /DATE does not support the format element HH24/],
    [at('TZH'), /DATETIME does not support the format element TZH/],
    ["CAST('1' AS INT64 FORMAT '999')", /does not support CAST with FORMAT from STRING to INT64/],
    ["CAST('2020' AS DATE FORMAT 'YYYY' AT TIME ZONE 'UTC')", /only for TIMESTAMP/],
    ["CAST('2020' AS DATE FORMAT 1)", /must be STRING/],
  ],
});
