/** The function library of GoogleSQL: everything that is called by name, and the natives it needs in DuckDB. */

import type { DuckDBConnection } from '@duckdb/node-api';
import * as aggregate from './aggregate.ts';
import * as aggregateList from './aggregate-list.ts';
import * as analytic from './analytic.ts';
import * as array from './array.ts';
import * as bytes from './bytes.ts';
import * as conditional from './conditional.ts';
import * as float from './float.ts';
import * as format from './format.ts';
import * as formatTime from './format-time.ts';
import * as geography from './geography.ts';
import * as integer from './integer.ts';
import * as interval from './interval.ts';
import * as jsonConvert from './json-convert.ts';
import * as jsonEdit from './json-edit.ts';
import * as jsonText from './json-text.ts';
import * as math from './math.ts';
import * as misc from './misc.ts';
import * as moments from './moments.ts';
import type { Native } from './native.ts';
import * as net from './net.ts';
import * as numeric from './numeric.ts';
import * as parseTime from './parse-time.ts';
import * as regexp from './regexp.ts';
import * as sequence from './sequence.ts';
import type { AggregateDefinition, FunctionDefinition } from './signature.ts';
import * as statistical from './statistical.ts';
import * as strings from './strings.ts';
import * as temporal from './temporal.ts';

interface Family {
  readonly natives?: readonly Native[];
  readonly functions?: readonly FunctionDefinition[];
  readonly aggregates?: readonly AggregateDefinition[];
}

const FAMILIES: readonly Family[] = [
  ...[numeric, integer, float, math, strings, sequence, bytes, regexp],
  ...[temporal, formatTime, parseTime, interval, conditional, array, net],
  ...[jsonText, jsonConvert, jsonEdit, format, misc, geography],
  ...[aggregate, aggregateList, moments, statistical, analytic],
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
