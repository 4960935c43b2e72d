/** CAST(number AS STRING FORMAT …) and the encodings of BYTES. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

/** The text in brackets, so that spaces at its ends are seen. */
const written = (value: string, format: string, expected: string): Entry => [
  `CONCAT('[', CAST(${value} AS STRING FORMAT '${format}'), ']')`,
  `STRING [${expected}]`,
];
const refused = (format: string, message: RegExp): Entry => [`CAST(1 AS STRING FORMAT '${format}')`, message];

describeCorpus('CAST of numbers with FORMAT', {
  'a 9 is a digit or a space, a 0 is a digit; a space is kept for the sign': [
    written('12', '999', '  12'),
    written('-12', '999', ' -12'),
    written('12', '000', ' 012'),
    written('12', '000.000', ' 012.000'),
    written('-12', '999.999', ' -12.000'),
    written('0', '9', ' 0'),
    written('0', '99.9', '   .0'),
    written('0.5', '0.9', ' 0.5'),
    written("NUMERIC '0.5'", '90.9', '  0.5'),
    written('0.5', '.99', ' .50'),
  ],
  'a number with more digits than the format is written as hashes': [
    written('1234', '999', ' ###'),
    written('1234567.89', '$999,999.999', ' $###,###.###'),
    written('-1000', '99.9', '-##.#'),
  ],
  'digits behind the last of the format are rounded': [
    written('2.5', '9', ' 2'),
    written("NUMERIC '2.5'", '9', ' 3'),
    written("BIGNUMERIC '-0.005'", '9.99', ' -.01'),
    written('9.99', '9.9', ' #.#'),
  ],
  'group separators stand between digits that are written': [
    written('12345', '999,999', '  12,345'),
    written('12', '999G999', '      12'),
    written('12', '000,000', ' 000,012'),
    written('1234', '9,9,9,9', ' 1,2,3,4'),
  ],
  'the sign stands where S, MI or PR say': [
    written('-12', 'S9999', '  -12'),
    written('12', '9999S', '  12+'),
    written('-12', '9999MI', '  12-'),
    written('12', '9999MI', '  12 '),
    written('-12', '9999PR', '  <12>'),
    written('12', '9999PR', '   12 '),
  ],
  'a currency stands before the first digit, in the case of its element': [
    written('-12', '$999', ' -$12'),
    written('-12', 'C999', ' -USD12'),
    written('-12', 'c999', ' -usd12'),
    written('12', '99L', ' $12'),
  ],
  'EEEE writes an exponent behind one digit': [
    written('20', '9.99EEEE', ' 2.00E+01'),
    written('299792458', 'S9.999EEEE', '+2.998E+08'),
    written('1e-123', '999.9eeee', ' 1.0e-123'),
    written('0', '9EEEE', ' 0E+00'),
  ],
  'X writes whole numbers by sixteen': [
    written('43981', 'XXXX', ' ABCD'),
    written('43981', '0X0x', ' ABcd'),
    written('43981', '0000000X', ' 0000ABCD'),
    written('-255', 'xxxS', ' ff-'),
    written('9223372036854775807', 'XXXXXXXXXXXXXXXX', ' 7FFFFFFFFFFFFFFF'),
    written('256', 'XX', ' ##'),
    written('15.5', 'XX', ' 10'),
  ],
  'B blanks a number whose whole part is 0, V leaves the point out, FM leaves spaces and zeros out': [
    written('0.23', 'B99.999S', '       '),
    written('1.23', 'B99.999S', ' 1.230+'),
    written('1.23', '9V99', ' 123'),
    written('12.5', '999999.000FM', '12.5'),
    written('12', 'FM999.9', '12.'),
  ],
  'values that are not finite are named': [
    written("CAST('inf' AS FLOAT64)", '9999.9', '  INF  '),
    written("CAST('-inf' AS FLOAT64)", '$999', '-$INF'),
    written("CAST('nan' AS FLOAT64)", 'S999', ' NAN'),
    written("CAST('inf' AS FLOAT64)", '99', ' ##'),
  ],
  'a format that is wrong is an error that says where': [
    refused('9a', /Invalid format element 'a'/),
    refused('', /at least one of 'X', '0' or '9'/),
    refused('9.9.9', /at most one of '.', 'D', or 'V'/),
    refused('9.9,9', /cannot appear after '.', 'D' or 'V'/),
    refused('MI9', /'MI' can only appear after all digits/),
    refused('S9S', /at most one of 'S', 'MI', or 'PR'/),
    refused('9S9', /'S' can only appear before or after all digits/),
    refused('9X', /'X' cannot appear together with '9'/),
    refused('X.9', /'X' cannot appear together with '.'/),
    refused('$XX', /'X' cannot appear together with '\$'/),
    refused('$9C', /at most one of '\$', 'C' or 'L'/),
    refused('9,9EEEE', /cannot appear together with 'EEEE'/),
    refused('9EEEE9', /'9' cannot appear after 'EEEE'/),
    refused('TM', /Text minimal output is not supported/),
    refused('TM9FM', /cannot be combined/),
    refused('RN', /Roman numeral is not supported/),
    refused('XXXXXXXXXXXXXXXXX', /Max number of 'X' is 16/),
    ["SAFE_CAST(1 AS STRING FORMAT 'a'), CAST(CAST(NULL AS INT64) AS STRING FORMAT '9')", 'STRING, STRING NULL, NULL'],
  ],
  'BYTES are written by two, eight, sixteen and by lines of sixty-four': [
    ["CAST(b'abc' AS STRING FORMAT 'BASE2')", 'STRING 011000010110001001100011'],
    ["CAST(b'abc' AS STRING FORMAT 'base8'), CAST(b'' AS STRING FORMAT 'base8')", 'STRING, STRING 30261143,'],
    ["CAST(b'a' AS STRING FORMAT 'BASE16'), CAST('6a' AS BYTES FORMAT 'BASE16')", 'STRING, BYTES 61, ag=='],
    ["CAST('1101010' AS BYTES FORMAT 'BASE2'), CAST('0410473' AS BYTES FORMAT 'BASE8')", 'BYTES, BYTES ag==, AhE7'],
    [
      "LENGTH(CAST(REPEAT(b'abc', 30) AS STRING FORMAT 'BASE64M')), CAST('YW\nJj' AS BYTES FORMAT 'BASE64M')".replace(
        '\n',
        '\\n',
      ),
      'INT64, BYTES 121, YWJj',
    ],
    ["CAST('012' AS BYTES FORMAT 'BASE2')", /Failed to cast/],
    ["CAST('09' AS BYTES FORMAT 'BASE8')", /Failed to cast/],
  ],
});
