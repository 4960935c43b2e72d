/** Dates and times, by JavaScript's own calendar in UTC. */

import { describeCorpus, type Entry } from '../../../support/googlesql-corpus.ts';

const DAY = 86_400_000;
const DATES = [
  '0001-01-01',
  '1582-10-15',
  '1900-02-28',
  '1969-12-31',
  '1970-01-01',
  '1999-12-31',
  '2000-02-29',
  '2021-01-03',
  '2023-01-01',
  '2024-02-29',
  '2024-12-30',
  '2100-03-01',
  '9999-12-31',
];

function day(text: string): Date {
  const date = new Date(0);
  const [year, month, of] = text.split('-').map(Number);
  date.setUTCFullYear(year ?? 0, (month ?? 1) - 1, of);
  return date;
}
const text = (date: Date) => {
  const [year, month, of] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(of).padStart(2, '0')].join('-');
};
const plus = (date: Date, days: number) => new Date(date.getTime() + days * DAY);
const inside = (date: Date) =>
  date.getTime() >= day('0001-01-01').getTime() && date.getTime() <= day('9999-12-31').getTime();

function addMonths(date: Date, months: number): Date {
  const index = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const first = new Date(0);
  first.setUTCFullYear(Math.floor(index / 12), index - Math.floor(index / 12) * 12, 1);
  const last = new Date(0);
  last.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth() + 1, 0);
  return plus(first, Math.min(date.getUTCDate(), last.getUTCDate()) - 1);
}

const yearStart = (date: Date) => day(`${String(date.getUTCFullYear()).padStart(4, '0')}-01-01`);
const dayOfYear = (date: Date) => Math.round((date.getTime() - yearStart(date).getTime()) / DAY) + 1;
/** The Monday of the ISO week, and the ISO year by its Thursday. */
const monday = (date: Date) => plus(date, -((date.getUTCDay() + 6) % 7));
const isoYear = (date: Date) => plus(monday(date), 3).getUTCFullYear();
const isoWeek = (date: Date) => Math.floor((dayOfYear(plus(monday(date), 3)) - 1) / 7) + 1;
/** The week of the year that begins on Sunday; the days before the first one are week 0. */
const week = (date: Date) => Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7);

const PARTS: readonly (readonly [string, (date: Date) => number])[] = [
  ['YEAR', (date) => date.getUTCFullYear()],
  ['QUARTER', (date) => Math.floor(date.getUTCMonth() / 3) + 1],
  ['MONTH', (date) => date.getUTCMonth() + 1],
  ['DAY', (date) => date.getUTCDate()],
  ['DAYOFWEEK', (date) => date.getUTCDay() + 1],
  ['DAYOFYEAR', dayOfYear],
  ['WEEK', week],
  ['ISOWEEK', isoWeek],
  ['ISOYEAR', isoYear],
];

const start = (year: number, month: number) => addMonths(day('2000-01-01'), (year - 2000) * 12 + month);
const TRUNCATED: readonly (readonly [string, (date: Date) => Date])[] = [
  ['YEAR', (date) => start(date.getUTCFullYear(), 0)],
  ['QUARTER', (date) => start(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3))],
  ['MONTH', (date) => start(date.getUTCFullYear(), date.getUTCMonth())],
  ['WEEK', (date) => plus(date, -date.getUTCDay())],
  ['ISOWEEK', monday],
  ['DAY', (date) => date],
];

const STEPS: readonly (readonly [string, (date: Date, count: number) => Date])[] = [
  ['DAY', plus],
  ['WEEK', (date, count) => plus(date, count * 7)],
  ['MONTH', addMonths],
  ['QUARTER', (date, count) => addMonths(date, count * 3)],
  ['YEAR', (date, count) => addMonths(date, count * 12)],
];

