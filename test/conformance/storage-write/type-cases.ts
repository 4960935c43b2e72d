/** Each column type with values that it takes, that do not fit, and that it does not take (write-api.md, Types). */

import type { Column } from '@penstock/local/bigquery/schema.ts';

export const WRAPPERS = `
  message google_protobuf_Int64Value { optional int64 value = 1; }
  message google_protobuf_Int32Value { optional int32 value = 1; }
  message google_protobuf_UInt32Value { optional uint32 value = 1; }
  message google_protobuf_DoubleValue { optional double value = 1; }
  message google_protobuf_FloatValue { optional float value = 1; }
  message google_protobuf_BoolValue { optional bool value = 1; }
  message google_protobuf_StringValue { optional string value = 1; }
  message google_protobuf_BytesValue { optional bytes value = 1; }
  message google_protobuf_Timestamp { optional int64 seconds = 1; optional int32 nanos = 2; }
  message google_protobuf_Duration { optional int64 seconds = 1; optional int32 nanos = 2; }
  enum Color { NONE = 0; RED = 1; BLUE = -2; }
  message DateRange { optional int32 start = 1; optional int32 end = 2; }
  message TimestampRange { optional int64 start = 1; optional int64 end = 2; }
  message DatetimeRange { optional string start = 1; optional string end = 2; }
`;

const bytes = (...list: number[]): Buffer => Buffer.from(list);
/** `2026-03-04 05:06:07.000008`, packed. */
const DATETIME = (((2026n << 26n) | (3n << 22n) | (4n << 17n) | (5n << 12n) | (6n << 6n) | 7n) << 20n) | 8n;
const FEBRUARY_30 = ((2026n << 26n) | (2n << 22n) | (30n << 17n)) << 20n;
const TIME = (((23n << 12n) | (59n << 6n) | 59n) << 20n) | 999_999n;

type Wire = readonly [proto: string, given: unknown, stored: string | null];
export type Case = readonly [column: Partial<Column> & Pick<Column, 'type'>, wires: readonly Wire[]];

