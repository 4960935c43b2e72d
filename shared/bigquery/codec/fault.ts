/** A rejection on its way up from the value to the row: each level that it passes adds its part of the path. */

import type { Column } from './column.ts';
import type { ProblemCode } from './problem.ts';

export class Fault {
  readonly code: ProblemCode;
  readonly reason: string;
  /** The innermost column, and the value found in it. */
  columnType: string | undefined;
  sensitive = false;
  value: unknown;
  path = '';

  constructor(code: ProblemCode, reason: string) {
    this.code = code;
    this.reason = reason;
  }

  /** Puts this key, or `[index]`, in front of the path of the fault. */
  under(step: string): this {
    this.path = this.path === '' || this.path.startsWith('[') ? `${step}${this.path}` : `${step}.${this.path}`;
    return this;
  }

  /** Only the innermost column says its type and value, and whether the value may be shown. */
  at(columnType: string, sensitive: boolean, value: unknown): this {
    if (this.columnType === undefined) {
      this.columnType = columnType;
      this.sensitive = sensitive;
      this.value = value;
    }
    return this;
  }
}

/** Keys come from outside: a path shows so much of one. */
const LONGEST_STEP = 64;

export function badUnicode(): Fault {
  return new Fault('BAD_UNICODE', 'holds half of a surrogate pair, which has no UTF-8 form');
}

export function rowTooLarge(limit: number): Fault {
  return new Fault('ROW_TOO_LARGE', `the row is longer than ${limit} bytes`);
}

/** A fault with the path and the type of the column of a row or STRUCT. */
export function failed(fault: Fault, column: Column, key: string, value: unknown): Fault {
  return fault.under(step(key)).at(column.typeName, column.sensitive, value);
}

export function duplicate(column: Column, key: string, value: unknown): Fault {
  return failed(new Fault('DUPLICATE_FIELD', `a second key for column ${column.name}`), column, key, value);
}

/** NULL, where the column does not take it. With `partial` only REQUIRED columns of the key must have a value. */
export function refusedNull(column: Column, partial: boolean): Fault | undefined {
  return column.required && (column.key || !partial) ? requiredMissing(column) : undefined;
}

/** A column that must be there is not. */
export function missing(column: Column): Fault {
  return requiredMissing(column).under(column.name).at(column.typeName, column.sensitive, undefined);
}

function requiredMissing({ key }: Column): Fault {
  const what = key ? 'a column of the primary key' : 'a REQUIRED column';
  return new Fault('REQUIRED_MISSING', `${what} is missing or NULL`);
}

export function step(key: string): string {
  const short = key.length > LONGEST_STEP ? `${key.slice(0, LONGEST_STEP)}…` : key;
  return short.toWellFormed();
}
