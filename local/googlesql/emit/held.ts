/** Operands whose text would stand more than once, computed once: DuckDB computes a volatile text anew at each place. */

import type { Expression } from '../library/signature.ts';

/** The body over the operands, each held in a lambda's argument where one of them is volatile. */
export function held(operands: readonly Expression[], body: (operands: readonly Expression[]) => string): string {
  if (operands.every(({ volatile }) => volatile !== true)) return body(operands);
  const fields = operands.map(({ sql }, index) => `a${index} := ${sql}`).join(', ');
  const names = operands.map(
    (operand, index): Expression => ({ ...withoutVolatile(operand), sql: `gsql_held.a${index}` }),
  );
  return `list_transform([struct_pack(${fields})], lambda gsql_held: ${body(names)})[1]`;
}

function withoutVolatile({ volatile: _held, ...operand }: Expression): Expression {
  return operand;
}
