/** `+ - * /`, `||` and signs: BigQuery's result types, its overflows and its division by zero. */

import { dateShift, floatOperators } from '../../emit/operator-natives.ts';
import { type Choice, chosen, plainUnless } from '../../emit/plain.ts';
import { type Position, unsupported } from '../../error.ts';
import { decimals } from '../../library/numbers/numeric.ts';
import type { Expression } from '../../library/signature.ts';
import { intervalOperators } from '../../library/time/interval.ts';
import { temporal } from '../../library/time/temporal-natives.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { DATETIME, FLOAT64, INT64, INTERVAL, STRING, TIMESTAMP } from '../../types/type-text.ts';
import { noSignature } from './compare.ts';

const NUMBERS = ['INT64', 'NUMERIC', 'BIGNUMERIC', 'FLOAT64'];

export function arithmetic(op: '+' | '-' | '*' | '/', left: Expression, right: Expression, at: Position): Expression {
  const temporal = temporalArithmetic(op, left, right, at);
  if (temporal !== undefined) return temporal;
  const common = supertype([left, right]);
  if (common === undefined || !NUMBERS.includes(common.kind)) throw noSignature(op, [left, right], at);
  // `/` of whole numbers is a FLOAT64.
  const type = op === '/' && common.kind === 'INT64' ? FLOAT64 : common;
  const [a, b] = [coerce(left, type), coerce(right, type)];
  if (a === undefined || b === undefined) throw noSignature(op, [left, right], at);
  switch (type.kind) {
    case 'FLOAT64':
      return { type, sql: chosen(floatArithmetic(op, a, b), left.once === true || right.once === true) };
    case 'NUMERIC':
    case 'BIGNUMERIC': {
      const natives = decimals[type.kind];
      const native = { '+': natives.add, '-': natives.subtract, '*': natives.multiply, '/': natives.divide }[op];
      // DuckDB's own sums of NUMERIC are exact and raise beyond 38 digits, as BigQuery's do.
      const plain = type.kind === 'NUMERIC' && (op === '+' || op === '-');
      return { type, sql: plain ? `(${a.sql} ${op} ${b.sql})` : native.of(a.sql, b.sql) };
    }
    default:
      return { type, sql: `(${a.sql} ${op} ${b.sql})` };
  }
}

/**
 * An infinity that comes out of finite operands is an overflow; so is dividing by zero, even 0 / 0. If the operands are
 * short, DuckDB checks that itself; else a native does, which sees each operand once.
 */
function floatArithmetic(op: '+' | '-' | '*' | '/', a: Expression, b: Expression): Choice {
  const name = ({ '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' } as const)[op];
  const careful = floatOperators[name].of(a.sql, b.sql);
  const plain = `(${a.sql} ${op} ${b.sql})`;
  const risky = op === '/' ? `${b.sql} = 0 OR isinf${plain}` : `isinf${plain}`;
  return plainUnless(risky, plain, careful, [a.sql, b.sql]);
}

