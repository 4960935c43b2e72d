/** COSINE_DISTANCE and EUCLIDEAN_DISTANCE: of vectors that list all their places, or name those that are not 0. */

import { type Native, native } from '../../emit/native.ts';
import { define, onBound } from '../define.ts';
import { type Call, CallRefused, type Expression, type FunctionDefinition } from '../signature.ts';

type Vector = readonly number[];
type Measure = (a: Vector, b: Vector) => number;

const sum = (values: Vector) => values.reduce((all, value) => all + value, 0);
const length = (vector: Vector) => Math.sqrt(sum(vector.map((value) => value * value)));

function cosine(a: Vector, b: Vector): number {
  const lengths = length(a) * length(b);
  if (lengths === 0) throw new Error('Cannot compute cosine distance against zero vector.');
  return 1 - sum(a.map((value, place) => value * (b[place] ?? 0))) / lengths;
}

const euclidean: Measure = (a, b) => length(a.map((value, place) => value - (b[place] ?? 0)));

function known<T>(values: readonly (T | null)[], what: string): readonly T[] {
  return values.map((value) => {
    if (value === null) throw new Error(`NULL ${what}`);
    return value;
  });
}

const dense = (name: string, measure: Measure): Native =>
  native(`bq_${name}`, { takes: ['FLOAT64[]', 'FLOAT64[]'], returns: 'FLOAT64' }, (a, b) => {
    if (a.length !== b.length) throw new Error(`Array length mismatch: ${a.length} and ${b.length}.`);
    return measure(known(a, 'array element'), known(b, 'array element'));
  });

type Names = readonly (string | null)[];
type Values = readonly (number | null)[];

function byName(names: Names, values: Values): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const numbers = known(values, 'struct field');
  for (const [index, name] of known(names, 'struct field').entries()) {
    if (found.has(name)) throw new Error(`Duplicate index ${name} found in the input array.`);
    found.set(name, numbers[index] ?? 0);
  }
  return found;
}

const sparse = (name: string, measure: Measure): Native =>
  native(
    `bq_${name}_sparse`,
    { takes: ['STRING[]', 'FLOAT64[]', 'STRING[]', 'FLOAT64[]'], returns: 'FLOAT64' },
    (oneNames, oneValues, otherNames, otherValues) => {
      const [one, other] = [byName(oneNames, oneValues), byName(otherNames, otherValues)];
      const places = [...new Set([...one.keys(), ...other.keys()])];
      const of = (vector: ReadonlyMap<string, number>) => places.map((place) => vector.get(place) ?? 0);
      return measure(of(one), of(other));
    },
  );

interface Distance {
  readonly dense: Native;
  readonly sparse: Native;
}

const DISTANCES: Readonly<Record<string, Distance>> = {
  COSINE_DISTANCE: { dense: dense('cosine_distance', cosine), sparse: sparse('cosine_distance', cosine) },
  EUCLIDEAN_DISTANCE: {
    dense: dense('euclidean_distance', euclidean),
    sparse: sparse('euclidean_distance', euclidean),
  },
};

/** The names and the values of a vector as an array of pairs. */
function pairs(vector: Expression, { name }: Call): readonly string[] {
  const element = vector.type.kind === 'ARRAY' ? vector.type.element : undefined;
  const kinds = element?.kind === 'STRUCT' ? element.fields.map(({ type }) => type.kind).join() : '';
  if (kinds !== 'INT64,FLOAT64' && kinds !== 'STRING,FLOAT64')
    throw new CallRefused(
      'invalid',
      `No matching signature for function ${name}: it takes two ARRAY<FLOAT64>, or two arrays of STRUCT<INT64, FLOAT64> or STRUCT<STRING, FLOAT64>`,
    );
  const field = (place: number) => `struct_extract_at(gsql_pair, ${place})`;
  return [
    `list_transform(${vector.sql}, lambda gsql_pair: CAST(${field(1)} AS VARCHAR))`,
    `list_transform(${vector.sql}, lambda gsql_pair: ${field(2)})`,
  ];
}

export const natives: readonly Native[] = Object.values(DISTANCES).flatMap((distance) => [
  distance.dense,
  distance.sparse,
]);

export const functions: readonly FunctionDefinition[] = Object.entries(DISTANCES).map(([name, distance]) =>
  define(name, [
    onBound('FLOAT64[], FLOAT64[] -> FLOAT64', ({ sql }) => distance.dense.of(...sql)),
    onBound('T[], T[] -> FLOAT64', ({ args, call }) =>
      distance.sparse.of(...args.flatMap((vector) => (vector === undefined ? [] : pairs(vector, call)))),
    ),
  ]),
);
