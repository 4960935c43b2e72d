/**
 * Texts with placeholders: `{settings.shop}`, `{window.from:%Y-%m-%d}`, `{parent.id}`, `{row.name}`, `{secret.key}`. A
 * placeholder names a value and perhaps a format; there are no expressions. `{{` and `}}` stand for braces.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { exactJsonText, exactNumber } from './decode/exact-json.ts';
import { durationOr } from './durations.ts';
import { valueAt } from './json-path.ts';
import { type TimeFormat, timeFormat } from './time-format.ts';

export const SCOPES = ['settings', 'secret', 'window', 'parent', 'row', 'page', 'job'] as const;
export type Scope = (typeof SCOPES)[number];

export interface Placeholder {
  readonly scope: Scope;
  readonly path: readonly string[];
  /** The format of a time: the bound of a window, or a field of a row. */
  readonly format: TimeFormat | TextFormat | undefined;
  /** `{window.to-7d}`: so many milliseconds after the bound. */
  readonly shiftMs: number;
  /** `:number` at the end: digits are a number where the placeholder stands alone in JSON. */
  readonly numeric: boolean;
  /** `?` at the end: without a value the text is left out as a whole. */
  readonly optional: boolean;
  readonly source: string;
}

/** `path` keeps the slashes of a value within a URL, where every other value is one segment. */
type TextFormat = 'text' | 'integer' | 'path';

export type Template = readonly (string | Placeholder)[];

/** The bounds as instants; `write` gives them the format that the source's window says. */
export interface WindowValues {
  readonly fromMs: number;
  readonly toMs: number;
  write(bound: 'from' | 'to'): string;
}

export interface Values {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secret?: Readonly<Record<string, string>>;
  readonly window?: WindowValues;
  readonly parent?: Readonly<Record<string, unknown>>;
  readonly row?: Readonly<Record<string, unknown>>;
  readonly page?: string;
  readonly job?: Readonly<Record<string, unknown>>;
}

const PLACEHOLDER = /^([a-z]+)((?:\.[^.{}:?]+)*)(?::([^{}?]+))?(\?)?$/;

/** Throws CONFIG_INVALID with the text where a brace opens no placeholder. */
export function parseTemplate(text: string): Template {
  const parts: (string | Placeholder)[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if ((char === '{' || char === '}') && text[at + 1] === char) {
      literal += char;
      at += 1;
    } else if (char === '{') {
      const end = text.indexOf('}', at);
      if (end < 0) throw invalid(text, 'a { is not closed; write {{ for a brace');
      const placeholder = placeholderOf(text.slice(at + 1, end), text);
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(placeholder);
      at = end;
    } else if (char === '}') {
      throw invalid(text, 'a lone } stands in it; write }} for a brace');
    } else literal += char;
  }
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return parts;
}

function placeholderOf(inside: string, text: string): Placeholder {
  const found = PLACEHOLDER.exec(inside);
  const scope = SCOPES.find((name) => name === found?.[1]);
  if (found === null || scope === undefined) {
    throw invalid(
      text,
      `{${inside}} is no placeholder: it begins with one of ${SCOPES.join(', ')}; write {{ for a brace`,
    );
  }
  const path = (found[2] as string).split('.').slice(1);
  if (scope === 'page' ? path.length !== 0 : path.length === 0) {
    throw invalid(text, `{${inside}} ${scope === 'page' ? 'has no parts' : `needs a name, as in {${scope}.name}`}`);
  }
  const [, name, numeric] = /^(.*?)(:?number)?$/.exec(found[3] ?? '') as RegExpExecArray;
  const format = formatOf(name === '' ? undefined : name, text);
  const common = { format, numeric: numeric !== undefined, source: inside };
  if (scope === 'window') return { ...common, ...windowPlaceholder(inside, path, format, text) };
  return { ...common, scope, path, shiftMs: 0, optional: found[4] === '?' };
}

function windowPlaceholder(
  source: string,
  path: readonly string[],
  format: Placeholder['format'],
  text: string,
): Pick<Placeholder, 'scope' | 'path' | 'shiftMs' | 'optional'> {
  const found = path.length === 1 ? /^(from|to)(?:([+-])(\d{1,6}[smhd]))?$/.exec(path[0] as string) : null;
  if (found === null) throw invalid(text, `{${source}} is neither {window.from} nor {window.to}`);
  const [, bound, sign, shift] = found;
  if (shift !== undefined && typeof format !== 'object')
    throw invalid(text, `{${source}} needs a format, as in {${source}:date}`);
  const shiftMs = durationOr(shift, 0) * (sign === '-' ? -1 : 1);
  return { scope: 'window', path: [bound as string], shiftMs, optional: false };
}

