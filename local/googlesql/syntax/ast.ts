/** The syntax tree of expressions. Names are as written; nothing is resolved yet. */

import type { Position } from '../error.ts';
import type { QueryNode } from './query-ast.ts';

export type * from './query-ast.ts';

export interface Name {
  readonly text: string;
  readonly at: Position;
}

/** A piece of the statement's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Literal =
  | { readonly type: 'NULL' }
  | { readonly type: 'BOOL'; readonly value: boolean }
  | { readonly type: 'INT64'; readonly value: bigint }
  | { readonly type: 'FLOAT64'; readonly value: number; readonly text: string }
  | { readonly type: 'STRING'; readonly value: string }
  | { readonly type: 'BYTES'; readonly value: Uint8Array }
  /** `DATE '2024-01-05'`, `NUMERIC '1.5'`, `JSON '{}'`: checked when analyzed. */
  | {
      readonly type: 'DATE' | 'TIME' | 'DATETIME' | 'TIMESTAMP' | 'NUMERIC' | 'BIGNUMERIC' | 'JSON';
      readonly text: string;
    }
  | { readonly type: 'RANGE'; readonly element: TypeNode; readonly text: string };

export type SubscriptKind = 'PLAIN' | 'OFFSET' | 'ORDINAL' | 'SAFE_OFFSET' | 'SAFE_ORDINAL';

export type BinaryOperator =
  | 'OR'
  | 'AND'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '|'
  | '^'
  | '&'
  | '<<'
  | '>>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '||';

export interface CallNode {
  readonly kind: 'call';
  readonly at: Position;
  /** `SAFE.SUBSTR`, `NET.HOST`, `p.d.f`: as written, in order. */
  readonly name: readonly Name[];
  readonly args: readonly ArgumentNode[];
  readonly distinct: boolean;
  readonly nulls?: 'IGNORE' | 'RESPECT';
  readonly having?: { readonly which: 'MAX' | 'MIN'; readonly by: ExpressionNode };
  readonly orderBy: readonly OrderItem[];
  readonly limit?: ExpressionNode;
  readonly over?: WindowNode;
}

export interface ArgumentNode {
  readonly at: Position;
  readonly name?: string;
  /** `COUNT(*)`. */
  readonly star?: true;
  /** `(e, i) -> …`: the names that `expression`, the body, may use. */
  readonly lambda?: readonly Name[];
  readonly expression: ExpressionNode;
}

export interface WindowNode {
  readonly at: Position;
  readonly base?: Name;
  readonly partitionBy: readonly ExpressionNode[];
  readonly orderBy: readonly OrderItem[];
  readonly frame?: FrameNode;
}

export interface FrameNode {
  readonly at: Position;
  readonly unit: 'ROWS' | 'RANGE';
  readonly from: FrameBound;
  readonly to?: FrameBound;
}

export interface FrameBound {
  readonly side: 'PRECEDING' | 'FOLLOWING' | 'CURRENT';
  /** Absent for UNBOUNDED and CURRENT ROW. */
  readonly by?: ExpressionNode;
}

