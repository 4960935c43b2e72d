/** Values of every kind for a column of every type. */

import type { RestField } from '../../../../shared/bigquery/schema/from-rest.ts';
import type { Case, VectorFile } from '../vector.ts';

type Column = Omit<RestField, 'name'>;

/** JSON texts that every type is tried with. */
const KINDS = [
  'null',
  'true',
  '1',
  '-1.5',
  '"text"',
  '""',
  '"1"',
  '[]',
  '[1]',
  '{}',
  '{"a":1}',
  '12345678901234567890',
  '1e400',
];
const DATES = [
  '2026-02-28',
  '2024-02-29',
  '2025-02-29',
  '0001-01-01',
  '0000-01-01',
  '9999-12-31',
  '2026-13-01',
  '2026-1-1',
  '2026-01-01x',
  ' 2026-01-01',
];
const TIMES = [
  '00:00:00',
  '23:59:59.999999',
  '23:59:59.9999990',
  '23:59:59.9999991',
  '24:00:00',
  '12:60:00',
  '23:59:60',
  '1:00:00',
  '12:00',
  '12:00:00.',
  '12:00:00.1x',
];
const ZONES = ['Z', 'z', ' UTC', '+00:00', '+01:30', '-23:59', '+24:00', '+00', '-05', '+0100', 'UTC', '', ' +00:00'];
const DECIMALS = [
  '0',
  '-0',
  '007',
  '1.50',
  '.5',
  '5.',
  '.',
  '+1',
  '-1',
  '1e3',
  '1e-9',
  '1e-10',
  '1E+2',
  '1e40',
  '0.000e50',
  '12345678901234567890123456789.123456789',
  '123456789012345678901234567890',
  '0.1234567891',
  '1e',
  'x',
  '',
  ' 1',
  '1_0',
  'NaN',
];

const quoted = (texts: readonly string[]): readonly string[] => texts.map((text) => JSON.stringify(text));
const datetimes = (joint: string, zone: string): readonly string[] =>
  quoted([
    ...DATES.map((date) => `${date}${joint}12:00:00${zone}`),
    ...TIMES.map((time) => `2026-01-02${joint}${time}${zone}`),
  ]);

