/** An aggregate over a frame that DuckDB makes too wide: over those of its rows whose exact key is near enough. */

import { nullIfEmpty, withoutNull } from '../../emit/plain.ts';
import { type AggregateCall, CallRefused, type NearFrame } from '../signature.ts';

/** Aggregates of several columns, which DuckDB has not for lists. */
const OF_SEVERAL = ['corr', 'covar_pop', 'covar_samp', 'arg_max_null', 'arg_min_null'];

/** The rows of the frame as a list, in the order of their exact keys. */
function near(frame: NearFrame, over: string, value: string, filter: string | undefined): string {
  const { key, descending, nulls, holds } = frame;
  // Sorted by whether there is a key first: DuckDB has one place for NULL inside of a struct.
  const known = (nulls === 'FIRST') === descending ? 0 : 1;
  const row = `{'n': CASE WHEN ${key} IS NULL THEN ${1 - known} ELSE ${known} END, 'k': ${key}, 'v': ${value}, 'f': ${filter ?? 'TRUE'}}`;
  const kept = `list_filter(list(${row}) ${over}, lambda gsql_row: ${holds('gsql_row.k')} AND gsql_row.f)`;
  const sorted = `list_sort(${kept}, '${descending ? 'DESC' : 'ASC'}')`;
  return `list_transform(${sorted}, lambda gsql_row: gsql_row.v)`;
}

/** One of DuckDB's aggregates or navigation functions over the narrowed frame. */
export function amongNear(
  call: AggregateCall,
  frame: NearFrame,
  name: string,
  args: readonly string[],
  filter: string | undefined,
): string {
  const [value = 'TRUE', ...rest] = args;
  if (OF_SEVERAL.includes(name) || call.distinct)
    throw new CallRefused(
      'unsupported',
      `${call.name} over a RANGE frame of BIGNUMERIC is not supported by the local BigQuery`,
    );
  const values = near(frame, call.over ?? '', value === '*' ? 'TRUE' : value, filter);
  const kept = call.nulls === 'IGNORE' ? withoutNull(values) : values;
  switch (name) {
    case 'first_value':
      return `list_extract(${kept}, 1)`;
    case 'last_value':
      return `list_extract(${kept}, -1)`;
    case 'nth_value':
      return `list_extract(${kept}, ${rest[0]})`;
    case 'list':
      return nullIfEmpty(values);
    case 'count':
      return `coalesce(len(${withoutNull(values)}), 0)`;
    default:
      return `list_aggregate(${[values, `'${name}'`, ...rest].join(', ')})`;
  }
}
