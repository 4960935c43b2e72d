/** Operators on BYTES that DuckDB does not have: bit by bit, shifts of the whole string of bits, and LIKE. */

import { type Native, native } from './native.ts';

function bitByBit(name: 'and' | 'or' | 'xor', compute: (a: number, b: number) => number): Native {
  return native(`gsql_bytes_${name}`, { takes: ['BYTES', 'BYTES'], returns: 'BYTES' }, (a, b) => {
    if (a.length !== b.length) {
      throw new Error(
        `Bitwise binary operator for BYTES requires equal length of the inputs. Got ${a.length} byte(s) on the left hand side and ${b.length} byte(s) on the right hand side.`,
      );
    }
    return a.map((byte, at) => compute(byte, b[at] ?? 0));
  });
}

/** Bits fall off either end, the vacated ones are zero, and the length stays. */
function shifted(name: 'left' | 'right', direction: 1 | -1): Native {
  return native(`gsql_bytes_shift_${name}`, { takes: ['BYTES', 'INT64'], returns: 'BYTES' }, (value, by) => {
    if (by < 0n) throw new Error('Bitwise binary operator for BYTES requires a non-negative shift amount');
    const result = new Uint8Array(value.length);
    if (by >= BigInt(value.length) * 8n) return result;
    const [whole, rest] = [Number(by) >> 3, Number(by) & 7];
    for (let at = 0; at < value.length; at += 1) {
      const from = at + direction * whole;
      const [near, far] = [value[from] ?? 0, value[from + direction] ?? 0];
      result[at] = direction === 1 ? (near << rest) | (far >> (8 - rest)) : (near >> rest) | (far << (8 - rest));
    }
    return result;
  });
}

const [PERCENT, UNDERSCORE, BACKSLASH] = [0x25, 0x5f, 0x5c];

/** `%` is any number of bytes and `_` one; a backslash stands before what is meant as itself. */
export function likeBytes(value: Uint8Array, pattern: Uint8Array): boolean {
  let [at, mark] = [0, 0];
  // After the last `%`: where the pattern goes on, and the first byte that was not yet tried for it.
  let [goesOn, untried] = [-1, 0];
  while (at < value.length) {
    const wanted = pattern[mark];
    const escaped = wanted === BACKSLASH;
    if (wanted === PERCENT) {
      mark += 1;
      [goesOn, untried] = [mark, at];
    } else if (
      wanted === UNDERSCORE ||
      (wanted !== undefined && value[at] === (escaped ? pattern[mark + 1] : wanted))
    ) {
      mark += escaped ? 2 : 1;
      at += 1;
    } else {
      if (goesOn === -1) return false;
      untried += 1;
      [mark, at] = [goesOn, untried];
    }
  }
  while (pattern[mark] === PERCENT) mark += 1;
  return mark >= pattern.length;
}

const like = native('gsql_bytes_like', { takes: ['BYTES', 'BYTES'], returns: 'BOOL' }, (value, pattern) => {
  let backslashes = 0;
  while (pattern.at(-1 - backslashes) === BACKSLASH) backslashes += 1;
  if (backslashes % 2 === 1) throw new Error('LIKE pattern ends with a backslash');
  return likeBytes(value, pattern);
});

export const bytesOperators = {
  '&': bitByBit('and', (a, b) => a & b),
  '|': bitByBit('or', (a, b) => a | b),
  '^': bitByBit('xor', (a, b) => a ^ b),
  '~': native('gsql_bytes_not', { takes: ['BYTES'], returns: 'BYTES' }, (value) => value.map((byte) => ~byte)),
  '<<': shifted('left', 1),
  '>>': shifted('right', -1),
  like,
} as const satisfies Readonly<Record<string, Native>>;
