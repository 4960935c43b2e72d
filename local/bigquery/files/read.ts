/** A set of files read into the stage: one schema, every format, all the bad rows counted together. */

import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { BigQueryError, type ErrorProto } from '../errors.ts';
import { type Column, duckType, findColumn, quote, type Schema } from '../schema.ts';
import { checkSchema } from '../tables/schema-resource.ts';
import { Stage } from '../tables/stage.ts';
import { emptyOf } from '../values.ts';
import type { Warehouse } from '../warehouse.ts';
import { readAvro } from './avro.ts';
import { outsideCalendar } from './calendar.ts';
import { readCsv } from './csv.ts';
import { detectCsv, detectJson } from './detect.ts';
import { type HivePartitions, hivePartitions, withHiveKeys } from './hive.ts';
import { type InputFile, isGzip } from './input.ts';
import { readNdjson } from './ndjson.ts';
import { isFlat, readNdjsonFast } from './ndjson-fast.ts';
import type { ReadOptions } from './options.ts';
import { describeParquet } from './parquet.ts';
import { RowSink, TooManyBadRows } from './sink.ts';
import { wantedSchema } from './wanted.ts';

export interface Gathered {
  /** The rows' columns: the files' own and the hive keys. */
  readonly schema: Schema;
  /** The names of the hive keys. */
  readonly keys: readonly string[];
  /** Tables in `staging`, each with those columns, and the file each came from where it is known. */
  readonly relations: readonly { readonly relation: string; readonly uri?: string }[];
  readonly rows: number;
  readonly badRecords: number;
  readonly warnings: readonly ErrorProto[];
}

export interface ReadRequest {
  readonly inputs: readonly InputFile[];
  readonly options: ReadOptions;
  /** The table's columns, for files that bring no schema and are given none. */
  readonly target: Schema | undefined;
  /** The table's columns, where those that only the file has may be ignored: not where the job replaces or adds columns. */
  readonly known?: Schema | undefined;
  /** One relation a file, so that `_FILE_NAME` can be told. */
  readonly perFile: boolean;
  readonly checkCancelled: () => void;
}

interface Reading extends ReadRequest {
  readonly warehouse: Warehouse;
  readonly connection: DuckDBConnection;
  readonly hive: HivePartitions | undefined;
  readonly relations: { relation: string; uri?: string }[];
  readonly stages: Stage[];
}

/** The caller drops the relations, also after a failure: they are pushed to `made` as they are made. */
export async function readFiles(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  request: ReadRequest,
  made: { relation: string; uri?: string }[],
): Promise<Gathered> {
  const { inputs, options } = request;
  const hive =
    options.hive === undefined
      ? undefined
      : hivePartitions(
          inputs.map(({ uri }) => uri),
          options.hive,
        );
  const reading: Reading = { ...request, warehouse, connection, hive, relations: made, stages: [] };
  const readAll =
    options.format === 'PARQUET' ? readParquetFiles : options.format === 'AVRO' ? readAvroFiles : readTextFiles;
  try {
    return { ...(await readAll(reading)), keys: (hive?.columns ?? []).map(({ name }) => name) };
  } catch (error) {
    for (const stage of reading.stages) stage.abandon();
    throw error;
  }
}

async function openStage(reading: Reading, schema: Schema, { uri }: InputFile): Promise<Stage> {
  const { warehouse, connection, relations, stages, perFile } = reading;
  const stage = await Stage.open(warehouse.engine, connection, schema);
  relations.push({ relation: stage.relation, ...(perFile && { uri }) });
  stages.push(stage);
  return stage;
}

