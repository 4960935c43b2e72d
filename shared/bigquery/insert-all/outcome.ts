/** Rows for `tabledata.insertAll`, and what becomes of each. */

import type { PenstockError } from '../../runtime/errors.ts';
import type { BigQueryProblem } from '../rest/problem.ts';

export interface InsertRow {
  /** The row as JSON text of one object, in UTF-8 where it is bytes. It is sent as it is. */
  readonly json: string | Uint8Array;
  /** BigQuery drops a row whose id it saw within about a minute, best effort. At most 128 characters. */
  readonly insertId?: string;
}

export type InsertOutcome =
  | { readonly outcome: 'delivered' }
  /** This row is at fault, or the table will not take any row (`NOT_FOUND`, `PERMISSION_DENIED`): `error.code` says which. */
  | { readonly outcome: 'rejected'; readonly error: PenstockError; readonly problems: readonly BigQueryProblem[] }
  /** The time was up before BigQuery took it. With code OUTCOME_UNKNOWN or DEADLINE_EXCEEDED it may be in the table. */
  | { readonly outcome: 'retry'; readonly error: PenstockError };

/** Documentation, "Streaming inserts": a request holds 10 MB and 10,000 rows. */
export interface InsertLimits {
  /** Bytes of the request. Default 9,500,000. */
  readonly maxBytes: number;
  /** Default 10,000. */
  readonly maxRows: number;
}

export const DEFAULT_INSERT_LIMITS: InsertLimits = { maxBytes: 9_500_000, maxRows: 10_000 };
