/** INT64 arithmetic that is called by name. Overflow is an error, never a wrap. */

import { type Native, native, nativeTakingNull } from '../../emit/native.ts';

const MIN = -(2n ** 63n);

function int64(value: bigint, operation: string): bigint {
  if (value !== BigInt.asIntN(64, value)) throw new Error(`int64 overflow: ${operation}`);
  return value;
}

const takesTwo = { takes: ['INT64', 'INT64'], returns: 'INT64' } as const;

function notZero(b: bigint, operation: string): void {
  if (b === 0n) throw new Error(`division by zero: ${operation}`);
}

/** NULL in place of an overflow. */
function orNull(value: bigint): bigint | null {
  return value === BigInt.asIntN(64, value) ? value : null;
}

export const integers = {
  /** Towards zero. */
  div: native('bq_div_int64', takesTwo, (a, b) => {
    notZero(b, `${a} / ${b}`);
    return int64(a / b, `${a} / ${b}`);
  }),
  /** The sign of the first. */
  mod: native('bq_mod_int64', takesTwo, (a, b) => {
    notZero(b, `MOD(${a}, ${b})`);
    return a % b;
  }),
  safeAdd: native('bq_safe_add_int64', takesTwo, (a, b) => orNull(a + b)),
  safeSubtract: native('bq_safe_subtract_int64', takesTwo, (a, b) => orNull(a - b)),
  safeMultiply: native('bq_safe_multiply_int64', takesTwo, (a, b) => orNull(a * b)),
  safeNegate: native('bq_safe_negate_int64', { takes: ['INT64'], returns: 'INT64' }, (a) => (a === MIN ? null : -a)),
  bitCount: native('bq_bit_count', { takes: ['INT64'], returns: 'INT64' }, (a) => countBits(BigInt.asUintN(64, a))),
  bitCountBytes: native('bq_bit_count_bytes', { takes: ['BYTES'], returns: 'INT64' }, (bytes) =>
    bytes.reduce((sum, byte) => sum + countBits(BigInt(byte)), 0n),
  ),
} satisfies Record<string, Native>;

function countBits(value: bigint): bigint {
  return BigInt(value.toString(2).replaceAll('0', '').length);
}

/** The FLOAT64 forms: NULL where finite operands leave the finite numbers. */
function safeFloat(name: string, compute: (a: number, b: number) => number): Native {
  return native(`bq_safe_${name}_float64`, { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' }, (a, b) => {
    const result = compute(a, b);
    return Number.isFinite(a) && Number.isFinite(b) && !Number.isFinite(result) ? null : result;
  });
}

export const safeFloats = {
  add: safeFloat('add', (a, b) => a + b),
  subtract: safeFloat('subtract', (a, b) => a - b),
  multiply: safeFloat('multiply', (a, b) => a * b),
  /** Any number by zero is an error, so NULL, whatever the number. */
  divide: nativeTakingNull('bq_safe_divide_float64', { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' }, (a, b) => {
    if (a === null || b === null || b === 0) return null;
    const result = a / b;
    return Number.isFinite(a) && Number.isFinite(b) && !Number.isFinite(result) ? null : result;
  }),
} satisfies Record<string, Native>;

export const natives: readonly Native[] = [...Object.values(integers), ...Object.values(safeFloats)];
