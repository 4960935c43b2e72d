/** JSON looked at as a whole: JSON_STRIP_NULLS, JSON_FLATTEN, JSON_CONTAINS. */

import { type Native, native, nativeTakingNull } from '../../emit/native.ts';
import {
  isArray,
  isObject,
  type Json,
  JsonNumber,
  normalText,
  parseJson,
  wholeNumber,
} from '../../values/json-value.ts';
import { define, on, onBound } from '../define.ts';
import type { FunctionDefinition } from '../signature.ts';
import { assign, pathOf, walk } from './json-path.ts';

interface Stripping {
  /** Nulls of arrays go too. */
  readonly arrays: boolean;
  /** Objects that are empty then go, and arrays where their nulls do. */
  readonly empty: boolean;
}

function isEmptied(value: Json, { arrays, empty }: Stripping): boolean {
  if (!empty) return false;
  return isObject(value) ? value.size === 0 : isArray(value) && arrays && value.length === 0;
}

function strip(value: Json, how: Stripping): Json {
  const goes = (member: Json) => member === null || isEmptied(member, how);
  if (isObject(value)) {
    const members = [...value]
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, strip(member, how)] as const);
    return new Map(members.filter(([, member]) => !goes(member)));
  }
  if (!isArray(value)) return value;
  const items = value.map((item) => strip(item, how));
  return how.arrays ? items.filter((item) => !goes(item)) : items;
}

const stripped = nativeTakingNull(
  'bq_json_strip_nulls',
  { takes: ['STRING', 'STRING', 'BOOL', 'BOOL'], returns: 'JSON' },
  (text, path, arrays, empty) => {
    const steps = path === null ? [] : pathOf(path, 'standard');
    if (text === null || path === null || arrays === null || empty === null) return text;
    const value = parseJson(text);
    const found = walk(value, steps);
    if (found === undefined) return text;
    const left = strip(found, { arrays, empty });
    return normalText(assign(value, steps, isEmptied(left, { arrays, empty }) ? null : left, false));
  },
);

/** Every value that is no array, of arrays in arrays. */
function flat(value: Json): readonly Json[] {
  return isArray(value) ? value.flatMap(flat) : [value];
}

const flattened = native('bq_json_flatten', { takes: ['STRING'], returns: 'JSON[]' }, (text) =>
  flat(parseJson(text)).map((value) => normalText(value)),
);

/** Exact: a double and a whole number are equal where the double is that number. */
function sameNumber(a: JsonNumber, b: JsonNumber): boolean {
  const exact = ({ raw }: JsonNumber) => {
    const whole = wholeNumber(raw);
    if (whole !== undefined) return whole;
    const value = Number(raw);
    return Number.isInteger(value) ? BigInt(value) : value;
  };
  return exact(a) === exact(b);
}

function contains(outer: Json, inner: Json): boolean {
  if (isObject(outer)) {
    if (!isObject(inner)) return false;
    return [...inner].every(([key, member]) => {
      const own = outer.get(key);
      return own !== undefined && contains(own, member);
    });
  }
  if (isArray(outer)) return isArray(inner) && inner.every((item) => outer.some((own) => contains(own, item)));
  if (outer instanceof JsonNumber) return inner instanceof JsonNumber && sameNumber(outer, inner);
  return outer === inner;
}

const isScalar = (value: Json) => !isArray(value) && !isObject(value);

const contained = native('bq_json_contains', { takes: ['STRING', 'STRING'], returns: 'BOOL' }, (outer, inner) => {
  const [whole, part] = [parseJson(outer), parseJson(inner)];
  // Only of the outermost array a scalar is a part.
  if (isArray(whole) && isScalar(part)) return whole.some((item) => contains(item, part));
  return contains(whole, part);
});

export const natives: readonly Native[] = [stripped, flattened, contained];

export const functions: readonly FunctionDefinition[] = [
  define(
    'JSON_STRIP_NULLS',
    [
      onBound('JSON, STRING? -> JSON', ({ call, sql: [value = '', path = "'$'"] }) => {
        const flag = (name: string, missing: string) => `CAST(${call.named.get(name)?.sql ?? missing} AS BOOLEAN)`;
        return stripped.of(value, path, flag('include_arrays', 'TRUE'), flag('remove_empty', 'FALSE'));
      }),
    ],
    { named: ['include_arrays', 'remove_empty'] },
  ),
  define('JSON_FLATTEN', [on('JSON -> JSON[]', flattened.of)]),
  define('JSON_CONTAINS', [on('JSON, JSON -> BOOL', contained.of)]),
];
