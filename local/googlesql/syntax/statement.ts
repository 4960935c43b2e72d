/** The syntax tree of statements. */

import type { Position } from '../error.ts';
import type { ExpressionNode, FromNode, Name, Options, QueryNode, Span, TypeNode } from './ast.ts';
import type { LoadDataNode } from './files.ts';
import type { PrivilegesNode } from './privileges.ts';

export type Path = readonly Name[];

export interface Assignment {
  /** `a` or `t.a.b`: resolved against the target when analyzed. */
  readonly target: Path;
  readonly value: ExpressionNode;
}

export interface InsertNode {
  readonly kind: 'insert';
  readonly target: Path;
  readonly columns?: readonly Name[];
  readonly rows?: readonly (readonly ExpressionNode[])[];
  readonly query?: QueryNode;
}

export interface UpdateNode {
  readonly kind: 'update';
  readonly target: Path;
  readonly alias?: Name;
  readonly set: readonly Assignment[];
  readonly from?: FromNode;
  readonly where: ExpressionNode;
}

export interface DeleteNode {
  readonly kind: 'delete';
  readonly target: Path;
  readonly alias?: Name;
  readonly where: ExpressionNode;
}

export type MergeAction =
  | { readonly kind: 'update'; readonly set: readonly Assignment[] }
  | { readonly kind: 'delete' }
  | {
      readonly kind: 'insert';
      readonly columns?: readonly Name[];
      /** Absent for INSERT ROW. */
      readonly values?: readonly ExpressionNode[];
    };

export interface MergeWhen {
  readonly at: Position;
  readonly match: 'MATCHED' | 'NOT_MATCHED_BY_TARGET' | 'NOT_MATCHED_BY_SOURCE';
  readonly condition?: ExpressionNode;
  readonly action: MergeAction;
}

export interface MergeNode {
  readonly kind: 'merge';
  readonly target: Path;
  readonly alias?: Name;
  readonly source: FromNode;
  readonly on: ExpressionNode;
  readonly whens: readonly MergeWhen[];
}

export interface ColumnNode {
  readonly name: Name;
  readonly type: TypeNode;
  readonly notNull: boolean;
  readonly default?: Span;
  readonly options?: Options;
  readonly primaryKey: boolean;
}

export interface ForeignKeyNode {
  readonly name?: Name;
  readonly columns: readonly Name[];
  readonly references: Path;
  readonly referenced: readonly Name[];
}

export interface CreateTableNode {
  readonly kind: 'createTable';
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly external: boolean;
  readonly path: Path;
  readonly columns?: readonly ColumnNode[];
  readonly primaryKey?: readonly Name[];
  readonly foreignKeys: readonly ForeignKeyNode[];
  readonly like?: Path;
  readonly copy?: Path;
  /** Whether the copy is a CLONE, or makes a snapshot. */
  readonly copyAs?: 'CLONE' | 'SNAPSHOT';
  /** FOR SYSTEM_TIME AS OF, of what is copied. */
  readonly copyTime?: ExpressionNode;
  readonly partitionBy?: ExpressionNode;
  readonly clusterBy?: readonly Name[];
  /** `WITH PARTITION COLUMNS`, of an external table: undefined absent, empty when detected. */
  readonly partitionColumns?: readonly ColumnNode[];
  readonly options?: Options;
  readonly query?: QueryNode;
}

export interface CreateViewNode {
  readonly kind: 'createView';
  readonly materialized: boolean;
  /** Only a materialized view has partitions and clustering. */
  readonly partitionBy?: ExpressionNode;
  readonly clusterBy?: readonly Name[];
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly path: Path;
  readonly columns?: readonly { readonly name: Name; readonly options?: Options }[];
  readonly options?: Options;
  readonly query: QueryNode;
}

export interface CreateSchemaNode {
  readonly kind: 'createSchema';
  readonly ifNotExists: boolean;
  readonly path: Path;
  readonly options?: Options;
}

export interface CreateFunctionNode {
  readonly kind: 'createFunction';
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly path: Path;
  /** CREATE AGGREGATE FUNCTION. */
  readonly aggregate?: true;
  /** `type` absent for ANY TYPE; `constant` for NOT AGGREGATE. */
  readonly parameters: readonly { readonly name: Name; readonly type?: TypeNode; readonly constant?: true }[];
  readonly returns?: TypeNode;
  readonly body: ExpressionNode;
  /** The body's span in the text, for a function in SQL. */
  readonly bodySpan?: Span;
  /** For LANGUAGE js: the body's text. `body` then says nothing. */
  readonly code?: string;
}

/** A column of `TABLE<a INT64, b STRING>`. */
export interface TableColumnNode {
  readonly name: Name;
  readonly type: TypeNode;
}

export interface CreateTableFunctionNode {
  readonly kind: 'createTableFunction';
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly path: Path;
  /** `type` absent for ANY TYPE; `table` has the columns of a TABLE parameter. */
  readonly parameters: readonly {
    readonly name: Name;
    readonly type?: TypeNode;
    readonly table?: readonly TableColumnNode[];
  }[];
  /** RETURNS TABLE. */
  readonly returns?: readonly TableColumnNode[];
  readonly query: QueryNode;
  readonly bodySpan: Span;
}