export const ACCEPTED: readonly Case[] = [
  [
    { type: 'BOOL' },
    [
      ['bool', true, 'true'],
      ['bool', false, 'false'],
      ['int32', 1, 'true'],
      ['int64', 0, 'false'],
      ['uint32', 7, 'true'],
      ['uint64', 1, 'true'],
      ['google_protobuf_BoolValue', { value: true }, 'true'],
      ['google_protobuf_BoolValue', {}, 'false'],
    ],
  ],
  [
    { type: 'BYTES' },
    [
      ['bytes', bytes(0, 255), '00FF'],
      ['bytes', bytes(), ''],
      ['string', 'é', 'C3A9'],
      ['google_protobuf_BytesValue', { value: bytes(1) }, '01'],
      ['google_protobuf_BytesValue', {}, ''],
    ],
  ],
  [
    { type: 'DATE' },
    [
      ['int32', 0, '1970-01-01'],
      ['int32', -719162, '0001-01-01'],
      ['int32', 2932896, '9999-12-31'],
      ['int64', 20516, '2026-03-04'],
      ['string', '2026-03-04', '2026-03-04'],
    ],
  ],
  [
    { type: 'TIME' },
    [
      ['int64', TIME.toString(), '23:59:59.999999'],
      ['int64', '0', '00:00:00'],
      ['string', '01:02:03.5', '01:02:03.5'],
    ],
  ],
  [
    { type: 'DATETIME' },
    [
      ['int64', DATETIME.toString(), '2026-03-04 05:06:07.000008'],
      ['string', '2026-03-04T05:06:07.000008', '2026-03-04 05:06:07.000008'],
      ['string', '0001-01-01 00:00:00', '0001-01-01 00:00:00'],
    ],
  ],
  [
    { type: 'TIMESTAMP' },
    [
      ['int64', '1', '1970-01-01 00:00:00.000001+00'],
      ['int64', '-62135596800000000', '0001-01-01 00:00:00+00'],
      ['int64', '253402300799999999', '9999-12-31 23:59:59.999999+00'],
      ['int32', -1, '1969-12-31 23:59:59.999999+00'],
      ['uint32', 5, '1970-01-01 00:00:00.000005+00'],
      ['string', '2026-03-04T05:06:07.000008+01:00', '2026-03-04 04:06:07.000008+00'],
      ['google_protobuf_Timestamp', { seconds: 1, nanos: 2_000 }, '1970-01-01 00:00:01.000002+00'],
      ['google_protobuf_Timestamp', { seconds: -1, nanos: 999_999_999 }, '1969-12-31 23:59:59.999999+00'],
    ],
  ],
  [
    { type: 'FLOAT64' },
    [
      ['double', 0.1, '0.1'],
      ['double', Number.NaN, 'nan'],
      ['double', Number.NEGATIVE_INFINITY, '-inf'],
      ['double', -0, '-0.0'],
      ['float', 0.5, '0.5'],
      ['google_protobuf_DoubleValue', { value: 1.5 }, '1.5'],
      ['google_protobuf_FloatValue', {}, '0.0'],
    ],
  ],
  [
    { type: 'INT64' },
    [
      ['int64', '-9223372036854775808', '-9223372036854775808'],
      ['int64', '9223372036854775807', '9223372036854775807'],
      ['int64', '9007199254740993', '9007199254740993'],
      ['int32', -5, '-5'],
      ['uint32', 4294967295, '4294967295'],
      ['sint32', -2147483648, '-2147483648'],
      ['sint64', '-9223372036854775808', '-9223372036854775808'],
      ['sint64', '9007199254740993', '9007199254740993'],
      ['fixed32', 4294967295, '4294967295'],
      ['sfixed32', -1, '-1'],
      ['sfixed64', '-9223372036854775808', '-9223372036854775808'],
      ['Color', 'BLUE', '-2'],
      ['google_protobuf_Int64Value', { value: '-1' }, '-1'],
      ['google_protobuf_Int32Value', {}, '0'],
      ['google_protobuf_UInt32Value', { value: 3 }, '3'],
    ],
  ],
  [
    { type: 'NUMERIC' },
    [
      ['string', '99999999999999999999999999999.999999999', '99999999999999999999999999999.999999999'],
      ['string', '-0.000000001', '-0.000000001'],
      ['string', '1e2', '100.000000000'],
      ['string', '0.0000000005', '0.000000001'],
      ['bytes', bytes(0x00, 0xca, 0x9a, 0x3b), '1.000000000'],
      ['bytes', bytes(0xff), '-0.000000001'],
      ['int32', -7, '-7.000000000'],
      ['int64', '9007199254740993', '9007199254740993.000000000'],
      ['uint32', 7, '7.000000000'],
      ['uint64', '18446744073709551615', '18446744073709551615.000000000'],
      ['double', 0.1, '0.100000000'],
      ['float', 0.5, '0.500000000'],
    ],
  ],
  [
    { type: 'NUMERIC', precision: 5, scale: 2 },
    [
      ['string', '999.99', '999.990000000'],
      ['string', '1.005', '1.010000000'],
      ['string', '-1.005', '-1.010000000'],
    ],
  ],
  [
    { type: 'NUMERIC', precision: 5, scale: 2, roundingMode: 'ROUND_HALF_EVEN' },
    [
      ['string', '1.005', '1.000000000'],
      ['string', '1.015', '1.020000000'],
      ['string', '-1.0051', '-1.010000000'],
    ],
  ],
  [
    { type: 'BIGNUMERIC' },
    [
      ['string', '1.5', `15${'0'.repeat(37)}`],
      ['string', `0.${'0'.repeat(37)}1`, '1'],
      ['bytes', bytes(0xfe), '-2'],
      ['int64', '-3', `-3${'0'.repeat(38)}`],
      ['bytes', Buffer.concat([Buffer.alloc(31, 0xff), bytes(0x7f)]), (2n ** 255n - 1n).toString()],
      ['bytes', Buffer.concat([Buffer.alloc(31), bytes(0x80)]), (-(2n ** 255n)).toString()],
    ],
  ],
  [
    { type: 'STRING' },
    [
      ['string', 'z\u0000é\u{1F600}', 'z\u0000é\u{1F600}'],
      ['string', '', ''],
      ['string', '\ufffd', '\ufffd'],
      ['Color', 'RED', 'RED'],
      ['google_protobuf_StringValue', { value: 'x' }, 'x'],
      ['google_protobuf_StringValue', {}, ''],
    ],
  ],
  [{ type: 'STRING', maxLength: 2 }, [['string', '\u{1F600}\u{1F600}', '\u{1F600}\u{1F600}']]],
  [
    { type: 'GEOGRAPHY' },
    [
      ['string', 'POINT(1 2)', 'POINT(1 2)'],
      ['string', '{"type":"Point","coordinates":[1,2]}', '{"type":"Point","coordinates":[1,2]}'],
    ],
  ],
  [
    { type: 'JSON' },
    [
      ['string', ' { "b" : [1, 2.50] } ', '{"b":[1,2.5]}'],
      ['string', 'null', 'null'],
      ['string', '"x"', '"x"'],
    ],
  ],
  [
    { type: 'INTERVAL' },
    [
      ['string', '1-2 3 4:5:6.5', '1 year 2 months 3 days 04:05:06.5'],
      ['string', '-0-1 0 0:0:0', '-1 month'],
      ['google_protobuf_Duration', { seconds: 3661, nanos: 500_000 }, '01:01:01.0005'],
      ['google_protobuf_Duration', { seconds: -1, nanos: -500_000_000 }, '-00:00:01.5'],
    ],
  ],
  [
    { type: 'RANGE', rangeElementType: 'DATE' },
    [
      ['DateRange', { start: 0, end: 1 }, "{'start': 1970-01-01, 'end': 1970-01-02}"],
      ['DateRange', { end: 1 }, "{'start': NULL, 'end': 1970-01-02}"],
      ['DateRange', {}, "{'start': NULL, 'end': NULL}"],
    ],
  ],
  [
    { type: 'RANGE', rangeElementType: 'TIMESTAMP' },
    [
      [
        'TimestampRange',
        { start: 0, end: 1 },
        "{'start': '1970-01-01 00:00:00+00', 'end': '1970-01-01 00:00:00.000001+00'}",
      ],
    ],
  ],
  [
    { type: 'RANGE', rangeElementType: 'DATETIME' },
    [['DatetimeRange', { start: '2020-01-01T00:00:00' }, "{'start': '2020-01-01 00:00:00', 'end': NULL}"]],
  ],
];

