/**
 * Writes rows to a table: encodes each row, gathers batches, keeps the stream going, and tells the caller what became of
 * every row by the token that came with it. `await writer.add(row, token)` is the backpressure.
 */

import { fromUnknown, type PenstockError } from '../../runtime/errors.ts';
import type { JsonRow, RowCodec } from '../codec/codec.ts';
import type { RowChange } from '../codec/options.ts';
import type { RowProblem } from '../codec/problem.ts';
import { schemaFromStorage } from '../schema/from-storage.ts';
import type { TableName } from '../table-name.ts';
import { Batcher, DEFAULT_BATCH_LIMITS, type TokenBatch } from '../write/batcher.ts';
import { sequenceProblem } from '../write/cdc-table.ts';
import type { WriteClient } from '../write/client.ts';
import { defaultStreamName } from '../write/stream-name.ts';
import { DEFAULT_SCHEMA_LAG_MS, DEFAULT_UNSETTLED_ROWS, type WriterOptions } from './options.ts';
import { closedError, rowRejected } from './outcome.ts';
import { parseRow } from './parse-row.ts';
import { Room } from './room.ts';
import { SchemaWatch } from './schema-watch.ts';
import { BatchSender } from './sender.ts';
import { codecFor, openTarget, type Target } from './target.ts';

const CLOSE_WITHIN_MS = 30_000;

/**
 * Opens a writer. Reads the table's schema from the write service; where `schema` is given, waits until the service knows
 * all of its columns.
 *
 * @example
 * const writer = await openTableWriter<Message>(client, parseTableName('demo-penstock.d.t'), {
 *   stream: { kind: 'default', connections: 4 },
 *   onDelivered: ({ tokens }) => ack(tokens),
 *   onRejected: async (rows) => errorOutput.write(rows),
 *   onRetry: (tokens, error) => nack(tokens, error),
 * });
 * for await (const message of messages) await writer.add(JSON.parse(message.text), message);
 * await writer.close();
 */
export async function openTableWriter<T>(
  client: WriteClient,
  table: TableName,
  options: WriterOptions<T>,
): Promise<TableWriter<T>> {
  const name = options.stream.kind === 'committed' ? options.stream.name : defaultStreamName(table);
  const read = async () => schemaFromStorage({ ...(await client.getWriteStream(name)).tableSchema });
  const lagMs = options.schemaLagMs ?? DEFAULT_SCHEMA_LAG_MS;
  const { schemaPauseMs: pauseMs } = options;
  const watch = new SchemaWatch(read, await read(), {
    lagMs,
    clock: client.clock,
    ...(pauseMs === undefined ? {} : { pauseMs }),
  });
  if (options.schema !== undefined) await watch.waitFor(options.schema);
  return new TableWriter(client, table, options, watch);
}

export class TableWriter<T> {
  readonly #client: WriteClient;
  readonly #table: TableName;
  readonly #options: WriterOptions<T>;
  readonly #watch: SchemaWatch;
  readonly #target: Target;
  readonly #batcher: Batcher<T>;
  readonly #sender: BatchSender<T>;
  readonly #room: Room;
  #codec: RowCodec;
  /** The schema is being read again; rows wait for it, so that they keep their order. */
  #refreshing = false;
  /** The service has told a schema with new columns: the next row is encoded by it. */
  #outdated = false;
  #closed = false;

