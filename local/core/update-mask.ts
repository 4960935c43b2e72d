/** Update masks: which fields of a resource a PATCH changes. */

import { StatusError } from './codes.ts';
import { isObject, type JsonObject } from './http/json-body.ts';

/** The paths of a mask in camel case; undefined where none was given. */
export function maskOf(query: URLSearchParams): readonly string[] | undefined {
  const mask = query.get('updateMask');
  if (mask === null || mask.trim() === '') return undefined;
  return mask
    .split(',')
    .map((path) => path.trim().replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()));
}

/** `before` with the fields of the mask as `given` has them; a field that `given` leaves out is removed. */
export function withMask(before: JsonObject, given: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce((resource, path) => withPath(resource, given, path.split('.'), path), before);
}

function withPath(
  before: JsonObject,
  given: JsonObject,
  [field = '', ...below]: readonly string[],
  path: string,
): JsonObject {
  if (!/^[A-Za-z]\w*$/.test(field))
    throw new StatusError(
      'INVALID_ARGUMENT',
      `updateMask has the path ${JSON.stringify(path.slice(0, 100))}, which names no field.`,
    );
  const { [field]: old, ...rest } = before;
  const value = Object.hasOwn(given, field) ? given[field] : undefined;
  if (below.length === 0) return value === undefined || value === null ? rest : { ...rest, [field]: value };
  const inner = withPath(isObject(old) ? old : {}, isObject(value) ? value : {}, below, path);
  return Object.keys(inner).length === 0 ? rest : { ...rest, [field]: inner };
}