export interface CreateProcedureNode {
  readonly kind: 'createProcedure';
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly path: Path;
  readonly parameters: readonly ProcedureParameter[];
  readonly body: readonly StatementNode[];
  readonly bodySpan: Span;
}

export interface ProcedureParameter {
  readonly mode: 'IN' | 'OUT' | 'INOUT';
  readonly name: Name;
  /** Absent for ANY TYPE. */
  readonly type?: TypeNode;
}

export type AlterAction =
  | { readonly kind: 'addColumn'; readonly ifNotExists: boolean; readonly column: ColumnNode }
  | { readonly kind: 'dropColumn'; readonly ifExists: boolean; readonly name: Name }
  | { readonly kind: 'renameColumn'; readonly ifExists: boolean; readonly from: Name; readonly to: Name }
  | { readonly kind: 'setType'; readonly column: Path; readonly type: TypeNode }
  | { readonly kind: 'dropNotNull'; readonly column: Path }
  | { readonly kind: 'setDefault'; readonly column: Path; readonly default: Span }
  | { readonly kind: 'dropDefault'; readonly column: Path }
  | { readonly kind: 'setColumnOptions'; readonly column: Path; readonly options: Options }
  | { readonly kind: 'setOptions'; readonly options: Options }
  | { readonly kind: 'rename'; readonly to: Name }
  | { readonly kind: 'addPrimaryKey'; readonly columns: readonly Name[] }
  | { readonly kind: 'dropPrimaryKey'; readonly ifExists: boolean }
  | { readonly kind: 'addForeignKey'; readonly key: ForeignKeyNode }
  | { readonly kind: 'dropConstraint'; readonly ifExists: boolean; readonly name: Name };

export interface AlterNode {
  readonly kind: 'alter';
  readonly what: 'TABLE' | 'VIEW' | 'MATERIALIZED VIEW' | 'SCHEMA';
  readonly ifExists: boolean;
  readonly path: Path;
  readonly actions: readonly (AlterAction & { readonly at: Position })[];
}

export interface DropNode {
  readonly kind: 'drop';
  readonly what:
    | 'TABLE'
    | 'SNAPSHOT TABLE'
    | 'EXTERNAL TABLE'
    | 'VIEW'
    | 'MATERIALIZED VIEW'
    | 'SCHEMA'
    | 'FUNCTION'
    | 'TABLE FUNCTION'
    | 'PROCEDURE';
  readonly ifExists: boolean;
  readonly path: Path;
  readonly cascade: boolean;
}

export interface LoopNode {
  readonly kind: 'loop';
  readonly label?: Name;
  /** Before each round: WHILE. */
  readonly condition?: ExpressionNode;
  /** After each round, and ends the loop where it holds: REPEAT … UNTIL. */
  readonly until?: ExpressionNode;
  /** One round a row: FOR … IN. */
  readonly each?: { readonly variable: Name; readonly query: QueryNode };
  readonly body: readonly StatementNode[];
}

export type StatementBody =
  | { readonly kind: 'query'; readonly query: QueryNode }
  | InsertNode
  | UpdateNode
  | DeleteNode
  | MergeNode
  | { readonly kind: 'truncate'; readonly target: Path }
  | CreateTableNode
  | CreateViewNode
  | CreateSchemaNode
  | CreateFunctionNode
  | CreateTableFunctionNode
  | CreateProcedureNode
  | AlterNode
  | DropNode
  | { readonly kind: 'exportData'; readonly options: Options; readonly query: QueryNode }
  | LoadDataNode
  | PrivilegesNode
  | {
      readonly kind: 'declare';
      readonly names: readonly Name[];
      readonly type?: TypeNode;
      readonly default?: ExpressionNode;
    }
  | {
      readonly kind: 'setSystem';
      readonly name: Name;
      readonly value: ExpressionNode;
    }
  | {
      readonly kind: 'set';
      readonly names: readonly Name[];
      /** Whether the names stand in parentheses, so that the value is a struct with a field for each. */
      readonly inParentheses: boolean;
      readonly value: ExpressionNode;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: ExpressionNode; readonly body: readonly StatementNode[] }[];
      readonly otherwise: readonly StatementNode[];
    }
  | {
      readonly kind: 'block';
      readonly label?: Name;
      readonly body: readonly StatementNode[];
      /** EXCEPTION WHEN ERROR THEN. */
      readonly handler?: readonly StatementNode[];
    }
  | LoopNode
  /** BREAK and CONTINUE, also as LEAVE and ITERATE; with a label, of the loop or block that has it. */
  | { readonly kind: 'jump'; readonly how: 'BREAK' | 'CONTINUE'; readonly label?: Name }
  | { readonly kind: 'return' }
  | { readonly kind: 'call'; readonly path: Path; readonly args: readonly ExpressionNode[] }
  | { readonly kind: 'raise'; readonly message?: ExpressionNode }
  | {
      readonly kind: 'execute';
      readonly text: ExpressionNode;
      readonly into: readonly Name[];
      readonly using: readonly { readonly value: ExpressionNode; readonly name?: Name }[];
    }
  | { readonly kind: 'transaction'; readonly action: 'BEGIN' | 'COMMIT' | 'ROLLBACK' }
  | { readonly kind: 'assert'; readonly condition: ExpressionNode; readonly message?: string };

export type StatementNode = StatementBody & {
  readonly at: Position;
  readonly end: Position;
  readonly span: Span;
};
