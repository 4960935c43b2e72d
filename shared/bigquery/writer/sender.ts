/**
 * Sends batches to a stream in their order, and passes every token to exactly one of the caller's events. Rejections that
 * came before a batch are durable before the batch is sent.
 */

import type { Clock } from '../../runtime/clock.ts';
import { fromUnknown, PenstockError } from '../../runtime/errors.ts';
import type { Acknowledgement, RejectedRow } from '../write/batch.ts';
import type { TokenBatch } from '../write/batcher.ts';
import { closedError, type RejectedToken, type WriterEvents } from './outcome.ts';
import { Rejections } from './rejections.ts';
import type { Target } from './target.ts';

export interface SenderOptions<T> {
  readonly clock: Clock;
  readonly events: WriterEvents<T>;
  /** The time for which a batch is sent again that the service refuses for its schema. */
  readonly schemaLagMs: number;
  /** Rejections wait so long for a batch to go before. */
  readonly maxAgeMs: number;
  /** Called whenever rows were settled or a batch found its place. */
  readonly onChange: () => void;
}

interface BatchState {
  /** Indexes of rows that were told as rejected already. */
  readonly told: Set<number>;
  readonly refusedSince: number;
}

const LAG_PAUSE_MS = 1_000;

export class BatchSender<T> {
  readonly #target: Target;
  readonly #options: SenderOptions<T>;
  readonly #rejections: Rejections<T>;
  readonly #states = new Map<TokenBatch<T>, BatchState>();
  readonly #closing = new AbortController();
  #tail: Promise<void> = Promise.resolve();
  #changed = Promise.withResolvers<void>();
  #failure: PenstockError | undefined;
  /** Tokens taken and not passed to an event yet. */
  unsettled = 0;
  /** Batches that have no place in the stream's queue yet. */
  pending = 0;

  constructor(target: Target, options: SenderOptions<T>) {
    this.#target = target;
    this.#options = options;
    this.#rejections = new Rejections(options.clock, options.maxAgeMs, () => this.flushRejected());
  }

  /** Why nothing more can be sent. */
  get failure(): PenstockError | undefined {
    return this.#failure ?? this.#target.failure;
  }

  /** Resolves at the next change: rows settled, or a batch in its place. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  reject(rejection: RejectedToken<T>): void {
    if (this.#rejections.add(rejection)) this.flushRejected();
  }

  /** Passes rejections on that no batch has taken along. */
  flushRejected(): void {
    if (this.#rejections.size > 0) this.#queue(undefined);
  }

  send(batch: TokenBatch<T>): void {
    this.#queue(batch);
  }

  /** These tokens are not delivered. */
  retry(tokens: readonly T[], error: PenstockError): void {
    if (tokens.length === 0) return;
    this.#tell(() => this.#options.events.onRetry(tokens, error));
    this.#settled(tokens.length);
  }

  /** The service refuses rows of a batch: their tokens are told now, the others when the rest is durable. */
  async rowsRefused(batch: TokenBatch<T>, rows: readonly RejectedRow[]): Promise<void> {
    const rejections = rows.map(({ index, message }) => ({
      token: batch.tokens[index] as T,
      error: new PenstockError('ROW_REJECTED', message, { stage: 'sending' }),
    }));
    await this.#durable(rejections);
    const { told } = this.#stateOf(batch);
    for (const { index } of rows) told.add(index);
    this.#settled(rows.length);
  }

  /** Passes every unsettled token to `onRetry` now. */
  async close(): Promise<void> {
    this.#failure ??= closedError();
    this.flushRejected();
    this.#closing.abort(this.#failure);
    await this.#target.close();
    while (this.unsettled > 0) await this.changed;
    this.#rejections.stop();
  }

  #queue(batch: TokenBatch<T> | undefined): void {
    const before = this.#rejections.take();
    this.pending += 1;
    this.#tail = this.#tail.then(() => this.#deliver(before, batch));
  }

