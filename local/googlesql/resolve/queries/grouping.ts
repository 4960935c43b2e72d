/** The step of GROUP BY: what it groups by and what it aggregates, each computed once as a column. */

import { columnExpression, type Expression } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import type { Context } from '../context.ts';
import { identityOf, isSame } from '../same.ts';

export interface GroupKey {
  readonly node: ExpressionNode | undefined;
  readonly expression: Expression;
  readonly id: string;
}

export class Grouping {
  /** The context of the arguments of aggregates: before the grouping. */
  readonly input: Context;
  readonly keys: GroupKey[] = [];
  /** ROLLUP, CUBE or GROUPING SETS: rows may leave keys out. */
  inSets = false;
  readonly #computed = new Map<string, string>();
  /** Each under its identity. */
  readonly #aggregates = new Map<string, { readonly id: string; readonly aggregate: Expression }>();

  constructor(input: Context) {
    this.input = input;
  }

  /** Expressions that are the same are one key. */
  addKey(expression: Expression, node: ExpressionNode | undefined): GroupKey {
    const known = this.keys.find((key) => isSame(key.expression, expression));
    if (known !== undefined) return known;
    const key = { node, expression, id: this.input.analysis.id('c') };
    this.input.analysis.filters.pass(key.id, expression.column);
    this.keys.push(key);
    return key;
  }

  /** The key that this expression (analyzed before the grouping) is, as it is seen after. */
  key(expression: Expression): Expression | undefined {
    const key = this.keys.find((candidate) => isSame(candidate.expression, expression));
    return key === undefined ? undefined : columnExpression(key.id, key.expression.type);
  }

  /** The text by which DuckDB knows the expression as a key; undefined where it is none. */
  keyText(expression: Expression): string | undefined {
    const key = this.keys.find((candidate) => isSame(candidate.expression, expression));
    return key === undefined ? undefined : this.textOf(key);
  }

  /** Whether the value is to be computed of keys: with several grouping sets a key that is left out is NULL in it too. */
  isOfKeys(value: Expression): boolean {
    const { columns = [] } = value;
    const isKey = (id: string) => this.keys.some(({ expression }) => expression.column === id);
    return this.inSets && columns.length > 0 && columns.every(isKey);
  }

  /** The aggregate as a column after the grouping. */
  add(aggregate: Expression): Expression {
    const identity = identityOf(aggregate);
    const known = this.#aggregates.get(identity);
    if (known !== undefined) return columnExpression(known.id, aggregate.type);
    const id = this.input.analysis.id('c');
    this.#aggregates.set(identity, { id, aggregate });
    return columnExpression(id, aggregate.type);
  }

  /** The columns that there are after the grouping. */
  get ids(): readonly string[] {
    return [...this.keys.map((key) => key.id), ...[...this.#aggregates.values()].map(({ id }) => id)];
  }

  /**
   * Computes the keys as columns before the grouping. DuckDB would else take a key for a part of another one, as `a`
   * in `ROLLUP(a, a + 1)`, and show it as NULL there too.
   */
  computeFirst(): void {
    for (const key of this.keys) this.#computed.set(key.id, this.input.analysis.id('c'));
  }

  /** The DuckDB text that the key is grouped by. */
  textOf(key: GroupKey): string {
    return this.#computed.get(key.id) ?? key.expression.sql;
  }

  /** The FROM clause of the grouping. `source` is the query's text from FROM on. */
  from(source: string): string {
    if (this.#computed.size === 0) return source;
    const list = this.keys.map((key) => `${key.expression.sql} AS ${this.textOf(key)}`);
    const all = this.input.scope.relations.length === 0 ? list : ['*', ...list];
    return ` FROM (SELECT ${all.join(', ')}${source}) AS ${this.input.analysis.id('t')}`;
  }

  /** The select list of the grouping step. */
  get columns(): readonly string[] {
    const keys = this.keys.map((key) => `${this.textOf(key)} AS ${key.id}`);
    const aggregates = [...this.#aggregates.values()].map(({ id, aggregate }) => `${aggregate.sql} AS ${id}`);
    return [...keys, ...aggregates];
  }
}
