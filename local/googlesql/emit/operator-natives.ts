/** Operators that DuckDB computes otherwise: overflow of FLOAT64 to infinity, division by zero, shifts, date steps. */

import { float64ToText } from '../types/cast-natives.ts';
import { MAX_MICROS, MIN_MICROS } from '../values/time.ts';
import { bytesOperators } from './bytes-natives.ts';
import { type Native, native } from './native.ts';

const DAY_MICROS = 86_400_000_000n;

type FloatOperator = 'add' | 'subtract' | 'multiply' | 'divide';

const SYMBOLS: Readonly<Record<FloatOperator, string>> = { add: '+', subtract: '-', multiply: '*', divide: '/' };

function float(name: FloatOperator, compute: (a: number, b: number) => number): Native {
  return native(`gsql_float_${name}`, { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' }, (a, b) => {
    const shown = () => `${float64ToText(a)} ${SYMBOLS[name]} ${float64ToText(b)}`;
    if (name === 'divide' && b === 0) throw new Error(`division by zero: ${shown()}`);
    const result = compute(a, b);
    if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
      throw new Error(`double overflow: ${shown()}`);
    return result;
  });
}

export const floatOperators: Readonly<Record<FloatOperator, Native>> = {
  add: float('add', (a, b) => a + b),
  subtract: float('subtract', (a, b) => a - b),
  multiply: float('multiply', (a, b) => a * b),
  divide: float('divide', (a, b) => a / b),
};

function shifted(name: 'left' | 'right', compute: (value: bigint, by: bigint) => bigint): Native {
  return native(`gsql_shift_${name}`, { takes: ['INT64', 'INT64'], returns: 'INT64' }, (value, by) => {
    if (by < 0n) throw new Error('Bitwise binary operator for INT64 requires a non-negative shift amount');
    return by >= 64n ? 0n : BigInt.asIntN(64, compute(BigInt.asUintN(64, value), by));
  });
}

/** `>>` does not keep the sign: the vacated bits are zero. */
export const shiftLeft = shifted('left', (value, by) => value << by);
export const shiftRight = shifted('right', (value, by) => value >> by);

/** A date and a number of days, which may leave the calendar. */
export const dateShift = native('gsql_date_shift', { takes: ['DATE', 'INT64'], returns: 'DATE' }, (date, days) => {
  const moved = BigInt(date) + days;
  if (moved * DAY_MICROS < MIN_MICROS || moved * DAY_MICROS > MAX_MICROS) {
    throw new Error('Adding days to DATE results in an out of range date value');
  }
  return Number(moved);
});

export const operatorNatives: readonly Native[] = [
  ...Object.values(floatOperators),
  ...Object.values(bytesOperators),
  shiftLeft,
  shiftRight,
  dateShift,
];
