/**
 * The Storage API's `TableSchema` message (`WriteStream.table_schema`, `AppendRowsResponse.updated_schema`) to the
 * canonical form. Takes it as any protobuf library for JavaScript decodes it: enums by number or by name, 64-bit
 * numbers as number, text, BigInt or Long.
 */

import { PenstockError } from '../../runtime/errors.ts';
import { checkSchema } from './check-schema.ts';
import { elementNamed, typeNamed } from './from-rest.ts';
import type { Field, Mode, TableSchema } from './table-schema.ts';

type Int64Like = string | number | bigint | { toString(): string };

export interface StorageField {
  readonly name?: string | null | undefined;
  readonly type?: string | number | null | undefined;
  readonly mode?: string | number | null | undefined;
  readonly fields?: readonly StorageField[] | null | undefined;
  readonly description?: string | null | undefined;
  readonly maxLength?: Int64Like | null | undefined;
  readonly precision?: Int64Like | null | undefined;
  readonly scale?: Int64Like | null | undefined;
  readonly defaultValueExpression?: string | null | undefined;
  /** `google.protobuf.Int64Value`: the message, or what a library unwraps it to. */
  readonly timestampPrecision?: Int64Like | { readonly value?: Int64Like | null | undefined } | null | undefined;
  readonly rangeElementType?: { readonly type?: string | number | null | undefined } | null | undefined;
}

export interface StorageSchema {
  readonly fields?: readonly StorageField[] | null | undefined;
}

/** `TableFieldSchema.Type` of google/cloud/bigquery/storage/v1/table.proto, by number. */
const TYPES = [
  'TYPE_UNSPECIFIED',
  'STRING',
  'INT64',
  'DOUBLE',
  'STRUCT',
  'BYTES',
  'BOOL',
  'TIMESTAMP',
  'DATE',
  'TIME',
  'DATETIME',
  'GEOGRAPHY',
  'NUMERIC',
  'BIGNUMERIC',
  'INTERVAL',
  'JSON',
  'RANGE',
];
const MODES: readonly (Mode | undefined)[] = [undefined, 'NULLABLE', 'REQUIRED', 'REPEATED'];

export function schemaFromStorage(storage: StorageSchema): TableSchema {
  return checkSchema({ fields: (storage.fields ?? []).map((field) => fromStorageField(field, '')) });
}

function fromStorageField(storage: StorageField, parent: string): Field {
  const name = storage.name ?? '';
  const path = parent === '' ? name : `${parent}.${name}`;
  const type = storageType(storage.type, path);
  const maxLength = int64(storage.maxLength);
  const precision = int64(storage.precision);
  const scale = int64(storage.scale);
  return {
    name,
    type,
    mode: storageMode(storage.mode, path),
    ...(type === 'STRUCT' ? { fields: (storage.fields ?? []).map((field) => fromStorageField(field, path)) } : {}),
    ...(storage.description ? { description: storage.description } : {}),
    // In proto3 a number that is not there is 0, and 0 is no length and no precision.
    ...(maxLength > 0 ? { maxLength } : {}),
    ...(precision > 0 ? { precision } : {}),
    ...(scale > 0 ? { scale } : {}),
    ...(storage.defaultValueExpression ? { defaultValueExpression: storage.defaultValueExpression } : {}),
    ...(timestampPrecision(storage.timestampPrecision) === 12 ? { timestampPrecision: 12 as const } : {}),
    ...(type === 'RANGE'
      ? { rangeElementType: elementNamed(storageType(storage.rangeElementType?.type, path), path) }
      : {}),
  };
}

function storageType(type: string | number | null | undefined, path: string) {
  const name = typeof type === 'number' ? TYPES[type] : type;
  return typeNamed(name === 'DOUBLE' ? 'FLOAT64' : name, path);
}

/** The mode is optional in the message, and NULLABLE is its default. */
function storageMode(mode: string | number | null | undefined, path: string): Mode {
  if (mode === undefined || mode === null || mode === 0 || mode === 'MODE_UNSPECIFIED') return 'NULLABLE';
  const known = typeof mode === 'number' ? MODES[mode] : MODES.find((name) => name === mode);
  if (known === undefined) throw new PenstockError('CONFIG_INVALID', `column ${path}: unknown mode ${mode}`);
  return known;
}

function timestampPrecision(value: StorageField['timestampPrecision']): number {
  const wrapped = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  return int64(wrapped as Int64Like | null | undefined);
}

function int64(value: Int64Like | null | undefined): number {
  return value === undefined || value === null ? 0 : Number(String(value));
}
