/** Times as text: RFC 3339 in UTC. */

/** `google.protobuf.Timestamp`: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. */
const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;
const DAY_SECONDS = 86_400;

/** With six digits, or nine where there is more than microseconds; undefined where it is no time. */
export function timestampText(seconds: number, nanos: number): string | undefined {
  if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && nanos >= 0 && nanos <= 999_999_999)) return undefined;
  const micros = Math.floor(nanos / 1_000);
  const rest = nanos - micros * 1_000;
  return `${secondText(seconds)}.${sixDigits(micros)}${rest === 0 ? '' : threeDigits(rest)}Z`;
}

function secondText(seconds: number): string {
  const day = Math.floor(seconds / DAY_SECONDS);
  return `${dayText(day)}T${clockText(seconds - day * DAY_SECONDS)}`;
}

/** A year that begins in March ends with the day that leap years have more. 400 of them have as many days as any other 400. */
const ERA_DAYS = 146_097;
/** From 1 March of the year 0 to 1 January 1970. */
const EPOCH_DAY = 719_468;

/** The day so many days after 1 January 1970. Twice as fast as a Date that is asked for its text. */
function dayText(day: number): string {
  const since = day + EPOCH_DAY;
  const era = Math.floor(since / ERA_DAYS);
  const ofEra = since - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Five months from March have 153 days, and so have the next five.
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const ofMonth = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${twoDigits(Math.floor(year / 100))}${twoDigits(year % 100)}-${twoDigits(month)}-${twoDigits(ofMonth)}`;
}

function clockText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return `${twoDigits(hours)}:${twoDigits(minutes - hours * 60)}:${twoDigits(seconds - minutes * 60)}`;
}

const PAIRS: readonly string[] = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

function twoDigits(number: number): string {
  return PAIRS[number] as string;
}

function threeDigits(number: number): string {
  return String(number).padStart(3, '0');
}

function sixDigits(number: number): string {
  const [high, low] = [Math.floor(number / 10_000), number % 10_000];
  return `${twoDigits(high)}${twoDigits(Math.floor(low / 100))}${twoDigits(low % 100)}`;
}

const RFC_3339 = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads any RFC 3339 time and writes it as above; undefined where it is none.
 *
 * @example
 * readTimestamp('2026-01-02T04:04:05+01:00'); // '2026-01-02T03:04:05.000000Z'
 */
export function readTimestamp(text: string): string | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, day, time, fraction = '', zone] = match;
  return timestampText(Date.parse(`${day}T${time}${zone}`) / 1_000, Number(fraction.padEnd(9, '0')));
}

/**
 * A time that `readTimestamp` or `timestampText` wrote, with exactly six digits; nanoseconds are cut off.
 *
 * @example
 * inMicros('2026-01-02T03:04:05.123456789Z'); // '2026-01-02T03:04:05.123456Z'
 */
export function inMicros(timestamp: string): string {
  return timestamp.length === MICROS_LENGTH ? timestamp : `${timestamp.slice(0, MICROS_LENGTH - 1)}Z`;
}

const MICROS_LENGTH = '2026-01-02T03:04:05.123456Z'.length;

/** Microseconds since the epoch of a time that `readTimestamp` or `timestampText` wrote; nanoseconds are cut off. */
export function microsOf(timestamp: string): bigint {
  return BigInt(Date.parse(`${timestamp.slice(0, 19)}Z`)) * 1_000n + BigInt(timestamp.slice(20, 26));
}

/**
 * The time with exactly six digits, so that the order of two texts is the order of their times: this is what `created_at`
 * holds for every source.
 *
 * @example
 * microsText(1_767_322_800_550_123n); // '2026-01-02T03:00:00.550123Z'
 */
export function microsText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (micros - fraction) / 1_000_000n;
  return `${secondText(Number(seconds))}.${sixDigits(Number(fraction))}Z`;
}
