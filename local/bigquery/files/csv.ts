/** CSV into typed rows, with every option of the load configuration. */

import type { DuckDBValue } from '@duckdb/node-api';
import { BigQueryError } from '../errors.ts';
import { type Column, findColumn, type Schema } from '../schema.ts';
import { type Field, RecordParser } from './csv-record.ts';
import { toUtf8 } from './encoding.ts';
import { type InputFile, unpacked } from './input.ts';
import { lines } from './lines.ts';
import type { CsvOptions } from './options.ts';
import type { RowSink } from './sink.ts';
import { formattedConverter, type TimeFormats } from './time-formats.ts';

export interface CsvReadOptions {
  readonly csv: CsvOptions;
  readonly skipLeadingRows: number;
  readonly ignoreUnknownValues: boolean;
  readonly times: TimeFormats | undefined;
  readonly nowMs: number;
  readonly maxRowBytes: number;
  readonly checkCancelled: () => void;
}

export interface CsvRecord {
  readonly position: number;
  readonly fields: readonly Field[];
}

interface RecordOptions extends Pick<CsvReadOptions, 'csv' | 'maxRowBytes'> {
  /** Whether an empty line is a row: in a file of one column it is that column's empty field. */
  readonly emptyLines?: 'skip' | 'rows';
}

/** The file's records with their positions; faults go to `fault`. */
export async function* csvRecords(
  input: InputFile,
  options: RecordOptions,
  fault: (position: number, message: string) => void,
): AsyncGenerator<readonly CsvRecord[]> {
  const { csv, maxRowBytes, emptyLines = 'skip' } = options;
  const parser = new RecordParser(csv);
  const bytes = csv.encoding === 'utf-8' ? unpacked(input) : toUtf8(unpacked(input), csv.encoding);
  let start = 0;
  let held = 0;
  const missingQuote = `Missing close quote character (${csv.quote}).`;
  for await (const batch of lines(bytes, maxRowBytes, 'forgiving')) {
    const records: CsvRecord[] = [];
    for (const { position, text = '', tooLong } of batch) {
      if (!parser.isOpen) {
        start = position;
        held = 0;
      }
      held += text.length;
      if (tooLong || held > maxRowBytes) {
        parser.reset();
        fault(start, `Row size is larger than the limit.`);
        continue;
      }
      if (emptyLines === 'skip' && (text === '' || text === '\r') && !parser.isOpen) continue;
      if (!csv.preserveAsciiControlCharacters && text.includes('\0')) {
        parser.reset();
        fault(start, 'Bad character (ASCII 0) encountered.');
        continue;
      }
      const record = parser.feed(text);
      if (typeof record === 'string') fault(start, record);
      else if (record !== undefined) records.push({ position: start, fields: record });
      else if (!csv.allowQuotedNewlines) {
        parser.reset();
        fault(start, missingQuote);
      }
    }
    if (records.length > 0) yield records;
  }
  if (parser.isOpen) fault(start, missingQuote);
}

export async function readCsv(
  input: InputFile,
  schema: Schema,
  extra: readonly DuckDBValue[],
  sink: RowSink,
  options: CsvReadOptions,
): Promise<void> {
  const nested = schema.find((column) => column.mode === 'REPEATED' || column.type === 'STRUCT');
  if (nested !== undefined) {
    throw new BigQueryError('invalid', `CSV does not support nested or repeated data. Field: ${nested.name}`, {
      location: input.uri,
    });
  }
  const readers = schema.map((column) => fieldReader(column, options));
  const fault = (position: number, message: string): void =>
    sink.reject(input.uri, `${message} Row starts at position: ${position}.`);
  const emptyLines = schema.length === 1 ? 'rows' : 'skip';
  let skipped = 0;
  let order: Order = { width: schema.length, places: schema.map((_, place) => place) };
  for await (const records of csvRecords(input, { ...options, emptyLines }, fault)) {
    options.checkCancelled();
    for (const record of records) {
      if (skipped < options.skipLeadingRows) {
        skipped += 1;
        if (skipped === options.skipLeadingRows && options.csv.columnMatch === 'NAME')
          order = orderOf(record, schema, options.ignoreUnknownValues, input.uri);
        continue;
      }
      const row = rowOf(record, schema, order, readers, options);
      if (typeof row === 'string') sink.reject(input.uri, row);
      else sink.good([...row, ...extra]);
    }
  }
}

type FieldReader = (field: Field | undefined) => DuckDBValue | undefined;

/** The field of each column, undefined where the file has none; and how many fields a row has. */
interface Order {
  readonly width: number;
  readonly places: readonly (number | undefined)[];
}

/** The header's names in the order of the schema. */
function orderOf({ fields }: CsvRecord, schema: Schema, ignoreUnknownValues: boolean, uri: string): Order {
  const names = fields.map(({ text }) => text.trim().toLowerCase());
  const unknown = fields.find(({ text }) => findColumn(schema, text.trim()) === undefined);
  if (unknown !== undefined && !ignoreUnknownValues) {
    throw new BigQueryError(
      'invalid',
      `Error while reading data, error message: Column '${unknown.text}' of the header is not in the schema. File: ${uri}`,
      { location: uri },
    );
  }
  const places = schema.map(({ name }) => {
    const place = names.indexOf(name.toLowerCase());
    return place < 0 ? undefined : place;
  });
  return { width: fields.length, places };
}

function fieldReader(column: Column, { csv, times, nowMs }: CsvReadOptions): FieldReader {
  const convert = formattedConverter(column, 'parsed', times, nowMs);
  const markers = new Set(csv.nullMarkers);
  const isText = column.type === 'STRING' || column.type === 'BYTES';
  return (field) => {
    if (field === undefined || (!field.quoted && markers.has(field.text))) return null;
    // Quoted and empty: an empty string, or nothing where the type has no empty value.
    if (field.text === '' && !isText) return markers.has('') ? null : undefined;
    return convert(field.text);
  };
}

function rowOf(
  { position, fields }: CsvRecord,
  schema: Schema,
  { width, places }: Order,
  readers: readonly FieldReader[],
  options: CsvReadOptions,
): DuckDBValue[] | string {
  if (fields.length > width && !options.ignoreUnknownValues) {
    return `Too many values in row starting at position: ${position}. Found ${fields.length} column(s) while expected ${width}.`;
  }
  if (fields.length < width && !options.csv.allowJaggedRows) {
    return `CSV table references column position ${fields.length}, but line starting at position:${position} contains only ${fields.length} columns.`;
  }
  const row: DuckDBValue[] = [];
  for (const [place, read] of readers.entries()) {
    const column = schema[place] as Column;
    const at = places[place];
    const field = at === undefined ? undefined : fields[at];
    const value = read(field);
    if (value === undefined) {
      const text = field?.text ?? '';
      return `Could not parse '${text.length > 100 ? `${text.slice(0, 100)}...` : text}' as ${column.type} for field ${column.name} (position ${place}) starting at location ${position} with message 'Unable to parse'`;
    }
    if (value === null && column.mode === 'REQUIRED') {
      return `Required column value for column index: ${place} is missing in row starting at position: ${position}`;
    }
    row.push(value);
  }
  return row;
}
