/** Avro object container files: schema and rows, by BigQuery's conversions. */

import { type DuckDBValue, listValue, structValue } from '@duckdb/node-api';
import avro from 'avsc';
import { BigQueryError } from '../errors.ts';
import type { Column, ColumnType, Schema } from '../schema.ts';
import { skipOf } from './avro-bounds.ts';
import { openAvro } from './avro-container.ts';
import { type Convert, scalarOf } from './avro-scalars.ts';
import { type AvroSchema, bare } from './avro-schema.ts';
import type { InputFile } from './input.ts';

export interface AvroOptions {
  /** BigQuery's limit: a schema whose names refer to each other can mean any number of columns. */
  readonly maxColumns: number;
  readonly useLogicalTypes: boolean;
  readonly decimalTargetTypes: readonly ColumnType[];
}

export interface AvroColumn {
  readonly column: Column;
  readonly convert: Convert;
}

/** Longs as BigInt: a double would change them. */
const LONG = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});

/** Calls `begin` with the file's columns, then `row` for each row. */
export async function readAvro(
  input: InputFile,
  options: AvroOptions,
  begin: (columns: readonly AvroColumn[]) => Promise<(row: DuckDBValue[]) => void>,
): Promise<void> {
  try {
    const { schema, blocks } = await openAvro(input.bytes());
    const parsed = JSON.parse(schema) as AvroSchema;
    const type = avro.Type.forSchema(bare(parsed) as never, {
      registry: { long: LONG as never },
      wrapUnions: 'never' as never,
    });
    const columns = columnsOf(parsed, options);
    const skip = skipOf(parsed);
    const row = await begin(columns);
    for await (const { count, data } of blocks) {
      let at = 0;
      for (let read = 0; read < count; read += 1) {
        const end = skip(data, at);
        if (end === at) throw new Error('records without bytes are not supported');
        const { value, offset } = type.decode(data, at) as { value: Readonly<Record<string, unknown>>; offset: number };
        if (offset !== end) throw new Error('a record is not what its schema says');
        at = offset;
        row(columns.map(({ column, convert }) => convert(value[column.name])));
      }
      if (at !== data.length) throw new Error('a block is longer than its records');
    }
  } catch (error) {
    if (error instanceof BigQueryError) throw error;
    throw new BigQueryError(
      'invalid',
      `Error while reading data, error message: The Apache Avro library failed to parse the file: ${error instanceof Error ? error.message : String(error)}. File: ${input.uri}`,
      { location: input.uri, cause: error },
    );
  }
}

function columnsOf(schema: AvroSchema, options: AvroOptions): readonly AvroColumn[] {
  const named = new Map<string, AvroSchema>();
  if (typeof schema !== 'object' || Array.isArray(schema) || (schema as { type?: unknown }).type !== 'record') {
    throw new BigQueryError('invalid', 'The Avro file does not hold records');
  }
  return fieldsOf(schema as Readonly<Record<string, unknown>>, { ...options, count: { columns: 0 } }, named, 1);
}

interface Counting extends AvroOptions {
  readonly count: { columns: number };
}

function fieldsOf(
  record: Readonly<Record<string, unknown>>,
  options: Counting,
  named: Map<string, AvroSchema>,
  depth: number,
): readonly AvroColumn[] {
  remember(record, named);
  if (depth > 15) throw new BigQueryError('invalid', 'The Avro schema is nested too deeply or recursive');
  options.count.columns += (record.fields as readonly unknown[]).length;
  if (options.count.columns > options.maxColumns)
    throw new BigQueryError('invalid', `Too many columns: a table has at most ${options.maxColumns}.`);
  const fields = record.fields as readonly {
    readonly name: string;
    readonly type: AvroSchema;
    readonly doc?: string;
  }[];
  return fields.map(({ name, type }) => columnOf(name, type, options, named, depth));
}

function remember(schema: Readonly<Record<string, unknown>>, named: Map<string, AvroSchema>): void {
  if (typeof schema.name !== 'string') return;
  named.set(schema.name, schema);
  if (typeof schema.namespace === 'string') named.set(`${schema.namespace}.${schema.name}`, schema);
}

