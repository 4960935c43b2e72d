/** Time zones: names of the IANA database and fixed offsets such as `+05:30`. */

import { daysFromCivil, floorDivBig, MICROS_PER_SECOND } from './civil.ts';

interface Zone {
  /** Seconds east of UTC at a moment in seconds since the epoch. */
  readonly offsetAt: (seconds: number) => number;
}

/** Few zones are ever named; a query over many strings must not grow this without end. */
const MAX_ZONES = 1000;
const MAX_OFFSETS = 100_000;
const zones = new Map<string, Zone>();

/** Offsets change at most once in so long, and mostly at its bounds. */
const BUCKET = 900;

export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = fixedZone(name) ?? namedZone(name);
  if (zones.size >= MAX_ZONES) zones.clear();
  zones.set(name, zone);
  return zone;
}

/** `+H`, `-HH`, `+H:M`, `-HH:MM`; at most 14 hours. */
function fixedZone(name: string): Zone | undefined {
  if (/^(utc|z)$/i.test(name)) return { offsetAt: () => 0 };
  const match = /^([+-])(\d{1,2})(?::(\d{1,2}))?$/.exec(name);
  if (match === null) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
  if (Number(match[3] ?? 0) > 59 || seconds > 14 * 3600) throw new Error(`Invalid time zone: ${name}`);
  return { offsetAt: () => (match[1] === '-' ? -seconds : seconds) };
}

function namedZone(name: string): Zone {
  const format = formatter(name);
  const buckets = new Map<number, number | undefined>();
  const exactly = (seconds: number) => offsetFrom(format, seconds);
  return {
    offsetAt: (seconds) => {
      const bucket = Math.floor(seconds / BUCKET);
      if (!buckets.has(bucket)) {
        if (buckets.size >= MAX_OFFSETS) buckets.clear();
        const first = exactly(bucket * BUCKET);
        buckets.set(bucket, first === exactly(bucket * BUCKET + BUCKET - 1) ? first : undefined);
      }
      return buckets.get(bucket) ?? exactly(seconds);
    },
  };
}

function formatter(name: string): Intl.DateTimeFormat {
  try {
    if (!/^[A-Za-z]/.test(name)) throw new RangeError();
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new Error(`Invalid time zone: ${name}`);
  }
}

function offsetFrom(format: Intl.DateTimeFormat, seconds: number): number {
  const parts = new Map(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  const field = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - field('year') : field('year');
  const days = daysFromCivil(year, field('month'), field('day'));
  return days * 86_400 + field('hour') * 3600 + field('minute') * 60 + field('second') - seconds;
}

/** Seconds east of UTC at a timestamp. */
export function offsetAt(zone: string, micros: bigint): number {
  return zoneOf(zone).offsetAt(Number(floorDivBig(micros, MICROS_PER_SECOND)));
}

/** The wall clock's reading at a timestamp. */
export function toLocal(zone: string, micros: bigint): bigint {
  return micros + BigInt(offsetAt(zone, micros)) * MICROS_PER_SECOND;
}

/**
 * The timestamp of a wall-clock time. If clocks were put back and the time occurs twice, the first one. If clocks were put
 * forward and it never occurs, the timestamp as if they had not been yet.
 */
export function fromLocal(zone: string, local: bigint): bigint {
  const found = zoneOf(zone);
  const seconds = Number(floorDivBig(local, MICROS_PER_SECOND));
  const before = found.offsetAt(seconds - 86_400);
  const after = found.offsetAt(seconds + 86_400);
  const holds = (offset: number) => found.offsetAt(seconds - offset) === offset;
  const offset = before !== after && !holds(before) && holds(after) ? after : before;
  return local - BigInt(offset) * MICROS_PER_SECOND;
}

/** `+05:30`; with `short`, `+05` for whole hours. */
export function offsetText(seconds: number, style: 'colon' | 'dense' | 'short'): string {
  const minutes = Math.trunc(Math.abs(seconds) / 60);
  const hour = String(Math.trunc(minutes / 60)).padStart(2, '0');
  const minute = String(minutes % 60).padStart(2, '0');
  const sign = seconds < 0 ? '-' : '+';
  if (style === 'short' && minute === '00') return `${sign}${hour}`;
  return `${sign}${hour}${style === 'dense' ? '' : ':'}${minute}`;
}

/** `2020-01-02 03:04:05.678+00`: how a TIMESTAMP becomes STRING. */
export function timestampText(zone: string, micros: bigint, render: (local: bigint) => string): string {
  return `${render(toLocal(zone, micros))}${offsetText(offsetAt(zone, micros), 'short')}`;
}
