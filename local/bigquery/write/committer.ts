/**
 * Appends become durable here. Requests that arrive while a transaction is being written are taken together by the next
 * one (group commit), in the order of their arrival; each still stands or falls by itself.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { status } from '@grpc/grpc-js';
import type { Catalog, CatalogChange, Table, TableRef } from '../catalog.ts';
import type { Engine } from '../engine.ts';
import type { History } from '../history/history.ts';
import type { ChangeType } from './decode.ts';
import type { DayPartition } from './decorator.ts';
import { type CompileDefault, type DefaultedRows, fillDefaults } from './defaults.ts';
import { invalid, notFound, offsetError, WriteError } from './errors.ts';
import { tableName } from './names.ts';
import { Sinks } from './sinks.ts';
import { isExpired, nameOf, type Stream, type Streams, updateStream } from './streams.ts';
import { KnownColumns } from './target.ts';

/** Rows decoded against one version of one table. */
export interface PreparedRows extends DefaultedRows {
  readonly table: Table;
  readonly changes: readonly ChangeType[] | undefined;
  readonly sequences: readonly (string | undefined)[] | undefined;
  /** The partition that the stream's name chooses; undefined leaves it to the rows' arrival or their column. */
  readonly partition: DayPartition | undefined;
  /** Throws `WriteError` where a default that was filled in puts a row where it cannot go. */
  readonly checkDefaults?: (columns: DefaultedRows['columns']) => void;
}

export interface Submission {
  /** The stream's full name, for lookups and messages. */
  readonly name: string;
  readonly table: TableRef;
  /** Whether the stream is the table's default one, which has no state. */
  readonly isDefault: boolean;
  readonly offset: bigint | undefined;
  readonly rows: PreparedRows;
  /** Decodes again: the table changed between decoding and writing. Throws `WriteError`. */
  readonly prepareAgain: (table: Table) => PreparedRows;
}

/** The offset at which the rows begin; undefined for the default stream. */
type Outcome = bigint | undefined;

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The most rows of one transaction: twelve of DuckDB's vectors. More would let rows that could be decoded while others
 * are written wait for the same answer; less would pay for the disk's acknowledgement more often.
 */
const MAX_GROUP_ROWS = 24_576;

export interface CommitterParts {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly streams: Streams;
  readonly history: History;
  readonly compileDefault: CompileDefault;
  readonly now: () => number;
}

