/**
 * RANGE<DATE | DATETIME | TIMESTAMP>: from a start up to, and without, an end. A bound that is NULL is unbounded. In DuckDB a
 * range is a struct of both.
 */

import { isBound, once, type RangeType, rangeText } from '../emit/range-text.ts';
import { raiseText, stringText } from '../emit/text.ts';
import { coerce, supertype } from '../types/coercion.ts';
import { arrayOf, BOOL, INTERVAL, typeName } from '../types/type-text.ts';
import { dateRange, timestampRange } from './array.ts';
import { isKeyword } from './define.ts';
import { type Call, CallRefused, type Expression, type FunctionDefinition } from './signature.ts';

function values(call: Call): readonly Expression[] {
  return call.args.flatMap((argument) => (isKeyword(argument) ? [] : [argument]));
}

function noMatch(call: Call): CallRefused {
  const types = values(call).map(({ type, untyped }) => (untyped === 'NULL' ? 'NULL' : typeName(type)));
  return new CallRefused(
    'invalid',
    `No matching signature for function ${call.name} for argument types: ${types.join(', ')}`,
  );
}

function rangeOf(expression: Expression | undefined, call: Call): { readonly sql: string; readonly type: RangeType } {
  if (expression?.type.kind !== 'RANGE') throw noMatch(call);
  return { sql: expression.sql, type: expression.type };
}

/** Two ranges of one type. */
function pair(call: Call): { readonly type: RangeType; readonly sql: readonly string[] } {
  const [left, right, ...more] = values(call);
  const [a, b] = [rangeOf(left, call), rangeOf(right, call)];
  if (more.length > 0 || a.type.element.kind !== b.type.element.kind) throw noMatch(call);
  return { type: a.type, sql: [a.sql, b.sql] };
}

function define(name: string, build: (call: Call) => Expression): FunctionDefinition {
  return { names: [name], build };
}

function makeRange(call: Call): Expression {
  const [start, end, ...more] = values(call);
  if (start === undefined || end === undefined || more.length > 0) throw noMatch(call);
  const element = supertype([start, end]);
  if (element === undefined || !isBound(element.kind)) throw noMatch(call);
  const [from, to] = [coerce(start, element), coerce(end, element)];
  if (from === undefined || to === undefined) throw noMatch(call);
  const type: RangeType = { kind: 'RANGE', element };
  const sql = once([from.sql, to.sql], ([a = '', b = '']) => {
    const message = `'Range start element must be smaller than range end element: [' || ${a} || ', ' || ${b} || ')'`;
    return `CASE WHEN ${a} >= ${b} THEN ${raiseText(type, message)} ELSE ${rangeText(type, a, b)} END`;
  });
  return { type, sql };
}

function side(which: 'start' | 'end'): (call: Call) => Expression {
  return (call) => {
    const { sql, type } = rangeOf(values(call)[0], call);
    if (values(call).length !== 1) throw noMatch(call);
    return { type: type.element, sql: `struct_extract(${sql}, '${which}')` };
  };
}

function contains(call: Call): Expression {
  const [range, value, ...more] = values(call);
  if (value?.type.kind === 'RANGE') return containsRange(call);
  const outer = rangeOf(range, call);
  const point = value === undefined ? undefined : coerce(value, outer.type.element);
  if (point === undefined || more.length > 0) throw noMatch(call);
  const sql = once([outer.sql, point.sql], ([r = '', v = '']) =>
    nullWhere([r, v], `(${r}."start" IS NULL OR ${r}."start" <= ${v}) AND (${r}."end" IS NULL OR ${v} < ${r}."end")`),
  );
  return { type: BOOL, sql };
}

function containsRange(call: Call): Expression {
  const sql = once(pair(call).sql, ([a = '', b = '']) =>
    nullWhere(
      [a, b],
      `(${a}."start" IS NULL OR coalesce(${a}."start" <= ${b}."start", FALSE)) AND (${a}."end" IS NULL OR coalesce(${b}."end" <= ${a}."end", FALSE))`,
    ),
  );
  return { type: BOOL, sql };
}

