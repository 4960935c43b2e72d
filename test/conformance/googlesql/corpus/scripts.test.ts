/** Scripts: loops, jumps, blocks with handlers, EXECUTE IMMEDIATE and system variables. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

const loop = (body: string, rest = '') =>
  `DECLARE i INT64 DEFAULT 0; DECLARE s STRING DEFAULT ''; ${body}; SELECT i, s${rest}`;

describeCorpus(
  'scripts',
  {
    'WHILE runs while its condition is true': [
      [loop("WHILE i < 3 DO SET i = i + 1; SET s = s || 'x'; END WHILE"), 'INT64, STRING 3, xxx'],
      [loop('WHILE FALSE DO SET i = 9; END WHILE'), 'INT64, STRING 0,'],
      [loop('WHILE NULL DO SET i = 9; END WHILE'), 'INT64, STRING 0,'],
    ],
    'REPEAT runs until its condition is true, at least once': [
      [loop('REPEAT SET i = i + 1; UNTIL i >= 3 END REPEAT'), 'INT64, STRING 3,'],
      [loop('REPEAT SET i = i + 1; UNTIL TRUE END REPEAT'), 'INT64, STRING 1,'],
    ],
    'LOOP runs until a jump, BREAK is LEAVE and CONTINUE is ITERATE': [
      [loop('LOOP SET i = i + 1; IF i = 4 THEN BREAK; END IF; END LOOP'), 'INT64, STRING 4,'],
      [loop('LOOP SET i = i + 1; IF i = 4 THEN LEAVE; END IF; END LOOP'), 'INT64, STRING 4,'],
      [
        loop(
          'WHILE i < 5 DO SET i = i + 1; IF MOD(i, 2) = 0 THEN CONTINUE; END IF; SET s = s || CAST(i AS STRING); END WHILE',
        ),
        'INT64, STRING 5, 135',
      ],
      [
        loop(
          'WHILE i < 5 DO SET i = i + 1; IF MOD(i, 2) = 1 THEN ITERATE; END IF; SET s = s || CAST(i AS STRING); END WHILE',
        ),
        'INT64, STRING 5, 24',
      ],
      ['BEGIN BREAK; END', /only allowed inside of a loop/],
    ],
    'SET of names in parentheses takes the fields of a struct, also of one name': [
      [loop("SET (i, s) = (SELECT AS STRUCT 2, 'x')"), 'INT64, STRING 2, x'],
      [loop('SET (i) = (SELECT AS STRUCT 2)'), 'INT64, STRING 2,'],
      [loop('SET (i) = (2)'), 'INT64, STRING 2,'],
      [loop('SET (i) = (SELECT AS STRUCT 1, 2)'), /./],
      [loop('SET (i, s) = 1'), /needs a STRUCT with as many fields/],
    ],
    'FOR runs once a row, whose columns are fields': [
      [
        loop(
          'FOR r IN (SELECT x, x * 2 AS y FROM UNNEST([1, 2, 3]) x ORDER BY x) DO SET i = i + r.y; SET s = s || CAST(r.x AS STRING); END FOR',
        ),
        'INT64, STRING 12, 123',
      ],
      [loop('FOR r IN (SELECT 1 AS x FROM UNNEST([1]) WHERE FALSE) DO SET i = 9; END FOR'), 'INT64, STRING 0,'],
      ['FOR r IN (SELECT 1 AS x) DO SELECT r.x; END FOR', 'INT64 1'],
      ['BEGIN FOR r IN (SELECT 1 AS x) DO SELECT 1; END FOR; SELECT r.x; END', /Unrecognized name: r/],
    ],
    'a label names the loop or block that a jump leaves': [
      [
        loop(
          'outer_loop: LOOP WHILE TRUE DO SET i = i + 1; IF i = 3 THEN LEAVE outer_loop; END IF; END WHILE; END LOOP outer_loop',
        ),
        'INT64, STRING 3,',
      ],
      [
        loop(
          'a: FOR r IN (SELECT x FROM UNNEST([1, 2]) x ORDER BY x) DO LOOP SET s = s || CAST(r.x AS STRING); CONTINUE a; END LOOP; END FOR',
        ),
        'INT64, STRING 0, 12',
      ],
      [loop('b: BEGIN SET i = 1; LEAVE b; SET i = 2; END b'), 'INT64, STRING 1,'],
      ['LOOP LEAVE nowhere; END LOOP', /Label not found: nowhere/],
    ],
    'CASE as a statement runs the first branch that holds': [
      [
        loop("CASE WHEN i = 1 THEN SET s = 'a'; WHEN i = 0 THEN SET s = 'b'; ELSE SET s = 'c'; END CASE"),
        'INT64, STRING 0, b',
      ],
      [loop("CASE i + 1 WHEN 0 THEN SET s = 'a'; WHEN 1 THEN SET s = 'b'; SET i = 7; END CASE"), 'INT64, STRING 7, b'],
      [loop("CASE i WHEN 5 THEN SET s = 'a'; ELSE SET s = 'z'; END CASE"), 'INT64, STRING 0, z'],
      [loop("CASE i WHEN 5 THEN SET s = 'a'; END CASE"), 'INT64, STRING 0,'],
    ],
    'an exception handler sees the error, and RAISE throws one': [
      [
        "BEGIN SELECT 1 / 0; EXCEPTION WHEN ERROR THEN SELECT @@error.message LIKE '%division by zero%'; END",
        'BOOL true',
      ],
      [
        "BEGIN RAISE USING MESSAGE = 'mine'; EXCEPTION WHEN ERROR THEN SELECT @@error.message LIKE 'mine%'; END",
        'BOOL true',
      ],
      ["RAISE USING MESSAGE = CONCAT('a', 'b')", /^ab/],
      ['BEGIN SELECT 1 / 0; EXCEPTION WHEN ERROR THEN RAISE; END', /division by zero/],
      ['BEGIN RAISE; END', /outside of an exception handler/],
      [
        "BEGIN BEGIN SELECT ERROR('in'); EXCEPTION WHEN ERROR THEN SELECT ERROR('out'); END; EXCEPTION WHEN ERROR THEN SELECT @@error.message; END",
        'STRING out',
      ],
      ['BEGIN SELECT 7; EXCEPTION WHEN ERROR THEN SELECT 8; END', 'INT64 7'],
      ['BEGIN SELECT * FROM ds.missing; EXCEPTION WHEN ERROR THEN SELECT 5; END', 'INT64 5'],
      [
        loop(
          'BEGIN DECLARE inner_one INT64 DEFAULT 4; SET i = inner_one; SELECT 1 / 0; EXCEPTION WHEN ERROR THEN SET i = i + 1; END',
        ),
        'INT64, STRING 5,',
      ],
      ['BEGIN DECLARE v INT64; SELECT 1 / 0; EXCEPTION WHEN ERROR THEN SELECT v; END', /Unrecognized name: v/],
    ],
    'RETURN ends the script': [
      ['BEGIN SELECT 1; RETURN; SELECT 2; END', 'INT64 1'],
      [loop('SELECT 3; IF i = 0 THEN RETURN; END IF'), 'INT64 3'],
    ],
    'EXECUTE IMMEDIATE runs one statement of a text, with parameters and variables': [
      ["BEGIN EXECUTE IMMEDIATE 'SELECT 1 + 1'; END", 'INT64 2'],
      ["BEGIN EXECUTE IMMEDIATE 'SELECT ? * ?' USING 6, 7; END", 'INT64 42'],
      ["BEGIN EXECUTE IMMEDIATE 'SELECT @a || @b' USING 'x' AS a, 'y' AS b; END", 'STRING xy'],
      [loop("EXECUTE IMMEDIATE 'SELECT 5, \\'q\\'' INTO i, s"), 'INT64, STRING 5, q'],
      [loop("EXECUTE IMMEDIATE 'SELECT x FROM UNNEST([1]) x WHERE FALSE' INTO i"), 'INT64, STRING NULL,'],
      [loop("EXECUTE IMMEDIATE 'SELECT x FROM UNNEST([1, 2]) x' INTO i"), /more than one row/],
      ["BEGIN EXECUTE IMMEDIATE 'SELECT @a' USING 1; END", /not given by USING/],
      ["BEGIN EXECUTE IMMEDIATE 'SELECT 1; SELECT 2'; END", /one statement/],
      ['BEGIN EXECUTE IMMEDIATE CAST(NULL AS STRING); END', /cannot be NULL/],
      [
        "BEGIN EXECUTE IMMEDIATE 'INSERT INTO ds.t VALUES (?)' USING 4; SELECT COUNTIF(x = 4) FROM ds.t; END",
        'INT64 1',
      ],
    ],
    '@@error.statement_text is the innermost statement that failed': [
      ['BEGIN SELECT 1 / 0; EXCEPTION WHEN ERROR THEN SELECT @@error.statement_text; END', 'STRING SELECT 1 / 0'],
      [
        'DECLARE x INT64; BEGIN SET x = 1/0; EXCEPTION WHEN ERROR THEN SELECT @@error.statement_text; END',
        'STRING SET x = 1/0',
      ],
      [
        "BEGIN EXECUTE IMMEDIATE 'SELECT 1/0'; EXCEPTION WHEN ERROR THEN SELECT @@error.statement_text; END",
        'STRING SELECT 1/0',
      ],
      [
        'BEGIN BEGIN SELECT 1/0; EXCEPTION WHEN ERROR THEN RAISE; END; EXCEPTION WHEN ERROR THEN SELECT @@error.statement_text; END',
        'STRING SELECT 1/0',
      ],
    ],
    'system variables': [
      ['BEGIN INSERT INTO ds.r VALUES (1), (2); SELECT @@row_count; END', 'INT64 2'],
      ['BEGIN DELETE FROM ds.r WHERE TRUE; SELECT @@row_count; END', 'INT64 2'],
      ['@@row_count', 'INT64 NULL'],
      ['@@project_id, @@dataset_id, @@time_zone', 'STRING, STRING, STRING my-proj, ds, UTC'],
      ['@@error.message', 'STRING NULL'],
      ['@@error.statement_text', 'STRING NULL'],
      ['@@nothing.known', /the system variable @@nothing.known/],
    ],
    'SET @@dataset_id moves the dataset of names without one': [
      [
        "BEGIN SET @@dataset_id = 'ds2'; SELECT y, @@dataset_id, @@dataset_project_id FROM only; END",
        'INT64, STRING, STRING 2, ds2, my-proj',
      ],
      [
        "DECLARE d STRING DEFAULT 'ds2'; SET @@dataset_id = d; CREATE TABLE made AS SELECT 3 AS z; SELECT z FROM ds2.made",
        'INT64 3',
      ],
      ['BEGIN SET @@dataset_id = NULL; SELECT * FROM only; END', /must be qualified with a dataset/],
      ["BEGIN SET @@script.job_id = 'x'; END", /SET of the system variable @@script/],
    ],
    'SET @@time_zone takes UTC, which it is': [
      ["BEGIN SET @@time_zone = 'UTC'; SELECT @@time_zone; END", 'STRING UTC'],
      ["BEGIN SET @@time_zone = 'Europe/Berlin'; END", /does not support SET of @@time_zone to Europe\/Berlin/],
      ['BEGIN SET @@time_zone = NULL; END', /cannot be NULL/],
    ],
    'SET @@query_label takes pairs of keys and values': [
      ["BEGIN SET @@query_label = 'team:data, stage:a-1'; SELECT @@query_label; END", 'STRING team:data,stage:a-1'],
      ["BEGIN SET @@query_label = 'alone'; SET @@query_label = ''; SELECT @@query_label; END", 'STRING NULL'],
      ["BEGIN SET @@query_label = 'Team:data'; END", /Invalid query label: Team:data/],
      ["BEGIN SET @@query_label = 'a:b:c'; END", /Invalid query label/],
      ['@@query_label', 'STRING NULL'],
    ],
    '_SESSION is the dataset of temporary tables': [
      [
        'CREATE TEMP TABLE tt (x INT64); INSERT INTO _SESSION.tt SELECT 1; UPDATE _session.tt SET x = 5 WHERE TRUE; SELECT x FROM _SESSION.tt',
        'INT64 5',
      ],
      [
        'CREATE TEMP TABLE `_SESSION.tt` AS SELECT 1 AS x; SELECT t.x FROM _SESSION.tt AS t JOIN tt USING (x)',
        'INT64 1',
      ],
      ['CREATE TEMP TABLE _SESSION.tt AS SELECT 1 AS x; DROP TABLE _SESSION.tt; SELECT * FROM tt', /Not found: Table/],
      ['CREATE TEMP TABLE ds.tt AS SELECT 1 AS x', /takes a name without a dataset/],
    ],
    'a transaction that a handler rolls back leaves nothing': [
      [
        'BEGIN BEGIN TRANSACTION; INSERT INTO ds.u VALUES (1); SELECT 1 / 0; COMMIT TRANSACTION; EXCEPTION WHEN ERROR THEN ROLLBACK TRANSACTION; SELECT COUNT(*) FROM ds.u; END',
        'INT64 0',
      ],
    ],
  },
  'CREATE SCHEMA ds; CREATE TABLE ds.t (x INT64); CREATE TABLE ds.r (x INT64); CREATE TABLE ds.u (x INT64); CREATE SCHEMA ds2; CREATE TABLE ds2.only AS SELECT 2 AS y;',
);
