/**
 * Functions that DuckDB computes itself (functions/plain.ts): over columns of odd values, held to what JavaScript
 * computes by BigQuery's rules.
 */

import assert from 'node:assert/strict';
import { Console } from '../../support/googlesql.ts';

const INTS = [0n, 1n, -1n, 7n, -7n, 10n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n];
const FLOATS = [
  0, -0, 0.5, -0.5, 1.5, 2.5, 0.49999999999999994, 2.675, -1.005, 1e15, 4503599627370495.5, 1e300, -1e300,
];
const TEXTS = [
  '',
  'a',
  'aBc',
  ' x ',
  'ß',
  'ŉab',
  'İstanbul',
  '\u2003é\u00a0',
  '🤦🏼‍♂️z',
  'a\0b',
  '\t\n12',
  'ΑΣ',
  'aa',
  '%_',
];
const DATES = [
  '0001-01-01',
  '1582-10-15',
  '1899-12-31',
  '1969-12-31',
  '1970-01-01',
  '2024-02-29',
  '2024-12-30',
  '9999-12-31',
];
const TIMES = ['00:00:00', '23:59:59.999999', '12:34:56.000789'];

const days = (date: string) => Date.parse(`${date}T00:00:00Z`.replace(/^0001/, '0001')) / 86_400_000;
const int = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value));

