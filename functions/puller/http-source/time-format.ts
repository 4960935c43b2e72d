/** Times as sources write them: RFC 3339, epochs, dates, and patterns of strftime directives in a named zone. */

import { type Directive, directiveAt, type Fields, literal, type Part } from './time-directives.ts';
import { instantOf, UTC, type Zone } from './time-zone.ts';

/** Microseconds since the epoch: a safe integer for every year that BigQuery knows. */
export type Micros = number;

export interface TimeFormat {
  /** As it stands in the file. */
  readonly text: string;
  /** The smallest step that the format tells apart, in milliseconds; less than one where it keeps microseconds. */
  readonly unitMs: number;
  /** Whether a text of this format names no zone, so that the clocks of `zone` decide. */
  readonly zoneless: boolean;
  readonly zone: Zone;
  format(ms: number): string;
  /** Undefined where the value is not of this format. */
  parse(value: unknown): Micros | undefined;
}

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?(?:([Zz]| ?UTC)|([+-])(\d\d):?(\d\d))$/;
const DAY_MS = 86_400_000;

/** Undefined where the text names no format. */
export function timeFormat(text: string, zone: Zone = UTC): TimeFormat | undefined {
  switch (text) {
    case 'rfc3339':
      return {
        text,
        unitMs: 1,
        zoneless: false,
        zone,
        format: (ms) => new Date(ms).toISOString(),
        parse: parseRfc3339,
      };
    case 'epoch-s':
      return epoch(text, zone, 1_000_000, (ms) => String(Math.floor(ms / 1_000)), 1_000);
    case 'epoch-ms':
      return epoch(text, zone, 1_000, (ms) => String(ms), 1);
    case 'epoch-us':
      return epoch(text, zone, 1, (ms) => String(ms * 1_000), 1);
    case 'date':
      return patternFormat('%Y-%m-%d', zone, text);
    default:
      return text.includes('%') ? patternFormat(text, zone, text) : undefined;
  }
}

function epoch(text: string, zone: Zone, factor: number, format: (ms: number) => string, unitMs: number): TimeFormat {
  return { text, unitMs, zoneless: false, zone, format, parse: (value) => epochMicros(value, factor) };
}

/** A number or its decimal text, without going through a product of doubles. */
function epochMicros(value: unknown, factor: number): Micros | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string' ? String(value) : '';
  const found = /^(-?\d{1,16})(?:\.(\d+))?$/.exec(text);
  if (found === null) return undefined;
  const whole = Number(found[1]) * factor;
  const digits = String(factor).length - 1;
  const rest = Number((found[2] ?? '').padEnd(digits, '0').slice(0, digits));
  const micros = text.startsWith('-') ? whole - rest : whole + rest;
  return Number.isSafeInteger(micros) ? micros : undefined;
}

/** Digits beyond the microsecond are cut, which keeps the order against bounds of whole microseconds. */
function parseRfc3339(value: unknown): Micros | undefined {
  const found = typeof value === 'string' ? RFC_3339.exec(value) : null;
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', , sign = '+', offsetH = '0', offsetM = '0'] = found;
  const fields = { year, month, day, hour, minute, second };
  const numbers = Object.fromEntries(Object.entries(fields).map(([name, digits]) => [name, Number(digits)]));
  const ms = civilMs(numbers);
  if (ms === undefined) return undefined;
  const offset = (Number(offsetH) * 60 + Number(offsetM)) * 60_000;
  return (sign === '-' ? ms + offset : ms - offset) * 1_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** The fields as if they were UTC; undefined where the calendar has no such day or the clock no such time. */
export function civilMs(fields: Fields): number | undefined {
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  if (year < 100) date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return same ? date.getTime() : undefined;
}

function patternFormat(pattern: string, zone: Zone, text: string): TimeFormat | undefined {
  const parts = partsOf(pattern);
  if (parts === undefined) return undefined;
  const directives = parts.filter((part): part is Directive => typeof part !== 'string');
  const instant = directives.find(({ instant }) => instant) !== undefined;
  const zoneless = !instant && !directives.some(({ zone: named }) => named);
  const expression = new RegExp(
    `^${parts.map((part) => (typeof part === 'string' ? literal(part) : `(${part.matches})`)).join('')}$`,
  );
  return {
    text,
    unitMs: Math.min(...directives.map(({ unitMs }) => unitMs), DAY_MS * 366),
    zoneless,
    zone,
    format: (ms) => {
      const local = { ms, date: new Date(ms + zone.offsetAt(ms)), offsetMs: zone.offsetAt(ms) };
      return parts.map((part) => (typeof part === 'string' ? part : part.write(local))).join('');
    },
    parse: (value) => {
      const found = typeof value === 'string' || typeof value === 'number' ? expression.exec(String(value)) : null;
      if (found === null) return undefined;
      const read = directives.map((directive, index) => directive.read(found[index + 1] as string));
      return microsOf(Object.assign({}, ...read) as Fields, zoneless ? zone : UTC);
    },
  };
}

function partsOf(pattern: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; ) {
    if (pattern[at] !== '%') {
      parts.push(pattern[at] as string);
      at += 1;
      continue;
    }
    const found = directiveAt(pattern, at + 1);
    if (found === undefined) return undefined;
    parts.push(found.part);
    at += 1 + found.length;
  }
  return parts.some((part) => typeof part !== 'string') ? parts : undefined;
}

function microsOf(fields: Fields, zone: Zone): Micros | undefined {
  const extra = fields.micros ?? 0;
  if (fields.instantMs !== undefined) return fields.instantMs * 1_000 + extra;
  const hour = fields.afternoon === undefined ? fields.hour : ((fields.hour ?? 0) % 12) + (fields.afternoon ? 12 : 0);
  const civil = civilMs(hour === undefined ? fields : { ...fields, hour });
  if (civil === undefined) return undefined;
  const ms = fields.offsetMs === undefined ? instantOf(zone, civil) : civil - fields.offsetMs;
  return ms * 1_000 + extra;
}
