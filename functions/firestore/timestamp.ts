/**
 * Times as text: RFC 3339 in UTC with six digits, Firestore's precision, or nine where there is more. One width, so that
 * the order of the texts is the order of the times.
 */

/** `google.protobuf.Timestamp`: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. */
const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;

/** Undefined where it is no time. */
export function timestampText(seconds: number, nanos: number): string | undefined {
  if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && nanos >= 0 && nanos <= 999_999_999)) return undefined;
  const whole = new Date(seconds * 1_000).toISOString().slice(0, 19);
  const digits = String(nanos).padStart(9, '0');
  return `${whole}.${digits.endsWith('000') ? digits.slice(0, 6) : digits}Z`;
}

const RFC_3339 = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Reads any RFC 3339 time and writes it as above; undefined where it is none. */
export function readTimestamp(text: string): string | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, day, time, fraction = '', zone] = match;
  return timestampText(Date.parse(`${day}T${time}${zone}`) / 1_000, Number(fraction.padEnd(9, '0')));
}
