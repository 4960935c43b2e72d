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

const FIELDS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;
export type IntervalField = (typeof FIELDS)[number];
const PATTERNS: Readonly<Record<IntervalField, string>> = {
  YEAR: '(?<monthSign>[+-]?)(?<YEAR>\\d{1,5})',
  MONTH: '(?<MONTH>\\d{1,6})',
  DAY: '(?<DAY>[+-]?\\d{1,7})',
  HOUR: '(?<HOUR>\\d{1,8})',
  MINUTE: '(?<MINUTE>\\d{1,10})',
  SECOND: '(?<SECOND>\\d{1,12})(?:\\.(?<fraction>\\d{1,9}))?',
};

/** The text of an interval from one field to another: `1-2 3` from YEAR to DAY, `4:5:6.7` from HOUR to SECOND. */
export function parseIntervalRange(text: string, from: IntervalField, to: IntervalField): IntervalParts | undefined {
  const [first, last] = [FIELDS.indexOf(from), FIELDS.indexOf(to)];
  if (first > last) return undefined;
  const pattern = FIELDS.slice(first, last + 1).map((field, index) => {
    const before = index === 0 ? '' : field === 'MONTH' ? '-' : field === 'DAY' || field === 'HOUR' ? ' ' : ':';
    const timeSign = field === 'HOUR' || (index === 0 && (field === 'MINUTE' || field === 'SECOND'));
    const monthSign = index === 0 && field === 'MONTH';
    const sign = timeSign ? '(?<timeSign>[+-]?)' : monthSign ? '(?<monthSign>[+-]?)' : '';
    return `${before}${sign}${PATTERNS[field]}`;
  });
  const groups = new RegExp(`^${pattern.join('')}$`).exec(text.trim())?.groups;
  return groups === undefined ? undefined : partsOf(groups);
}

function partsOf(groups: Readonly<Record<string, string | undefined>>): IntervalParts | undefined {
  const { monthSign, timeSign, fraction = '' } = groups;
  if (/[1-9]/.test(fraction.slice(6))) return undefined;
  const months = BigInt(groups.YEAR ?? 0) * 12n + BigInt(groups.MONTH ?? 0);
  const seconds = (BigInt(groups.HOUR ?? 0) * 60n + BigInt(groups.MINUTE ?? 0)) * 60n + BigInt(groups.SECOND ?? 0);
  const micros = seconds * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  return within(
    monthSign === '-' ? -months : months,
    BigInt((groups.DAY ?? '0').replace('+', '')),
    timeSign === '-' ? -micros : micros,
  );
}

function within(months: bigint, days: bigint, micros: bigint): IntervalParts | undefined {
  const size = (value: bigint) => (value < 0n ? -value : value);
  if (size(months) > BigInt(MAX_MONTHS) || size(days) > BigInt(MAX_DAYS) || size(micros) > MAX_MICROS) return undefined;
  return { months: Number(months), days: Number(days), micros };
}

const ISO =
  /^P(?=[\dT+-])(?:([+-]?\d{1,6})Y)?(?:([+-]?\d{1,6})M)?(?:([+-]?\d{1,6})W)?(?:([+-]?\d{1,7})D)?(?:T(?=[\d+-])(?:([+-]?\d{1,9})H)?(?:([+-]?\d{1,11})M)?(?:([+-]?)(\d{1,12})(?:\.(\d{1,9}))?S)?)?$/;

/** Parses the texts that CAST accepts as an INTERVAL: the canonical form, its parts, and ISO 8601 durations. */
export function parseIntervalText(text: string): IntervalParts | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('P')) return parseIsoDuration(trimmed);
  const ranges = [
    ['YEAR', 'SECOND'],
    ['YEAR', 'MONTH'],
    ['YEAR', 'DAY'],
    ['DAY', 'SECOND'],
    ['HOUR', 'SECOND'],
  ] as const;
  for (const [from, to] of ranges) {
    const parts = parseIntervalRange(trimmed, from, to);
    if (parts !== undefined) return parts;
  }
  return undefined;
}

function parseIsoDuration(text: string): IntervalParts | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [years, months, weeks, days, hours, minutes] = match
    .slice(1, 7)
    .map((part) => BigInt((part ?? '0').replace('+', '')));
  const [sign, seconds = '0', fraction = ''] = match.slice(7);
  if (/[1-9]/.test(fraction.slice(6))) return undefined;
  const size = BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  const clock = ((hours ?? 0n) * 60n + (minutes ?? 0n)) * 60_000_000n;
  return within(
    (years ?? 0n) * 12n + (months ?? 0n),
    (weeks ?? 0n) * 7n + (days ?? 0n),
    clock + (sign === '-' ? -size : size),
  );
}

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
  const digits = (magnitude % 1_000_000n).toString().padStart(6, '0');
  // Three digits where they are enough, six where not, none where it is whole.
  const fraction = digits === '000000' ? '' : digits.endsWith('000') ? digits.slice(0, 3) : digits;
  const clock = `${seconds / 3600n}:${(seconds / 60n) % 60n}:${seconds % 60n}${fraction === '' ? '' : `.${fraction}`}`;
  return `${months < 0 ? '-' : ''}${Math.floor(years / 12)}-${years % 12} ${days} ${micros < 0n ? '-' : ''}${clock}`;
}
