/** Procedures and table functions. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const SETUP = `
CREATE SCHEMA ds;
CREATE PROCEDURE ds.twice(IN a INT64, OUT b INT64) BEGIN SET b = a * 2; END;
CREATE PROCEDURE ds.factorial(n INT64, INOUT acc INT64)
BEGIN IF n > 1 THEN SET acc = acc * n; CALL ds.factorial(n - 1, acc); END IF; END;
CREATE PROCEDURE ds.endless() BEGIN CALL ds.endless(); END;
CREATE PROCEDURE ds.twoResults() BEGIN SELECT 1 AS x; SELECT 2 AS y; RETURN; SELECT 3; END;
CREATE PROCEDURE ds.looksOut() BEGIN SELECT v; END;
CREATE PROCEDURE ds.makesTable() BEGIN CREATE TEMP TABLE made AS SELECT 7 AS x; END;
CREATE PROCEDURE ds.shouts(a STRING) BEGIN SELECT CONCAT(a, '!') AS q; END;
CREATE PROCEDURE ds.anyOf(a ANY TYPE) BEGIN SELECT a AS q; END;
CREATE PROCEDURE ds.answers(OUT x STRING) BEGIN SET x = 'a'; END;
CREATE PROCEDURE ds.handles(OUT x STRING) BEGIN SELECT 1 / 0; EXCEPTION WHEN ERROR THEN SET x = @@error.message; END;
CREATE PROCEDURE ds.jumps() BEGIN BREAK; END;
CREATE TABLE FUNCTION ds.upTo(n INT64) AS SELECT x FROM UNNEST(GENERATE_ARRAY(1, n)) AS x;
CREATE TABLE FUNCTION ds.typed(s STRING) RETURNS TABLE<k STRING, v FLOAT64> AS (SELECT s, 1 UNION ALL SELECT 'z', 2);
CREATE TABLE FUNCTION ds.loose(a ANY TYPE) AS SELECT a AS q;
`;

describeCorpus(
  'routines',
  {
    'CALL runs a procedure, and OUT and INOUT parameters set the caller’s variables': [
      ['DECLARE r INT64; CALL ds.twice(4, r); SELECT r', 'INT64 8'],
      ['DECLARE r INT64; CALL `my-proj`.ds.twice(1 + 1, r); SELECT r', 'INT64 4'],
      ['DECLARE r FLOAT64; CALL ds.twice(4, r); SELECT r', 'FLOAT64 8.0'],
      ['DECLARE acc INT64 DEFAULT 1; CALL ds.factorial(5, acc); SELECT acc', 'INT64 120'],
      ["CALL ds.shouts('x')", 'STRING x!'],
      ['CALL ds.shouts(NULL)', 'STRING NULL'],
      ['CALL ds.anyOf(1.5)', 'FLOAT64 1.5'],
      ['DECLARE s STRING; CALL ds.handles(s); SELECT s', 'STRING division by zero: 1 / 0'],
    ],
    'EXECUTE IMMEDIATE may call a procedure': [
      ["DECLARE r INT64; EXECUTE IMMEDIATE 'CALL ds.twice(4, r)'; SELECT r", 'INT64 8'],
      ["DECLARE r INT64; EXECUTE IMMEDIATE 'CALL ds.twice(?, r)' USING 5; SELECT r", 'INT64 10'],
      ["BEGIN EXECUTE IMMEDIATE 'CALL ds.shouts(@x)' USING 'yo' AS x; END", 'STRING yo!'],
      ["BEGIN EXECUTE IMMEDIATE 'IF TRUE THEN SELECT 1; END IF'; END", /one statement that is no control statement/],
    ],
    'RETURN ends the procedure, and its last result is the script’s where nothing follows': [
      ['CALL ds.twoResults()', 'INT64 2'],
      ['CALL ds.twoResults(); SELECT 9', 'INT64 9'],
    ],
    'the body sees its parameters and no variable of the caller; temporary tables are the script’s': [
      ['DECLARE v INT64 DEFAULT 1; CALL ds.looksOut()', /Unrecognized name: v/],
      ['CALL ds.makesTable(); SELECT x FROM made', 'INT64 7'],
      ['LOOP CALL ds.jumps(); END LOOP', /BREAK is only allowed inside of a loop body/],
    ],
    'a call that does not fit is refused, and 50 calls deep is the end': [
      ['CALL ds.shouts(1)', /Cannot coerce expression of type INT64 to type STRING/],
      ['CALL ds.shouts()', /takes 1 arguments, but the call has 0/],
      ['CALL ds.missing()', /Not found: Routine my-proj:ds\.missing/],
      ['CALL ds.upTo(1)', /Not found: Routine my-proj:ds\.upTo/],
      ['CALL ds.answers(5)', /the OUT parameter x must be a declared variable/],
      ['DECLARE i INT64; CALL ds.answers(i)', /x of type STRING cannot be assigned to i of type INT64/],
      ['CALL ds.endless()', /nested deeper than 50 calls/],
      ["BEGIN CALL ds.endless(); EXCEPTION WHEN ERROR THEN SELECT 'caught' AS c; END", 'STRING caught'],
      ['CREATE PROCEDURE ds.twice(a INT64) BEGIN SELECT a; END', /Already Exists: Routine my-proj:ds\.twice/],
      ['CREATE PROCEDURE ds.odd(a INT64, A INT64) BEGIN SELECT a; END', /Duplicate parameter name A/],
    ],
    'a table function is a table of its arguments': [
      ['SELECT SUM(x) FROM ds.upTo(3)', 'INT64 6'],
      [
        'SELECT a.x, b.x AS y FROM ds.upTo(2) a JOIN ds.upTo(1 + 1) AS b ON a.x = b.x ORDER BY 1',
        'INT64, INT64 1, 1; 2, 2',
      ],
      ["SELECT * FROM ds.typed('q') ORDER BY k", 'STRING, FLOAT64 q, 1.0; z, 2.0'],
      ["SELECT q FROM ds.loose(DATE '2020-01-01')", 'DATE 2020-01-01'],
      ["DECLARE s STRING DEFAULT 'v'; SELECT k FROM ds.typed(s) ORDER BY k LIMIT 1", 'STRING v'],
      ['WITH n AS (SELECT 5 AS five) SELECT COUNT(*) FROM ds.upTo((SELECT five FROM n))', 'INT64 5'],
      ['FROM ds.upTo(4) |> WHERE x > 2 |> AGGREGATE SUM(x) AS s', 'INT64 7'],
    ],
    'a call of a table function that does not fit is refused': [
      [
        "SELECT * FROM ds.upTo('x')",
        /No matching signature for table-valued function ds\.upTo for argument types: STRING/,
      ],
      ['SELECT * FROM ds.missing(1)', /Table-valued function not found: ds\.missing/],
      ['SELECT ds.upTo(1)', /Function not found: ds\.upTo/],
      ['CREATE TABLE FUNCTION ds.odd() AS SELECT 1', /must be named, but column 1 has no name/],
      ['CREATE TABLE FUNCTION ds.odd(n STRING) AS SELECT n + 1 AS x', /No matching signature for operator \+/],
      [
        'CREATE TABLE FUNCTION ds.odd() RETURNS TABLE<a INT64> AS SELECT 1, 2',
        /declares 1 columns, but its query has 2/,
      ],
      ["CREATE TABLE FUNCTION ds.odd() RETURNS TABLE<a INT64> AS SELECT 'x'", /cannot be returned as a INT64/],
    ],
    'each kind of routine is dropped by its own word, and listed': [
      [
        "SELECT routine_name, routine_type FROM ds.INFORMATION_SCHEMA.ROUTINES WHERE routine_name IN ('twice', 'upTo') ORDER BY 1",
        'STRING, STRING twice, PROCEDURE; upTo, TABLE FUNCTION',
      ],
      ['DROP PROCEDURE ds.upTo', /Not found: Routine my-proj:ds\.upTo/],
      ['DROP FUNCTION ds.upTo', /Not found: Routine/],
      ['DROP TABLE FUNCTION ds.upTo; DROP TABLE FUNCTION IF EXISTS ds.upTo; SELECT 1', 'INT64 1'],
      ['DROP PROCEDURE ds.twice; DROP PROCEDURE IF EXISTS ds.twice; SELECT 1', 'INT64 1'],
    ],
  },
  SETUP,
);
