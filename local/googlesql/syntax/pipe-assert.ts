/** `|> ASSERT condition, payload, …`: the rows as they are, or an error as soon as the condition is not true for one. */

import type { ExpressionNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './grammar.ts';
import { labelOf, type Pipe, pipeOf, queryOf } from './pipe-rows.ts';

/**
 * A limit that no rows reach keeps the condition where it stands: DuckDB moves conditions, and would ask it of rows that
 * an operator before or behind it leaves out.
 */
function fixed(pipe: Pipe, end: number): Pipe {
  const limit: ExpressionNode = { kind: 'literal', at: pipe.at, literal: { type: 'INT64', value: 2n ** 63n - 1n } };
  return pipeOf(queryOf({ ...pipe, limit }, end), labelOf(pipe), pipe);
}

export function asserted(cursor: Cursor, pipe: Pipe): Pipe {
  const { at } = cursor.next();
  const { start } = cursor.token;
  const condition = parseExpression(cursor);
  const text = cursor.text.slice(start, cursor.lastEnd);
  const payload = cursor.acceptSymbol(',') ? cursor.list(() => parseExpression(cursor)) : [];
  const call = (name: string, args: readonly ExpressionNode[]): ExpressionNode => ({
    ...{ kind: 'call', at, name: [{ text: name, at }], distinct: false, orderBy: [] },
    args: args.map((expression) => ({ at: expression.at, expression })),
  });
  const string = (value: string): ExpressionNode => ({ kind: 'literal', at, literal: { type: 'STRING', value } });
  const shown =
    payload.length === 0 ? string(text) : call('FORMAT', [string(payload.map(() => '%t').join(' ')), ...payload]);
  const failed = call('ERROR', [call('CONCAT', [string('Assert failed: '), shown])]);
  const where: ExpressionNode = {
    ...{
      kind: 'case',
      at,
      whens: [{ when: condition, result: { kind: 'literal', at, literal: { type: 'BOOL', value: true } } }],
    },
    otherwise: failed,
  };
  return fixed({ ...fixed(pipe, cursor.lastEnd), where }, cursor.lastEnd);
}