function columnOf(
  name: string,
  schema: AvroSchema,
  options: Counting,
  named: Map<string, AvroSchema>,
  depth: number,
): AvroColumn {
  if (Array.isArray(schema)) {
    const kinds = (schema as readonly AvroSchema[]).filter(
      (branch) => branch !== 'null' && (branch as { type?: unknown }).type !== 'null',
    );
    const [only] = kinds;
    if (only === undefined || kinds.length > 1)
      throw new BigQueryError(
        'notImplemented',
        `The local BigQuery does not support the Avro union of field ${name}: only a type and null`,
        { status: 400 },
      );
    const { column, convert } = columnOf(name, only, options, named, depth);
    const mode = column.mode === 'REQUIRED' && kinds.length < schema.length ? 'NULLABLE' : column.mode;
    return {
      column: { ...column, mode },
      convert: (value) =>
        value === null || value === undefined ? (mode === 'REPEATED' ? listValue([]) : null) : convert(value),
    };
  }
  const resolved =
    typeof schema === 'string'
      ? (named.get(schema) ?? { type: schema })
      : (schema as Readonly<Record<string, unknown>>);
  remember(resolved as Readonly<Record<string, unknown>>, named);
  const { type } = resolved as { readonly type: unknown };
  if (typeof type === 'object' && type !== null) return columnOf(name, type as AvroSchema, options, named, depth);
  const definition = resolved as Readonly<Record<string, unknown>>;
  const required = { name, mode: 'REQUIRED' } as const;
  if (type === 'array') {
    const item = columnOf(name, definition.items as AvroSchema, options, named, depth);
    if (item.column.mode === 'REPEATED') throw new BigQueryError('invalid', `Field ${name} is an array of arrays`);
    return {
      column: { ...item.column, mode: 'REPEATED' },
      convert: (value) => listValue((value as unknown[]).map((element) => noNull(item.convert(element), name))),
    };
  }
  if (type === 'map') {
    const value = columnOf('value', definition.values as AvroSchema, options, named, depth + 1);
    const fields: Schema = [{ name: 'key', type: 'STRING', mode: 'REQUIRED' }, value.column];
    return {
      column: { name, type: 'STRUCT', mode: 'REPEATED', fields },
      convert: (map) =>
        listValue(
          Object.entries(map as Record<string, unknown>).map(([key, entry]) =>
            structValue({ key, value: value.convert(entry) }),
          ),
        ),
    };
  }
  if (type === 'record') {
    const members = fieldsOf(definition, options, named, depth + 1);
    return {
      column: { ...required, ...recordType(definition, members) },
      convert: (value) =>
        structValue(
          Object.fromEntries(
            members.map(({ column, convert }) => [
              column.name,
              convert((value as Record<string, unknown>)[column.name]),
            ]),
          ),
        ),
    };
  }
  const logical = typeof definition.logicalType === 'string' ? definition.logicalType : undefined;
  const scalar = scalarOf(String(type), logical, definition, options);
  if (scalar === undefined)
    throw new BigQueryError('invalid', `Unsupported Avro type of field ${name}: ${String(type)}`);
  return { column: { ...required, ...scalar.column }, convert: scalar.convert };
}

/** A RANGE that was exported says so, where its bounds are read as dates and times. */
function recordType(
  { sqlType }: Readonly<Record<string, unknown>>,
  members: readonly AvroColumn[],
): Pick<Column, 'type' | 'fields' | 'rangeElementType'> {
  const fields = members.map(({ column }) => column);
  const [start, end] = fields;
  const isRange =
    sqlType === 'RANGE' &&
    fields.length === 2 &&
    start?.name === 'start' &&
    end?.name === 'end' &&
    start.type === end.type;
  if (!isRange || !['DATE', 'DATETIME', 'TIMESTAMP'].includes(start.type)) return { type: 'STRUCT', fields };
  return { type: 'RANGE', rangeElementType: start.type };
}

function noNull(value: DuckDBValue, name: string): DuckDBValue {
  if (value === null)
    throw new BigQueryError('invalid', `Only optional fields can be set to NULL. Field: ${name}; Value: NULL`);
  return value;
}