export type ExpressionNode =
  | { readonly kind: 'literal'; readonly at: Position; readonly literal: Literal }
  | { readonly kind: 'name'; readonly at: Position; readonly name: string }
  | { readonly kind: 'field'; readonly at: Position; readonly object: ExpressionNode; readonly name: Name }
  | {
      readonly kind: 'subscript';
      readonly at: Position;
      readonly object: ExpressionNode;
      readonly index: ExpressionNode;
      readonly how: SubscriptKind;
    }
  | { readonly kind: 'parameter'; readonly at: Position; readonly name?: string; readonly index?: number }
  /** `@@row_count`, `@@error.message`: the name in lower case. */
  | { readonly kind: 'system'; readonly at: Position; readonly name: string }
  | {
      readonly kind: 'unary';
      readonly at: Position;
      readonly op: '-' | '+' | '~' | 'NOT';
      readonly operand: ExpressionNode;
    }
  | {
      readonly kind: 'binary';
      readonly at: Position;
      readonly op: BinaryOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
  | {
      readonly kind: 'is';
      readonly at: Position;
      readonly operand: ExpressionNode;
      readonly what: 'NULL' | 'TRUE' | 'FALSE' | 'UNKNOWN';
      readonly negated: boolean;
    }
  | {
      readonly kind: 'distinctFrom';
      readonly at: Position;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'in';
      readonly at: Position;
      readonly operand: ExpressionNode;
      readonly negated: boolean;
      readonly list?: readonly ExpressionNode[];
      readonly query?: QueryNode;
      readonly unnest?: ExpressionNode;
    }
  | {
      readonly kind: 'between';
      readonly at: Position;
      readonly operand: ExpressionNode;
      readonly low: ExpressionNode;
      readonly high: ExpressionNode;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly at: Position;
      readonly operand: ExpressionNode;
      readonly pattern: ExpressionNode;
      readonly negated: boolean;
    }
  /** An argument or the result of an aggregate function of the user, which must be of a type; made by the analyzer. */
  | {
      readonly kind: 'given';
      readonly at: Position;
      readonly value: ExpressionNode;
      readonly type: TypeNode;
      readonly of: string;
    }
  /** `WITH(a AS 1, b AS a + 1, a * b)`. */
  | {
      readonly kind: 'with';
      readonly at: Position;
      readonly variables: readonly { readonly name: Name; readonly value: ExpressionNode }[];
      readonly result: ExpressionNode;
    }
  /** `x LIKE ANY ('a%', 'b%')`. */
  | {
      readonly kind: 'likeAmong';
      readonly at: Position;
      readonly operand: ExpressionNode;
      readonly negated: boolean;
      readonly which: 'ANY' | 'ALL';
      readonly patterns?: readonly ExpressionNode[];
      /** UNNEST of an array, or the array of a subquery's rows. */
      readonly array?: ExpressionNode;
    }
  | {
      readonly kind: 'case';
      readonly at: Position;
      readonly operand?: ExpressionNode;
      readonly whens: readonly { readonly when: ExpressionNode; readonly result: ExpressionNode }[];
      readonly otherwise?: ExpressionNode;
    }
  | {
      readonly kind: 'cast';
      readonly at: Position;
      readonly safe: boolean;
      readonly operand: ExpressionNode;
      readonly type: TypeNode;
      /** `FORMAT 'YYYY' [AT TIME ZONE 'UTC']`. */
      readonly format?: { readonly text: ExpressionNode; readonly zone?: ExpressionNode };
    }
  | {
      readonly kind: 'extract';
      readonly at: Position;
      readonly part: ExpressionNode;
      readonly operand: ExpressionNode;
      readonly zone?: ExpressionNode;
    }
  | CallNode
  | {
      readonly kind: 'array';
      readonly at: Position;
      readonly element?: TypeNode;
      readonly elements: readonly ExpressionNode[];
    }
  | {
      readonly kind: 'struct';
      readonly at: Position;
      readonly type?: TypeNode;
      /** `(1, 2)` rather than `STRUCT(1, 2)`: its fields take no names. */
      readonly tuple: boolean;
      readonly fields: readonly { readonly expression: ExpressionNode; readonly alias?: Name }[];
    }
  | {
      readonly kind: 'interval';
      readonly at: Position;
      readonly value: ExpressionNode;
      readonly part: Name;
      readonly to?: Name;
    }
  | {
      readonly kind: 'subquery';
      readonly at: Position;
      readonly form: 'SCALAR' | 'ARRAY' | 'EXISTS';
      readonly query: QueryNode;
    }
  /** DEFAULT where a value is expected: in INSERT, UPDATE and MERGE only. */
  | { readonly kind: 'default'; readonly at: Position };

export interface TypeNode {
  readonly at: Position;
  /** Upper case, aliases as written: `INT`, `DECIMAL`. */
  readonly name: string;
  readonly element?: TypeNode;
  readonly fields?: readonly {
    readonly name?: Name;
    readonly type: TypeNode;
    readonly options?: Options;
    readonly notNull?: boolean;
  }[];
  /** `STRING(10)`, `NUMERIC(10, 2)`. */
  readonly parameters?: readonly bigint[];
}

export interface OptionNode {
  readonly name: Name;
  readonly value: ExpressionNode;
}
export type Options = readonly OptionNode[];

export interface OrderItem {
  readonly at: Position;
  readonly expression: ExpressionNode;
  readonly descending: boolean;
  readonly nulls?: 'FIRST' | 'LAST';
}
