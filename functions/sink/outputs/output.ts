/**
 * The interface of every output mode: a table that takes rows one by one and reports their outcomes later. Routing,
 * retries, isolation and error records are the flow's, so they exist once for all modes.
 */

import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Entry, Outcome, Settle } from '../outcome.ts';
import type { Destination } from '../routing/route.ts';
import type { RowFailure } from '../rows/failure.ts';

export interface TableOutput {
  /** The version of the table as it was described: another text is another schema. */
  readonly version: string;
  /**
   * Takes the message's row into the open batch; its outcome comes through `settle`, exactly once. A message that makes no row
   * is refused at once, before it is in any batch, so it can take no other with it.
   */
  add(entry: Entry): RowFailure | undefined;
  /** Closes the open batch, so that what it holds is sent now. */
  flush(): void;
  /** Gives up what is not settled: each such row is told `retry`. Frees everything. */
  close(): Promise<void>;
}

export interface OpenTable {
  readonly destination: Destination;
  readonly settle: Settle;
}

/** Throws NOT_FOUND where there is no such table, and any other PenstockError where it cannot be known. */
export type OpenOutput = (table: OpenTable) => Promise<TableOutput>;

/** The outcome of rows that were not delivered together. A client that was closed says CANCELLED: no row is to blame for that. */
export function undelivered(error: PenstockError): Outcome {
  const forNow = error.kind === 'transient' || error.code === 'CANCELLED';
  return { kind: forNow ? 'retry' : 'refused', error };
}
