/** JSONPath as BigQuery has it: members and elements, nothing that searches. */

import { isArray, isObject, type Json } from '../../values/json-value.ts';

/** JSON_VALUE and JSON_QUERY quote names as `$."a.b"`; the older JSON_EXTRACT family as `$['a.b']`. */
export type Quoting = 'standard' | 'legacy';
export type PathStep = string | number;

const MAX_PATHS = 1000;
const known = new Map<string, readonly PathStep[]>();

export function pathOf(path: string, quoting: Quoting): readonly PathStep[] {
  const key = `${quoting} ${path}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const steps = parsePath(path, quoting);
  if (known.size >= MAX_PATHS) known.clear();
  known.set(key, steps);
  return steps;
}

const ELEMENT = /\[\s*(\d+)\s*\]/y;
const PLAIN = /\.([^\s.[\]"'$()*?@,]+)/y;
const QUOTED = /\."((?:[^"\\]|\\.)*)"/y;
const BRACKETED = /\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/y;

function parsePath(path: string, quoting: Quoting): readonly PathStep[] {
  if (!path.startsWith('$')) throw new Error(`JSONPath must start with '$'`);
  const steps: PathStep[] = [];
  let at = 1;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(path);
    if (match !== null) at += match[0].length;
    return match;
  };
  while (at < path.length) {
    const element = take(ELEMENT);
    if (element !== null) {
      steps.push(Number(element[1]));
      continue;
    }
    const name = take(PLAIN) ?? take(quoting === 'standard' ? QUOTED : BRACKETED);
    if (name === null) throw new Error(`Invalid token in JSONPath at: ${path.slice(at)}`);
    steps.push((name[1] ?? name[2] ?? '').replace(/\\(.)/g, '$1'));
  }
  return steps;
}

/** Undefined where the path leads nowhere. */
export function walk(value: Json, steps: readonly PathStep[]): Json | undefined {
  let at: Json | undefined = value;
  for (const step of steps) {
    if (at === undefined) return undefined;
    if (typeof step === 'number') at = isArray(at) ? at[step] : undefined;
    else at = isObject(at) ? at.get(step) : undefined;
  }
  return at;
}

/** The value without what is at the path. */
export function remove(value: Json, [step, ...rest]: readonly PathStep[]): Json {
  if (step === undefined) return value;
  const inside = walk(value, [step]);
  if (inside === undefined) return value;
  if (typeof step === 'number' && isArray(value)) {
    return rest.length === 0
      ? value.filter((_, index) => index !== step)
      : value.map((item, index) => (index === step ? remove(item, rest) : item));
  }
  if (typeof step === 'string' && isObject(value)) {
    const members = [...value].flatMap(([key, member]) => {
      if (key !== step) return [[key, member] as const];
      return rest.length === 0 ? [] : [[key, remove(member, rest)] as const];
    });
    return new Map(members);
  }
  return value;
}

/** The longest array that a path may make by reaching past an end. */
const MAX_INDEX = 1_000_000;

/** The value with `to` at the path. Missing steps are made, unless `create` is false; a step of another kind stays. */
export function assign(value: Json, [step, ...rest]: readonly PathStep[], to: Json, create: boolean): Json {
  if (step === undefined) return to;
  const inside = walk(value, [step]);
  if (inside === undefined && !create) return value;
  const next = () => assign(inside ?? null, rest, to, create);
  if (typeof step === 'number') {
    // A JSON null on the way becomes what the path needs.
    if (!isArray(value) && value !== null) return value;
    if (step > MAX_INDEX) throw new Error(`Exceeded maximum array size of ${MAX_INDEX}`);
    const items = isArray(value) ? [...value] : [];
    while (items.length <= step) items.push(null);
    items[step] = next();
    return items;
  }
  if (!isObject(value) && value !== null) return value;
  return new Map([...(isObject(value) ? value : []), [step, next()]]);
}
