import { isJsonObject, setOwn } from '@penstock/shared/runtime/json-object.ts';
/** Paths into JSON values: `data.items.*`, or a list of keys where a key holds a dot. Data and no expressions. */

/** As it stands in a file. The empty text, or the empty list, is the value itself. */
export type PathText = string | readonly string[];
export type Path = readonly string[];

export const EVERY = '*';

export function pathOf(text: PathText): Path {
  if (typeof text !== 'string') return text;
  return text === '' ? [] : text.split('.');
}

export function pathText(path: Path): string {
  return path.join('.');
}

/** Undefined where nothing is there. A list is entered by a whole number; -1 is its last item. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    at = step(at, key);
    if (at === undefined) return undefined;
  }
  return at;
}

function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^-?\d+$/.test(key) ? value.at(Number(key)) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/**
 * All values that a path with wildcards leads to, in order. Undefined where a step of it leads nowhere; `lenient` passes
 * over the items of a wildcard in which the rest of the path leads nowhere.
 */
export function valuesAt(value: unknown, path: Path, lenient = false): readonly unknown[] | undefined {
  const star = path.indexOf(EVERY);
  if (star < 0) {
    const found = valueAt(value, path);
    return found === undefined ? undefined : [found];
  }
  const within = valueAt(value, path.slice(0, star));
  if (typeof within !== 'object' || within === null) return undefined;
  const rest = path.slice(star + 1);
  const found: unknown[] = [];
  for (const item of Object.values(within)) {
    const values = valuesAt(item, rest, lenient);
    if (values === undefined && !lenient) return undefined;
    for (const one of values ?? []) found.push(one);
  }
  return found;
}

/** A copy of the object with the value at the path; the objects on the way are copied or made. */
export function withValueAt(
  object: Readonly<Record<string, unknown>>,
  path: Path,
  value: unknown,
): Record<string, unknown> {
  const [key, ...rest] = path as readonly [string, ...string[]];
  const copy = own(object);
  if (rest.length === 0) setOwn(copy, key, value);
  else
    setOwn(copy, key, withValueAt(isJsonObject(copy[key]) && Object.hasOwn(copy, key) ? copy[key] : {}, rest, value));
  return copy;
}

/** A copy of the object without what is at the path. */
export function withoutValueAt(object: Readonly<Record<string, unknown>>, path: Path): Record<string, unknown> {
  const [key, ...rest] = path as readonly [string, ...string[]];
  const copy = own(object);
  if (!Object.hasOwn(copy, key)) return copy;
  const within = copy[key];
  if (rest.length === 0) delete copy[key];
  else if (isJsonObject(within)) setOwn(copy, key, withoutValueAt(within, rest));
  return copy;
}

function own(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...object };
}
