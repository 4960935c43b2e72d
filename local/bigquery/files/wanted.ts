/** Which columns are taken from files that bring their own schema (Avro, Parquet), and which are refused. */

import { BigQueryError } from '../errors.ts';
import { type Column, findColumn, type Schema } from '../schema.ts';
import type { InputFile } from './input.ts';
import type { ReadOptions } from './options.ts';
import type { ReadRequest } from './read.ts';

/**
 * The columns taken from files that bring their own: those of the given schema, else the file's. A column's type is the
 * file's; a schema or table that says otherwise is refused.
 */
export function wantedSchema(
  { options, target, known }: Pick<ReadRequest, 'options' | 'target' | 'known'>,
  own: Schema,
  input: InputFile,
): Schema {
  const wanted =
    options.schema ??
    knownOf(own, options, known).map((column) => relaxedLike(column, target, options.format === 'PARQUET'));
  const unknown = own.find(
    ({ name }) => options.schema !== undefined && findColumn(options.schema, name) === undefined,
  );
  if (unknown !== undefined && !options.ignoreUnknownValues) {
    throw new BigQueryError(
      'invalid',
      `Error while reading data, error message: Column '${unknown.name}' of the file is not in the schema. File: ${input.uri}`,
      { location: input.uri },
    );
  }
  for (const column of wanted) {
    const file = findColumn(own, column.name);
    if (file !== undefined && !readsAs(file, column, options.format === 'PARQUET')) {
      throw new BigQueryError(
        'invalid',
        `Error while reading data, error message: Column '${column.name}' has type ${describe(file)} in the file which does not match the target type ${describe(column)}. File: ${input.uri}`,
        { location: input.uri },
      );
    }
  }
  return wanted;
}

function knownOf(own: Schema, { ignoreUnknownValues }: ReadOptions, known: Schema | undefined): Schema {
  if (!ignoreUnknownValues || known === undefined || known.length === 0) return own;
  return own.filter(({ name }) => findColumn(known, name) !== undefined);
}

/**
 * A column as the table has it, unless the table's is REQUIRED and the file's is not: "Field a has changed mode from
 * REQUIRED to NULLABLE", whatever the rows hold. Parquet makes no column of a new table REQUIRED.
 */
function relaxedLike(column: Column, target: Schema | undefined, isParquet: boolean): Column {
  const known = target === undefined ? undefined : findColumn(target, column.name);
  if (known !== undefined && readsAs(column, known, isParquet)) return withModesOf(known, column);
  return isParquet ? nullable(column) : column;
}

function withModesOf(known: Column, file: Column): Column {
  const fields = known.fields?.map((field) => {
    const same = findColumn(file.fields ?? [], field.name);
    return same === undefined ? field : withModesOf(field, same);
  });
  const mode = known.mode === 'REQUIRED' ? file.mode : known.mode;
  return { ...known, mode, ...(fields !== undefined && { fields }) };
}

function nullable(column: Column): Column {
  const mode = column.mode === 'REQUIRED' ? 'NULLABLE' : column.mode;
  return { ...column, mode, ...(column.fields !== undefined && { fields: column.fields.map(nullable) }) };
}

function readsAs(file: Column, wanted: Column, isParquet: boolean): boolean {
  if ((file.mode === 'REPEATED') !== (wanted.mode === 'REPEATED')) return false;
  if (file.type === 'STRUCT' && wanted.type === 'STRUCT') {
    const fields = wanted.fields ?? [];
    return (
      (file.fields ?? []).every((field) => {
        const same = findColumn(fields, field.name);
        return same !== undefined && readsAs(field, same, isParquet);
      }) && fields.length === (file.fields ?? []).length
    );
  }
  // WKT lies in files as text.
  if (file.type === 'STRING' && wanted.type === 'GEOGRAPHY') return true;
  // Parquet's timestamps without a zone (isAdjustedToUTC is false) are taken for UTC where a TIMESTAMP is asked for.
  return file.type === wanted.type || (isParquet && file.type === 'DATETIME' && wanted.type === 'TIMESTAMP');
}

function describe(column: Column): string {
  return column.mode === 'REPEATED' ? `ARRAY<${column.type}>` : column.type;
}