function temporalArithmetic(op: string, left: Expression, right: Expression, at: Position): Expression | undefined {
  const [l, r] = [left.type.kind, right.type.kind];
  const points = ['DATE', 'DATETIME', 'TIMESTAMP', 'TIME', 'INTERVAL'];
  if (!points.includes(l) && !points.includes(r)) return undefined;
  if (op === '+' || op === '-') {
    if (l === 'DATE' && r === 'INT64') return { type: left.type, sql: dateText(op, left.sql, right.sql) };
    if (op === '+' && l === 'INT64' && r === 'DATE')
      return { type: right.type, sql: dateText(op, right.sql, left.sql) };
    if (r === 'INTERVAL') {
      if (l === 'INTERVAL') return { type: INTERVAL, sql: `(${left.sql} ${op} ${right.sql})` };
      // The functions' own steps: they know the ends of the calendar.
      if (l === 'DATE' || l === 'DATETIME') {
        const step = op === '+' ? temporal.addDatetime : temporal.subDatetime;
        return { type: DATETIME, sql: step.of(`CAST(${left.sql} AS TIMESTAMP)`, right.sql) };
      }
      if (l === 'TIMESTAMP') {
        const step = op === '+' ? temporal.addTimestamp : temporal.subTimestamp;
        return { type: TIMESTAMP, sql: step.of(left.sql, right.sql) };
      }
    }
    if (op === '+' && l === 'INTERVAL') return temporalArithmetic('+', right, left, at);
    const between = op === '-' ? difference(left, right) : undefined;
    if (between !== undefined) return between;
    // The documentation names dates, datetimes and timestamps only.
    if (op === '-' && l === 'TIME' && r === 'TIME') throw unsupported('subtraction of TIME from TIME', at);
  }
  if ((op === '*' || op === '/') && l === 'INTERVAL' && r === 'INT64') {
    const operator = op === '*' ? intervalOperators.times : intervalOperators.over;
    return { type: INTERVAL, sql: operator.of(left.sql, right.sql) };
  }
  if (op === '*' && l === 'INT64' && r === 'INTERVAL') return temporalArithmetic('*', right, left, at);
  throw noSignature(op, [left, right], at);
}

/**
 * The difference of two points as an INTERVAL: dates are whole days apart, the others an exact time of hours and below,
 * which never carries into days. A DATE beside a DATETIME is read as its midnight.
 */
function difference(left: Expression, right: Expression): Expression | undefined {
  const kinds = [left.type.kind, right.type.kind];
  const both = (...allowed: readonly string[]) => kinds.every((kind) => allowed.includes(kind));
  if (both('DATE')) return { type: INTERVAL, sql: `to_days(CAST((${left.sql} - ${right.sql}) AS INTEGER))` };
  if (!both('TIMESTAMP') && !both('DATE', 'DATETIME')) return undefined;
  const micros = ({ type, sql }: Expression) =>
    type.kind === 'DATE' ? `epoch_us(CAST(${sql} AS TIMESTAMP))` : `epoch_us(${sql})`;
  return { type: INTERVAL, sql: `to_microseconds(${micros(left)} - ${micros(right)})` };
}

function dateText(op: '+' | '-', date: string, days: string): string {
  return dateShift.of(date, op === '-' ? `(- ${days})` : days);
}

export function negate(operand: Expression, at: Position): Expression {
  const { type } = operand.untyped === 'NULL' ? { type: INT64 } : operand;
  switch (type.kind) {
    case 'INT64':
    case 'FLOAT64':
    case 'NUMERIC':
    case 'INTERVAL':
      return { type, sql: `(- ${operand.sql})` };
    case 'BIGNUMERIC':
      return { type, sql: decimals.BIGNUMERIC.negate.of(operand.sql) };
    default:
      throw noSignature('-', [operand], at);
  }
}

export function plus(operand: Expression, at: Position): Expression {
  if (!NUMBERS.includes(operand.type.kind)) throw noSignature('+', [operand], at);
  return { ...operand, sql: `(${operand.sql})` };
}

export function concatenate(left: Expression, right: Expression, at: Position): Expression {
  const type = supertype([left, right]);
  if (left.untyped === 'NULL' && right.untyped === 'NULL') return concatenated(STRING, left, right, at);
  if (type === undefined) throw noSignature('||', [left, right], at);
  return concatenated(type, left, right, at);
}

function concatenated(type: SqlType, left: Expression, right: Expression, at: Position): Expression {
  const [a, b] = [coerce(left, type), coerce(right, type)];
  if (a === undefined || b === undefined) throw noSignature('||', [left, right], at);
  if (type.kind === 'STRING' || type.kind === 'BYTES') return { type, sql: `(${a.sql} || ${b.sql})` };
  // In DuckDB a NULL list joins as if empty; in BigQuery it makes the whole NULL.
  if (type.kind === 'ARRAY') {
    return {
      type,
      sql: `(CASE WHEN ${a.sql} IS NULL OR ${b.sql} IS NULL THEN NULL ELSE list_concat(${a.sql}, ${b.sql}) END)`,
    };
  }
  throw noSignature('||', [left, right], at);
}
