/**
 * The schema of a table as the write service sees it. It can lag behind the table by minutes (documentation, "update the
 * schema"), so a schema that is wanted is waited for, and one that may be old is read again, at most so often.
 */

import { type Clock, systemClock } from '../../runtime/clock.ts';
import { PenstockError } from '../../runtime/errors.ts';
import { foldName } from '../schema/column-name.ts';
import type { Field, TableSchema } from '../schema/table-schema.ts';

export interface SchemaWatchOptions {
  /** The longest wait of `waitFor`. */
  readonly lagMs: number;
  /** Between two readings. Default 5 s. */
  readonly pauseMs?: number;
  readonly clock?: Clock;
}

export class SchemaWatch {
  readonly #read: () => Promise<TableSchema>;
  readonly #clock: Clock;
  readonly #lagMs: number;
  readonly #pauseMs: number;
  #current: TableSchema;
  #readAt: number;
  #reading: Promise<boolean> | undefined;

  constructor(read: () => Promise<TableSchema>, current: TableSchema, options: SchemaWatchOptions) {
    this.#read = read;
    this.#current = current;
    this.#clock = options.clock ?? systemClock;
    this.#lagMs = options.lagMs;
    this.#pauseMs = options.pauseMs ?? 5_000;
    this.#readAt = this.#clock.now();
  }

  get current(): TableSchema {
    return this.#current;
  }

  /** Whether the schema was last read so long ago that reading it again may tell something new. */
  get due(): boolean {
    return this.#reading !== undefined || this.#clock.now() - this.#readAt >= this.#pauseMs;
  }

  /** Takes a schema that the service told. Returns whether it has a column that the current one has not. */
  offer(schema: TableSchema): boolean {
    if (covers(this.#current, schema)) return false;
    this.#current = schema;
    return true;
  }

  /** Reads the schema again. Returns whether there is a new column. Calls at the same time share one reading. */
  refresh(): Promise<boolean> {
    this.#reading ??= this.#refresh().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #refresh(): Promise<boolean> {
    this.#readAt = this.#clock.now();
    return this.offer(await this.#read());
  }

  /** Resolves when the service knows every column of `wanted`. Throws SCHEMA_MISMATCH, transient, when the time is up. */
  async waitFor(wanted: TableSchema): Promise<void> {
    const until = this.#clock.now() + this.#lagMs;
    while (!covers(this.#current, wanted)) {
      if (this.#clock.now() + this.#pauseMs > until) throw lagging(missingFrom(this.#current, wanted), this.#lagMs);
      await this.#clock.sleep(this.#pauseMs);
      await this.refresh();
    }
  }
}

/**
 * Whether every column of `wanted` is in `schema`.
 *
 * @example
 * covers({ fields: [id, name] }, { fields: [id] }); // true
 */
export function covers(schema: TableSchema, wanted: TableSchema): boolean {
  return missingFrom(schema, wanted).length === 0;
}

function missingFrom(schema: TableSchema, wanted: TableSchema): readonly string[] {
  return missingFields(schema.fields, wanted.fields, '');
}

function missingFields(fields: readonly Field[], wanted: readonly Field[], parent: string): readonly string[] {
  const known = new Map(fields.map((field) => [foldName(field.name), field]));
  return wanted.flatMap((field) => {
    const path = parent === '' ? field.name : `${parent}.${field.name}`;
    const found = known.get(foldName(field.name));
    return found === undefined ? [path] : missingFields(found.fields ?? [], field.fields ?? [], path);
  });
}

function lagging(missing: readonly string[], lagMs: number): PenstockError {
  return new PenstockError(
    'SCHEMA_MISMATCH',
    `the write service did not know of ${missing.join(', ')} after ${lagMs} ms: the schema lags behind the table, or the table has no such column`,
    { kind: 'transient', stage: 'sending', context: { missing: missing.length } },
  );
}
