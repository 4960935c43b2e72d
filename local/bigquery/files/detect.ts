/** Schema detection for CSV and JSON: the types that hold every sampled value. Documented in the README. */

import { BigQueryError } from '../errors.ts';
import type { Column, ColumnType, Schema } from '../schema.ts';
import { ExactNumber } from '../values/json.ts';
import { parseDate, parseExact, parseFloat64, parseTime, parseTimestamp } from '../values.ts';
import { csvRecords } from './csv.ts';
import { type InputFile, unpacked } from './input.ts';
import { lines } from './lines.ts';
import type { CsvOptions } from './options.ts';

/** BigQuery looks at up to 500 rows of a file. */
const SAMPLE = 500;

export interface Detected {
  readonly schema: Schema;
  /** CSV: rows before the data. */
  readonly headerRows: number;
}

export async function detectCsv(input: InputFile, csv: CsvOptions, maxRowBytes: number): Promise<Detected> {
  const rows: string[][] = [];
  for await (const records of csvRecords(input, { csv, maxRowBytes }, () => undefined)) {
    for (const { fields } of records) rows.push(fields.map(({ text }) => text));
    if (rows.length > SAMPLE) break;
  }
  const skip = csv.skipLeadingRows;
  const headerAt = skip === undefined ? 0 : skip - 1;
  const header = headerAt >= 0 ? rows[headerAt] : undefined;
  const data = rows.slice(Math.max(headerAt + 1, 0), SAMPLE);
  const widest = Math.max(header?.length ?? 0, ...data.map(({ length }) => length));
  if (widest < 1 || rows.length === 0)
    throw new BigQueryError('invalid', `Failed to detect schema: the file is empty. File: ${input.uri}`, {
      location: input.uri,
    });
  const types = Array.from({ length: widest }, (_, place) => detect(data.map((row) => row[place] ?? '')));
  // A header is all text. Without skipLeadingRows it must be the only row that is; with it, row N is skipped either way.
  const isHeader =
    header !== undefined &&
    isAllText(header) &&
    (skip !== undefined || (data.length > 0 && types.some((type) => type !== 'STRING')));
  const own =
    isHeader || header === undefined || skip !== undefined
      ? types
      : Array.from({ length: widest }, (_, place) =>
          detect([header[place] ?? '', ...data.map((row) => row[place] ?? '')]),
        );
  const names = uniqueNames(own, isHeader ? header : []);
  return {
    schema: names.map((name, place): Column => ({ name, type: own[place] as ColumnType, mode: 'NULLABLE' })),
    headerRows: skip ?? (isHeader ? 1 : 0),
  };
}

function isAllText(row: readonly string[]): boolean {
  return row.every((text) => text !== '' && detect([text]) === 'STRING');
}

/** Letters, digits and underscores; `string_field_3`, `int64_field_0` for what has no name. */
function uniqueNames(types: readonly ColumnType[], header: readonly string[]): string[] {
  const seen = new Set<string>();
  return types.map((type, place) => {
    const text = (header[place] ?? '').trim().replace(/[^\p{L}\p{N}_]/gu, '_');
    const base =
      text === ''
        ? `${type === 'FLOAT64' ? 'double' : type.toLowerCase()}_field_${place}`
        : /^\d/.test(text)
          ? `_${text}`
          : text;
    let name = base;
    for (let n = 1; seen.has(name.toLowerCase()); n += 1) name = `${base}_${n}`;
    seen.add(name.toLowerCase());
    return name;
  });
}

function detect(values: readonly string[]): ColumnType {
  const known = values.filter((text) => text !== '');
  if (known.length === 0) return 'STRING';
  for (const [type, fits] of TESTS) if (known.every(fits)) return type;
  return 'STRING';
}

const TESTS: readonly (readonly [ColumnType, (text: string) => boolean])[] = [
  ['BOOL', (text) => /^(?:true|false)$/i.test(text.trim())],
  ['INT64', (text) => /^[+-]?\d{1,18}$/.test(text.trim())],
  ['FLOAT64', (text) => parseFloat64(text) !== undefined],
  ['DATE', (text) => parseDate(text.trim()) !== undefined],
  [
    'TIMESTAMP',
    (text) => /^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ Tt]\d/.test(text.trim()) && parseTimestamp(text) !== undefined,
  ],
  ['TIME', (text) => parseTime(text.trim()) !== undefined],
];

interface Shape {
  readonly kinds: Set<ColumnType>;
  readonly fields: Map<string, Shape>;
  repeated: boolean;
}

export async function detectJson(input: InputFile, maxRowBytes: number): Promise<Detected> {
  const root = newShape();
  let rows = 0;
  for await (const batch of lines(unpacked(input), maxRowBytes)) {
    for (const { text } of batch) {
      if (text === undefined || text.trim() === '' || rows >= SAMPLE) continue;
      rows += 1;
      try {
        observe(root, parseExact(text), 0);
      } catch {
        // The reader will say what is wrong with the row.
      }
    }
    if (rows >= SAMPLE) break;
  }
  if (root.fields.size === 0)
    throw new BigQueryError('invalid', `Failed to detect schema: no JSON objects found. File: ${input.uri}`, {
      location: input.uri,
    });
  return { schema: columnsOf(root, input.uri), headerRows: 0 };
}

function newShape(): Shape {
  return { kinds: new Set(), fields: new Map(), repeated: false };
}

function observe(shape: Shape, value: unknown, depth: number): void {
  if (value === null || depth > 15) return;
  if (Array.isArray(value)) {
    shape.repeated = true;
    for (const element of value) observe(shape, element, depth + 1);
  } else if (typeof value === 'object' && !(value instanceof ExactNumber)) {
    shape.kinds.add('STRUCT');
    for (const [name, member] of Object.entries(value)) {
      const field = shape.fields.get(name) ?? newShape();
      shape.fields.set(name, field);
      observe(field, member, depth + 1);
    }
  } else shape.kinds.add(kindOf(value));
}

function kindOf(value: unknown): ColumnType {
  if (typeof value === 'boolean') return 'BOOL';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'INT64' : 'FLOAT64';
  if (value instanceof ExactNumber) return /^-?\d{1,18}$/.test(value.source) ? 'INT64' : 'FLOAT64';
  // JSON strings are tested for dates and times, not for numbers: those would have been written as numbers.
  const type = detect([String(value)]);
  return type === 'DATE' || type === 'TIMESTAMP' || type === 'TIME' ? type : 'STRING';
}

function columnsOf(shape: Shape, uri: string): Schema {
  return [...shape.fields]
    .filter(([, field]) => field.kinds.size > 0)
    .map(([name, field]): Column => {
      const mode = field.repeated ? 'REPEATED' : 'NULLABLE';
      const kinds = [...field.kinds];
      if (!kinds.includes('STRUCT')) return { name, type: commonType(kinds), mode };
      if (kinds.length > 1)
        throw new BigQueryError(
          'invalid',
          `Failed to detect schema: field ${name} is a record in some rows and not in others. File: ${uri}`,
          { location: uri },
        );
      return { name, type: 'STRUCT', mode, fields: columnsOf(field, uri) };
    });
}

function commonType(kinds: readonly ColumnType[]): ColumnType {
  const [first = 'STRING'] = kinds;
  if (kinds.length <= 1) return first;
  return kinds.every((kind) => kind === 'INT64' || kind === 'FLOAT64') ? 'FLOAT64' : 'STRING';
}
