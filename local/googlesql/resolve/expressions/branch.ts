/**
 * Subqueries in branches of CASE, IF, COALESCE and IFNULL. BigQuery runs such a subquery only for rows that take the
 * branch. DuckDB runs it for all rows, so an error in it ends a query that should have an answer.
 *
 * The first run of a statement takes that risk, because it costs nothing. A statement that has such subqueries and ends
 * in an error is resolved again with care: a subquery that reads columns around it is given only the rows that take its
 * branch; any other is tried by itself, and where it fails, the error takes its place and is raised only if it is needed.
 */

import { raiseText, stringText } from '../../emit/text.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { type Context, NeedsTrial } from '../context.ts';
import { withText } from '../queries/cte.ts';
import { isVolatile } from '../walk.ts';

/** A condition of a branch: what was written, and DuckDB text that is true where the branch goes on. */
export interface Step {
  readonly nodes: readonly ExpressionNode[];
  readonly holds: string;
}

/** No rows are kept away: the subquery stands in a branch, and its condition is unknown or that of another subquery. */
const ALWAYS = 'TRUE';

/** The context of an expression that is computed only where the step holds. */
export function inBranch(context: Context, { nodes, holds }: Step): Context {
  if (!context.analysis.session.care.careful)
    return context.branch === undefined ? { ...context, branch: ALWAYS } : context;
  const around = context.branch ?? ALWAYS;
  // A condition that answers differently each time must not be asked twice.
  if (nodes.some(isVolatile)) return { ...context, branch: around };
  return { ...context, branch: `${around} AND (${holds})` };
}

/** Resolves a subquery, and guards it where it stands in a branch. */
export function branchSubquery(context: Context, work: (inner: Context) => Expression): Expression {
  const { analysis, branch } = context;
  if (branch === undefined) return work(context);
  const { care } = analysis.session;
  care.found = true;
  const expression = analysis.reading(() => work({ ...context, branch: ALWAYS }));
  if (!care.careful) return expression;
  const outer = outerColumns(expression, context);
  if (outer.length === 0) return tried(expression, context);
  if (branch === ALWAYS) return expression;
  // The columns hide their equals outside: the subquery reads those of the rows that are left.
  const kept = outer.map((id) => ({ id, name: analysis.id('c') }));
  const rows = `SELECT ${kept.map(({ id, name }) => `${id} AS ${name}`).join(', ')} WHERE ${branch}`;
  const named = `SELECT ${kept.map(({ id, name }) => `${name} AS ${id}`).join(', ')} FROM (${rows}) AS ${analysis.id('t')}`;
  return { ...expression, sql: `(SELECT ${expression.sql} FROM (${named}) AS ${analysis.id('t')})` };
}

/** The columns of queries around that the subquery reads. */
function outerColumns({ columns = [] }: Expression, { scope, parameters }: Context): readonly string[] {
  const given = [...(parameters?.values() ?? [])].flatMap((parameter) => parameter.columns ?? []);
  const around = new Set([...scope.allColumns(), ...given]);
  return columns.filter((id) => around.has(id));
}

function tried(expression: Expression, { analysis, ctes }: Context): Expression {
  const sql = `${withText(ctes)}SELECT ${expression.sql}`;
  const failure = analysis.session.care.failures.get(sql);
  if (failure === undefined) throw new NeedsTrial(sql);
  return failure === null ? expression : { ...expression, sql: raiseText(expression.type, stringText(failure)) };
}