const months = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
const DIFFERENCES: readonly (readonly [string, (date: Date) => number])[] = [
  ['DAY', (date) => date.getTime() / DAY],
  ['WEEK', (date) => Math.floor((date.getTime() / DAY + 4) / 7)],
  ['ISOWEEK', (date) => Math.floor((date.getTime() / DAY + 3) / 7)],
  ['MONTH', months],
  ['QUARTER', (date) => Math.floor(months(date) / 3)],
  ['YEAR', (date) => date.getUTCFullYear()],
  ['ISOYEAR', isoYear],
];

const FORMATS: readonly (readonly [string, (date: Date) => string])[] = [
  ['%F', text],
  ['%Y', (date) => String(date.getUTCFullYear())],
  ['%m/%d', (date) => text(date).slice(5).replace('-', '/')],
  ['%j', (date) => String(dayOfYear(date)).padStart(3, '0')],
  ['%u', (date) => String(date.getUTCDay() || 7)],
  ['%w', (date) => String(date.getUTCDay())],
  [
    '%a %b %e',
    (date) =>
      `${date.toUTCString().slice(0, 3)} ${date.toUTCString().slice(8, 11)} ${String(date.getUTCDate()).padStart(2, ' ')}`,
  ],
  ['%G-W%V', (date) => `${isoYear(date)}-W${String(isoWeek(date)).padStart(2, '0')}`],
  ['%U', (date) => String(week(date)).padStart(2, '0')],
  ['%Q', (date) => String(Math.floor(date.getUTCMonth() / 3) + 1)],
  ['%y%%', (date) => `${String(date.getUTCFullYear() % 100).padStart(2, '0')}%`],
];

describeCorpus('dates', {
  'EXTRACT reads the parts of the calendar': DATES.flatMap((one) =>
    PARTS.map(([part, of]): Entry => [`EXTRACT(${part} FROM DATE '${one}')`, `INT64 ${of(day(one))}`]),
  ),
  'DATE_TRUNC goes back to the first day of the part': DATES.flatMap((one) =>
    TRUNCATED.map(([part, of]): Entry => {
      const first = of(day(one));
      return [`DATE_TRUNC(DATE '${one}', ${part})`, inside(first) ? `DATE ${text(first)}` : /out of range/];
    }),
  ),
  'DATE_ADD and DATE_SUB keep to the last day of a shorter month, and to the calendar': DATES.flatMap((one) =>
    STEPS.flatMap(([part, step]) =>
      [1, 13].flatMap((count): Entry[] => {
        const [later, earlier] = [step(day(one), count), step(day(one), -count)];
        return [
          [
            `DATE_ADD(DATE '${one}', INTERVAL ${count} ${part})`,
            inside(later) ? `DATE ${text(later)}` : /overflow|out of range/,
          ],
          [
            `DATE_SUB(DATE '${one}', INTERVAL ${count} ${part})`,
            inside(earlier) ? `DATE ${text(earlier)}` : /overflow|out of range/,
          ],
        ];
      }),
    ),
  ),
  'DATE_DIFF counts the boundaries between two dates': DATES.flatMap((one, index) =>
    DIFFERENCES.flatMap(([part, of]): Entry[] => {
      const other = DATES[(index * 5 + 3) % DATES.length] ?? one;
      return [[`DATE_DIFF(DATE '${one}', DATE '${other}', ${part})`, `INT64 ${of(day(one)) - of(day(other))}`]];
    }),
  ),
  'FORMAT_DATE writes every element, and PARSE_DATE reads the calendar ones back': DATES.flatMap((one): Entry[] => [
    ...(one < '1000' ? [] : FORMATS).map(
      ([format, of]): Entry => [`FORMAT_DATE('${format}', DATE '${one}')`, `STRING ${of(day(one))}`],
    ),
    [`PARSE_DATE('%F', '${one}')`, `DATE ${one}`],
    [`PARSE_DATE('%Y %j', FORMAT_DATE('%Y %j', DATE '${one}'))`, `DATE ${one}`],
    [`PARSE_DATE('%b %e, %Y', FORMAT_DATE('%b %e, %Y', DATE '${one}'))`, `DATE ${one}`],
    [`CAST(DATE '${one}' AS STRING)`, `STRING ${one}`],
    [`DATE_FROM_UNIX_DATE(UNIX_DATE(DATE '${one}'))`, `DATE ${one}`],
    [`UNIX_DATE(DATE '${one}')`, `INT64 ${day(one).getTime() / DAY}`],
    [
      `LAST_DAY(DATE '${one}')`,
      `DATE ${text(plus(addMonths(start(day(one).getUTCFullYear(), day(one).getUTCMonth()), 1), -1))}`,
    ],
    [`LAST_DAY(DATE '${one}', YEAR)`, `DATE ${one.slice(0, 4)}-12-31`],
  ]),
  'a day that the calendar has not is an error': [
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '0000-01-01',
    '24-1-1',
  ].flatMap((one): Entry[] => [
    [`DATE '${one}'`, /Invalid/],
    [`SAFE_CAST('${one}' AS DATE)`, 'DATE NULL'],
    [`CAST('${one}' AS DATE)`, /Invalid date/],
  ]),
});

