/** Partial responses: `fields=items(name,metadata/owner),nextPageToken`. Pure: text to mask, mask and resource to resource. */

import { invalidParameter } from './errors.ts';
import { ANY, type Schema } from './fields-schema.ts';

/** `null` keeps everything below. */
export type Mask = ReadonlyMap<string, Mask | null>;

const MAX_DEPTH = 20;

/** Throws where the text is no mask, or names a field that answers of this method never have. */
export function parseFields(text: string, schema: Schema): Mask {
  const reader = { text, at: 0 };
  const mask = list(reader, 0);
  if (reader.at < text.length) throw broken(text);
  check(mask, schema, '');
  return mask;
}

export function applyFields(mask: Mask, resource: object): object {
  return select(mask, resource) as object;
}

interface Reader {
  readonly text: string;
  at: number;
}

function list(reader: Reader, depth: number): Mask {
  if (depth > MAX_DEPTH) throw broken(reader.text);
  const mask = new Map<string, Mask | null>();
  for (;;) {
    path(reader, mask, depth);
    if (reader.text[reader.at] !== ',') return mask;
    reader.at += 1;
  }
}

function path(reader: Reader, into: Map<string, Mask | null>, depth: number): void {
  if (depth > MAX_DEPTH) throw broken(reader.text);
  const match = /^\s*(\*|[^,/()\s*]+)\s*/.exec(reader.text.slice(reader.at));
  const name = match?.[1];
  if (match === null || name === undefined) throw broken(reader.text);
  reader.at += match[0].length;
  const next = reader.text[reader.at];
  if (next === '/') {
    reader.at += 1;
    const below = new Map<string, Mask | null>();
    path(reader, below, depth + 1);
    merge(into, name, below);
  } else if (next === '(') {
    reader.at += 1;
    const below = list(reader, depth + 1);
    if (reader.text[reader.at] !== ')') throw broken(reader.text);
    reader.at += 1 + (/^\s*/.exec(reader.text.slice(reader.at + 1))?.[0].length ?? 0);
    merge(into, name, below);
  } else merge(into, name, null);
}

/** `items/name,items/size` asks for both; `items` asks for all and wins. */
function merge(into: Map<string, Mask | null>, name: string, below: Mask | null): void {
  const known = into.get(name);
  if (known === undefined) into.set(name, below);
  else if (known === null || below === null) into.set(name, null);
  else {
    const joined = new Map(known);
    for (const [field, deeper] of below) merge(joined, field, deeper);
    into.set(name, joined);
  }
}

function check(mask: Mask, schema: Schema, where: string): void {
  if (schema === ANY) return;
  for (const [name, below] of mask) {
    if (name === '*') {
      if (below !== null) for (const deeper of Object.values(schema)) check(below, deeper, `${where}*/`);
      continue;
    }
    const deeper = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (deeper === undefined) throw broken(where + name);
    if (below !== null) check(below, deeper, `${where}${name}/`);
  }
}

function select(mask: Mask, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => select(mask, item));
  if (typeof value !== 'object' || value === null) return undefined;
  const all = mask.get('*');
  if (all === null) return value;
  const selected: Record<string, unknown> = Object.create(null);
  for (const [name, field] of Object.entries(value)) {
    const below = mask.get(name) ?? (mask.has(name) ? null : all);
    if (below === undefined) continue;
    const kept = below === null ? field : select(below, field);
    if (kept !== undefined) selected[name] = kept;
  }
  return selected;
}

function broken(what: string): Error {
  return invalidParameter('fields', `Invalid field selection ${what}`);
}
