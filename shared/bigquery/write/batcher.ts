/**
 * Gathers rows into batches, encoding each as it comes, and closes a batch on encoded bytes, on rows or on age.
 *
 * Each row brings a token of the caller's (the message it came in, its place in the plan), which comes back with the
 * batch, so that the caller can match outcomes to its rows. Buffers are used again once a batch is released.
 */

import type { Clock } from '../../runtime/clock.ts';
import { PenstockError } from '../../runtime/errors.ts';
import type { JsonRow, RowCodec } from '../codec/codec.ts';
import type { RowChange } from '../codec/options.ts';
import type { RowProblem } from '../codec/problem.ts';
import { RowBuffer } from '../codec/row-buffer.ts';
import type { Batch } from './batch.ts';
import { LatestByKey } from './latest-by-key.ts';
import { Watchdog } from './watchdog.ts';

export interface BatchLimits {
  /** Encoded bytes of the rows. Must leave room for the schema in `requestBytes`. Default 9,000,000. */
  readonly maxBytes: number;
  /** Default 10,000. */
  readonly maxRows: number;
  /** From the first row to the closing. Default 1 s, as seed 003 recommends. */
  readonly maxAgeMs: number;
}

export const DEFAULT_BATCH_LIMITS: BatchLimits = { maxBytes: 9_000_000, maxRows: 10_000, maxAgeMs: 1_000 };

export interface TokenBatch<T> extends Batch {
  readonly schema: RowCodec;
  /** One a row, in the order of the rows. */
  readonly tokens: readonly T[];
  /** Tokens of changes that are not sent because the batch has a later change of the same key. Settled with this batch. */
  readonly superseded: readonly T[];
  /** Gives the memory back. Only once the batch is settled. */
  release(): void;
}

export interface BatcherOptions<T> {
  readonly codec: RowCodec;
  readonly limits?: Partial<BatchLimits>;
  readonly clock: Clock;
  /**
   * Called with each batch as it closes. To slow the source down, stop feeding rows until `append` has resolved. An error
   * is thrown by the call that closed the batch. If the batch closed by age, or `append` rejects later, the next call throws.
   */
  readonly onBatch: (batch: TokenBatch<T>) => unknown;
  /** With a CDC codec: the table's primary key. Of the changes of one key in a batch only the winner is sent. */
  readonly primaryKey?: readonly string[];
}

/** Memory kept for use again. More is in flight under load, and given up afterwards. */
const KEPT_BYTES = 32 * 1024 * 1024;

export class Batcher<T> {
  readonly #limits: BatchLimits;
  readonly #options: BatcherOptions<T>;
  readonly #age: Watchdog;
  readonly #free: RowBuffer[] = [];
  #freeBytes = 0;
  #codec: RowCodec;
  #latest: LatestByKey | undefined;
  #buffer: RowBuffer;
  #tokens: T[] = [];
  #openedAt = 0;
  /** The failure of `onBatch` that no caller has been told of yet. */
  #untold: { readonly error: unknown } | undefined;

