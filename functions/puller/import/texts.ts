/** Template texts of a manifest as texts of a source file. The known forms are a closed list; any other is a problem by path. */

import type { Config } from './config.ts';
import { type Expression, parseExpression } from './expression.ts';
import { printed, readLiteral } from './literals.ts';
import type { Findings } from './report.ts';

/** The place of a text decides which names it may use. In JSON and in rows a value that stands alone keeps its type. */
export type Place = 'request' | 'json' | 'row' | 'auth' | 'static';

export interface TextContext {
  readonly config: Config;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The manifest's names of a slice's values, and the placeholders they are here. */
  readonly slices: Readonly<Record<string, string>>;
  /** Whether there is a window with bounds, whose format `{window.from}` has by itself. */
  readonly findings: Findings;
  /** Set where a text of the request has the value of the page in it. */
  readonly page?: { used: boolean };
  /** Whether the text is one value, whose type it has. */
  readonly typed?: boolean;
}

const EXPRESSION = /\{\{([\s\S]*?)\}\}/g;
const SLICES = ['stream_slice', 'stream_partition', 'stream_interval'];

/** Undefined, and a problem, where the text has a form that is not known. */
export function convertText(text: string, place: Place, context: TextContext, path: string): string | undefined {
  if (text.includes('{%')) return context.findings.problem(path, 'statements in templates are not carried over');
  const bare = unquoted(text);
  const typed = (place === 'json' || place === 'row') && isAlone(bare);
  let made = '';
  let at = 0;
  for (const found of bare.matchAll(EXPRESSION)) {
    made += escaped(bare.slice(at, found.index));
    at = found.index + found[0].length;
    const expression = parseExpression(found[1] as string);
    const converted = expression === undefined ? undefined : convert(expression, place, { ...context, typed });
    if (converted === undefined)
      return context.findings.problem(path, `the form ${shortened(found[0])} is not carried over`);
    made += converted;
  }
  return made + escaped(bare.slice(at));
}

/** The engine of the manifest reads a text that is quoted as a whole without its quotes. */
function unquoted(text: string): string {
  return isQuoted(text) ? text.slice(1, -1) : text;
}

export function isQuoted(text: string): boolean {
  return /^'[^']*'$|^"[^"]*"$/.test(text.replace(EXPRESSION, 'x'));
}

function isAlone(text: string): boolean {
  return text.trim().replace(EXPRESSION, '') === '' && [...text.matchAll(EXPRESSION)].length === 1;
}

/** The expression of a text that is nothing else. */
export function aloneIn(text: string): Expression | undefined {
  return isAlone(text) ? parseExpression(text.trim().slice(2, -2)) : undefined;
}

export function escaped(text: string): string {
  return text.replaceAll('{', '{{').replaceAll('}', '}}');
}

export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function convert(expression: Expression, place: Place, context: TextContext): string | undefined {
  const known = context.config.constantOf(expression, context.parameters);
  if (known !== undefined) return known === null ? undefined : escaped(printed(known) as string);
  switch (expression.kind) {
    case 'path':
      return pathText(expression.root, expression.keys, place, context);
    case 'call':
      return callText(expression, place, context);
    case 'binary':
      return binaryText(expression, place, context);
    default:
      return undefined;
  }
}

function pathText(root: string, keys: readonly string[], place: Place, context: TextContext): string | undefined {
  if (root === 'config') return place === 'auth' ? context.config.placeholder(keys, true) : configText(keys, context);
  if (place === 'auth' || place === 'static') return undefined;
  if (SLICES.includes(root)) return context.slices[keys.join('.')];
  if (root === 'record' && place === 'row') return rowText(keys, '');
  return undefined;
}

