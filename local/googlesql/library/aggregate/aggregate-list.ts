/** ARRAY_AGG, ARRAY_CONCAT_AGG and STRING_AGG. */

import { type Native, nativeTakingNull } from '../../emit/native.ts';
import { type AggregateCall, type AggregateDefinition, CallRefused } from '../signature.ts';
import { type Apply, aggregate, checkDistinct, over } from './aggregate-call.ts';

/** The list of the values in order, as far as LIMIT. Without rows it is NULL. */
function list(apply: Apply, call: AggregateCall, value: string, skipsNull: boolean): string {
  const all = apply('list', [value], { filter: skipsNull ? `${value} IS NOT NULL` : undefined });
  return call.limit === undefined ? all : `list_slice(${all}, 1, ${call.limit})`;
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
  { distinct: true, nulls: true, orderBy: true, limit: true, having: true },
);

const arrayConcatAgg = aggregate(
  'ARRAY_CONCAT_AGG',
  [over('T[] -> T[]', (apply, { call, sql }) => `flatten(${list(apply, call, sql[0] ?? '', true)})`)],
  { orderBy: true, limit: true, having: true },
);

/** Joined by the delimiter, which may not be NULL. Of no values, and of LIMIT 0, it is NULL. */
function joined(join: Native, apply: Apply, call: AggregateCall, value: string, delimiter: string): string {
  const values = list(apply, call, value, true);
  const none = call.limit === 0 ? `CASE WHEN len(${values}) > 0 THEN ${values} END` : values;
  return join.of(none, delimiter);
}

const separated = {
  strings: nativeTakingNull(
    'bq_string_agg',
    { takes: ['STRING[]', 'STRING'], returns: 'STRING' },
    (values, delimiter) => joinedBy(values, delimiter)?.join(delimiter ?? '') ?? null,
  ),
  bytes: nativeTakingNull(
    'bq_string_agg_bytes',
    { takes: ['BYTES[]', 'BYTES'], returns: 'BYTES' },
    (values, delimiter) => {
      const parts = joinedBy(values, delimiter)?.flatMap((one, index) =>
        index === 0 ? [one] : [delimiter ?? one, one],
      );
      return parts === undefined ? null : Buffer.concat(parts);
    },
  ),
};

function joinedBy<T>(values: readonly (T | null)[] | null, delimiter: unknown): T[] | undefined {
  if (values === null) return undefined;
  if (delimiter === null) throw new Error('Illegal NULL separator');
  return values.filter((value) => value !== null);
}

export const natives: readonly Native[] = Object.values(separated);

const stringAgg = aggregate(
  'STRING_AGG',
  [
    ...['STRING -> STRING', 'STRING, STRING -> STRING'].map((signature) =>
      over(signature, (apply, { call, sql: [value = '', delimiter = "','"] }) =>
        joined(separated.strings, apply, call, value, delimiter),
      ),
    ),
    ...['BYTES -> BYTES', 'BYTES, BYTES -> BYTES'].map((signature) =>
      over(signature, (apply, { call, sql: [value = '', delimiter = "','::BLOB"] }) =>
        joined(separated.bytes, apply, call, value, delimiter),
      ),
    ),
  ],
  { distinct: true, orderBy: true, limit: true, having: true },
);

export const aggregates: readonly AggregateDefinition[] = [arrayAgg, arrayConcatAgg, stringAgg];
