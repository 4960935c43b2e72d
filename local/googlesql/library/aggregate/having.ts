/** `SUM(x HAVING MAX y)`: an aggregate over the rows whose y is the largest of the group. */

import { rangeKey } from '../../emit/range-text.ts';
import { raiseText } from '../../emit/text.ts';
import { type AggregateCall, CallRefused } from '../signature.ts';

type Having = NonNullable<AggregateCall['having']>;

const UNORDERED = ['JSON', 'ARRAY', 'STRUCT', 'GEOGRAPHY'];

const keyText = ({ by: { sql, type } }: Having) => (type.kind === 'RANGE' ? rangeKey(sql, type) : sql);

/** The largest or smallest key. A NaN among the keys is refused: BigQuery puts it before all numbers, DuckDB after them. */
function extremeKey(having: Having, call: AggregateCall): string {
  const { which, by } = having;
  if (UNORDERED.includes(by.type.kind))
    throw new CallRefused('invalid', `${call.name} HAVING ${which} by a value of type ${by.type.kind} is not defined`);
  const extreme = `${which.toLowerCase()}(${keyText(having)})`;
  if (by.type.kind !== 'FLOAT64') return extreme;
  const message = `'${call.name} HAVING ${which} over NaN is not supported by the local BigQuery'`;
  return `CASE WHEN bool_or(isnan(${by.sql})) THEN ${raiseText(by.type, message)} ELSE ${extreme} END`;
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
  const holds = `lambda gsql_pair: gsql_pair.k = ${extremeKey(having, call)} AND gsql_pair.f`;
  const values = `list_transform(list_filter(list(${pair}${order}), ${holds}), lambda gsql_pair: gsql_pair.v)`;
  if (name === 'list') return call.distinct ? refuseDistinct(call) : values;
  const kept = call.distinct ? `list_distinct(${values})` : values;
  if (name === 'count') return `coalesce(len(list_filter(${kept}, lambda gsql_one: gsql_one IS NOT NULL)), 0)`;
  return `list_aggregate(${[kept, `'${name}'`, ...rest].join(', ')})`;
}

function refuseDistinct(call: AggregateCall): never {
  throw new CallRefused('unsupported', `${call.name} with DISTINCT and HAVING is not supported by the local BigQuery`);
}
