/** The analyzer, wired: the one file that knows every part of it. */

import { withoutAggregateFunctions } from './expressions/aggregate-function.ts';
import { resolveExpression } from './expressions/expression.ts';
import { resolveQuery } from './queries/query.ts';
import type { Analyzer } from './recursion.ts';
import { resolveItem } from './relations/from.ts';

export const analyzer: Analyzer = {
  expression: resolveExpression,
  query: (node, context) => resolveQuery(withoutAggregateFunctions(node, context), context),
  item: resolveItem,
};
