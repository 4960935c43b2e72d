/** An optional JSON Schema (2020-12) that every issue must meet. */

import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import { type Issue, namesTwice } from './json-text.ts';
import { Refusal } from './problem.ts';

export interface IssueSchema {
  /** The schema's `$id`, which goes into the attribute `issue_schema`. */
  readonly id: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Refuses with every violation by JSON pointer. */
  check(issue: Issue): void;
}

const MAX_TOLD = 50;

/** The validator is loaded only where a schema is configured. A schema that is none is CONFIG_INVALID. */
export async function compileSchema(schema: Readonly<Record<string, unknown>>): Promise<IssueSchema> {
  const [{ Ajv2020 }, addFormats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats.default.default(ajv);
  let validate: ValidateFunction;
  try {
    validate = ajv.compile(schema);
  } catch (error) {
    throw new PenstockError('CONFIG_INVALID', `INTAKE_SCHEMA cannot be used: ${messageOf(error)}`, { cause: error });
  }
  return {
    id: String(schema.$id),
    schema,
    check: (issue) => {
      // Readers differ in which of two they take: what was checked must be what is read later.
      if (namesTwice(issue)) throw new Refusal('schema-violation', 'The issue has a field twice.');
      if (validate(issue.value)) return;
      const errors = (validate.errors as ErrorObject[])
        .slice(0, MAX_TOLD)
        .map(({ instancePath, keyword, params, message }) => ({
          // A missing or unwanted property is told at its own place, not at its parent's.
          pointer: `${instancePath}${propertyOf(keyword, params)}`,
          detail: String(message),
        }));
      throw new Refusal(
        'schema-violation',
        `The issue breaks the schema in ${errors.length} place${errors.length === 1 ? '' : 's'}.`,
        { errors },
      );
    },
  };
}

function propertyOf(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const property =
    keyword === 'required'
      ? params.missingProperty
      : keyword === 'additionalProperties'
        ? params.additionalProperty
        : undefined;
  return property === undefined ? '' : `/${String(property).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What the setting INTAKE_SCHEMA must hold. */
export function readSchema(value: unknown): Readonly<Record<string, unknown>> {
  const given = (value ?? {}) as Record<string, unknown>;
  if (typeof value !== 'object' || Array.isArray(value) || typeof given.$id !== 'string') {
    throw new Error('allowed is a JSON Schema with an $id, which names its version');
  }
  return given;
}
