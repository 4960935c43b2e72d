/**
 * Change data capture: upserts and deletes by primary key, on the default stream. Delivery is at least once and the table
 * converges all the same: the same key, sequence number and values written twice are one row (reference 1.10).
 *
 * With sequence numbers the highest wins, whatever the order of arrival, so requests are pipelined. Without them the
 * order of arrival decides, so there is one connection with one request on its way at a time.
 */

import type { Clock } from '../../runtime/clock.ts';
import { PenstockError } from '../../runtime/errors.ts';
import { compileCodec, type JsonRow, type RowCodec } from '../codec/codec.ts';
import type { CodecOptions, RowChange } from '../codec/options.ts';
import type { RowProblem } from '../codec/problem.ts';
import { foldName } from '../schema/column-name.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { TableName } from '../table-name.ts';
import type { Accepted } from './batch.ts';
import { Batcher, type BatchLimits, type TokenBatch } from './batcher.ts';
import type { WriteClient } from './client.ts';
import { DefaultStream, type DefaultStreamOptions } from './default-stream.ts';

/** Documentation (reference 1.10). */
const MOST_KEY_COLUMNS = 16;
const MOST_COLUMNS = 2_000;

export interface CdcTable {
  readonly name: TableName;
  readonly schema: TableSchema;
  /** As the table declares it. */
  readonly primaryKey: readonly string[];
}

export interface CdcOptions extends Omit<DefaultStreamOptions, 'changes' | 'inOrder'> {
  /** Whether every change brings a sequence number. One table sees changes with or without: mixed, the winner is random. */
  readonly sequenced: boolean;
  readonly codec?: Omit<CodecOptions, 'cdc' | 'primaryKey'>;
}

export interface Change {
  readonly type: 'UPSERT' | 'DELETE';
  /** A DELETE needs the key's columns only. */
  readonly row: JsonRow;
  /** From `sequenceNumber`. */
  readonly sequence?: string;
}

/** Refuses, by name, a table that the service would refuse. Call before the first change is taken. */
export function checkCdcTable({ name, schema, primaryKey }: CdcTable): void {
  const table = `${name.datasetId}.${name.tableId}`;
  const refuse = (why: string): never => {
    throw new PenstockError('INPUT_INVALID', `changes cannot be written to ${table}: ${why}`, { stage: 'sending' });
  };
  if (primaryKey.length === 0) refuse('the table has no primary key');
  if (primaryKey.length > MOST_KEY_COLUMNS)
    refuse(`its key has ${primaryKey.length} columns, at most ${MOST_KEY_COLUMNS}`);
  if (schema.fields.length > MOST_COLUMNS) refuse(`it has ${schema.fields.length} columns, at most ${MOST_COLUMNS}`);
  for (const key of primaryKey) {
    const column = schema.fields.find((field) => foldName(field.name) === foldName(key));
    if (column === undefined) refuse(`its key column ${key} is not in the schema`);
    if (column?.mode === 'REPEATED') refuse(`its key column ${key} is repeated`);
  }
}

export class CdcStream {
  readonly #stream: DefaultStream;
  readonly #table: CdcTable;
  readonly #options: CdcOptions;
  readonly #clock: Clock;
  readonly #count: (superseded: number) => void;
  #codec: RowCodec;

  constructor(client: WriteClient, table: CdcTable, options: CdcOptions) {
    checkCdcTable(table);
    const { sequenced, codec: _codec, ...stream } = options;
    this.#table = table;
    this.#options = options;
    this.#clock = client.clock;
    this.#count = (superseded) => client.metrics.count('write/superseded', superseded);
    this.#codec = this.#compile(table.schema);
    this.#stream = new DefaultStream(client, table.name, { ...stream, changes: true, inOrder: !sequenced });
  }

  get codec(): RowCodec {
    return this.#codec;
  }

  /** A batcher whose batches hold one change a key. */
  batcher<T>(onBatch: (batch: TokenBatch<T>) => unknown, limits: Partial<BatchLimits> = {}): ChangeBatcher<T> {
    const batcher = new Batcher<T>({
      codec: this.#codec,
      clock: this.#clock,
      limits,
      primaryKey: this.#table.primaryKey,
      onBatch: (batch) => {
        if (batch.superseded.length > 0) this.#count(batch.superseded.length);
        return onBatch(batch);
      },
    });
    return new ChangeBatcher(batcher, this.#options.sequenced);
  }

  append(batch: TokenBatch<unknown>): Promise<Accepted> {
    return this.#stream.append(batch);
  }

  /** After the table's schema has changed. The pseudo-columns stay; give the result to each batcher's `switchCodec`. */
  switchSchema(schema: TableSchema): RowCodec {
    checkCdcTable({ ...this.#table, schema });
    this.#codec = this.#compile(schema);
    return this.#codec;
  }

  flush(): Promise<void> {
    return this.#stream.flush();
  }

  close(): Promise<void> {
    return this.#stream.close();
  }

  #compile(schema: TableSchema): RowCodec {
    const given = this.#options.codec ?? { unknownFields: 'reject' };
    return compileCodec(schema, { ...given, cdc: true, primaryKey: this.#table.primaryKey });
  }
}

/** Takes changes one by one; a plain row has no way in. */
export class ChangeBatcher<T> {
  readonly #batcher: Batcher<T>;
  readonly #sequenced: boolean;

  constructor(batcher: Batcher<T>, sequenced: boolean) {
    this.#batcher = batcher;
    this.#sequenced = sequenced;
  }

  add({ type, row, sequence }: Change, token: T): RowProblem | undefined {
    const change = sequence === undefined ? { type } : { type, sequence };
    return sequenceProblem(change, this.#sequenced) ?? this.#batcher.add(row, token, change);
  }

  flush(): void {
    this.#batcher.flush();
  }

  switchCodec(codec: RowCodec): void {
    this.#batcher.switchCodec(codec);
  }

  close(): void {
    this.#batcher.close();
  }
}

/** Changes of one table have sequence numbers all of them, or none: mixed, it is random which change wins. */
export function sequenceProblem(change: RowChange | undefined, sequenced: boolean): RowProblem | undefined {
  if ((change?.sequence !== undefined) === sequenced) return undefined;
  const reason = sequenced
    ? 'has no sequence number, and every change needs one'
    : 'has a sequence number, and none may';
  return { code: 'CHANGE_INVALID', path: '', columnType: 'ROW', reason, view: '' };
}
