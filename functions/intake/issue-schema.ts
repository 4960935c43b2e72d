/** An optional JSON Schema (2020-12) that every issue must meet. */

import { createContext, Script } from 'node:vm';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { type Issue, namesTwice } from './json-text.ts';
import { Refusal } from './problem.ts';

export interface IssueSchema {
  /** The schema's `$id`, which goes into the attribute `issue_schema`. */
  readonly id: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** The refusal of each issue that breaks the schema, with its violations by JSON pointer, in the order of the issues. */
  check(issues: readonly Issue[]): readonly (Refusal | undefined)[];
}

const MAX_TOLD = 50;

/**
 * The longest time that the check of one request's issues may take. A sender can choose an issue that makes a schema take
 * any time: by a pattern that backtracks, or by branches that refer to each other. Most checks take under a millisecond.
 */
const BUDGET_MS = 1_000;

/** The validator is loaded only where a schema is configured. Throws CONFIG_INVALID for a schema that cannot be used. */
export async function compileSchema(
  schema: Readonly<Record<string, unknown>>,
  budgetMs = BUDGET_MS,
): Promise<IssueSchema> {
  const [{ Ajv2020 }, addFormats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  // Not strict: keywords and formats that ajv does not know are annotations, as the specification has it.
  const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
  addFormats.default.default(ajv);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: areUnique,
    error: NOT_UNIQUE,
  });
  let validate: ValidateFunction;
  try {
    validate = ajv.compile(schema);
  } catch (error) {
    throw new PenstockError('CONFIG_INVALID', `INTAKE_SCHEMA cannot be used: ${messageOf(error)}`, { cause: error });
  }
  const within = timeLimit(budgetMs);
  return {
    id: String(schema.$id),
    schema,
    check: (issues) => {
      const found: (Refusal | undefined)[] = [];
      const isInTime = within(() => {
        for (const issue of issues) found.push(violations(validate, issue));
      });
      return isInTime ? found : issues.map((_, at) => (at < found.length ? found[at] : tooSlow(budgetMs)));
    },
  };
}

function violations(validate: ValidateFunction, issue: Issue): Refusal | undefined {
  // Readers differ in which of two fields of one name they take, so what was checked might not be what is read later.
  if (namesTwice(issue)) return new Refusal('schema-violation', 'The issue has a field twice.');
  if (validate(issue.value)) return undefined;
  const errors = (validate.errors as ErrorObject[])
    .slice(0, MAX_TOLD)
    .map(({ instancePath, keyword, params, message }) => ({
      // A missing or unwanted property is told at its own place, not at its parent's.
      pointer: `${instancePath}${propertyOf(keyword, params)}`,
      detail: String(message),
    }));
  const places = `${errors.length} place${errors.length === 1 ? '' : 's'}`;
  return new Refusal('schema-violation', `The issue breaks the schema in ${places}.`, { errors });
}

function tooSlow(budgetMs: number): Refusal {
  return new Refusal('schema-violation', `The issue could not be checked against the schema within ${budgetMs} ms.`);
}

/** V8 ends a script when its time is up, also inside a regular expression; nothing else can end one. */
function timeLimit(budgetMs: number): (work: () => void) => boolean {
  const context: { work?: () => void } = {};
  createContext(context);
  const script = new Script('work()');
  return (work) => {
    context.work = work;
    try {
      script.runInContext(context, { timeout: budgetMs });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      return false;
    }
  };
}

const NOT_UNIQUE = { message: 'must NOT have duplicate items' };

/** Ajv compares each item with each other: 20,000 items took 6.5 s. Equal items have equal canonical texts. */
function areUnique(wanted: boolean, items: readonly unknown[]): boolean {
  return !wanted || new Set(items.map(canonical)).size === items.length;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
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

/** Describes a valid value of the setting INTAKE_SCHEMA. */
export function readSchema(value: unknown): Readonly<Record<string, unknown>> {
  const given = (value ?? {}) as Record<string, unknown>;
  if (typeof value !== 'object' || Array.isArray(value) || typeof given.$id !== 'string') {
    throw new Error('allowed is a JSON Schema with an $id, which names its version');
  }
  return given;
}