  async #deliver(before: readonly RejectedToken<T>[], batch: TokenBatch<T> | undefined): Promise<void> {
    if (before.length > 0) await this.#reject(before);
    if (batch !== undefined) await this.#append(batch);
    this.pending -= 1;
    this.touch();
  }

  async #reject(rejections: readonly RejectedToken<T>[]): Promise<void> {
    try {
      await this.#durable(rejections);
      this.#settled(rejections.length);
    } catch (thrown) {
      const error = fromUnknown(thrown, { stage: 'sending' });
      // The plan of a stream with offsets has these rows in it: rows behind them would stand in their places.
      if (this.#target.ordered) this.#failure ??= error;
      this.retry(
        rejections.map(({ token }) => token),
        error,
      );
    }
  }

  /** Waits for the caller's error output, but not beyond the closing. */
  async #durable(rejections: readonly RejectedToken<T>[]): Promise<void> {
    const { signal } = this.#closing;
    signal.throwIfAborted();
    const { promise: closed, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([(async () => this.#options.events.onRejected(rejections))(), closed]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #append(batch: TokenBatch<T>): Promise<void> {
    const over = this.failure;
    if (over !== undefined) return this.#failed(batch, over);
    try {
      const { acknowledged } = await this.#target.append(batch);
      acknowledged.then(
        (acknowledgement) => this.#delivered(batch, acknowledgement),
        (error: PenstockError) => this.#failed(batch, error),
      );
    } catch (error) {
      this.#failed(batch, fromUnknown(error, { stage: 'sending' }));
    }
  }

  #delivered(batch: TokenBatch<T>, { offset, rowCount }: Acknowledgement): void {
    const tokens = this.#untold(batch);
    const { superseded } = batch;
    this.#forget(batch);
    this.#tell(() => this.#options.events.onDelivered({ tokens, superseded, offset, rowCount }));
    this.#settled(tokens.length + superseded.length);
  }

  #failed(batch: TokenBatch<T>, error: PenstockError): void {
    if (this.#mayLag(batch, error)) {
      void this.#later(batch);
      return;
    }
    const tokens = [...this.#untold(batch), ...batch.superseded];
    this.#forget(batch);
    this.retry(tokens, error);
  }

  /** A column that was just added may not have reached every server: nothing was written, and the same may be taken later. */
  #mayLag(batch: TokenBatch<T>, error: PenstockError): boolean {
    if (error.code !== 'SCHEMA_MISMATCH' || this.#target.ordered || this.failure !== undefined) return false;
    const { clock, schemaLagMs } = this.#options;
    return clock.now() + LAG_PAUSE_MS <= this.#stateOf(batch).refusedSince + schemaLagMs;
  }

  async #later(batch: TokenBatch<T>): Promise<void> {
    await this.#options.clock.sleep(LAG_PAUSE_MS, this.#closing.signal).catch(() => undefined);
    await this.#append(batch);
  }

  #untold(batch: TokenBatch<T>): readonly T[] {
    const told = this.#states.get(batch)?.told;
    return told === undefined ? batch.tokens : batch.tokens.filter((_, index) => !told.has(index));
  }

  #stateOf(batch: TokenBatch<T>): BatchState {
    const known = this.#states.get(batch);
    if (known !== undefined) return known;
    const state = { told: new Set<number>(), refusedSince: this.#options.clock.now() };
    this.#states.set(batch, state);
    return state;
  }

  #forget(batch: TokenBatch<T>): void {
    this.#states.delete(batch);
    batch.release();
  }

  #settled(tokens: number): void {
    this.unsettled -= tokens;
    this.touch();
  }

  /** Something has changed that callers may wait for. */
  touch(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
    this.#options.onChange();
  }

  /** An event that throws is the caller's defect: the writer takes nothing more and says why. */
  #tell(event: () => void): void {
    try {
      event();
    } catch (error) {
      this.#failure ??= fromUnknown(error);
    }
  }
}
