/** The source of a redrive's error records. */

import type { ErrorRecord } from './plan.ts';

export interface RecordBatch {
  readonly records: readonly ErrorRecord[];
  /**
   * Told which records, by their place in the batch, have been sent again and are acknowledged. A record that is not among
   * them stays. If the batch is `finished`, a redrive that is started again may go on after it.
   */
  settle(sent: readonly number[], finished: boolean): Promise<void>;
}

export interface RecordSource {
  /** Ends when every record has been read once. */
  batches(): AsyncIterable<RecordBatch>;
  /** Gives back what the redrive holds. */
  close(): Promise<void>;
}