describe('GoogleSQL functions that DuckDB computes', () => {
  let console: Console;
  before(async () => {
    console = await Console.open();
  });
  after(() => console.close());

  /** The values as a column, so that nothing is folded; the expression is over `x` (and `y`). */
  const over = async (expression: string, type: string, values: readonly string[]): Promise<unknown[]> => {
    const list = values.map((value, at) => `STRUCT(${at} AS i, CAST(${value} AS ${type}) AS x)`).join(', ');
    const rows = await console.rows(`SELECT ${expression} FROM UNNEST([${list}]) ORDER BY i`);
    return rows.map(([value]) => value);
  };
  const ofInt = (value: bigint) => (value === -(2n ** 63n) ? '(-9223372036854775807 - 1)' : String(value));

  for (const divisor of [3n, -3n, 2n ** 62n]) {
    it(`divides whole numbers by ${divisor} towards zero, and keeps the dividend's sign in MOD`, async () => {
      const values = INTS.map(ofInt);
      assert.deepEqual(
        await over(`DIV(x, ${divisor})`, 'INT64', values),
        INTS.map((x) => int(x / divisor)),
      );
      assert.deepEqual(
        await over(`MOD(x, ${divisor})`, 'INT64', values),
        INTS.map((x) => int(x % divisor)),
      );
      assert.deepEqual(
        await over(`MOD(${divisor}, IF(x = 0, 1, x))`, 'INT64', values),
        INTS.map((x) => int(divisor % (x || 1n))),
      );
    });
  }

  for (const [expression, message] of [
    ['MOD(x, 0)', /division by zero/],
    ['MOD(5, x)', /division by zero/],
    ['DIV(5, x)', /division by zero/],
    ['DIV(-9223372036854775807 - 1, x - 1)', /int64 overflow/],
    ['ABS(x - 9223372036854775807 - 1)', /int64 overflow: ABS\(-9223372036854775808\)/],
  ] as const) {
    it(`refuses ${expression} where x is 0, and is NULL with SAFE.`, async () => {
      await assert.rejects(over(expression, 'INT64', ['0']), message);
      assert.deepEqual(await over(`SAFE.${expression}`, 'INT64', ['0']), [null]);
    });
  }

  it('takes -1 as a divisor, and NULLs', async () => {
    assert.deepEqual(await over('MOD(x, -1)', 'INT64', ['5', 'NULL', '(-9223372036854775807 - 1)']), [0, null, 0]);
    assert.deepEqual(await over('DIV(x, -1)', 'INT64', ['5', 'NULL']), [-5, null]);
    assert.deepEqual(await over('MOD(x, 0)', 'INT64', ['NULL']), [null]);
  });

  const rounds: Readonly<Record<string, (x: number) => number>> = {
    'ROUND(x)': (x) => Math.sign(x) * (Math.abs(x) % 1 >= 0.5 ? Math.floor(Math.abs(x)) + 1 : Math.floor(Math.abs(x))),
    'TRUNC(x)': Math.trunc,
    'CEIL(x)': Math.ceil,
    'FLOOR(x)': Math.floor,
    'ABS(x)': Math.abs,
    'SIGN(x)': Math.sign,
  };
  for (const [expression, expected] of Object.entries(rounds)) {
    it(`computes ${expression} of FLOAT64 exactly`, async () => {
      const found = await over(expression, 'FLOAT64', [...FLOATS.map(String), "'nan'", "'inf'", "'-inf'", 'NULL']);
      const wanted = FLOATS.map((x) => expected(x) + 0);
      const [inf, negative] =
        expression === 'SIGN(x)' ? [1, -1] : ['Infinity', expression === 'ABS(x)' ? 'Infinity' : '-Infinity'];
      assert.deepEqual(
        found.map((x) => (typeof x === 'number' ? x + 0 : x)),
        [...wanted, 'NaN', inf, negative, null],
      );
    });
  }

  it('rounds to digits by scaling, half away from zero', async () => {
    assert.deepEqual(await over('ROUND(x, 2)', 'FLOAT64', ['2.675', '-1.005', '1e300', "'nan'", '123.456']), [
      2.68,
      -1,
      1e300,
      'NaN',
      123.46,
    ]);
    assert.deepEqual(await over('TRUNC(x, 1)', 'FLOAT64', ['2.675', '-1.95', '1e300']), [2.6, -1.9, 1e300]);
    assert.deepEqual(await over('ROUND(x, -2)', 'FLOAT64', ['1250', '1349']), [1300, 1300]);
  });

  it('divides safely', async () => {
    assert.deepEqual(await over('SAFE_DIVIDE(x, y)', 'FLOAT64', ['1']).catch(() => 'no y'), 'no y');
    assert.deepEqual(await over('SAFE_DIVIDE(6, x)', 'FLOAT64', ['0', '4', "'inf'", 'NULL', '1e-320']), [
      null,
      1.5,
      0,
      null,
      null,
    ]);
    assert.deepEqual(await over('SAFE_DIVIDE(x, 0)', 'INT64', ['0', '1']), [null, null]);
  });

  const texts = TEXTS.map(
    (text) => `CODE_POINTS_TO_STRING([${Array.from(text, (c) => c.codePointAt(0)).join(', ') || ''}])`,
  );
  const points = (text: string) => Array.from(text);
  const white = /^[\p{White_Space}]+|[\p{White_Space}]+$/gu;
  const strings: Readonly<Record<string, (x: string) => unknown>> = {
    'LENGTH(x)': (x) => points(x).length,
    'UPPER(x)': (x) => x.toUpperCase(),
    'LOWER(x)': (x) => x.toLowerCase(),
    'TRIM(x)': (x) => x.replace(white, ''),
    "TRIM(x, 'aé')": (x) => x.replace(/^[aé]+|[aé]+$/g, ''),
    "LTRIM(x, 'a')": (x) => x.replace(/^a+/, ''),
    'RTRIM(x)': (x) => x.replace(/\p{White_Space}+$/u, ''),
    'SUBSTR(x, 2)': (x) => points(x).slice(1).join(''),
    'SUBSTR(x, 2, 2)': (x) => points(x).slice(1, 3).join(''),
    'SUBSTR(x, 1, 0)': () => '',
    'SUBSTR(x, -2)': (x) => points(x).slice(-2).join(''),
    'SUBSTR(x, 0, 2)': (x) => points(x).slice(0, 2).join(''),
    "REPLACE(x, 'a', 'zz')": (x) => x.replaceAll('a', 'zz'),
    "REPLACE(x, '', 'zz')": (x) => x,
    "STARTS_WITH(x, 'a')": (x) => x.startsWith('a'),
    "STARTS_WITH(x, '')": () => true,
    "ENDS_WITH(x, 'b')": (x) => x.endsWith('b'),
    "STRPOS(x, 'b')": (x) => points(x).indexOf('b') + 1,
    "STRPOS(x, 'z')": (x) => points(x).indexOf('z') + 1,
    'CONCAT(x, x)': (x) => x + x,
  };
  for (const [expression, expected] of Object.entries(strings)) {
    it(`computes ${expression} by code points`, async () => {
      assert.deepEqual(await over(expression, 'STRING', [...texts.slice(1), 'NULL']), [
        ...TEXTS.slice(1).map(expected),
        null,
      ]);
    });
  }

  it('reads whole numbers from text', async () => {
    const values = ['0', '-12', '+5', ' 7 ', '0x1F', '-0', '007', '9223372036854775807', '999999999999999999'];
    assert.deepEqual(
      await over(
        'CAST(x AS INT64)',
        'STRING',
        values.map((v) => `'${v}'`),
      ),
      [0, -12, 5, 7, 31, 0, 7, '9223372036854775807', '999999999999999999'],
    );
    assert.deepEqual(
      await over('SAFE_CAST(x AS INT64)', 'STRING', [
        "''",
        "'-'",
        "'1.0'",
        "'1e3'",
        "'9223372036854775808'",
        'NULL',
        "'1\\n'",
      ]),
      [null, null, null, null, null, null, 1],
    );
    assert.deepEqual(await over('SAFE_CAST(x AS BOOL)', 'STRING', ["'TRUE'", "'constructor'", "'1'"]), [
      true,
      null,
      null,
    ]);
  });

  const moments = DATES.flatMap((date) => TIMES.map((time) => `${date} ${time}`));
  const parts: Readonly<Record<string, (date: Date, micros: number) => number>> = {
    YEAR: (date) => date.getUTCFullYear(),
    QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
    MONTH: (date) => date.getUTCMonth() + 1,
    DAY: (date) => date.getUTCDate(),
    DAYOFWEEK: (date) => date.getUTCDay() + 1,
    HOUR: (date) => date.getUTCHours(),
    MINUTE: (date) => date.getUTCMinutes(),
    SECOND: (date) => date.getUTCSeconds(),
    MILLISECOND: (_date, micros) => Math.floor(micros / 1000),
    MICROSECOND: (_date, micros) => micros,
    DAYOFYEAR: (date) =>
      (Date.UTC(2000, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(2000, 0, 1)) / 86_400_000 +
      (leap(date) || date.getUTCMonth() < 2 ? 1 : 0),
  };
  const leap = (date: Date) => {
    const year = date.getUTCFullYear();
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  };
  for (const [part, expected] of Object.entries(parts)) {
    it(`extracts ${part} of any TIMESTAMP`, async () => {
      const wanted = moments.map((text) => {
        const [, fraction = ''] = text.split('.');
        return expected(new Date(`${text.slice(0, 19).replace(' ', 'T')}Z`), Number(fraction.padEnd(6, '0')));
      });
      const found = await over(
        `EXTRACT(${part} FROM x)`,
        'TIMESTAMP',
        moments.map((text) => `'${text}+00'`),
      );
      assert.deepEqual(found, wanted);
      assert.deepEqual(
        await over(
          `EXTRACT(${part} FROM x)`,
          'DATETIME',
          moments.map((text) => `'${text}'`),
        ),
        wanted,
      );
    });
  }

  it('truncates and counts dates', async () => {
    const values = DATES.map((date) => `'${date}'`);
    assert.deepEqual(
      await over('DATE_TRUNC(x, MONTH)', 'DATE', values),
      DATES.map((date) => `${date.slice(0, 8)}01`),
    );
    assert.deepEqual(
      await over('DATE_TRUNC(x, YEAR)', 'DATE', values),
      DATES.map((date) => `${date.slice(0, 5)}01-01`),
    );
    assert.deepEqual(
      await over("DATE_DIFF(x, DATE '2000-06-15', DAY)", 'DATE', values),
      DATES.map((date) => days(date) - days('2000-06-15')),
    );
    assert.deepEqual(
      await over("DATE_DIFF(x, DATE '2000-06-15', MONTH)", 'DATE', values),
      DATES.map((date) => (Number(date.slice(0, 4)) - 2000) * 12 + Number(date.slice(5, 7)) - 6),
    );
    assert.deepEqual(
      await over("DATE_DIFF(x, DATE '2000-06-15', YEAR)", 'DATE', values),
      DATES.map((date) => Number(date.slice(0, 4)) - 2000),
    );
    assert.deepEqual(await over('UNIX_DATE(x)', 'DATE', values), DATES.map(days));
    assert.deepEqual(await over('EXTRACT(ISOWEEK FROM x)', 'DATE', values), [1, 41, 52, 1, 1, 9, 1, 52]);
    assert.deepEqual(
      await over('EXTRACT(ISOYEAR FROM x)', 'DATE', values),
      [1, 1582, 1899, 1970, 1970, 2024, 2025, 9999],
    );
  });

  it('counts between timestamps towards zero, and seconds since 1970 downwards', async () => {
    const values = ["'1970-01-01 00:00:00.5+00'", "'1969-12-31 23:59:59.5+00'", "'0001-01-01 00:00:00+00'", 'NULL'];
    assert.deepEqual(await over('UNIX_SECONDS(x)', 'TIMESTAMP', values), [0, -1, -62135596800, null]);
    assert.deepEqual(await over("TIMESTAMP_DIFF(x, TIMESTAMP '1970-01-01 00:00:00+00', SECOND)", 'TIMESTAMP', values), [
      0,
      0,
      -62135596800,
      null,
    ]);
    assert.deepEqual(await over('TIME(x)', 'TIMESTAMP', values.slice(0, 2)), ['00:00:00.500000', '23:59:59.500000']);
  });
});
