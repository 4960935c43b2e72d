/** Field paths: names joined by dots, those that are no identifiers in backquotes. */

import type { StoredDocument } from './documents.ts';
import { invalid } from './errors.ts';
import type { Fields, Value } from './value.ts';

/** Stands for the document's own name. */
export const NAME = '__name__';

export type FieldPath = readonly string[];

export function readFieldPath(given: unknown): FieldPath {
  const path = typeof given === 'object' && given !== null ? (given as { fieldPath?: unknown }).fieldPath : undefined;
  if (typeof path !== 'string' || path === '') throw invalid('A field must have a fieldPath.');
  return segmentsOf(path);
}

export function segmentsOf(path: string): FieldPath {
  const segments: string[] = [];
  const pattern = /(?:`((?:[^`\\]|\\.)*)`|([^.`]+))(?:\.(?=.)|$)/gy;
  let at = 0;
  while (at < path.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(path);
    if (match === null) throw invalid(`Invalid field path "${path.slice(0, 200)}".`);
    segments.push(match[1] === undefined ? (match[2] as string) : match[1].replace(/\\(.)/g, '$1'));
    at = pattern.lastIndex;
  }
  return segments;
}

/** The value of a path in a document; undefined where it has none. */
export function valueAt(document: Pick<StoredDocument, 'name' | 'fields'>, path: FieldPath): Value | undefined {
  if (path.length === 1 && path[0] === NAME) return { referenceValue: document.name };
  let fields: Fields = document.fields;
  for (const [place, segment] of path.entries()) {
    const value = Object.hasOwn(fields, segment) ? fields[segment] : undefined;
    if (value === undefined || place === path.length - 1) return value;
    if (!('mapValue' in value)) return undefined;
    fields = value.mapValue.fields ?? {};
  }
  return undefined;
}

/** The document with the fields of these paths only. */
export function project(fields: Fields, paths: readonly FieldPath[]): Fields {
  const picked: Record<string, Value> = {};
  for (const [field = '', ...below] of paths) {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (value === undefined) continue;
    if (below.length === 0) picked[field] = value;
    else if ('mapValue' in value) {
      const before = picked[field];
      const inner = project(value.mapValue.fields ?? {}, [below]);
      const merged = before !== undefined && 'mapValue' in before ? { ...before.mapValue.fields, ...inner } : inner;
      picked[field] = { mapValue: { fields: merged } };
    }
  }
  return picked;
}
