/** The types of GoogleSQL expressions, as the analyzer computes them. */

export type ScalarKind =
  | 'INT64'
  | 'FLOAT64'
  | 'NUMERIC'
  | 'BIGNUMERIC'
  | 'BOOL'
  | 'STRING'
  | 'BYTES'
  | 'DATE'
  | 'TIME'
  | 'DATETIME'
  | 'TIMESTAMP'
  | 'INTERVAL'
  | 'JSON'
  | 'GEOGRAPHY';

export interface StructField {
  /** Absent for an anonymous field. Field names may repeat. */
  readonly name?: string;
  readonly type: SqlType;
}

export type SqlType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'ARRAY'; readonly element: SqlType }
  | { readonly kind: 'STRUCT'; readonly fields: readonly StructField[] }
  | { readonly kind: 'RANGE'; readonly element: SqlType };