const COLUMNS: readonly (readonly [Column, readonly string[]])[] = [
  [{ type: 'STRING' }, ['"é😀"', '"\\ud800"', '{"b":1,"a":[1.50,"x",{"y":"\\ud800"}]}', '0.10', '1e21', '-0']],
  [{ type: 'STRING', maxLength: '3' }, ['"abc"', '"abcd"', '"😀😀😀"', '"😀😀😀😀"', '1234', '"abc\\ud800"']],
  [
    { type: 'BYTES' },
    quoted(['AA==', 'AAA=', 'AAAA', 'AA', 'AB==', 'AAB=', 'A===', 'AA==AA==', '-_-_', 'AAA\n', 'é===', '////']),
  ],
  [{ type: 'BYTES', maxLength: '2' }, quoted(['AAA=', 'AAAA'])],
  [
    { type: 'INTEGER' },
    [
      '0',
      '-0',
      '1.0',
      '1e3',
      '9007199254740991',
      '9007199254740992',
      '9007199254740993',
      '9223372036854775807',
      '9223372036854775808',
      '-9223372036854775808',
      '1.5e300',
      '9007199254740993.0',
      '9007199254740993.5',
      '0.1',
      'false',
      ...quoted([
        '0',
        '-0',
        '+5',
        '007',
        '9223372036854775807',
        '9223372036854775808',
        '-9223372036854775808',
        '-9223372036854775809',
        '00000000000000000000001',
        '1.0',
        ' 1',
        '',
        '-',
        '1e3',
        '0x10',
        '١',
        '12345678901234567x',
      ]),
    ],
  ],
  [
    { type: 'FLOAT' },
    [
      '0.1',
      '-0',
      '1e308',
      '1e309',
      '1e-400',
      '0.1000000000000000055511151231257827',
      '9007199254740993',
      ...quoted([
        '1.5',
        '.5',
        '5.',
        '+1',
        '1e3',
        'NaN',
        'nan',
        'Infinity',
        '-Infinity',
        '+Infinity',
        'inf',
        '1e309',
        '-1e309',
        '0x10',
        '',
        ' 1',
        '1d',
        '1e-400',
      ]),
    ],
  ],
  [{ type: 'BOOLEAN' }, ['false', '0', ...quoted(['true', 'false', 'TRUE', 't', '1', ' true'])]],
  [
    { type: 'NUMERIC' },
    [
      '0.1',
      '1.5e2',
      '1e-9',
      '1e-10',
      '123456789012345678.123456789',
      '99999999999999999999999999999.999999999',
      '1e29',
      '1e28',
      ...quoted(DECIMALS),
    ],
  ],
  [
    { type: 'NUMERIC', precision: '5', scale: '2' },
    ['999.99', '1000', '1.234', '-999.99', '1e2', '1e3', '"000999.990"'],
  ],
  [{ type: 'NUMERIC', precision: '3' }, ['999', '1000', '1.5', '1.0']],
  [
    { type: 'BIGNUMERIC' },
    [
      '0.1',
      '1e-38',
      '1e-39',
      ...quoted([
        ...DECIMALS,
        '578960446186580977117854925043439539266.34992332820282019728792003956564819967',
        '578960446186580977117854925043439539266.34992332820282019728792003956564819968',
        '-578960446186580977117854925043439539266.34992332820282019728792003956564819968',
        '-578960446186580977117854925043439539266.34992332820282019728792003956564819969',
        '1e38',
        '1e39',
      ]),
    ],
  ],
  [{ type: 'DATE' }, [...quoted(DATES), '20260101']],
  [{ type: 'TIME' }, quoted(TIMES)],
  [
    { type: 'DATETIME' },
    [
      ...datetimes('T', ''),
      ...quoted([
        '2026-01-02 03:04:05',
        '2026-01-02t03:04:05',
        '2026-01-02',
        '2026-01-02T03:04:05Z',
        '2026-01-02_03:04:05',
      ]),
    ],
  ],
  [
    { type: 'TIMESTAMP' },
    [
      '1767323045',
      '1767323045.5',
      ...datetimes('T', 'Z'),
      ...quoted([
        ...ZONES.map((zone) => `2026-01-02T03:04:05.5${zone}`),
        '0001-01-01T00:00:00+00:01',
        '9999-12-31T23:59:59-00:01',
        '1969-12-31T23:59:59.999999Z',
        '2026-01-02 03:04:05 UTC',
        '1767323045',
      ]),
    ],
  ],
  [
    { type: 'TIMESTAMP', timestampPrecision: '12' },
    quoted([
      '2026-01-02T03:04:05.123456789012Z',
      '2026-01-02T03:04:05.1234567890123Z',
      '2026-01-02T03:04:05.100Z',
      '2026-01-02T03:04:05+01:00',
    ]),
  ],
  [
    { type: 'INTERVAL' },
    quoted([
      '1-2 3 4:5:6.789',
      '-0-0 -1 -0:0:1',
      '0-12 0 0:0:0',
      '10000-0 0 0:0:0',
      '10001-0 0 0:0:0',
      '0-0 3660000 0:0:0',
      '0-0 3660001 0:0:0',
      '0-0 0 87840000:0:0',
      '0-0 0 87840000:0:0.1',
      '0-0 0 0:60:0',
      '1-2',
      'P1Y',
    ]),
  ],
  [
    { type: 'GEOGRAPHY' },
    [
      ...quoted([
        'POINT(1 2)',
        'point ( 1.5e1   -2 )',
        'POINT EMPTY',
        'POINT(1 91)',
        'POINT(200 0)',
        'POINT(1)',
        'POINT(1 2 3)',
        'POINT(1 2) x',
        'LINESTRING(0 0, 1 1)',
        'POLYGON((0 0, 1 0, 1 1, 0 0))',
        'MULTIPOINT(0 0, (1 1))',
        'GEOMETRYCOLLECTION(POINT(1 2), LINESTRING EMPTY)',
        'CIRCLE(0 0)',
        `${'GEOMETRYCOLLECTION('.repeat(33)}POINT(0 0)${')'.repeat(33)}`,
        ' {"type":"Point","coordinates":[1,2]}',
        '{"type":"Point"',
        '{"type":"Point","coordinates":[1,2,3]}',
        '{"type":"Feature"}',
        '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,95]}]}',
      ]),
      '{"type":"Point","coordinates":[1.50,2]}',
      '{"type":"LineString","coordinates":[[0,0],[1,"1"]]}',
      '{"type":"Point","coordinates":[13.404954000000001234,52.52]}',
      '{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}',
    ],
  ],
  [
    { type: 'JSON' },
    ['"\\"a\\""', '{"a":0.10}', '{"a":[12345678901234567890,1]}', '{"a":123456789012345678901}', '"[1, 2 ]"'],
  ],
  [
    { type: 'RANGE', rangeElementType: { type: 'DATE' } },
    [
      ...quoted([
        '[2026-01-01, 2026-02-01)',
        '[UNBOUNDED, 2026-02-01)',
        '[2026-01-01, null)',
        '[2026-02-01, 2026-01-01)',
        '[2026-01-01, 2026-01-01)',
        '[2026-01-01,2026-02-01)',
        '[x, y)',
        '[UNBOUNDED, UNBOUNDED)',
      ]),
      '{"start":"2026-01-01","end":null}',
      '{"start":"2026-01-01","stop":"x"}',
      '{"start":"2026-01-01","end":"2026-13-01"}',
      '{"start":1}',
    ],
  ],
  [
    { type: 'RANGE', rangeElementType: { type: 'TIMESTAMP' } },
    [
      '{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:00+01:00"}',
      '{"start":"2026-01-01T00:00:00.000001Z","end":"2026-01-01T00:00:00.000002Z"}',
    ],
  ],
  [{ type: 'RANGE', rangeElementType: { type: 'DATETIME' } }, ['"[2026-01-01T00:00:00, 2026-01-01 00:00:01)"']],
];

