/** Template texts of a manifest as texts of a source file. The known forms are a closed list; any other is a problem by path. */

import { clockSeconds, clockText, isPattern } from './clock.ts';
import { type Expression, literalText } from './expression.ts';
import { expressionIn, type Scope } from './fold.ts';
import { printed, readLiteral } from './literals.ts';
import { printedValue } from './python-values.ts';
import type { Findings } from './report.ts';
import { statedText } from './statements.ts';

/** The place of a text decides which names it may use. In JSON and in rows a value that stands alone keeps its type. */
export type Place = 'request' | 'json' | 'row' | 'auth' | 'static';

export interface TextContext extends Scope {
  readonly slices: Readonly<Record<string, string>>;
  readonly findings: Findings;
  /** The format of the bounds of slices, where there is a cursor. */
  readonly boundFormat?: string;
  /** The value of the page in a text of the request: whether there is one, and what is added to it. */
  readonly inPath?: { used: boolean; add: number };
  /** Whether the first request of a listing has no token, and so may send other parameters than later ones. */
  readonly pages?: boolean;
  /** Whether a text that is nothing is no answer, as in a URL. */
  readonly needed?: boolean;
  /** Whether the text is nothing but one value. */
  readonly alone?: boolean;
  /** Whether the text is one value, whose type it has. */
  readonly typed?: boolean;
}

const EXPRESSION = /\{\{([\s\S]*?)\}\}/g;
const SLICES = ['stream_slice', 'stream_partition', 'stream_interval'];

/** Undefined, and a problem, where the text has a form that is not known. */
export function convertText(text: string, place: Place, context: TextContext, path: string): string | undefined {
  if (text.includes('{#')) return context.findings.problem(path, 'comments in templates are not carried over');
  // One line break at the end is not part of a template.
  const stated = statedText(text.replace(/\n$/, ''), context);
  if (stated === undefined) return context.findings.problem(path, 'statements in templates are not carried over');
  const bare = unquoted(stated.text);
  const alone = isAlone(bare);
  const typed = (place === 'json' || place === 'row') && alone;
  const now = { ...context, variables: stated.variables, alone, typed };
  let made = '';
  let at = 0;
  for (const found of bare.matchAll(EXPRESSION)) {
    made += escaped(bare.slice(at, found.index));
    at = found.index + found[0].length;
    const expression = expressionIn(found[1] as string, now);
    const converted = expression === undefined ? undefined : convert(expression, place, now);
    if (converted === undefined)
      return context.findings.problem(path, `the form ${shortened(found[0])} is not carried over`);
    made += converted;
  }
  return made + escaped(bare.slice(at));
}

