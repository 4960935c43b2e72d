import { unsupported } from '../error.ts';
import type { PivotNode } from '../syntax/ast.ts';
import type { Context } from './context.ts';
import type { FromItem } from './from.ts';

export function analyzePivot(node: PivotNode, _outer: Context): FromItem {
  throw unsupported('PIVOT', node.at);
}
