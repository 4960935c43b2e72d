/** STRING and BYTES: by models over arrays of characters. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const VALUE = 'añb😀c';
const CHARACTERS = [...VALUE];
const quoted = (text: string) => `'${text}'`;

/** Position 0 is position 1; a position before the beginning is the beginning. */
function substring(all: readonly string[], position: number, length = all.length): string {
  const from = position > 0 ? position - 1 : position < 0 && -position <= all.length ? all.length + position : 0;
  return all.slice(from, from + length).join('');
}

function padded(side: 'LPAD' | 'RPAD', size: number, pattern: string): string {
  if (size <= CHARACTERS.length) return CHARACTERS.slice(0, size).join('');
  const fill = [...pattern.repeat(size)].slice(0, size - CHARACTERS.length).join('');
  return side === 'LPAD' ? fill + VALUE : VALUE + fill;
}

/** The start of the occurrence, searching forward from a position or backward from one counted from the end. */
function found(value: string, sought: string, position: number, occurrence: number): number {
  const step = position > 0 ? 1 : -1;
  let left = occurrence;
  for (let at = position > 0 ? position - 1 : value.length + position; at >= 0 && at < value.length; at += step) {
    if (value.startsWith(sought, at) && --left === 0) return at + 1;
  }
  return 0;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const WORDS = ['', 'a', 'ab', 'abab', 'banana', 'a,b', ',a,,b,'];

describeCorpus('text', {
  'SUBSTR counts characters from 1, or from the end': range(-7, 7).flatMap((position): Entry[] => [
    [`SUBSTR(${quoted(VALUE)}, ${position})`, `STRING ${substring(CHARACTERS, position)}`.trimEnd()],
    ...[0, 1, 2, 9].map(
      (length): Entry => [
        `SUBSTR(${quoted(VALUE)}, ${position}, ${length})`,
        `STRING ${substring(CHARACTERS, position, length)}`.trimEnd(),
      ],
    ),
    [
      `SAFE_CONVERT_BYTES_TO_STRING(SUBSTR(b'abcde', ${position}, 2))`,
      `STRING ${substring([...'abcde'], position, 2)}`.trimEnd(),
    ],
  ]),
  'LEFT and RIGHT take as much as there is': range(0, 7).flatMap((length): Entry[] => [
    [`LEFT(${quoted(VALUE)}, ${length})`, `STRING ${CHARACTERS.slice(0, length).join('')}`.trimEnd()],
    [
      `RIGHT(${quoted(VALUE)}, ${length})`,
      `STRING ${CHARACTERS.slice(Math.max(0, CHARACTERS.length - length)).join('')}`.trimEnd(),
    ],
  ]),
  'LPAD and RPAD cut and fill to a number of characters': (['LPAD', 'RPAD'] as const).flatMap((side) =>
    range(0, 9).flatMap((size): Entry[] => [
      [`${side}(${quoted(VALUE)}, ${size}, 'xy')`, `STRING ${padded(side, size, 'xy')}`.trimEnd()],
      [`'|' || ${side}(${quoted(VALUE)}, ${size}) || '|'`, `STRING |${padded(side, size, ' ')}|`],
    ]),
  ),
  'negative lengths are errors': [
    ["SUBSTR('a', 1, -1)", /negative/],
    ["LEFT('a', -1)", /negative/],
    ["RIGHT('a', -1)", /negative/],
    ["LPAD('a', -1)", /negative/],
    ["RPAD('a', -1, 'x')", /negative/],
    ["REPEAT('a', -1)", /negative/],
    ["LPAD('a', 2, '')", /empty/],
  ],
  'INSTR searches forward and backward, and STRPOS from the left': ['banana', 'abab'].flatMap((value) =>
    ['a', 'an', 'ab', 'x'].flatMap((sought): Entry[] => [
      [`STRPOS('${value}', '${sought}')`, `INT64 ${value.indexOf(sought) + 1}`],
      ...[1, 2, 3, -1, -2].flatMap((position) =>
        [1, 2].map(
          (occurrence): Entry => [
            `INSTR('${value}', '${sought}', ${position}, ${occurrence})`,
            `INT64 ${found(value, sought, position, occurrence)}`,
          ],
        ),
      ),
    ]),
  ),
  'STARTS_WITH, ENDS_WITH and REPLACE': WORDS.flatMap((value) =>
    ['', 'a', 'ab', 'na'].flatMap((part): Entry[] => [
      [`STARTS_WITH('${value}', '${part}')`, `BOOL ${value.startsWith(part)}`],
      [`ENDS_WITH('${value}', '${part}')`, `BOOL ${value.endsWith(part)}`],
      [`REPLACE('${value}', '${part}', 'X')`, `STRING ${part === '' ? value : value.replaceAll(part, 'X')}`.trimEnd()],
    ]),
  ),
  'SPLIT has an empty part at either end, and one of an empty text': WORDS.flatMap((value): Entry[] => [
    [`SPLIT('${value}')`, `ARRAY<STRING> [${value.split(',').join(', ')}]`],
    [`SPLIT('${value}', 'a')`, `ARRAY<STRING> [${value.split('a').join(', ')}]`],
    [`SPLIT('${value}', '')`, `ARRAY<STRING> [${[...value].join(', ')}]`],
    [`ARRAY_LENGTH(SPLIT('${value}'))`, `INT64 ${value.split(',').length}`],
  ]),
  'lengths count characters of STRING and bytes of BYTES': ['', 'a', VALUE, 'ß', '日本'].flatMap((value): Entry[] => [
    [`LENGTH(${quoted(value)})`, `INT64 ${[...value].length}`],
    [`CHAR_LENGTH(${quoted(value)})`, `INT64 ${[...value].length}`],
    [`BYTE_LENGTH(${quoted(value)})`, `INT64 ${Buffer.byteLength(value)}`],
    [`LENGTH(CAST(${quoted(value)} AS BYTES))`, `INT64 ${Buffer.byteLength(value)}`],
    [`REVERSE(${quoted(value)})`, `STRING ${[...value].reverse().join('')}`.trimEnd()],
    [`TO_HEX(CAST(${quoted(value)} AS BYTES))`, `STRING ${Buffer.from(value).toString('hex')}`.trimEnd()],
    [`TO_BASE64(CAST(${quoted(value)} AS BYTES))`, `STRING ${Buffer.from(value).toString('base64')}`.trimEnd()],
    [`CAST(FROM_BASE64(TO_BASE64(CAST(${quoted(value)} AS BYTES))) AS STRING) = ${quoted(value)}`, 'BOOL true'],
    [`CAST(FROM_HEX(TO_HEX(CAST(${quoted(value)} AS BYTES))) AS STRING) = ${quoted(value)}`, 'BOOL true'],
    [`CAST(FROM_BASE32(TO_BASE32(CAST(${quoted(value)} AS BYTES))) AS STRING) = ${quoted(value)}`, 'BOOL true'],
    [`CODE_POINTS_TO_STRING(TO_CODE_POINTS(${quoted(value)})) = ${quoted(value)}`, 'BOOL true'],
    [`TO_CODE_POINTS(${quoted(value)})`, `ARRAY<INT64> [${[...value].map((one) => one.codePointAt(0)).join(', ')}]`],
    [`UPPER(${quoted(value)})`, `STRING ${value.toUpperCase()}`.trimEnd()],
  ]),
  'TRIM takes away white space, or the characters that are named': (
    [
      ["'|' || TRIM('  a b ') || '|'", '|a b|'],
      ["'|' || LTRIM('  a ') || '|'", '|a |'],
      ["'|' || RTRIM('  a ') || '|'", '|  a|'],
      ["TRIM('xxaxbxx', 'x')", 'axb'],
      ["LTRIM('xyxa', 'xy')", 'a'],
      ["RTRIM('axyx', 'yx')", 'a'],
      ["TRIM('\\t\\n a')", 'a'],
      ["TRIM('')", ''],
    ] as const
  ).map(([sql, value]): Entry => [sql, `STRING ${value}`.trimEnd()]),
  'LIKE: a percent for any text, an underscore for one character, a backslash before either': (
    [
      ['abc', 'abc', true],
      ['abc', 'a%', true],
      ['abc', '%c', true],
      ['abc', '%b%', true],
      ['abc', 'a_c', true],
      ['abc', '___', true],
      ['abc', '__', false],
      ['abc', 'A%', false],
      ['', '%', true],
      ['', '_', false],
      ['a%c', 'a\\\\%c', true],
      ['abc', 'a\\\\%c', false],
      ['a_c', 'a\\\\_c', true],
      ['😀', '_', true],
      ['a\\nb', 'a%b', true],
      ['a.c', 'a.c', true],
      ['abc', 'a.c', false],
    ] as const
  ).flatMap(([value, pattern, holds]): Entry[] => [
    [`'${value}' LIKE '${pattern}'`, `BOOL ${holds}`],
    [`'${value}' NOT LIKE '${pattern}'`, `BOOL ${!holds}`],
    [`SELECT v LIKE '${pattern}' FROM UNNEST(['${value}']) v`, `BOOL ${holds}`],
  ]),
  'strings compare by code points': [...'aAbB', 'ab', '', 'é', '😀', '\uffee'].flatMap((a, _index, all) =>
    all.flatMap((b): Entry[] => {
      const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
      return [
        [`'${a}' < '${b}'`, `BOOL ${order < 0}`],
        [`'${a}' = '${b}'`, `BOOL ${order === 0}`],
      ];
    }),
  ),
  'text is read as a number, or it is an error': (
    [
      ['0', 'INT64 0'],
      ['-9223372036854775808', 'INT64 -9223372036854775808'],
      ['9223372036854775807', 'INT64 9223372036854775807'],
      ['9223372036854775808', undefined],
      [' 7 ', 'INT64 7'],
      ['+7', 'INT64 7'],
      ['0x1F', 'INT64 31'],
      ['-0x10', 'INT64 -16'],
      ['1.0', undefined],
      ['1e3', undefined],
      ['', undefined],
      ['one', undefined],
      ['1_000', undefined],
    ] as const
  ).flatMap(([text, value]): Entry[] => [
    [`CAST('${text}' AS INT64)`, value ?? /Bad int64 value/],
    [`SAFE_CAST('${text}' AS INT64)`, value ?? 'INT64 NULL'],
  ]),
  'text is read as a BOOL by two words': (
    [
      ['true', 'true'],
      ['TRUE', 'true'],
      ['False', 'false'],
      ['t', 'NULL'],
      ['1', 'NULL'],
      ['', 'NULL'],
    ] as const
  ).map(([text, value]): Entry => [`SAFE_CAST('${text}' AS BOOL)`, `BOOL ${value}`]),
  'escapes of literals': (
    [
      ["'\\x41\\u00e9\\101'", 'Aé' + 'A'],
      ["r'\\n'", '\\n'],
      ["'a\\'b'", "a'b"],
      ["'''a'b'''", "a'b"],
      ['"a\'b"', "a'b"],
      ["'\\U0001F600'", '😀'],
      ['\'a\' || "b"', 'ab'],
    ] as const
  ).map(([sql, value]): Entry => [sql, `STRING ${value}`]),
});
