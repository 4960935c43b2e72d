/** PARSE_DATE, PARSE_TIME, PARSE_DATETIME and PARSE_TIMESTAMP. */

import { native } from '../../emit/native.ts';
import { define, on } from '../define.ts';
import { daysFromCivil, daysInMonth, joinMicros, MAX_MICROS, MIN_MICROS } from './civil.ts';
import type { TemporalKind } from './time-names.ts';
import { type Fields, Reader } from './time-reader.ts';
import { fromLocal } from './zone.ts';

function yearOf({ year, century, yearOfCentury }: Fields): number {
  if (yearOfCentury !== undefined) {
    // Without a century, 69 to 99 are of the 1900s.
    return (century ?? (yearOfCentury >= 69 ? 19 : 20)) * 100 + yearOfCentury;
  }
  return century === undefined ? year : century * 100;
}

function daysOf(reader: Reader): number {
  const { fields } = reader;
  const year = yearOf(fields);
  if (year < 1 || year > 9999) throw reader.fail();
  if (fields.dayOfYear !== undefined) {
    if (fields.dayOfYear > 365 + (daysInMonth(year, 2) - 28)) throw reader.fail();
    return daysFromCivil(year, 1, 1) + fields.dayOfYear - 1;
  }
  if (fields.day > daysInMonth(year, fields.month)) throw reader.fail();
  return daysFromCivil(year, fields.month, fields.day);
}

function timeOf({ fields }: Reader): bigint {
  const hour = fields.twelve ? (fields.hour % 12) + (fields.afternoon ? 12 : 0) : fields.hour;
  // Second 60 is the next minute's first.
  return (
    BigInt(hour * 3600 + fields.minute * 60 + fields.second) * 1_000_000n +
    BigInt(fields.second === 60 ? 0 : fields.micro)
  );
}

function parse(kind: TemporalKind, format: string, text: string): Reader {
  const reader = new Reader(kind, text);
  reader.skipSpace();
  reader.read(format);
  reader.end();
  return reader;
}

const parseDate = native('bq_parse_date', { takes: ['STRING', 'STRING'], returns: 'DATE' }, (format, text) =>
  daysOf(parse('DATE', format, text)),
);
const parseTime = native(
  'bq_parse_time',
  { takes: ['STRING', 'STRING'], returns: 'TIME' },
  (format, text) => timeOf(parse('TIME', format, text)) % 86_400_000_000n,
);
const parseDatetime = native(
  'bq_parse_datetime',
  { takes: ['STRING', 'STRING'], returns: 'DATETIME' },
  (format, text) => {
    const reader = parse('DATETIME', format, text);
    return inRange(reader, joinMicros(daysOf(reader), timeOf(reader)));
  },
);
const parseTimestamp = native(
  'bq_parse_timestamp',
  { takes: ['STRING', 'STRING', 'STRING'], returns: 'TIMESTAMP' },
  (format, text, zone) => {
    const reader = parse('TIMESTAMP', format, text);
    const { epoch, offset, zone: named } = reader.fields;
    if (epoch !== undefined) return inRange(reader, epoch * 1_000_000n);
    const local = joinMicros(daysOf(reader), timeOf(reader));
    return inRange(
      reader,
      offset === undefined ? fromLocal(named ?? zone, local) : local - BigInt(offset) * 1_000_000n,
    );
  },
);

function inRange(reader: Reader, micros: bigint): bigint {
  if (micros < MIN_MICROS || micros > MAX_MICROS) throw reader.fail();
  return micros;
}

export const natives = [parseDate, parseTime, parseDatetime, parseTimestamp];

export const functions = [
  define('PARSE_DATE', [on('STRING, STRING -> DATE', parseDate.of)]),
  define('PARSE_TIME', [on('STRING, STRING -> TIME', parseTime.of)]),
  define('PARSE_DATETIME', [on('STRING, STRING -> DATETIME', parseDatetime.of)]),
  define('PARSE_TIMESTAMP', [
    on('STRING, STRING -> TIMESTAMP', (format, text) => parseTimestamp.of(format, text, "'UTC'")),
    on('STRING, STRING, STRING -> TIMESTAMP', parseTimestamp.of),
  ]),
];
