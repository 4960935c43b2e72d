/**
 * DATE, TIME, DATETIME and TIMESTAMP.
 *
 * On the wire (write-api.md, Types): DATE is days, TIME and DATETIME are civil fields packed into an int64,
 * TIMESTAMP is microseconds; a TIMESTAMP of picoseconds is text.
 */

import {
  type Civil,
  type CivilError,
  FIRST_DAY,
  LAST_DAY,
  MICROS_PER_SECOND,
  millisecondsOf,
  SECONDS_PER_DAY,
  twoDigits,
} from '../civil.ts';
import type { Column } from '../column.ts';
import { Fault } from '../fault.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { stage, writeBigInt64, writeInt64, writeShortLatin, writeVarint64 } from '../wire.ts';

const COLON = 58;
/** Room for a thousand zeros behind the point; longer text is no date. */
export const LONGEST_TEXT = 1024;
const MS_PER_DAY = SECONDS_PER_DAY * 1000;
const FIRST_INSTANT = FIRST_DAY * MS_PER_DAY;
const LAST_INSTANT = (LAST_DAY + 1) * MS_PER_DAY - 1;
/** Beyond so many seconds from the epoch, microseconds are no safe integer any more. */
const SAFE_SECONDS = 9_000_000_000;

const MESSAGES: Readonly<Record<Exclude<CivilError, undefined>, readonly [Fault['code'], string]>> = {
  malformed: ['MALFORMED', ''],
  'no such day': ['OUT_OF_RANGE', 'there is no such day between 0001-01-01 and 9999-12-31'],
  'no such time': ['OUT_OF_RANGE', 'there is no such time of day'],
  'leap second': ['OUT_OF_RANGE', 'BigQuery keeps no leap second'],
  'too precise': ['TOO_PRECISE', 'more digits of a second than the column keeps'],
};

function civilFault(error: Exclude<CivilError, undefined>, form: string): Fault {
  const [code, reason] = MESSAGES[error];
  return new Fault(code, error === 'malformed' ? `not of the form ${form}` : reason);
}

const DATE_FORM = 'YYYY-MM-DD';
const TIME_FORM = 'HH:MM:SS[.ffffff]';
const DATETIME_FORM = 'YYYY-MM-DDTHH:MM:SS[.ffffff], without a zone';
const TIMESTAMP_FORM = 'YYYY-MM-DDTHH:MM:SS[.ffffff] with Z or an offset (RFC 3339)';

export function encodeDate(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  const civil = column.civil;
  if (typeof value === 'string') {
    const at = stage(out, value, LONGEST_TEXT);
    if (at < 0) return civilFault('malformed', DATE_FORM);
    const error = readWholeDate(civil, out.bytes, at, at + value.length);
    if (error !== undefined) return civilFault(error, DATE_FORM);
    writeInt64(out, civil.days);
    return undefined;
  }
  if (!(value instanceof Date)) return new Fault('TYPE_MISMATCH', 'DATE takes text or a Date');
  const days = millisecondsOf(value) / MS_PER_DAY;
  if (Number.isNaN(days)) return invalidDate();
  if (!Number.isInteger(days)) return new Fault('TOO_PRECISE', 'the Date has a time of day; DATE takes midnight UTC');
  if (days < FIRST_DAY || days > LAST_DAY) return civilFault('no such day', DATE_FORM);
  writeInt64(out, days);
  return undefined;
}

export function encodeTime(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  const civil = column.civil;
  if (typeof value !== 'string') return new Fault('TYPE_MISMATCH', 'TIME takes text');
  const at = stage(out, value, LONGEST_TEXT);
  if (at < 0) return civilFault('malformed', TIME_FORM);
  const error = readWholeTime(civil, out.bytes, at, at + value.length);
  if (error !== undefined) return civilFault(error, TIME_FORM);
  writeTime(civil, out);
  return undefined;
}

/** A date and nothing behind it. */
export function readWholeDate(civil: Civil, bytes: Uint8Array, at: number, end: number): CivilError {
  return civil.readDate(bytes, at, end) ?? (end === at + 10 ? undefined : 'malformed');
}

