/** Cursors of a manifest as windows. Its granularity arithmetic is not taken over: it leaves rows out at the borders of slices. */

import { pathOf } from '../http-source/json-path.ts';
import type { RequestConfig, RowsConfig, TimeConfig } from '../http-source/source-config.ts';
import { timeFormat } from '../http-source/time-format.ts';
import type { WindowFileConfig } from '../source-file/source-file.ts';
import { clockSeconds, clockText, isoSeconds } from './clock.ts';
import { expressionIn, type Scope, scalarOf } from './fold.ts';
import { type Component, componentAt, listAt, textAt } from './manifest.ts';
import { type OptionPlace, placeOf } from './paging.ts';
import type { PredicateContext } from './predicates.ts';
import { convertText } from './texts.ts';

export interface WindowChoices {
  /** RFC 3339, to the second: where the manifest's start is not known. */
  readonly start: string;
  /** The length of windows. Default: a day for dates and snapshots, else an hour. */
  readonly length: string | undefined;
}

export interface Cursor {
  readonly format: string;
  readonly unitMs: number;
  readonly time: TimeConfig;
  readonly start: string;
  readonly settleSeconds: number;
  readonly lookbackSeconds: number;
  readonly stepSeconds: number | undefined;
  readonly isFeed: boolean;
  readonly field: string;
  /** The places of its bounds beside templates. */
  readonly places: readonly (readonly [OptionPlace, string])[];
  /** The manifest's names for the bounds. */
  readonly slices: Readonly<Record<string, string>>;
}

/** Undefined, and a problem, where the cursor is not of a known form. */
export function convertCursor(
  given: Component,
  choices: WindowChoices,
  context: PredicateContext,
  path: string,
): Cursor | undefined {
  const { findings } = context;
  if (given.type !== 'DatetimeBasedCursor')
    return findings.problem(path, `the cursor ${String(given.type)} is not carried over`);
  if (given.clamping !== undefined) return findings.problem(`${path}.clamping`, 'clamped slices are not carried over');
  const format = textAt(given, 'datetime_format') ?? '';
  const known = timeFormat(format);
  if (known === undefined) return findings.problem(`${path}.datetime_format`, `the format ${format} is not known`);
  const field = convertText(textAt(given, 'cursor_field') ?? '', 'static', context, `${path}.cursor_field`) ?? '';
  if (field === '' || field.includes('{'))
    return findings.problem(`${path}.cursor_field`, 'the field is not a plain name');
  const formats = listAt(given, 'cursor_datetime_formats')
    .map(String)
    .filter((one) => timeFormat(one) !== undefined);
  const own = formats.length === 0 ? [format] : formats;
  // The parser of the manifest's engine reads RFC 3339 by any pattern of it.
  const readable = own.some((one) => one.includes('T')) && !own.includes('rfc3339') ? [...own, 'rfc3339'] : own;
  const [from, to] = ['start', 'end'].map((bound) => textAt(given, `partition_field_${bound}`) ?? `${bound}_time`) as [
    string,
    string,
  ];
  return {
    format,
    unitMs: known.unitMs,
    time: { at: [field], formats: readable },
    start: startOf(given, format, choices, context, path),
    settleSeconds: settleOf(given, context, path),
    lookbackSeconds: secondsOf(textAt(given, 'lookback_window'), context, `${path}.lookback_window`) ?? 0,
    stepSeconds: secondsOf(textAt(given, 'step'), context, `${path}.step`),
    isFeed: given.is_data_feed === true,
    field,
    places: (['start', 'end'] as const).flatMap((bound) => {
      const option = componentAt(given, `${bound}_time_option`);
      const place = option === undefined ? undefined : placeOf(option, context, `${path}.${bound}_time_option`);
      return place === undefined ? [] : [[place, bound === 'start' ? '{window.from}' : '{window.to}'] as const];
    }),
    slices: { [from]: '{window.from}', [to]: '{window.to}' },
  };
}

function bareText(value: unknown): { readonly text: string | undefined; readonly format: string | undefined } {
  if (typeof value === 'string') return { text: value, format: undefined };
  const component = typeof value === 'object' && value !== null ? (value as Component) : undefined;
  return { text: textAt(component, 'datetime'), format: textAt(component, 'datetime_format') };
}

function insideOf(text: string | undefined, scope: Scope): ReturnType<typeof expressionIn> {
  const inside = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(text ?? '')?.[1];
  return inside === undefined ? undefined : expressionIn(inside, scope);
}

function startOf(
  given: Component,
  format: string,
  choices: WindowChoices,
  context: PredicateContext,
  path: string,
): string {
  const { findings } = context;
  const { text, format: own } = bareText(given.start_datetime);
  const expression = insideOf(text, context);
  const value = expression === undefined ? text : scalarOf(expression, context);
  for (const one of [own ?? format, format, 'rfc3339', 'date', '%Y-%m-%dT%H:%M:%S']) {
    const micros = timeFormat(one)?.parse(value);
    if (micros !== undefined) return isoOf(micros / 1_000);
  }
  findings.note(`${path}.start_datetime`, `the start is not a time that is known; windows begin at ${choices.start}`);
  return choices.start;
}

