/** `SUM(x HAVING MAX y)`: an aggregate over the rows whose y is the largest of the group. */

import { nullIfEmpty, withoutNull } from '../../emit/plain.ts';
import { rangeKey } from '../../emit/range-text.ts';
import { type AggregateCall, CallRefused } from '../signature.ts';

type Having = NonNullable<AggregateCall['having']>;

const UNORDERED = ['JSON', 'ARRAY', 'STRUCT', 'GEOGRAPHY'];

const keyText = ({ by: { sql, type } }: Having) => (type.kind === 'RANGE' ? rangeKey(sql, type) : sql);

/**
 * The condition that a key is the largest or smallest. A NaN among the keys is that key, and nothing is equal to NaN, so
 * that no row is left.
 */
function isExtreme(having: Having, call: AggregateCall, key: string): string {
  const { which, by } = having;
  if (UNORDERED.includes(by.type.kind))
    throw new CallRefused('invalid', `${call.name} HAVING ${which} by a value of type ${by.type.kind} is not defined`);
  const holds = `${key} = ${which.toLowerCase()}(${keyText(having)})`;
  return by.type.kind === 'FLOAT64' ? `(${holds} AND NOT bool_or(isnan(${by.sql})))` : holds;
}

/** `COUNT(* HAVING MAX x)`: the rows whose x is the largest one. Rows without an x are passed over. */
export function countExtreme(call: AggregateCall, having: Having): string {
  const holds = isExtreme(having, call, 'gsql_key');
  return `coalesce(len(list_filter(list(${keyText(having)}), lambda gsql_key: ${holds})), 0)`;
}

/**
 * One of DuckDB's aggregates over the rows that are kept. DuckDB's filter of an aggregate cannot ask for another
 * aggregate, so the rows are gathered in a list first.
 */
export function amongExtreme(
  call: AggregateCall,
  having: Having,
  name: string,
  args: readonly string[],
  filter: string | undefined,
): string {
  const [value = 'TRUE', ...rest] = args;
  const order = call.orderBy === undefined ? '' : ` ORDER BY ${call.orderBy}`;
  const pair = `{'k': ${keyText(having)}, 'v': ${value === '*' ? 'TRUE' : value}, 'f': ${filter ?? 'TRUE'}}`;
  const holds = `lambda gsql_pair: ${isExtreme(having, call, 'gsql_pair.k')} AND gsql_pair.f`;
  const values = `list_transform(list_filter(list(${pair}${order}), ${holds}), lambda gsql_pair: gsql_pair.v)`;
  if (name === 'list') return call.distinct ? refuseDistinct(call) : nullIfEmpty(values);
  const kept = call.distinct ? `list_distinct(${values})` : values;
  if (name === 'count') return `coalesce(len(${withoutNull(kept)}), 0)`;
  return `list_aggregate(${[kept, `'${name}'`, ...rest].join(', ')})`;
}

function refuseDistinct(call: AggregateCall): never {
  throw new CallRefused('unsupported', `${call.name} with DISTINCT and HAVING is not supported by the local BigQuery`);
}
