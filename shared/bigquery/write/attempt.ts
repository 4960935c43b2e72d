/**
 * One AppendRows call, from its first request to its status. A connection goes through many; what an earlier one still
 * has to say is not heard, because it stops listening the moment it is given up.
 */

import type { StatusObject } from '@grpc/grpc-js';
import type { Clock } from '../../runtime/clock.ts';
import { type AppendResponse, encodeAppendRequest, type FirstRequest } from './append-message.ts';
import type { WriterSchema } from './batch.ts';
import type { AppendCall } from './client.ts';

export interface AttemptEvents {
  readonly answer: (answer: AppendResponse) => void;
  /** `reached` is false when the request certainly never left this process. */
  readonly end: (status: StatusObject, reached: boolean) => void;
  /** Something that was written has left this process: there may be room again. */
  readonly drain: () => void;
}

/** The parts of a request beside its rows. */
export interface Carried {
  readonly schema: WriterSchema;
  readonly first: FirstRequest;
  readonly missingByColumn: Uint8Array;
}

/**
 * Bytes that may wait in this process to be sent. They are copies, so not all that is in flight may wait here. And a
 * request that leaves late would look like one whose answer is late.
 */
const MOST_BUFFERED = 4 * 1024 * 1024;

/** The time in which a call that was ended in order may end before it is cancelled. */
const FINISH_MS = 1_000;
const STOPPED = 'stopped';

export class Attempt {
  readonly schema: WriterSchema;
  readonly #carries: Carried;
  readonly #rpc: AppendCall;
  /** Resolves when the call has ended, by either side. */
  readonly #ended: Promise<void>;
  readonly #onDrain: () => void;
  #buffered = 0;
  #written = 0;
  #answers = 0;
  #given = false;

  constructor(rpc: AppendCall, carries: Carried, on: AttemptEvents) {
    this.#rpc = rpc;
    this.schema = carries.schema;
    this.#carries = carries;
    this.#onDrain = on.drain;
    const { call, lease } = rpc;
    call.on('data', (answer: AppendResponse) => {
      // One that only brings a schema is no answer to a request: the first still goes alone.
      if (answer.settles) this.#answers += 1;
      on.answer(answer);
    });
    // The status says the same; without a listener an error would end the process (write-api.md, Google's Node writer, e).
    call.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      call.on('status', (status: StatusObject) => {
        const reached = call.getPeer() !== lease.client.getChannel().getTarget();
        // A channel that failed to connect once reports that until it succeeds, however its next try hangs. Cancelled by us,
        // a call says nothing of its channel.
        if (!reached && !this.#given) lease.distrust();
        lease.release();
        resolve();
        // Answers that came before the status may still lie in the stream's buffer: `end` comes after them.
        call.on('end', () => {
          if (!this.#given) on.end(status, reached);
        });
      });
    });
  }

  /** Requests answered so far on this call. */
  get answers(): number {
    return this.#answers;
  }

  get full(): boolean {
    return this.#buffered > MOST_BUFFERED;
  }

  /**
   * Writer schema and stream name go with the first request only, missing values of single columns with every request
   * (write-api.md, Requests).
   */
  write(request: { readonly protoRows: Uint8Array; readonly offset: number | undefined }): void {
    const { protoRows, offset } = request;
    const at = offset === undefined ? {} : { offset };
    const { first, missingByColumn } = this.#carries;
    const naming = this.#written === 0 ? { first } : {};
    this.#written += 1;
    const bytes = encodeAppendRequest({ ...naming, ...at, missingByColumn, protoRows });
    this.#buffered += bytes.length;
    this.#rpc.call.write(bytes, () => {
      this.#buffered -= bytes.length;
      this.#onDrain();
    });
  }

  /** Given up: nothing of it is heard any more. `suspect` when the channel under it may be dead too. */
  abandon(suspect = false): void {
    const { call, lease } = this.#rpc;
    this.#stopListening();
    if (suspect) lease.distrust();
    call.cancel();
    lease.release();
  }

  /** Half-closes a call that has nothing to send or wait for, and cancels it if the service does not end it soon. */
  async finish(clock: Clock): Promise<void> {
    this.#stopListening();
    this.#rpc.call.end();
    const timer = new AbortController();
    const late = clock.sleep(FINISH_MS, timer.signal).then(
      () => this.abandon(),
      () => undefined,
    );
    await Promise.race([this.#ended, late]);
    timer.abort(STOPPED);
    await late;
  }

  /** Reads on, so that the call can end, and hears nothing. */
  #stopListening(): void {
    this.#given = true;
    this.#rpc.call.removeAllListeners('data').resume();
  }
}
