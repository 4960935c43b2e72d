/** Dates and times written the canonical way, as in literals and CAST: `2020-1-2 03:04:05.678+05:30`. */

import { daysFromCivil, daysInMonth, joinMicros, MAX_MICROS, MIN_MICROS } from './civil.ts';
import { fromLocal } from './zone.ts';

const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const TIME = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9})?)?)?`;
const DATE_TIME = new RegExp(`^${DATE}(?:[ Tt]${TIME})?$`);
const ZONED = new RegExp(
  `^(${DATE}(?:[ Tt]${TIME})?)(?:(Z|z)|([+-]\\d{1,2}(?::\\d{1,2})?)| +([A-Za-z][\\w+/-]*|[+-]\\d{1,2}(?::\\d{1,2})?))?$`,
);

function days(year: string | undefined, month: string | undefined, day: string | undefined): number | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return undefined;
  return daysFromCivil(y, m, d);
}

function time(fields: readonly (string | undefined)[]): bigint | undefined {
  const [hour, minute, second, fraction = ''] = fields;
  const [h, m, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  // Digits past microseconds must be zeros: they are not dropped in silence.
  if (/[1-9]/.test(fraction.slice(6))) return undefined;
  return BigInt(h * 3600 + m * 60 + s) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

export function parseDatetimeText(text: string): bigint | undefined {
  const match = DATE_TIME.exec(text.trim());
  if (match === null) return undefined;
  const day = days(match[1], match[2], match[3]);
  const clock = time(match.slice(4));
  return day === undefined || clock === undefined ? undefined : joinMicros(day, clock);
}

/** Read in `zone` where the text names none. A zone in both places is an error, as in BigQuery's TIMESTAMP function. */
export function parseTimestampText(text: string, zone: string | undefined): bigint | undefined {
  const match = ZONED.exec(text.trim());
  const local = match?.[1] === undefined ? undefined : parseDatetimeText(match[1]);
  if (match === null || local === undefined) return undefined;
  const [utc, offset, name] = match.slice(-3);
  const written = utc === undefined ? (offset ?? name) : 'UTC';
  const micros = fromLocal(written ?? zone ?? 'UTC', local);
  return micros < MIN_MICROS || micros > MAX_MICROS ? undefined : micros;
}
