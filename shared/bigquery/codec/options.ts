/** The options of a codec, beside the schema. */

/** The treatment of a sensitive value before it is serialized. */
export const SENSITIVE_TREATMENTS = ['mask', 'hash', 'drop'] as const;
export type SensitiveTreatment = (typeof SENSITIVE_TREATMENTS)[number];

export interface SensitiveOptions {
  /**
   * Column path (`customer.email`, any case) to treatment. `mask` and `hash` are for STRING and BYTES only; every
   * other type can only be dropped, and a REQUIRED column cannot be dropped. A rule that breaks this stops the compile.
   */
  readonly columns: Readonly<Record<string, SensitiveTreatment>>;
  /** The key of the HMAC-SHA256; at least 16 bytes. Needed where a column is hashed. */
  readonly hashKey?: Uint8Array;
}

/** The treatment of a key that names no column. Every door rejects by default. */
export type UnknownFields = 'reject' | 'drop' | { readonly collectInto: string };

/** The smaller of the two request limits that Google has published: write-api.md, Limits. */
export const DEFAULT_MAX_ROW_BYTES = 10_000_000;

export interface CodecOptions {
  readonly unknownFields: UnknownFields;
  /** Adds `_CHANGE_TYPE` and `_CHANGE_SEQUENCE_NUMBER` to the writer schema; every row then comes with a change. */
  readonly cdc?: boolean;
  /** With `cdc`: columns that no row, a DELETE neither, may leave out. */
  readonly primaryKey?: readonly string[];
  readonly sensitive?: SensitiveOptions;
  /** A longer row is rejected. Default DEFAULT_MAX_ROW_BYTES. */
  readonly maxRowBytes?: number;
}

/** The two pseudo-columns of CDC: write-api.md, CDC. */
export interface RowChange {
  readonly type: 'UPSERT' | 'DELETE';
  /** One to four sections of 1 to 16 hex digits, split by `/`; absent, BigQuery orders by arrival. */
  readonly sequence?: string;
}
