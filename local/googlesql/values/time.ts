/** Dates and times as DuckDB keeps them (days, microseconds) and as BigQuery reads and prints them. */

const DAY_MICROS = 86_400_000_000n;
/** 0001-01-01 and 9999-12-31, the ends of BigQuery's calendar, in days since 1970-01-01. */
const MIN_DAY = -719_162;
const MAX_DAY = 2_932_896;
export const MIN_MICROS = BigInt(MIN_DAY) * DAY_MICROS;
export const MAX_MICROS = BigInt(MAX_DAY + 1) * DAY_MICROS - 1n;

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,6}))?$/;
/** Minutes may stand without seconds in a TIMESTAMP's text, as the load documentation allows. */
const CLOCK = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{0,9}))?)?$/;
/** No date, time and zone is written longer; the time to match ZONE grows with the square of the length. */
const MAX_TIMESTAMP = 1000;
const ZONE = /^(.*?)\s*(Z|z|UTC|[+-]\d{1,2}(?::?\d{2})?|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)$/;

export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  return daysOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

export function parseTime(text: string): bigint | undefined {
  const match = TIME.exec(text);
  return match === null ? undefined : clockMicros(match[1], match[2], match[3], match[4]);
}

/** `YYYY-MM-DD[( |T)HH:MM:SS[.F]]`, no zone. Microseconds since 1970. */
export function parseDatetime(text: string): bigint | undefined {
  const [date = '', clock, ...rest] = splitDateTime(text);
  const days = parseDate(date);
  const micros = clock === undefined ? 0n : parseTime(clock);
  if (days === undefined || micros === undefined || rest.length > 0) return undefined;
  return BigInt(days) * DAY_MICROS + micros;
}

/**
 * A point in time: a civil date and time with an optional zone (offset or name; UTC without one), or seconds since
 * 1970 with a fraction. Slashes in the date are legal in a load.
 */
export function parseTimestamp(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (/^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$/.test(trimmed)) return parseEpochSeconds(trimmed);
  if (trimmed.length > MAX_TIMESTAMP) return undefined;
  const zoned = /[A-Za-z:\s]/.test(trimmed.slice(8)) ? ZONE.exec(trimmed) : null;
  // In `2020-01-02` the `-02` is a day, not a zone: a zone needs a clock, a space or a letter before it.
  const [civil, zone] =
    zoned !== null && civilWithClock(zoned[1] ?? '') ? [zoned[1] ?? '', zoned[2]] : [trimmed, undefined];
  const [date = '', clock, ...rest] = splitDateTime(civil);
  const days = parseDate(date.replaceAll('/', '-'));
  if (days === undefined || rest.length > 0) return undefined;
  let micros = BigInt(days) * DAY_MICROS;
  if (clock !== undefined) {
    const match = CLOCK.exec(clock);
    // Digits past the microsecond are refused rather than dropped.
    if (match === null || /[1-9]/.test((match[4] ?? '').slice(6))) return undefined;
    const since = clockMicros(match[1], match[2], match[3] ?? '0', match[4]?.slice(0, 6));
    if (since === undefined) return undefined;
    micros += since;
  }
  const offset = zone === undefined ? 0n : zoneOffset(zone, micros);
  return offset === undefined ? undefined : inRange(micros - offset);
}

function civilWithClock(text: string): boolean {
  return /^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ Tt]\s*\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d*)?)?)?$/.test(text.trim());
}

/** Seconds since 1970 as text, exactly: no double in between. */
export function parseEpochSeconds(text: string): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent) + 6 - fraction.length;
  const digits = `${whole}${fraction}`;
  if (digits.length + shift > 24) return undefined;
  const magnitude = shift >= 0 ? BigInt(digits + '0'.repeat(shift)) : BigInt(digits.slice(0, shift) || '0');
  return inRange(sign === '-' ? -magnitude : magnitude);
}

function splitDateTime(text: string): string[] {
  return text.trim().split(/[Tt]|\s+/);
}

function inRange(micros: bigint): bigint | undefined {
  return micros < MIN_MICROS || micros > MAX_MICROS ? undefined : micros;
}

function daysOf(year: number, month: number, day: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / 86_400_000 : undefined;
}

function clockMicros(hour = '', minute = '', second = '', fraction = ''): bigint | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return BigInt((h * 60 + m) * 60 + s) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

function zoneOffset(zone: string, civilMicros: bigint): bigint | undefined {
  if (/^(?:z|utc)$/i.test(zone)) return 0n;
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (match !== null) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
    // BigQuery takes offsets up to 14 hours.
    if (minutes > 14 * 60 || Number(match[3] ?? '0') > 59) return undefined;
    return BigInt(match[1] === '-' ? -minutes : minutes) * 60_000_000n;
  }
  return namedZoneOffset(zone, civilMicros);
}

/** The offset of a named zone at a civil time: asked twice, because the first answer may be of the other side of a change. */
function namedZoneOffset(zone: string, civilMicros: bigint): bigint | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const at = (micros: bigint): bigint => {
    const name = format.formatToParts(new Date(Number(micros / 1000n))).find(({ type }) => type === 'timeZoneName');
    const match = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(name?.value ?? '');
    const seconds = Number(match?.[2] ?? 0) * 3600 + Number(match?.[3] ?? 0) * 60 + Number(match?.[4] ?? 0);
    return BigInt(match?.[1] === '-' ? -seconds : seconds) * 1_000_000n;
  };
  return at(civilMicros - at(civilMicros - at(civilMicros)));
}

export function formatDate(days: number): string {
  const date = new Date(days * 86_400_000);
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** Six digits of fraction, or none where there is none. */
export function formatTime(micros: bigint): string {
  const seconds = Number(micros / 1_000_000n);
  const fraction = micros % 1_000_000n;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return fraction === 0n ? clock : `${clock}.${fraction.toString().padStart(6, '0')}`;
}

export function formatDatetime(micros: bigint): string {
  const days = floorDiv(micros, DAY_MICROS);
  return `${formatDate(Number(days))}T${formatTime(micros - days * DAY_MICROS)}`;
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