/** A time of day and nothing behind it. */
export function readWholeTime(civil: Civil, bytes: Uint8Array, at: number, end: number): CivilError {
  return civil.readTime(bytes, at, end, 6) ?? (civil.end === end ? undefined : 'malformed');
}

export function writeTime(civil: Civil, out: RowBuffer): void {
  const time = (civil.hour << 12) | (civil.minute << 6) | civil.second;
  writeVarint64(out, (((time & 0xfff) << 20) | civil.micros) >>> 0, time >>> 12);
}

export function encodeDatetime(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  const civil = column.civil;
  if (typeof value === 'string') {
    const at = stage(out, value, LONGEST_TEXT);
    if (at < 0) return civilFault('malformed', DATETIME_FORM);
    const error = readWholeDatetime(civil, out.bytes, at, at + value.length);
    if (error !== undefined) return civilFault(error, DATETIME_FORM);
  } else {
    const fault = setFromDate(civil, value, 'DATETIME');
    if (fault !== undefined) return fault;
  }
  writeDatetime(civil, out);
  return undefined;
}

/** A date, a time of day and nothing behind them. */
export function readWholeDatetime(civil: Civil, bytes: Uint8Array, at: number, end: number): CivilError {
  return readDateAndTime(civil, bytes, at, end, 6) ?? (civil.end === end ? undefined : 'malformed');
}

/** ((y << 26 | mo << 22 | d << 17 | h << 12 | mi << 6 | s) << 20) | micros, in two halves of 32 bits. */
export function writeDatetime(civil: Civil, out: RowBuffer): void {
  const withoutYear = (civil.month << 22) | (civil.day << 17) | (civil.hour << 12) | (civil.minute << 6) | civil.second;
  writeVarint64(out, (((withoutYear & 0xfff) << 20) | civil.micros) >>> 0, (civil.year << 14) | (withoutYear >>> 12));
}

export function encodeTimestamp(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  const civil = column.civil;
  if (typeof value === 'string') {
    const fault = readTimestamp(civil, value, 6, out);
    if (fault !== undefined) return fault;
  } else {
    return encodeInstant(value, out);
  }
  writeTimestamp(civil, out);
  return undefined;
}

export function writeTimestamp(civil: Civil, out: RowBuffer): void {
  const seconds = civil.days * SECONDS_PER_DAY + civil.secondOfDay;
  if (seconds < SAFE_SECONDS && seconds > -SAFE_SECONDS) writeInt64(out, seconds * MICROS_PER_SECOND + civil.micros);
  else writeBigInt64(out, BigInt(seconds) * 1_000_000n + BigInt(civil.micros));
}

/** A Date is its milliseconds: no need of its civil reading. */
function encodeInstant(value: unknown, out: RowBuffer): Fault | undefined {
  if (!(value instanceof Date)) return notADate(value, 'TIMESTAMP');
  const milliseconds = millisecondsOf(value);
  if (Number.isNaN(milliseconds)) return invalidDate();
  if (milliseconds < FIRST_INSTANT || milliseconds > LAST_INSTANT) return civilFault('no such day', TIMESTAMP_FORM);
  const micros = milliseconds * 1000;
  if (Number.isSafeInteger(micros)) writeInt64(out, micros);
  else writeBigInt64(out, BigInt(milliseconds) * 1000n);
  return undefined;
}

