/** FORMAT_DATE, FORMAT_TIME, FORMAT_DATETIME and FORMAT_TIMESTAMP. */

import { native } from '../../emit/native.ts';
import { define, on } from '../define.ts';
import {
  civilTime,
  dayOfYear,
  floorDivBig,
  isoWeek,
  isoYear,
  isoYearStart,
  MICROS_PER_SECOND,
  splitMicros,
  weekday,
  weekOfYear,
} from './civil.ts';
import { DAY_NAMES, elementFits, elementsOf, MONTH_NAMES, type TemporalKind } from './time-names.ts';
import { offsetAt, offsetText, toLocal } from './zone.ts';

interface Moment {
  readonly kind: TemporalKind;
  /** The wall clock's reading. */
  readonly local: bigint;
  /** For TIMESTAMP. */
  readonly utc?: bigint;
  readonly zone?: string;
}

const pad = (value: number, width: number, fill = '0') => String(value).padStart(width, fill);

export function formatMoment(format: string, moment: Moment): string {
  return elementsOf(format)
    .map((element) => {
      if (!element.startsWith('%')) return element;
      const name = element.slice(1);
      if (!elementFits(moment.kind, name)) {
        throw new Error(`Format element '${element}' for ${moment.kind} is not supported by the local BigQuery`);
      }
      return formatElement(name, moment);
    })
    .join('');
}

function formatElement(name: string, moment: Moment): string {
  const { days } = splitMicros(moment.local);
  const civil = civilTime(moment.local);
  const again = (format: string) => formatMoment(format, moment);
  const dayName = DAY_NAMES[weekday(days)] ?? '';
  const monthName = MONTH_NAMES[civil.month - 1] ?? '';
  const hour12 = civil.hour % 12 === 0 ? 12 : civil.hour % 12;
  switch (name) {
    case 'A':
      return dayName;
    case 'a':
      return dayName.slice(0, 3);
    case 'B':
      return monthName;
    case 'b':
    case 'h':
      return monthName.slice(0, 3);
    case 'C':
      return pad(Math.floor(civil.year / 100), 2);
    case 'c':
      return again('%a %b %e %H:%M:%S %Y');
    case 'D':
    case 'x':
      return again('%m/%d/%y');
    case 'd':
      return pad(civil.day, 2);
    case 'e':
      return pad(civil.day, 2, ' ');
    case 'F':
      return again('%Y-%m-%d');
    case 'G':
      return String(isoYear(days));
    case 'g':
      return pad(isoYear(days) % 100, 2);
    case 'H':
      return pad(civil.hour, 2);
    case 'I':
      return pad(hour12, 2);
    case 'J':
      return pad(days - isoYearStart(isoYear(days)) + 1, 3);
    case 'j':
      return pad(dayOfYear(days), 3);
    case 'k':
      return pad(civil.hour, 2, ' ');
    case 'l':
      return pad(hour12, 2, ' ');
    case 'M':
      return pad(civil.minute, 2);
    case 'm':
      return pad(civil.month, 2);
    case 'n':
      return '\n';
    case 'P':
      return civil.hour < 12 ? 'am' : 'pm';
    case 'p':
      return civil.hour < 12 ? 'AM' : 'PM';
    case 'Q':
      return String(Math.ceil(civil.month / 3));
    case 'R':
      return again('%H:%M');
    case 'S':
      return pad(civil.second, 2);
    case 's':
      return String(floorDivBig(moment.utc ?? moment.local, MICROS_PER_SECOND));
    case 'T':
    case 'X':
      return again('%H:%M:%S');
    case 't':
      return '\t';
    case 'U':
      return pad(weekOfYear(days, 0), 2);
    case 'u':
      return String(weekday(days) === 0 ? 7 : weekday(days));
    case 'V':
      return pad(isoWeek(days), 2);
    case 'W':
      return pad(weekOfYear(days, 1), 2);
    case 'w':
      return String(weekday(days));
    case 'Y':
      return String(civil.year);
    case 'E4Y':
      return pad(civil.year, 4);
    case 'y':
      return pad(civil.year % 100, 2);
    case '%':
      return '%';
    case 'Z':
      return zoneName(offsetOf(moment));
    case 'z':
      return offsetText(offsetOf(moment), 'dense');
    case 'Ez':
      return offsetText(offsetOf(moment), 'colon');
    default:
      return fraction(name, civil.second, civil.micro);
  }
}

const offsetOf = ({ zone, utc }: Moment) => offsetAt(zone ?? 'UTC', utc ?? 0n);

/** BigQuery names a zone by its offset: `UTC`, `UTC-8`. Its form for part hours is not documented. */
function zoneName(offset: number): string {
  if (offset === 0) return 'UTC';
  if (offset % 3600 !== 0)
    throw new Error("Format element '%Z' for an offset of part hours is not supported by the local BigQuery");
  return `UTC${offset < 0 ? '-' : '+'}${Math.abs(offset) / 3600}`;
}

/** `E3S` has exactly three digits of a second; `E*S` as many as there are. */
function fraction(name: string, second: number, micro: number): string {
  const digits = pad(micro, 6);
  const width = name.charAt(1);
  const shown = width === '*' ? digits.replace(/0+$/, '') : digits.padEnd(9, '0').slice(0, Number(width));
  return `${pad(second, 2)}${shown === '' ? '' : `.${shown}`}`;
}

const formatDate = native('bq_format_date', { takes: ['STRING', 'DATE'], returns: 'STRING' }, (format, days) =>
  formatMoment(format, { kind: 'DATE', local: BigInt(days) * 86_400_000_000n }),
);
const formatTime = native('bq_format_time', { takes: ['STRING', 'TIME'], returns: 'STRING' }, (format, time) =>
  formatMoment(format, { kind: 'TIME', local: time }),
);
const formatDatetime = native(
  'bq_format_datetime',
  { takes: ['STRING', 'DATETIME'], returns: 'STRING' },
  (format, at) => formatMoment(format, { kind: 'DATETIME', local: at }),
);
const formatTimestamp = native(
  'bq_format_timestamp',
  { takes: ['STRING', 'TIMESTAMP', 'STRING'], returns: 'STRING' },
  (format, utc, zone) => formatMoment(format, { kind: 'TIMESTAMP', local: toLocal(zone, utc), utc, zone }),
);

export const natives = [formatDate, formatTime, formatDatetime, formatTimestamp];

export const functions = [
  define('FORMAT_DATE', [
    on('STRING, DATE -> STRING', formatDate.of),
    on('STRING, DATETIME -> STRING', formatDatetime.of),
  ]),
  define('FORMAT_TIME', [on('STRING, TIME -> STRING', formatTime.of)]),
  define('FORMAT_DATETIME', [on('STRING, DATETIME -> STRING', formatDatetime.of)]),
  define('FORMAT_TIMESTAMP', [
    on('STRING, TIMESTAMP -> STRING', (format, at) => formatTimestamp.of(format, at, "'UTC'")),
    on('STRING, TIMESTAMP, STRING -> STRING', formatTimestamp.of),
  ]),
];
