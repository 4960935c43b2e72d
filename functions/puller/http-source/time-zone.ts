/** Local time in named zones: the offset of an instant, and the instant of a local time. */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface Zone {
  readonly name: string;
  /** Milliseconds that local time is ahead of UTC at this instant. */
  offsetAt(ms: number): number;
}

export const UTC: Zone = { name: 'UTC', offsetAt: () => 0 };

/** Undefined where no zone has this name. Offsets such as `+02:00` are no zone: they do not know summer time. */
export function zoneOf(name: string): Zone | undefined {
  if (name === 'UTC') return UTC;
  if (!/^[A-Za-z]+(?:[/_-][A-Za-z0-9_+/-]+)?$/.test(name)) return undefined;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return { name, offsetAt: (ms) => offsetIn(format, ms) };
  } catch {
    return undefined;
  }
}

function offsetIn(format: Intl.DateTimeFormat, ms: number): number {
  // `longOffset` has hours and minutes in every zone, also where they are zero.
  const found = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(format.format(ms)) as RegExpExecArray;
  const [, sign, hours, minutes, seconds = '0'] = found;
  const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1_000;
  return sign === '-' ? -size : size;
}

/**
 * The instant of a local time, given as if it were UTC. A local time that a change of the clocks repeats is the earlier of
 * its two instants, so that it belongs to one window; one that the change leaves out is read with the offset before it.
 */
export function instantOf(zone: Zone, localMs: number): number {
  const before = localMs - zone.offsetAt(localMs - 24 * HOUR_MS);
  if (before + zone.offsetAt(before) === localMs) return before;
  const after = localMs - zone.offsetAt(localMs + 24 * HOUR_MS);
  return after + zone.offsetAt(after) === localMs ? after : before;
}

/** The shift of the zone's clocks within three hours of the span: its request must reach so much further. */
export function clockChange(zone: Zone, fromMs: number, toMs: number): number {
  return Math.abs(zone.offsetAt(fromMs - 3 * HOUR_MS) - zone.offsetAt(toMs + 3 * HOUR_MS));
}

/** Whether the zone moves its clocks within the year around the instant. */
export function hasClockChanges(zone: Zone, aroundMs: number): boolean {
  const months = Array.from({ length: 13 }, (_, month) => zone.offsetAt(aroundMs + month * 30 * 24 * HOUR_MS));
  return new Set(months).size > 1;
}
