/** The state of an analysis while it walks a statement. */

import type { Table, TableRef } from '../catalog.ts';
import { SqlError, unsupported } from '../error.ts';
import type { ExternalRelation, SqlHost, SqlRequest } from '../host.ts';
import type { Sandbox } from '../javascript/sandbox.ts';
import type { Expression } from '../library/signature.ts';
import type { WindowNode } from '../syntax/ast.ts';
import { parseScript } from '../syntax/script.ts';
import type { CreateFunctionNode, StatementNode } from '../syntax/statement.ts';
import type { Cte } from './queries/cte.ts';
import type { Analyzer } from './recursion.ts';
import { PartitionFilters } from './relations/partition-filter.ts';
import type { Scope, ScopeColumn } from './relations/scope.ts';

/** The state of one script: its variables, temporary functions and tables. */
export interface Session {
  readonly host: SqlHost;
  /** Resolves what is inside of what is resolved. */
  readonly analyzer: Analyzer;
  readonly request: SqlRequest;
  /** By lower-case name; the values are literals. */
  readonly variables: Map<string, Expression>;
  /** `row_count`, `error.message`: what the script has set, by the name behind `@@`. */
  readonly system: Map<string, Expression>;
  /** The labels that `@@query_label` is set to. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Parameters from USING for the statement of EXECUTE IMMEDIATE, in place of the request's. */
  readonly using?: { readonly named: ReadonlyMap<string, Expression>; readonly positional: readonly Expression[] };
  readonly functions: Map<string, CreateFunctionNode>;
  readonly temporaryTables: Map<string, Table>;
  /** Runs functions written in JavaScript. */
  readonly sandbox: Sandbox;
  /** External tables that were made readable, by their configuration's JSON. */
  readonly external: Map<string, ExternalRelation>;
  /** The statement's moments of FOR SYSTEM_TIME AS OF in milliseconds, by their DuckDB text. */
  readonly moments: Map<string, number | null>;
  readonly care: Care;
}

/** The care that a statement takes of subqueries in branches. See `expressions/branch.ts`. */
export interface Care {
  /** Whether the statement has such subqueries. */
  found: boolean;
  /** Set after an error. */
  careful: boolean;
  /** The error of each subquery that was tried by itself, by its DuckDB text; null for one that has a value. */
  readonly failures: Map<string, string | null>;
}

/** Thrown by an analysis that needs a file-backed table first. The caller makes it readable and analyzes anew. */
export class NeedsExternal extends Error {
  readonly configuration: Readonly<Record<string, unknown>>;
  constructor(configuration: Readonly<Record<string, unknown>>) {
    super('An external table has to be made readable first');
    this.configuration = configuration;
  }
}

/** Thrown by an analysis that needs the value of a TIMESTAMP first, as DuckDB text. The caller computes it and analyzes anew. */
export class NeedsMoment extends Error {
  readonly sql: string;
  constructor(sql: string) {
    super('The moment of FOR SYSTEM_TIME AS OF has to be computed first');
    this.sql = sql;
  }
}

/** Thrown by an analysis that needs to know whether a subquery fails. The caller tries it and analyzes anew. */
export class NeedsTrial extends Error {
  readonly sql: string;
  constructor(sql: string) {
    super('A subquery in a branch has to be tried first');
    this.sql = sql;
  }
}

/** Thrown by an analysis that calls a JavaScript function before the sandbox is loaded. The caller loads it and analyzes anew. */
export class NeedsSandbox extends Error {}

/** Views and functions that contain each other end here. */
const MAX_EXPANSIONS = 16;

/** Beyond this a statement is refused: functions and views expand in place, and could grow without bound. */
export const MAX_TEXT = 4_000_000;

/** The columns that an expression reads, collected while it is analyzed. */
export interface Reads {
  readonly columns: Set<string>;
  once: boolean;
  volatile: boolean;
}

/** One statement's analysis: what it hands out and what it gathers. */
export class Analysis {
  readonly session: Session;
  readonly filters = new PartitionFilters();
  /** Whether a table's past is read: nothing may change until the statement has run. */
  readsPast = false;
  /** Queries whose calls of aggregate functions of the user have been replaced. */
  readonly expanded = new WeakSet<object>();
  readonly #referenced = new Map<string, TableRef>();
  #reads: Reads = { columns: new Set(), once: false, volatile: false };
  readonly #parsed = new Map<string, readonly StatementNode[]>();
  readonly #appearances = new Map<number, Map<object, number>>();
  #called = 0;
  #names = 0;
  #expansions = 0;

  constructor(session: Session) {
    this.session = session;
  }

  /** A name no other column or relation of the statement has: DuckDB can never confuse two. */
  id(prefix: 'c' | 't' | 'w'): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  refer(ref: TableRef): void {
    this.#referenced.set(`${ref.projectId}.${ref.datasetId}.${ref.tableId}`, ref);
  }

