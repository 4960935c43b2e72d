/** INTERVAL in its canonical text: `[sign]Y-M [sign]D [sign]H:M:S[.F]`. */

export interface IntervalParts {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

const CANONICAL = /^([+-]?)(\d{1,5})-(\d{1,6}) ([+-]?\d{1,7}) ([+-]?)(\d{1,8}):(\d{1,9}):(\d{1,11})(?:\.(\d{1,6}))?$/;

const MAX_MONTHS = 120_000;
const MAX_DAYS = 3_660_000;
const MAX_MICROS = 87_840_000n * 3_600_000_000n;

export function parseInterval(text: string): IntervalParts | undefined {
  const match = CANONICAL.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, years, months, days, timeSign, hours, minutes, seconds, fraction = ''] = match;
  const allMonths = Number(years) * 12 + Number(months);
  const magnitude =
    ((BigInt(hours ?? 0) * 60n + BigInt(minutes ?? 0)) * 60n + BigInt(seconds ?? 0)) * 1_000_000n +
    BigInt(fraction.padEnd(6, '0'));
  const parts = {
    months: sign === '-' ? 0 - allMonths : allMonths,
    days: Number(days),
    micros: timeSign === '-' ? -magnitude : magnitude,
  };
  const fits = allMonths <= MAX_MONTHS && Math.abs(parts.days) <= MAX_DAYS && magnitude <= MAX_MICROS;
  return fits ? parts : undefined;
}

export function formatInterval({ months, days, micros }: IntervalParts): string {
  const years = Math.abs(months);
  const magnitude = micros < 0n ? -micros : micros;
  const seconds = magnitude / 1_000_000n;
  const fraction = (magnitude % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  const clock = `${seconds / 3600n}:${(seconds / 60n) % 60n}:${seconds % 60n}${fraction === '' ? '' : `.${fraction}`}`;
  return `${months < 0 ? '-' : ''}${Math.floor(years / 12)}-${years % 12} ${days} ${micros < 0n ? '-' : ''}${clock}`;
}
