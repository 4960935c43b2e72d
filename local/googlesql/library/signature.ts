/** Descriptions of GoogleSQL functions for the analyzer: arguments, result type, DuckDB text. */

import type { SqlType } from '../types/type.ts';

/** An expression that has been analyzed: its type, and its DuckDB text (always safe to embed as an operand). */
export interface Expression {
  readonly type: SqlType;
  readonly sql: string;
  /** The value of a literal (or of a NULL literal: null), for functions that need one when the query is compiled. */
  readonly literal?: string | number | bigint | boolean | null;
  /** The value of a BYTES literal or parameter. */
  readonly bytes?: Uint8Array;
  /** A literal or parameter without a type of its own yet: coerces to what its surroundings ask for. */
  readonly untyped?: 'NULL' | 'EMPTY_ARRAY';
  /** Set on a literal: STRING literals coerce to DATE, TIMESTAMP…, integer literals to NUMERIC, FLOAT64. */
  readonly isLiteral?: boolean;
  /** A FLOAT64 literal as written: cast to a decimal type, or beside one, its digits count and not the double. */
  readonly decimal?: string;
  /** The value of a NUMERIC or BIGNUMERIC literal or parameter, times 10^9 or 10^38. */
  readonly scaled?: bigint;
  /** ERROR(…): it never yields a value, so it takes whatever type its surroundings ask for. */
  readonly raises?: true;
  /** The columns that it reads, by their names in DuckDB. The resolver sets them; function definitions need not. */
  readonly columns?: readonly string[];
  /** Set where the expression is this column's value as it is. */
  readonly column?: string;
  /** Volatile, or with a subquery inside: its text must not stand twice. */
  readonly once?: true;
  /** A call in it answers differently each time. */
  readonly volatile?: true;
  /** The elements or fields of a constructor, which coerce one by one. */
  readonly parts?: readonly Expression[];
}

/** A column's value. `id` is the column's name in DuckDB. */
export function columnExpression(id: string, type: SqlType): Expression {
  return { type, sql: id, column: id, columns: [id] };
}

/** All the columns that these read. */
export function columnsOf(expressions: readonly Pick<Expression, 'columns'>[]): readonly string[] {
  return [...new Set(expressions.flatMap(({ columns }) => columns ?? []))];
}

/** A part or another form of an expression reads the same as the expression. */
export function readBy({ columns, once, volatile }: Expression): Pick<Expression, 'columns' | 'once' | 'volatile'> {
  return {
    ...(columns === undefined ? {} : { columns }),
    ...(once === undefined ? {} : { once }),
    ...(volatile === undefined ? {} : { volatile }),
  };
}

/** An argument that is not an expression: a date part (`DAY`, `WEEK(MONDAY)`), a unit, a normalization mode, … */
export interface KeywordArgument {
  readonly keyword: string;
}

export type Argument = Expression | KeywordArgument;

export interface Call {
  /** The function's name as in the documentation, upper case: `TIMESTAMP_DIFF`, `NET.HOST`, `KEYS.…`. */
  readonly name: string;
  readonly args: readonly Argument[];
  /** `SAFE.f(…)`: errors of this call become NULL. The analyzer wraps the result itself unless `handlesSafe`. */
  readonly safe: boolean;
  /** Named arguments (`wide_number_mode => 'round'`), name in lower case. */
  readonly named: ReadonlyMap<string, Expression>;
  /** The user that runs the query, for SESSION_USER(). */
  readonly user?: string;
  /** Tells this call from every other of the statement: two calls of a volatile function have two answers. */
  readonly appearance?: number;
}

/** Thrown by a definition that cannot take these arguments; the analyzer adds line and column. */
export class CallRefused extends Error {
  /** `invalid` is the user's mistake (invalidQuery), `unsupported` is what the local BigQuery does not do. */
  readonly kind: 'invalid' | 'unsupported';
  constructor(kind: 'invalid' | 'unsupported', message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface FunctionDefinition {
  readonly names: readonly string[];
  readonly handlesSafe?: boolean;
  /** A different answer each time. */
  readonly volatile?: true;
  /** The positions of keyword arguments. The analyzer passes the raw word on and resolves no column. */
  readonly keywordArgs?: readonly number[];
  /** The function is known and not built here: every call of it is refused by name. */
  readonly refused?: true;
  /** Checks and coerces the arguments and returns the typed DuckDB expression. Throws CallRefused. */
  readonly build: (call: Call) => Expression;
}

/** The modifiers after the arguments of an aggregate: `DISTINCT`, `IGNORE NULLS`, `HAVING MAX x`, `ORDER BY`, `LIMIT`. */
export interface AggregateCall extends Call {
  readonly distinct: boolean;
  readonly nulls: 'IGNORE' | 'RESPECT' | undefined;
  /** DuckDB text of the order, without the words ORDER BY: `"x" DESC NULLS LAST`. */
  readonly orderBy: string | undefined;
  readonly limit: number | undefined;
  readonly having: { readonly which: 'MAX' | 'MIN'; readonly by: Expression } | undefined;
  /** DuckDB text of the condition of the rows that count: PIVOT's value. */
  readonly where?: string;
  /** DuckDB text of the window (`OVER (…)`), where it is used as an analytic function. */
  readonly over: string | undefined;
  /** The properties of the window. */
  readonly window?: { readonly ordered: boolean; readonly framed: boolean; readonly near?: NearFrame };
}

/**
 * A window whose frame in DuckDB reaches too far, because DuckDB has no distances of the key's type: each row's frame is
 * narrowed to the rows that `holds` is true for.
 */
export interface NearFrame {
  readonly key: string;
  readonly descending: boolean;
  readonly nulls: 'FIRST' | 'LAST';
  /** The condition on another row's key, as DuckDB text. */
  readonly holds: (key: string) => string;
}

export interface AggregateDefinition {
  readonly names: readonly string[];
  /** Only with OVER: RANK, LAG, FIRST_VALUE … */
  readonly analyticOnly?: boolean;
  readonly refused?: true;
  readonly keywordArgs?: readonly number[];
  readonly build: (call: AggregateCall) => Expression;
}
