/** The syntax tree of queries: select lists, FROM items, set operations. */

import type { Position } from '../error.ts';
import type { ExpressionNode, Name, OrderItem, Span, WindowNode } from './ast.ts';

export interface QueryNode {
  readonly at: Position;
  readonly span: Span;
  readonly recursive: boolean;
  readonly with: readonly CteNode[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly limit?: ExpressionNode;
  readonly offset?: ExpressionNode;
}

export interface CteNode {
  readonly name: Name;
  readonly query: QueryNode;
}

/** The names of the result's columns: the same in all inputs, those in every input, those of the first, or all. */
export interface ByName {
  readonly mode: 'STRICT' | 'INNER' | 'LEFT' | 'FULL';
  /** `ON (a, b)`: these and no others. */
  readonly on?: readonly Name[];
}

export type SetOperator = 'UNION' | 'INTERSECT' | 'EXCEPT';

export type QueryBody =
  | SelectNode
  | { readonly kind: 'nested'; readonly at: Position; readonly query: QueryNode }
  | {
      readonly kind: 'setOperation';
      readonly at: Position;
      readonly op: SetOperator;
      readonly all: boolean;
      /** Columns go by their names and not by their places. */
      readonly byName?: ByName;
      readonly inputs: readonly QueryBody[];
    };

export interface SelectNode {
  readonly kind: 'select';
  readonly at: Position;
  readonly distinct: boolean;
  readonly as?: 'STRUCT' | 'VALUE';
  /** The pipe operator whose list this is, where it takes no aggregates. */
  readonly pipe?: string;
  readonly items: readonly SelectItem[];
  readonly from?: FromNode;
  readonly where?: ExpressionNode;
  readonly groupBy?: GroupByNode;
  readonly having?: ExpressionNode;
  readonly qualify?: ExpressionNode;
  readonly windows: readonly { readonly name: Name; readonly window: WindowNode }[];
}

export type SelectItem =
  | { readonly kind: 'expression'; readonly at: Position; readonly expression: ExpressionNode; readonly alias?: Name }
  | {
      readonly kind: 'star';
      readonly at: Position;
      readonly of?: ExpressionNode;
      readonly except: readonly Name[];
      readonly replace: readonly { readonly expression: ExpressionNode; readonly name: Name }[];
      /** Pipe syntax only: columns that keep their places under another name. */
      readonly rename?: readonly { readonly from: Name; readonly to: Name }[];
    };

export interface GroupByNode {
  readonly at: Position;
  readonly all: boolean;
  readonly items: readonly GroupingItem[];
}

export type GroupingItem =
  | { readonly kind: 'expression'; readonly expression: ExpressionNode }
  | {
      readonly kind: 'rollup' | 'cube' | 'sets';
      readonly at: Position;
      readonly items: readonly (readonly ExpressionNode[])[];
    };

/** `TABLE d.t` is a query of all its rows; a query in parentheses may also be a value. */
export type TableFunctionArgument =
  | ExpressionNode
  | { readonly kind: 'table'; readonly at: Position; readonly query: QueryNode };

export type JoinType = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'COMMA';

export type FromNode =
  /** A call of a table function. */
  | {
      readonly kind: 'tableFunction';
      readonly at: Position;
      readonly path: readonly Name[];
      readonly args: readonly TableFunctionArgument[];
      /** The rows that pipe syntax hands to the first TABLE parameter. */
      readonly input?: QueryNode;
      readonly alias?: Name;
    }
  | {
      readonly kind: 'table';
      readonly at: Position;
      readonly path: readonly Name[];
      readonly alias?: Name;
      readonly offset?: { readonly alias?: Name };
      readonly systemTime?: ExpressionNode;
      /** TABLESAMPLE SYSTEM: per cent of the rows. */
      readonly sample?: ExpressionNode;
    }
  | {
      readonly kind: 'subquery';
      readonly at: Position;
      readonly query: QueryNode;
      readonly alias?: Name;
      /** Columns that pipe operators have changed, in lower case: the alias still means the row before. */
      readonly changed?: readonly string[];
      /** The aliases of the query's own FROM still mean their rows: pipe operators behind a join. */
      readonly keepsAliases?: true;
    }
  | {
      readonly kind: 'unnest';
      readonly at: Position;
      readonly expression: ExpressionNode;
      readonly alias?: Name;
      readonly offset?: { readonly alias?: Name };
    }
  | {
      readonly kind: 'join';
      readonly at: Position;
      readonly type: JoinType;
      readonly left: FromNode;
      readonly right: FromNode;
      readonly on?: ExpressionNode;
      readonly using?: readonly Name[];
    }
  | PivotNode
  | UnpivotNode;

export interface PivotNode {
  readonly kind: 'pivot';
  readonly at: Position;
  readonly input: FromNode;
  readonly aggregates: readonly { readonly call: ExpressionNode; readonly alias?: Name }[];
  readonly over: ExpressionNode;
  readonly values: readonly { readonly value: ExpressionNode; readonly alias?: Name }[];
  readonly alias?: Name;
}

export interface UnpivotNode {
  readonly kind: 'unpivot';
  readonly at: Position;
  readonly input: FromNode;
  readonly includeNulls: boolean;
  /** The columns that are made, and for each row the columns that they are taken from, in the same order. */
  readonly values: readonly Name[];
  readonly name: Name;
  readonly rows: readonly { readonly columns: readonly Name[]; readonly label?: ExpressionNode }[];
  readonly alias?: Name;
}
