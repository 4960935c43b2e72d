/** The strftime directives that a pattern may hold, each with how it is written and read. */

const DAY_MS = 86_400_000;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The parts of a time that have been read. */
export interface Fields {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  /** Beyond the millisecond part of `instantMs`, or beyond the second. */
  readonly micros?: number;
  readonly afternoon?: boolean;
  readonly offsetMs?: number;
  readonly instantMs?: number;
}

export interface LocalTime {
  readonly ms: number;
  /** The local time, as if it were UTC. */
  readonly date: Date;
  readonly offsetMs: number;
}

export interface Directive {
  /** A regular expression without groups. */
  readonly matches: string;
  readonly unitMs: number;
  /** Whether it names the instant by itself, or the zone. */
  readonly instant: boolean;
  readonly zone: boolean;
  write(time: LocalTime): string;
  read(text: string): Fields;
}

export type Part = string | Directive;

type Entry = readonly [
  matches: string,
  unitMs: number,
  write: (time: LocalTime) => string,
  read: (text: string) => Fields,
];

const two = (value: number): string => String(value).padStart(2, '0');
const short = (names: readonly string[]): readonly string[] => names.map((name) => name.slice(0, 3));
const ignore = (): Fields => ({});

const FIELDS: Readonly<Record<string, Entry>> = {
  Y: [
    '\\d{4}',
    DAY_MS * 365,
    ({ date }) => String(date.getUTCFullYear()).padStart(4, '0'),
    (text) => ({ year: Number(text) }),
  ],
  m: ['\\d{1,2}', DAY_MS * 28, ({ date }) => two(date.getUTCMonth() + 1), (text) => ({ month: Number(text) })],
  d: ['\\d{1,2}', DAY_MS, ({ date }) => two(date.getUTCDate()), (text) => ({ day: Number(text) })],
  H: ['\\d{1,2}', 3_600_000, ({ date }) => two(date.getUTCHours()), (text) => ({ hour: Number(text) })],
  I: ['\\d{1,2}', 3_600_000, ({ date }) => two(date.getUTCHours() % 12 || 12), (text) => ({ hour: Number(text) })],
  M: ['\\d{1,2}', 60_000, ({ date }) => two(date.getUTCMinutes()), (text) => ({ minute: Number(text) })],
  S: ['\\d{1,2}', 1_000, ({ date }) => two(date.getUTCSeconds()), (text) => ({ second: Number(text) })],
  f: ['\\d{1,9}', 0.001, ({ date }) => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000`, readFraction],
  p: [
    '[AaPp][Mm]',
    43_200_000,
    ({ date }) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    (text) => ({ afternoon: /^p/i.test(text) }),
  ],
  b: [
    short(MONTHS).join('|'),
    DAY_MS * 28,
    ({ date }) => (MONTHS[date.getUTCMonth()] as string).slice(0, 3),
    (text) => ({ month: short(MONTHS).indexOf(text) + 1 }),
  ],
  B: [
    MONTHS.join('|'),
    DAY_MS * 28,
    ({ date }) => MONTHS[date.getUTCMonth()] as string,
    (text) => ({ month: MONTHS.indexOf(text) + 1 }),
  ],
  a: [short(DAYS).join('|'), DAY_MS * 366, ({ date }) => (DAYS[date.getUTCDay()] as string).slice(0, 3), ignore],
  A: [DAYS.join('|'), DAY_MS * 366, ({ date }) => DAYS[date.getUTCDay()] as string, ignore],
  _ms: ['\\d{3}', 1, ({ date }) => String(date.getUTCMilliseconds()).padStart(3, '0'), readFraction],
};

const ZONES: Readonly<Record<string, Entry>> = {
  z: [
    '[Zz]|[+-]\\d\\d:?\\d\\d',
    DAY_MS * 366,
    ({ offsetMs }) => offsetText(offsetMs),
    (text) => ({ offsetMs: offsetOf(text) }),
  ],
  ':z': [
    '[Zz]|[+-]\\d\\d:?\\d\\d',
    DAY_MS * 366,
    ({ offsetMs }) => offsetText(offsetMs).replace(/\d\d$/, ':$&'),
    (text) => ({ offsetMs: offsetOf(text) }),
  ],
  Z: ['UTC|GMT|Z', DAY_MS * 366, () => 'UTC', () => ({ offsetMs: 0 })],
};

const INSTANTS: Readonly<Record<string, Entry>> = {
  s: [
    '-?\\d{1,12}',
    1_000,
    ({ ms }) => String(Math.floor(ms / 1_000)),
    (text) => ({ instantMs: Number(text) * 1_000 }),
  ],
  ms: ['-?\\d{1,15}', 1, ({ ms }) => String(ms), (text) => ({ instantMs: Number(text) })],
  s_as_float: ['-?\\d{1,12}(?:\\.\\d+)?', 0.001, ({ ms }) => (ms / 1_000).toFixed(6), readSeconds],
  epoch_microseconds: ['-?\\d{1,16}', 0.001, ({ ms }) => String(ms * 1_000), readMicros],
};

const DIRECTIVES: readonly (readonly [string, Directive])[] = [
  ...Object.entries(FIELDS).map(([name, entry]) => [name, directive(entry, false, false)] as const),
  ...Object.entries(ZONES).map(([name, entry]) => [name, directive(entry, false, true)] as const),
  ...Object.entries(INSTANTS).map(([name, entry]) => [name, directive(entry, true, false)] as const),
  // The longest name first: %s_as_float is not %s.
].sort(([left], [right]) => right.length - left.length);

function directive([matches, unitMs, write, read]: Entry, instant: boolean, zone: boolean): Directive {
  return { matches, unitMs, instant, zone, write, read };
}

/** The directive whose name begins at this place of the pattern; `%%` is a percent sign. */
export function directiveAt(pattern: string, at: number): { readonly part: Part; readonly length: number } | undefined {
  if (pattern[at] === '%') return { part: '%', length: 1 };
  const found = DIRECTIVES.find(([name]) => pattern.startsWith(name, at));
  return found === undefined ? undefined : { part: found[1], length: found[0].length };
}

export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function readFraction(text: string): Fields {
  return { micros: Number(text.slice(0, 6).padEnd(6, '0')) };
}

function readSeconds(text: string): Fields {
  const [seconds, fraction = ''] = text.split('.');
  const size = Number(fraction.slice(0, 6).padEnd(6, '0'));
  return { instantMs: Number(seconds) * 1_000, micros: text.startsWith('-') ? -size : size };
}

function readMicros(text: string): Fields {
  return { instantMs: 0, micros: Number(text) };
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

function offsetOf(text: string): number {
  if (text.length === 1) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