/** A value of the config as the engine of the manifest puts it into a text, where a boolean is `True` or `False`. */
function configText(keys: readonly string[], { config, typed }: TextContext): string | undefined {
  const value = config.plainOf(keys);
  if (typed !== true)
    return typeof value === 'object' || config.isList(keys)
      ? undefined
      : typeof value === 'boolean'
        ? printed(value)
        : config.placeholder(keys, false);
  const read = typeof value === 'string' ? readLiteral(value)?.value : undefined;
  if (read === undefined) return config.placeholder(keys, false);
  // Digits of the config are a number where their type counts; in other texts the number is the same digits.
  return typeof read === 'number' && String(read) === value ? config.placeholder(keys, false, read) : undefined;
}

/** A field that a row lacks is left out, as the engine of the manifest leaves it null. */
export function rowText(keys: readonly string[], format: string): string | undefined {
  const plain = keys.length > 0 && keys.every((key) => /^[^.{}:?]+$/.test(key));
  return plain ? `{row.${keys.join('.')}${format === '' ? '' : `:${format}`}?}` : undefined;
}

function binaryText(
  { operator, left, right }: Extract<Expression, { readonly kind: 'binary' }>,
  place: Place,
  context: TextContext,
): string | undefined {
  // `config.x or 'default'`: what is known was taken above, so the value is not given.
  if (operator === 'or') return pageText(left, right, place, context) ?? convert(left, place, context);
  if (operator !== '~' && operator !== '+') return undefined;
  const [first, second] = [convert(left, place, context), convert(right, place, context)];
  // A sum of two values may be one of numbers; with a text on one side it joins.
  const joins = operator === '~' || isText(left) || isText(right);
  return first === undefined || second === undefined || !joins ? undefined : first + second;
}

/** `next_page_token['next_page_token'] or 0` within a text: the page, which the first request sends as 0. */
function pageText(left: Expression, right: Expression, place: Place, { page }: TextContext): string | undefined {
  const isToken = left.kind === 'path' && left.root === 'next_page_token' && literalText(right) === '0';
  if (!isToken || (place !== 'request' && place !== 'json') || page === undefined) return undefined;
  page.used = true;
  return '{page}';
}

function isText(expression: Expression): boolean {
  return expression.kind === 'literal' && typeof expression.value === 'string';
}

function callText(
  call: Extract<Expression, { readonly kind: 'call' }>,
  place: Place,
  context: TextContext,
): string | undefined {
  const { name, of, args } = call;
  const clock = clockText(call) ?? bareClock(call, place);
  if (clock !== undefined) return place === 'auth' || place === 'static' ? undefined : clock;
  if (name === 'format_datetime') return formattedText(args, place, context);
  if (name === 'timestamp' || name === '|int') {
    const epoch = epochText(call, place, context);
    if (epoch !== undefined) return epoch;
  }
  if (of === undefined) return undefined;
  if (name === '|string' || name === '|trim' || (name === '|int' && place !== 'row')) {
    const inside = convert(of, place, context);
    return name === '|string' && inside !== undefined && place === 'row'
      ? inside.replace(/^\{(row\.[^:?]+)\?\}$/, '{$1:text?}')
      : inside;
  }
  if (name === '|default' || name === 'get')
    return convert(
      of.kind === 'path' && name === 'get' ? { ...of, keys: [...of.keys, literalText(args[0])] } : of,
      place,
      context,
    );
  return undefined;
}

function literalText(expression: Expression | undefined): string {
  return expression?.kind === 'literal' ? String(expression.value) : '';
}

/** `format_datetime(value, '%Y-%m-%d')`. */
function formattedText([value, format]: readonly Expression[], place: Place, context: TextContext): string | undefined {
  const pattern = literalText(format);
  if (value?.kind !== 'path' || !isPattern(pattern)) return undefined;
  if (value.root === 'record') return place === 'row' ? rowText(value.keys, pattern) : undefined;
  const inside = convert(value, place, context);
  return inside === '{window.from}' || inside === '{window.to}' ? inside.replace('}', `:${pattern}}`) : undefined;
}

