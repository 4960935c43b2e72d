/** Table schemas between their REST form and the canonical one. */

import { BigQueryError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { type Column, columnType, type Mode, restTypeName, type Schema } from '../schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** BigQuery's flexible column names; the characters it lists as forbidden are the rest. */
const NAME = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}&%=+:'<>#| ]{1,300}$/u;
const RESERVED =
  /^(?:_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER|_CHANGE_SEQUENCE_NUMBER$|_CHANGE_TYPE$|_CHANGE_TIMESTAMP$)/i;
const MODES: readonly Mode[] = ['NULLABLE', 'REQUIRED', 'REPEATED'];

export function schemaFromResource(resource: unknown, limits: Limits): Schema {
  if (!isObject(resource)) throw new BigQueryError('invalid', 'Invalid schema: an object with "fields" is expected.');
  const fields = resource.fields ?? [];
  const count = { columns: 0 };
  return columnsFrom(fields, '', 1, limits, count);
}

/** A schema that no client wrote (a file's, a result's) keeps the same rules. */
export function checkSchema(schema: Schema, limits: Limits): void {
  schemaFromResource(schemaToResource(schema), limits);
}

function columnsFrom(fields: unknown, path: string, depth: number, limits: Limits, count: { columns: number }): Schema {
  if (!Array.isArray(fields))
    throw new BigQueryError('invalid', `Invalid schema: the fields of ${path || 'the table'} are not a list.`);
  if (depth > limits.nesting) {
    throw new BigQueryError(
      'invalid',
      `Too many levels of nested RECORD fields: at most ${limits.nesting} are allowed.`,
    );
  }
  const seen = new Set<string>();
  return fields.map((field: unknown) => {
    count.columns += 1;
    if (count.columns > limits.columns) {
      throw new BigQueryError('invalid', `Too many columns: a table has at most ${limits.columns}.`);
    }
    if (!isObject(field))
      throw new BigQueryError('invalid', `Invalid schema: a field of ${path || 'the table'} is not an object.`);
    const column = columnFrom(field, path, depth, limits, count);
    const lower = column.name.toLowerCase();
    if (seen.has(lower)) throw new BigQueryError('invalid', `Field ${path}${column.name} already exists in schema`);
    seen.add(lower);
    return column;
  });
}

function columnFrom(field: Json, path: string, depth: number, limits: Limits, count: { columns: number }): Column {
  const { name } = field;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new BigQueryError(
      'invalid',
      `Invalid field name "${String(name)}". Fields must contain the allowed characters, and be at most 300 characters long. For allowed characters, please refer to https://cloud.google.com/bigquery/docs/schemas#column_names`,
    );
  }
  const place = `${path}${name}`;
  if (RESERVED.test(name)) {
    throw new BigQueryError('invalid', `Invalid field name "${name}". The prefix or name is reserved.`);
  }
  // A struct is a JavaScript object on its way in and out, and there this name is no member.
  if (name === '__proto__')
    throw new BigQueryError('notImplemented', 'The local BigQuery does not support a field named __proto__');
  const type = typeof field.type === 'string' ? columnType(field.type) : undefined;
  if (type === undefined) {
    throw new BigQueryError(
      'invalid',
      `Invalid value for type: ${String(field.type)} is not a valid value (field ${place})`,
    );
  }
  const isModeOmitted = field.mode === undefined || field.mode === null || field.mode === '';
  const mode = (isModeOmitted ? 'NULLABLE' : String(field.mode).toUpperCase()) as Mode;
  if (!MODES.includes(mode)) {
    throw new BigQueryError(
      'invalid',
      `Invalid value for mode: ${String(field.mode)} is not a valid value (field ${place})`,
    );
  }
  if (field.timestampPrecision !== undefined && Number(field.timestampPrecision) !== 6) {
    throw new BigQueryError(
      'notImplemented',
      `The local BigQuery does not support timestampPrecision ${String(field.timestampPrecision)} (field ${place})`,
    );
  }
  if (
    field.policyTags !== undefined &&
    isObject(field.policyTags) &&
    Array.isArray(field.policyTags.names) &&
    field.policyTags.names.length > 0
  ) {
    throw new BigQueryError('notImplemented', `The local BigQuery does not support policy tags (field ${place})`);
  }
  refuseCollation(field.collation);
  const number = (key: string): number | undefined => integerOf(field[key], `${key} of field ${place}`);
  const precision = number('precision');
  const scale = number('scale');
  const maxLength = number('maxLength');
  checkParameters(type, { precision, scale, maxLength }, place);
  return {
    name,
    type,
    mode,
    ...(type === 'STRUCT' && { fields: structFields(field.fields, place, depth, limits, count) }),
    ...(type === 'RANGE' && { rangeElementType: rangeElement(field.rangeElementType, place) }),
    ...(typeof field.description === 'string' && { description: field.description }),
    ...(typeof field.defaultValueExpression === 'string' && { defaultValueExpression: field.defaultValueExpression }),
    ...(maxLength !== undefined && { maxLength }),
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
    ...(typeof field.roundingMode === 'string' && { roundingMode: field.roundingMode }),
    ...(isModeOmitted && { modeOmitted: true }),
  };
}

