/** Ranges in DuckDB's text: a struct of both bounds, of which NULL is unbounded. */

import type { SqlType } from '../types/type.ts';
import { duckTypeOf } from '../types/type-text.ts';

export function isBound(kind: string): kind is 'DATE' | 'DATETIME' | 'TIMESTAMP' {
  return kind === 'DATE' || kind === 'DATETIME' || kind === 'TIMESTAMP';
}

export type RangeType = Extract<SqlType, { kind: 'RANGE' }>;

/** A range of two bounds, as DuckDB text. */
export function rangeText(type: RangeType, start: string, end: string): string {
  const bound = duckTypeOf(type.element);
  return `struct_pack("start" := CAST(${start} AS ${bound}), "end" := CAST(${end} AS ${bound}))`;
}

/** The range's text as GoogleSQL writes it: `[2020-01-01, UNBOUNDED)`. `shown` writes a bound. */
export function rangeAsText(range: string, shown: (bound: string) => string): string {
  return once([range], ([r = '']) => {
    const bound = (name: string) => `coalesce(${shown(`${r}."${name}"`)}, 'UNBOUNDED')`;
    return `CASE WHEN ${r} IS NULL THEN NULL ELSE '[' || ${bound('start')} || ', ' || ${bound('end')} || ')' END`;
  });
}

/** Bounds that may be compared: an unbounded start is before, and an unbounded end behind everything. */
export function rangeKey(range: string, { element }: RangeType): string {
  const type = duckTypeOf(element);
  const side = (name: string, infinity: string) =>
    `coalesce(struct_extract(${range}, '${name}'), CAST('${infinity}' AS ${type}))`;
  const key = `struct_pack(s := ${side('start', '-infinity')}, e := ${side('end', 'infinity')})`;
  return `CASE WHEN ${range} IS NULL THEN NULL ELSE ${key} END`;
}

/** Each argument is named once, however often it is used. */
export function once(args: readonly string[], body: (names: readonly string[]) => string): string {
  const fields = args.map((sql, index) => `a${index} := ${sql}`).join(', ');
  const names = args.map((_, index) => `gsql_range.a${index}`);
  return `list_transform([struct_pack(${fields})], lambda gsql_range: ${body(names)})[1]`;
}
