/** Values as DuckDB text. Everything a user gives reaches DuckDB through these writers or through `quote`. */

import type { Expression } from '../library/signature.ts';
import type { SqlType } from '../types/type.ts';
import { duckTypeOf } from '../types/type-text.ts';

/** A VARCHAR. A zero byte would end the statement's text, so it is written by number. */
export function stringText(value: string): string {
  const parts = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' || chr(0) || ')})`;
}

export function bytesText(value: Uint8Array): string {
  return `from_hex('${Buffer.from(value).toString('hex')}')`;
}

export function int64Text(value: bigint): string {
  return `CAST('${value}' AS BIGINT)`;
}

/** Exact: the shortest decimal that reads back as the same double; NaN and the infinities by name. */
export function float64Text(value: number): string {
  if (Number.isNaN(value)) return "CAST('NaN' AS DOUBLE)";
  if (!Number.isFinite(value)) return `CAST('${value > 0 ? '' : '-'}Infinity' AS DOUBLE)`;
  return `CAST('${Object.is(value, -0) ? '-0' : value}' AS DOUBLE)`;
}

/** `unscaled` is the value times 10^9. */
export function numericText(unscaled: bigint): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(10, '0');
  return `CAST('${unscaled < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}' AS DECIMAL(38,9))`;
}

/** `unscaled` is the value times 10^38. */
export function bigNumericText(unscaled: bigint): string {
  return `CAST('${unscaled}' AS BIGNUM)`;
}

export function boolText(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}

/** `text` is what DuckDB reads for the type: `2024-01-05`, `10:00:00.5`, `2024-01-05 10:00:00`, `…+00`. */
export function temporalText(kind: 'DATE' | 'TIME' | 'DATETIME' | 'TIMESTAMP', text: string): string {
  return `CAST('${text.replaceAll("'", "''")}' AS ${duckTypeOf({ kind })})`;
}

/** `text` is JSON in its normal form (values/normal-json.ts). */
export function jsonValueText(text: string): string {
  return `CAST(${stringText(text)} AS JSON)`;
}

export function nullText(type: SqlType): string {
  return `CAST(NULL AS ${duckTypeOf(type)})`;
}

/** A typed NULL as an expression. */
export function nullOf(type: SqlType): Expression {
  return { type, sql: nullText(type) };
}

/**
 * Ends the query with this message when it is evaluated (and only then). Unlike DuckDB's own `error`, it may stand
 * inside TRY. `message` is DuckDB text of a VARCHAR.
 */
export function raiseText(type: SqlType, message: string): string {
  return `CAST(gsql_raise(${message}) AS ${duckTypeOf(type)})`;
}
