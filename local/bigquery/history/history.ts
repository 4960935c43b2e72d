/**
 * The past of tables, since this process started: what `FOR SYSTEM_TIME AS OF`, snapshots and `table@time` read. Every
 * place that changes a table's rows says so in its transaction; what it said counts once the transaction has committed.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../../googlesql/error.ts';
import { type Catalog, physicalName, type Table, type TableRef } from '../catalog.ts';
import type { Engine } from '../engine.ts';
import { tableName } from '../names.ts';
import { quote } from '../schema.ts';
import { newTimeline, nextKnown, stateAt, type Timeline, withAddition, withoutCopy, withRewrite } from './timeline.ts';

/** The schema of the copies. No dataset can have this name: its schemas always contain a dot. */
const SCHEMA = 'penstock_history';

/** A copy of more cells than this is not made: the table's past is then forgotten. */
const MAX_CELLS = 2_000_000;
const MAX_COPIES = 64;
/** All copies together; the oldest go first. Without a state folder they are in memory. */
const MAX_KEPT_CELLS = 8_000_000;
/** BigQuery's window of time travel. */
const WINDOW_MS = 7 * 24 * 3_600_000;

/** A table in a transaction that has changed it. */
interface Pending {
  readonly table: Table;
  added: number;
  /** The rows before the transaction, once it has added some. */
  before?: number;
  rewritten?: { readonly copy: Copy | undefined };
  forgotten?: true;
}

interface Copy {
  /** DuckDB text of its name. */
  readonly name: string;
  readonly cells: number;
}

export interface PastTable {
  readonly table: Table;
  /** DuckDB text for FROM, with the columns as the table has them in DuckDB. */
  readonly relation: string;
}

export class History {
  readonly #catalog: Pick<Catalog, 'table'>;
  readonly #now: () => number;
  readonly #startedMs: number;
  readonly #timelines = new Map<string, Timeline>();
  readonly #pending = new Map<string, Pending>();
  /** The copies that there are by name, the oldest first, and the tables that they are of. */
  readonly #copies = new Map<string, { readonly key: string; readonly cells: number }>();
  readonly #evicted: string[] = [];
  readonly #changed = new Map<string, number>();
  #made = 0;

  private constructor(catalog: Pick<Catalog, 'table'>, now: () => number) {
    this.#catalog = catalog;
    this.#now = now;
    this.#startedMs = now();
  }

