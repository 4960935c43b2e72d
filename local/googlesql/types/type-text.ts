/** Types as text: as GoogleSQL writes them, as DuckDB holds them, and as the catalog's columns describe them. */

import { unsupported } from '../error.ts';
import { type Column, type ColumnType, DUCK_TYPES, type Mode, quote } from './schema.ts';
import type { ScalarKind, SqlType, StructField } from './type.ts';

export const INT64: SqlType = { kind: 'INT64' };
export const FLOAT64: SqlType = { kind: 'FLOAT64' };
export const NUMERIC: SqlType = { kind: 'NUMERIC' };
export const BIGNUMERIC: SqlType = { kind: 'BIGNUMERIC' };
export const BOOL: SqlType = { kind: 'BOOL' };
export const STRING: SqlType = { kind: 'STRING' };
export const BYTES: SqlType = { kind: 'BYTES' };
export const DATE: SqlType = { kind: 'DATE' };
export const TIME: SqlType = { kind: 'TIME' };
export const DATETIME: SqlType = { kind: 'DATETIME' };
export const TIMESTAMP: SqlType = { kind: 'TIMESTAMP' };
export const INTERVAL: SqlType = { kind: 'INTERVAL' };
export const JSON_TYPE: SqlType = { kind: 'JSON' };

export function arrayOf(element: SqlType): SqlType {
  return { kind: 'ARRAY', element };
}

/** The type as error messages write it: `ARRAY<STRUCT<a INT64, b STRING>>`. */
export function typeName(type: SqlType): string {
  if (type.kind === 'ARRAY' || type.kind === 'RANGE') return `${type.kind}<${typeName(type.element)}>`;
  if (type.kind !== 'STRUCT') return type.kind;
  const fields = type.fields.map(
    (field) => `${field.name === undefined ? '' : `${field.name} `}${typeName(field.type)}`,
  );
  return `STRUCT<${fields.join(', ')}>`;
}

/** Equal types, field names included; names match without regard to case. */
export function sameType(one: SqlType, other: SqlType): boolean {
  if (one.kind === 'STRUCT' && other.kind === 'STRUCT') {
    return (
      one.fields.length === other.fields.length &&
      one.fields.every((field, index) => {
        const twin = other.fields[index];
        return (
          twin !== undefined &&
          field.name?.toLowerCase() === twin.name?.toLowerCase() &&
          sameType(field.type, twin.type)
        );
      })
    );
  }
  if (one.kind === 'ARRAY' || one.kind === 'RANGE') {
    return other.kind === one.kind && sameType(one.element, (other as { element: SqlType }).element);
  }
  return one.kind === other.kind;
}

/** The DuckDB type that holds values of this type, wherever they are. */
export function duckTypeOf(type: SqlType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `${duckTypeOf(type.element)}[]`;
    case 'RANGE':
      return `STRUCT("start" ${duckTypeOf(type.element)}, "end" ${duckTypeOf(type.element)})`;
    case 'STRUCT': {
      const names = physicalFieldNames(type.fields);
      return `STRUCT(${type.fields.map((field, index) => `${quote(names[index] ?? '')} ${duckTypeOf(field.type)}`).join(', ')})`;
    }
    default:
      return DUCK_TYPES[type.kind];
  }
}

/**
 * The names a struct's fields have in DuckDB, which wants each named and no two alike without regard to case. A struct
 * whose own names do is kept as it is; in any other, all fields go by their place.
 */
export function physicalFieldNames(fields: readonly StructField[]): readonly string[] {
  const lower = new Set(fields.map((field) => field.name?.toLowerCase()));
  // DuckDB's client gives a struct as an object, where this name is no property.
  if (lower.has('__proto__')) throw unsupported('a field of a STRUCT that is called __proto__');
  const kept = lower.size === fields.length && !lower.has(undefined) && !lower.has('');
  return fields.map((field, index) => (kept ? (field.name ?? '') : `_field_${index + 1}`));
}

/** The type of a column's values, its mode included. */
export function typeOfColumn(column: Column): SqlType {
  const one = elementType(column);
  return column.mode === 'REPEATED' ? arrayOf(one) : one;
}

function elementType(column: Column): SqlType {
  if (column.type === 'STRUCT') {
    return {
      kind: 'STRUCT',
      fields: (column.fields ?? []).map((field) => ({ name: field.name, type: typeOfColumn(field) })),
    };
  }
  if (column.type === 'RANGE') {
    return { kind: 'RANGE', element: { kind: (column.rangeElementType ?? 'DATE') as ScalarKind } };
  }
  return { kind: column.type };
}

/** A result column of this type, or undefined where a table column cannot hold it: an array of arrays. */
export function columnOfType(name: string, type: SqlType, mode: Mode = 'NULLABLE'): Column | undefined {
  if (type.kind === 'ARRAY')
    return type.element.kind === 'ARRAY' ? undefined : columnOfType(name, type.element, 'REPEATED');
  if (type.kind === 'RANGE') return { name, type: 'RANGE', mode, rangeElementType: type.element.kind as ColumnType };
  if (type.kind !== 'STRUCT') return { name, type: type.kind, mode };
  const fields: Column[] = [];
  for (const [index, field] of type.fields.entries()) {
    const column = columnOfType(field.name ?? `_field_${index + 1}`, field.type);
    if (column === undefined) return undefined;
    fields.push(column);
  }
  return { name, type: 'STRUCT', mode, fields };
}
