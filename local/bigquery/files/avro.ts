/** Avro object container files: schema and rows, by BigQuery's conversions. */

import {
  blobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
  listValue,
  structValue,
} from '@duckdb/node-api';
import avro from 'avsc';
import { BigQueryError } from '../errors.ts';
import type { Column, ColumnType, Schema } from '../schema.ts';
import { BIGNUMERIC } from '../values.ts';
import { skipOf } from './avro-bounds.ts';
import { openAvro } from './avro-container.ts';
import { type AvroSchema, bare } from './avro-schema.ts';
import type { InputFile } from './input.ts';

export interface AvroOptions {
  /** BigQuery's limit: a schema whose names refer to each other can mean any number of columns. */
  readonly maxColumns: number;
  readonly useLogicalTypes: boolean;
  readonly decimalTargetTypes: readonly ColumnType[];
}

/** Turns one decoded Avro value into the column's. */
type Convert = (value: unknown) => DuckDBValue;

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
      column: { ...required, type: 'STRUCT', fields: members.map(({ column }) => column) },
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

function noNull(value: DuckDBValue, name: string): DuckDBValue {
  if (value === null)
    throw new BigQueryError('invalid', `Only optional fields can be set to NULL. Field: ${name}; Value: NULL`);
  return value;
}

interface Scalar {
  readonly column: Pick<Column, 'type'>;
  readonly convert: Convert;
}

function scalarOf(
  type: string,
  logical: string | undefined,
  definition: Readonly<Record<string, unknown>>,
  options: AvroOptions,
): Scalar | undefined {
  // Decimals are read as such with or without useAvroLogicalTypes.
  if (logical === 'decimal' && (type === 'bytes' || type === 'fixed')) return decimal(definition, options);
  if (options.useLogicalTypes && logical !== undefined) {
    const known = LOGICAL[`${type}/${logical}`];
    if (known !== undefined) return { column: { type: known[0] }, convert: known[1] };
  }
  const plain = PLAIN[type];
  return plain === undefined ? undefined : { column: { type: plain[0] }, convert: plain[1] };
}

const toBytes: Convert = (value) => blobValue(value as Buffer);

const PLAIN: Readonly<Record<string, readonly [ColumnType, Convert]>> = {
  boolean: ['BOOL', (value) => value as boolean],
  int: ['INT64', (value) => BigInt(value as number)],
  long: ['INT64', (value) => value as bigint],
  float: ['FLOAT64', (value) => value as number],
  double: ['FLOAT64', (value) => value as number],
  string: ['STRING', (value) => value as string],
  enum: ['STRING', (value) => value as string],
  bytes: ['BYTES', toBytes],
  fixed: ['BYTES', toBytes],
};

const LOGICAL: Readonly<Record<string, readonly [ColumnType, Convert]>> = {
  'int/date': ['DATE', (value) => new DuckDBDateValue(value as number)],
  'int/time-millis': ['TIME', (value) => new DuckDBTimeValue(BigInt(value as number) * 1000n)],
  'long/time-micros': ['TIME', (value) => new DuckDBTimeValue(value as bigint)],
  'long/timestamp-millis': ['TIMESTAMP', (value) => new DuckDBTimestampTZValue((value as bigint) * 1000n)],
  'long/timestamp-micros': ['TIMESTAMP', (value) => new DuckDBTimestampTZValue(value as bigint)],
  'long/local-timestamp-millis': ['DATETIME', (value) => new DuckDBTimestampValue((value as bigint) * 1000n)],
  'long/local-timestamp-micros': ['DATETIME', (value) => new DuckDBTimestampValue(value as bigint)],
};

/** The first of the target types that holds the precision and scale; beyond all, BigQuery takes the last with an error on overflow. */
function decimal(definition: Readonly<Record<string, unknown>>, { decimalTargetTypes }: AvroOptions): Scalar {
  const precision = Number(definition.precision);
  const scale = Number(definition.scale ?? 0);
  const fits = (type: ColumnType): boolean =>
    type === 'NUMERIC'
      ? scale <= 9 && precision - scale <= 29
      : type === 'BIGNUMERIC'
        ? scale <= 38 && precision - scale <= 38
        : true;
  const type = decimalTargetTypes.find(fits);
  if (type === undefined || type === 'STRING')
    throw new BigQueryError(
      'invalid',
      `Decimal(${precision}, ${scale}) does not fit ${decimalTargetTypes.join(', ')}; set decimalTargetTypes`,
    );
  const up = 10n ** BigInt((type === 'NUMERIC' ? 9 : BIGNUMERIC.scale) - scale);
  return {
    column: { type },
    convert: (value) => {
      const scaled = bigEndian(value as Buffer) * up;
      return type === 'NUMERIC' ? new DuckDBDecimalValue(scaled, 38, 9) : scaled;
    },
  };
}

function bigEndian(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}
