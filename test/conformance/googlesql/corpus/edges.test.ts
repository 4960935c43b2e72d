/** Edges of functions and operators where DuckDB, or a first reading of the documentation, says something else. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const frame = (bounds: string) => `COUNT(*) OVER (ORDER BY x ${bounds})`;
const ROWS = 'FROM UNNEST([STRUCT(1 AS x, 1 AS y), (2, 5), (3, 5), (3, 5), (9, NULL)])';
const NAN = "CAST('nan' AS FLOAT64)";
const INF = "CAST('inf' AS FLOAT64)";

describeCorpus('edges', {
  'an operand written NULL is an error, a NULL value is not': [
    ['1 + NULL', 'Operands of + cannot be literal NULL'],
    ['1 = NULL', 'Operands of = cannot be literal NULL'],
    ["NULL || 'a'", 'Operands of || cannot be literal NULL'],
    ["'a' NOT LIKE NULL", 'Operands of NOT LIKE cannot be literal NULL'],
    ['NOT NULL', 'Operands of NOT cannot be literal NULL'],
    [
      'NULL AND FALSE, 1 IN (NULL), 1 BETWEEN NULL AND 0, NULL IS NULL',
      'BOOL, BOOL, BOOL, BOOL false, NULL, false, true',
    ],
  ].map(([sql = '', expected = '']) => [
    sql,
    expected.startsWith('BOOL') ? expected : new RegExp(expected.replace(/[+|]/g, '\\$&')),
  ]),
  'a frame that ends before it starts is empty': [
    [`SELECT ${frame('ROWS BETWEEN 1 PRECEDING AND 2 PRECEDING')} FROM UNNEST([1, 2, 3]) x`, 'INT64 0; 0; 0'],
    [`SELECT ${frame('ROWS BETWEEN 3 FOLLOWING AND 1 FOLLOWING')} FROM UNNEST([1, 2, 3]) x`, 'INT64 0; 0; 0'],
    [`SELECT ${frame('RANGE BETWEEN 1 PRECEDING AND 2 PRECEDING')} FROM UNNEST([1.0, 2.0, 2.5]) x`, 'INT64 0; 0; 0'],
    [`SELECT ${frame('RANGE BETWEEN 2 FOLLOWING AND 1 FOLLOWING')} FROM UNNEST([1, 2, 3]) x`, 'INT64 0; 0; 0'],
  ],
  'a distance that may make a key infinite is refused': [
    [
      `SELECT ${frame('RANGE BETWEEN CURRENT ROW AND 1e300 FOLLOWING')} FROM UNNEST([1.0]) x`,
      /an offset beyond 1e\+291/,
    ],
    [
      `SELECT ${frame('RANGE BETWEEN CURRENT ROW AND 1e290 FOLLOWING')} FROM UNNEST([1.0, 2.0]) x ORDER BY x`,
      'INT64 2; 1',
    ],
  ],
  'the default of LAG and LEAD is the same for every row': [
    ['SELECT LAG(x, 1, 7) OVER (ORDER BY x) FROM UNNEST([1, 2]) x ORDER BY x', 'INT64 7; 1'],
    ['SELECT LAG(x, 1, x) OVER (ORDER BY x) FROM UNNEST([1, 2]) x', /must be constant/],
    ['SELECT LEAD(x, 1, x) OVER (ORDER BY x) FROM UNNEST([1, 2]) x', /must be constant/],
  ],
  'a search by a regular expression ends once it has reached the end of the text': [
    ["REGEXP_EXTRACT_ALL('aabca', 'a*')", 'ARRAY<STRING> [aa, , , a]'],
    ["REGEXP_EXTRACT_ALL('baac', 'a*')", 'ARRAY<STRING> [, aa, ]'],
    ["REGEXP_EXTRACT_ALL('щ😀ццф', 'ц*')", 'ARRAY<STRING> [, , цц, ]'],
    ["REGEXP_EXTRACT_ALL(b'baac', b'a*')", 'ARRAY<BYTES> [, YWE=, ]'],
    ["ARRAY_LENGTH(REGEXP_EXTRACT_ALL('abc', ''))", 'INT64 3'],
    ["ARRAY_LENGTH(REGEXP_EXTRACT_ALL('abc', '$'))", 'INT64 1'],
    ["REGEXP_EXTRACT('aabca', 'a*', 1, 4), REGEXP_EXTRACT('aabca', 'a*', 1, 5)", 'STRING, STRING a, NULL'],
  ],
  'an empty match behind a gap is one match': [
    ["ARRAY_LENGTH(REGEXP_EXTRACT_ALL('ab cd', r'\\b'))", 'INT64 4'],
    ["ARRAY_LENGTH(REGEXP_EXTRACT_ALL('a b', r'\\b'))", 'INT64 3'],
    ["ARRAY_LENGTH(REGEXP_EXTRACT_ALL('ab ', r'\\B'))", 'INT64 2'],
    ["SELECT REGEXP_INSTR('ab cd', r'\\b', 1, n) FROM UNNEST([1, 2, 3, 4, 5]) n ORDER BY n", 'INT64 1; 3; 4; 6; 0'],
    ['SELECT ARRAY_LENGTH(REGEXP_EXTRACT_ALL(v, p)) FROM UNNEST([STRUCT("ab cd" AS v, r"\\b" AS p)])', 'INT64 4'],
  ],
  'REGEXP_INSTR finds the group where the pattern has one': [
    [
      "REGEXP_INSTR('ab@gmail.com', '@([^.]*)'), REGEXP_INSTR('ab@gmail.com', '@([^.]*)', 1, 1, 1)",
      'INT64, INT64 4, 9',
    ],
    ["REGEXP_INSTR('a1b2c3', '[a-z]([0-9])', 1, 2), REGEXP_INSTR('xщ1', 'щ(?P<n>1)')", 'INT64, INT64 4, 3'],
    ["REGEXP_INSTR('a1', '@(x)'), REGEXP_INSTR('a1', r'\\(?(a)')", 'INT64, INT64 0, 1'],
    ["REGEXP_INSTR('ab', '(a)(b)')", /must not have more than 1 capturing group/],
    ["REGEXP_INSTR('ab', 'a|(b)')", /not supported/],
    [
      "SELECT REGEXP_INSTR(v, p) FROM UNNEST([STRUCT('xay' AS v, 'a' AS p), ('abc', ''), ('', 'a'), ('a', NULL)])",
      'INT64 2; 0; 0; NULL',
    ],
    ["SELECT REGEXP_INSTR('ab', p) FROM UNNEST(['(a)']) p", /captures and is not a literal/],
  ],
  'INSTR finds an empty value before every character and behind the last': [
    ["INSTR('', ''), INSTR('x', ''), INSTR('x', '', 2), INSTR('x', '', 3)", 'INT64, INT64, INT64, INT64 1, 1, 2, 0'],
    ["INSTR('zгl', '', -1), INSTR('zгl', '', -4), INSTR('zгl', '', -5)", 'INT64, INT64, INT64 4, 1, 0'],
    ["INSTR('xx', '', 2, 2), INSTR('xx', '', 2, 3), INSTR('x', '', -1, 2)", 'INT64, INT64, INT64 3, 0, 1'],
    ["INSTR(b'x', b''), INSTR('abcdef', 'cd', -4), INSTR('abcdef', 'cd', -5)", 'INT64, INT64, INT64 1, 3, 0'],
  ],
  'functions of FLOAT64 take the infinities': [
    ["LN(CAST('-inf' AS FLOAT64)), LOG10(CAST('-inf' AS FLOAT64))", 'FLOAT64, FLOAT64 NaN, NaN'],
    [`ACOS(${INF}), ASIN(${INF}), ATANH(${INF})`, 'FLOAT64, FLOAT64, FLOAT64 NaN, NaN, NaN'],
    [`SQRT(${INF}), EXP(CAST('-inf' AS FLOAT64)), TANH(${INF})`, 'FLOAT64, FLOAT64, FLOAT64 Infinity, 0.0, 1.0'],
    ["SQRT(CAST('-inf' AS FLOAT64))", /Floating point error in function: SQRT/],
    ['LN(0), ACOS(2)', /Floating point error/],
  ],
  'FORMAT writes values that are not numbers and bytes as the engine does': [
    [`FORMAT('%t %f', ${NAN}, ${NAN})`, 'STRING nan nan'],
    ["FORMAT('%t', b'a\\'\"b')", 'STRING a\\\'\\"b'],
  ],
  'JSON functions tell arrays that are NULL, and named arguments, from mistakes': [
    ['JSON_OBJECT(CAST(NULL AS ARRAY<STRING>), [1])', /keys array cannot be NULL/],
    ["JSON_OBJECT(['a'], CAST(NULL AS ARRAY<INT64>))", /values array cannot be NULL/],
    ["JSON_ARRAY_APPEND(JSON '[1]', append_each_element => FALSE, '$', 2)", /must not stand behind named arguments/],
    [
      "LAX_STRING(JSON '1.0'), LAX_STRING(JSON '-0.0'), LAX_STRING(JSON '1e100')",
      'STRING, STRING, STRING 1, 0, 1e+100',
    ],
    ["LAX_STRING_ARRAY(JSON '[10, 1.1e2, 1.5, true]')", 'ARRAY<STRING> [10, 110, 1.5, true]'],
  ],
  'intervals are compared by their length, of months of 30 days and days of 24 hours': [
    ['INTERVAL 1 MONTH = INTERVAL 30 DAY, INTERVAL 1 DAY < INTERVAL 25 HOUR', 'BOOL, BOOL true, true'],
    [
      'INTERVAL 1 DAY IN (INTERVAL 24 HOUR), INTERVAL 2 DAY BETWEEN INTERVAL 1 DAY AND INTERVAL 1 MONTH',
      'BOOL, BOOL true, true',
    ],
    ['INTERVAL 1 DAY != INTERVAL 24 HOUR, INTERVAL -1 DAY > CAST(NULL AS INTERVAL)', 'BOOL, BOOL false, NULL'],
    [
      'SELECT x FROM UNNEST([INTERVAL 1 MONTH, INTERVAL 29 DAY, INTERVAL -1 DAY]) x ORDER BY x',
      'INTERVAL 0-0 -1 0:0:0; 0-0 29 0:0:0; 0-1 0 0:0:0',
    ],
    ['SELECT SUM(DISTINCT x) FROM UNNEST([INTERVAL 1 MONTH]) x', /SUM of DISTINCT INTERVAL is not supported/],
    [
      'SELECT APPROX_TOP_COUNT(x, 1) FROM UNNEST([INTERVAL 1 MONTH]) x',
      /APPROX_TOP_COUNT of INTERVAL is not supported/,
    ],
  ],
  'an interval is multiplied part by part, and divided with what is left over carried down': [
    [
      "INTERVAL '1-2 3 4:5:6' YEAR TO SECOND * -2, 2 * INTERVAL 1 DAY",
      'INTERVAL, INTERVAL -2-4 -6 -8:10:12, 0-0 2 0:0:0',
    ],
    ['INTERVAL 10 DAY / 3, INTERVAL -1 MONTH / 7', 'INTERVAL, INTERVAL 0-0 3 8:0:0, 0-0 -4 -6:51:25.714285'],
    ['INTERVAL 1 DAY / 0', /Interval division by zero/],
    ['INTERVAL 10000 YEAR * 2', /out of range/],
    ['INTERVAL 1 DAY * 1.5', /No matching signature for operator \*/],
  ],
  'ranges are ordered by their start, then by their end, with unbounded ones outside of all': [
    [
      "SELECT x FROM UNNEST([RANGE<DATE> '[2020-01-01, UNBOUNDED)', '[UNBOUNDED, 2020-01-01)', '[2020-01-01, 2021-01-01)', NULL]) x ORDER BY x DESC".replaceAll(
        ", '[",
        ", RANGE<DATE> '[",
      ),
      'RANGE [2020-01-01, UNBOUNDED); [2020-01-01, 2021-01-01); [UNBOUNDED, 2020-01-01); NULL',
    ],
    [
      "SELECT MIN(x), MAX(x) FROM UNNEST([RANGE<DATE> '[2020-01-01, UNBOUNDED)', RANGE<DATE> '[UNBOUNDED, 2020-01-01)', NULL]) x",
      'RANGE, RANGE [UNBOUNDED, 2020-01-01), [2020-01-01, UNBOUNDED)',
    ],
  ],
  'rows of constants keep the order in which they are written': [
    [
      "WITH f AS (SELECT 'apple' AS x UNION ALL SELECT 'pear' UNION ALL SELECT 'fig') SELECT ARRAY_AGG(x) FROM f",
      'ARRAY<STRING> [apple, pear, fig]',
    ],
    ['SELECT ARRAY(SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)', 'ARRAY<INT64> [1, 2, 3]'],
    [
      'SELECT ARRAY_CONCAT_AGG(x LIMIT 2) FROM (SELECT [1, 2] AS x UNION ALL SELECT [3] UNION ALL SELECT [4])',
      'ARRAY<INT64> [1, 2, 3]',
    ],
    [
      'SELECT * FROM (SELECT 1 AS a, NULL AS b UNION ALL SELECT 2.5, DATE "2020-01-01" UNION ALL SELECT NULL, NULL)',
      'FLOAT64, DATE 1.0, NULL; 2.5, 2020-01-01; NULL, NULL',
    ],
    [
      "SELECT * FROM (SELECT STRUCT(1 AS a, 'x' AS b) AS s UNION ALL SELECT (2, 'y')) ORDER BY s.a",
      'STRUCT {1, x}; {2, y}',
    ],
    ['SELECT x.a FROM (SELECT AS STRUCT 1 AS a UNION ALL SELECT AS STRUCT 2) x ORDER BY a', 'INT64 1; 2'],
    ['SELECT (SELECT SUM(v) FROM (SELECT x AS v UNION ALL SELECT 1)) FROM UNNEST([5]) x', 'INT64 6'],
    ['SELECT COUNT(DISTINCT v) FROM (SELECT RAND() AS v UNION ALL SELECT RAND())', 'INT64 2'],
    ['SELECT x FROM (SELECT ERROR("boom") AS x UNION ALL SELECT "a")', /boom/],
  ],
  'JSON_STRIP_NULLS goes into arrays, and keeps what is empty unless it is told to remove it': [
    [`JSON_STRIP_NULLS(JSON '["a", null, [null], {"a": null}]')`, 'JSON ["a",[],{}]'],
    [`JSON_STRIP_NULLS(JSON '["a", null, [null], {"a": null}]', include_arrays => FALSE)`, 'JSON ["a",null,[null],{}]'],
    [`JSON_STRIP_NULLS(JSON '["a", null, [null], {"a": null}]', remove_empty => TRUE)`, 'JSON ["a"]'],
    [
      `JSON_STRIP_NULLS(JSON '{"a": {"b": null}, "d": [null], "f": 1}', include_arrays => FALSE, remove_empty => TRUE)`,
      'JSON {"d":[null],"f":1}',
    ],
    [`JSON_STRIP_NULLS(JSON '{"a": {"b": null}, "e": null}', '$.a')`, 'JSON {"a":{},"e":null}'],
    [`JSON_STRIP_NULLS(JSON '{"a": {"b": null}, "e": null}', '$.a', remove_empty => TRUE)`, 'JSON {"a":null,"e":null}'],
    [
      `JSON_STRIP_NULLS(JSON '{"a": null}', '$.b'), JSON_STRIP_NULLS(JSON '{"a": null}', NULL)`,
      'JSON, JSON {"a":null}, {"a":null}',
    ],
    [`JSON_STRIP_NULLS(JSON '{"a": null}', include_arrays => NULL)`, 'JSON {"a":null}'],
    [`JSON_STRIP_NULLS(JSON '{"a": null}', remove_empty => TRUE)`, 'JSON null'],
    [`JSON_STRIP_NULLS(JSON '1', '$a')`, /JSONPath/],
  ],
  'JSON_FLATTEN takes arrays in arrays apart, and JSON_CONTAINS looks for a part': [
    [`JSON_FLATTEN(JSON '[[[1, 2], 3], {"a": [4]}, null]')`, 'ARRAY<JSON> [1, 2, 3, {"a":[4]}, null]'],
    [`JSON_FLATTEN(JSON '1'), JSON_FLATTEN(JSON '[[], []]')`, 'ARRAY<JSON>, ARRAY<JSON> [1], []'],
    [`JSON_CONTAINS(JSON '{"a": {"b": 1, "c": 2}}', JSON '{"a": {"b": 1.0}}')`, 'BOOL true'],
    [
      `JSON_CONTAINS(JSON '[1, 2, [3, 4]]', JSON '[[3, 3]]'), JSON_CONTAINS(JSON '[1, [3]]', JSON '3')`,
      'BOOL, BOOL true, false',
    ],
    [`JSON_CONTAINS(JSON '[1]', JSON '1'), JSON_CONTAINS(JSON '[]', JSON '{}')`, 'BOOL, BOOL true, false'],
    [`JSON_CONTAINS(JSON '9007199254740993', JSON '9.007199254740992e15')`, 'BOOL false'],
    [
      `JSON_CONTAINS(JSON 'null', JSON 'null'), JSON_CONTAINS(JSON '{"a": null}', CAST(NULL AS JSON))`,
      'BOOL, BOOL true, NULL',
    ],
  ],
  'PERCENTILE_CONT of decimals is exact': [
    ["SELECT PERCENTILE_CONT(x, 0.333) OVER () FROM UNNEST([NUMERIC '1', 2.5, NULL, 10]) x LIMIT 1", 'NUMERIC 1.999'],
    [
      "SELECT PERCENTILE_CONT(x, 0.25 RESPECT NULLS) OVER () FROM UNNEST([NUMERIC '1', 2.5, NULL, 10]) x LIMIT 1",
      'NUMERIC 1',
    ],
    [
      "SELECT PERCENTILE_CONT(x, 0.1 RESPECT NULLS) OVER () FROM UNNEST([NUMERIC '1', NULL, NULL]) x LIMIT 1",
      'NUMERIC NULL',
    ],
    [
      "SELECT PERCENTILE_CONT(x, 0.75 RESPECT NULLS) OVER () FROM UNNEST([NUMERIC '1', NULL, NULL]) x LIMIT 1",
      'NUMERIC 1',
    ],
    [
      "SELECT PERCENTILE_CONT(x, 0.5) OVER () FROM UNNEST([BIGNUMERIC '0.00000000000000000000000000000000000001', 0]) x LIMIT 1",
      'BIGNUMERIC 0.00000000000000000000000000000000000001',
    ],
    ["SELECT PERCENTILE_CONT(x, 2) OVER () FROM UNNEST([NUMERIC '1']) x", /between 0 and 1/],
    ['SELECT PERCENTILE_CONT(x, 0.5) OVER () FROM UNNEST([1, 2]) x LIMIT 1', 'FLOAT64 1.5'],
  ],
  'NORMALIZE_AND_CASEFOLD folds case as Unicode does': [
    ["NORMALIZE_AND_CASEFOLD('The Red Barn') = NORMALIZE_AND_CASEFOLD('the red barn')", 'BOOL true'],
    ["NORMALIZE_AND_CASEFOLD('ΑΣ straße ẞ ı ﬁ')", 'STRING ασ strasse ss ı fi'],
    ["NORMALIZE_AND_CASEFOLD('\\u2168', NFKC), NORMALIZE_AND_CASEFOLD('\\u2168')", 'STRING, STRING ix, ⅸ'],
    ["NORMALIZE_AND_CASEFOLD('\\uab70') = '\\u13a0', NORMALIZE_AND_CASEFOLD(NULL)", 'BOOL, STRING true, NULL'],
    ["NORMALIZE_AND_CASEFOLD('a', NFX)", /NFX is not a valid normalization mode/],
  ],
  'distances are of vectors that list or name their places': [
    ['COSINE_DISTANCE([1.0, 2.0], [3.0, 4.0])', 'FLOAT64 0.01613008990009257'],
    ['COSINE_DISTANCE([(1, 1.0), (2, 2.0)], [(2, 4.0), (1, 3.0)])', 'FLOAT64 0.01613008990009257'],
    [
      "EUCLIDEAN_DISTANCE([3.0, 4.0], [0.0, 0.0]), EUCLIDEAN_DISTANCE([('a', 3.0)], [('b', 4.0)])",
      'FLOAT64, FLOAT64 5.0, 5.0',
    ],
    ['EUCLIDEAN_DISTANCE(CAST(NULL AS ARRAY<FLOAT64>), [1.0])', 'FLOAT64 NULL'],
    ['COSINE_DISTANCE([0.0], [1.0])', /zero vector/],
    ['EUCLIDEAN_DISTANCE([1.0], [1.0, 2.0])', /Array length mismatch: 1 and 2/],
    ['EUCLIDEAN_DISTANCE([1.0, NULL], [1.0, 2.0])', /NULL array element/],
    ["EUCLIDEAN_DISTANCE([('a', 1.0), ('a', 2.0)], [('b', 1.0)])", /Duplicate index a/],
    ["EUCLIDEAN_DISTANCE(['a'], ['b'])", /No matching signature for function EUCLIDEAN_DISTANCE/],
  ],
  'HAVING MAX and MIN keep the rows of the largest or smallest key': [
    ['SELECT SUM(x HAVING MAX y), AVG(x HAVING MIN y), COUNT(x HAVING MAX y) ROWS', 'INT64, FLOAT64, INT64 8, 1.0, 3'],
    ['SELECT COUNT(DISTINCT x HAVING MAX y), SUM(DISTINCT x HAVING MAX y) ROWS', 'INT64, INT64 2, 5'],
    ['SELECT MIN(x HAVING MAX y), MAX(x HAVING MIN y), COUNT(* HAVING MAX y) ROWS', 'INT64, INT64, INT64 2, 1, 3'],
    ['SELECT ARRAY_AGG(x HAVING MAX y ORDER BY x DESC) ROWS', 'ARRAY<INT64> [3, 3, 2]'],
    ['SELECT STRING_AGG(CAST(x AS STRING), "-" HAVING MAX y ORDER BY x) ROWS', 'STRING 2-3-3'],
    ['SELECT LOGICAL_OR(x > 8 HAVING MAX y), BIT_OR(x HAVING MAX y) ROWS', 'BOOL, INT64 false, 3'],
    [
      'SELECT SUM(CAST(x AS NUMERIC) HAVING MAX y), AVG(CAST(x AS FLOAT64) HAVING MIN y) ROWS',
      'NUMERIC, FLOAT64 8, 1.0',
    ],
    [
      'SELECT SUM(x HAVING MAX y), COUNT(x HAVING MAX y) FROM UNNEST([STRUCT(1 AS x, CAST(NULL AS INT64) AS y)])',
      'INT64, INT64 NULL, 0',
    ],
    [
      'SELECT COUNT(x HAVING MAX x), SUM(x HAVING MAX x) FROM UNNEST(CAST([] AS ARRAY<INT64>)) x',
      'INT64, INT64 0, NULL',
    ],
    ['SELECT MOD(x, 2), SUM(x HAVING MAX y) ROWS GROUP BY 1 ORDER BY 1', 'INT64, INT64 0, 2; 1, 6'],
    [
      'SELECT odd, even FROM (SELECT x, y, MOD(x, 2) AS m ROWS) PIVOT (SUM(x HAVING MAX y) FOR m IN (1 AS odd, 0 AS even))',
      'INT64, INT64 6, 2',
    ],
    ['SELECT SUM(x HAVING MAX y) OVER () ROWS', /HAVING MAX\/MIN with OVER/],
    ['SELECT SUM(x HAVING MAX k) FROM UNNEST([STRUCT(1 AS x, NAN AS k)])', 'INT64 NULL'],
    ['SELECT SUM(x HAVING MAX k) FROM UNNEST([STRUCT(1 AS x, [1] AS k)])', /by a value of type ARRAY is not defined/],
  ].map(([sql = '', expected = '']): Entry => [String(sql).replace('ROWS', ROWS).replace('NAN', NAN), expected]),
});
