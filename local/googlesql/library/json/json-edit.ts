/** JSON made and changed: JSON_ARRAY, JSON_OBJECT, JSON_SET, JSON_REMOVE; and what is in it. */

import { type Native, native, nativeTakingNull, variadicNative } from '../../emit/native.ts';
import { compareStrings } from '../../values/compare-strings.ts';
import { isArray, isObject, type Json, JsonNumber, normalText, parseJson } from '../../values/json-value.ts';
import { type Bound, define, isKeyword, on, onBound } from '../define.ts';
import { type Call, CallRefused, type FunctionDefinition } from '../signature.ts';
import { toJsonSql } from './json-convert.ts';
import { assign, type PathStep, pathOf, remove, walk } from './json-path.ts';

const type = native('bq_json_type', { takes: ['STRING'], returns: 'STRING' }, (text) => {
  const value = parseJson(text);
  if (value === null) return 'null';
  if (value instanceof JsonNumber) return 'number';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : typeof value;
});

/** Names of all objects within, joined by points; arrays are not entered. */
const keys = native('bq_json_keys', { takes: ['STRING', 'INT64'], returns: 'STRING[]' }, (text, depth) => {
  if (depth <= 0n) throw new Error('max_depth must be positive');
  const found = new Set<string>();
  const visit = (value: Json, prefix: string, left: bigint) => {
    if (!isObject(value) || left === 0n) return;
    for (const [name, member] of value) {
      const written = /^[\p{L}\p{N}_]+$/u.test(name) ? name : JSON.stringify(name);
      found.add(prefix + written);
      visit(member, `${prefix}${written}.`, left - 1n);
    }
  };
  visit(parseJson(text), '', depth);
  return [...found].sort(compareStrings);
});

const array = variadicNative('bq_json_array', { takes: [], rest: 'STRING', returns: 'JSON' }, (_, items) =>
  normalText(items.map((item) => (item === null ? null : parseJson(item)))),
);

const object = variadicNative('bq_json_object', { takes: [], rest: 'STRING', returns: 'JSON' }, (_, parts) => {
  const members = new Map<string, Json>();
  for (let at = 0; at < parts.length; at += 2) {
    const key = parts[at] ?? null;
    const value = parts[at + 1] ?? null;
    if (key === null) throw new Error('A key of JSON_OBJECT cannot be NULL');
    if (!members.has(key)) members.set(key, value === null ? null : parseJson(value));
  }
  return normalText(members);
});

const arraysObject = nativeTakingNull(
  'bq_json_object_arrays',
  { takes: ['STRING[]', 'STRING[]'], returns: 'JSON' },
  (names, values) => {
    if (names === null || values === null)
      throw new Error(`Invalid input to JSON_OBJECT: The ${names === null ? 'keys' : 'values'} array cannot be NULL`);
    if (names.length !== values.length)
      throw new Error('The number of keys and values must match in JSON_OBJECT of two arrays');
    const members = new Map<string, Json>();
    for (const [index, name] of names.entries()) {
      if (name === null) throw new Error('A key of JSON_OBJECT cannot be NULL');
      const value = values[index] ?? null;
      if (!members.has(name)) members.set(name, value === null ? null : parseJson(value));
    }
    return normalText(members);
  },
);

/** The first array holds the keys, the second as many values. */
function objectOfArrays({ args, call }: Bound): string {
  const [names, values, ...more] = args;
  const list = names?.type.kind === 'ARRAY' && names.type.element.kind === 'STRING' ? names : undefined;
  if (list === undefined || values?.type.kind !== 'ARRAY' || more.length > 0)
    throw new CallRefused('invalid', `No matching signature for function ${call.name}: it takes pairs, or two arrays`);
  const text = toJsonSql('gsql_value', values.type.element);
  return arraysObject.of(list.sql, `list_transform(${values.sql}, lambda gsql_value: CAST(${text} AS VARCHAR))`);
}

const set = variadicNative(
  'bq_json_set',
  { takes: ['STRING', 'BOOL'], rest: 'STRING', returns: 'JSON' },
  ([text, create], parts) => {
    if (text === null) return null;
    let value = parseJson(text);
    for (let at = 0; at < parts.length; at += 2) {
      const path = parts[at] ?? null;
      const to = parts[at + 1] ?? null;
      if (create === null) return null;
      // A pair whose path is NULL is passed over.
      if (path === null) continue;
      value = assign(value, pathOf(path, 'standard'), to === null ? null : parseJson(to), create);
    }
    return normalText(value);
  },
);

const removed = variadicNative(
  'bq_json_remove',
  { takes: ['STRING'], rest: 'STRING', returns: 'JSON' },
  ([text], paths) => {
    if (text === null) return null;
    let value = parseJson(text);
    for (const path of paths) {
      // A NULL path removes nothing.
      if (path === null) continue;
      const steps = pathOf(path, 'standard');
      if (steps.length === 0) throw new Error("The JSONPath cannot be '$'");
      value = remove(value, steps);
    }
    return normalText(value);
  },
);