/** `timestamp(stream_slice.start_time)`, `* 1000`, `| int`: a bound as an epoch. */
function epochText(expression: Expression, place: Place, context: TextContext): string | undefined {
  if (expression.kind === 'binary' && expression.operator === '*' && literalText(expression.right) === '1000') {
    return epochText(expression.left, place, context)?.replace(':epoch-s}', ':epoch-ms}');
  }
  if (expression.kind !== 'call') return undefined;
  if (expression.name === '|int' && expression.of !== undefined) return epochText(expression.of, place, context);
  const [value] = expression.args;
  if (expression.name !== 'timestamp' || value?.kind !== 'path') return undefined;
  const inside = convert(value, place, context);
  return inside === '{window.from}' || inside === '{window.to}' ? inside.replace('}', ':epoch-s}') : undefined;
}

/** `now_utc()` and `today_utc()` as they print themselves; in a row as a time that a column takes. */
function bareClock(call: Extract<Expression, { readonly kind: 'call' }>, place: Place): string | undefined {
  if (call.of !== undefined || clockSeconds(call) === undefined) return undefined;
  if (call.name === 'today_utc') return '{window.to:date}';
  return place === 'row' ? '{window.to:rfc3339}' : '{window.to:%Y-%m-%d %H:%M:%S.%f+00:00}';
}

/** Patterns that a placeholder can hold. */
export function isPattern(text: string): boolean {
  return text.includes('%') && !/[{}?]/.test(text);
}

const DAY = 86_400;

/** The clock, as the window's end: what is asked for then does not depend on when a retry runs. */
export function clockText(expression: Expression): string | undefined {
  if (expression.kind !== 'call') return undefined;
  const { name, of, args, named } = expression;
  if (name === 'day_delta' && of === undefined) {
    const [days] = args;
    const format = literalText(named.format ?? args[1]) || '%Y-%m-%dT%H:%M:%S.%f%z';
    return days?.kind === 'literal' && typeof days.value === 'number' ? endText(days.value * DAY, format) : undefined;
  }
  const seconds = of === undefined ? undefined : clockSeconds(of);
  if (seconds === undefined) return undefined;
  if (name === 'strftime') return endText(seconds, literalText(args[0]));
  if (name === 'isoformat') return endText(seconds, 'rfc3339');
  return name === 'timestamp' ? endText(seconds, 'epoch-s') : undefined;
}

/** Seconds from now: `now_utc()`, `today_utc()`, with a duration taken away or added. */
export function clockSeconds(expression: Expression): number | undefined {
  if (
    expression.kind === 'call' &&
    expression.of === undefined &&
    (expression.name === 'now_utc' || expression.name === 'today_utc')
  )
    return 0;
  if (expression.kind !== 'binary' || (expression.operator !== '-' && expression.operator !== '+')) return undefined;
  const { left, right, operator } = expression;
  const base = clockSeconds(left);
  const shift = right.kind === 'call' && right.name === 'duration' ? isoSeconds(literalText(right.args[0])) : undefined;
  return base === undefined || shift === undefined ? undefined : base + (operator === '-' ? -shift : shift);
}

function endText(seconds: number, format: string): string | undefined {
  if (format !== 'rfc3339' && format !== 'epoch-s' && !isPattern(format)) return undefined;
  const shift = seconds === 0 ? '' : `${seconds < 0 ? '-' : '+'}${spanText(Math.abs(seconds))}`;
  return `{window.to${shift}:${format}}`;
}

function spanText(seconds: number): string {
  return seconds % DAY === 0 ? `${seconds / DAY}d` : `${seconds}s`;
}

/** An ISO 8601 duration in seconds; months count 30 days and years 365. Undefined where the text is none. */
export function isoSeconds(text: string): number | undefined {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(
    text,
  );
  if (found === null || text === 'P' || text.endsWith('T')) return undefined;
  const [, years, months, weeks, days, hours, minutes, seconds] = found.map((part) => Number(part ?? 0));
  return (
    (years as number) * 365 * DAY +
    (months as number) * 30 * DAY +
    (weeks as number) * 7 * DAY +
    (days as number) * DAY +
    (hours as number) * 3_600 +
    (minutes as number) * 60 +
    (seconds as number)
  );
}
