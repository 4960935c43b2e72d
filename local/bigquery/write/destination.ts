/**
 * The destination of a connection: one stream, one writer schema, and that schema matched against the table as it is now.
 * Made by the first request of a connection, and again where a default-stream connection changes its destination.
 */

import { status } from '@grpc/grpc-js';
import type { Catalog, Table } from '../catalog.ts';
import { type ArrowPlan, planArrow, readArrowSchema } from './arrow-plan.ts';
import { ArrowRows } from './arrow-rows.ts';
import type { PreparedRows } from './committer.ts';
import { type Decoding, decodeRows, type Interpretations, messageRows, type RowReader } from './decode.ts';
import { DAY_MS, type DayPartition, dayPartition } from './decorator.ts';
import { BadDescriptor, type MessageDescriptor, readDescriptor } from './descriptor.ts';
import { badRows, invalid, notFound, WriteError } from './errors.ts';
import { DEFAULT_STREAM, type StreamName, tableName } from './names.ts';
import { partitionBounds, rowsOutOfBounds } from './partition-bounds.ts';
import { CHANGE_SEQUENCE, CHANGE_TYPE, ExtraFields, planRows } from './plan.ts';
import type { AppendRequest } from './request.ts';
import type { SerializedRows } from './serialized-rows.ts';
import { Malformed } from './wire.ts';

export interface DestinationParts {
  readonly catalog: Catalog;
  readonly now: () => number;
}

/** Decoding as it is for one version of the table on one day. */
interface Binding extends Decoding {
  readonly read: (rows: AppendedRows) => RowReader;
  readonly table: Table;
  readonly day: number;
  /** The one that the stream's name asks for. */
  readonly partition: DayPartition | undefined;
}

/** The rows of a request, not yet decoded. */
export type AppendedRows = SerializedRows | ArrowRows;

export class Destination {
  readonly stream: StreamName;
  readonly descriptorBytes: Buffer;
  readonly isArrow: boolean;
  readonly #writer: Writer;
  readonly #catalog: Catalog;
  readonly #now: () => number;
  #binding: Binding | undefined;
  /** The kind of rows, set by the first one; the two kinds must not mix on a connection (write-api.md, CDC). */
  #isChanging: boolean | undefined;

  constructor({ catalog, now }: DestinationParts, stream: StreamName, descriptorBytes: Buffer, isArrow: boolean) {
    this.isArrow = isArrow;
    this.#catalog = catalog;
    this.#now = now;
    this.stream = stream;
    // A copy: the request that brought it is larger and must not live as long.
    this.descriptorBytes = Buffer.from(descriptorBytes);
    this.#writer = isArrow
      ? arrowWriter(this.descriptorBytes, stream.name)
      : protoWriter(parse(descriptorBytes, stream.name));
    this.#bind(this.table());
  }

  get isDefault(): boolean {
    return this.stream.id === DEFAULT_STREAM;
  }

  /** The table as it is now, or the error that it is gone or no table to write to. */
  table(): Table {
    const table = this.#catalog.table(this.stream.table);
    if (table === undefined) throw notFound('TABLE_NOT_FOUND', tableName(this.stream.table, this.stream.decorator));
    requireWritable(table);
    return table;
  }

  /** Throws `Malformed` where they cannot be read. */
  rowsOf({ rows, batch }: AppendRequest): AppendedRows | undefined {
    if (!this.isArrow) return rows;
    return batch === undefined ? undefined : new ArrowRows(this.descriptorBytes, batch);
  }

  /** Decodes rows for `table`; throws `WriteError` where one does not fit. */
  prepare(rows: AppendedRows, interpretations: Interpretations, table: Table): PreparedRows {
    const { name } = this.stream;
    const binding = this.#bind(table);
    const decoded = decodeRows(binding, binding.read(rows), interpretations);
    if (!('columns' in decoded)) throw badRows(decoded, name);
    this.#checkChanges(decoded.changes, decoded.count, table);
    const { bounds, partition } = binding;
    const place = bounds === undefined ? -1 : table.schema.indexOf(bounds.column);
    if (bounds === undefined || !decoded.defaulted.includes(place)) return { ...decoded, table, partition };
    const checkDefaults: PreparedRows['checkDefaults'] = (columns) => {
      const errors = rowsOutOfBounds(bounds, columns[place] ?? []);
      if (errors.length > 0) throw badRows(errors, name);
    };
    return { ...decoded, table, partition, checkDefaults };
  }