const MODES = ['STREAMING_INSERTS', 'STORAGE_WRITE', 'FILE_LOADS'] as const;
const nameOf = (index: number): string => `c${index}`;
const typeOf = ({ type, maxLength, precision, scale, timestampPrecision, rangeElementType }: Column): string =>
  [type, maxLength, precision, scale, timestampPrecision, rangeElementType?.type].filter(Boolean).join(' ');

const cases: readonly Case[] = COLUMNS.flatMap(([column, values], index) =>
  [...new Set([...KINDS, ...values])].map((value) => ({
    name: `${typeOf(column)}: ${value.length > 100 ? `${value.slice(0, 100)}…` : value}`,
    message: { text: `{"v":${value}}`, attributes: { column: nameOf(index) } },
  })),
);

export const values: VectorFile = {
  name: 'values',
  about: 'Values of every kind for a column of every type.',
  config: {
    errorOutput: { topic: 'errors' },
    routes: COLUMNS.map((_column, index) => ({
      name: nameOf(index),
      match: { column: { equals: nameOf(index) } },
      table: `ds.${nameOf(index)}`,
      mode: MODES[index % 3],
    })),
    fileLoads: { bucket: 'staged' },
  },
  tables: Object.fromEntries(
    COLUMNS.map(([column], index) => [`demo-penstock.ds.${nameOf(index)}`, { fields: [{ name: 'v', ...column }] }]),
  ),
  cases,
};
