/**
 * Templates over attributes: `${attribute}` and `${attribute:-default}` as upstream has them (docs/origins.md), with the
 * attributes that are derived from others and the normalisations for table names. Compiled once; a template that cannot be
 * read stops the start, an attribute that a message lacks is that message's problem alone.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Attributes } from '../message.ts';
import { snakeCase } from './snake-case.ts';

export interface Template {
  readonly text: string;
  /** The attributes that it reads, derived ones under their own names. */
  readonly attributes: readonly string[];
  /** The text for these attributes, or the name of the first attribute that is missing. */
  fill(attributes: Attributes): { readonly value: string } | { readonly missing: string };
}

/** The change to an attribute's value before it becomes part of the text. */
export type Normalise = (name: string, value: string) => string;

interface Variable {
  readonly name: string;
  readonly fallback: string | undefined;
}

type Part = string | Variable;

const VARIABLE = /\$\{([^{}]*)\}/g;

export function compileTemplate(text: string, normalise: Normalise = (_name, value) => value): Template {
  const parts = partsOf(text);
  const variables = parts.filter((part) => typeof part !== 'string');
  return {
    text,
    attributes: variables.map(({ name }) => name),
    fill: (attributes) => {
      let value = '';
      for (const part of parts) {
        if (typeof part === 'string') {
          value += part;
          continue;
        }
        const found = attributeOf(attributes, part.name);
        if (found !== undefined && found !== '') value += normalise(part.name, found);
        else if (part.fallback !== undefined) value += part.fallback;
        else return { missing: part.name };
      }
      return { value };
    },
  };
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(variableOf(match[1] as string, text));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  const stray = parts.find((part) => typeof part === 'string' && part.includes('$'));
  if (stray !== undefined) {
    throw invalid(text, 'a dollar sign stands outside of a variable, which is an attribute in braces behind one');
  }
  return parts;
}

function variableOf(inner: string, text: string): Variable {
  const at = inner.indexOf(':-');
  const name = at < 0 ? inner : inner.slice(0, at);
  if (name === '') throw invalid(text, 'a variable names no attribute');
  return { name, fallback: at < 0 ? undefined : inner.slice(at + 2) };
}

function invalid(text: string, what: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', `template ${JSON.stringify(text)}: ${what}`);
}

/** Parts of the RFC 3339 text in `submission_timestamp`, by attribute. */
const DERIVED: ReadonlyMap<string, readonly [from: number, to: number]> = new Map([
  ['submission_date', [0, 10]],
  ['submission_hour', [11, 13]],
]);

/** An attribute, or what is derived from `submission_timestamp` where the message does not bring it itself. */
export function attributeOf(attributes: Attributes, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  const part = DERIVED.get(name);
  if (part === undefined || !Object.hasOwn(attributes, 'submission_timestamp')) return undefined;
  const text = (attributes.submission_timestamp as string).slice(part[0], part[1]);
  return text.length === part[1] - part[0] ? text : undefined;
}

/** Mozilla's own names are camelCase or kebab-case in attributes and snake_case in tables. */
const SNAKE_CASED: ReadonlySet<string> = new Set(['document_namespace', 'document_type']);
const CACHED_NAMES = 50_000;

/** As upstream: `document_namespace` and `document_type` in snake case, `-` to `_` in every other attribute. */
export function tableNormalisation(): Normalise {
  const cache = new Map<string, string>();
  return (name, value) => {
    if (!SNAKE_CASED.has(name)) return value.includes('-') ? value.replaceAll('-', '_') : value;
    const known = cache.get(value);
    if (known !== undefined) return known;
    const made = snakeCase(value);
    if (cache.size >= CACHED_NAMES) cache.clear();
    cache.set(value, made);
    return made;
  };
}
