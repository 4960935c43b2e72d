/** STREAMING_INSERTS: rows by `tabledata.insertAll`. At least once; an `insertId` lets BigQuery drop most repetitions. */

import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import { insertAll } from '@penstock/shared/bigquery/insert-all/insert-all.ts';
import type { InsertOutcome } from '@penstock/shared/bigquery/insert-all/outcome.ts';
import type { RestClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { BatchLimits } from '@penstock/shared/bigquery/write/batcher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { DELIVERED, type Entry, type Outcome, type Settle } from '../outcome.ts';
import { RowFailure } from '../rows/failure.ts';
import type { Format } from '../rows/format.ts';
import { RowText } from '../rows/row-text.ts';
import { OpenBatch } from './open-batch.ts';
import type { OpenOutput, TableOutput } from './output.ts';
import type { DescribedTable, DescribeTable } from './table.ts';

export interface StreamingOptions {
  readonly rest: () => Promise<RestClient>;
  readonly describe: DescribeTable;
  readonly format: Format;
  readonly unknownFields: UnknownFields;
  readonly limits: BatchLimits;
  readonly insertIds: boolean;
  readonly clock: Clock;
  /** The time that one batch is tried before its table pauses. */
  readonly budgetMs: number;
}

export function streaming(options: StreamingOptions): OpenOutput {
  return async ({ destination, settle }) => {
    const described = await options.describe(destination.table);
    return new StreamingOutput(options, await options.rest(), destination.table, described, settle);
  };
}

interface Item {
  readonly entry: Entry;
  readonly json: Buffer;
}

class StreamingOutput implements TableOutput {
  readonly version: string;
  readonly #options: StreamingOptions;
  readonly #rest: RestClient;
  readonly #table: TableName;
  readonly #rows: RowText;
  readonly #batch: OpenBatch<Item>;
  readonly #settle: Settle;
  readonly #stop = new AbortController();

  constructor(
    options: StreamingOptions,
    rest: RestClient,
    table: TableName,
    described: DescribedTable,
    settle: Settle,
  ) {
    const { format, unknownFields, limits } = options;
    this.version = described.version;
    this.#options = options;
    this.#rest = rest;
    this.#table = table;
    this.#settle = settle;
    this.#rows = new RowText({ schema: described.schema, format, unknownFields, jsonColumns: 'text' });
    this.#batch = new OpenBatch(limits, (items) => void this.#send(items));
  }

  add(entry: Entry): RowFailure | undefined {
    const made = this.#rows.make(entry);
    if (made instanceof RowFailure) return made;
    this.#batch.add({ entry, json: made.text }, made.text.length);
    return undefined;
  }

  flush(): void {
    this.#batch.flush();
  }

  async close(): Promise<void> {
    this.#batch.flush();
    this.#stop.abort();
  }

  async #send(items: readonly Item[]): Promise<void> {
    const { insertIds, unknownFields, clock, budgetMs } = this.#options;
    const rows = items.map(({ entry, json }) => ({
      json,
      ...(insertIds ? { insertId: entry.delivery.messageId } : {}),
    }));
    const outcomes = await insertAll(this.#rest, this.#table, rows, {
      ignoreUnknownValues: unknownFields !== 'reject',
      clock,
      retry: { budgetMs },
      notFoundGraceMs: 0,
      signal: this.#stop.signal,
    });
    for (const [outcome, entries] of grouped(items, outcomes)) this.#settle(entries, outcome);
  }
}

/** One settling for all rows of one outcome; each rejected row has its own. */
function grouped(items: readonly Item[], outcomes: readonly InsertOutcome[]): readonly (readonly [Outcome, Entry[]])[] {
  const groups = new Map<unknown, readonly [Outcome, Entry[]]>();
  items.forEach(({ entry }, index) => {
    const outcome = outcomes[index] as InsertOutcome;
    const key =
      outcome.outcome === 'delivered' ? 'delivered' : outcome.outcome === 'retry' ? outcome.error.code : outcome;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [outcomeOf(outcome), [entry]]);
    else group[1].push(entry);
  });
  return [...groups.values()];
}

const A_ROW: ReadonlySet<string> = new Set(['ROW_REJECTED', 'INPUT_TOO_LARGE', 'INPUT_MALFORMED', 'INPUT_INVALID']);

function outcomeOf(outcome: InsertOutcome): Outcome {
  if (outcome.outcome === 'delivered') return DELIVERED;
  if (outcome.outcome === 'retry') return { kind: 'retry', error: outcome.error };
  const { error } = outcome;
  if (!A_ROW.has(error.code)) return { kind: 'refused', error };
  const { reason, location } = error.context;
  const told = new PenstockError(error.code, error.message, { stage: 'sending', cause: error });
  return { kind: 'rejected', error: told, facts: { error_reason: String(reason), error_location: String(location) } };
}
