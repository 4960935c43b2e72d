import { unsupported } from '../error.ts';
import type { UnpivotNode } from '../syntax/ast.ts';
import type { Context } from './context.ts';
import type { FromItem } from './from.ts';

export function analyzeUnpivot(node: UnpivotNode, _outer: Context): FromItem {
  throw unsupported('UNPIVOT', node.at);
}
