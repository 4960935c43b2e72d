/**
 * STORAGE_WRITE and CDC: rows to the default stream of the Storage Write API, by a `TableWriter`. At least once; with CDC the
 * table converges all the same, because the same key and sequence written twice are one row.
 */

import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { BatchLimits } from '@penstock/shared/bigquery/write/batcher.ts';
import { checkCdcTable } from '@penstock/shared/bigquery/write/cdc-table.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { RejectedToken } from '@penstock/shared/bigquery/writer/outcome.ts';
import { openTableWriter, type TableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import { DELIVERED, type Entry, type Outcome, type Settle } from '../outcome.ts';
import type { ChangeRule } from '../rows/change.ts';
import { errorOf, fromProblem, RowFailure } from '../rows/failure.ts';
import type { Format } from '../rows/format.ts';
import { type MadeRow, mayCoerce, RowMaker } from '../rows/row-maker.ts';
import { type OpenOutput, type TableOutput, undelivered } from './output.ts';
import type { DescribedTable, DescribeTable } from './table.ts';

export interface StorageWriteOptions {
  readonly client: WriteClient;
  readonly describe: DescribeTable;
  readonly format: Format;
  readonly unknownFields: UnknownFields;
  readonly limits: BatchLimits;
  /** Calls side by side: one moves about 10 MB/s at the service (write-api.md, Limits). */
  readonly connections: number;
  /** CDC. */
  readonly change?: ChangeRule | undefined;
}

export function storageWrite(options: StorageWriteOptions): OpenOutput {
  return async ({ destination: { table }, settle }) => {
    const described = await options.describe(table);
    const { schema, primaryKey } = described;
    if (options.change !== undefined) checkCdcTable({ name: table, schema, primaryKey });
    const output = new StorageWriteOutput(options, described, settle);
    await output.open(table, described);
    return output;
  };
}

/** More than a lane ever gives: memory is bounded by the flow, not here. */
const MOST_UNSETTLED = 10_000_000;

class StorageWriteOutput implements TableOutput {
  readonly version: string;
  readonly #options: StorageWriteOptions;
  readonly #maker: RowMaker;
  readonly #settle: Settle;
  /** Entries whose row went the exact way: what the codec says of it is the last word. */
  readonly #coerced = new WeakSet<Entry>();
  #writer: TableWriter<Entry> | undefined;

  constructor(options: StorageWriteOptions, { schema, primaryKey, version }: DescribedTable, settle: Settle) {
    const { format, unknownFields, change } = options;
    this.version = version;
    this.#options = options;
    this.#settle = settle;
    const rule = change === undefined ? undefined : { rule: change, primaryKey };
    this.#maker = new RowMaker({ schema, format, unknownFields, change: rule });
  }

  async open(table: TableName, { schema, primaryKey }: DescribedTable): Promise<void> {
    const { client, unknownFields, limits, connections, change } = this.#options;
    this.#writer = await openTableWriter<Entry>(client, table, {
      stream:
        change === undefined
          ? { kind: 'default', connections }
          : { kind: 'cdc', primaryKey, sequenced: true, connections },
      schema,
      unknownFields,
      batch: limits,
      maxUnsettledRows: MOST_UNSETTLED,
      maxBatchesAhead: MOST_UNSETTLED,
      onDelivered: ({ tokens, superseded }) =>
        this.#settle(superseded.length === 0 ? tokens : [...tokens, ...superseded], DELIVERED),
      onRejected: (rows) => {
        for (const row of rows) this.#rejected(row);
      },
      onRetry: (entries, error) => this.#settle(entries, undelivered(error)),
    });
  }

  add(entry: Entry): RowFailure | undefined {
    if (this.#maker.direct && this.#addDirectly(entry)) return undefined;
    const made = this.#maker.make(entry.delivery, entry.payload);
    if (made instanceof RowFailure) return made;
    this.#write(entry, made);
    return undefined;
  }

  /** Most payloads are rows as they stand. False where the row must be made of the parsed payload. */
  #addDirectly(entry: Entry): boolean {
    const change = this.#maker.changeOf(entry.delivery);
    if (change instanceof RowFailure) return false;
    try {
      return (this.#writer as TableWriter<Entry>).addPlainJson(entry.payload, entry, change);
    } catch (error) {
      this.#failed(entry, error);
      return true;
    }
  }

  flush(): void {
    void this.#writer?.flush();
  }

  /** Rows that are not acknowledged yet are given back at once, because the flow has drained before if there was time. */
  async close(): Promise<void> {
    await this.#writer?.close({ withinMs: 0 });
  }

  #write(entry: Entry, { row, change, coerced }: MadeRow): void {
    if (coerced) this.#coerced.add(entry);
    try {
      (this.#writer as TableWriter<Entry>)
        .add(row, entry, change)
        ?.catch((error: unknown) => this.#failed(entry, error));
    } catch (error) {
      this.#failed(entry, error);
    }
  }

  #failed(entry: Entry, error: unknown): void {
    this.#settle([entry], { kind: 'retry', error: fromUnknown(error) });
  }

  #rejected({ token: entry, error, problem }: RejectedToken<Entry>): void {
    if (problem === undefined) {
      this.#settle([entry], { kind: 'rejected', error, facts: { error_reason: error.code } });
      return;
    }
    const last = this.#coerced.has(entry) || !mayCoerce(problem);
    const exact = last ? fromProblem(problem) : this.#maker.makeExactly(entry.delivery, entry.payload);
    if (exact instanceof RowFailure) this.#settle([entry], rejection(exact));
    else this.#write(entry, exact);
  }
}

function rejection(failure: RowFailure): Outcome {
  const facts = { error_reason: failure.code, error_location: failure.location };
  return { kind: 'rejected', error: errorOf(failure), facts };
}