const MOMENTS = [
  '0001-01-01T00:00:00.000000',
  '1969-12-31T23:59:59.999999',
  '1970-01-01T00:00:00.000000',
  '2024-02-29T12:34:56.789012',
  '2024-03-10T10:00:00.500000',
  '9999-12-31T23:59:59.999999',
];
const micros = (moment: string) => BigInt(Date.parse(`${moment.slice(0, 23)}Z`)) * 1000n + BigInt(moment.slice(23));
/** REST's form: no fraction where there is none. */
const rest = (moment: string) => moment.replace('.000000', '');
const floor = (value: bigint, by: bigint) => value / by - (value % by < 0n ? 1n : 0n);
const UNITS: readonly (readonly [string, bigint])[] = [
  ['MICROSECOND', 1n],
  ['MILLISECOND', 1000n],
  ['SECOND', 1_000_000n],
  ['MINUTE', 60_000_000n],
  ['HOUR', 3_600_000_000n],
  ['DAY', 86_400_000_000n],
];
function moment(value: bigint): string {
  const seconds = floor(value, 1_000_000n);
  const iso = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return rest(`${iso.padStart(19, '0')}.${String(value - seconds * 1_000_000n).padStart(6, '0')}`);
}
const [FIRST, LAST] = [micros(MOMENTS[0] ?? ''), micros(MOMENTS.at(-1) ?? '')];

