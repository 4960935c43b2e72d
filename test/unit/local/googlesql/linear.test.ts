/** Every parser of text reads 1 MB of its worst input in a time that grows with the length, not with its square. */

import assert from 'node:assert/strict';
import { parseExact, rowParser } from '@penstock/local/bigquery/values/json.ts';
import { converterOf } from '@penstock/local/bigquery/values/scalars.ts';
import { pathOf } from '@penstock/local/googlesql/library/json/json-path.ts';
import { NUMERIC_KIND, parseDecimal as parseExactDecimal } from '@penstock/local/googlesql/library/numbers/decimal.ts';
import { decodeBase64 } from '@penstock/local/googlesql/library/text/bytes.ts';
import { parseIp } from '@penstock/local/googlesql/library/text/net.ts';
import { capturingGroups } from '@penstock/local/googlesql/library/text/pattern.ts';
import { parseDatetimeText, parseTimestampText } from '@penstock/local/googlesql/library/time/temporal-text.ts';
import { elementsOf } from '@penstock/local/googlesql/library/time/time-names.ts';
import { flattenPath } from '@penstock/local/googlesql/resolve/relations/path.ts';
import { lex } from '@penstock/local/googlesql/syntax/lexer.ts';
import { parseScript } from '@penstock/local/googlesql/syntax/script.ts';
import { parseInt64, timestampOf } from '@penstock/local/googlesql/types/cast-natives.ts';
import { BIGNUMERIC, parseDecimal } from '@penstock/local/googlesql/values/decimal.ts';
import { parseFloat64 } from '@penstock/local/googlesql/values/float.ts';
import { parseInterval, parseIntervalText } from '@penstock/local/googlesql/values/interval.ts';
import { findInText, parseJson } from '@penstock/local/googlesql/values/json-value.ts';
import { isExactNumber, normalJsonText } from '@penstock/local/googlesql/values/normal-json.ts';
import {
  parseDate,
  parseDatetime,
  parseEpochSeconds,
  parseTime,
  parseTimestamp,
} from '@penstock/local/googlesql/values/time.ts';

const MB = 1 << 20;
/** A hundred times what a linear parser needs for a quarter of the input; a quadratic one needs minutes. */
const LIMIT_MS = 3000;

const repeated = (part: string) => (size: number) => part.repeat(Math.ceil(size / part.length));
const between = (head: string, part: string, tail: string) => (size: number) => head + repeated(part)(size) + tail;

const column = (
  type: 'INT64' | 'FLOAT64' | 'NUMERIC' | 'BYTES' | 'TIMESTAMP' | 'RANGE' | 'BOOL' | 'INTERVAL' | 'JSON',
) =>
  converterOf(
    { name: 'c', type, mode: 'NULLABLE', ...(type === 'RANGE' ? { rangeElementType: 'DATE' } : {}) },
    'parsed',
  );

/** Inputs at which one parser or another is slowest: runs of what two parts of a pattern both take, then a mismatch. */
const WORST: readonly (readonly [string, (size: number) => string])[] = [
  ['digits and a letter', between('', '1', 'x')],
  ['zeros between two digits', between('1', '0', '1')],
  ['a fraction of zeros and a digit', between('0.', '0', '1')],
  ['spaces between two words', between('a', ' ', 'b')],
  ['a sign, spaces and a letter', between('+', ' ', 'x')],
  ['a date, spaces and a letter', between('2020-01-01', ' ', '!')],
  ['a date and time, digits of a fraction', between('2020-01-01 00:00:00.', '0', '!')],
  ['a date and a long name of a zone', between('2020-01-01 00:00:00 ', 'A/', '!')],
  ['colons', repeated(':')],
  ['points', repeated('.')],
  ['letters and points', repeated('a.')],
  ['dashes and digits', repeated('1-')],
  ['a range of spaces', between('[', ' ', ', x)')],
  ['commas', repeated(',')],
  ['quotes', repeated('"')],
  ['backslashes and a quote', between('"', '\\', '"')],
  ['escaped quotes', between('"', '\\"', '')],
  ['open brackets', repeated('[')],
  ['open parentheses', repeated('(')],
  ['groups', repeated('(?')],
  ['percents', repeated('%')],
  ['a percent and zeros', between('%', '0', '!')],
  ['base64 and a mismatch', between('', 'AAAA', '!')],
  ['members of JSON', between('{"a":1', ',"a":1', '')],
  ['an interval', between('P', '1Y', '')],
];

const PARSERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['parseDate', parseDate],
  ['parseTime', parseTime],
  ['parseDatetime', parseDatetime],
  ['parseTimestamp', parseTimestamp],
  ['parseEpochSeconds', parseEpochSeconds],
  ['timestampOf', timestampOf],
  ['parseDatetimeText', parseDatetimeText],
  ['parseTimestampText', (text) => parseTimestampText(text, 'UTC')],
  ['parseFloat64', parseFloat64],
  ['parseInt64', parseInt64],
  ['parseDecimal of loads', (text) => parseDecimal(text, BIGNUMERIC)],
  ['parseDecimal of casts', (text) => parseExactDecimal(NUMERIC_KIND, text)],
  ['parseInterval', parseInterval],
  ['parseIntervalText', parseIntervalText],
  ['parseJson', parseJson],
  ['findInText', (text) => findInText(text, ['a', 1, 'b'])],
  ['normalJsonText', (text) => normalJsonText(text, 'exact')],
  ['isExactNumber', isExactNumber],
  ['parseExact', parseExact],
  ['rowParser', rowParser([{ name: 'a', type: 'JSON', mode: 'NULLABLE' }])],
  ['pathOf', (text) => pathOf(`$${text}`, 'standard')],
  ['pathOf of the older functions', (text) => pathOf(`$${text}`, 'legacy')],
  ['decodeBase64', decodeBase64],
  ['parseIp', parseIp],
  ['capturingGroups', capturingGroups],
  ['elementsOf', elementsOf],
  ['flattenPath', (text) => flattenPath([{ text, at: { line: 1, column: 1 } }])],
  ...(['INT64', 'FLOAT64', 'NUMERIC', 'BYTES', 'TIMESTAMP', 'RANGE', 'BOOL', 'INTERVAL', 'JSON'] as const).map(
    (type) => [`a value of ${type}`, column(type)] as const,
  ),
];

/** Processor time, so that a busy machine decides nothing. */
function milliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  try {
    work();
  } catch {
    // An error is as good an answer as any.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Texts with long tokens, or many. */
const LEXED = [
  'digits and a letter',
  'dashes and digits',
  'backslashes and a quote',
  'escaped quotes',
  'open parentheses',
];

describe('parsers of text are linear', () => {
  for (const [name, parse] of PARSERS) {
    it(`${name} reads 1 MB of its worst input`, () => {
      for (const [what, make] of WORST) {
        // The small one first: a quadratic parser fails here, and does not hold up the run.
        for (const size of [MB / 16, MB]) {
          const text = make(size);
          const spent = milliseconds(() => parse(text));
          assert.ok(spent < LIMIT_MS * (size / MB) + 500, `${what}, ${size} characters: ${Math.round(spent)} ms`);
        }
      }
    }).timeout(120_000);
  }

  it('the lexer reads 1 MB of its worst input', () => {
    for (const [what, make] of WORST.filter(([name]) => LEXED.includes(name))) {
      const spent = milliseconds(() => lex(make(MB)));
      assert.ok(spent < 2 * LIMIT_MS, `${what}: ${Math.round(spent)} ms`);
    }
  }).timeout(120_000);

  for (const [what, make] of [
    ['conditions', between('SELECT 1 FROM t WHERE a', ' AND a', '')],
    ['operands', between('SELECT 1', ' + 1', '')],
    ['names with dashes', between('SELECT 1 FROM a-b.c', ', a-1.c', '')],
    ['fields', between('SELECT a', '.a', '')],
    ['elements', between('SELECT [1', ',1', ']')],
    ['statements', between('SELECT 1', ';SELECT 1', '')],
    ['comments', between('SELECT 1 ', '/**/', '')],
    ['lines', between('SELECT 1 ', '\n', '')],
    ['rows of VALUES', between('INSERT INTO t VALUES (1)', ',(1)', '')],
    ['members of IN', between('SELECT 1 IN ((SELECT 1)', ',(SELECT 1)', ')')],
  ] as const) {
    it(`the parser reads 1 MB of ${what}`, () => {
      for (const size of [MB / 16, MB]) {
        const text = make(size);
        const spent = milliseconds(() => parseScript(text));
        assert.ok(spent < 4 * LIMIT_MS * (size / MB) + 1000, `${size} characters: ${Math.round(spent)} ms`);
      }
    }).timeout(120_000);
  }
});
