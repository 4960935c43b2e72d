/**
 * Schema changes that BigQuery allows: new columns at any depth that are not REQUIRED, REQUIRED relaxed to NULLABLE,
 * and changed descriptions, defaults and wider parameters. Everything else is refused with the service's words.
 *
 * https://cloud.google.com/bigquery/docs/managing-table-schemas
 */

import { BigQueryError } from '../errors.ts';
import { type Column, findColumn, type Schema } from '../schema.ts';

export interface EvolveRules {
  readonly allowAddition: boolean;
  readonly allowRelaxation: boolean;
  /** Columns missing from the new schema stay as they are (a load's schema) or are refused (a table update). */
  readonly mayOmit: boolean;
}

export const UPDATE: EvolveRules = { allowAddition: true, allowRelaxation: true, mayOmit: false };

/** The table's schema after the change. Existing columns keep their place; new ones come last. */
export function evolveSchema(current: Schema, next: Schema, rules: EvolveRules, table: string): Schema {
  return evolveFields(current, next, rules, table, '');
}

function evolveFields(current: Schema, next: Schema, rules: EvolveRules, table: string, path: string): Schema {
  const kept = current.map((column) => {
    const changed = findColumn(next, column.name);
    if (changed !== undefined) return evolveColumn(column, changed, rules, table, path);
    if (rules.mayOmit) return rules.allowRelaxation && column.mode === 'REQUIRED' ? relaxed(column) : column;
    throw mismatch(table, `Field ${path}${column.name} is missing in new schema`);
  });
  const added = next.filter((column) => findColumn(current, column.name) === undefined);
  for (const column of added) {
    if (!rules.allowAddition) throw mismatch(table, `Cannot add fields (field: ${path}${column.name})`);
    if (column.mode === 'REQUIRED') {
      throw mismatch(table, `Cannot add required fields to an existing schema. (field: ${path}${column.name})`);
    }
  }
  return [...kept, ...added];
}

/** Rows that leave a REQUIRED column out leave it NULL. */
function relaxed(column: Column): Column {
  return { ...column, mode: 'NULLABLE' };
}

function evolveColumn(column: Column, next: Column, rules: EvolveRules, table: string, path: string): Column {
  const place = `${path}${column.name}`;
  if (column.type !== next.type || column.rangeElementType !== next.rangeElementType) {
    throw mismatch(table, `Field ${place} has changed type from ${typeName(column)} to ${typeName(next)}`);
  }
  const relaxes = column.mode === 'REQUIRED' && next.mode === 'NULLABLE';
  if (column.mode !== next.mode && !(relaxes && rules.allowRelaxation)) {
    throw mismatch(table, `Field ${place} has changed mode from ${column.mode} to ${next.mode}`);
  }
  checkWidened(column, next, place, table);
  // A job's schema may say the mode that the table's own left unsaid, or the other way round: nothing changes by that.
  const { modeOmitted: _asked, ...changed } = next;
  return {
    ...changed,
    name: column.name,
    ...(column.fields !== undefined && {
      fields: evolveFields(column.fields, next.fields ?? [], rules, table, `${place}.`),
    }),
    ...(column.modeOmitted && { modeOmitted: true }),
  };
}

/** A length, precision or scale may grow or go, never shrink or appear. */
function checkWidened(column: Column, next: Column, place: string, table: string): void {
  for (const key of ['maxLength', 'precision', 'scale'] as const) {
    const [was, is] = [column[key], next[key]];
    if (is === undefined || (was !== undefined && is >= was)) continue;
    // NUMERIC(5) and NUMERIC(5, 0) are the same type.
    if (key === 'scale' && was === undefined && is === 0 && column.precision !== undefined) continue;
    throw mismatch(table, `Field ${place} has changed type from ${typeName(column)} to ${typeName(next)}`);
  }
}

/** A query's result does not say what is never NULL: appended columns are REQUIRED as the table's are, unless they may relax. */
export function requiredLike(
  result: Schema,
  current: Schema | undefined,
  { write, allowRelaxation }: { readonly write: string; readonly allowRelaxation: boolean },
): Schema {
  if (current === undefined || allowRelaxation || write === 'WRITE_TRUNCATE') return result;
  return result.map((column) => {
    const isRequired = column.mode === 'NULLABLE' && findColumn(current, column.name)?.mode === 'REQUIRED';
    return isRequired ? { ...column, mode: 'REQUIRED' } : column;
  });
}

function typeName(column: Column): string {
  if (column.maxLength !== undefined) return `${column.type}(${column.maxLength})`;
  if (column.precision === undefined) return column.type;
  return `${column.type}(${column.precision}${column.scale === undefined ? '' : `, ${column.scale}`})`;
}

function mismatch(table: string, what: string): BigQueryError {
  return new BigQueryError('invalid', `Provided Schema does not match Table ${table}. ${what}`);
}