  constructor(client: WriteClient, table: TableName, options: WriterOptions<T>, watch: SchemaWatch) {
    const {
      stream,
      batch = {},
      maxUnsettledRows = DEFAULT_UNSETTLED_ROWS,
      maxBatchesAhead = 0,
      schemaLagMs = DEFAULT_SCHEMA_LAG_MS,
    } = options;
    const { clock } = client;
    this.#client = client;
    this.#table = table;
    this.#options = options;
    this.#watch = watch;
    this.#codec = codecFor(table, options.schema ?? watch.current, options);
    this.#target = openTarget(client, table, options, {
      onRejected: (refused, rows) => this.#sender.rowsRefused(refused as TokenBatch<T>, rows),
      onSchemaUpdated: (schema) => {
        if (watch.offer(schemaFromStorage(schema))) this.#outdated = true;
      },
    });
    this.#room = new Room(
      () => this.#sender.pending <= maxBatchesAhead && this.#sender.unsettled < maxUnsettledRows && !this.#refreshing,
    );
    this.#sender = new BatchSender<T>(this.#target, {
      clock,
      events: options,
      schemaLagMs,
      maxAgeMs: batch.maxAgeMs ?? DEFAULT_BATCH_LIMITS.maxAgeMs,
      onChange: () => this.#room.admit(),
    });
    this.#batcher = new Batcher<T>({
      codec: this.#codec,
      clock,
      limits: batch,
      ...(stream.kind === 'cdc' ? { primaryKey: stream.primaryKey } : {}),
      onBatch: (closed) => {
        if (closed.superseded.length > 0) client.metrics.count('write/superseded', closed.superseded.length);
        this.#sender.send(closed);
      },
    });
  }

  /** The stream that rows go to. */
  get streamName(): string {
    return this.#target.name;
  }

  /** The codec that rows are encoded by now. */
  get codec(): RowCodec {
    return this.#codec;
  }

  /** Rows taken and not told yet. */
  get unsettledRows(): number {
    return this.#sender.unsettled;
  }

  /** Why the writer takes nothing more: STREAM_FINALIZED where another owner has fenced a Committed stream. */
  get failure(): PenstockError | undefined {
    return this.#sender.failure;
  }

  /**
   * Takes a row. Returns nothing where there was room, and else a promise that resolves when the row is taken: wait for it
   * before the next row. A row that does not fit the table is told to `onRejected`, never thrown. Throws, and has not taken
   * the row, once the writer is closed or its stream has failed.
   *
   * @example
   * for (const [index, row] of rows.entries()) await writer.add(row, index);
   */
  add(row: JsonRow, token: T, change?: RowChange): undefined | Promise<void> {
    this.#assertOpen();
    if (this.#room.open) return this.#take(row, token, change);
    return this.#admit(() => this.#take(row, token, change));
  }

  /**
   * The same for a row that is JSON text in UTF-8. Numbers keep every digit. A text that is not JSON or not UTF-8 is rejected.
   *
   * @example
   * await writer.addJson(message.data, message);
   */
  addJson(json: Uint8Array, token: T, change?: RowChange): undefined | Promise<void> {
    if (this.addPlainJson(Buffer.from(json.buffer, json.byteOffset, json.length), token, change)) return undefined;
    const { row, error } = parseRow(json);
    if (error === undefined) return this.add(row, token, change);
    return this.#admit(() => {
      this.#sender.unsettled += 1;
      this.#client.metrics.count('write/rows', 1, { outcome: 'rejected' });
      this.#sender.reject({ token, error });
      return undefined;
    });
  }

  /**
   * Takes JSON text of the plain kind that the codec does not parse, if there is room. Otherwise returns false and has not taken it:
   * the row is for `add`.
   *
   * @example
   * if (!writer.addPlainJson(message.data, message)) await writer.addJson(message.data, message);
   */
  addPlainJson(json: Buffer, token: T, change?: RowChange): boolean {
    this.#assertOpen();
    const { stream } = this.#options;
    if (!this.#room.open || (stream.kind === 'cdc' && sequenceProblem(change, stream.sequenced))) return false;
    if (this.#outdated) this.#switchSchema();
    this.#sender.unsettled += 1;
    const taken = this.#batcher.addJson(json, token, change);
    if (!taken) this.#sender.unsettled -= 1;
    return taken;
  }

  /**
   * Sends what is gathered, and resolves when every row has been told.
   *
   * @example
   * await writer.flush();
   */
  async flush(): Promise<void> {
    while (this.#sender.unsettled > 0 || this.#room.waiting > 0) {
      // First: the flush itself may settle rows.
      const { changed } = this.#sender;
      this.#sendGathered();
      await changed;
    }
  }

  /**
   * Flushes for at most `withinMs`; then every row that is left is passed to `onRetry`. Nothing stays open.
   *
   * @example
   * await writer.close({ withinMs: 5_000 });
   */
  async close({ withinMs = CLOSE_WITHIN_MS }: { readonly withinMs?: number } = {}): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const flushed = new AbortController();
    const late = this.#client.clock.sleep(withinMs, flushed.signal).catch(() => undefined);
    this.#room.refuseAll(closedError());
    await Promise.race([this.flush(), late]);
    flushed.abort();
    this.#batcher.close();
    await this.#sender.close();
  }

  /**
   * Flushes, ends a Committed stream and returns its exact number of rows, which must be as many as were acknowledged.
   *
   * @example
   * const rows = await writer.finalize();
   */
  async finalize(): Promise<number> {
    await this.flush();
    if (this.failure) throw this.failure;
    this.#closed = true;
    this.#batcher.close();
    try {
      return await this.#target.finalize();
    } finally {
      await this.#sender.close();
    }
  }

  #assertOpen(): void {
    if (this.#closed) throw closedError();
    if (this.#sender.failure) throw this.#sender.failure;
  }

  #admit(enter: () => undefined | Promise<void>): undefined | Promise<void> {
    this.#assertOpen();
    if (this.#room.open) return enter();
    if (this.#sender.pending === 0 && !this.#refreshing) this.#sendGathered();
    return this.#room.wait(() => {
      this.#assertOpen();
      return enter();
    });
  }

  /** Rows that wait for a batch to fill up would wait for its age. */
  #sendGathered(): void {
    this.#batcher.flush();
    this.#sender.flushRejected();
  }

  #take(row: JsonRow, token: T, change: RowChange | undefined): undefined | Promise<void> {
    if (this.#outdated) this.#switchSchema();
    this.#sender.unsettled += 1;
    const problem = this.#encode(row, token, change);
    if (problem === undefined) return undefined;
    if (problem.code === 'UNKNOWN_FIELD' && this.#watch.due) return this.#refresh(row, token, change);
    this.#reject(token, problem);
    return undefined;
  }

  #encode(row: JsonRow, token: T, change: RowChange | undefined): RowProblem | undefined {
    const { stream } = this.#options;
    const mixed = stream.kind === 'cdc' ? sequenceProblem(change, stream.sequenced) : undefined;
    return mixed ?? this.#batcher.add(row, token, change);
  }

  #reject(token: T, problem: RowProblem): void {
    this.#client.metrics.count('write/rows', 1, { outcome: 'rejected' });
    this.#sender.reject({ token, error: rowRejected(problem), problem });
  }

  /** The table may have a column that the codec does not know: the schema is read again before the row is rejected. */
  async #refresh(row: JsonRow, token: T, change: RowChange | undefined): Promise<void> {
    this.#refreshing = true;
    try {
      if (await this.#watch.refresh()) this.#switchSchema();
      const problem = this.#encode(row, token, change);
      if (problem !== undefined) this.#reject(token, problem);
    } catch (error) {
      this.#sender.retry([token], fromUnknown(error, { stage: 'sending' }));
    } finally {
      this.#refreshing = false;
      this.#sender.touch();
    }
  }

  #switchSchema(): void {
    this.#outdated = false;
    this.#codec = codecFor(this.#table, this.#watch.current, this.#options);
    this.#batcher.switchCodec(this.#codec);
  }
}
