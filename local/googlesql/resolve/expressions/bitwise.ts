/** `& | ^ ~ << >>` on INT64 and on BYTES. */

import { bytesOperators } from '../../emit/bytes-natives.ts';
import { shiftLeft, shiftRight } from '../../emit/operator-natives.ts';
import type { Position } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import { coerce } from '../../types/coercion.ts';
import { BYTES, INT64 } from '../../types/type-text.ts';
import { noSignature } from './compare.ts';

export function bitwise(op: '|' | '^' | '&', left: Expression, right: Expression, at: Position): Expression {
  if (left.type.kind === 'BYTES' && right.type.kind === 'BYTES') {
    return { type: BYTES, sql: bytesOperators[op].of(left.sql, right.sql) };
  }
  const [a, b] = [coerce(left, INT64), coerce(right, INT64)];
  if (a === undefined || b === undefined) throw noSignature(op, [left, right], at);
  return { type: INT64, sql: op === '^' ? `xor(${a.sql}, ${b.sql})` : `(${a.sql} ${op} ${b.sql})` };
}

export function invert(operand: Expression, at: Position): Expression {
  if (operand.type.kind === 'BYTES') return { type: BYTES, sql: bytesOperators['~'].of(operand.sql) };
  if (operand.type.kind !== 'INT64') throw noSignature('~', [operand], at);
  return { type: INT64, sql: `(~ ${operand.sql})` };
}

/** Bits fall off either end; a shift by as many bits as there are or more leaves none; a negative one is an error. */
export function shift(op: '<<' | '>>', left: Expression, right: Expression, at: Position): Expression {
  const by = coerce(right, INT64);
  if (by === undefined) throw noSignature(op, [left, right], at);
  if (left.type.kind === 'BYTES') return { type: BYTES, sql: bytesOperators[op].of(left.sql, by.sql) };
  const value = coerce(left, INT64);
  if (value === undefined) throw noSignature(op, [left, right], at);
  return { type: INT64, sql: (op === '<<' ? shiftLeft : shiftRight).of(value.sql, by.sql) };
}
