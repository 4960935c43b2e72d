/** The words of GoogleSQL. */

import type { Position } from '../error.ts';

export type TokenKind =
  | 'word'
  | 'quoted'
  | 'string'
  | 'bytes'
  | 'integer'
  | 'float'
  | 'parameter'
  | 'system'
  | 'symbol'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** A word as written, a quoted identifier or literal without its quotes and escapes, a symbol, a parameter's name. */
  readonly text: string;
  /** The word in upper case; empty for everything that is no bare word. */
  readonly upper: string;
  /** For bytes. */
  readonly bytes?: Uint8Array;
  /** A number that runs into a word: only part of a name with dashes may be so. */
  readonly glued?: true;
  readonly at: Position;
  /** Offsets into the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Words that cannot be names unless quoted or after a dot. */
export const RESERVED: ReadonlySet<string> = new Set(
  `ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE CURRENT
  DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FOLLOWING FOR FROM FULL
  GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT LIKE LIMIT LOOKUP
  MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR ORDER OUTER OVER PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE
  RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED UNION UNNEST USING WHEN
  WHERE WINDOW WITH WITHIN`.split(/\s+/),
);

/** The token as an error message shows it. */
export function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'end of script';
    case 'word':
      return RESERVED.has(token.upper) ? `keyword ${token.upper}` : `identifier "${token.text}"`;
    case 'quoted':
      return `identifier \`${token.text}\``;
    case 'string':
      return `string literal ${JSON.stringify(token.text)}`;
    case 'bytes':
      return 'bytes literal';
    case 'integer':
      return `integer literal "${token.text}"`;
    case 'float':
      return `floating point literal "${token.text}"`;
    case 'parameter':
      return '"@" for query parameter';
    case 'system':
      return '"@@" for system variable';
    default:
      return `"${token.text}"`;
  }
}