/** `und:ci` compares without case; comparing with it instead would give wrong rows. */
export function refuseCollation(collation: unknown): void {
  if (collation === undefined || collation === null || collation === '') return;
  throw new BigQueryError('notImplemented', `The local BigQuery does not support collation: ${String(collation)}`);
}

function structFields(
  fields: unknown,
  place: string,
  depth: number,
  limits: Limits,
  count: { columns: number },
): Schema {
  if (!Array.isArray(fields) || fields.length === 0) {
    throw new BigQueryError('invalid', `Field ${place} is type RECORD but has no schema`);
  }
  return columnsFrom(fields, `${place}.`, depth + 1, limits, count);
}

function rangeElement(resource: unknown, place: string): Column['type'] {
  const type = columnType(String(isObject(resource) ? resource.type : resource));
  if (type === 'DATE' || type === 'DATETIME' || type === 'TIMESTAMP') return type;
  throw new BigQueryError(
    'invalid',
    `Field ${place} is type RANGE: its element type must be DATE, DATETIME or TIMESTAMP`,
  );
}

/** NUMERIC(P, S): 1 ≤ P-S ≤ 29 with S ≤ 9; BIGNUMERIC(P, S): 1 ≤ P-S ≤ 38 with S ≤ 38; STRING(L) and BYTES(L): L > 0. */
function checkParameters(
  type: Column['type'],
  {
    precision,
    scale,
    maxLength,
  }: { precision: number | undefined; scale: number | undefined; maxLength: number | undefined },
  place: string,
): void {
  if (maxLength !== undefined && ((type !== 'STRING' && type !== 'BYTES') || maxLength < 1)) {
    throw new BigQueryError(
      'invalid',
      `Invalid maxLength for field ${place}: it must be positive and is for STRING and BYTES only`,
    );
  }
  if (precision === undefined && scale === undefined) return;
  const digits = type === 'NUMERIC' ? 29 : type === 'BIGNUMERIC' ? 38 : 0;
  const scales = type === 'NUMERIC' ? 9 : 38;
  const whole = (precision ?? 0) - (scale ?? 0);
  if (
    digits === 0 ||
    precision === undefined ||
    (scale ?? 0) > scales ||
    (scale ?? 0) < 0 ||
    whole > digits ||
    whole < 0 ||
    precision < 1
  ) {
    throw new BigQueryError('invalid', `Invalid precision or scale for field ${place} of type ${type}`);
  }
}

function integerOf(value: unknown, what: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new BigQueryError('invalid', `Invalid value for ${what}: ${String(value)}`);
  return number;
}

export function schemaToResource(schema: Schema): { readonly fields: readonly unknown[] } {
  return { fields: schema.map(columnToResource) };
}

function columnToResource(column: Column): unknown {
  return {
    name: column.name,
    type: restTypeName(column.type),
    ...(!(column.modeOmitted && column.mode === 'NULLABLE') && { mode: column.mode }),
    ...(column.fields !== undefined && { fields: column.fields.map(columnToResource) }),
    ...(column.rangeElementType !== undefined && { rangeElementType: { type: column.rangeElementType } }),
    ...(column.description !== undefined && { description: column.description }),
    ...(column.defaultValueExpression !== undefined && { defaultValueExpression: column.defaultValueExpression }),
    ...(column.maxLength !== undefined && { maxLength: String(column.maxLength) }),
    ...(column.precision !== undefined && { precision: String(column.precision) }),
    ...(column.scale !== undefined && { scale: String(column.scale) }),
    ...(column.roundingMode !== undefined && { roundingMode: column.roundingMode }),
  };
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
