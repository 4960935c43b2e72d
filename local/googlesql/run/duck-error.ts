/** DuckDB's errors in BigQuery's words. */

import { SqlError } from '../error.ts';
import { CallRefused } from '../library/signature.ts';

/** Errors of values at run time, by DuckDB's message. */
const RULES: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/Overflow in (?:addition|subtraction|multiplication) of INT64 \((.*?)\)/, (match) => `int64 overflow: ${match[1]}`],
  [/Overflow in (?:addition|subtract|subtraction|multiplication) of DECIMAL/i, () => 'numeric overflow'],
  [/Overflow on abs\((.*?)\)/, (match) => `int64 overflow: ABS(${match[1]})`],
  [/Overflow in negation of numeric value/, () => 'int64 overflow: negation'],
  [/More than one row returned by a subquery/, () => 'Scalar subquery produced more than one element'],
  [/sum is out of range|Overflow in (?:HUGEINT|INT128)/i, () => 'int64 overflow in aggregate function SUM'],
  [/Casting value .* to type DECIMAL\(38,9\) failed/, () => 'numeric out of range'],
];

/** DuckDB's kinds of error that tell of a value, not of the query. */
const VALUE_ERROR = /^(?:Invalid Input|Out of Range|Conversion|Constraint) Error: /;

export function sqlErrorOf(error: unknown): unknown {
  if (error instanceof SqlError || !(error instanceof Error)) return error;
  if (error instanceof CallRefused) return new SqlError(error.message);
  // A chain of thousands of operators: the analyzer goes down it by recursion.
  if (error instanceof RangeError && /call stack/i.test(error.message)) return tooComplex();
  const { message } = error;
  if (!/^[A-Za-z ]+ Error: /.test(message)) return error;
  // The analyzer let something through that DuckDB does not do: still a refusal, never a wrong answer.
  return valueError(message) ?? new SqlError(`The local BigQuery cannot run this statement: ${firstLine(message)}`);
}

/** An error of values at run time, by DuckDB's message; undefined for one of the query. */
export function valueError(message: string): SqlError | undefined {
  for (const [pattern, text] of RULES) {
    const match = pattern.exec(message);
    if (match !== null) return new SqlError(text(match));
  }
  if (/max(?:imum)? expression depth/i.test(message)) return tooComplex();
  return VALUE_ERROR.test(message) ? new SqlError(firstLine(message).replace(VALUE_ERROR, '')) : undefined;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}

function tooComplex(): SqlError {
  return new SqlError('Query is too complex: its expressions nest too deeply');
}

/** Runs work whose DuckDB errors are the user's. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw sqlErrorOf(error);
  }
}