  constructor(options: BatcherOptions<T>) {
    this.#options = options;
    this.#limits = checked({ ...DEFAULT_BATCH_LIMITS, ...options.limits });
    this.#codec = options.codec;
    this.#latest = this.#latestOf(options.codec);
    this.#buffer = new RowBuffer();
    const { clock } = options;
    this.#age = new Watchdog(
      clock,
      () => this.#openedAt + this.#limits.maxAgeMs,
      () => this.#sendAged(),
    );
  }

  /** Rows in the batch that is open. */
  get openRows(): number {
    return this.#tokens.length;
  }

  /**
   * Adds a row, or says why it cannot be written; then nothing of it is in any batch. Throws what `onBatch` throws for the
   * batch that this row closes: the row is taken all the same, by that batch or the next. Throws also what `onBatch` threw
   * when there was no caller to tell: then the row is not added.
   */
  add(row: JsonRow, token: T, change?: RowChange): RowProblem | undefined {
    this.#tell();
    const buffer = this.#buffer;
    const index = buffer.rowCount;
    const problem = this.#codec.encode(row, buffer, change);
    if (problem) return problem;
    const size = buffer.sizeOf(index);
    if (this.#place(index, token, change)) return undefined;
    return tooLarge(size, this.#limits.maxBytes);
  }

  /** The same for JSON text that `RowCodec.transcode` takes. False: nothing was added, and the parsed row is for `add`. */
  addJson(json: Buffer, token: T, change?: RowChange): boolean {
    this.#tell();
    const buffer = this.#buffer;
    const index = buffer.rowCount;
    return this.#codec.transcode(json, buffer, change) && this.#place(index, token, change);
  }

  /** Puts the row at the end of the buffer into a batch. False, and the row is gone, where no batch holds it. */
  #place(index: number, token: T, change: RowChange | undefined): boolean {
    const buffer = this.#buffer;
    if (buffer.byteLength <= this.#limits.maxBytes) this.#take(token, change);
    else if (buffer.sizeOf(index) <= this.#limits.maxBytes) this.#overflow(index, token, change);
    else {
      buffer.truncate(index);
      return false;
    }
    return true;
  }

  /** The row at the end of the buffer is of the open batch. */
  #take(token: T, change: RowChange | undefined): void {
    if (this.#tokens.length === 0) this.#openedAt = this.#options.clock.now();
    this.#latest?.add(this.#buffer.row(this.#tokens.length), change?.sequence);
    this.#tokens.push(token);
    if (this.#tokens.length >= this.#limits.maxRows) this.#send();
    else if (this.#tokens.length === 1) this.#age.watch();
  }

  /** Closes the open batch, if there is a row in it. */
  flush(): void {
    this.#send();
    this.#tell();
  }

  #send(): void {
    if (this.#tokens.length === 0) return;
    this.#hand(this.#close());
  }

  #hand(batch: TokenBatch<T>): void {
    const done = this.#options.onBatch(batch);
    if (done instanceof Promise) done.catch((error: unknown) => this.#keep(error));
  }

  #sendAged(): void {
    try {
      this.#send();
    } catch (error) {
      this.#keep(error);
    }
  }

  /** For the next call; of several failures the first. */
  #keep(error: unknown): void {
    this.#untold ??= { error };
  }

  #tell(): void {
    const untold = this.#untold;
    if (untold === undefined) return;
    this.#untold = undefined;
    throw untold.error;
  }

  /** Rows from here on are encoded by another schema, and in another batch. */
  switchCodec(codec: RowCodec): void {
    this.flush();
    this.#latest = this.#latestOf(codec);
    this.#codec = codec;
  }

  /** Closes the open batch; no timer is left. */
  close(): void {
    try {
      this.flush();
    } finally {
      this.#age.stop();
    }
  }

  /** The newest row does not fit: it opens the next batch before the full one goes, whatever becomes of that. */
  #overflow(index: number, token: T, change: RowChange | undefined): void {
    const full = this.#buffer;
    const row = Buffer.from(full.row(index));
    full.truncate(index);
    const batch = this.#close();
    this.#buffer.appendRow(row);
    this.#take(token, change);
    this.#hand(batch);
  }

  #close(): TokenBatch<T> {
    this.#age.stop();
    const buffer = this.#buffer;
    const tokens = this.#tokens;
    const losers = this.#latest?.take() ?? NONE;
    this.#buffer = this.#takeBuffer(buffer.byteLength);
    this.#tokens = [];
    if (losers.size === 0) return this.#batch(buffer, tokens, []);
    const winners = this.#takeBuffer(buffer.byteLength);
    for (let index = 0; index < buffer.rowCount; index += 1) {
      if (!losers.has(index)) winners.appendRow(buffer.row(index));
    }
    this.#recycle(buffer);
    return this.#batch(
      winners,
      tokens.filter((_, index) => !losers.has(index)),
      tokens.filter((_, index) => losers.has(index)),
    );
  }

  #batch(buffer: RowBuffer, tokens: readonly T[], superseded: readonly T[]): TokenBatch<T> {
    let released = false;
    return {
      schema: this.#codec,
      protoRows: buffer.protoRows,
      rowCount: buffer.rowCount,
      tokens,
      superseded,
      release: () => {
        if (!released) this.#recycle(buffer);
        released = true;
      },
    };
  }

  /** The next batch will most likely be as large as the last: a new buffer begins at that size. */
  #takeBuffer(capacity: number): RowBuffer {
    const buffer = this.#free.pop();
    if (buffer === undefined) return new RowBuffer(capacity);
    this.#freeBytes -= buffer.bytes.length;
    return buffer;
  }

  #recycle(buffer: RowBuffer): void {
    const bytes = buffer.bytes.length;
    if (this.#freeBytes + bytes > KEPT_BYTES) return;
    buffer.reset();
    this.#free.push(buffer);
    this.#freeBytes += bytes;
  }

  #latestOf(codec: RowCodec): LatestByKey | undefined {
    const { primaryKey } = this.#options;
    return primaryKey === undefined ? undefined : new LatestByKey(codec, primaryKey);
  }
}

const NONE: ReadonlySet<number> = new Set();

/** Rejects NaN as well as values below 1: a batch whose limit is NaN would never close. */
function checked(limits: BatchLimits): BatchLimits {
  const wrong = Object.entries(limits).filter(([, value]) => !(value >= 1));
  if (wrong.length === 0) return limits;
  const said = wrong.map(([name, value]) => `${name} is ${value}, and at least 1 is needed`);
  throw new PenstockError('CONFIG_INVALID', `batch limits: ${said.join('; ')}`);
}

function tooLarge(size: number, limit: number): RowProblem {
  return {
    code: 'ROW_TOO_LARGE',
    path: '',
    columnType: 'ROW',
    reason: `is ${size} bytes encoded, and a request holds ${limit}`,
    view: '',
  };
}
