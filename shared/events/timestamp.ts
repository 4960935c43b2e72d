/** Times as text: RFC 3339 in UTC. */

/** `google.protobuf.Timestamp`: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. */
const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;

/** With six digits, or nine where there is more than microseconds; undefined where it is no time. */
export function timestampText(seconds: number, nanos: number): string | undefined {
  if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && nanos >= 0 && nanos <= 999_999_999)) return undefined;
  const whole = new Date(seconds * 1_000).toISOString().slice(0, 19);
  const digits = String(nanos).padStart(9, '0');
  return `${whole}.${digits.endsWith('000') ? digits.slice(0, 6) : digits}Z`;
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
  const whole = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19);
  return `${whole}.${String(fraction).padStart(6, '0')}Z`;
}
