/** Whether rows of a message fit a table: what the server would refuse, said before anything is deployed. */

import { foldName } from '../schema/column-name.ts';
import { columnTypeName, type Field, type TableSchema } from '../schema/table-schema.ts';
import type { Break } from './break.ts';

export function tableBreaks(file: string, message: string, wanted: TableSchema, table: TableSchema): readonly Break[] {
  return fieldsBreaks({ file, prefix: message }, wanted.fields, table.fields);
}

interface Place {
  readonly file: string;
  readonly prefix: string;
}

function fieldsBreaks(at: Place, wanted: readonly Field[], actual: readonly Field[]): readonly Break[] {
  const breaks: Break[] = [];
  // BigQuery matches names without regard to case.
  const named = (fields: readonly Field[], name: string): Field | undefined =>
    fields.find((field) => foldName(field.name) === foldName(name));
  for (const field of wanted) {
    const column = named(actual, field.name);
    const where = `${at.prefix}.${field.name}`;
    if (column === undefined) {
      breaks.push({
        file: at.file,
        where,
        what: 'the table has no such column',
        remedy: `Add it to the table: ${columnTypeName(field)}`,
      });
    } else breaks.push(...columnBreaks({ file: at.file, prefix: where }, field, column));
  }
  for (const column of actual) {
    const fillable = column.mode !== 'REQUIRED' || column.defaultValueExpression !== undefined;
    if (fillable || named(wanted, column.name) !== undefined) continue;
    breaks.push({
      file: at.file,
      where: at.prefix,
      what: `the table requires column ${column.name}`,
      remedy: 'Add the field, or relax the column to NULLABLE',
    });
  }
  return breaks;
}

function columnBreaks(at: Place, field: Field, column: Field): readonly Break[] {
  const breaks: Break[] = [];
  const add = (what: string, remedy: string): void =>
    void breaks.push({ file: at.file, where: at.prefix, what, remedy });
  if (field.type !== column.type) {
    add(`is ${field.type}, and the column is ${columnTypeName(column)}`, 'Say column_type, or change the type');
  }
  if ((field.mode === 'REPEATED') !== (column.mode === 'REPEATED')) {
    add(`is ${field.mode}, and the column is ${column.mode}`, 'Both repeated, or neither');
  } else if (field.mode === 'NULLABLE' && column.mode === 'REQUIRED' && column.defaultValueExpression === undefined) {
    add('may be absent, and the column is REQUIRED', 'Mark it required_column, or relax the column to NULLABLE');
  }
  if (field.fields !== undefined && column.fields !== undefined) {
    breaks.push(...fieldsBreaks(at, field.fields, column.fields));
  }
  return breaks;
}
