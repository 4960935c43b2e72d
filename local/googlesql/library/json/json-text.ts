/**
 * JSON_VALUE, JSON_QUERY, the JSON_EXTRACT family and their arrays: over JSON, and over STRING that holds JSON.
 * A STRING that holds none has no value, as the extraction functions have it.
 */

import { type Native, native } from '../../emit/native.ts';
import {
  findInText,
  isArray,
  isObject,
  type Json,
  JsonNumber,
  normalText,
  parseJson,
  writeJson,
} from '../../values/json-value.ts';
import { define, on } from '../define.ts';
import type { FunctionDefinition } from '../signature.ts';
import { type PathStep, pathOf, type Quoting, walk } from './json-path.ts';

type Source = 'STRING' | 'JSON';

/** The text of a scalar; undefined for objects, arrays and null. */
export function scalarText(value: Json | undefined, source: Source): string | undefined {
  if (value === undefined || value === null || isObject(value) || isArray(value)) return undefined;
  if (typeof value === 'string') return value;
  if (value instanceof JsonNumber) return source === 'JSON' ? normalText(value) : value.raw;
  return String(value);
}

function find(source: Source, text: string, steps: readonly PathStep[]): Json | undefined {
  return source === 'JSON' ? walk(parseJson(text), steps) : findInText(text, steps);
}

interface Family {
  readonly value: Native;
  readonly query: Native;
  readonly values: Native;
  readonly queries: Native;
}

function family(source: Source, quoting: Quoting): Family {
  const prefix = `bq_json_${source.toLowerCase()}_${quoting}`;
  const write = (value: Json) => (source === 'JSON' ? normalText(value) : writeJson(value));
  const found = (text: string, path: string) => find(source, text, pathOf(path, quoting));
  return {
    value: native(`${prefix}_value`, { takes: ['STRING', 'STRING'], returns: 'STRING' }, (text, path) => {
      return scalarText(found(text, path), source) ?? null;
    }),
    query: native(`${prefix}_query`, { takes: ['STRING', 'STRING'], returns: source }, (text, path) => {
      const value = found(text, path);
      // A null inside JSON text is no value; inside JSON it is one.
      return value === undefined || (value === null && source === 'STRING') ? null : write(value);
    }),
    values: native(`${prefix}_values`, { takes: ['STRING', 'STRING'], returns: 'STRING[]' }, (text, path) => {
      const value = found(text, path);
      if (value === undefined || !isArray(value)) return null;
      if (value.some((item) => isArray(item) || isObject(item))) return null;
      return value.map((item) => scalarText(item, source) ?? null);
    }),
    queries: native(`${prefix}_queries`, { takes: ['STRING', 'STRING'], returns: `${source}[]` }, (text, path) => {
      const value = found(text, path);
      return value === undefined || !isArray(value) ? null : value.map(write);
    }),
  };
}

const SOURCES: readonly Source[] = ['JSON', 'STRING'];
const FAMILIES = (['standard', 'legacy'] as const).flatMap((quoting) =>
  SOURCES.map((source) => ({ quoting, source, natives: family(source, quoting) })),
);

export const natives: readonly Native[] = FAMILIES.flatMap(({ natives: all }) => Object.values(all));

/** With the path left out it is `$`. */
function extracting(name: string, quoting: Quoting, pick: keyof Family): FunctionDefinition {
  const overloads = FAMILIES.filter((one) => one.quoting === quoting).flatMap(({ source, natives: all }) => {
    const returns = { value: 'STRING', query: source, values: 'STRING[]', queries: `${source}[]` }[pick];
    return [
      on(`${source} -> ${returns}`, (json) => all[pick].of(json, "'$'")),
      on(`${source}, STRING -> ${returns}`, all[pick].of),
    ];
  });
  // A STRING literal is text, not JSON.
  return define(name, overloads);
}

export const functions: readonly FunctionDefinition[] = [
  extracting('JSON_VALUE', 'standard', 'value'),
  extracting('JSON_QUERY', 'standard', 'query'),
  extracting('JSON_VALUE_ARRAY', 'standard', 'values'),
  extracting('JSON_QUERY_ARRAY', 'standard', 'queries'),
  extracting('JSON_EXTRACT_SCALAR', 'legacy', 'value'),
  extracting('JSON_EXTRACT', 'legacy', 'query'),
  extracting('JSON_EXTRACT_STRING_ARRAY', 'legacy', 'values'),
  extracting('JSON_EXTRACT_ARRAY', 'legacy', 'queries'),
];
