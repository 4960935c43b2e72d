/** Schemas of any columns, and objects for them as sources make them, good and bad. */

import fc from 'fast-check';
import type { Field, Mode } from '../../shared/bigquery/schema/table-schema.ts';
import { fields, garbage, valuesFor } from './column-values.ts';

const NAMES = ['a', 'B', 'c_1', 'näm', 'x y', 'Type1', 'column2', 'select', '_u', 'Übung', '日付', 'e9', 'a-b', '1st'];

const mode = fc.constantFrom<Mode>('NULLABLE', 'NULLABLE', 'REQUIRED', 'REPEATED');

export function columns(depth: number): fc.Arbitrary<Field[]> {
  const leaf = fc.constantFrom(...fields);
  const struct = fc.record({ mode, fields: depth === 0 ? fc.constant([]) : columns(depth - 1) });
  const one: fc.Arbitrary<Field> =
    depth === 0
      ? leaf
      : fc.oneof(
          { weight: 3, arbitrary: leaf },
          { weight: 1, arbitrary: struct.map((made): Field => ({ name: 'v', type: 'STRUCT', ...made })) },
        );
  return fc
    .tuple(fc.shuffledSubarray(NAMES, { minLength: 1, maxLength: 7 }), fc.array(one, { minLength: 7, maxLength: 7 }))
    .map(([names, made]) => names.map((name, index) => ({ ...(made[index] as Field), name })));
}

/** The way a source writes the keys of its objects: any order and case, or always the same, of which it may leave some out. */
export type Keys = 'shuffled' | 'in order';

/** Objects for the columns: some values NULL, some absent, seldom garbage or a stranger. */
export function objectFor(schema: readonly Field[], keys: Keys): fc.Arbitrary<object> {
  const entries = schema.map((field) => fc.tuple(nameOf(field, keys), itemOf(field, keys)).map((entry) => [entry]));
  const some = fc.tuple(...entries).chain((all) => {
    const few = { minLength: Math.max(0, all.length - 1) };
    return keys === 'shuffled' ? fc.shuffledSubarray(all.flat(), few) : fc.subarray(all.flat(), few);
  });
  const stranger = fc.oneof(
    { weight: 30, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([['stranger', 1]]) },
  );
  return fc.tuple(some, stranger).map(([own, other]) => Object.fromEntries([...own, ...other]));
}

function nameOf({ name }: Field, keys: Keys): fc.Arbitrary<string> {
  return keys === 'in order' ? fc.constant(name) : fc.constantFrom(name, name, name.toUpperCase(), name.toLowerCase());
}

function itemOf(field: Field, keys: Keys): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 40, arbitrary: inColumn(field, keys) },
    { weight: 1, arbitrary: garbage },
    { weight: 2, arbitrary: fc.constantFrom(null, undefined) },
  );
}

function inColumn(field: Field, keys: Keys): fc.Arbitrary<unknown> {
  if (field.type !== 'STRUCT') return valuesFor(field);
  const one = objectFor(field.fields ?? [], keys);
  return field.mode === 'REPEATED' ? fc.array(one, { maxLength: 3 }) : one;
}
