/** Arrays, structs and JSON. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const ARRAYS: readonly (readonly number[])[] = [[], [5], [3, 1, 2], [1, 2, 3, 4, 5]];
const array = (items: readonly number[]) => (items.length === 0 ? 'CAST([] AS ARRAY<INT64>)' : `[${items.join(', ')}]`);
const shown = (items: readonly (number | null)[]) => `ARRAY<INT64> [${items.map((item) => item ?? 'NULL').join(', ')}]`;
const OUTSIDE = /out of bounds/;

/** Offsets from either end, both included. */
function sliced(items: readonly number[], start: number, end: number): readonly number[] {
  const at = (offset: number) => (offset < 0 ? items.length + offset : offset);
  return items.filter((_, index) => index >= Math.max(0, at(start)) && index <= at(end));
}

describeCorpus('arrays', {
  'OFFSET counts from 0, ORDINAL from 1, and SAFE_ is NULL outside': ARRAYS.flatMap((items) =>
    [-1, 0, 1, 2, 5].flatMap((at): Entry[] => {
      const [byOffset, byOrdinal] = [at >= 0 ? items[at] : undefined, at >= 1 ? items[at - 1] : undefined];
      return [
        [`${array(items)}[OFFSET(${at})]`, byOffset === undefined ? OUTSIDE : `INT64 ${byOffset}`],
        [`${array(items)}[${at}]`, byOffset === undefined ? OUTSIDE : `INT64 ${byOffset}`],
        [`${array(items)}[ORDINAL(${at})]`, byOrdinal === undefined ? OUTSIDE : `INT64 ${byOrdinal}`],
        [`${array(items)}[SAFE_OFFSET(${at})]`, `INT64 ${byOffset ?? 'NULL'}`],
        [`${array(items)}[SAFE_ORDINAL(${at})]`, `INT64 ${byOrdinal ?? 'NULL'}`],
      ];
    }),
  ),
  'functions of arrays': ARRAYS.flatMap((items): Entry[] => [
    [`ARRAY_LENGTH(${array(items)})`, `INT64 ${items.length}`],
    [`ARRAY_REVERSE(${array(items)})`, shown([...items].reverse())],
    [`ARRAY_CONCAT(${array(items)}, [9])`, shown([...items, 9])],
    [`${array(items)} || ${array(items)}`, shown([...items, ...items])],
    [`ARRAY(SELECT x FROM UNNEST(${array(items)}) x ORDER BY x DESC)`, shown([...items].sort((a, b) => b - a))],
    [`ARRAY(SELECT x + o FROM UNNEST(${array(items)}) x WITH OFFSET o ORDER BY o)`, shown(items.map((x, o) => x + o))],
    [
      `ARRAY_TO_STRING(ARRAY(SELECT CAST(x AS STRING) FROM UNNEST(${array(items)}) x WITH OFFSET o ORDER BY o), '-')`,
      `STRING ${items.join('-')}`.trimEnd(),
    ],
    [
      `(SELECT SUM(x) FROM UNNEST(${array(items)}) x)`,
      `INT64 ${items.length === 0 ? 'NULL' : items.reduce((a, b) => a + b, 0)}`,
    ],
    [`3 IN UNNEST(${array(items)})`, `BOOL ${items.includes(3)}`],
    [`ARRAY_FIRST(${array(items)})`, items.length === 0 ? /empty array/ : `INT64 ${items[0]}`],
    [`ARRAY_LAST(${array(items)})`, items.length === 0 ? /empty array/ : `INT64 ${items.at(-1)}`],
  ]),
  'ARRAY_SLICE takes offsets from both ends': [-6, -2, 0, 1, 3].flatMap((start) =>
    [-6, -1, 0, 2, 9].map(
      (end): Entry => [`ARRAY_SLICE([1, 2, 3, 4], ${start}, ${end})`, shown(sliced([1, 2, 3, 4], start, end))],
    ),
  ),
  'GENERATE_ARRAY goes by steps as far as the end': [-3, -1, 1, 2, 5].flatMap((step) =>
    [-2, 0, 4].flatMap((end): Entry[] => {
      const items: number[] = [];
      for (let value = 0; step > 0 ? value <= end : value >= end; value += step) items.push(value);
      return [[`GENERATE_ARRAY(0, ${end}, ${step})`, shown(items)]];
    }),
  ),
  'an array that is NULL makes its functions NULL': [
    ['ARRAY_LENGTH(CAST(NULL AS ARRAY<INT64>))', 'INT64 NULL'],
    ['ARRAY_REVERSE(CAST(NULL AS ARRAY<INT64>)) IS NULL', 'BOOL true'],
    ['ARRAY_CONCAT([1], CAST(NULL AS ARRAY<INT64>)) IS NULL', 'BOOL true'],
    ['CAST(NULL AS ARRAY<INT64>)[SAFE_OFFSET(0)]', 'INT64 NULL'],
    ['SELECT COUNT(*) FROM UNNEST(CAST(NULL AS ARRAY<INT64>))', 'INT64 0'],
    ['[1, NULL]', /null element/i],
    ['ARRAY_LENGTH([1, NULL])', 'INT64 2'],
  ],
  'structs: fields by name, equality by value': [
    ['STRUCT(1 AS a, 2 AS b).b', 'INT64 2'],
    ['STRUCT(1, 2) = (1, 2)', 'BOOL true'],
    ['STRUCT(1, 2) = (1, 3)', 'BOOL false'],
    ['(STRUCT(1, CAST(NULL AS INT64)) = (1, 3)) IS NULL', 'BOOL true'],
    ['STRUCT(2, CAST(NULL AS INT64)) = (1, 3)', 'BOOL false'],
    ['(1, 2) IN ((1, 2), (3, 4))', 'BOOL true'],
    ['STRUCT<a INT64, b STRING>(1, NULL).b', 'STRING NULL'],
    ['STRUCT(1 AS a).c', /does not exist/],
    ['SELECT s.a.b FROM (SELECT STRUCT(STRUCT(7 AS b) AS a) AS s)', 'INT64 7'],
    ['SELECT AS STRUCT 1 AS x, 2 AS y', 'INT64, INT64 1, 2'],
    ['SELECT * FROM UNNEST([STRUCT(1 AS x, 2 AS y), (3, 4)]) ORDER BY x', 'INT64, INT64 1, 2; 3, 4'],
  ],
});

