/**
 * The JSON text of a row for insertAll, with what that API wants differently from plain JSON: text for values of JSON and
 * GEOGRAPHY columns, digits in quotes for numbers that must stay exact. The codec checks the row first, so that every
 * output takes the same rows and none is bent: BigQuery itself would round a NUMERIC of ten decimals without a word.
 */

import { PenstockError } from '../../runtime/errors.ts';
import type { JsonRow, RowCodec } from '../codec/codec.ts';
import { ExactNumber } from '../codec/exact-json.ts';
import type { RowProblem } from '../codec/problem.ts';
import { RowBuffer } from '../codec/row-buffer.ts';
import { foldName } from '../schema/column-name.ts';
import type { Field } from '../schema/table-schema.ts';

export type RowText = (row: JsonRow) => { readonly json: string } | { readonly problem: RowProblem };

/**
 * A function from rows to the text that `insertAll` sends. Rows come from `parseExact` where their numbers must be exact.
 *
 * @example
 * const textOf = compileRowText(compileCodec(schema, { unknownFields: 'drop' }));
 * const made = textOf(parseExact(message) as JsonRow);
 * if ('json' in made) await insertAll(rest, table, [{ json: made.json }]);
 */
export function compileRowText(codec: RowCodec): RowText {
  const { sensitive, cdc, unknownFields } = codec.options;
  if (sensitive !== undefined || cdc === true) {
    const what = cdc === true ? 'changes (CDC)' : 'sensitive columns';
    throw new PenstockError('CONFIG_INVALID', `insertAll cannot write ${what}: use the Storage Write API`);
  }
  const buffer = new RowBuffer();
  const columns = columnsOf(codec.schema.fields);
  const into = typeof unknownFields === 'string' ? undefined : unknownFields.collectInto;
  return (row) => {
    const problem = codec.encode(row, buffer);
    buffer.reset();
    if (problem !== undefined) return { problem };
    const unknown: [path: string, value: unknown][] = [];
    const members = membersOf(row, columns, '', unknown);
    if (into !== undefined && unknown.length > 0) members.push(`${JSON.stringify(into)}:${quotedJson(unknown)}`);
    return { json: `{${members.join(',')}}` };
  };
}

type Columns = ReadonlyMap<string, { readonly field: Field; readonly columns: Columns }>;

function columnsOf(fields: readonly Field[]): Columns {
  return new Map(fields.map((field) => [foldName(field.name), { field, columns: columnsOf(field.fields ?? []) }]));
}

function membersOf(
  row: JsonRow,
  columns: Columns,
  prefix: string,
  unknown: [path: string, value: unknown][],
): string[] {
  const members: string[] = [];
  for (const [key, value] of Object.entries(row)) {
    if (value === undefined) continue;
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const column = columns.get(foldName(key));
    if (column === undefined) {
      unknown.push([path, value]);
      continue;
    }
    const { field } = column;
    const one = (item: unknown, at: string): string => textOf(field, item, column.columns, at, unknown);
    const named = prefix === '' ? field.name : `${prefix}.${field.name}`;
    const text =
      field.mode === 'REPEATED' && Array.isArray(value)
        ? `[${value.map((item, index) => one(item, `${named}[${index}]`)).join(',')}]`
        : one(value, named);
    members.push(`${JSON.stringify(field.name)}:${text}`);
  }
  return members;
}

function textOf(
  field: Field,
  value: unknown,
  columns: Columns,
  path: string,
  unknown: [path: string, value: unknown][],
): string {
  if (value === null) return 'null';
  switch (field.type) {
    case 'STRUCT':
      return `{${membersOf(value as JsonRow, columns, path, unknown).join(',')}}`;
    case 'JSON':
    case 'GEOGRAPHY':
      return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(jsonText(value));
    case 'RANGE':
      return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(rangeText(field, value as JsonRow));
    case 'FLOAT64':
      return value instanceof ExactNumber ? value.text : scalar(value);
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return typeof value === 'number' ? `"${value}"` : quoted(field, value);
    default:
      return quoted(field, value);
  }
}

function quoted(field: Field, value: unknown): string {
  // In quotes BigQuery reads a number digit by digit.
  if (value instanceof ExactNumber) return JSON.stringify(wholeText(field, value.text));
  return value instanceof Date ? JSON.stringify(dateText(field.type, value)) : scalar(value);
}

/** INT64 has no point, not even before zeros. */
function wholeText({ type }: Field, text: string): string {
  return type === 'INT64' ? text.replace(/\..*$/, '') : text;
}

function scalar(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  return JSON.stringify(value);
}

function rangeText({ rangeElementType }: Field, { start, end }: JsonRow): string {
  const bound = (value: unknown): string => {
    if (value === undefined || value === null) return 'UNBOUNDED';
    return value instanceof Date ? dateText(rangeElementType, value) : String(value);
  };
  return `[${bound(start)}, ${bound(end)})`;
}

/** A Date as the text of its column: the day, the reading in UTC without a zone, or the instant. */
function dateText(type: string | undefined, date: Date): string {
  const text = date.toISOString();
  if (type === 'DATE') return text.slice(0, 10);
  return type === 'DATETIME' ? text.slice(0, -1) : text;
}

function quotedJson(unknown: readonly (readonly [path: string, value: unknown])[]): string {
  const members = unknown.map(([path, value]) => `${JSON.stringify(path)}:${jsonText(value)}`);
  return JSON.stringify(`{${members.join(',')}}`);
}

/** JSON text of a value, with exact numbers as they came. */
function jsonText(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`).join(',')}}`;
}
