/** The rules a table schema must hold before anything is built on it: every complaint at once, by column. */

import { PenstockError } from '../../runtime/errors.ts';
import { foldName } from './column-name.ts';
import { COLUMN_TYPES, type Field, MODES, type TableSchema } from './table-schema.ts';

/** BigQuery's own limits: columns in a table, levels of STRUCT. */
const MOST_COLUMNS = 10_000;
const DEEPEST = 15;
/** `table.proto`: digits before the point and scale that NUMERIC and BIGNUMERIC allow. */
const DECIMALS = { NUMERIC: { whole: 29, scale: 9 }, BIGNUMERIC: { whole: 38, scale: 38 } } as const;

/** Field numbers that protocol buffers have, and those among them that they keep for themselves. */
const HIGHEST_NUMBER = 2 ** 29 - 1;
const RESERVED_NUMBERS = { first: 19_000, last: 19_999 };

export function checkSchema(schema: TableSchema): TableSchema {
  const complaints: string[] = [];
  if (schema.fields.length === 0) complaints.push('a table has at least one column');
  const columns = checkFields(schema.fields, '', 1, complaints);
  if (columns > MOST_COLUMNS) complaints.push(`${columns} columns, and a table has at most ${MOST_COLUMNS}`);
  if (complaints.length > 0) throw new PenstockError('CONFIG_INVALID', `table schema: ${complaints.join('; ')}`);
  return schema;
}

function checkFields(fields: readonly Field[], parent: string, depth: number, complaints: string[]): number {
  const seen = new Set<string>();
  const numbers = fields.map(({ number }, index) => number ?? index + 1);
  if (new Set(numbers).size < numbers.length)
    complaints.push(`${parent === '' ? 'the table' : parent} has a field number twice`);
  let columns = 0;
  for (const field of fields) {
    const path = parent === '' ? field.name : `${parent}.${field.name}`;
    const name = foldName(field.name);
    if (name === '') complaints.push(`${parent === '' ? 'the table' : parent} has a column without a name`);
    // BigQuery matches column names without regard to case.
    else if (seen.has(name)) complaints.push(`${path} is there twice`);
    seen.add(name);
    checkField(field, path, complaints);
    columns += 1;
    if (field.type !== 'STRUCT') continue;
    if (depth > DEEPEST) complaints.push(`${path} is nested deeper than ${DEEPEST} levels`);
    else columns += checkFields(field.fields ?? [], path, depth + 1, complaints);
  }
  return columns;
}

function checkField(field: Field, path: string, complaints: string[]): void {
  const complain = (what: string): void => void complaints.push(`${path} ${what}`);
  if (!COLUMN_TYPES.includes(field.type)) complain(`is of type ${field.type}, which GoogleSQL does not have`);
  if (!MODES.includes(field.mode)) complain(`has mode ${field.mode}`);
  if (field.type === 'STRUCT' && (field.fields ?? []).length === 0) complain('is a STRUCT without columns');
  if (field.type !== 'STRUCT' && field.fields !== undefined) complain(`is ${field.type} and has columns`);
  if (field.type === 'RANGE' && field.rangeElementType === undefined) complain('is a RANGE of nothing');
  if (field.type !== 'RANGE' && field.rangeElementType !== undefined) complain(`is ${field.type} with a range element`);
  if (field.maxLength !== undefined && field.type !== 'STRING' && field.type !== 'BYTES') {
    complain(`is ${field.type} with a maximum length`);
  }
  if (field.timestampPrecision !== undefined && field.type !== 'TIMESTAMP') {
    complain(`is ${field.type} with a timestamp precision`);
  }
  const { number = 1 } = field;
  const reserved = number >= RESERVED_NUMBERS.first && number <= RESERVED_NUMBERS.last;
  if (!Number.isInteger(number) || number < 1 || number > HIGHEST_NUMBER || reserved) {
    complain(`has field number ${number}, which protocol buffers do not allow`);
  }
  checkDecimal(field, complain);
}

function checkDecimal(field: Field, complain: (what: string) => void): void {
  const { precision, scale = 0 } = field;
  if (precision === undefined) {
    if (field.scale !== undefined) complain('has a scale and no precision');
    return;
  }
  if (field.type !== 'NUMERIC' && field.type !== 'BIGNUMERIC') {
    complain(`is ${field.type} with a precision`);
    return;
  }
  const limits = DECIMALS[field.type];
  const whole = precision - scale;
  if (scale > limits.scale || whole > limits.whole || whole < (scale === 0 ? 1 : 0)) {
    complain(`is ${field.type}(${precision}, ${scale}), beyond what ${field.type} allows`);
  }
}
