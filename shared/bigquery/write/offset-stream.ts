/** Committed and Pending streams: rows in order, at offsets that the service checks. */

import { PenstockError } from '../../runtime/errors.ts';
import {
  type Accepted,
  type Batch,
  holdsChanges,
  type OnRejected,
  type OnRetry,
  type OnSchemaUpdated,
} from './batch.ts';
import type { WriteClient } from './client.ts';
import { AppendConnection } from './connection.ts';
import type { MissingValueOptions } from './missing-values.ts';

export interface OffsetStreamOptions extends MissingValueOptions {
  /**
   * Makes rows that the service refuses durable elsewhere. The good rows of their batch, and everything behind, take the
   * offsets of a plan without them, so they are sent only after this has resolved: a crash in between must find the
   * rejection (write-api.md, Resuming a stream).
   */
  readonly onRejected: OnRejected;
  /** Shown in the service's logs: `name:version`. */
  readonly traceId?: string;
  readonly onSchemaUpdated?: OnSchemaUpdated;
  readonly onRetry?: OnRetry;
}

export interface StreamPosition {
  readonly name: string;
  /** Rows that are in the stream already, as its owner knows them. */
  readonly firstOffset: number;
  /** A stream made just now may be NOT_FOUND at first. */
  readonly justCreated: boolean;
}

export class OffsetStream {
  readonly name: string;
  readonly #client: WriteClient;
  readonly #connection: AppendConnection;
  #end: number;

  constructor(client: WriteClient, { name, firstOffset, justCreated }: StreamPosition, options: OffsetStreamOptions) {
    // From a ledger: without one, rows would be appended without offsets, and twice after any lost answer.
    if (!Number.isSafeInteger(firstOffset) || firstOffset < 0) {
      throw new PenstockError('INPUT_INVALID', `the first offset of a stream is a count of rows, found ${firstOffset}`);
    }
    this.name = name;
    this.#client = client;
    this.#end = firstOffset;
    this.#connection = new AppendConnection(client, {
      ...options,
      writeStream: name,
      firstOffset,
      ...(justCreated ? { notFoundUntil: client.clock.now() + client.policy.notFoundGraceMs } : {}),
    });
  }

  /** The rows of the stream that are known to be in it: everything up to here is acknowledged. */
  get acknowledgedRows(): number {
    return this.#end;
  }

  /** Why the stream takes nothing more: STREAM_FINALIZED when another owner has fenced this one. */
  get failure(): PenstockError | undefined {
    return this.#connection.failure;
  }

  /** Resolves when the batch has its place in the stream. Batches stand in the order of the calls. */
  async append(batch: Batch): Promise<Accepted> {
    if (holdsChanges(batch)) {
      // Google: "You must use the Storage Write API in the default stream" (write-api.md, CDC).
      throw new PenstockError('INPUT_INVALID', 'changes are written to the default stream only', { stage: 'sending' });
    }
    const accepted = await this.#connection.append(batch);
    accepted.acknowledged.then(
      // Acknowledgements come in the order of the offsets.
      ({ rowCount }) => {
        this.#end += rowCount;
      },
      () => undefined,
    );
    return accepted;
  }

  /** Resolves when everything appended is settled. */
  flush(): Promise<void> {
    return this.#connection.flush();
  }

  /**
   * Ends the stream and returns how many rows it holds, which must be as many as were acknowledged. After a failure it
   * throws that failure instead: what the stream holds then is for `fenceStream` and the plan to reconcile.
   */
  async finalize(): Promise<number> {
    await this.flush();
    await this.close();
    if (this.failure) throw this.failure;
    const rows = await this.#client.finalizeWriteStream(this.name);
    if (rows === this.#end) return rows;
    throw new PenstockError('OFFSET_MISMATCH', `${rows} rows in the stream and ${this.#end} acknowledged`, {
      stage: 'sending',
      context: { stream: this.name, row_count: rows, acknowledged: this.#end },
    });
  }

  /** Ends the connection, not the stream. Unsettled appends reject; call `flush` first to wait for them. */
  close(): Promise<void> {
    return this.#connection.close();
  }
}