/** TIMESTAMP(12): the same instants in UTC as text, with up to twelve digits. */
export function encodePicoseconds(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  const civil = column.civil;
  const fault =
    typeof value === 'string' ? readTimestamp(civil, value, 12, out) : setFromDate(civil, value, 'TIMESTAMP(12)');
  if (fault !== undefined) return fault;
  const fraction = `${padded(civil.micros, 6)}${padded(civil.picos, 6)}`.replace(/0+$/, '');
  const date = `${padded(civil.year, 4)}-${padded(civil.month, 2)}-${padded(civil.day, 2)}`;
  const time = `${padded(civil.hour, 2)}:${padded(civil.minute, 2)}:${padded(civil.second, 2)}`;
  writeShortLatin(out, `${date}T${time}${fraction === '' ? '' : `.${fraction}`}Z`);
  return undefined;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

function readDateAndTime(civil: Civil, bytes: Uint8Array, at: number, end: number, digits: 6 | 12): CivilError {
  const error = civil.readDate(bytes, at, end);
  if (error !== undefined) return error;
  if (end === at + 10) return 'malformed';
  // RFC 3339 section 5.6 allows a lower-case "t" and, for readability, a space.
  const separator = bytes[at + 10];
  if (separator !== 84 && separator !== 32 && separator !== 116) return 'malformed';
  return civil.readTime(bytes, at + 11, end, digits);
}

function readTimestamp(civil: Civil, text: string, digits: 6 | 12, out: RowBuffer): Fault | undefined {
  const at = stage(out, text, LONGEST_TEXT);
  if (at < 0) return civilFault('malformed', TIMESTAMP_FORM);
  return readZoned(civil, out.bytes, at, at + text.length, digits);
}

/** A date, a time of day and a zone. */
export function readZoned(civil: Civil, bytes: Uint8Array, at: number, end: number, digits: 6 | 12): Fault | undefined {
  const error = readDateAndTime(civil, bytes, at, end, digits);
  if (error !== undefined) return civilFault(error, TIMESTAMP_FORM);
  const left = end - civil.end;
  const zone = bytes[civil.end];
  // "Z", "z", or " UTC" as BigQuery prints it itself.
  if (left === 1 && (zone === 90 || zone === 122)) return undefined;
  if (left === 4 && zone === 32 && isUtc(bytes, civil.end + 1)) return undefined;
  return readOffset(civil, bytes, left);
}

function isUtc(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 85 && bytes[at + 1] === 84 && bytes[at + 2] === 67;
}

function readOffset(civil: Civil, bytes: Uint8Array, left: number): Fault | undefined {
  const at = civil.end;
  const sign = bytes[at];
  // BigQuery prints a whole number of hours without the minutes that RFC 3339 wants: "+00".
  const short = left === 3;
  const long = left === 6 && bytes[at + 3] === COLON;
  if (!(short || long) || (sign !== 43 && sign !== 45)) return civilFault('malformed', TIMESTAMP_FORM);
  const hours = twoDigits(bytes, at + 1);
  const minutes = short ? 0 : twoDigits(bytes, at + 4);
  if (hours < 0 || minutes < 0) return civilFault('malformed', TIMESTAMP_FORM);
  if (hours > 23 || minutes > 59) return new Fault('OUT_OF_RANGE', 'there is no such offset from UTC');
  const offset = (hours * 60 + minutes) * (sign === 43 ? 60 : -60);
  if (offset !== 0) {
    const seconds = civil.days * SECONDS_PER_DAY + civil.secondOfDay - offset;
    const days = Math.floor(seconds / SECONDS_PER_DAY);
    if (days < FIRST_DAY || days > LAST_DAY) return civilFault('no such day', TIMESTAMP_FORM);
    civil.setDays(days);
    civil.setSecondOfDay(seconds - days * SECONDS_PER_DAY);
  }
  return undefined;
}

function setFromDate(civil: Civil, value: unknown, type: string): Fault | undefined {
  if (!(value instanceof Date)) return notADate(value, type);
  const milliseconds = millisecondsOf(value);
  if (Number.isNaN(milliseconds)) return invalidDate();
  civil.setInstant(milliseconds);
  return civil.days < FIRST_DAY || civil.days > LAST_DAY ? civilFault('no such day', TIMESTAMP_FORM) : undefined;
}

function notADate(value: unknown, type: string): Fault {
  const why = typeof value === 'number' || typeof value === 'bigint' ? '; a number does not say its unit' : '';
  return new Fault('TYPE_MISMATCH', `${type} takes text or a Date${why}`);
}

function invalidDate(): Fault {
  return new Fault('MALFORMED', 'an invalid Date');
}