describeCorpus('times', {
  'TIMESTAMP_TRUNC and DATETIME_TRUNC go back to the unit’s beginning': MOMENTS.flatMap((one) =>
    UNITS.flatMap(([unit, size]): Entry[] => {
      const value = moment(floor(micros(one), size) * size);
      return [
        [`TIMESTAMP_TRUNC(TIMESTAMP '${one}Z', ${unit})`, `TIMESTAMP ${value}Z`],
        [`DATETIME_TRUNC(DATETIME '${one}', ${unit})`, `DATETIME ${value}`],
      ];
    }),
  ),
  'TIMESTAMP_DIFF counts whole units towards zero; DATETIME_DIFF counts boundaries': MOMENTS.flatMap((one) =>
    MOMENTS.flatMap((other) =>
      UNITS.flatMap(([unit, size]): Entry[] => [
        [
          `TIMESTAMP_DIFF(TIMESTAMP '${one}Z', TIMESTAMP '${other}Z', ${unit})`,
          `INT64 ${(micros(one) - micros(other)) / size}`,
        ],
        [
          `DATETIME_DIFF(DATETIME '${one}', DATETIME '${other}', ${unit})`,
          `INT64 ${floor(micros(one), size) - floor(micros(other), size)}`,
        ],
      ]),
    ),
  ),
  'TIMESTAMP_ADD and TIMESTAMP_SUB keep to the calendar': MOMENTS.flatMap((one) =>
    UNITS.flatMap(([unit, size]) =>
      [1n, -7n].flatMap((count): Entry[] => {
        const moved = micros(one) + count * size;
        const value = moved < FIRST || moved > LAST ? /overflow|out of range/ : `TIMESTAMP ${moment(moved)}Z`;
        return [
          [`TIMESTAMP_ADD(TIMESTAMP '${one}Z', INTERVAL ${count} ${unit})`, value],
          [`TIMESTAMP_SUB(TIMESTAMP '${one}Z', INTERVAL ${-count} ${unit})`, value],
        ];
      }),
    ),
  ),
  'seconds, milliseconds and microseconds since 1970, rounded down': MOMENTS.flatMap((one): Entry[] => [
    [`UNIX_MICROS(TIMESTAMP '${one}Z')`, `INT64 ${micros(one)}`],
    [`UNIX_MILLIS(TIMESTAMP '${one}Z')`, `INT64 ${floor(micros(one), 1000n)}`],
    [`UNIX_SECONDS(TIMESTAMP '${one}Z')`, `INT64 ${floor(micros(one), 1_000_000n)}`],
    [`TIMESTAMP_MICROS(${micros(one)})`, `TIMESTAMP ${rest(one)}Z`],
    [`DATETIME(TIMESTAMP '${one}Z')`, `DATETIME ${rest(one)}`],
    [`TIMESTAMP(DATETIME '${one}')`, `TIMESTAMP ${rest(one)}Z`],
    [`DATE(TIMESTAMP '${one}Z')`, `DATE ${one.slice(0, 10)}`],
    [`CAST(DATETIME '${one}' AS DATE)`, `DATE ${one.slice(0, 10)}`],
    [`EXTRACT(HOUR FROM DATETIME '${one}')`, `INT64 ${Number(one.slice(11, 13))}`],
    [`EXTRACT(MINUTE FROM TIMESTAMP '${one}Z')`, `INT64 ${Number(one.slice(14, 16))}`],
    [`EXTRACT(SECOND FROM DATETIME '${one}')`, `INT64 ${Number(one.slice(17, 19))}`],
    [`EXTRACT(MILLISECOND FROM DATETIME '${one}')`, `INT64 ${Number(one.slice(20, 23))}`],
    [`EXTRACT(MICROSECOND FROM TIMESTAMP '${one}Z')`, `INT64 ${Number(one.slice(20))}`],
    [`EXTRACT(DATE FROM TIMESTAMP '${one}Z')`, `DATE ${one.slice(0, 10)}`],
    [`FORMAT_TIMESTAMP('%E4Y-%m-%d %H:%M:%E6S', TIMESTAMP '${one}Z')`, `STRING ${one.replace('T', ' ')}`],
    [`PARSE_TIMESTAMP('%FT%H:%M:%E*S', '${one}')`, `TIMESTAMP ${rest(one)}Z`],
  ]),
  'a zone is an offset or a name, and changes with the season': (
    [
      ["TIMESTAMP '2024-01-01 00:00:00+05:30'", '2023-12-31T18:30:00Z'],
      ["TIMESTAMP '2024-01-01 00:00:00 America/New_York'", '2024-01-01T05:00:00Z'],
      ["TIMESTAMP '2024-07-01 00:00:00 America/New_York'", '2024-07-01T04:00:00Z'],
      ["TIMESTAMP('2024-07-01 12:00:00', 'Europe/Berlin')", '2024-07-01T10:00:00Z'],
      ["TIMESTAMP(DATE '2024-01-01', 'Asia/Tokyo')", '2023-12-31T15:00:00Z'],
      ["TIMESTAMP(DATETIME '2024-01-01 00:00:00', '-08')", '2024-01-01T08:00:00Z'],
      ["TIMESTAMP_TRUNC(TIMESTAMP '2024-01-01 03:00:00+00', DAY, 'America/New_York')", '2023-12-31T05:00:00Z'],
    ] as const
  ).map(([sql, value]): Entry => [sql, `TIMESTAMP ${value}`]),
});
