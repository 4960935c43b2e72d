/** FOR SYSTEM_TIME AS OF: a moment, computed before the statement is analyzed any further. */

import { invalid } from '../../error.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { TIMESTAMP, typeName } from '../../types/type-text.ts';
import { type Context, NeedsMoment } from '../context.ts';
import { analyze } from '../recursion.ts';
import { EMPTY_SCOPE } from './scope.ts';

/** Milliseconds since 1970; undefined for now. */
export function momentOf(node: ExpressionNode, outer: Context): number | undefined {
  if (isNow(node)) return undefined;
  const { analysis } = outer;
  const expression = analyze(node, { ...outer, scope: EMPTY_SCOPE, clause: 'FOR SYSTEM_TIME AS OF' });
  const moment = coerce(expression, TIMESTAMP);
  if (moment === undefined)
    throw invalid(`FOR SYSTEM_TIME AS OF must be of type TIMESTAMP but was ${typeName(expression.type)}`, node.at);
  const known = analysis.session.moments.get(moment.sql);
  if (known === undefined) throw new NeedsMoment(moment.sql);
  if (known === null) throw invalid('FOR SYSTEM_TIME AS OF cannot be NULL', node.at);
  return known;
}

function isNow(node: ExpressionNode): boolean {
  return node.kind === 'call' && node.name.map(({ text }) => text.toUpperCase()).join('.') === 'CURRENT_TIMESTAMP';
}
