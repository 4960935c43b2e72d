/**
 * The batches that a connection has accepted, from admission to the promise that settles. Every batch that goes in comes
 * out exactly once, acknowledged or rejected, is counted, and gives its room to the next.
 */

import { PenstockError } from '../../runtime/errors.ts';
import { Admission } from './admission.ts';
import { AppendQueue, type Entry } from './append-queue.ts';
import type { Accepted, Acknowledgement, Batch } from './batch.ts';
import type { WriteClient } from './client.ts';
import { Turn } from './turn.ts';

export class Settlement {
  readonly queue = new AppendQueue();
  readonly #client: WriteClient;
  readonly #admission: Admission;
  readonly #turn = new Turn();
  readonly #onIdle: (() => void)[] = [];
  /** The offset of the next accepted batch; undefined on the default stream. */
  nextOffset: number | undefined;

  constructor(client: WriteClient, firstOffset: number | undefined) {
    const { maxInFlightRequests, maxInFlightBytes } = client.policy;
    this.#client = client;
    this.#admission = new Admission(maxInFlightRequests, maxInFlightBytes);
    this.nextOffset = firstOffset;
  }

  /** Whether requests have offsets, and with them an order that must hold. */
  get ordered(): boolean {
    return this.nextOffset !== undefined;
  }

  get idle(): boolean {
    return this.queue.size === 0 && this.#admission.waiting === 0;
  }

  /** Accepts the batch once there is room, in the order of the calls. Calls `accepted` before it resolves. */
  admit(batch: Batch, accepted: () => void): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        const inside = this.#accept(batch);
        accepted();
        this.#turn.after(batch.protoRows.length, () => resolve(inside));
      };
      const refuse = (reason: PenstockError): void => reject(notWritten(reason, batch));
      this.#admission.ask(batch.protoRows.length, enter, refuse);
    });
  }

  /** Resolves when nothing is left that is not settled. */
  async whenIdle(): Promise<void> {
    if (!this.idle) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  acknowledge(entry: Entry): void {
    this.queue.remove(entry);
    const { offset, rowCount, rejected, acceptedAt, protoRows } = entry;
    const { metrics, clock } = this.#client;
    metrics.count('write/appends', 1, { outcome: 'delivered', code: 'OK' });
    if (rowCount > 0) metrics.count('write/rows', rowCount, { outcome: 'delivered' });
    if (rejected.length > 0) metrics.count('write/rows', rejected.length, { outcome: 'rejected' });
    metrics.count('write/bytes', protoRows.length);
    metrics.observe('write/latency', clock.now() - acceptedAt);
    entry.settle({ acknowledged: { offset, rowCount, rejected } });
    this.#leave(entry);
  }

  /**
   * Settled requests are left alone. All others leave the queue before any room is given away, because a caller that is
   * admitted may be sent at once, together with the next request in the queue.
   */
  reject(entries: readonly Entry[], error: PenstockError): void {
    const rejected = entries.filter((entry) => this.queue.remove(entry));
    for (const entry of rejected) this.#settleRejected(entry, error);
    for (const entry of rejected) this.#leave(entry);
  }

  #settleRejected(entry: Entry, error: PenstockError): void {
    const isUnknown = entry.uncertain || entry.mayArriveLate;
    const rejection = isUnknown ? maybeWritten(error, entry) : notWritten(error, entry);
    const outcome = rejection.kind === 'transient' ? 'retry' : 'rejected';
    this.#client.metrics.count('write/appends', 1, { outcome, code: rejection.code });
    this.#client.metrics.count('write/rows', entry.rowCount, { outcome });
    entry.settle({ failed: rejection });
  }

  /** Refuses every caller that still waits for room. */
  refuse(reason: PenstockError): void {
    this.#admission.refuseAll(reason);
  }

  /** Whether a batch may lose rows: where there is an order, everything behind has to take other places. */
  canShrink(entry: Entry): boolean {
    return !this.ordered || this.queue.canShiftBehind(entry);
  }

  /** The batch at this place lost rows: it and everything behind it moves. */
  shrink(entry: Entry, removed: number): void {
    this.queue.shiftOffsetsBehind(entry, removed);
    if (this.nextOffset !== undefined) this.nextOffset -= removed;
  }

  #accept(batch: Batch): Accepted {
    const { promise, resolve, reject } = Promise.withResolvers<Acknowledgement>();
    // A caller that ignores the outcome must not cause an unhandled rejection.
    promise.catch(() => undefined);
    this.queue.push({
      batch,
      protoRows: batch.protoRows,
      rowCount: batch.rowCount,
      offset: this.nextOffset,
      indexes: undefined,
      rejected: [],
      uncertain: false,
      mayArriveLate: false,
      acceptedAt: this.#client.clock.now(),
      sentAt: 0,
      failingSince: undefined,
      refusals: 0,
      probes: 0,
      settle: (result) => ('failed' in result ? reject(result.failed) : resolve(result.acknowledged)),
    });
    if (this.nextOffset !== undefined) this.nextOffset += batch.rowCount;
    return { acknowledged: promise };
  }

  #leave(entry: Entry): void {
    this.#admission.leave(entry.batch.protoRows.length);
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (this.idle) for (const tell of this.#onIdle.splice(0)) tell();
  }
}

interface Sent {
  readonly rowCount: number;
  readonly offset?: number | undefined;
}

/** It was sent at least once without an answer that told what became of it. */
function maybeWritten(error: PenstockError, sent: Sent): PenstockError {
  return new PenstockError('OUTCOME_UNKNOWN', `${sent.rowCount} rows may have been written: ${error.message}`, {
    stage: 'sending',
    cause: error,
    context: { ...contextOf(error, sent), reason: error.code },
  });
}

/** Not one of the batch's rows is in the table by this stream: any code but OUTCOME_UNKNOWN says so. */
export function notWritten(error: PenstockError, sent: Sent): PenstockError {
  // gRPC's UNKNOWN is an unknown outcome of the call that met it, and no more than that here.
  const code = error.code === 'OUTCOME_UNKNOWN' ? 'UNAVAILABLE' : error.code;
  return new PenstockError(code, `${sent.rowCount} rows were not written: ${error.message}`, {
    kind: error.kind,
    stage: 'sending',
    cause: error,
    context: contextOf(error, sent),
  });
}

function contextOf(error: PenstockError, { rowCount, offset }: Sent): PenstockError['context'] {
  return { ...error.context, row_count: rowCount, ...(offset === undefined ? {} : { offset }) };
}
