/** Values that a statement needs before anything runs: options, script conditions. */

import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { invalid } from '../error.ts';
import type { Context } from '../resolve/context.ts';
import { analyze } from '../resolve/recursion.ts';
import type { ExpressionNode, OptionNode, Options } from '../syntax/ast.ts';
import { cast, coerce } from '../types/coercion.ts';
import type { SqlType } from '../types/type.ts';
import { arrayOf, BOOL, INT64, STRING, TIMESTAMP, typeName } from '../types/type-text.ts';

/** The expression's value, computed by DuckDB. */
export async function constantOf(
  node: ExpressionNode,
  type: SqlType | undefined,
  what: string,
  context: Context,
  connection: DuckDBConnection,
): Promise<DuckDBValue> {
  const expression = analyze(node, context);
  const value = type === undefined ? expression : coerce(expression, type);
  if (value === undefined) {
    throw invalid(
      `${what} must be of type ${type === undefined ? '' : typeName(type)}, but is ${typeName(expression.type)}`,
      node.at,
    );
  }
  const reader = await connection.runAndReadAll(`SELECT ${value.sql}`);
  return reader.getRows()[0]?.[0] ?? null;
}

/** Reads OPTIONS(…) one by one, by the type that each has. */
export class OptionReader {
  readonly #options: Map<string, OptionNode>;
  readonly #context: Context;
  readonly #connection: DuckDBConnection;

  constructor(options: Options | undefined, context: Context, connection: DuckDBConnection) {
    this.#options = new Map();
    this.#context = { ...context, clause: 'OPTIONS' };
    this.#connection = connection;
    for (const option of options ?? []) {
      const name = option.name.text.toLowerCase();
      if (this.#options.has(name)) throw invalid(`Duplicate option specified for '${name}'`, option.name.at);
      this.#options.set(name, option);
    }
  }

  /** undefined: not given; null: given as NULL, which clears. */
  async string(name: string): Promise<string | null | undefined> {
    const value = await this.#take(name, STRING);
    return value === undefined ? undefined : (value as string | null);
  }

  async bool(name: string): Promise<boolean | null | undefined> {
    const value = await this.#take(name, BOOL);
    return value === undefined ? undefined : (value as boolean | null);
  }

  async int(name: string): Promise<bigint | null | undefined> {
    const value = await this.#take(name, INT64);
    return value === undefined ? undefined : (value as bigint | null);
  }

  async float(name: string): Promise<number | null | undefined> {
    const value = await this.#take(name, { kind: 'FLOAT64' });
    return value === undefined ? undefined : (value as number | null);
  }

  /** Milliseconds since 1970. */
  async timestamp(name: string): Promise<number | null | undefined> {
    const value = await this.#take(name, TIMESTAMP);
    if (value === undefined || value === null) return value;
    return Number((value as unknown as { readonly micros: bigint }).micros / 1000n);
  }

  async strings(name: string): Promise<readonly string[] | null | undefined> {
    const value = await this.#take(name, arrayOf(STRING));
    if (value === undefined || value === null) return value;
    return (value as unknown as { readonly items: readonly string[] }).items;
  }

  /** `[('key', 'value'), …]`. */
  async pairs(name: string): Promise<Readonly<Record<string, string>> | null | undefined> {
    const value = await this.#take(name, arrayOf({ kind: 'STRUCT', fields: [{ type: STRING }, { type: STRING }] }));
    if (value === undefined || value === null) return value;
    const items = (
      value as unknown as { readonly items: readonly { readonly entries: Readonly<Record<string, string>> }[] }
    ).items;
    return Object.fromEntries(items.map(({ entries }) => Object.values(entries) as [string, string]));
  }

  /** An option's interval as text, `0-0 0 0:15:0`. */
  async interval(name: string): Promise<string | null | undefined> {
    const option = this.#options.get(name);
    if (option === undefined) return undefined;
    this.#options.delete(name);
    const expression = analyze(option.value, this.#context);
    const interval = expression.untyped === 'NULL' ? coerce(expression, { kind: 'INTERVAL' }) : expression;
    if (interval?.type.kind !== 'INTERVAL') throw invalid(`Option ${name} must be of type INTERVAL`, option.value.at);
    const reader = await this.#connection.runAndReadAll(`SELECT ${cast(interval, STRING, false).sql}`);
    return (reader.getRows()[0]?.[0] ?? null) as string | null;
  }

  /** Refuses every option that the statement's object does not have. */
  finish(object: string): void {
    for (const [name, option] of this.#options) throw invalid(`Unknown option for ${object}: ${name}`, option.name.at);
  }

  async #take(name: string, type: SqlType): Promise<DuckDBValue | undefined> {
    const option = this.#options.get(name);
    if (option === undefined) return undefined;
    this.#options.delete(name);
    return constantOf(option.value, type, `Option ${name}`, this.#context, this.#connection);
  }
}
