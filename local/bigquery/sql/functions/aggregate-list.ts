/** ARRAY_AGG, ARRAY_CONCAT_AGG and STRING_AGG. */

import { type AggregateBound, type Apply, aggregate, over, requireComparable, UNGROUPABLE } from './aggregate-call.ts';
import { arrayJoins } from './array.ts';
import { type AggregateCall, type AggregateDefinition, CallRefused } from './signature.ts';

/** The list of the values in order, as far as LIMIT. Without rows it is NULL. */
function list(apply: Apply, call: AggregateCall, value: string, skipsNull: boolean): string {
  const all = apply('list', [value], { filter: skipsNull ? `${value} IS NOT NULL` : undefined });
  return call.limit === undefined ? all : `list_slice(${all}, 1, ${call.limit})`;
}

function checkDistinct(bound: AggregateBound): void {
  if (bound.call.distinct) requireComparable(bound, 0, UNGROUPABLE);
}

const arrayAgg = aggregate(
  'ARRAY_AGG',
  [
    over('T -> T[]', (apply, bound) => {
      checkDistinct(bound);
      if (bound.templates.get('T')?.kind === 'ARRAY') {
        throw new CallRefused('invalid', 'The argument to ARRAY_AGG must not be an array type');
      }
      return list(apply, bound.call, bound.sql[0] ?? '', bound.call.nulls === 'IGNORE');
    }),
  ],
  { distinct: true, nulls: true, orderBy: true, limit: true },
);

const arrayConcatAgg = aggregate(
  'ARRAY_CONCAT_AGG',
  [over('T[] -> T[]', (apply, { call, sql }) => `flatten(${list(apply, call, sql[0] ?? '', true)})`)],
  { orderBy: true, limit: true },
);

const stringAgg = aggregate(
  'STRING_AGG',
  [
    ...['STRING -> STRING', 'STRING, STRING -> STRING'].map((signature) =>
      over(signature, (apply, { call, sql: [value = '', delimiter = "','"] }) =>
        arrayJoins.strings.of(list(apply, call, value, true), delimiter, "''", 'FALSE'),
      ),
    ),
    over('BYTES, BYTES -> BYTES', (apply, { call, sql: [value = '', delimiter = ''] }) =>
      arrayJoins.bytes.of(list(apply, call, value, true), delimiter, "''::BLOB", 'FALSE'),
    ),
  ],
  { distinct: true, orderBy: true, limit: true },
);

export const aggregates: readonly AggregateDefinition[] = [arrayAgg, arrayConcatAgg, stringAgg];
