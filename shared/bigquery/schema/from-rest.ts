/** The REST v2 form (`tables.schema`, schema files, `bq show --schema`) to the canonical one, and back. */

import { PenstockError } from '../../runtime/errors.ts';
import { checkSchema } from './check-schema.ts';
import type { ColumnType, Field, Mode, RangeElementType, TableSchema } from './table-schema.ts';
import { COLUMN_TYPES } from './table-schema.ts';

/** A field as the REST API has it. Numbers of 64 bits come as text there (`"maxLength": "10"`). */
export interface RestField {
  readonly name?: string | null;
  readonly type?: string | null;
  readonly mode?: string | null;
  readonly fields?: readonly RestField[] | null;
  readonly description?: string | null;
  readonly maxLength?: string | number | null;
  readonly precision?: string | number | null;
  readonly scale?: string | number | null;
  readonly defaultValueExpression?: string | null;
  readonly timestampPrecision?: string | number | null;
  readonly rangeElementType?: { readonly type?: string | null } | null;
}

export interface RestSchema {
  readonly fields?: readonly RestField[] | null;
}

/** The names that legacy SQL gave the types; the REST API still answers with them. */
const ALIASES: Readonly<Record<string, ColumnType>> = {
  INTEGER: 'INT64',
  FLOAT: 'FLOAT64',
  BOOLEAN: 'BOOL',
  RECORD: 'STRUCT',
  DECIMAL: 'NUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
};

/** Throws CONFIG_INVALID with every complaint by column. Takes the schema object or its bare list of fields. */
export function schemaFromRest(rest: RestSchema | readonly RestField[]): TableSchema {
  return checkSchema({ fields: fieldsOf(isList(rest) ? rest : (rest?.fields ?? []), '') });
}

/** A value read from a file may be of any type. */
function fieldsOf(fields: unknown, parent: string): Field[] {
  if (!isList(fields)) throw invalid(parent, 'its fields are no list');
  return fields.map((field: RestField | null) => {
    if (typeof field !== 'object' || field === null) throw invalid(parent, 'a field is an object');
    return fromRestField(field, parent);
  });
}

function isList(value: unknown): value is readonly RestField[] {
  return Array.isArray(value);
}

function fromRestField(rest: RestField, parent: string): Field {
  const name = typeof rest.name === 'string' ? rest.name : '';
  const path = parent === '' ? name : `${parent}.${name}`;
  const type = typeNamed(rest.type, path);
  return {
    name,
    type,
    mode: modeNamed(rest.mode, path),
    ...(type === 'STRUCT' ? { fields: fieldsOf(rest.fields ?? [], path) } : {}),
    ...(rest.description ? { description: rest.description } : {}),
    ...whole('maxLength', rest.maxLength, path),
    ...whole('precision', rest.precision, path),
    ...whole('scale', rest.scale, path),
    ...(rest.defaultValueExpression ? { defaultValueExpression: rest.defaultValueExpression } : {}),
    ...picoseconds(rest.timestampPrecision, path),
    ...(rest.rangeElementType ? { rangeElementType: elementNamed(rest.rangeElementType.type, path) } : {}),
  };
}

export function typeNamed(name: unknown, path: string): ColumnType {
  const upper = typeof name === 'string' ? name.toUpperCase() : '';
  const type =
    COLUMN_TYPES.find((known) => known === upper) ?? (Object.hasOwn(ALIASES, upper) ? ALIASES[upper] : undefined);
  if (type === undefined) throw invalid(path, `unknown type ${JSON.stringify(name)}`);
  return type;
}

function modeNamed(name: unknown, path: string): Mode {
  const upper = name === undefined || name === null || name === '' ? 'NULLABLE' : String(name).toUpperCase();
  if (upper === 'NULLABLE' || upper === 'REQUIRED' || upper === 'REPEATED') return upper;
  throw invalid(path, `unknown mode ${JSON.stringify(name)}`);
}

export function elementNamed(name: unknown, path: string): RangeElementType {
  const upper = String(name).toUpperCase();
  if (upper === 'DATE' || upper === 'DATETIME' || upper === 'TIMESTAMP') return upper;
  throw invalid(path, `a RANGE is of DATE, DATETIME or TIMESTAMP, found ${JSON.stringify(name)}`);
}

/** A whole number of the schema; absent and 0 alike mean "not given" for lengths and precisions, never for a scale. */
function whole(key: 'maxLength' | 'precision' | 'scale', value: unknown, path: string): Partial<Field> {
  if (value === undefined || value === null || value === '') return {};
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0)
    throw invalid(path, `${key} ${JSON.stringify(value)} is not a whole number`);
  return number === 0 && key !== 'scale' ? {} : { [key]: number };
}

function picoseconds(value: unknown, path: string): Partial<Field> {
  if (value === undefined || value === null || value === '' || Number(value) === 6) return {};
  if (Number(value) === 12) return { timestampPrecision: 12 };
  throw invalid(path, `timestampPrecision is 6 or 12, found ${JSON.stringify(value)}`);
}

function invalid(path: string, what: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', `column ${path === '' ? '(unnamed)' : path}: ${what}`);
}

/** Legacy names, because every version of the REST API and of its clients knows them. */
const REST_NAMES: Readonly<Partial<Record<ColumnType, string>>> = {
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  BOOL: 'BOOLEAN',
  STRUCT: 'RECORD',
};

export function schemaToRest(schema: TableSchema): { readonly fields: readonly RestField[] } {
  return { fields: schema.fields.map(toRestField) };
}

function toRestField(field: Field): RestField {
  return {
    name: field.name,
    type: REST_NAMES[field.type] ?? field.type,
    mode: field.mode,
    ...(field.fields ? { fields: field.fields.map(toRestField) } : {}),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.maxLength === undefined ? {} : { maxLength: String(field.maxLength) }),
    ...(field.precision === undefined ? {} : { precision: String(field.precision) }),
    ...(field.scale === undefined ? {} : { scale: String(field.scale) }),
    ...(field.defaultValueExpression === undefined ? {} : { defaultValueExpression: field.defaultValueExpression }),
    ...(field.timestampPrecision === undefined ? {} : { timestampPrecision: String(field.timestampPrecision) }),
    ...(field.rangeElementType === undefined ? {} : { rangeElementType: { type: field.rangeElementType } }),
  };
}

/**
 * The REST form of a schema with changes made to it. A patch replaces the whole list of fields, so each column keeps what
 * the canonical form does not know: without its policy tags every reader could see it.
 */
export function changedRest(before: RestSchema, changed: TableSchema): RestSchema {
  return { fields: changedFields(before.fields, changed.fields) };
}

function changedFields(before: readonly RestField[] | null | undefined, changed: readonly Field[]): RestField[] {
  return changed.map((field) => {
    const old = before?.find(({ name }) => name === field.name);
    if (old === undefined) return toRestField(field);
    return { ...old, mode: field.mode, ...(field.fields ? { fields: changedFields(old.fields, field.fields) } : {}) };
  });
}