/** As `convertText`, of a value that is a text, a number or a boolean; null is nothing. */
export function convertPlain(value: unknown, context: TextContext, path: string): string | undefined {
  const text = value === null ? '' : printed(value);
  return text === undefined
    ? context.findings.problem(path, 'a list or an object is not carried over here')
    : convertText(text, 'request', context, path);
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

/** The expression of a text that is nothing else, as far as it is decided. */
export function aloneIn(text: string, context: Scope): Expression | undefined {
  const stated = text.includes('{%') ? statedText(text, context) : { text, variables: context.variables ?? {} };
  if (stated === undefined || !isAlone(stated.text)) return undefined;
  return expressionIn(stated.text.trim().slice(2, -2), { ...context, variables: stated.variables });
}

export function escaped(text: string): string {
  return text.replaceAll('{', '{{').replaceAll('}', '}}');
}

export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function convert(expression: Expression, place: Place, context: TextContext): string | undefined {
  switch (expression.kind) {
    case 'literal':
    case 'constant':
      return constantText(expression.value, context);
    case 'path': {
      const { root, keys, lenient } = expression;
      // Nothing is sent for a value that the config leaves out.
      const isOut = root === 'config' && place !== 'auth' && context.alone === true && context.needed !== true;
      if (isOut && (context.config.isLeftOut(keys, lenient) || context.config.plainOf(keys) === '')) return '';
      return pathText(root, keys, place, context);
    }
    case 'call':
      return callText(expression, place, context);
    case 'binary':
      return binaryText(expression, place, context);
    default:
      return undefined;
  }
}

/** A text that is nothing but null or undefined is not sent. */
function constantText(value: unknown, { alone, needed }: TextContext): string | undefined {
  const isNothing = value === undefined || value === null || value === '';
  if (isNothing && alone === true) return needed === true ? undefined : '';
  const text = printedValue(value);
  return text === undefined ? undefined : escaped(text);
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
  if (operator === 'or')
    return (
      pageText(left, right, context) ??
      (isBroken(left, context) || isOfRow(left) ? undefined : convert(left, place, context))
    );
  if (operator !== '~' && operator !== '+') return undefined;
  const isNext = operator === '+' && left.kind === 'binary' && left.operator === 'or';
  if (isNext && right.kind === 'literal' && typeof right.value === 'number')
    return pageText(left.left, left.right, context, right.value);
  const zoned = operator === '+' ? zonedBound(left, right, place, context) : undefined;
  if (zoned !== undefined) return zoned;
  const [first, second] = [convert(left, place, context), convert(right, place, context)];
  // A sum of two values may be one of numbers; with a text on one side it joins.
  const joins = operator === '~' || ((isText(left) || isText(right)) && !isNumber(left) && !isNumber(right));
  return first === undefined || second === undefined || !joins ? undefined : first + second;
}

/** `next_page_token['next_page_token'] or 0` within a text: the page, which the first request sends as 0. */
function pageText(left: Expression, right: Expression, { inPath }: TextContext, add = 0): string | undefined {
  const isToken = left.kind === 'path' && left.root === 'next_page_token' && literalText(right) === '0';
  if (!isToken || inPath === undefined) return undefined;
  if (inPath.used && inPath.add !== add) return undefined;
  inPath.used = true;
  inPath.add = add;
  return '{page}';
}

/** `bound[:-2] + ':' + bound[-2:]`: a bound whose zone is written `+00:00` where its format has `+0000`. */
function zonedBound(left: Expression, right: Expression, place: Place, context: TextContext): string | undefined {
  const [start, colon] = left.kind === 'binary' && left.operator === '+' ? [left.left, left.right] : [];
  const { boundFormat = '' } = context;
  const [bound, zone] = [slicedBound(start, null, -2, place, context), slicedBound(right, -2, null, place, context)];
  if (bound === undefined || zone === undefined || literalText(colon) !== ':' || !boundFormat.endsWith('%z'))
    return undefined;
  return bound.replace('}', `:${boundFormat.slice(0, -1)}:z}`);
}

/** The bound of which a text is `[from:to]`. */
function slicedBound(
  expression: Expression | undefined,
  from: number | null,
  to: number | null,
  place: Place,
  context: TextContext,
): string | undefined {
  if (expression?.kind !== 'call' || expression.name !== '[:]' || expression.of === undefined) return undefined;
  const [first, last] = expression.args.map((one) => (one.kind === 'literal' ? one.value : undefined));
  const inside = first === from && last === to ? convert(expression.of, place, context) : undefined;
  return inside === '{window.from}' || inside === '{window.to}' ? inside : undefined;
}

/** Whether it is a value of the row, which a row may lack. */
function isOfRow(expression: Expression): boolean {
  if (expression.kind === 'path') return expression.root === 'record';
  return expression.kind === 'call' && expression.of !== undefined && isOfRow(expression.of);
}

/** A value of an object that the config leaves out: to read it is an error. */
function isBroken(expression: Expression, { config }: TextContext): boolean {
  if (expression.kind !== 'path' || expression.root !== 'config' || expression.keys.length < 2) return false;
  return config.isLeftOut(expression.keys.slice(0, -1));
}

/** A value that Python does not add to a text. */
function isNumber({ kind, ...rest }: Expression): boolean {
  return (kind === 'literal' || kind === 'constant') && typeof (rest as { readonly value: unknown }).value !== 'string';
}

function isText(expression: Expression): boolean {
  if (expression.kind === 'binary' && (expression.operator === '+' || expression.operator === '~'))
    return isText(expression.left) || isText(expression.right);
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
  if (of.kind === 'literal' || of.kind === 'constant') return undefined;
  if (name === '|string' || name === '|trim' || (name === '|int' && place !== 'row')) {
    const isConfig = of.kind === 'path' && of.root === 'config';
    if (name === '|int' && isConfig && context.config.isOtherNumber(of.keys)) return undefined;
    const inside = convert(of, place, context);
    return name === '|string' && inside !== undefined && place === 'row'
      ? inside.replace(/^\{(row\.[^:?]+)\?\}$/, '{$1:text?}')
      : inside;
  }
  // A default that is something is the value where the row has none.
  const otherwise = name === 'get' ? args[1] : args[0];
  const isBare = otherwise?.kind === 'literal' && (otherwise.value === null || otherwise.value === '');
  if (name === '|default' && (args.length > 1 || (isOfRow(of) && otherwise !== undefined && !isBare))) return undefined;
  if (name === 'get' && of.kind !== 'path') return undefined;
  if (name === 'get' && isOfRow(of) && otherwise !== undefined) return undefined;
  if (name === '|default' || name === 'get')
    return convert(
      of.kind === 'path' && name === 'get' ? { ...of, keys: [...of.keys, literalText(args[0])] } : of,
      place,
      context,
    );
  return undefined;
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