export function isoOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** An end before now is how long a window settles. */
function settleOf(given: Component, context: PredicateContext, path: string): number {
  const { findings } = context;
  const { text } = bareText(given.end_datetime);
  if (text === undefined) return 0;
  const expression = insideOf(text, context);
  const seconds = expression === undefined ? undefined : (clockSeconds(expression) ?? shiftIn(clockText(expression)));
  if (seconds !== undefined) return Math.max(0, -seconds);
  findings.note(`${path}.end_datetime`, 'a fixed end is not carried over: windows end by their schedule');
  return 0;
}

/** Reads the shift of `{window.to-1d:…}`. */
function shiftIn(text: string | undefined): number | undefined {
  const found = /^\{window\.to(?:([+-])(\d+)([sd]))?:/.exec(text ?? '');
  if (found === null) return undefined;
  const size = Number(found[2] ?? 0) * (found[3] === 'd' ? 86_400 : 1);
  return found[1] === '-' ? -size : size;
}

function secondsOf(text: string | undefined, context: PredicateContext, path: string): number | undefined {
  const { findings } = context;
  if (text === undefined || text === '') return undefined;
  let known = true;
  const plain = text.replace(/\{\{([\s\S]*?)\}\}/g, (_, inside: string) => {
    const expression = expressionIn(inside, context);
    const value = expression === undefined ? undefined : scalarOf(expression, context);
    known &&= value !== undefined;
    return String(value);
  });
  const seconds = known ? isoSeconds(plain) : undefined;
  if (seconds === undefined) findings.note(path, `the duration ${text} is not known and is left out`);
  return seconds;
}

export function durationText(seconds: number): string {
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const) {
    if (seconds > 0 && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}

/** A window without a cursor: the whole listing, stamped with it. */
export function snapshotWindow({ start, length }: WindowChoices): WindowFileConfig {
  return { kind: 'snapshot', length: length ?? '1d', start };
}

export interface Sent {
  readonly from: boolean;
  readonly to: boolean;
}

/** `stamped`: rows carry the bounds of their slice, so that slices keep the manifest's length and bounds are exact. */
export function windowOfCursor(
  cursor: Cursor,
  sent: Sent,
  stamped: boolean,
  keyed: boolean,
  choices: WindowChoices,
  context: PredicateContext,
  path: string,
): WindowFileConfig | undefined {
  const { findings } = context;
  const day = cursor.unitMs >= 86_400_000;
  const settle = cursor.settleSeconds + (keyed ? 0 : cursor.lookbackSeconds);
  if (!keyed && cursor.lookbackSeconds > 0)
    findings.note(
      `${path}.lookback_window`,
      'without a key rows cannot be told apart: windows settle for so long in place of being read again',
    );
  const base = {
    start: cursor.start,
    ...(settle === 0 ? {} : { settle: durationText(settle) }),
    format: cursor.format,
  };
  if (stamped) {
    if (cursor.stepSeconds === undefined)
      return findings.problem(`${path}.step`, 'rows are stamped with the bounds of slices that have no fixed length');
    if (!sent.from || !sent.to)
      return findings.problem(path, 'rows are stamped with the bounds of slices, and the request does not send both');
    if ((cursor.stepSeconds * 1_000) % Math.max(1, cursor.unitMs) !== 0)
      return findings.problem(`${path}.step`, 'slices are no whole units of their format');
    const unit = durationText(Math.max(1, cursor.unitMs / 1_000));
    return {
      kind: 'range',
      length: durationText(cursor.stepSeconds),
      from: { bound: 'whole' },
      to: { bound: 'whole' },
      unit,
      ...base,
    };
  }
  const length = choices.length ?? (day ? '1d' : '1h');
  const overlap = keyed && cursor.lookbackSeconds > 0 ? { overlap: durationText(cursor.lookbackSeconds) } : {};
  if (sent.to && !sent.from) return findings.problem(path, 'the request sends the upper bound alone');
  if (sent.to) {
    const step = cursor.stepSeconds === undefined ? {} : { step: durationText(cursor.stepSeconds) };
    return {
      kind: 'range',
      length,
      from: { bound: 'unknown' },
      to: { bound: 'inclusive' },
      ...step,
      ...overlap,
      ...base,
    };
  }
  return { kind: cursor.isFeed && !sent.from ? 'feed' : 'since', length, ...overlap, ...base };
}

/** The bounds of the window that a request sends. */
export function sentIn(request: RequestConfig): Sent {
  const text = JSON.stringify(request);
  return { from: /\{window\.from[}:]/.test(text), to: /\{window\.to[}:]/.test(text) };
}

/** The path of the field in a row before its steps; `unknown` if a step makes it of something else. */
export function liftedFrom({ steps = [] }: RowsConfig, field: string): readonly string[] | 'unknown' | undefined {
  if (steps.some((step) => 'keys' in step || 'flatten' in step)) return 'unknown';
  const set = steps.find((step) => 'set' in step && pathOf(step.set).join('.') === field);
  if (set === undefined || !('set' in set)) return undefined;
  const found = typeof set.to === 'string' ? /^\{row\.([^:?{}]+)(?::text)?\??\}$/.exec(set.to)?.[1] : undefined;
  return found === undefined ? 'unknown' : found.split('.');
}
