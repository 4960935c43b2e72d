/** Calls and filters of templates that need no clock and no row: a closed list, each as Python or the engine's macro does it. */

import { timeFormat } from '../http-source/time-format.ts';
import { Float, printedValue } from './python-values.ts';

/** A value that was computed. */
export interface Known {
  readonly value: unknown;
}

type Named = Readonly<Record<string, unknown>>;
type Builtin = (args: readonly unknown[], named: Named) => unknown;

/** Undefined where the call is not of the list, or does not take such values. The first argument is what it is called on. */
export function clockLess(name: string, args: readonly unknown[], named: Named): Known | undefined {
  const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (builtin === undefined) return undefined;
  const made = builtin(args, named);
  return made === NO_VALUE ? undefined : { value: made };
}

const NO_VALUE = Symbol('no value');

const text =
  (work: (text: string, ...args: readonly (string | undefined)[]) => unknown): Builtin =>
  ([first, ...rest], named) => {
    const plain = typeof first === 'string' && rest.every((one) => typeof one === 'string');
    return plain && Object.keys(named).length === 0 ? work(first, ...(rest as readonly string[])) : NO_VALUE;
  };

const lower = text((value) => value.toLowerCase());
const upper = text((value) => value.toUpperCase());
const trim = text((value, chars) => stripped(value, chars, true, true));

const BUILTINS: Readonly<Record<string, Builtin>> = {
  lower,
  upper,
  '|upper': upper,
  '|lower': ([value]) =>
    typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : NO_VALUE,
  strip: trim,
  '|trim': trim,
  lstrip: text((value, chars) => stripped(value, chars, true, false)),
  rstrip: text((value, chars) => stripped(value, chars, false, true)),
  startswith: text((value, start) => (start === undefined ? NO_VALUE : value.startsWith(start))),
  endswith: text((value, end) => (end === undefined ? NO_VALUE : value.endsWith(end))),
  replace: text(replaced),
  '|replace': text(replaced),
  split: text((value, mark) => (mark === undefined || mark === '' ? NO_VALUE : value.split(mark))),
  format: formatted,
  join: ([mark, items]) => joined(items, mark),
  '|join': ([items, mark = '']) => joined(items, mark),
  '|list': ([items]) => (Array.isArray(items) ? items : NO_VALUE),
  '|int': ([value]) => whole(value),
  '|string': ([value]) => jsonText(value),
  '|length': ([value]) =>
    typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : NO_VALUE,
  '|urlencode': text((value) =>
    encodeURIComponent(value)
      .replaceAll('%2F', '/')
      .replace(/[!'()*]/g, percent),
  ),
  sanitize_url: text((value) =>
    encodeURIComponent(value)
      .replace(/[!'()*]/g, percent)
      .replaceAll('%20', '+'),
  ),
  get: ([of, key, otherwise = null]) =>
    isObject(of) && typeof key === 'string' ? (Object.hasOwn(of, key) ? of[key] : otherwise) : NO_VALUE,
  '[]': ([of, key]) => item(of, key),
  '[k]': ([of, key]) => (isObject(of) && typeof key === 'string' ? of[key] : NO_VALUE),
  '[:]': ([of, from, to]) => slice(of, from, to),
  format_datetime: ([value, pattern, input], { format, input_format }) =>
    timeText(value, pattern ?? format, input ?? input_format),
  timestamp: ([value]) => epochOf(value),
};

function stripped(value: string, chars: string | undefined, start: boolean, end: boolean): string {
  const isCut = (char: string): boolean => (chars === undefined ? /\s/.test(char) : chars.includes(char));
  let [from, to] = [0, value.length];
  while (start && from < to && isCut(value[from] as string)) from += 1;
  while (end && to > from && isCut(value[to - 1] as string)) to -= 1;
  return value.slice(from, to);
}

function replaced(value: string, old?: string, now?: string): unknown {
  return old === undefined || old === '' || now === undefined ? NO_VALUE : value.replaceAll(old, () => now);
}

/** `'{}-{}'.format(a, b)`, and no other fields. */
function formatted([pattern, ...values]: readonly unknown[], named: Named): unknown {
  const texts = values.map(printedValue);
  if (typeof pattern !== 'string' || Object.keys(named).length > 0 || texts.includes(undefined)) return NO_VALUE;
  const parts = pattern.split('{}');
  if (parts.some((part) => /[{}]/.test(part)) || parts.length !== texts.length + 1) return NO_VALUE;
  return parts.map((part, index) => part + (texts[index] ?? '')).join('');
}

function joined(items: unknown, mark: unknown): unknown {
  if (!Array.isArray(items) || typeof mark !== 'string') return NO_VALUE;
  return items.every((one) => typeof one === 'string') ? items.join(mark) : NO_VALUE;
}

function whole(value: unknown): unknown {
  if (value instanceof Float) return Math.trunc(value.value);
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && /^\s*[-+]?\d{1,15}\s*$/.test(value) ? Number(value) : NO_VALUE;
}

/** A value that is no text as JSON writes it. */
function jsonText(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return String(value);
  return value === undefined ? NO_VALUE : (printedValue(value) ?? NO_VALUE);
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

function item(of: unknown, key: unknown): unknown {
  if (isObject(of) && typeof key === 'string') return of[key];
  const index =
    typeof key === 'number' ? key : typeof key === 'string' && /^-?\d+$/.test(key) ? Number(key) : undefined;
  if (index === undefined) return NO_VALUE;
  if (Array.isArray(of)) return of.at(index);
  return typeof of === 'string' ? of.at(index) : NO_VALUE;
}

function slice(of: unknown, from: unknown, to: unknown): unknown {
  const [start, end] = [from ?? 0, to ?? undefined];
  if (typeof start !== 'number' || (end !== undefined && typeof end !== 'number')) return NO_VALUE;
  return Array.isArray(of) || typeof of === 'string' ? of.slice(start, end) : NO_VALUE;
}

/** Milliseconds of an ISO 8601 date or time; without a zone it is UTC. */
function instantMs(value: unknown): number | undefined {
  for (const one of ['rfc3339', 'date', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%dT%H:%M:%S.%f', '%Y-%m-%d %H:%M:%S']) {
    const micros = typeof value === 'string' ? timeFormat(one)?.parse(value) : undefined;
    if (micros !== undefined) return micros / 1_000;
  }
  return undefined;
}

function timeText(value: unknown, pattern: unknown, input: unknown): unknown {
  const given = typeof input === 'string' ? timeFormat(input)?.parse(value) : undefined;
  const ms = input === undefined || input === null ? instantMs(value) : given === undefined ? undefined : given / 1_000;
  const format = typeof pattern === 'string' && pattern.includes('%') ? timeFormat(pattern) : undefined;
  return ms === undefined || !Number.isInteger(ms) || format === undefined ? NO_VALUE : format.format(ms);
}

function epochOf(value: unknown): unknown {
  const ms = instantMs(value);
  return ms === undefined ? NO_VALUE : new Float(ms / 1_000);
}
