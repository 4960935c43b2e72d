/** Rows as lines of CSV. NULL is an empty field, the empty string a quoted one. */

import type { DuckDBValue } from '@duckdb/node-api';
import { BigQueryError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import { fileText } from './file-text.ts';

export interface CsvLayout {
  readonly delimiter: string;
  readonly header: boolean;
}

/** Throws where a column cannot stand in a field. */
export function checkFlat(schema: Schema): void {
  const nested = schema.find((column) => column.mode === 'REPEATED' || column.type === 'STRUCT');
  if (nested !== undefined)
    throw new BigQueryError('invalid', `Operation cannot be performed on a nested schema. Field: ${nested.name}`);
}

export function csvHeader(schema: Schema, { delimiter, header }: CsvLayout): string {
  return header ? `${schema.map(({ name }) => quoted(name, delimiter)).join(delimiter)}\n` : '';
}

export function csvLine(schema: Schema, row: readonly DuckDBValue[], { delimiter }: CsvLayout): string {
  const fields = schema.map((column, place) => {
    const value = row[place] ?? null;
    return value === null ? '' : quoted(fileText(column, value), delimiter);
  });
  return `${fields.join(delimiter)}\n`;
}

function quoted(text: string, delimiter: string): string {
  const plain = text !== '' && !text.includes(delimiter) && !/["\r\n]/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
