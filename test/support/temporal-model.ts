/** The part of `column-model.ts` that is about dates and times, by JavaScript's own Date. */

export const REJECTED = Symbol('rejected');
type Wire = unknown;

interface Civil {
  readonly parts: readonly [number, number, number, number, number, number];
  readonly milliseconds: number;
  /** The fraction of the second in picoseconds. */
  readonly picos: bigint;
  readonly rest: string;
}

function civilOf(text: string, digits: number): Civil | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(.*)$/s.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1, 7).map(Number) as unknown as Civil['parts'];
  const [year, month, day, hour, minute, second] = parts;
  const fraction = match[7] ?? '';
  if (/[1-9]/.test(fraction.slice(digits))) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const same = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  if (year === 0 || same.some((part, index) => part !== parts[index])) return undefined;
  return {
    parts,
    milliseconds: date.getTime(),
    picos: BigInt(fraction.slice(0, digits).padEnd(12, '0')),
    rest: match[8] ?? '',
  };
}

const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** Microseconds and further picoseconds since the epoch. */
function instantOf(value: unknown, digits: number): { readonly micros: bigint; readonly picos: bigint } | undefined {
  if (value instanceof Date) {
    const time = value.getTime();
    return time >= FIRST && time <= LAST ? { micros: BigInt(time) * 1000n, picos: 0n } : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const civil = civilOf(value, digits);
  if (civil === undefined) return undefined;
  const zone = /^(?:(Z|z| UTC)|([+-])(\d\d)(?::(\d\d))?)$/.exec(civil.rest);
  if (zone === null || Number(zone[3] ?? 0) > 23 || Number(zone[4] ?? 0) > 59) return undefined;
  const offset = (Number(zone[3] ?? 0) * 60 + Number(zone[4] ?? 0)) * 60_000 * (zone[2] === '-' ? -1 : 1);
  const time = civil.milliseconds - offset;
  if (time < FIRST || time > LAST) return undefined;
  return { micros: BigInt(time) * 1000n + civil.picos / 1_000_000n, picos: civil.picos % 1_000_000n };
}

export function timestampOf(value: unknown): Wire {
  return instantOf(value, 6)?.micros ?? REJECTED;
}

export function picosecondsOf(value: unknown): Wire {
  const instant = instantOf(value, 12);
  if (instant === undefined) return REJECTED;
  const ofSecond = ((instant.micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const second = new Date(Number((instant.micros - ofSecond) / 1000n)).toISOString().slice(0, 19);
  const fraction = `${String(ofSecond).padStart(6, '0')}${String(instant.picos).padStart(6, '0')}`.replace(/0+$/, '');
  return `${second}${fraction === '' ? '' : `.${fraction}`}Z`;
}

export function dateOf(value: unknown): Wire {
  if (value instanceof Date) {
    const time = value.getTime();
    return time >= FIRST && time <= LAST && time % 86_400_000 === 0 ? time / 86_400_000 : REJECTED;
  }
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return REJECTED;
  const civil = civilOf(`${value}T00:00:00`, 6);
  return civil === undefined ? REJECTED : civil.milliseconds / 86_400_000;
}

export function timeOf(value: unknown): Wire {
  if (typeof value !== 'string') return REJECTED;
  const civil = civilOf(`2000-01-01T${value}`, 6);
  if (civil === undefined || civil.rest !== '') return REJECTED;
  const [, , , hour, minute, second] = civil.parts.map(BigInt) as unknown as bigint[];
  return (((hour as bigint) * 4096n + (minute as bigint) * 64n + (second as bigint)) << 20n) + civil.picos / 1_000_000n;
}

export function datetimeOf(value: unknown): Wire {
  if (value instanceof Date) {
    const time = value.getTime();
    return time >= FIRST && time <= LAST ? datetimeOf(value.toISOString().slice(0, -1)) : REJECTED;
  }
  if (typeof value !== 'string') return REJECTED;
  const civil = civilOf(value, 6);
  if (civil === undefined || civil.rest !== '') return REJECTED;
  const shifts = [26n, 22n, 17n, 12n, 6n, 0n];
  const packed = civil.parts.reduce((sum, part, index) => sum + (BigInt(part) << (shifts[index] as bigint)), 0n);
  return (packed << 20n) + civil.picos / 1_000_000n;
}
