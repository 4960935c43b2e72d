/** A value on its way into a table's column: its type, its column's limits, and no NULL where none may be. */

import { nullText, raiseText, stringText } from '../emit/text.ts';
import { invalid, type Position, unsupported } from '../error.ts';
import { decimals } from '../library/numbers/numeric.ts';
import type { Expression } from '../library/signature.ts';
import type { Context } from '../resolve/context.ts';
import { analyze } from '../resolve/recursion.ts';
import { parseExpressionText } from '../syntax/script.ts';
import { coerce } from '../types/coercion.ts';
import { type Column, quote } from '../types/schema.ts';
import { duckTypeOf, typeName, typeOfColumn } from '../types/type-text.ts';
import { DIGITS } from './column-node.ts';

/** DuckDB text of the value as the column keeps it. Throws where the types do not fit. */
export function storedValue(value: Expression, column: Column, at: Position | undefined, what = 'Value'): string {
  const type = typeOfColumn(column);
  const coerced = coerce(value, type);
  if (coerced === undefined) {
    throw invalid(
      `${what} has type ${typeName(value.type)} which cannot be inserted into column ${column.name}, which has type ${typeName(type)}`,
      at,
    );
  }
  return keptText(coerced.sql, column, column.name);
}

/** The column's default value. */
export function defaultValue(column: Column, context: Context): string {
  const { defaultValueExpression: text } = column;
  if (text === undefined) return keptText(nullText(typeOfColumn(column)), column, column.name);
  return storedValue(analyze(parseExpressionText(text), { ...context, sealed: true }), column, undefined);
}

function keptText(sql: string, column: Column, path: string): string {
  if (column.mode === 'REPEATED') return keptArray(sql, column, path);
  const limited = keptOne(sql, column, path);
  if (column.mode !== 'REQUIRED') return limited;
  const missing = raiseText(typeOfColumn(column), stringText(`Required field ${path} cannot be null`));
  return `(CASE WHEN ${sql} IS NULL THEN ${missing} ELSE ${limited} END)`;
}

/** A stored array is never NULL and holds no NULL. */
function keptArray(sql: string, column: Column, path: string): string {
  const type = typeOfColumn(column);
  const empty = `CAST([] AS ${duckTypeOf(type)})`;
  const refused = raiseText(type, stringText(`Array cannot have a null element; error in writing field ${path}`));
  const one = keptOne('gsql_kept', column, path);
  const items = one === 'gsql_kept' ? sql : `list_transform(${sql}, lambda gsql_kept: ${one})`;
  const hasNull = `len(list_filter(${sql}, lambda gsql_null: gsql_null IS NULL)) > 0`;
  return `(CASE WHEN ${sql} IS NULL THEN ${empty} WHEN ${hasNull} THEN ${refused} ELSE ${items} END)`;
}

function keptOne(sql: string, column: Column, path: string): string {
  switch (column.type) {
    case 'STRING':
      return column.maxLength === undefined ? sql : limitedLength(sql, `length(${sql})`, column, path);
    case 'BYTES':
      return column.maxLength === undefined ? sql : limitedLength(sql, `octet_length(${sql})`, column, path);
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return column.precision === undefined ? sql : limitedDecimal(sql, column, column.type, path);
    case 'STRUCT':
      return keptStruct(sql, column, path);
    default:
      return sql;
  }
}

function elementOf(column: Column): Column {
  return { ...column, mode: 'NULLABLE' };
}

function limitedLength(sql: string, length: string, column: Column, path: string): string {
  const message = `${stringText(`Field ${path}: ${column.type}(${column.maxLength}) has maximum length ${column.maxLength} but got a value with length `)} || ${length}`;
  return `(CASE WHEN ${length} > ${column.maxLength} THEN ${raiseText(typeOfColumn(elementOf(column)), message)} ELSE ${sql} END)`;
}

function limitedDecimal(sql: string, column: Column, kind: 'NUMERIC' | 'BIGNUMERIC', path: string): string {
  const scale = column.scale ?? 0;
  const digits = (column.precision ?? 0) - scale;
  const natives = decimals[kind];
  const rounding = column.roundingMode === 'ROUND_HALF_EVEN' ? natives.roundHalfEven : natives.round;
  const rounded = rounding.of(sql, String(scale));
  // As many digits before the point as the type itself has: no value of it is outside. A BIGNUMERIC may have one more.
  if (kind === 'NUMERIC' && digits >= DIGITS.NUMERIC.whole) return rounded;
  const limit = natives.parse.of(stringText(`1e${digits}`));
  const outside = `(${rounded} >= ${limit} OR ${rounded} <= ${natives.negate.of(limit)})`;
  const message = `${stringText(`Field ${path}: ${kind}(${column.precision}, ${scale}) has precision ${column.precision} and scale ${scale} but got a value that is not in range: `)} || ${natives.toText.of(sql)}`;
  return `(CASE WHEN ${outside} THEN ${raiseText(typeOfColumn(elementOf(column)), message)} ELSE ${rounded} END)`;
}

/** Rebuilt only where a field inside has something to keep. */
function keptStruct(sql: string, column: Column, path: string): string {
  const fields = column.fields ?? [];
  if (fields.length === 0) throw unsupported('STRUCT columns without fields');
  let changed = false;
  const parts = fields.map((field, index) => {
    const part = `struct_extract_at(${sql}, ${index + 1})`;
    const kept = keptText(part, field, `${path}.${field.name}`);
    changed ||= kept !== part;
    return `${quote(field.name)} := ${kept}`;
  });
  if (!changed) return sql;
  const type = typeOfColumn(elementOf(column));
  return `(CASE WHEN ${sql} IS NULL THEN ${nullText(type)} ELSE struct_pack(${parts.join(', ')}) END)`;
}
