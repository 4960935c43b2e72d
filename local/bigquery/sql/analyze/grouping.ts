/** The step of GROUP BY: what it groups by and what it aggregates, each computed once as a column. */

import type { Expression } from '../functions/signature.ts';
import type { ExpressionNode } from '../syntax/ast.ts';
import type { SqlType } from '../type.ts';
import type { Context } from './context.ts';

export interface GroupKey {
  readonly node: ExpressionNode | undefined;
  readonly expression: Expression;
  readonly id: string;
}

export class Grouping {
  /** Where the arguments of aggregates stand: before the grouping. */
  readonly input: Context;
  readonly keys: GroupKey[] = [];
  readonly #aggregates = new Map<string, { readonly id: string; readonly type: SqlType }>();

  constructor(input: Context) {
    this.input = input;
  }

  /** Equal expressions are one key. Texts are equal exactly when the expressions are: every column's name is unique. */
  addKey(expression: Expression, node: ExpressionNode | undefined): GroupKey {
    const known = this.keys.find((key) => key.expression.sql === expression.sql);
    if (known !== undefined) return known;
    const key = { node, expression, id: this.input.analysis.id('c') };
    this.input.analysis.filters.pass(key.id, expression.sql);
    this.keys.push(key);
    return key;
  }

  /** The key that this expression (analyzed before the grouping) is, as it is seen after. */
  key(expression: Expression): Expression | undefined {
    const key = this.keys.find((candidate) => candidate.expression.sql === expression.sql);
    return key === undefined ? undefined : { type: key.expression.type, sql: key.id };
  }

  /** The aggregate as a column after the grouping. */
  add(aggregate: Expression): Expression {
    const known = this.#aggregates.get(aggregate.sql);
    if (known !== undefined) return { type: known.type, sql: known.id };
    const id = this.input.analysis.id('c');
    this.#aggregates.set(aggregate.sql, { id, type: aggregate.type });
    return { type: aggregate.type, sql: id };
  }

  /** The columns that there are after the grouping. */
  get ids(): readonly string[] {
    return [...this.keys.map((key) => key.id), ...[...this.#aggregates.values()].map(({ id }) => id)];
  }

  /** The select list of the grouping step. */
  get columns(): readonly string[] {
    const keys = this.keys.map((key) => `${key.expression.sql} AS ${key.id}`);
    const aggregates = [...this.#aggregates].map(([sql, { id }]) => `${sql} AS ${id}`);
    return [...keys, ...aggregates];
  }
}