/** Appends values to the array at a path. A value that is not an array stays, except a JSON null, which becomes one. */
function appended(value: Json, steps: readonly PathStep[], items: readonly Json[]): Json {
  const found = walk(value, steps);
  if (found === undefined || !(found === null || isArray(found))) return value;
  return assign(value, steps, [...(found ?? []), ...items], false);
}

/** Values into an array, before the place that a path ends with; what lies between its end and the place is JSON null. */
function insertedInto(value: Json, steps: readonly PathStep[], items: readonly Json[]): Json {
  const place = steps.at(-1);
  const found = walk(value, steps.slice(0, -1));
  if (typeof place !== 'number' || found === undefined || !(found === null || isArray(found))) return value;
  const list = [...(found ?? [])];
  while (list.length < place) list.push(null);
  list.splice(place, 0, ...items);
  return assign(value, steps.slice(0, -1), list, false);
}

function arrayEdit(name: string, edit: (value: Json, steps: readonly PathStep[], items: readonly Json[]) => Json) {
  return variadicNative(name, { takes: ['STRING', 'BOOL'], rest: 'STRING', returns: 'JSON' }, ([text, each], parts) => {
    if (text === null || each === null) return null;
    let value = parseJson(text);
    // Three parts a change: the path, the value, and whether it was an ARRAY of SQL.
    for (let at = 0; at < parts.length; at += 3) {
      const path = parts[at] ?? null;
      const given = parts[at + 1] ?? null;
      if (path === null) continue;
      const item = given === null ? null : parseJson(given);
      const items = each && parts[at + 2] === 'array' ? (isArray(item ?? '') ? (item as readonly Json[]) : []) : [item];
      value = edit(value, pathOf(path, 'standard'), items);
    }
    return normalText(value);
  });
}
const append = arrayEdit('bq_json_array_append', appended);
const insert = arrayEdit('bq_json_array_insert', insertedInto);

export const natives = [type, keys, array, object, arraysObject, set, removed, append, insert];

/** The arguments from `from` on, in JSON where `isValue` says so. */
function texts({ args }: Bound, from: number, isValue: (index: number) => boolean): string[] {
  return args.slice(from).flatMap((argument, index) => {
    if (argument === undefined) return [];
    if (!isValue(index)) {
      if (argument.type.kind !== 'STRING') throw new CallRefused('invalid', 'A key or path must be a STRING');
      return [argument.sql];
    }
    return [toJsonSql(argument.sql, argument.type)];
  });
}

function flag(call: Call, name: string, missing: string): string {
  return call.named.get(name)?.sql ?? missing;
}

function pairs(call: Call, count: number): void {
  if (count % 2 !== 0) throw new CallRefused('invalid', `${call.name} takes its keys or paths and values in pairs`);
  if (call.args.some((argument) => isKeyword(argument)))
    throw new CallRefused('invalid', `${call.name} takes expressions`);
}

function arrayEditing(name: string, edit: Native, each: string): FunctionDefinition {
  return define(
    name,
    [
      onBound('JSON, STRING, ANY, ANY* -> JSON', (bound) => {
        pairs(bound.call, bound.args.length - 1);
        const changes = texts(bound, 1, odd).flatMap((text, index) => {
          const kind = bound.args[index + 1]?.type.kind === 'ARRAY' ? "'array'" : "'one'";
          return index % 2 === 0 ? [text] : [text, kind];
        });
        return edit.of(bound.sql[0] ?? '', flag(bound.call, each, 'TRUE'), ...changes);
      }),
    ],
    { named: [each] },
  );
}

const odd = (index: number) => index % 2 === 1;

export const functions: readonly FunctionDefinition[] = [
  define('JSON_TYPE', [on('JSON -> STRING', type.of)]),
  define('JSON_KEYS', [
    on('JSON -> STRING[]', (json) => keys.of(json, '9223372036854775807')),
    on('JSON, INT64 -> STRING[]', keys.of),
  ]),
  define('JSON_ARRAY', [onBound('ANY* -> JSON', (bound) => array.of(...texts(bound, 0, () => true)))]),
  define('JSON_OBJECT', [
    onBound('ANY* -> JSON', (bound) => {
      if (bound.args.some((argument) => argument?.type.kind === 'ARRAY') && bound.args[0]?.type.kind === 'ARRAY') {
        return objectOfArrays(bound);
      }
      pairs(bound.call, bound.args.length);
      return object.of(...texts(bound, 0, odd));
    }),
  ]),
  define(
    'JSON_SET',
    [
      onBound('JSON, STRING, ANY, ANY* -> JSON', (bound) => {
        pairs(bound.call, bound.args.length - 1);
        return set.of(bound.sql[0] ?? '', flag(bound.call, 'create_if_missing', 'TRUE'), ...texts(bound, 1, odd));
      }),
    ],
    { named: ['create_if_missing'] },
  ),
  arrayEditing('JSON_ARRAY_APPEND', append, 'append_each_element'),
  arrayEditing('JSON_ARRAY_INSERT', insert, 'insert_each_element'),
  define('JSON_REMOVE', [on('JSON, STRING, STRING* -> JSON', removed.of)]),
];