async function readTextFiles(reading: Reading): Promise<Omit<Gathered, 'keys'>> {
  const { warehouse, inputs, options, relations, checkCancelled } = reading;
  const { schema: own, headerRows } = await textSchema(reading);
  const schema = withHiveKeys(own, reading.hive);
  const label = options.format === 'CSV' ? 'CSV' : 'JSON';
  let stage: Stage | undefined;
  let sink: RowSink | undefined;
  let rows = 0;
  let bad = 0;
  const warnings: ErrorProto[] = [];
  const settle = (): void => {
    stage?.finish();
    rows += stage?.rows ?? 0;
    bad += sink?.bad ?? 0;
    warnings.push(...(sink?.errors ?? []));
    stage = undefined;
  };
  try {
    for (const [index, input] of inputs.entries()) {
      checkCancelled();
      const extra = reading.hive?.files[index] ?? [];
      if (label === 'JSON' && extra.length === 0 && options.times === undefined) {
        const fast = await tryFast(reading, input, own);
        if (fast !== undefined) {
          rows += fast;
          continue;
        }
      }
      if (stage === undefined || reading.perFile) {
        settle();
        stage = await openStage(reading, schema, input);
        sink = new RowSink(stage, label, options.maxBadRecords - bad);
      }
      if (sink === undefined) continue;
      const common = {
        ignoreUnknownValues: options.ignoreUnknownValues,
        times: options.times,
        nowMs: warehouse.now(),
        maxRowBytes: warehouse.limits.fileRowBytes,
        checkCancelled,
      };
      if (label === 'JSON') await readNdjson(input, own, extra, sink, common);
      else await readCsv(input, own, extra, sink, { ...common, csv: options.csv, skipLeadingRows: headerRows });
    }
    settle();
  } catch (error) {
    if (error instanceof TooManyBadRows && sink !== undefined) throw sink.failure();
    throw error;
  }
  return { schema, relations, rows, badRecords: bad, warnings };
}

async function textSchema({
  options,
  target,
  inputs,
  warehouse,
  hive,
}: Reading): Promise<{ schema: Schema; headerRows: number }> {
  const headerRows = options.csv.skipLeadingRows ?? (options.csv.columnMatch === 'NAME' ? 1 : 0);
  if (options.schema !== undefined) return { schema: options.schema, headerRows };
  const [first] = inputs;
  if (options.autodetect && first !== undefined) {
    const max = warehouse.limits.fileRowBytes;
    const detected = options.format === 'CSV' ? await detectCsv(first, options.csv, max) : await detectJson(first, max);
    // Before the rows are read: a file may have any number of fields.
    checkSchema(detected.schema, warehouse.limits);
    return { ...detected, schema: likeTarget(detected.schema, target) };
  }
  if (target === undefined || target.length === 0)
    throw new BigQueryError('invalid', 'No schema specified on job or table.');
  return {
    schema: target.filter((column) => hive === undefined || findColumn(hive.columns, column.name) === undefined),
    headerRows,
  };
}

/** Detection loads into a table that exists: the table's type counts where it has the column. */
function likeTarget(detected: Schema, target: Schema | undefined): Schema {
  return detected.map((column) => (target === undefined ? column : (findColumn(target, column.name) ?? column)));
}

async function tryFast(
  { warehouse, connection, relations, perFile }: Reading,
  input: InputFile,
  schema: Schema,
): Promise<number | undefined> {
  if (!isFlat(schema) || (await isGzip(input))) return undefined;
  const local = await input.local();
  try {
    const relation = warehouse.engine.stagingName();
    const rows = await readNdjsonFast(connection, relation, local.path, schema, warehouse.limits.fileRowBytes);
    if (rows !== undefined) relations.push({ relation, ...(perFile && { uri: input.uri }) });
    return rows;
  } finally {
    await local.release();
  }
}