function formatOf(name: string | undefined, text: string): Placeholder['format'] {
  if (name === undefined || name === 'text' || name === 'integer' || name === 'path') return name;
  const format = timeFormat(name);
  if (format === undefined)
    throw invalid(
      text,
      `${name} is no format: text, integer, number, path, rfc3339, epoch-s, epoch-ms, date or a pattern such as %Y-%m-%d`,
    );
  return format;
}

function invalid(text: string, why: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', `${JSON.stringify(text)}: ${why}`);
}

export function placeholdersOf(template: Template): readonly Placeholder[] {
  return template.filter((part): part is Placeholder => typeof part !== 'string');
}

/** The value as text; undefined where an optional placeholder has none. Throws INPUT_INVALID where another has none. */
export function fillText(template: Template, values: Values): string | undefined {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') text += part;
    else {
      const value = filled(part, values);
      if (value === undefined) return undefined;
      text += textOf(value);
    }
  }
  return text;
}

/** As `fillText`, but a template that is one placeholder gives its value as it is, a number as a number. */
export function fillValue(template: Template, values: Values): unknown {
  const [only] = template;
  if (template.length === 1 && only !== undefined && typeof only !== 'string') return filled(only, values);
  return fillText(template, values);
}

function filled(placeholder: Placeholder, values: Values): unknown {
  const value = plain(placeholder, values);
  return placeholder.numeric && typeof value === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value)
    ? exactNumber(value, Number(value))
    : value;
}

function plain(placeholder: Placeholder, values: Values): unknown {
  const { scope, path, format, optional, source } = placeholder;
  if (scope === 'window') return windowValue(placeholder, values.window);
  const value = scope === 'page' ? values.page : valueAt(values[scope], path);
  if (value === undefined || (value === null && scope !== 'row')) {
    if (optional) return undefined;
    throw new PenstockError('INPUT_INVALID', `{${source}} has no value`);
  }
  return format === undefined || value === null ? value : formatted(value, format, source);
}

function windowValue({ path, format, shiftMs, source }: Placeholder, window: WindowValues | undefined): string {
  if (window === undefined) {
    throw new PenstockError('INPUT_INVALID', `{${source}} has no value: there is no window here`);
  }
  const bound = path[0] as 'from' | 'to';
  if (format === undefined || typeof format === 'string') return window.write(bound);
  return format.format((bound === 'from' ? window.fromMs : window.toMs) + shiftMs);
}

function formatted(value: unknown, format: TimeFormat | TextFormat, source: string): unknown {
  if (format === 'text' || format === 'path') return textOf(value);
  if (format === 'integer') {
    if (/^-?\d+$/.test(textOf(value))) return BigInt(textOf(value));
    throw new PenstockError('INPUT_INVALID', `{${source}}: ${typeof value} is no whole number`);
  }
  const micros = anyTime(value);
  if (micros === undefined) throw new PenstockError('INPUT_INVALID', `{${source}}: the value is no time`);
  return format.format(Math.floor(micros / 1_000));
}

const TIME_FORMATS = ['rfc3339', 'date', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S', 'epoch-s'].map(
  (name) => timeFormat(name) as TimeFormat,
);

/** A time in one of the common forms: RFC 3339, a date, a zoneless date-time as UTC, or epoch seconds. */
function anyTime(value: unknown): number | undefined {
  for (const format of TIME_FORMATS) {
    const micros = format.parse(value);
    if (micros !== undefined) return micros;
  }
  return undefined;
}

/**
 * A URL. A value before the path, such as a host from the settings, is taken as it is: the gate judges it afterwards. Every
 * other value is encoded as one segment, or as segments by `:path`; none of them can lead out of the path.
 */
export function fillUrl(template: Template, values: Values): string | undefined {
  let url = '';
  for (const part of template) {
    if (typeof part === 'string') url += part;
    else {
      const value = filled(part, values);
      if (value === undefined) return undefined;
      const text = textOf(value);
      url += /^[a-z]+:\/\/[^/?#]+[/?#]/i.test(url) ? encoded(text, part) : text;
    }
  }
  return url;
}

function encoded(text: string, { format, source }: Placeholder): string {
  const segments = format === 'path' ? text.split('/') : [text];
  if (segments.some((segment) => /^\.{1,2}$/.test(segment))) {
    throw new PenstockError('INPUT_INVALID', `{${source}} is ${text}, which would lead out of the URL's path`);
  }
  return segments.map(encodeURIComponent).join('/');
}

export function textOf(value: unknown): string {
  return typeof value === 'object' ? exactJsonText(value) : String(value);
}
