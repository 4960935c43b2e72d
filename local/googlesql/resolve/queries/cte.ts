/** WITH: named queries, in sight of the ones after them and of the query itself. */

import { invalid, unsupported } from '../../error.ts';
import type { QueryNode } from '../../syntax/ast.ts';
import type { Context, CteScope } from '../context.ts';
import { analyzeQuery } from '../recursion.ts';
import { Scope } from '../relations/scope.ts';
import type { ResolvedQuery } from './resolved.ts';

export interface Cte {
  /** Its name in the text. */
  readonly id: string;
  readonly query: ResolvedQuery;
}

export interface With {
  /** `WITH w1 AS (…), …` with a space after, or nothing. */
  readonly text: string;
  readonly ctes: CteScope;
}

export function analyzeWith(node: QueryNode, context: Context): With {
  if (node.with.length === 0) return { text: '', ctes: context.ctes };
  if (node.recursive && node.with.some((cte) => refersTo(cte.query, cte.name.text))) {
    throw unsupported('WITH RECURSIVE', node.at);
  }
  const found = new Map(context.ctes.found);
  const own = new Set<string>();
  const texts: string[] = [];
  for (const { name, query } of node.with) {
    const lower = name.text.toLowerCase();
    if (own.has(lower)) throw invalid(`Duplicate alias ${name.text} for WITH subquery`, name.at);
    own.add(lower);
    const scope = new Scope([], { parent: context.scope.parent });
    const resolved = analyzeQuery(query, { ...context, scope, ctes: { found: new Map(found) } });
    const id = context.analysis.id('w');
    texts.push(`${id} AS (${resolved.sql})`);
    found.set(lower, { id, query: resolved });
  }
  return { text: `WITH ${texts.join(', ')} `, ctes: { found } };
}

/** Whether the query's text names the CTE: only then the word RECURSIVE means something. */
function refersTo(query: QueryNode, name: string): boolean {
  const lower = name.toLowerCase();
  return JSON.stringify(query, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
    .toLowerCase()
    .includes(`"text":${JSON.stringify(lower)}`);
}