  get referenced(): readonly TableRef[] {
    return [...this.#referenced.values()];
  }

  /** Notes columns that the expression under analysis reads. */
  read(columns: readonly string[] | undefined): void {
    for (const column of columns ?? []) this.#reads.columns.add(column);
  }

  /** The only statement of a text. The same text is the same tree, so that a call in it is known again. */
  parsed(text: string): StatementNode | undefined {
    const known = this.#parsed.get(text) ?? parseScript(text);
    this.#parsed.set(text, known);
    return known[0];
  }

  /** The number of a call in the statement's text, or in the body of a function that is called at the place `within`. */
  appearance(node: object, within = 0): number {
    const known = this.#appearances.get(within) ?? new Map<object, number>();
    this.#appearances.set(within, known);
    const number = known.get(node);
    if (number !== undefined) return number;
    this.#called += 1;
    known.set(node, this.#called);
    return this.#called;
  }

  /** Notes that the text of the expression under analysis must not stand twice. */
  once({ volatile = false }: { readonly volatile?: boolean } = {}): void {
    this.#reads.once = true;
    this.#reads.volatile ||= volatile;
  }

  /** Runs the analysis of an expression and says what it reads; the expression around reads it too. */
  reading<T>(work: () => T): T & Pick<Expression, 'columns' | 'once' | 'volatile'> {
    const around = this.#reads;
    const { value, reads } = this.readingApart(work);
    for (const column of reads.columns) around.columns.add(column);
    around.once ||= reads.once;
    around.volatile ||= reads.volatile;
    return {
      ...{ ...value, columns: [...reads.columns] },
      ...(reads.once ? { once: true as const } : {}),
      ...(reads.volatile ? { volatile: true as const } : {}),
    };
  }

  /** The same for what the expression around does not read itself: an aggregate's arguments, a grouping key. */
  readingApart<T>(work: () => T): { readonly value: T; readonly reads: Reads } {
    const around = this.#reads;
    const reads: Reads = { columns: new Set(), once: false, volatile: false };
    this.#reads = reads;
    try {
      return { value: work(), reads };
    } finally {
      this.#reads = around;
    }
  }

  /** Runs the analysis of a view's or function's body. */
  expand<T>(name: string, work: () => T): T {
    if (this.#expansions >= MAX_EXPANSIONS)
      throw unsupported(`${name}: views or functions nested deeper than ${MAX_EXPANSIONS}`);
    this.#expansions += 1;
    try {
      return work();
    } finally {
      this.#expansions -= 1;
    }
  }

  external(configuration: Readonly<Record<string, unknown>>): ExternalRelation {
    const relation = this.session.external.get(JSON.stringify(configuration));
    if (relation === undefined) throw new NeedsExternal(configuration);
    return relation;
  }
}

/** The surroundings of an expression: the names in scope and the clause. */
export interface Context {
  readonly analysis: Analysis;
  readonly scope: Scope;
  /** As error messages name it: `WHERE clause`. */
  readonly clause: string;
  /** CTEs in sight, by lower-case name, the nearest first in a chain of maps. */
  readonly ctes: CteScope;
  /** Set where analytic functions may stand: the named windows in sight. */
  readonly windows?: ReadonlyMap<string, WindowNode>;
  /** Names of the select list, where later clauses may use them. */
  readonly aliases?: readonly ScopeColumn[];
  /** The names of the lambdas and WITH expressions around, in lower case: they hide columns of the same name. */
  readonly lambdas?: ReadonlyMap<string, Local>;
  /** The parameters of the SQL function whose body this is. */
  readonly parameters?: ReadonlyMap<string, Expression>;
  /** The number of the call whose body this is. */
  readonly within?: number;
  /** DuckDB text of the condition under which the expression is computed; set inside of a branch. */
  readonly branch?: string;
  /** The project and dataset of unqualified table names. */
  readonly defaults: Pick<SqlRequest, 'projectId' | 'defaultDataset'>;
  /** Inside a view or function: query parameters and script variables are out of sight. */
  readonly sealed?: true;
}

/** The value that a name stands for inside of an expression. Columns of queries in there hide it: they are nearer. */
export interface Local {
  readonly value: Expression;
  /** The number of scopes around the expression. */
  readonly level: number;
}

export interface CteScope {
  readonly found: ReadonlyMap<string, Cte>;
}

export const NO_CTES: CteScope = { found: new Map() };

/** The context with another clause's rules. */
export function inClause(context: Context, clause: string): Context {
  const { windows: _none, ...rest } = context;
  return { ...rest, clause };
}

/** The context of a query inside: nothing of the outer list's names or windows reaches it. */
export function forQuery(context: Context): Context {
  const { windows: _none, aliases: _neither, ...rest } = context;
  return rest;
}

export function checkSize(sql: string): string {
  if (sql.length > MAX_TEXT) {
    throw new SqlError('Query is too complex: its expanded text is too long', { reason: 'invalidQuery' });
  }
  return sql;
}