function overlaps(call: Call): Expression {
  return { type: BOOL, sql: once(pair(call).sql, ([a = '', b = '']) => nullWhere([a, b], overlapText(a, b))) };
}

function overlapText(a: string, b: string): string {
  return `coalesce(${a}."start" < ${b}."end", TRUE) AND coalesce(${b}."start" < ${a}."end", TRUE)`;
}

function intersect(call: Call): Expression {
  const { type, sql } = pair(call);
  const text = once(sql, ([a = '', b = '']) => {
    // `greatest` and `least` leave NULLs out.
    const common = rangeText(type, `greatest(${a}."start", ${b}."start")`, `least(${a}."end", ${b}."end")`);
    const failure = raiseText(type, stringText('Provided RANGE inputs do not overlap. Use RANGE_OVERLAPS to check.'));
    return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL WHEN ${overlapText(a, b)} THEN ${common} ELSE ${failure} END`;
  });
  return { type, sql: text };
}

function nullWhere(args: readonly string[], sql: string): string {
  return `CASE WHEN ${args.map((name) => `${name} IS NULL`).join(' OR ')} THEN NULL ELSE (${sql}) END`;
}

/** Ranges of one length after each other; what is left at the end is a shorter one, unless the third argument is FALSE. */
function split(call: Call): Expression {
  const [given, step, last, ...more] = values(call);
  const { type, sql } = rangeOf(given, call);
  const interval = step === undefined ? undefined : coerce(step, INTERVAL);
  const partial = last === undefined ? { sql: 'TRUE' } : coerce(last, BOOL);
  if (interval === undefined || partial === undefined || more.length > 0) throw noMatch(call);
  const result = arrayOf(type);
  const text = once([sql, interval.sql, partial.sql], ([r = '', by = '', keeps = '']) => {
    const points = pointsText(type, r, by);
    const piece = `struct_pack("start" := g.p[i], "end" := coalesce(g.p[i + 1], g.e), whole := g.p[i + 1] IS NOT NULL)`;
    const pieces = `list_transform(range(1, len(g.p) + 1), lambda i: ${piece})`;
    const kept = `list_filter(${pieces}, lambda x: x."start" < x."end" AND (x.whole OR ${keeps}))`;
    const ranges = `list_transform([struct_pack(p := ${points}, e := ${r}."end")], lambda g: list_transform(${kept}, lambda x: ${rangeText(type, 'x."start"', 'x."end"')}))[1]`;
    const failure = raiseText(result, stringText('GENERATE_RANGE_ARRAY needs a range without an unbounded side'));
    const unbounded = `${r}."start" IS NULL OR ${r}."end" IS NULL`;
    return `CASE WHEN ${r} IS NULL OR ${by} IS NULL THEN NULL WHEN ${unbounded} THEN ${failure} ELSE ${ranges} END`;
  });
  return { type: result, sql: text };
}

function pointsText({ element }: RangeType, range: string, by: string): string {
  const [start, end] = [`${range}."start"`, `${range}."end"`];
  if (element.kind === 'DATE') return dateRange.of(start, end, by);
  if (element.kind === 'TIMESTAMP') return timestampRange.of(start, end, by);
  const utc = (sql: string) => `(${sql} AT TIME ZONE 'UTC')`;
  return `list_transform(${timestampRange.of(utc(start), utc(end), by)}, lambda t: ${utc('t')})`;
}

export const functions: readonly FunctionDefinition[] = [
  define('RANGE', makeRange),
  define('RANGE_START', side('start')),
  define('RANGE_END', side('end')),
  define('RANGE_CONTAINS', contains),
  define('RANGE_OVERLAPS', overlaps),
  define('RANGE_INTERSECT', intersect),
  define('GENERATE_RANGE_ARRAY', split),
];
