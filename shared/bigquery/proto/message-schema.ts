/** A message of a `.proto` as the schema of a table, and the treatments that its options ask for. */

import protobuf from 'protobufjs';
import { PenstockError } from '../../runtime/errors.ts';
import type { SensitiveTreatment } from '../codec/options.ts';
import { checkSchema } from '../schema/check-schema.ts';
import type { ColumnType, Field, Mode, TableSchema } from '../schema/table-schema.ts';
import { type FieldOptions, fieldOptions } from './field-options.ts';

export interface MessageSchema {
  readonly schema: TableSchema;
  /** Treatments by column path. */
  readonly sensitive: Readonly<Record<string, SensitiveTreatment>>;
}

/** As in write-api.md, Types. 64 unsigned bits do not fit INT64: `column_type` has to say NUMERIC. */
const SCALARS: Readonly<Record<string, ColumnType>> = {
  string: 'STRING',
  bytes: 'BYTES',
  bool: 'BOOL',
  double: 'FLOAT64',
  float: 'FLOAT64',
  int32: 'INT64',
  sint32: 'INT64',
  sfixed32: 'INT64',
  uint32: 'INT64',
  fixed32: 'INT64',
  int64: 'INT64',
  sint64: 'INT64',
  sfixed64: 'INT64',
};
const WELL_KNOWN: Readonly<Record<string, ColumnType>> = {
  '.google.protobuf.Timestamp': 'TIMESTAMP',
  '.google.protobuf.StringValue': 'STRING',
  '.google.protobuf.BytesValue': 'BYTES',
  '.google.protobuf.BoolValue': 'BOOL',
  '.google.protobuf.DoubleValue': 'FLOAT64',
  '.google.protobuf.FloatValue': 'FLOAT64',
  '.google.protobuf.Int32Value': 'INT64',
  '.google.protobuf.UInt32Value': 'INT64',
  '.google.protobuf.Int64Value': 'INT64',
};
/** The column types that a text field may be declared as. */
const TEXT_COLUMNS: readonly ColumnType[] = [
  'STRING',
  'NUMERIC',
  'BIGNUMERIC',
  'DATE',
  'TIME',
  'DATETIME',
  'TIMESTAMP',
  'INTERVAL',
  'GEOGRAPHY',
  'JSON',
];
const UNSIGNED_64 = ['uint64', 'fixed64'];

export function schemaOfMessage(root: protobuf.Root, name: string): MessageSchema {
  const type = root.lookup(name, [protobuf.Type]);
  if (!(type instanceof protobuf.Type)) throw new PenstockError('CONFIG_INVALID', `no message ${name}`);
  const sensitive: Record<string, SensitiveTreatment> = {};
  const schema = { fields: fieldsOf(type, '', [], sensitive) };
  return { schema: checkSchema(schema), sensitive };
}

type Sensitive = Record<string, SensitiveTreatment>;

function fieldsOf(type: protobuf.Type, parent: string, above: readonly protobuf.Type[], sensitive: Sensitive): Field[] {
  if (above.includes(type)) throw invalid(parent, `${type.fullName.slice(1)} holds itself, which no table can`);
  return type.fieldsArray.map((field) => fieldOf(field, parent, [...above, type], sensitive));
}

function fieldOf(field: protobuf.Field, parent: string, above: readonly protobuf.Type[], sensitive: Sensitive): Field {
  const path = parent === '' ? field.name : `${parent}.${field.name}`;
  const options = fieldOptions(field);
  if (options.sensitive !== undefined) sensitive[path] = options.sensitive;
  const { resolvedType } = field;
  const base = {
    name: field.name,
    type: columnType(field, options, path),
    mode: modeOf(field, options),
    number: field.id,
  };
  if (base.type === 'STRUCT') {
    return { ...base, fields: fieldsOf(resolvedType as protobuf.Type, path, above, sensitive) };
  }
  return resolvedType instanceof protobuf.Enum ? { ...base, enumNames: Object.keys(resolvedType.values) } : base;
}

function columnType(field: protobuf.Field, options: FieldOptions, path: string): ColumnType {
  if (field.map) throw invalid(path, 'a map has no column type; use a repeated message of key and value');
  const natural = naturalType(field);
  const wanted = options.columnType ?? natural;
  if (wanted === undefined) throw invalid(path, `${field.type} fits no column; say column_type = "NUMERIC"`);
  if (wanted === natural || (natural === 'STRING' && TEXT_COLUMNS.includes(wanted))) return wanted;
  if (natural === undefined && (wanted === 'NUMERIC' || wanted === 'BIGNUMERIC')) return wanted;
  throw invalid(path, `a field of ${field.type} is no ${wanted} column`);
}

/** Enums are their names in a STRING column. */
function naturalType(field: protobuf.Field): ColumnType | undefined {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum) return 'STRING';
  if (resolvedType === null) return UNSIGNED_64.includes(field.type) ? undefined : SCALARS[field.type];
  return WELL_KNOWN[resolvedType.fullName] ?? 'STRUCT';
}

function modeOf(field: protobuf.Field, options: FieldOptions): Mode {
  if (field.repeated) return 'REPEATED';
  return field.required || options.required ? 'REQUIRED' : 'NULLABLE';
}

function invalid(path: string, what: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', `${path}: ${what}`);
}
