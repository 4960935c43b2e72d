/** The format elements of CAST … FORMAT for dates and times: `DD-Mon-YYYY HH24:MI`. */

import { civilTime, dayOfYear, splitMicros, weekday } from './civil.ts';
import { DAY_NAMES, MONTH_NAMES, type TemporalKind } from './time-names.ts';

export interface Element {
  /** In upper case, or empty for what stands for itself. */
  readonly name: string;
  /** As written. */
  readonly text: string;
}

const DATE_ELEMENTS = ['YYYY', 'RRRR', 'YYY', 'YY', 'RR', 'Y', 'MONTH', 'MON', 'MM', 'DAY', 'DY', 'DDD', 'DD', 'D'];
const TIME_ELEMENTS = [
  ...['HH24', 'HH12', 'HH', 'MI', 'SSSSS', 'SS', 'A.M.', 'P.M.', 'AM', 'PM'],
  ...['FF1', 'FF2', 'FF3', 'FF4', 'FF5', 'FF6', 'FF7', 'FF8', 'FF9'],
];
const ZONE_ELEMENTS = ['TZH', 'TZM'];
/** Longer names first: `DDD` is not `DD` and a `D`. */
const NAMES = [...DATE_ELEMENTS, ...TIME_ELEMENTS, ...ZONE_ELEMENTS].sort((a, b) => b.length - a.length);

/** Throws where the format has an element that is none, or that the type has no field for. */
export function formatElements(format: string, kind: TemporalKind): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < format.length; ) {
    const rest = format.slice(at);
    const literal = /^(?:[-./,';: ]|"((?:[^"\\]|\\["\\])*)")/.exec(rest);
    if (literal !== null) {
      const quoted = literal[1];
      elements.push({ name: '', text: quoted === undefined ? literal[0] : quoted.replace(/\\(["\\])/g, '$1') });
      at += literal[0].length;
      continue;
    }
    const name = NAMES.find((one) => rest.slice(0, one.length).toUpperCase() === one);
    if (name === undefined)
      throw new Error(`Cannot find matched format element at ${JSON.stringify(rest.slice(0, 10))}`);
    if (!fits(name, kind)) throw new Error(`${kind} does not support the format element ${name}`);
    elements.push({ name, text: rest.slice(0, name.length) });
    at += name.length;
  }
  return elements;
}

function fits(name: string, kind: TemporalKind): boolean {
  if (ZONE_ELEMENTS.includes(name)) return kind === 'TIMESTAMP';
  return DATE_ELEMENTS.includes(name) ? kind !== 'TIME' : kind !== 'DATE';
}

export interface Moment {
  /** The wall clock's reading, in microseconds. */
  readonly local: bigint;
  /** Seconds east of UTC. */
  readonly offset: number;
}

export function writeMoment(elements: readonly Element[], moment: Moment): string {
  return elements.map(({ name, text }) => (name === '' ? text : written(name, text, moment))).join('');
}

const pad = (value: number | string, width: number) => String(value).padStart(width, '0');

function written(name: string, text: string, { local, offset }: Moment): string {
  const { days, time } = splitMicros(local);
  const civil = civilTime(local);
  switch (name) {
    case 'YYYY':
    case 'RRRR':
      return pad(civil.year, 4);
    case 'YYY':
    case 'YY':
    case 'Y':
    case 'RR':
      return pad(civil.year, 4).slice(-name.length);
    case 'MONTH':
      return cased(MONTH_NAMES[civil.month - 1] ?? '', text);
    case 'MON':
      return cased((MONTH_NAMES[civil.month - 1] ?? '').slice(0, 3), text);
    case 'MM':
      return pad(civil.month, 2);
    case 'DAY':
      return cased(DAY_NAMES[weekday(days)] ?? '', text);
    case 'DY':
      return cased((DAY_NAMES[weekday(days)] ?? '').slice(0, 3), text);
    case 'D':
      return String(weekday(days) + 1);
    case 'DD':
      return pad(civil.day, 2);
    case 'DDD':
      return pad(dayOfYear(days), 3);
    case 'HH24':
      return pad(civil.hour, 2);
    case 'HH':
    case 'HH12':
      return pad(civil.hour % 12 === 0 ? 12 : civil.hour % 12, 2);
    case 'MI':
      return pad(civil.minute, 2);
    case 'SS':
      return pad(civil.second, 2);
    case 'SSSSS':
      return pad(String(time / 1_000_000n), 5);
    case 'TZH':
      return `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 3600), 2)}`;
    case 'TZM':
      return pad(Math.floor((Math.abs(offset) % 3600) / 60), 2);
    default:
      if (name.startsWith('FF'))
        return pad(civil.micro, 6)
          .padEnd(9, '0')
          .slice(0, Number(name.slice(2)));
      return cased(`${civil.hour < 12 ? 'A' : 'P'}${name.slice(1)}`, text);
  }
}

/** `MON` is JAN, `Mon` Jan and `mon` jan. */
function cased(name: string, as: string): string {
  const [first = '', second = ''] = as.replace(/\./g, '');
  if (first === first.toLowerCase()) return name.toLowerCase();
  return second === second.toLowerCase() ? name : name.toUpperCase();
}
