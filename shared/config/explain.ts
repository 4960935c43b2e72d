/** Lists every value that a config file comes to, those of the schema's defaults included, each with its origin. */

import { isJsonObject } from '../runtime/json-object.ts';
import type { Path } from './path.ts';
import type { SchemaObject } from './schema.ts';

export interface ExplainedValue {
  readonly path: Path;
  /** Text in place of a secret. */
  readonly value: unknown;
  /** A file with its line, or `default`. */
  readonly from: string;
}

export interface ExplainOptions {
  /** The origin of a value that is there. */
  readonly originOf: (path: Path) => string;
  /** Values that stand for a key that is absent and that no schema names, such as those that depend on another key. */
  readonly derived?: (path: Path) => Omit<ExplainedValue, 'path'> | undefined;
}

/** A schema with the definitions that its `$ref` name. */
export interface RootSchema extends SchemaObject {
  readonly $defs?: Readonly<Record<string, SchemaObject>>;
}

export const DEFAULT_ORIGIN = 'default';

/**
 * The value must meet the schema. Lists of plain values are one value.
 *
 * @example
 * explainValue(schema, { mode: 'CDC' }, { originOf: () => 'sink.yaml:1:1' });
 * // [{ path: ['mode'], value: 'CDC', from: 'sink.yaml:1:1' }, { path: ['maxBytes'], value: '1MB', from: 'default' }]
 */
export function explainValue(root: RootSchema, value: unknown, options: ExplainOptions): readonly ExplainedValue[] {
  return [...explain(root, root, value, [], options)];
}

function* explain(
  root: RootSchema,
  given: SchemaObject,
  value: unknown,
  path: Path,
  options: ExplainOptions,
): Generator<ExplainedValue> {
  const schema = formOf(root, given, value);
  if (isJsonObject(value)) {
    const known = schema.properties ?? {};
    for (const key of new Set([...Object.keys(known), ...Object.keys(value)])) {
      const member = known[key] ?? (isJsonObject(schema.additionalProperties) ? schema.additionalProperties : {});
      const at = [...path, key];
      if (Object.hasOwn(value, key)) yield* explain(root, member, value[key], at, options);
      else yield* absent(root, member, at, options);
    }
  } else if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
    for (const [at, item] of value.entries()) yield* explain(root, schema.items ?? {}, item, [...path, at], options);
  } else {
    yield { path, value: schema.writeOnly === true ? 'a secret' : value, from: options.originOf(path) };
  }
}

/**
 * The values of a key that is absent. An object at the root without required keys has the defaults of its members. An object
 * further below has none, because it belongs to a choice that the file has not made.
 */
function* absent(
  root: RootSchema,
  given: SchemaObject,
  path: Path,
  options: ExplainOptions,
): Generator<ExplainedValue> {
  const schema = resolved(root, given);
  const derived = options.derived?.(path);
  if (derived !== undefined) yield { path, ...derived };
  else if (schema.default !== undefined) yield { path, value: schema.default, from: DEFAULT_ORIGIN };
  else if (path.length === 1 && (schema.required ?? []).length === 0) {
    for (const [key, member] of Object.entries(schema.properties ?? {}))
      yield* absent(root, member, [...path, key], options);
  }
}

/** The schema with the members of the form that the value has. */
function formOf(root: RootSchema, given: SchemaObject, value: unknown): SchemaObject {
  const schema = resolved(root, given);
  const forms = (schema.oneOf ?? schema.anyOf ?? []).map((form) => formOf(root, form, value));
  const form = forms.find((one) => fits(one, value));
  return form === undefined ? schema : { ...schema, ...form, properties: { ...schema.properties, ...form.properties } };
}

function resolved(root: RootSchema, schema: SchemaObject & { readonly $ref?: string }): SchemaObject {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return schema;
  const definition = root.$defs?.[$ref.slice('#/$defs/'.length)];
  return { ...(definition === undefined ? {} : resolved(root, definition)), ...beside };
}

/** Tells forms apart by their type, by keys that must be there and by keys that have one value. */
function fits({ type, properties = {}, required = [], additionalProperties }: SchemaObject, value: unknown): boolean {
  if (type !== undefined && ![type].flat().includes(typeOf(value))) return false;
  if (!isJsonObject(value)) return true;
  if (required.some((key) => !Object.hasOwn(value, key))) return false;
  return Object.entries(value).every(([key, member]) => {
    const known = properties[key];
    if (known === undefined) return additionalProperties !== false;
    if (known.const !== undefined) return known.const === member;
    return known.enum === undefined || known.enum.includes(member);
  });
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
