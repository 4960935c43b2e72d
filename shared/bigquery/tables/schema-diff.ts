/** The difference between the wanted schema and a table's schema, column by column: a pure function. */

import { foldName } from '../schema/column-name.ts';
import { columnTypeName, type Field, type TableSchema } from '../schema/table-schema.ts';

/** Changes that a table with rows can take: each of them only allows more. */
export interface SchemaChange {
  readonly kind: 'add-column' | 'relax';
  /** `customer.address.zip` */
  readonly path: string;
  readonly what: string;
}

/** A difference that cannot be applied, and why. */
export interface SchemaRefusal {
  readonly path: string;
  readonly why: string;
}

export interface SchemaDiff {
  readonly changes: readonly SchemaChange[];
  readonly refusals: readonly SchemaRefusal[];
  /** Differences that do not matter to a writer of the wanted schema. */
  readonly compatible: readonly SchemaRefusal[];
  /** The table's schema with the changes made: its own columns in their order, then the new ones. */
  readonly changed: TableSchema;
}

interface Findings {
  readonly changes: SchemaChange[];
  readonly refusals: SchemaRefusal[];
  readonly compatible: SchemaRefusal[];
}

export function diffSchemas(wanted: TableSchema, actual: TableSchema): SchemaDiff {
  const findings: Findings = { changes: [], refusals: [], compatible: [] };
  const fields = diffFields(wanted.fields, actual.fields, '', findings);
  return { ...findings, changed: { fields } };
}

function diffFields(
  wanted: readonly Field[],
  actual: readonly Field[],
  parent: string,
  findings: Findings,
): readonly Field[] {
  const byName = new Map(wanted.map((field) => [foldName(field.name), field]));
  const kept = actual.map((field) => {
    const match = byName.get(foldName(field.name));
    byName.delete(foldName(field.name));
    const path = pathOf(parent, field);
    if (match) return diffField(match, field, path, findings);
    notWanted(field, path, findings);
    return field;
  });
  const added = [...byName.values()].filter((field) => canAdd(field, pathOf(parent, field), findings));
  return [...kept, ...added];
}

function diffField(wanted: Field, actual: Field, path: string, findings: Findings): Field {
  const refuse = (why: string): void => void findings.refusals.push({ path, why });
  if (!sameKind(wanted, actual)) {
    refuse(
      `is ${columnTypeName(actual)} in the table and ${columnTypeName(wanted)} is wanted: a type cannot be changed`,
    );
    return actual;
  }
  if ((wanted.mode === 'REPEATED') !== (actual.mode === 'REPEATED')) {
    refuse(`is ${actual.mode} in the table and ${wanted.mode} is wanted: one value cannot become many, nor many one`);
    return actual;
  }
  diffSize(wanted, actual, path, findings);
  diffDefault(wanted, actual, path, findings);
  let field = actual;
  if (wanted.fields && actual.fields)
    field = { ...field, fields: diffFields(wanted.fields, actual.fields, path, findings) };
  if (wanted.mode === actual.mode) return field;
  if (wanted.mode === 'REQUIRED') {
    refuse('is NULLABLE in the table and REQUIRED is wanted: rows without it may be there');
    return field;
  }
  findings.changes.push({ kind: 'relax', path, what: 'REQUIRED to NULLABLE' });
  return { ...field, mode: 'NULLABLE' };
}

function sameKind(wanted: Field, actual: Field): boolean {
  return (
    wanted.type === actual.type &&
    wanted.rangeElementType === actual.rangeElementType &&
    (wanted.timestampPrecision ?? 6) === (actual.timestampPrecision ?? 6)
  );
}

/** A table that takes more than is wanted takes what is wanted; one that takes less does not. */
function diffSize(wanted: Field, actual: Field, path: string, { refusals, compatible }: Findings): void {
  const fits =
    atLeast(actual.maxLength, wanted.maxLength) &&
    atLeast(wholeDigits(actual), wholeDigits(wanted)) &&
    atLeast(scaleOf(actual), scaleOf(wanted));
  const [has, wants] = [columnTypeName(actual), columnTypeName(wanted)];
  if (!fits) refusals.push({ path, why: `is ${has} in the table, too small for the ${wants} that is wanted` });
  else if (has !== wants) compatible.push({ path, why: `is ${has} in the table, and ${wants} fits into it` });
}

/** A default that is wanted lets a writer leave the column out: where the table has none, NULL or a refusal follows. */
function diffDefault(wanted: Field, actual: Field, path: string, { refusals, compatible }: Findings): void {
  const [wants, has] = [wanted.defaultValueExpression, actual.defaultValueExpression];
  if (wants === undefined || wants === has) return;
  const why = `has ${has === undefined ? 'no default' : `the default ${has}`} in the table, and ${wants} is wanted`;
  const leftOut = has === undefined && wanted.mode === 'REQUIRED' && actual.mode === 'REQUIRED';
  if (leftOut) refusals.push({ path, why: `${why}: rows that leave it out would be refused` });
  else compatible.push({ path, why });
}

/** No limit is the most there is. */
function atLeast(has: number | undefined, wants: number | undefined): boolean {
  return has === undefined || (wants !== undefined && has >= wants);
}

function scaleOf({ precision, scale }: Field): number | undefined {
  return precision === undefined ? undefined : (scale ?? 0);
}

function wholeDigits(field: Field): number | undefined {
  return field.precision === undefined ? undefined : field.precision - (field.scale ?? 0);
}

function notWanted(field: Field, path: string, { refusals, compatible }: Findings): void {
  if (field.mode !== 'REQUIRED') compatible.push({ path, why: 'is not written: NULL' });
  else if (field.defaultValueExpression !== undefined) compatible.push({ path, why: 'is not written: its default' });
  else refusals.push({ path, why: 'is REQUIRED in the table and not wanted: no row could be written' });
}

function canAdd(field: Field, path: string, { changes, refusals }: Findings): boolean {
  if (field.mode === 'REQUIRED') {
    refusals.push({ path, why: 'is wanted REQUIRED: a column added to a table with rows is NULL in them' });
    return false;
  }
  changes.push({ kind: 'add-column', path, what: `${columnTypeName(field)} ${field.mode}` });
  return true;
}

function pathOf(parent: string, { name }: Field): string {
  return parent === '' ? name : `${parent}.${name}`;
}
