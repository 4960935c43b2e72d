/**
 * The one call that a connection has at a time. It opens when there is something to send and closes when it is of no more
 * use. It always sends the oldest requests of the queue, up to the limit of requests in flight.
 */

import type { StatusObject } from '@grpc/grpc-js';
import { fromUnknown, type PenstockError } from '../../runtime/errors.ts';
import type { AppendResponse } from './append-message.ts';
import type { AppendQueue } from './append-queue.ts';
import { Attempt } from './attempt.ts';
import type { Batch, ConnectionOptions, WriterSchema } from './batch.ts';
import type { WriteClient } from './client.ts';
import { encodeMissingByColumn } from './missing-values.ts';
import { firstRequest, unsendable } from './request-limit.ts';

/** The end of a call. */
export interface CallEnd {
  readonly status: StatusObject;
  /** False when the request certainly never left this process. */
  readonly reached: boolean;
  readonly schema: WriterSchema;
  readonly answers: number;
}

export interface CallEvents {
  readonly answer: (answer: AppendResponse) => void;
  /** The call has ended by itself, or the service has ended it; another may be opened. */
  readonly end: (end: CallEnd) => void;
  /** There may be room for more. */
  readonly drain: () => void;
  /** No call could be made at all. */
  readonly closed: (error: PenstockError) => void;
}

export class CurrentCall {
  readonly #client: WriteClient;
  readonly #options: ConnectionOptions;
  readonly #queue: AppendQueue;
  readonly #on: CallEvents;
  readonly #missingByColumn: Uint8Array;
  readonly #finishing = new Set<Promise<void>>();
  #attempt: Attempt | undefined;

  constructor(client: WriteClient, options: ConnectionOptions, queue: AppendQueue, on: CallEvents) {
    this.#client = client;
    this.#options = options;
    this.#queue = queue;
    this.#on = on;
    this.#missingByColumn = encodeMissingByColumn(options.missingValuesByColumn);
  }

  /** Requests answered so far on this call; 0 where there is none. */
  get answers(): number {
    return this.#attempt?.answers ?? 0;
  }

  /** Why the batch cannot be sent over any call. */
  unsendable(batch: Batch): PenstockError | undefined {
    const limit = this.#client.policy.requestBytes;
    return unsendable(batch, this.#options, { limit, everyBytes: this.#missingByColumn.length });
  }

  /** Sends what can be sent now. */
  send(): void {
    const queue = this.#queue;
    for (let entry = queue.nextToSend; entry && queue.unanswered < this.#mostUnanswered; entry = queue.nextToSend) {
      if (this.#attempt && this.#attempt.schema !== entry.batch.schema) {
        // Another schema is another connection (write-api.md, Schema changes), begun when this one has nothing left to answer.
        if (queue.outstanding > 0) return;
        this.leave();
      }
      this.#attempt ??= this.#open(entry.batch.schema);
      if (this.#attempt === undefined || this.#attempt.full) return;
      this.#attempt.write(entry);
      queue.markSent(this.#client.clock.now());
    }
  }

  /** Ends the call in order, or cancels it if answers are still to come. */
  leave(): void {
    const attempt = this.#attempt;
    if (attempt === undefined) return;
    if (this.#queue.outstanding > 0) {
      this.cutOff();
      return;
    }
    this.#attempt = undefined;
    const finished = attempt.finish(this.#client.clock).finally(() => this.#finishing.delete(finished));
    this.#finishing.add(finished);
  }

  /** Given up: nothing of it is heard any more. `suspect` where its channel may be dead, too. */
  cutOff(suspect = false): void {
    this.#attempt?.abandon(suspect);
    this.#attempt = undefined;
  }

  /** Refused at its first request, the call may know neither stream nor schema: the next attempt begins another. */
  cutOffIfFirst(): void {
    if (this.answers === 1) this.cutOff();
  }

  /** Resolves when calls that were left in order have ended. */
  async whenOver(): Promise<void> {
    await Promise.all(this.#finishing);
  }

  /**
   * The first request of a call goes alone: whether the service remembers the stream and schema of a first request that
   * it refused is not documented, and what is not sent has no unknown outcome. It costs one round trip a connection.
   */
  get #mostUnanswered(): number {
    return this.answers === 0 ? 1 : (this.#options.maxUnanswered ?? Infinity);
  }

  #open(schema: WriterSchema): Attempt | undefined {
    try {
      const rpc = this.#client.openAppend(this.#options.writeStream);
      this.#client.metrics.count('write/connections');
      const first = firstRequest(schema, this.#options);
      const missingByColumn = this.#missingByColumn;
      const attempt: Attempt = new Attempt(
        rpc,
        { schema, first, missingByColumn },
        {
          answer: this.#on.answer,
          end: (status, reached) => {
            this.#attempt = undefined;
            this.#on.end({ status, reached, schema, answers: attempt.answers });
          },
          drain: this.#on.drain,
        },
      );
      return attempt;
    } catch (error) {
      // Only a closed client makes no call.
      this.#on.closed(fromUnknown(error));
      return undefined;
    }
  }
}