export type Bad = readonly [
  column: Partial<Column> & Pick<Column, 'type'>,
  proto: string,
  given: unknown,
  message: RegExp,
];

export const OUT_OF_RANGE: readonly Bad[] = [
  [{ type: 'DATE' }, 'int32', -719163, /^Date field value is out of range: -719163 on field c\.$/],
  [{ type: 'DATE' }, 'int64', '2932897', /out of range/],
  [{ type: 'DATE' }, 'string', '2026-02-30', /Invalid date: "2026-02-30" on field c/],
  [{ type: 'TIME' }, 'int64', (24n << 32n).toString(), /out of range/],
  [{ type: 'TIME' }, 'int64', '-1', /out of range/],
  [{ type: 'TIME' }, 'int64', '1000000', /out of range/],
  [{ type: 'TIME' }, 'string', '24:00:00', /Invalid time/],
  [{ type: 'DATETIME' }, 'int64', '0', /out of range/],
  [{ type: 'DATETIME' }, 'int64', FEBRUARY_30.toString(), /out of range/],
  [{ type: 'DATETIME' }, 'string', '2026-03-04T05:06:07Z', /Invalid datetime/],
  [
    { type: 'TIMESTAMP' },
    'int64',
    '253402300800000000',
    /^Timestamp field value is out of range: 253402300800000000 on field c\.$/,
  ],
  [{ type: 'TIMESTAMP' }, 'int64', '-62135596800000001', /out of range/],
  [{ type: 'TIMESTAMP' }, 'string', 'today', /Invalid timestamp: "today" on field c/],
  [{ type: 'TIMESTAMP' }, 'google_protobuf_Timestamp', { nanos: -1 }, /invalid nanos/],
  [{ type: 'NUMERIC' }, 'string', '1e29', /Invalid NUMERIC value: "1e29" on field c/],
  [{ type: 'NUMERIC' }, 'string', 'abc', /Invalid NUMERIC value/],
  [{ type: 'NUMERIC' }, 'double', Number.NaN, /Invalid NUMERIC value/],
  [{ type: 'NUMERIC' }, 'bytes', Buffer.alloc(17), /17 bytes/],
  [{ type: 'NUMERIC' }, 'bytes', Buffer.alloc(0), /0 bytes/],
  [{ type: 'NUMERIC' }, 'bytes', Buffer.concat([Buffer.alloc(15), bytes(0x7f)]), /out of range/],
  [{ type: 'NUMERIC', precision: 5, scale: 2 }, 'string', '999.995', /NUMERIC\(5, 2\)/],
  [{ type: 'BIGNUMERIC' }, 'string', '1e39', /Invalid BIGNUMERIC value/],
  [{ type: 'STRING', maxLength: 1 }, 'string', 'ab', /STRING\(1\) has maximum length 1 but got a value with length 2/],
  [
    { type: 'BYTES', maxLength: 1 },
    'bytes',
    bytes(1, 2),
    /BYTES\(1\) has maximum length 1 but got a value with length 2/,
  ],
  [{ type: 'JSON' }, 'string', '{a:1}', /Invalid JSON value/],
  [{ type: 'JSON' }, 'string', '', /Invalid JSON value/],
  [{ type: 'GEOGRAPHY' }, 'string', 'nowhere', /Invalid geography/],
  [{ type: 'INTERVAL' }, 'string', '1 day', /Invalid interval/],
  [{ type: 'INTERVAL' }, 'google_protobuf_Duration', { seconds: 1, nanos: -1 }, /Invalid duration/],
  [
    { type: 'RANGE', rangeElementType: 'DATE' },
    'DateRange',
    { start: 2, end: 1 },
    /Range start must be before its end/,
  ],
  [
    { type: 'RANGE', rangeElementType: 'DATE' },
    'DateRange',
    { start: 9_999_999 },
    /out of range: 9999999 on field c\.start/,
  ],
];

/** Scalars that no row of the table names for the column. */
export const REFUSED: Readonly<Partial<Record<Column['type'], readonly string[]>>> = {
  BOOL: ['string', 'double', 'sint32', 'fixed64'],
  BYTES: ['int64', 'bool'],
  DATE: ['uint32', 'double', 'google_protobuf_Timestamp'],
  TIME: ['int32', 'uint64'],
  DATETIME: ['int32', 'google_protobuf_Timestamp'],
  TIMESTAMP: ['bool', 'uint64', 'double'],
  FLOAT64: ['string', 'int64', 'google_protobuf_Int64Value'],
  INT64: ['string', 'uint64', 'fixed64', 'double', 'bool', 'google_protobuf_StringValue'],
  NUMERIC: ['bool', 'Color', 'sint32'],
  STRING: ['bytes', 'int64', 'google_protobuf_Int64Value'],
  GEOGRAPHY: ['bytes'],
  JSON: ['bytes', 'Color'],
  INTERVAL: ['int64'],
  RANGE: ['string'],
  STRUCT: ['string', 'int64'],
};