async function readAvroFiles(reading: Reading): Promise<Omit<Gathered, 'keys'>> {
  const { inputs, options, relations, checkCancelled, hive, warehouse } = reading;
  let schema: Schema | undefined;
  let rows = 0;
  for (const [index, input] of inputs.entries()) {
    const extra = hive?.files[index] ?? [];
    const settings = {
      maxColumns: warehouse.limits.columns,
      useLogicalTypes: options.useAvroLogicalTypes,
      decimalTargetTypes: options.decimalTargetTypes,
    };
    let stage: Stage | undefined;
    await readAvro(input, settings, async (columns) => {
      const own = columns.map(({ column }) => column);
      const wanted = wantedSchema(reading, own, input);
      schema ??= withHiveKeys(wanted, hive);
      stage = await openStage(reading, schema, input);
      const places = wanted.map((column) =>
        own.findIndex(({ name }) => name.toLowerCase() === column.name.toLowerCase()),
      );
      return (row): void => {
        if ((stage as Stage).rows % 10_000 === 0) checkCancelled();
        stage?.append([
          ...places.map((place, at): DuckDBValue => (place < 0 ? emptyOf(wanted[at] as Column) : (row[place] ?? null))),
          ...extra,
        ]);
      };
    });
    stage?.finish();
    rows += stage?.rows ?? 0;
  }
  return { schema: schema ?? [], relations, rows, badRecords: 0, warnings: [] };
}

async function readParquetFiles(reading: Reading): Promise<Omit<Gathered, 'keys'>> {
  const { warehouse, connection, inputs, options, relations, hive } = reading;
  let schema: Schema | undefined;
  let rows = 0;
  for (const [index, input] of inputs.entries()) {
    reading.checkCancelled();
    const local = await input.local();
    try {
      const file = await describeParquet(connection, local.path, input, options);
      const wanted = wantedSchema(reading, file.schema, input);
      schema ??= withHiveKeys(wanted, hive);
      const relation = warehouse.engine.stagingName();
      const columns = wanted.map((column) => {
        const own = findColumn(file.schema, column.name);
        const value = own === undefined ? (column.mode === 'REPEATED' ? '[]' : 'NULL') : quote(own.name);
        return `${value}::${duckType(column)} AS ${quote(column.name)}`;
      });
      const keys = (hive?.columns ?? []).map(
        (column, place) => `$${place + 1}::${duckType(column)} AS ${quote(column.name)}`,
      );
      relations.push({ relation, ...(reading.perFile && { uri: input.uri }) });
      const made = await connection.run(
        `CREATE TABLE ${relation} AS SELECT ${[...columns, ...keys].join(', ')} FROM (${file.select})`,
        [...(hive?.files[index] ?? [])],
      );
      await checkRequired(connection, relation, wanted, input);
      await checkCalendar(connection, relation, wanted, input);
      rows += Number((await made.getRows())[0]?.[0] ?? 0);
    } catch (error) {
      if (error instanceof BigQueryError) throw error;
      throw new BigQueryError(
        'invalid',
        `Error while reading data, error message: ${messageOf(error, local.path, input.uri)} File: ${input.uri}`,
        { location: input.uri, cause: error },
      );
    } finally {
      await local.release();
    }
  }
  return { schema: schema ?? [], relations, rows, badRecords: 0, warnings: [] };
}

async function checkCalendar(
  connection: DuckDBConnection,
  relation: string,
  schema: Schema,
  input: InputFile,
): Promise<void> {
  for (const column of schema) {
    const outside = outsideCalendar(column);
    if (outside === undefined) continue;
    const found = await connection.runAndReadAll(`SELECT 1 FROM ${relation} WHERE ${outside} LIMIT 1`);
    if (found.currentRowCount > 0)
      throw new BigQueryError(
        'invalid',
        `Error while reading data, error message: Field ${column.name} has a ${column.type} out of range. File: ${input.uri}`,
        { location: input.uri },
      );
  }
}

/** DuckDB's words, which know the file by where it lies on this machine. */
function messageOf(error: unknown, path: string, uri: string): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(path, uri);
}

async function checkRequired(
  connection: DuckDBConnection,
  relation: string,
  schema: Schema,
  input: InputFile,
): Promise<void> {
  for (const column of schema) {
    if (column.mode !== 'REQUIRED') continue;
    const found = await connection.runAndReadAll(
      `SELECT 1 FROM ${relation} WHERE ${quote(column.name)} IS NULL LIMIT 1`,
    );
    if (found.currentRowCount > 0)
      throw new BigQueryError(
        'invalid',
        `Error while reading data, error message: Required field ${column.name} cannot be null. File: ${input.uri}`,
        { location: input.uri },
      );
  }
}