  /** Copies of another process are dropped: nothing tells what happened since. */
  static async open(engine: Engine, catalog: Pick<Catalog, 'table'>, now: () => number): Promise<History> {
    const history = new History(catalog, now);
    await engine.write(async (connection) => {
      await connection.run(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
      await connection.run(`CREATE SCHEMA ${SCHEMA}`);
    });
    engine.watch({ committed: () => history.#commit(), undone: () => history.#undo() });
    return history;
  }

  /** Notes added rows, where nothing else changed. A temporary table is not in the catalog and has no past. */
  async appended(connection: DuckDBConnection, table: Table, rows: number): Promise<void> {
    const pending = this.#of(table);
    if (pending === undefined || pending.rewritten !== undefined || pending.forgotten) return;
    if (pending.before === undefined) {
      const known = this.#timelines.get(tableName(table.ref))?.rows;
      pending.before = known ?? (await countOf(connection, table)) - rows;
    }
    pending.added += rows;
  }

  /** Called before rows or columns change or go. */
  async rewriting(connection: DuckDBConnection, table: Table): Promise<void> {
    const pending = this.#of(table);
    if (pending === undefined || pending.rewritten !== undefined || pending.forgotten) return;
    // A state that began now can only be asked for its end.
    if (this.#timeline(table).open.fromMs >= this.#now() && pending.before === undefined) {
      pending.rewritten = { copy: undefined };
      return;
    }
    const rows = pending.before ?? (await countOf(connection, table));
    const cells = rows * Math.max(table.schema.length, 1);
    if (cells > MAX_CELLS) {
      pending.forgotten = true;
      return;
    }
    await this.#evict(connection, cells);
    this.#made += 1;
    const name = `${SCHEMA}.${quote(`c${this.#made}`)}`;
    const limit = pending.before === undefined ? '' : ` LIMIT ${pending.before}`;
    await connection.run(`CREATE TABLE ${name} AS SELECT * FROM ${physicalName(table.ref)}${limit}`);
    pending.rewritten = { copy: { name, cells } };
  }

  /** The last change of the table's rows since this process started. */
  changedMs({ ref }: Table): number | undefined {
    return this.#changed.get(tableName(ref));
  }

  /** The past of this name is not known any more: a table was renamed to it, or changes that are not kept were applied. */
  forget(ref: TableRef): void {
    const key = tableName(ref);
    const table = this.#catalog.table(ref) ?? ({ ref } as Table);
    const pending = this.#pending.get(key) ?? { table, added: 0 };
    this.#pending.set(key, { ...pending, forgotten: true });
  }

  /** The table as it was. Throws SqlError where that is not known. */
  at(ref: TableRef, ms: number): PastTable {
    const live = this.#catalog.table(ref);
    const timeline = live === undefined ? this.#timelines.get(tableName(ref)) : this.#timeline(live);
    const now = this.#now();
    const name = `${tableName(ref)}@${ms}`;
    const fail = (why: string): SqlError =>
      new SqlError(`Invalid snapshot time ${ms} for table ${name}. ${why}`, { reason: 'invalid' });
    if (timeline === undefined) {
      throw new SqlError(`Not found: Table ${tableName(ref)} is not there, and its past is not known`, {
        reason: 'notFound',
      });
    }
    if (ms > now) throw fail(`Cannot read after ${now}: it is in the future.`);
    const state = ms < now - WINDOW_MS ? undefined : stateAt(timeline, ms, live !== undefined);
    if (state === undefined) {
      throw fail(
        `Cannot read before ${Math.max(nextKnown(timeline, ms), now - WINDOW_MS)}: the local BigQuery knows the past of a table since it started or the table was made, for 7 days, and of tables of up to ${MAX_CELLS} values.`,
      );
    }
    const { whole, most } = state.past === undefined ? this.#before(ref) : { whole: state.past.copy, most: undefined };
    if (whole === undefined) throw fail('Its rows before this transaction are not kept.');
    const limit = Math.min(state.limit ?? Number.POSITIVE_INFINITY, most ?? Number.POSITIVE_INFINITY);
    const relation = limit === Number.POSITIVE_INFINITY ? whole : `(SELECT * FROM ${whole} LIMIT ${limit})`;
    return { table: state.past?.table ?? this.#pending.get(tableName(ref))?.table ?? (live as Table), relation };
  }

  /** The table's rows as they were before the transaction that runs, if that has changed them. */
  #before(ref: TableRef): { readonly whole: string | undefined; readonly most: number | undefined } {
    const pending = this.#pending.get(tableName(ref));
    const whole = pending?.rewritten === undefined ? physicalName(ref) : pending.rewritten.copy?.name;
    return { whole: pending?.forgotten ? undefined : whole, most: pending?.rewritten ? undefined : pending?.before };
  }

  #of(table: Table): Pending | undefined {
    const key = tableName(table.ref);
    const known = this.#pending.get(key);
    if (known !== undefined) return known;
    if (this.#catalog.table(table.ref) === undefined) return undefined;
    const pending: Pending = { table, added: 0 };
    this.#pending.set(key, pending);
    return pending;
  }

  #timeline({ ref, createdMs }: Table): Timeline {
    const known = this.#timelines.get(tableName(ref));
    // A table that was dropped and made again begins when it was made.
    if (known !== undefined)
      return known.open.fromMs >= createdMs ? known : { ...known, open: { ...known.open, fromMs: createdMs } };
    return newTimeline(Math.max(createdMs, this.#startedMs));
  }

  /** Drops the oldest copies until there is room for one more of so many cells. */
  async #evict(connection: DuckDBConnection, cells: number): Promise<void> {
    const kept = [...this.#copies].filter(([name]) => !this.#evicted.includes(name));
    let [copies, total] = [kept.length, kept.reduce((sum, [, copy]) => sum + copy.cells, cells)];
    for (const [name, copy] of kept) {
      if (copies < MAX_COPIES && total <= MAX_KEPT_CELLS) return;
      await connection.run(`DROP TABLE ${name}`);
      this.#evicted.push(name);
      copies -= 1;
      total -= copy.cells;
    }
  }

  #commit(): void {
    const ms = this.#now();
    for (const [key, { table, before, added, rewritten, forgotten }] of this.#pending) {
      const timeline = this.#timelines.get(key) ?? this.#timeline(table);
      this.#changed.set(key, ms);
      if (forgotten) this.#timelines.set(key, newTimeline(ms));
      else if (rewritten !== undefined) {
        this.#timelines.set(key, withRewrite(timeline, ms, table, rewritten.copy?.name));
        if (rewritten.copy !== undefined) this.#copies.set(rewritten.copy.name, { key, cells: rewritten.copy.cells });
      } else if (before !== undefined) this.#timelines.set(key, withAddition(timeline, ms, before, added));
    }
    for (const copy of this.#evicted) {
      const key = this.#copies.get(copy)?.key ?? '';
      const timeline = this.#timelines.get(key);
      if (timeline !== undefined) this.#timelines.set(key, withoutCopy(timeline, copy));
      this.#copies.delete(copy);
    }
    this.#undo();
  }

  #undo(): void {
    this.#pending.clear();
    this.#evicted.length = 0;
  }
}

async function countOf(connection: DuckDBConnection, table: Table): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${physicalName(table.ref)}`);
  return Number(reader.getRows()[0]?.[0]);
}