/** A value, what JSON_VALUE, JSON_QUERY, JSON_TYPE and the LAX_ functions say of it. */
const VALUES = [
  ['null', 'NULL', 'null', 'NULL', 'NULL', 'NULL', 'NULL'],
  ['true', 'true', 'boolean', 'true', '1', 'NULL', 'true'],
  ['false', 'false', 'boolean', 'false', '0', 'NULL', 'false'],
  ['1', '1', 'number', 'true', '1', '1.0', '1'],
  ['0', '0', 'number', 'false', '0', '0.0', '0'],
  ['-2.5', '-2.5', 'number', 'true', '-3', '-2.5', '-2.5'],
  ['"a"', 'a', 'string', 'NULL', 'NULL', 'NULL', 'a'],
  ['"true"', 'true', 'string', 'true', 'NULL', 'NULL', 'true'],
  ['"12"', '12', 'string', 'NULL', '12', '12.0', '12'],
  ['"1.5"', '1.5', 'string', 'NULL', '2', '1.5', '1.5'],
  ['[1,2]', 'NULL', 'array', 'NULL', 'NULL', 'NULL', 'NULL'],
  ['{"x":1}', 'NULL', 'object', 'NULL', 'NULL', 'NULL', 'NULL'],
] as const;

describeCorpus('JSON', {
  'every kind of value, by every function': VALUES.flatMap(([json, value, type, bool, int, float, string]): Entry[] => [
    [`JSON_VALUE(JSON '{"v":${json}}', '$.v')`, `STRING ${value}`],
    [`JSON_VALUE('{"v":${json}}', '$.v')`, `STRING ${value}`],
    [`JSON_EXTRACT_SCALAR('{"v":${json}}', "$['v']")`, `STRING ${value}`],
    [`JSON_QUERY(JSON '{"v":${json}}', '$.v')`, `JSON ${json}`],
    [`JSON_QUERY('{"v":${json}}', '$.v')`, `STRING ${json === 'null' ? 'NULL' : json}`],
    [`JSON_TYPE(JSON '${json}')`, `STRING ${type}`],
    [`TO_JSON_STRING(JSON '${json}')`, `STRING ${json}`],
    [`PARSE_JSON('${json}')`, `JSON ${json}`],
    [`JSON '{"v":${json}}'.v`, `JSON ${json}`],
    [`JSON '{"v":${json}}'['v']`, `JSON ${json}`],
    [`JSON '[${json}]'[0]`, `JSON ${json}`],
    [`JSON_VALUE(JSON '[[${json}]]', '$[0][0]')`, `STRING ${value}`],
    [`LAX_BOOL(JSON '${json}')`, `BOOL ${bool}`],
    [`LAX_INT64(JSON '${json}')`, `INT64 ${int}`],
    [`LAX_FLOAT64(JSON '${json}')`, `FLOAT64 ${float}`],
    [`LAX_STRING(JSON '${json}')`, `STRING ${string}`],
    [`BOOL(JSON '${json}')`, type === 'boolean' ? `BOOL ${json}` : /not a boolean/],
    [`STRING(JSON '${json}')`, type === 'string' ? `STRING ${value}` : /not a string/],
    [`JSON_SET(JSON '{"v":0}', '$.v', JSON '${json}')`, `JSON {"v":${json}}`],
    [`JSON_REMOVE(JSON '{"v":${json},"w":1}', '$.w')`, `JSON {"v":${json}}`],
    [`JSON_ARRAY(JSON '${json}')`, `JSON [${json}]`],
    [`JSON_OBJECT('k', JSON '${json}')`, `JSON {"k":${json}}`],
  ]),
  'paths that lead nowhere are NULL, and those that are none are errors': [
    ...['$.x', '$.v.x', '$[0]', '$.a[9]', '$.v[0]'].flatMap((path): Entry[] => [
      [`JSON_VALUE('{"v":1,"a":[1]}', '${path}')`, 'STRING NULL'],
      [`JSON_QUERY(JSON '{"v":1,"a":[1]}', '${path}')`, 'JSON NULL'],
    ]),
    ...['v', '', '$v', '$.', '$[a]', '$..v'].map((path): Entry => [`JSON_VALUE('{"v":1}', '${path}')`, /JSONPath/]),
    [`JSON_VALUE('{"a.b":1}', '$."a.b"')`, 'STRING 1'],
    [`JSON_EXTRACT('{"a.b":1}', "$['a.b']")`, 'STRING 1'],
    [`JSON_VALUE('no json', '$')`, 'STRING NULL'],
  ],
  'values of SQL become JSON by their types': (
    [
      ['1', '1'],
      ['1.5', '1.5'],
      ['TRUE', 'true'],
      ["'a\"b'", '"a\\"b"'],
      ["b'ab'", '"YWI="'],
      ["DATE '2024-01-02'", '"2024-01-02"'],
      ["DATETIME '2024-01-02 03:04:05'", '"2024-01-02T03:04:05"'],
      ["TIMESTAMP '2024-01-02 03:04:05+00'", '"2024-01-02T03:04:05Z"'],
      ["TIME '03:04:05'", '"03:04:05"'],
      ["NUMERIC '1.25'", '1.25'],
      ['[1, 2]', '[1,2]'],
      ["STRUCT(1 AS a, 'x' AS b)", '{"a":1,"b":"x"}'],
      ['CAST(NULL AS INT64)', 'null'],
      ['[STRUCT(1 AS a)]', '[{"a":1}]'],
    ] as const
  ).flatMap(([sql, json]): Entry[] => [
    [`TO_JSON(${sql})`, `JSON ${json}`],
    [`TO_JSON_STRING(${sql})`, `STRING ${sql.startsWith('NUMERIC') ? `"${json}"` : json}`],
  ]),
});