  #checkChanges(changes: PreparedRows['changes'], count: number, table: Table): void {
    const { name } = this.stream;
    if (changes !== undefined && !this.isDefault) {
      throw invalid(`UPSERT and DELETE are supported on the default stream only. Entity: ${name}`, name);
    }
    if (changes !== undefined && this.stream.decorator !== undefined) {
      throw invalid(`UPSERT and DELETE are not supported with a partition decorator. Entity: ${name}`, name);
    }
    if (changes !== undefined && (table.primaryKey ?? []).length === 0) {
      const message = `Create UPSERT stream is not supported for primary key disabled table: ${table.ref.tableId}`;
      throw invalid(message, name, true);
    }
    this.#isChanging ??= changes !== undefined;
    const isChanging = this.#isChanging;
    if (changes === undefined && !isChanging) return;
    const mode = isChanging ? 'upsert' : 'insert';
    const errors = Array.from({ length: count }, (_, index) => ({ index, change: changes?.[index] ?? 'INSERT' }))
      .filter(({ change }) => (change === 'INSERT') === isChanging)
      .map(({ index, change }) => ({
        index,
        message: `The given value is not a valid CHANGE_TYPE in ${mode} mode: ${change} on field ${CHANGE_TYPE.name}.`,
      }));
    if (errors.length > 0) throw badRows(errors, name);
  }

  #bind(table: Table): Binding {
    const nowMs = this.#now();
    // The bounds of partitions move with the day, the rest stays as long as the table does.
    const day = Math.floor(nowMs / DAY_MS);
    if (this.#binding?.table === table && this.#binding.day === day) return this.#binding;
    const { name, decorator } = this.stream;
    const partition = decorator === undefined ? undefined : dayPartition(table, decorator, nowMs);
    try {
      const { plan, read } = this.#writer(table);
      if (plan.slots.includes(CHANGE_SEQUENCE) && !plan.slots.includes(CHANGE_TYPE)) {
        throw new BadDescriptor(`${CHANGE_SEQUENCE.name} needs ${CHANGE_TYPE.name} beside it`);
      }
      const primaryKey = new Set((table.primaryKey ?? []).map((column) => column.toLowerCase()));
      const bounds = partitionBounds(table, partition, nowMs);
      this.#binding = { plan, read, schema: table.schema, primaryKey, bounds, table, day, partition };
      return this.#binding;
    } catch (error) {
      if (error instanceof ExtraFields) throw extraFields(error, name);
      if (error instanceof BadDescriptor) throw invalid(`${error.message}. Entity: ${name}`, name, true);
      throw error;
    }
  }
}

/** Matches the writer's schema against a table as it is now, and reads rows by it. */
type Writer = (table: Table) => Pick<Binding, 'plan' | 'read'>;

function protoWriter(descriptor: MessageDescriptor): Writer {
  return ({ schema }) => {
    const plan = planRows(descriptor, schema);
    return { plan, read: (rows) => messageRows(plan, rows as SerializedRows) };
  };
}

function arrowWriter(bytes: Buffer, entity: string): Writer {
  try {
    const fields = readArrowSchema(bytes);
    return ({ schema }) => {
      const plan: ArrowPlan = planArrow(fields, schema);
      return { plan, read: (rows) => (rows as ArrowRows).reader(plan) };
    };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw invalid(`Invalid Arrow schema: ${error.message}. Entity: ${entity}`, entity, true);
  }
}

/** Views and external tables take no rows. */
export function requireWritable({ kind, ref }: Table): void {
  if (kind === 'TABLE') return;
  const what = kind === 'VIEW' ? 'a view' : kind === 'SNAPSHOT' ? 'a snapshot' : 'an external table';
  throw invalid(`Cannot write to ${what}. Entity: ${tableName(ref)}`, tableName(ref), true);
}

function extraFields({ message, fields }: ExtraFields, entity: string): WriteError {
  return new WriteError({
    code: status.INVALID_ARGUMENT,
    message: `${message}: ${fields.join(', ')}. Entity: ${entity}`,
    storage: 'SCHEMA_MISMATCH_EXTRA_FIELDS',
    entity,
    endsRpc: true,
  });
}

function parse(bytes: Buffer, entity: string): MessageDescriptor {
  try {
    return readDescriptor(bytes);
  } catch (error) {
    if (error instanceof Malformed || error instanceof BadDescriptor || error instanceof RangeError) {
      throw invalid(`Invalid proto schema: ${error.message}. Entity: ${entity}`, entity, true);
    }
    throw error;
  }
}
