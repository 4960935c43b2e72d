/** The outcomes of a TableWriter's rows, told batch by batch through the caller's tokens. */

import { PenstockError } from '../../runtime/errors.ts';
import type { RowProblem } from '../codec/problem.ts';

/** A row that is not written because of what is in it. */
export interface RejectedToken<T> {
  readonly token: T;
  /** Code `ROW_REJECTED`. */
  readonly error: PenstockError;
  /** The codec's finding: path, type, reason. Absent if BigQuery refused the row. */
  readonly problem?: RowProblem;
}

/** Rows that are durable, and where. */
export interface DeliveredBatch<T> {
  /** In the order of the rows. */
  readonly tokens: readonly T[];
  /** Changes that were not sent because a later one of the same key was: settled with it, counted as dropped. */
  readonly superseded: readonly T[];
  /** The offset of the first row in the stream; undefined on the default stream. */
  readonly offset: number | undefined;
  /** The number of rows written: as many as there are tokens. */
  readonly rowCount: number;
}

/** Every token that `add` took is passed to exactly one of these, once. */
export interface WriterEvents<T> {
  /** The rows are durable. */
  readonly onDelivered: (batch: DeliveredBatch<T>) => void;
  /**
   * Makes rejected rows durable elsewhere. The good rows behind them are sent only after it has resolved, so that a crash
   * in between finds the rejection. If it throws, these tokens are passed to `onRetry`, and a Committed stream fails.
   */
  readonly onRejected: (rows: readonly RejectedToken<T>[]) => Promise<void> | void;
  /** The rows were not delivered in time. With code OUTCOME_UNKNOWN they may be in the table; with any other they are not. */
  readonly onRetry: (tokens: readonly T[], error: PenstockError) => void;
}

/** The error of a row that the codec does not take. It holds no value of the row. */
export function rowRejected(problem: RowProblem): PenstockError {
  const { code, path, columnType, reason } = problem;
  return new PenstockError('ROW_REJECTED', `${path === '' ? 'the row' : path}: ${reason}`, {
    stage: 'processing',
    context: { problem: code, path, column_type: columnType },
  });
}

export function closedError(): PenstockError {
  return new PenstockError('CANCELLED', 'the table writer is closed', { stage: 'sending' });
}
