/**
 * Civil dates and times read from ASCII. One reader belongs to one codec and is used again for every value:
 * it holds what it read last, so that a timestamp costs no object.
 */

export const MICROS_PER_SECOND = 1_000_000;
export const SECONDS_PER_DAY = 86_400;
/** 0001-01-01 and 9999-12-31 as days since 1970-01-01: write-api.md, Types. */
export const FIRST_DAY = -719_162;
export const LAST_DAY = 2_932_896;

const ZERO = 48;
const DASH = 45;
const COLON = 58;
const POINT = 46;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The ways in which the text can be wrong; `undefined` means that it is right. */
export type CivilError = 'malformed' | 'no such day' | 'no such time' | 'leap second' | 'too precise' | undefined;

export class Civil {
  year = 0;
  month = 0;
  day = 0;
  /** Since 1970-01-01. */
  days = 0;
  hour = 0;
  minute = 0;
  second = 0;
  micros = 0;
  /** Picoseconds beyond the microseconds: 0 to 999,999. */
  picos = 0;
  /** The position at which the reader stopped. */
  end = 0;

  /** `YYYY-MM-DD` at `at`, in text that ends at `end`. */
  readDate(bytes: Uint8Array, at: number, end: number): CivilError {
    if (end < at + 10 || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return 'malformed';
    const century = twoDigits(bytes, at);
    const rest = twoDigits(bytes, at + 2);
    this.month = twoDigits(bytes, at + 5);
    this.day = twoDigits(bytes, at + 8);
    if (century < 0 || rest < 0 || this.month < 0 || this.day < 0) return 'malformed';
    this.year = century * 100 + rest;
    this.end = at + 10;
    if (this.year === 0 || this.month === 0 || this.month > 12) return 'no such day';
    if (this.day === 0 || this.day > daysInMonth(this.year, this.month)) return 'no such day';
    this.days = daysFromCivil(this.year, this.month, this.day);
    return undefined;
  }

  /** `HH:MM:SS`, then up to `digits` (6 or 12) digits of a fraction; more of them only if they are zero. */
  readTime(bytes: Uint8Array, at: number, end: number, digits: 6 | 12): CivilError {
    if (end < at + 8 || bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return 'malformed';
    this.hour = twoDigits(bytes, at);
    this.minute = twoDigits(bytes, at + 3);
    this.second = twoDigits(bytes, at + 6);
    if (this.hour < 0 || this.minute < 0 || this.second < 0) return 'malformed';
    this.micros = 0;
    this.picos = 0;
    this.end = at + 8;
    if (this.end < end && bytes[this.end] === POINT) {
      const error = this.#readFraction(bytes, this.end + 1, end, digits);
      if (error !== undefined) return error;
    }
    // BigQuery keeps no leap second; it would become the next minute, which is another time.
    if (this.second === 60) return 'leap second';
    return this.hour > 23 || this.minute > 59 || this.second > 59 ? 'no such time' : undefined;
  }

  #readFraction(bytes: Uint8Array, from: number, end: number, digits: 6 | 12): CivilError {
    let at = from;
    let micros = 0;
    let picos = 0;
    for (; at < end; at += 1) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      const place = at - from;
      if (place < 6) micros = micros * 10 + digit;
      else if (place < digits) picos = picos * 10 + digit;
      else if (digit !== 0) return 'too precise';
    }
    const read = at - from;
    if (read === 0) return 'malformed';
    for (let place = read; place < 6; place += 1) micros *= 10;
    for (let place = Math.max(read, 6); place < digits; place += 1) picos *= 10;
    this.micros = micros;
    this.picos = picos;
    this.end = at;
    return undefined;
  }

  get secondOfDay(): number {
    return this.hour * 3600 + this.minute * 60 + this.second;
  }

  /** Microseconds since 1970-01-01 of what was read last, to compare two readings. */
  instant(dateOnly: boolean): bigint {
    const seconds = this.days * SECONDS_PER_DAY + (dateOnly ? 0 : this.secondOfDay);
    return BigInt(seconds) * 1_000_000n + BigInt(dateOnly ? 0 : this.micros);
  }

  /** The UTC reading of an instant in milliseconds since the epoch. */
  setInstant(milliseconds: number): void {
    const days = Math.floor(milliseconds / (SECONDS_PER_DAY * 1000));
    const ofDay = milliseconds - days * SECONDS_PER_DAY * 1000;
    this.setDays(days);
    this.setSecondOfDay(Math.floor(ofDay / 1000));
    this.micros = (ofDay % 1000) * 1000;
    this.picos = 0;
  }

  setSecondOfDay(seconds: number): void {
    this.hour = Math.floor(seconds / 3600);
    this.minute = Math.floor(seconds / 60) % 60;
    this.second = seconds % 60;
  }

  setDays(days: number): void {
    this.days = days;
    // The inverse of daysFromCivil: eras of 400 years that begin on 1 March.
    const shifted = days + 719_468;
    const era = Math.floor(shifted / 146_097);
    const ofEra = shifted - era * 146_097;
    const yearOfEra = Math.floor(
      (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
    );
    const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const fromMarch = Math.floor((5 * ofYear + 2) / 153);
    this.day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
    this.month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    this.year = yearOfEra + era * 400 + (this.month <= 2 ? 1 : 0);
  }
}

/** The time within a Date, regardless of subclasses and own properties. Throws for any other object. */
export function millisecondsOf(date: Date): number {
  return Date.prototype.getTime.call(date);
}

/** -1 where a byte is no digit. The caller knows that both bytes are there. */
export function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
  return MONTH_DAYS[month - 1] as number;
}

/** Days of the proleptic Gregorian calendar since 1970-01-01, for years 1 to 9999. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = (shifted / 400) | 0;
  const yearOfEra = shifted - era * 400;
  const ofYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + day - 1;
  return era * 146_097 + yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + ofYear - 719_468;
}
