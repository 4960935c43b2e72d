/**
 * Fields that must not leave as they are: left out, masked, or replaced by a keyed hash, by their path, at any depth, through lists, in
 * the old data as in the new, and in the names of changed fields.
 */

import { createHmac } from 'node:crypto';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { fieldPath, parseFieldPath } from './field-path.ts';
import { type Fields, fieldsOf, type Value } from './value.ts';

export const TREATMENTS = ['exclude', 'mask', 'hash'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** A node of the tree of field paths that are treated. */
interface Rule {
  treatment: Treatment | undefined;
  readonly named: Map<string, Rule>;
  /** `*`: a field of any name. */
  any: Rule | undefined;
}

export interface FieldRules {
  readonly root: Rule;
  readonly needsKey: boolean;
}

/** Path to treatment: `{"profile.ssn": "hash"}`. Throws an Error that says what is wrong. */
export function readRules(given: unknown): FieldRules {
  if (!isJsonObject(given)) throw new Error('it is not an object');
  const root = newRule();
  for (const [path, treatment] of Object.entries(given)) {
    const segments = parseFieldPath(path);
    if (segments === undefined) throw new Error(`${path} is no field path`);
    const known = TREATMENTS.find((one) => one === treatment);
    if (known === undefined) throw new Error(`${path} must be one of ${TREATMENTS.join(', ')}`);
    let rule = root;
    for (const { name, quoted } of segments) rule = name === '*' && !quoted ? anyOf(rule) : namedOf(rule, name);
    rule.treatment = known;
  }
  return { root, needsKey: Object.values(given).includes('hash') };
}

/** The same text for every value, so that nothing of it shows, its length and type neither. */
const MASKED: Value = { stringValue: '***' };

/** `key` is needed where a rule hashes. */
export function protectFields(fields: Fields, rules: FieldRules, key: string): Fields {
  return protectMap(fields, [rules.root], key);
}

/** Of names below a protected field only the field itself is told; what is left out is not named either. */
export function protectPaths(paths: readonly string[], rules: FieldRules): readonly string[] {
  const kept = paths.flatMap((path) => {
    const segments = parseFieldPath(path);
    // A path that cannot be read may name a protected field, so it is not told.
    if (segments === undefined) return [];
    let at: readonly Rule[] = [rules.root];
    for (const [index, { name }] of segments.entries()) {
      at = below(at, name);
      const treatment = strongest(at);
      if (treatment === 'exclude') return [];
      if (treatment !== undefined) return [fieldPath(segments.slice(0, index + 1).map((one) => one.name))];
    }
    return [path];
  });
  return [...new Set(kept)];
}

function protectMap(fields: Fields, at: readonly Rule[], key: string): Fields {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, Value][] => {
    const next = below(at, name);
    if (next.length === 0) return [[name, value]];
    const treatment = strongest(next);
    if (treatment === 'exclude') return [];
    return [[name, treatment === undefined ? protectValue(value, next, key) : replace(value, treatment, key)]];
  });
  return fieldsOf(entries);
}

/** A rule reaches through lists: what holds for `contacts.email` holds for every element of `contacts`. */
function protectValue(value: Value, at: readonly Rule[], key: string): Value {
  if ('mapValue' in value) return { mapValue: { fields: protectMap(value.mapValue.fields, at, key) } };
  if ('arrayValue' in value)
    return { arrayValue: { values: value.arrayValue.values.map((one) => protectValue(one, at, key)) } };
  return value;
}

function replace(value: Value, treatment: Treatment, key: string): Value {
  if (treatment === 'mask') return MASKED;
  return { stringValue: createHmac('sha256', key).update(hashed(value)).digest('hex') };
}

/** Text and bytes by themselves, so that equal values of other sources hash alike; what has parts as its typed JSON. */
function hashed(value: Value): string | Buffer {
  if ('bytesValue' in value) return Buffer.from(value.bytesValue, 'base64');
  const [content] = Object.values(value) as [unknown];
  return typeof content === 'object' ? JSON.stringify(value) : String(content);
}

function below(at: readonly Rule[], name: string): readonly Rule[] {
  return at.flatMap(({ named, any }) => [named.get(name), any]).filter((rule) => rule !== undefined);
}

function strongest(rules: readonly Rule[]): Treatment | undefined {
  return TREATMENTS.find((treatment) => rules.some((rule) => rule.treatment === treatment));
}

function newRule(): Rule {
  return { treatment: undefined, named: new Map(), any: undefined };
}

function anyOf(rule: Rule): Rule {
  rule.any ??= newRule();
  return rule.any;
}

function namedOf(rule: Rule, name: string): Rule {
  const found = rule.named.get(name) ?? newRule();
  rule.named.set(name, found);
  return found;
}
