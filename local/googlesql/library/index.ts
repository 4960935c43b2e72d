/** The function library of GoogleSQL: everything that is called by name, and the natives it needs in DuckDB. */

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Native } from '../emit/native.ts';
import * as aggregate from './aggregate/aggregate.ts';
import * as aggregateList from './aggregate/aggregate-list.ts';
import * as analytic from './aggregate/analytic.ts';
import * as approximate from './aggregate/approximate.ts';
import * as hll from './aggregate/hll.ts';
import * as moments from './aggregate/moments.ts';
import * as percentileDecimal from './aggregate/percentile-decimal.ts';
import * as percentileFloat from './aggregate/percentile-float.ts';
import * as statistical from './aggregate/statistical.ts';
import * as topSum from './aggregate/top-sum.ts';
import * as array from './array.ts';
import * as conditional from './conditional.ts';
import * as formatCast from './format-cast.ts';
import * as geography from './geography.ts';
import * as jsonConvert from './json/json-convert.ts';
import * as jsonEdit from './json/json-edit.ts';
import * as jsonText from './json/json-text.ts';
import * as jsonWhole from './json/json-whole.ts';
import * as misc from './misc.ts';
import * as distance from './numbers/distance.ts';
import * as float from './numbers/float.ts';
import * as integer from './numbers/integer.ts';
import * as math from './numbers/math.ts';
import * as numeric from './numbers/numeric.ts';
import * as parseNumeric from './numbers/parse-numeric.ts';
import * as range from './range.ts';
import type { AggregateDefinition, FunctionDefinition } from './signature.ts';
import * as bytes from './text/bytes.ts';
import * as format from './text/format.ts';
import * as net from './text/net.ts';
import * as regexp from './text/regexp.ts';
import * as sequence from './text/sequence.ts';
import * as strings from './text/strings.ts';
import * as formatTime from './time/format-time.ts';
import * as interval from './time/interval.ts';
import * as parseTime from './time/parse-time.ts';
import * as temporal from './time/temporal.ts';

interface Family {
  readonly natives?: readonly Native[];
  readonly functions?: readonly FunctionDefinition[];
  readonly aggregates?: readonly AggregateDefinition[];
}

const FAMILIES: readonly Family[] = [
  ...[numeric, parseNumeric, integer, float, math, strings, sequence, bytes, regexp],
  ...[temporal, formatTime, parseTime, interval, conditional, array, range, net, formatCast],
  ...[distance, jsonText, jsonConvert, jsonEdit, jsonWhole, format, misc, geography],
  ...[
    aggregate,
    aggregateList,
    moments,
    statistical,
    analytic,
    percentileDecimal,
    percentileFloat,
    hll,
    approximate,
    topSum,
  ],
];

export const scalarFunctions: ReadonlyMap<string, FunctionDefinition> = byName(
  FAMILIES.flatMap(({ functions }) => functions ?? []),
);

export const aggregateFunctions: ReadonlyMap<string, AggregateDefinition> = byName(
  FAMILIES.flatMap(({ aggregates }) => aggregates ?? []),
);

/** Once for each database: every connection of the instance then knows them. */
export function registerNatives(connection: DuckDBConnection): void {
  for (const { natives } of FAMILIES) {
    for (const native of natives ?? []) native.register(connection);
  }
}

/** The names of what is built, for the documentation. */
export function functionNames(): readonly string[] {
  return namesWhere((definition) => definition.refused !== true);
}

/** The names that are known and refused. Any other name is not found. */
export function refusedFunctionNames(): readonly string[] {
  return namesWhere((definition) => definition.refused === true);
}

function namesWhere(holds: (definition: { readonly refused?: true }) => boolean): readonly string[] {
  const known = [...scalarFunctions, ...aggregateFunctions];
  return [...new Set(known.filter(([, definition]) => holds(definition)).map(([name]) => name))].sort();
}

function byName<D extends { readonly names: readonly string[] }>(definitions: readonly D[]): ReadonlyMap<string, D> {
  return new Map(definitions.flatMap((definition) => definition.names.map((name) => [name, definition] as const)));
}