export class Committer {
  readonly #parts: CommitterParts;
  readonly #columns = new KnownColumns();
  #queue: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(parts: CommitterParts) {
    this.#parts = parts;
  }

  /** Resolves when the rows are durable; rejects with `WriteError` when nothing was appended. */
  submit(submission: Submission): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ submission, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when everything submitted so far is settled. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #drain(): Promise<void> {
    // Requests that arrive in this turn of the event loop join the first group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#commit(this.#take());
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let rows = 0;
    const end = this.#queue.findIndex(({ submission }) => {
      rows += submission.rows.count;
      return rows > MAX_GROUP_ROWS;
    });
    return this.#queue.splice(0, end < 0 ? this.#queue.length : Math.max(1, end));
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const outcomes = new Map<Waiting, Outcome | WriteError>();
    const changed = new Map<string, Stream>();
    try {
      const filled = await this.#fillDefaults(group, outcomes);
      if (filled.size > 0) {
        const change = await this.#parts.engine.write((connection) =>
          this.#write(connection, filled, outcomes, changed),
        );
        change.apply();
      }
      for (const stream of changed.values()) this.#parts.streams.put(stream);
    } catch (error) {
      // One request's rows must not fail its neighbours: each gets a transaction of its own.
      if (group.length > 1) {
        for (const one of group) await this.#commit([one]);
        return;
      }
      for (const one of group) outcomes.set(one, unexpected(error));
    }
    for (const one of group) {
      const outcome = outcomes.get(one);
      if (outcome instanceof WriteError) one.reject(outcome);
      else one.resolve(outcome);
    }
  }

  async #fillDefaults(
    group: readonly Waiting[],
    outcomes: Map<Waiting, Outcome | WriteError>,
  ): Promise<Map<Waiting, PreparedRows>> {
    const filled = new Map<Waiting, PreparedRows>();
    for (const one of group) {
      try {
        filled.set(one, await this.#ready(one.submission));
      } catch (error) {
        outcomes.set(one, unexpected(error));
      }
    }
    return filled;
  }

  /** The rows against the table as it is now, with every default in place. */
  async #ready(submission: Submission): Promise<PreparedRows> {
    const { rows, prepareAgain } = submission;
    const { engine, compileDefault } = this.#parts;
    const table = this.#tableOf(submission);
    const current = isSame(table, rows.table) ? rows : prepareAgain(table);
    if (current.defaulted.length === 0) return current;
    const filled = await fillDefaults(engine, current, table.schema, compileDefault);
    current.checkDefaults?.(filled.columns);
    return { ...current, ...filled, defaulted: [] };
  }

  #tableOf({ table: ref }: Submission): Table {
    const table = this.#parts.catalog.table(ref);
    if (table === undefined) throw notFound('TABLE_NOT_FOUND', tableName(ref));
    return table;
  }

  async #write(
    connection: DuckDBConnection,
    filled: ReadonlyMap<Waiting, PreparedRows>,
    outcomes: Map<Waiting, Outcome | WriteError>,
    changed: Map<string, Stream>,
  ): Promise<CatalogChange> {
    const change = this.#parts.catalog.change(connection);
    const sinks = new Sinks(this.#parts.now(), this.#columns, this.#parts.history);
    for (const [one, rows] of filled) {
      try {
        const { submission } = one;
        const table = this.#tableOf(submission);
        // The table changed while the defaults were computed or the turn was awaited: decoded once more, for good,
        // because nothing else is written in this turn.
        const current = isSame(table, rows.table) ? rows : await this.#ready(submission);
        outcomes.set(one, this.#place(submission, table, current, sinks, changed));
      } catch (error) {
        outcomes.set(one, unexpected(error));
      }
    }
    await sinks.write(connection, change);
    for (const stream of changed.values()) await updateStream(connection, stream);
    return change;
  }

  /** Gives the rows their place at the end of their stream, or says why they have none. */
  #place(
    submission: Submission,
    table: Table,
    rows: PreparedRows,
    sinks: Sinks,
    changed: Map<string, Stream>,
  ): Outcome | WriteError {
    const { name, isDefault, offset } = submission;
    if (isDefault) {
      sinks.addVisible(table, rows);
      return undefined;
    }
    const nowMs = this.#parts.now();
    const stream = changed.get(name) ?? this.#parts.streams.get(name);
    const problem = stream === undefined ? notFound('STREAM_NOT_FOUND', name) : refusal(stream, table, offset, nowMs);
    if (problem !== undefined || stream === undefined) return problem;
    if (stream.type === 'COMMITTED') sinks.addVisible(table, rows);
    else sinks.addStaged(stream, table, rows);
    const count = BigInt(rows.count);
    changed.set(name, { ...stream, end: stream.end + count, lastAppend: count, touchedMs: nowMs });
    return stream.end;
  }
}

/** Why an append to the stream must fail now; undefined where it may go on. */
export function refusal(
  stream: Stream,
  table: Table,
  offset: bigint | undefined,
  nowMs: number,
): WriteError | undefined {
  const name = nameOf(stream);
  if (stream.tableCreatedMs !== table.createdMs || isExpired(stream, nowMs)) return notFound('STREAM_NOT_FOUND', name);
  if (stream.isFinalized) {
    return new WriteError({
      code: status.INVALID_ARGUMENT,
      message: 'Stream has been finalized and cannot be appended',
      storage: 'STREAM_FINALIZED',
      entity: name,
    });
  }
  if (offset !== undefined && offset < 0n) return invalid(`Invalid offset ${offset}: must not be negative`, name);
  return offset === undefined || offset === stream.end ? undefined : offsetError(stream.end, offset, name);
}

function isSame(one: Table, other: Table): boolean {
  return one.version === other.version && one.createdMs === other.createdMs;
}

function unexpected(error: unknown): WriteError {
  if (error instanceof WriteError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new WriteError({ code: status.INTERNAL, message: `Internal error: ${message}` });
}
