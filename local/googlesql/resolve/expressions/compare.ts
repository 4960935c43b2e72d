/**
 * Comparisons, type by type. DuckDB holds NaN equal to itself and greater than every number, and compares structs
 * with NULL fields as if NULL were a value; BigQuery does neither.
 */

import { held } from '../../emit/held.ts';
import { rangeKey } from '../../emit/range-text.ts';
import { invalid, type Position } from '../../error.ts';
import { type Expression, readBy } from '../../library/signature.ts';
import { intervalLength } from '../../library/time/interval.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { BOOL, typeName } from '../../types/type-text.ts';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Types with an order: for <, BETWEEN, ORDER BY, MIN and MAX. */
export function isOrderable(type: SqlType): boolean {
  return (
    type.kind !== 'ARRAY' &&
    type.kind !== 'STRUCT' &&
    type.kind !== 'JSON' &&
    type.kind !== 'GEOGRAPHY' &&
    type.kind !== 'RANGE'
  );
}

/** Types with equality: for =, IN, joins. */
export function isEquatable(type: SqlType): boolean {
  if (type.kind === 'STRUCT') return type.fields.every((field) => isEquatable(field.type));
  if (type.kind === 'RANGE') return true;
  return isOrderable(type);
}

/** Types that may be grouped, made distinct or partitioned by. */
export function isGroupable(type: SqlType): boolean {
  if (type.kind === 'STRUCT') return type.fields.every((field) => isGroupable(field.type));
  if (type.kind === 'ARRAY') return isGroupable(type.element);
  return type.kind !== 'JSON' && type.kind !== 'GEOGRAPHY' && type.kind !== 'INTERVAL';
}

/** Both sides in one type, or the error that BigQuery gives for the operator. */
export function compared(
  op: string,
  left: Expression,
  right: Expression,
  at: Position,
): readonly [Expression, Expression] {
  const type = supertype([left, right]);
  const [a, b] = type === undefined ? [] : [coerce(left, type), coerce(right, type)];
  if (a === undefined || b === undefined) throw noSignature(op, [left, right], at);
  return [
    { ...a, ...readBy(left) },
    { ...b, ...readBy(right) },
  ];
}

export function compare(op: Comparison, left: Expression, right: Expression, at: Position): Expression {
  const [a, b] = compared(op, left, right, at);
  const equality = op === '=' || op === '!=';
  if (a.type.kind === 'RANGE') return { type: BOOL, sql: held([a, b], (both) => rangeComparison(op, a.type, both)) };
  if (!(equality ? isEquatable(a.type) : isOrderable(a.type))) {
    throw invalid(
      `${equality ? 'Equality' : 'Less than'} is not defined for arguments of type ${typeName(a.type)}`,
      at,
    );
  }
  return { type: BOOL, sql: held([a, b], ([one = a, other = b]) => comparisonText(op, a.type, one, other)) };
}

function rangeComparison(op: Comparison, type: SqlType, both: readonly Expression[]): string {
  const keys = both.map(({ sql }) => (type.kind === 'RANGE' ? rangeKey(sql, type) : sql));
  return `(${keys.join(` ${op === '!=' ? '<>' : op} `)})`;
}

function comparisonText(op: Comparison, type: SqlType, a: Expression, b: Expression): string {
  if (type.kind === 'INTERVAL') {
    return `(${intervalLength.of(a.sql)} ${op === '!=' ? '<>' : op} ${intervalLength.of(b.sql)})`;
  }
  if (type.kind === 'STRUCT') {
    const equal = structEquality(type, a.sql, b.sql);
    return op === '=' ? equal : `(NOT ${equal})`;
  }
  if (type.kind !== 'FLOAT64') return `(${a.sql} ${op === '!=' ? '<>' : op} ${b.sql})`;
  return floatText(op, a, b);
}

/** A guard makes NaN unequal and unordered; where the other side is NULL it stays out of the way of NULL. */
function floatText(op: Comparison, a: Expression, b: Expression): string {
  const guard = (nan: Expression, other: Expression) =>
    typeof nan.literal === 'number' ? '' : ` AND (NOT isnan(${nan.sql}) OR ${other.sql} IS NULL)`;
  switch (op) {
    case '=':
      return `(${a.sql} = ${b.sql}${typeof b.literal === 'number' ? '' : guard(a, b)})`;
    case '!=':
      return `(NOT ${floatText('=', a, b)})`;
    case '<':
    case '<=':
      return `(${a.sql} ${op} ${b.sql}${guard(b, a)})`;
    default:
      return `(${a.sql} ${op} ${b.sql}${guard(a, b)})`;
  }
}

/** Field by field with three values: one unequal field decides, else one NULL leaves it open. */
function structEquality(type: Extract<SqlType, { kind: 'STRUCT' }>, a: string, b: string): string {
  const parts = type.fields.map((field, index) => {
    const of = (sql: string): Expression => ({ type: field.type, sql: `struct_extract_at(${sql}, ${index + 1})` });
    return comparisonText('=', field.type, of(a), of(b));
  });
  return parts.length === 0 ? 'TRUE' : `(${parts.join(' AND ')})`;
}

/** NULL and NaN are values like others here. */
export function distinctFrom(left: Expression, right: Expression, negated: boolean, at: Position): Expression {
  const [a, b] = compared('IS DISTINCT FROM', left, right, at);
  if (!isGroupable(a.type)) {
    throw invalid(`IS DISTINCT FROM is not defined for arguments of type ${typeName(a.type)}`, at);
  }
  return { type: BOOL, sql: `(${a.sql} IS ${negated ? 'NOT ' : ''}DISTINCT FROM ${b.sql})` };
}

export function noSignature(op: string, operands: readonly Expression[], at: Position): Error {
  const types = operands.map((operand) => (operand.untyped === 'NULL' ? 'NULL' : typeName(operand.type)));
  return invalid(`No matching signature for operator ${op} for argument types: ${types.join(', ')}`, at);
}
