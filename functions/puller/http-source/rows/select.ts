/** The rows of an answer: what stands at the row path. A missing path, or anything but objects, is an error and never zero rows. */

import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { SourceError } from '../../source.ts';
import { EVERY, pathOf, pathText, valuesAt } from '../json-path.ts';
import type { RowsConfig } from '../source-config.ts';

export type RawRow = Readonly<Record<string, unknown>>;

export function selectRows(body: unknown, rows: RowsConfig): readonly RawRow[] {
  const path = pathOf(rows.at);
  const found = valuesAt(body, path, rows.optional === true);
  if (found === undefined) {
    if (rows.optional === true) return [];
    throw doubt(`The answer has nothing at the row path ${pathText(path)}; it is ${shapeOf(body)}.`);
  }
  const selected = path.includes(EVERY)
    ? found.flatMap((value) => listed(value, 'either'))
    : listed(found[0], rows.expect ?? 'either');
  for (const [index, row] of selected.entries()) checkRow(row, index, rows);
  return selected as readonly RawRow[];
}

/** `null` is a list without rows, as servers write an empty one. So is an empty object where either would do. */
function listed(value: unknown, expect: 'list' | 'object' | 'either'): readonly unknown[] {
  if (Array.isArray(value)) {
    if (expect === 'object') throw doubt('The answer has a list of rows where one object is expected.');
    return value;
  }
  if (value === null && expect !== 'object') return [];
  if (!isJsonObject(value) || expect === 'list')
    throw doubt(
      `The answer has ${shapeOf(value)} where ${expect === 'object' ? 'an object' : 'a list of rows'} is expected.`,
    );
  return expect === 'either' && Object.keys(value).length === 0 ? [] : [value];
}

function checkRow(row: unknown, index: number, { require }: RowsConfig): void {
  if (!isJsonObject(row)) throw doubt(`Row ${index} of the answer is ${shapeOf(row)} and no object.`);
  if (require === undefined) return;
  const has = (field: string): boolean => Object.hasOwn(row, field);
  const missing = 'all' in require ? require.all.find((field) => !has(field)) : undefined;
  if (missing !== undefined)
    throw doubt(`Row ${index} of the answer has no field ${missing}: it may be an error and no row.`);
  if ('any' in require && !require.any.some(has)) {
    throw doubt(`Row ${index} of the answer has none of the fields of a row: it may be an error and no row.`);
  }
}

/** The kind of a value and the names of its fields, never its contents. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  const names = Object.keys(value)
    .slice(0, 8)
    .map((name) => name.slice(0, 40));
  return names.length === 0 ? 'an empty object' : `an object with ${names.join(', ')}`;
}

function doubt(message: string): SourceError {
  return new SourceError('retry', 'INPUT_MALFORMED', message);
}
