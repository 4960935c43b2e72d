/** The difference by `-` of two points in time: an INTERVAL of days between dates, of an exact time between the others. */

import { type Case, describeCases } from '../../support/googlesql-cases.ts';

const is = (expression: string, ...values: readonly (string | number | null)[]): Case => ({
  name: expression,
  sql: `SELECT ${expression}`,
  rows: [values],
});
const fails = (expression: string, error: RegExp): Case => ({
  name: `${expression} is an error`,
  sql: `SELECT ${expression}`,
  error,
});

describeCases('The difference of two points in time', '', [
  is("DATE '2021-05-20' - DATE '2020-04-19', DATE '2024-02-28' - DATE '2024-03-01'", '0-0 396 0:0:0', '0-0 -2 0:0:0'),
  is("DATE '9999-12-31' - DATE '0001-01-01'", '0-0 3652058 0:0:0'),
  is("TIMESTAMP '2021-06-01 12:34:56.789+00' - TIMESTAMP '2021-05-31 00:00:00+00'", '0-0 0 36:34:56.789'),
  is("TIMESTAMP '2021-05-31 00:00:00+00' - TIMESTAMP '2021-05-31 00:00:00.000001+00'", '0-0 0 -0:0:0.000001'),
  is("DATETIME '2021-06-01 12:34:56.789' - DATETIME '2021-05-31 00:00:00'", '0-0 0 36:34:56.789'),
  is(
    "DATETIME '2021-06-01 01:00:00' - DATE '2021-05-31', DATE '2021-05-31' - DATETIME '2021-05-31 00:00:01'",
    '0-0 0 25:0:0',
    '0-0 0 -0:0:1',
  ),
  is(
    "DATE '2024-01-01' - CAST(NULL AS DATE), CAST(NULL AS TIMESTAMP) - TIMESTAMP '2024-01-01 00:00:00+00'",
    null,
    null,
  ),
  is("DATE '2024-01-01' + (DATE '2024-02-01' - DATE '2024-01-01')", '2024-02-01T00:00:00'),
  fails(
    "TIMESTAMP '2024-01-01 00:00:00+00' - DATETIME '2024-01-01 00:00:00'",
    /No matching signature for operator -.*\[1:\d+\]/s,
  ),
  fails("DATE '2024-01-01' + DATE '2024-01-01'", /No matching signature for operator \+.*\[1:\d+\]/s),
  fails("TIME '10:00:00' - TIME '09:00:00'", /subtraction of TIME from TIME.*\[1:\d+\]/s),
]);
