/** WITH: named queries, in sight of the ones after them and of the query itself. */

import { invalid } from '../../error.ts';
import type { QueryNode } from '../../syntax/ast.ts';
import type { Context, CteScope } from '../context.ts';
import { analyzeQuery } from '../recursion.ts';
import { Scope } from '../relations/scope.ts';
import { analyzeRecursive, readsCte } from './recursive-cte.ts';
import type { ResolvedQuery } from './resolved.ts';

export interface Cte {
  /** Its name in the text. */
  readonly id: string;
  readonly query: ResolvedQuery;
  /** Its definition behind WITH; none while it is being resolved. */
  readonly text?: string;
  /** Set while the query is being resolved that reads itself: its column with the number of the round. */
  readonly round?: string;
}

export interface With {
  /** `WITH w1 AS (…), …` with a space after, or nothing. */
  readonly text: string;
  readonly ctes: CteScope;
}

export function analyzeWith(node: QueryNode, context: Context): With {
  if (node.with.length === 0) return { text: '', ctes: context.ctes };
  const found = new Map(context.ctes.found);
  const own = new Set<string>();
  const texts: string[] = [];
  let recursive = false;
  for (const cte of node.with) {
    const lower = cte.name.text.toLowerCase();
    if (own.has(lower)) throw invalid(`Duplicate alias ${cte.name.text} for WITH subquery`, cte.name.at);
    own.add(lower);
    const scope = new Scope([], { parent: context.scope.parent });
    const inner = { ...context, scope, ctes: { found: new Map(found) } };
    const id = context.analysis.id('w');
    if (node.recursive && readsCte(cte.query, lower)) {
      recursive = true;
      const { text, query } = analyzeRecursive(cte, id, inner);
      texts.push(text);
      found.set(lower, { id, query, text });
      continue;
    }
    const query = analyzeQuery(cte.query, inner);
    const text = `${id} AS (${query.sql})`;
    texts.push(text);
    found.set(lower, { id, query, text });
  }
  return { text: `WITH ${recursive ? 'RECURSIVE ' : ''}${texts.join(', ')} `, ctes: { found } };
}

/** All the queries in sight, for a text that stands by itself. */
export function withText({ found }: CteScope): string {
  const texts = [...found.values()].flatMap(({ text }) => text ?? []);
  return texts.length === 0 ? '' : `WITH RECURSIVE ${texts.join(', ')} `;
}
