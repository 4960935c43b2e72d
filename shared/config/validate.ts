/** Turns the errors of a compiled schema into problems that name the place, what was found and what is allowed. */

import { nearest } from '../runtime/nearest.ts';
import { allowedText, valuesText } from './allowed.ts';
import { fromPointer, valueAt } from './path.ts';
import { type ConfigProblem, foundText, MOST_PROBLEMS } from './problem.ts';
import { type CompiledSchema, type SchemaError, type SchemaObject, tagValues } from './schema.ts';

export interface CheckOptions {
  /**
   * The value is one level of several that will be merged: keys may be missing, because another level may set them, and
   * null is allowed everywhere, because it removes what a farther level set.
   */
  readonly partial?: boolean;
}

/** Every problem of the value; none where it fits. */
export function schemaProblems<T>(
  schema: CompiledSchema<T>,
  value: unknown,
  { partial = false }: CheckOptions = {},
): readonly ConfigProblem[] {
  if (schema.check(value)) return [];
  const errors = withoutForms(schema.check.errors as readonly SchemaError[]);
  const problems = new Map<string, ConfigProblem>();
  for (const error of errors) {
    // The keyword `if` only says that one of its branches failed, and the branch's own errors say more.
    // The keyword `propertyNames` follows the errors about a name.
    if (error.keyword === 'if' || isAboutName(error) || (partial && isAboutOtherLevels(error))) continue;
    if (problems.size > MOST_PROBLEMS) break;
    const problem = problemOf(error, value);
    const key = JSON.stringify(problem.path);
    if (!problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()];
}

function isAboutName({ keyword, propertyName }: SchemaError): boolean {
  return propertyName !== undefined && keyword !== 'propertyNames';
}

function isAboutOtherLevels({ keyword, params, data }: SchemaError): boolean {
  if (keyword === 'required' || keyword === 'dependentRequired' || keyword === 'minProperties') return true;
  if (keyword === 'discriminator') return params.error === 'tag' && params.tagValue === undefined;
  return data === null;
}

function problemOf(error: SchemaError, root: unknown): ConfigProblem {
  const { keyword, params, parentSchema } = error;
  const at = fromPointer(error.instancePath, root);
  const found = shown(error);
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(params.additionalProperty ?? params.unevaluatedProperty);
      const known = Object.keys(parentSchema.properties ?? {});
      const allowed = known.length === 0 ? 'no key' : valuesText(known);
      return suggest({ path: [...at, key], found: 'a key that is not known', allowed }, key, known);
    }
    case 'required':
    case 'dependentRequired': {
      const key = String(params.missingProperty);
      const beside = params.property === undefined ? '' : `, because ${String(params.property)} is set`;
      return { path: [...at, key], found: 'nothing', allowed: `${memberText(parentSchema, key)}${beside}` };
    }
    case 'propertyNames':
      return {
        path: [...at, String(params.propertyName)],
        found: 'this key',
        allowed: `as key ${allowedText(parentSchema.propertyNames as SchemaObject)}`,
      };
    case 'discriminator': {
      const tag = String(params.tag);
      const values = tagValues(parentSchema, tag);
      const given = valueAt(error.data, [tag]);
      return suggest({ path: [...at, tag], found: foundText(given), allowed: valuesText(values) }, given, values);
    }
    case 'false schema':
      return { path: at, found, allowed: 'nothing: this key means nothing beside the others' };
    case 'uniqueItems':
      return {
        path: [...at, Math.max(Number(params.i), Number(params.j))],
        found: 'the same entry a second time',
        allowed: 'each entry once',
      };
    case 'oneOf':
      if (params.passingSchemas)
        return { path: at, found: `${found}, which fits more than one form`, allowed: allowedText(parentSchema) };
      return { path: at, found, allowed: allowedText(parentSchema) };
    case 'not':
      return { path: at, found, allowed: parentSchema['x-allowed'] ?? 'something else' };
    default:
      return suggest({ path: at, found, allowed: allowedText(parentSchema) }, error.data, parentSchema.enum ?? []);
  }
}

function suggest(problem: ConfigProblem, given: unknown, candidates: readonly unknown[]): ConfigProblem {
  const words = candidates.filter((candidate) => typeof candidate === 'string');
  const meant = typeof given === 'string' ? nearest(given, words) : undefined;
  return meant === undefined ? problem : { ...problem, nearest: meant };
}

function shown({ data, parentSchema }: SchemaError): string {
  return parentSchema.writeOnly ? 'a secret value' : foundText(data);
}

function memberText(schema: SchemaObject, key: string): string {
  const member = schema.properties?.[key];
  if (member !== undefined) return allowedText(member);
  const values = tagValues(schema, key);
  return values.length === 0 ? 'a value' : valuesText(values);
}

/**
 * A value of several forms (`anyOf`, `oneOf`) fails in every one of them. Keeps the errors of the form whose type the
 * value has, where that is exactly one, and else the error that lists the forms.
 */
function withoutForms(errors: readonly SchemaError[]): readonly SchemaError[] {
  const dropped = new Set<SchemaError>();
  for (const [index, error] of errors.entries()) {
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') continue;
    // The forms are tried one after the other just before the keyword itself fails, so their errors stand together.
    let from = index;
    while (from > 0 && isInside(errors[from - 1] as SchemaError, error)) from -= 1;
    const inside = errors.slice(from, index);
    const forms = Map.groupBy(inside, (other) => formOf(other, error));
    const fitting = [...forms.values()].filter((form) => !form.some((other) => isOtherType(other, error)));
    const form =
      fitting.length === 1 && !error.params.passingSchemas ? (fitting[0] as readonly SchemaError[]) : [error];
    const keep = form.filter((other) => !dropped.has(other));
    for (const other of [...inside, error]) dropped.add(other);
    for (const other of keep) dropped.delete(other);
  }
  return errors.filter((error) => !dropped.has(error));
}

function isInside(other: SchemaError, { schemaPath, instancePath }: SchemaError): boolean {
  return (
    other.schemaPath.startsWith(`${schemaPath}/`) &&
    (other.instancePath === instancePath || other.instancePath.startsWith(`${instancePath}/`))
  );
}

function formOf({ schemaPath }: SchemaError, around: SchemaError): string {
  return schemaPath.slice(around.schemaPath.length + 1).split('/', 1)[0] as string;
}

/** The value is of another type than the form, so the form was not meant. */
function isOtherType(other: SchemaError, around: SchemaError): boolean {
  return other.keyword === 'type' && other.instancePath === around.instancePath;
}
