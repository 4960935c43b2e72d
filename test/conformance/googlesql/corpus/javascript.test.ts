/** Functions written in JavaScript: what goes in, what comes out, and what they cannot reach. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const js = (signature: string, returns: string, body: string, call: string, expected: string | RegExp): Entry => [
  `CREATE TEMP FUNCTION f(${signature}) RETURNS ${returns} LANGUAGE js AS r"""${body}"""; SELECT ${call}`,
  expected,
];

describeCorpus(
  'functions in JavaScript',
  {
    'scalars go in by their encodings': [
      js('x FLOAT64', 'FLOAT64', 'return x * 2;', 'f(1.5)', 'FLOAT64 3.0'),
      js('x FLOAT64', 'STRING', 'return typeof x + x;', "f(CAST('nan' AS FLOAT64))", 'STRING numberNaN'),
      js('x STRING', 'STRING', 'return x + "!";', `f('a"b\\n')`, 'STRING a"b\n!'),
      js('x BOOL', 'BOOL', 'return !x;', 'f(TRUE)', 'BOOL false'),
      js('x NUMERIC', 'STRING', 'return typeof x + x;', "f(NUMERIC '12')", 'STRING number12'),
      js('x NUMERIC', 'STRING', 'return typeof x + x;', "f(NUMERIC '1.5')", 'STRING string1.5'),
      js('x BYTES', 'STRING', 'return x;', "f(b'ab')", 'STRING YWI='),
      js('x DATE', 'STRING', 'return x.toISOString();', "f(DATE '2024-02-29')", 'STRING 2024-02-29T00:00:00.000Z'),
      js('x TIMESTAMP', 'FLOAT64', 'return x.getTime();', "f(TIMESTAMP '1970-01-01 00:00:01.5+00')", 'FLOAT64 1500.0'),
      js('x JSON', 'STRING', 'return x.a[1];', `f(JSON '{"a": [1, "two"]}')`, 'STRING two'),
      js('x STRING', 'BOOL', 'return x === null;', 'f(NULL)', 'BOOL true'),
      js('x FLOAT64', 'FLOAT64', 'return x;', 'f(7)', 'FLOAT64 7.0'),
      js('x INT64', 'FLOAT64', 'return x;', 'f(7)', /INT64 is not supported as an argument/),
    ],
    'arrays and structs go in and come out': [
      js('x ARRAY<FLOAT64>', 'FLOAT64', 'return x.reduce((a, b) => a + b, 0);', 'f([1, 2, 3])', 'FLOAT64 6.0'),
      js('x ARRAY<STRING>', 'ARRAY<STRING>', 'return x.reverse();', "f(['a', 'b'])", 'ARRAY<STRING> [b, a]'),
      js('x STRUCT<a FLOAT64, b STRING>', 'STRING', 'return x.b + x.a;', "f(STRUCT(1 AS a, 'z' AS b))", 'STRING z1'),
      js('x FLOAT64', 'STRUCT<a INT64, b STRING>', 'return {a: x, b: "q", c: 1};', 'f(4).a', 'INT64 4'),
      js('x FLOAT64', 'STRUCT<a INT64, b STRING>', 'return {a: x};', 'f(4).b', 'STRING NULL'),
      js('x FLOAT64', 'ARRAY<INT64>', 'return [1, x, "3"];', 'f(2)', 'ARRAY<INT64> [1, 2, 3]'),
      js('x FLOAT64', 'ARRAY<STRUCT<k STRING>>', 'return [{k: "a"}, {k: "b"}];', 'ARRAY_LENGTH(f(2))', 'INT64 2'),
    ],
    'results are read as the type that is declared': [
      js('x FLOAT64', 'INT64', 'return x;', 'f(3)', 'INT64 3'),
      js('x FLOAT64', 'INT64', 'return "9223372036854775807";', 'f(3)', 'INT64 9223372036854775807'),
      js('x FLOAT64', 'INT64', 'return 1.5;', 'f(3)', /int64/),
      js('x FLOAT64', 'NUMERIC', 'return "0.1";', 'f(3)', 'NUMERIC 0.1'),
      js('x FLOAT64', 'STRING', 'return x;', 'f(3)', 'STRING 3'),
      js('x FLOAT64', 'STRING', 'return undefined;', 'f(3)', 'STRING NULL'),
      js('x FLOAT64', 'FLOAT64', 'return 1 / 0;', 'f(3)', 'FLOAT64 Infinity'),
      js('x FLOAT64', 'BYTES', 'return "YWI=";', 'f(3)', 'BYTES YWI='),
      js('x FLOAT64', 'DATE', 'return new Date(86400000);', 'f(3)', 'DATE 1970-01-02'),
      js('x FLOAT64', 'TIMESTAMP', 'return new Date(1500);', 'f(3)', 'TIMESTAMP 1970-01-01T00:00:01.500000Z'),
      js('x FLOAT64', 'JSON', 'return {b: [x], a: null};', 'f(3)', 'JSON {"a":null,"b":[3]}'),
      js('x FLOAT64', 'BOOL', 'return "yes";', 'f(3)', /returned a string, which is not a BOOL/),
      js('x FLOAT64', 'ARRAY<STRING>', 'return "yes";', 'f(3)', /returned a string, which is not a ARRAY/),
      js('x FLOAT64', 'STRING', 'return () => 1;', 'f(3)', /cannot return a function/),
    ],
    'errors of the function are errors of the query': [
      js('x FLOAT64', 'FLOAT64', 'throw new TypeError("mine");', 'f(1)', /TypeError: mine/),
      js('x FLOAT64', 'FLOAT64', 'throw "text";', 'f(1)', /Uncaught text/),
      js('x FLOAT64', 'FLOAT64', 'return (;', 'f(1)', /SyntaxError/),
      js('x FLOAT64', 'FLOAT64', 'return missing;', 'f(1)', /ReferenceError/),
    ],
    'the sandbox has no way out, and bounds of time and memory': [
      js(
        'x FLOAT64',
        'STRING',
        'return [typeof process, typeof require, typeof fetch, typeof globalThis.Deno].join();',
        'f(1)',
        'STRING undefined,undefined,undefined,undefined',
      ),
      js('x FLOAT64', 'STRING', 'return typeof Function("return this")().process;', 'f(1)', 'STRING undefined'),
      js('x FLOAT64', 'FLOAT64', 'for (;;) {}', 'f(1)', /took longer than 2000 ms/),
      js(
        'x FLOAT64',
        'FLOAT64',
        'const a = []; for (;;) a.push("x".repeat(1000) + a.length);',
        'f(1)',
        /memory|longer/,
      ),
      js('x FLOAT64', 'FLOAT64', 'const g = () => g() + 1; return g();', 'f(1)', /stack|InternalError/i),
      js('x FLOAT64', 'FLOAT64', 'return x + 1;', 'f(1)', 'FLOAT64 2.0'),
    ],
    'a function is called for every row, in every place of a query': [
      js('x FLOAT64', 'FLOAT64', 'return x * x;', 'SUM(f(v)) FROM UNNEST([1, 2, 3]) v', 'FLOAT64 14.0'),
      js(
        'x STRING',
        'STRING',
        'return x.toUpperCase();',
        "f(v), COUNT(*) FROM UNNEST(['a', 'a', 'b']) v WHERE f(v) != 'Z' GROUP BY f(v) ORDER BY 1",
        'STRING, INT64 A, 2; B, 1',
      ),
      js('x STRING, n FLOAT64', 'STRING', 'return x.repeat(n);', "f(f('ab', 2), 2)", 'STRING abababab'),
      ['ds.twice(21)', 'FLOAT64 42.0'],
      js('x FLOAT64', 'FLOAT64', 'return x;', "f('a')", /No matching signature/),
    ],
    'other languages and libraries are refused by name': [
      [
        "CREATE TEMP FUNCTION f() RETURNS FLOAT64 LANGUAGE python AS 'x'; SELECT f()",
        /functions in the language python/,
      ],
      [
        "CREATE TEMP FUNCTION f() RETURNS FLOAT64 LANGUAGE js OPTIONS (library = 'gs://b/x.js') AS 'return 1;'; SELECT f()",
        /libraries of JavaScript functions/,
      ],
      ["CREATE TEMP FUNCTION f(x ANY TYPE) RETURNS FLOAT64 LANGUAGE js AS 'return 1;'; SELECT f(1)", /no ANY TYPE/],
      ["CREATE TEMP FUNCTION f(x FLOAT64) LANGUAGE js AS 'return 1;'; SELECT f(1)", /RETURNS/],
    ],
  },
  `CREATE SCHEMA ds; CREATE FUNCTION ds.twice(x FLOAT64) RETURNS FLOAT64 LANGUAGE js AS 'return x * 2;';`,
);
