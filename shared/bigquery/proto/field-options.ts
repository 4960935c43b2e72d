/** The options of `proto/penstock/options/v1/options.proto` on a field, read as protoc would resolve their names. */

import type protobuf from 'protobufjs';
import { PenstockError } from '../../runtime/errors.ts';
import type { SensitiveTreatment } from '../codec/options.ts';
import { COLUMN_TYPES, type ColumnType } from '../schema/table-schema.ts';

const PACKAGE = 'penstock.options.v1';
const TREATMENTS: Readonly<Record<string, SensitiveTreatment>> = { MASK: 'mask', HASH: 'hash', DROP: 'drop' };
/** Treatments by number, because an option may give its enum value as a number. */
const TREATMENT_NAMES = ['SENSITIVE_UNSPECIFIED', 'MASK', 'HASH', 'DROP'];

export interface FieldOptions {
  readonly sensitive?: SensitiveTreatment;
  readonly columnType?: ColumnType;
  readonly required: boolean;
}

/**
 * Every spelling of an option counts: `(penstock.options.v1.sensitive)`, with a leading dot, or relative to the field's
 * own package. One that is read as something else would let a value through, so an unknown name in our package is an error.
 */
export function fieldOptions(field: protobuf.FieldBase): FieldOptions {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(field.options ?? {})) {
    const name = ourOption(key, field);
    if (name !== undefined) found.set(name, value);
  }
  const treatment = found.get('sensitive');
  const columnType = found.get('column_type');
  return {
    ...(treatment === undefined ? {} : { sensitive: treatmentOf(treatment, field) }),
    ...(columnType === undefined ? {} : { columnType: columnTypeOf(columnType, field) }),
    required: found.get('required_column') === true,
  };
}

function ourOption(key: string, field: protobuf.FieldBase): string | undefined {
  const written = /^\(\.?([\w.]+)\)/.exec(key)?.[1];
  if (written === undefined) return undefined;
  const resolved = resolve(written, field);
  if (resolved === undefined) throw invalid(field, `unknown option (${written})`);
  if (!resolved.startsWith(`${PACKAGE}.`)) return undefined;
  return resolved.slice(PACKAGE.length + 1);
}

/** The innermost scope that has an extension of this name. */
function resolve(written: string, field: protobuf.FieldBase): string | undefined {
  const scopes = (field.parent as protobuf.Type).fullName.slice(1).split('.');
  for (let length = scopes.length; length >= 0; length -= 1) {
    const name = [...scopes.slice(0, length), written].join('.');
    const item = field.root.lookup(name);
    if (item !== null && item.fullName === `.${name}`) return name;
  }
  return undefined;
}

function treatmentOf(value: unknown, field: protobuf.FieldBase): SensitiveTreatment {
  const name = typeof value === 'number' ? TREATMENT_NAMES[value] : value;
  const treatment = Object.hasOwn(TREATMENTS, String(name)) ? TREATMENTS[String(name)] : undefined;
  if (treatment === undefined) throw invalid(field, `sensitive is MASK, HASH or DROP, found ${String(value)}`);
  return treatment;
}

function columnTypeOf(value: unknown, field: protobuf.FieldBase): ColumnType {
  const type = COLUMN_TYPES.find((name) => name === value);
  if (type === undefined) throw invalid(field, `column_type ${JSON.stringify(value)} is no type of BigQuery`);
  return type;
}

function invalid(field: protobuf.FieldBase, what: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', `${field.fullName.slice(1)}: ${what}`);
}
