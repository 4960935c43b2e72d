/** Values of STRING, BYTES, JSON and GEOGRAPHY columns. */

import { DuckDBBlobValue } from '@duckdb/node-api';
import { normalJsonText } from '../../googlesql/values/normal-json.ts';
import type { Column } from '../schema.ts';
import { isGeographyText } from '../values/geography.ts';
import { FieldProblem, shown } from './field-problem.ts';

export function stringValue(column: Column): (text: string) => string {
  const { maxLength, name } = column;
  if (maxLength === undefined) return (text) => text;
  return (text) => {
    // Lengths count Unicode characters, not UTF-16 units; only a text with more units can have more characters.
    if (text.length > maxLength) {
      const length = [...text].length;
      if (length > maxLength) throw tooLong(name, 'STRING', maxLength, length);
    }
    return text;
  };
}

export function bytesValue(column: Column): (bytes: Uint8Array) => DuckDBBlobValue {
  const { maxLength, name } = column;
  return (bytes) => {
    if (maxLength !== undefined && bytes.length > maxLength) throw tooLong(name, 'BYTES', maxLength, bytes.length);
    // A copy: the request's buffer is larger than the value and must not live as long.
    return new DuckDBBlobValue(Uint8Array.from(bytes));
  };
}

/** As the service words it (write-api.md, Errors). */
function tooLong(name: string, type: string, limit: number, length: number): FieldProblem {
  return new FieldProblem(
    `Field ${name}: ${type}(${limit}) has maximum length ${limit} but got a value with length ${length}`,
  );
}

/** JSON text in the warehouse's one normal form, the same through every door. */
export function jsonValue(text: string): string {
  try {
    return normalJsonText(text);
  } catch {
    throw new FieldProblem(`Invalid JSON value: ${shown(text)}`);
  }
}

/** WKT or GeoJSON, as it is. */
export function geographyValue(text: string): string {
  if (isGeographyText(text)) return text;
  throw new FieldProblem(`Invalid geography value: ${shown(text)}`);
}
