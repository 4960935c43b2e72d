/** Constructs of queries and expressions: LIKE ANY, lambdas, WITH RECURSIVE, set operations by name, sketches. */

import { describeCorpus } from '../../../support/googlesql-corpus.ts';

describeCorpus('constructs', {
  'names that JavaScript gives a meaning are names like others, and one is refused in a STRUCT': [
    ['SELECT 1 AS `__proto__`, 2 AS `constructor`', 'INT64, INT64 1, 2'],
    ["JSON_OBJECT('__proto__', 1)", 'JSON {"__proto__":1}'],
    ['SELECT TO_JSON_STRING(STRUCT(1 AS `constructor`))', 'STRING {"constructor":1}'],
    [
      'SELECT TO_JSON_STRING(STRUCT(1 AS `__proto__`))',
      /does not support a field of a STRUCT that is called __proto__/,
    ],
    ["BEGIN SET @@constructor = 'x'; END", /does not support SET of the system variable @@constructor/],
  ],
  'parameters of a type are within its digits, and a scale is no larger than the precision': [
    [
      'CREATE TEMP TABLE t (a NUMERIC(9, 9), b NUMERIC(1), c NUMERIC(38, 9), d BIGNUMERIC(38, 38), e STRING(1)); INSERT t VALUES (0.5, 9, 1, 0.25, "x"); SELECT * FROM t',
      'NUMERIC, NUMERIC, NUMERIC, BIGNUMERIC, STRING 0.5, 9, 1, 0.25, x',
    ],
    [
      "CREATE TEMP TABLE t (a NUMERIC(38, 9)); INSERT t VALUES (NUMERIC '99999999999999999999999999999.999999999'); SELECT * FROM t",
      'NUMERIC 99999999999999999999999999999.999999999',
    ],
    [
      "CREATE TEMP TABLE t (a BIGNUMERIC(76, 38)); INSERT t VALUES (BIGNUMERIC '1e38'); SELECT 1",
      /a value that is not in range/,
    ],
    [
      "CREATE TEMP TABLE t (a NUMERIC(29)); INSERT t VALUES (NUMERIC '-1e28'), (0.5); SELECT * FROM t ORDER BY a",
      'NUMERIC -10000000000000000000000000000; 1',
    ],
    ...['NUMERIC(0)', 'NUMERIC(8, 9)', 'NUMERIC(39, 9)', 'NUMERIC(10, 10)', 'STRING(0)', 'BIGNUMERIC(39, 0)'].map(
      (type) => [`CREATE TEMP TABLE t (a ${type}); SELECT 1`, /Invalid type parameters/] as const,
    ),
  ],
  'parentheses hold a query, a tuple or an expression, which may begin with a subquery': [
    ['((SELECT 1), 2)', 'STRUCT {1, 2}'],
    ['((SELECT 1) + 1)', 'INT64 2'],
    ['((SELECT 1) LIMIT 0)', 'INT64 NULL'],
    ['(1 UNION ALL SELECT 2)', /Syntax error: .*UNION/],
    ['(ARRAY(SELECT 1) LIMIT 1)', /Syntax error: .*LIMIT/],
  ],
  'UNPIVOT makes one row of each group of columns, and calls it by their names': [
    [
      "SELECT * FROM (SELECT 1 AS id, 10 AS a, 20 AS b, 30 AS c, NULL AS d) UNPIVOT ((x, y) FOR n IN ((a, b) AS 'first', (c, d)))",
      'INT64, INT64, INT64, STRING 1, 10, 20, first; 1, 30, NULL, c_d',
    ],
    [
      'SELECT n, x FROM (SELECT 1 AS a, 2 AS b) UNPIVOT (x FOR n IN (a AS 1, b AS 2)) ORDER BY n',
      'INT64, INT64 1, 1; 2, 2',
    ],
    [
      'SELECT COUNT(*) FROM (SELECT 1 AS a, NULL AS b, NULL AS c) UNPIVOT INCLUDE NULLS ((x, y) FOR n IN ((a, b), (b, c)))',
      'INT64 2',
    ],
    [
      "SELECT * FROM (SELECT 1 AS a, 'x' AS b) UNPIVOT (x FOR n IN (a, b))",
      /datatype of columns in UNPIVOT must be the same/,
    ],
    ['SELECT * FROM (SELECT 1 AS a, 2 AS b) UNPIVOT ((x, y) FOR n IN (a, b))', /makes 2 columns, but 1 are given/],
  ],
  'an aggregate function of the user is its body over the group, with constants where NOT AGGREGATE says so': [
    [
      'CREATE TEMP AGGREGATE FUNCTION f(x FLOAT64, share FLOAT64 NOT AGGREGATE) RETURNS FLOAT64 AS (SUM(x) / share); SELECT f(v, 2) FROM UNNEST([1, 3, 5]) v',
      'FLOAT64 4.5',
    ],
    [
      "CREATE TEMP AGGREGATE FUNCTION f(x ANY TYPE) AS (MAX(x) - MIN(x)); SELECT k, f(v) FROM UNNEST([STRUCT('a' AS k, 1 AS v), ('a', 5), ('b', 2)]) GROUP BY k HAVING f(v) >= 0 ORDER BY f(v) DESC",
      'STRING, INT64 a, 4; b, 0',
    ],
    ['CREATE TEMP AGGREGATE FUNCTION f(x INT64) AS (SUM(x)); SELECT (SELECT f(v) FROM UNNEST([1, 2]) v)', 'INT64 3'],
    [
      'CREATE TEMP AGGREGATE FUNCTION f(x INT64) AS (SUM(x)); CREATE TEMP AGGREGATE FUNCTION g(x INT64) AS (f(x) * 2); SELECT g(v) FROM UNNEST([1, 2]) v',
      'INT64 6',
    ],
    ['CREATE TEMP AGGREGATE FUNCTION f(x INT64) AS (SUM(x) + y); SELECT 1', /Unrecognized name: y/],
    ['CREATE TEMP AGGREGATE FUNCTION f(x INT64) RETURNS STRING AS (SUM(x)); SELECT 1', /declared to return STRING/],
    ["CREATE TEMP AGGREGATE FUNCTION f(x INT64) AS (SUM(x)); SELECT f('a')", /takes or returns INT64, not STRING/],
    [
      'CREATE TEMP AGGREGATE FUNCTION f(x INT64) AS (SUM(x)); SELECT f(1, 2)',
      /No matching signature for aggregate function f/,
    ],
    [
      'CREATE TEMP AGGREGATE FUNCTION f(x INT64) AS (SUM(x)); SELECT 1 FROM UNNEST([1]) v WHERE f(v) > 0',
      /not allowed in WHERE/,
    ],
  ],
  'REGEXP_INSTR counts characters from 1, from a position on, to the nth match and to its end': [
    [
      "REGEXP_INSTR('a@cd-ef b@cd-ef', '@[^-]*', 2), REGEXP_INSTR('a@cd-ef b@cd-ef', '@[^-]*', 3)",
      'INT64, INT64 2, 10',
    ],
    [
      "REGEXP_INSTR('a@cd-ef b@cd-ef', '@[^-]*', 1, 2), REGEXP_INSTR('a@cd-ef b@cd-ef', '@[^-]*', 1, 3)",
      'INT64, INT64 10, 0',
    ],
    ["REGEXP_INSTR('a@cd-ef', '@[^-]*', 1, 1, 0), REGEXP_INSTR('a@cd-ef', '@[^-]*', 1, 1, 1)", 'INT64, INT64 2, 5'],
    ["REGEXP_INSTR('éé@', '@'), REGEXP_INSTR(b'\\xc3\\xa9@', b'@')", 'INT64, INT64 3, 3'],
    [
      "REGEXP_INSTR('a', 'a', 5), REGEXP_INSTR('a', NULL), REGEXP_INSTR(NULL, 'a'), REGEXP_INSTR('a', 'a', NULL)",
      'INT64, INT64, INT64, INT64 0, NULL, NULL, NULL',
    ],
    ["REGEXP_INSTR('a', 'a', 0)", /must be positive/],
    ["REGEXP_INSTR('a', 'a', 1, 1, 2)", /must be 0 or 1/],
  ],
  'regular expressions match BYTES byte by byte': [
    [`REGEXP_CONTAINS(b'\\xffab', b'a.'), REGEXP_CONTAINS(b'ab', rb'^b')`, 'BOOL, BOOL true, false'],
    [
      `REGEXP_EXTRACT(b'x\\xffy', rb'x(.)y'), REGEXP_EXTRACT_ALL(b'a1b2', rb'\\d')`,
      'BYTES, ARRAY<BYTES> /w==, [MQ==, Mg==]',
    ],
    [`REGEXP_REPLACE(b'ab', b'(a)', rb'\\1\\1'), REGEXP_EXTRACT(b'a', b'z')`, 'BYTES, BYTES YWFi, NULL'],
  ],
  'LIKE ANY is true where one pattern matches, LIKE ALL where all do': [
    ["'abc' LIKE ANY ('x%', 'a%')", 'BOOL true'],
    ["'abc' LIKE SOME ('x%', 'y%')", 'BOOL false'],
    ["'abc' LIKE ANY ('x%', NULL)", 'BOOL NULL'],
    ["'abc' LIKE ANY ('a%', NULL)", 'BOOL true'],
    ["'abc' LIKE ALL ('a%', '%c')", 'BOOL true'],
    ["'abc' LIKE ALL ('a%', '%b')", 'BOOL false'],
    ["'abc' LIKE ALL ('x%', NULL)", 'BOOL false'],
    ["CAST(NULL AS STRING) LIKE ANY ('a')", 'BOOL NULL'],
    ["'abc' NOT LIKE ANY ('a%'), 'abc' NOT LIKE ANY ('a%', 'b%')", 'BOOL, BOOL false, true'],
    ["'abc' NOT LIKE ALL ('a%', 'b%'), 'abc' NOT LIKE ALL ('x%', 'y%')", 'BOOL, BOOL false, true'],
    ["'abc' LIKE ANY UNNEST(['x', 'a%']), 'abc' LIKE ALL UNNEST(['a%', 'b%'])", 'BOOL, BOOL true, false'],
    ["'abc' LIKE ANY UNNEST(['x', NULL]), 'abc' LIKE ANY UNNEST(['a%', NULL])", 'BOOL, BOOL NULL, true'],
    ["'abc' LIKE ANY UNNEST([]), 'abc' LIKE ALL UNNEST([])", 'BOOL, BOOL false, true'],
    ["'abc' LIKE ANY (SELECT p FROM UNNEST(['x', '%c']) p), b'ab' LIKE ANY UNNEST([b'a%'])", 'BOOL, BOOL true, true'],
    ["'abc' LIKE ANY UNNEST(['a%'])", 'BOOL true'],
    ["'abc' LIKE ANY UNNEST('a')", /takes an array, but got STRING/],
    ["COLLATE('a', 'und:ci') = 'A'", /does not support COLLATE/],
    ["SELECT COUNTIF(v LIKE ANY ('a%', 'b%')) FROM UNNEST(['ax', 'bx', 'cx']) v", 'INT64 2'],
  ],
  'a lambda is applied to each element, and to its offset': [
    ['ARRAY_TRANSFORM([1, 2, 3], e -> e * 2)', 'ARRAY<INT64> [2, 4, 6]'],
    ['ARRAY_TRANSFORM([5, 6], (e, i) -> e + i)', 'ARRAY<INT64> [5, 7]'],
    ["ARRAY_TRANSFORM([1, 2], e -> CAST(e AS STRING) || 'x')", 'ARRAY<STRING> [1x, 2x]'],
    ['ARRAY_FILTER([1, 2, 3, 4], e -> MOD(e, 2) = 0)', 'ARRAY<INT64> [2, 4]'],
    ['ARRAY_FILTER([7, 8, 9], (e, i) -> i > 0)', 'ARRAY<INT64> [8, 9]'],
    ['ARRAY_FILTER([1, NULL, 3], e -> e > 1)', 'ARRAY<INT64> [3]'],
    ['ARRAY_TRANSFORM(CAST([] AS ARRAY<INT64>), e -> e)', 'ARRAY<INT64> []'],
    ['ARRAY_TRANSFORM(ARRAY_FILTER([1, 2, 3], e -> e > 1), e -> e * 10)', 'ARRAY<INT64> [20, 30]'],
    ['SELECT ARRAY_TRANSFORM([1, 2], e -> e + x) FROM UNNEST([10]) x', 'ARRAY<INT64> [11, 12]'],
    ['SELECT ARRAY_TRANSFORM([1, 2], x -> x + 1) FROM UNNEST([10]) x', 'ARRAY<INT64> [2, 3]'],
    ['ARRAY_TRANSFORM([STRUCT(1 AS a)], s -> s.a + 1)', 'ARRAY<INT64> [2]'],
    ["ARRAY_TRANSFORM([0.1], e -> e + NUMERIC '1')", 'ARRAY<FLOAT64> [1.1]'],
    ['ARRAY_FILTER([1], e -> e)', /returns a BOOL/],
    ['ARRAY_TRANSFORM([1], (a, b, c) -> a)', /an element and perhaps its offset/],
    ['COALESCE(e -> 1)', /takes no lambda/],
  ],
  'WITH RECURSIVE adds the rows of a round until there are none': [
    [
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT SUM(n), COUNT(*) FROM t',
      'INT64, INT64 15, 5',
    ],
    [
      "WITH RECURSIVE t AS (SELECT 'a' AS s UNION ALL SELECT s || 'b' FROM t WHERE LENGTH(s) < 3) SELECT s FROM t ORDER BY s",
      'STRING a; ab; abb',
    ],
    [
      'WITH RECURSIVE edges AS (SELECT * FROM UNNEST([STRUCT(1 AS a, 2 AS b), (2, 3), (3, 4)])), reach AS (SELECT 1 AS node UNION ALL SELECT b FROM reach JOIN edges ON a = node) SELECT node FROM reach ORDER BY node',
      'INT64 1; 2; 3; 4',
    ],
    [
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT COUNT(*) FROM t',
      /maximum number of 500 iterations/,
    ],
    [
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 500) SELECT MAX(n) FROM t',
      'INT64 500',
    ],
    ['WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT * FROM t WHERE FALSE) SELECT * FROM t', 'INT64 1'],
    ['WITH RECURSIVE t AS (SELECT 1 AS n) SELECT n FROM t', 'INT64 1'],
    [
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT 5 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT n FROM t ORDER BY n',
      'INT64 1; 2; 3; 5',
    ],
    ["WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT 'x' FROM t) SELECT n FROM t", /cannot be coerced to INT64/],
    ['WITH RECURSIVE t AS (SELECT n FROM t) SELECT n FROM t', /must be a UNION ALL/],
    [
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT MAX(n) FROM t) SELECT n FROM t',
      /aggregates and analytic functions in a recursive part/,
    ],
  ],
  'set operations by name match columns by their names': [
    [
      'SELECT a, b FROM (SELECT 1 AS a, 2 AS b UNION ALL BY NAME SELECT 4 AS b, 3 AS a) ORDER BY a',
      'INT64, INT64 1, 2; 3, 4',
    ],
    [
      'SELECT * FROM (SELECT 1 AS a, 2 AS b FULL OUTER UNION ALL BY NAME SELECT 3 AS b, 4 AS c) ORDER BY b',
      'INT64, INT64, INT64 1, 2, NULL; NULL, 3, 4',
    ],
    [
      'SELECT * FROM (SELECT 1 AS a, 2 AS b LEFT UNION ALL BY NAME SELECT 3 AS b, 4 AS c) ORDER BY b',
      'INT64, INT64 1, 2; NULL, 3',
    ],
    ['SELECT * FROM (SELECT 1 AS a, 2 AS b INNER UNION ALL BY NAME SELECT 3 AS b, 4 AS c) ORDER BY b', 'INT64 2; 3'],
    ['SELECT * FROM (SELECT 1 AS a, 2 AS b UNION ALL CORRESPONDING SELECT 3 AS b, 4 AS c) ORDER BY b', 'INT64 2; 3'],
    ['SELECT * FROM (SELECT 1 AS a, 2 AS b UNION ALL BY NAME ON (b) SELECT 3 AS b, 4 AS c) ORDER BY b', 'INT64 2; 3'],
    [
      "SELECT * FROM (SELECT 'x' AS a FULL UNION ALL BY NAME SELECT 1 AS b) ORDER BY a",
      'STRING, INT64 NULL, 1; x, NULL',
    ],
    ['SELECT * FROM (SELECT 1 AS a, 2 AS b EXCEPT DISTINCT BY NAME SELECT 2 AS b, 1 AS a)', 'INT64, INT64'],
    ['SELECT 1 AS a UNION ALL BY NAME SELECT 1 AS b', /same column names/],
    ['SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS a UNION ALL BY NAME SELECT 3 AS a', 'INT64 1; 2; 3'],
    [
      'SELECT 1 AS a FULL UNION ALL BY NAME SELECT 2 AS b FULL UNION ALL BY NAME SELECT 3 AS c',
      'INT64, INT64, INT64 1, NULL, NULL; NULL, 2, NULL; NULL, NULL, 3',
    ],
    [
      'SELECT 1 AS a, 2 AS b UNION ALL BY NAME ON (b) SELECT 4 AS b, 3 AS a UNION ALL BY NAME ON (b) SELECT 5 AS b',
      'INT64 2; 4; 5',
    ],
    ['SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS a UNION ALL SELECT 3', /Different set operations/],
    [
      'SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS a FULL UNION ALL BY NAME SELECT 3 AS b',
      /Different set operations cannot be used/,
    ],
    ['SELECT 1 UNION ALL BY NAME SELECT 1', /have a name/],
  ],
  'a sketch of HLL_COUNT counts distinct values, merged or not': [
    ['SELECT HLL_COUNT.EXTRACT(HLL_COUNT.INIT(x)) FROM UNNEST([1, 2, 2, NULL]) x', 'INT64 2'],
    ["SELECT HLL_COUNT.EXTRACT(HLL_COUNT.INIT(x, 12)) FROM UNNEST(['a', 'b']) x", 'INT64 2'],
    [
      'SELECT HLL_COUNT.MERGE(s) FROM (SELECT HLL_COUNT.INIT(x) AS s FROM UNNEST([1, 2, 3]) x GROUP BY MOD(x, 2))',
      'INT64 3',
    ],
    [
      'SELECT HLL_COUNT.EXTRACT(HLL_COUNT.MERGE_PARTIAL(s)) FROM (SELECT HLL_COUNT.INIT(x) AS s FROM UNNEST([1, 2, 3]) x GROUP BY x)',
      'INT64 3',
    ],
    ['SELECT HLL_COUNT.INIT(x) IS NULL FROM UNNEST([CAST(NULL AS INT64)]) x', 'BOOL true'],
    ['HLL_COUNT.EXTRACT(NULL)', 'INT64 0'],
    ["HLL_COUNT.EXTRACT(b'no sketch')", /Invalid or incompatible sketch/],
    ['SELECT HLL_COUNT.INIT(x, 3) FROM UNNEST([1]) x', /precision/],
  ],
  'JSON arrays as arrays of SQL, strictly and laxly': [
    ['LAX_INT64_ARRAY(JSON \'[1, "2", true, 2.5]\')', 'ARRAY<INT64> [1, 2, 1, 3]'],
    ["LAX_INT64_ARRAY(JSON '[1, {}]')[OFFSET(1)]", 'INT64 NULL'],
    ['LAX_STRING_ARRAY(JSON \'"a"\') IS NULL', 'BOOL true'],
    ["BOOL_ARRAY(JSON '[true, false]')", 'ARRAY<BOOL> [true, false]'],
    ["INT64_ARRAY(JSON '[1, 2]')", 'ARRAY<INT64> [1, 2]'],
    ["FLOAT64_ARRAY(JSON '[1.5, 2]')", 'ARRAY<FLOAT64> [1.5, 2.0]'],
    ['STRING_ARRAY(JSON \'["a", "b"]\')', 'ARRAY<STRING> [a, b]'],
    ["STRING_ARRAY(JSON '[1]')", /not a string/],
    ["INT64_ARRAY(JSON '1')", /not an array/],
    ['LAX_FLOAT64_ARRAY(JSON \'["1.5", 2]\')', 'ARRAY<FLOAT64> [1.5, 2.0]'],
    ['LAX_BOOL_ARRAY(JSON \'[0, "true"]\')', 'ARRAY<BOOL> [false, true]'],
  ],
  'JSON_ARRAY_APPEND and JSON_ARRAY_INSERT change arrays at a path': [
    ["JSON_ARRAY_APPEND(JSON '[1]', '$', 2)", 'JSON [1,2]'],
    ["JSON_ARRAY_APPEND(JSON '{\"a\": [1]}', '$.a', 2, '$.a', 'x')", 'JSON {"a":[1,2,"x"]}'],
    ["JSON_ARRAY_APPEND(JSON '[1]', '$', [2, 3])", 'JSON [1,2,3]'],
    ["JSON_ARRAY_APPEND(JSON '[1]', '$', [2, 3], append_each_element => FALSE)", 'JSON [1,[2,3]]'],
    ["JSON_ARRAY_APPEND(JSON '{\"a\": 1}', '$.a', 2)", 'JSON {"a":1}'],
    ["JSON_ARRAY_APPEND(JSON '{\"a\": null}', '$.a', 2)", 'JSON {"a":[2]}'],
    ["JSON_ARRAY_APPEND(JSON '{\"a\": 1}', '$.b', 2)", 'JSON {"a":1}'],
    ["JSON_ARRAY_INSERT(JSON '[1, 2]', '$[1]', 9)", 'JSON [1,9,2]'],
    ["JSON_ARRAY_INSERT(JSON '[1]', '$[3]', 9)", 'JSON [1,null,null,9]'],
    ["JSON_ARRAY_INSERT(JSON '[1]', '$[0]', [7, 8])", 'JSON [7,8,1]'],
    ["JSON_ARRAY_INSERT(JSON '[1]', '$[0]', [7], insert_each_element => FALSE)", 'JSON [[7],1]'],
  ],
});
