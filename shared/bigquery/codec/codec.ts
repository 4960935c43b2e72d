/**
 * The row codec: from the schema of a table to the descriptor that the Storage Write API wants and an encoder for
 * JSON rows. `docs/codec.md` lists the accepted values of each type. A value that does not fit its column is never bent.
 */

import { PenstockError } from '../../runtime/errors.ts';
import { checkSchema } from '../schema/check-schema.ts';
import { foldName } from '../schema/column-name.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { CHANGE_SEQUENCE, CHANGE_TYPE, type Collector } from './collector.ts';
import type { Column } from './column.ts';
import { compile } from './compile.ts';
import { type ChangeFields, encodeDescriptor } from './descriptor.ts';
import { Fault, rowTooLarge } from './fault.ts';
import type { Message } from './message.ts';
import { type CodecOptions, DEFAULT_MAX_ROW_BYTES, type RowChange } from './options.ts';
import { isPlainObject } from './plain-object.ts';
import type { RowProblem } from './problem.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { JsonColumns } from './transcode/respelled.ts';
import { Speller } from './transcode/speller.ts';
import { Transcoder } from './transcode/transcoder.ts';
import { encodeJson } from './types/json.ts';
import { MASKED, viewOf } from './view.ts';
import { VARINT_BYTES, writeShortLatin, writeVarint } from './wire.ts';

/** A row as it comes: parsed JSON, or an object that a program made. Read once, never changed, never kept. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** Counts since the codec was compiled. Every drop is on purpose and counted. */
export interface CodecCounts {
  readonly rowsEncoded: number;
  readonly rowsRejected: number;
  /** Values (not rows) under keys that name no column. */
  readonly unknownDropped: number;
  readonly unknownCollected: number;
}

export interface RowCodec {
  readonly schema: TableSchema;
  readonly options: CodecOptions;
  /** An encoded proto2 `DescriptorProto` without any reference outside itself: `ProtoSchema.proto_descriptor`. */
  readonly descriptorBytes: Uint8Array;
  readonly counts: CodecCounts;
  /** Adds one row to the end of `into`. Never throws for what is in the row: a problem is returned, and nothing written. */
  encode(row: JsonRow, into: RowBuffer, change?: RowChange): RowProblem | undefined;
  /**
   * Adds the row that a JSON text in UTF-8 is, without parsing it to an object. False where the text is not of the plain kind that is
   * taken here: then nothing is written or decided, and `encode` makes the row or says what is wrong with it. A row that is
   * added is, byte for byte, the one that `encode` makes of the parsed text.
   */
  transcode(json: Buffer, into: RowBuffer, change?: RowChange): boolean;
  /**
   * The row's JSON text as `insertAll` or a load job takes it: the same bytes where nothing must be spelled otherwise. Fields
   * without a column are left out. With `inline` it is one line. Undefined with `cdc`, and where `transcode` takes no text.
   */
  respell(json: Buffer, jsonColumns: JsonColumns): Buffer | undefined;
}

const SEQUENCE = /^[0-9A-Fa-f]{1,16}(?:\/[0-9A-Fa-f]{1,16}){0,3}$/;

/** Throws a PenstockError (CONFIG_INVALID, every complaint by column name) where schema and options do not go together. */
export function compileCodec(schema: TableSchema, options: CodecOptions): RowCodec {
  return new CompiledCodec(checkSchema(schema), options);
}

class CompiledCodec implements RowCodec {
  readonly schema: TableSchema;
  readonly options: CodecOptions;
  readonly descriptorBytes: Uint8Array;
  readonly #message: Message;
  readonly #collector: Collector;
  readonly #collectInto: Column | undefined;
  readonly #change: ChangeFields | undefined;
  readonly #maxRowBytes: number;
  /** Null where the schema or the options allow none. Made for the first text. */
  #transcoder: Transcoder | null | undefined;
  readonly #spellers = new Map<JsonColumns, Speller | undefined>();
  #busy = false;
  #rowsEncoded = 0;
  #rowsRejected = 0;
  #unknownCollected = 0;

  constructor(schema: TableSchema, options: CodecOptions) {
    const { message, collector, collectInto } = compile(schema, options);
    this.schema = schema;
    this.options = options;
    this.#message = message;
    this.#collector = collector;
    this.#collectInto = collectInto;
    this.#change = options.cdc === true ? changeFields(message.columns) : undefined;
    this.#maxRowBytes = options.maxRowBytes ?? DEFAULT_MAX_ROW_BYTES;
    this.descriptorBytes = encodeDescriptor({
      columns: message.columns,
      change: this.#change,
      changeNames: [CHANGE_TYPE, CHANGE_SEQUENCE],
    });
  }

  get counts(): CodecCounts {
    return {
      rowsEncoded: this.#rowsEncoded,
      rowsRejected: this.#rowsRejected,
      unknownDropped: this.#collector.dropped,
      unknownCollected: this.#unknownCollected,
    };
  }

  encode(row: JsonRow, into: RowBuffer, change?: RowChange): RowProblem | undefined {
    this.#assertIdle('encode');
    const dropped = this.#collector.dropped;
    into.beginRow(this.#maxRowBytes);
    this.#busy = true;
    let fault: Fault | undefined;
    try {
      fault = this.#encode(row, into, change);
      if (fault === undefined) into.endRow();
    } catch {
      // An error thrown by a getter or a proxy may quote the value, so its text is not passed on.
      fault = new Fault('UNREADABLE', 'reading the row threw an error');
    } finally {
      this.#busy = false;
    }
    if (fault === undefined) {
      this.#rowsEncoded += 1;
      return undefined;
    }
    into.abandonRow();
    this.#collector.dropped = dropped;
    this.#collector.collected = undefined;
    this.#rowsRejected += 1;
    return problemOf(fault);
  }

  transcode(json: Buffer, into: RowBuffer, change?: RowChange): boolean {
    this.#assertIdle('transcode');
    if (this.#transcoder === undefined) this.#transcoder = this.#compileTranscoder();
    // A DELETE has the columns of the key alone.
    if (this.#transcoder === null || change?.type === 'DELETE') return false;
    const dropped = this.#collector.dropped;
    into.beginRow(this.#maxRowBytes);
    if (
      this.#transcoder.write(json, into) &&
      this.#encodeChange(change, into) === undefined &&
      into.position - into.rowStart <= this.#maxRowBytes
    ) {
      into.endRow();
      this.#rowsEncoded += 1;
      return true;
    }
    into.abandonRow();
    this.#collector.dropped = dropped;
    return false;
  }

  respell(json: Buffer, jsonColumns: JsonColumns): Buffer | undefined {
    this.#assertIdle('respell');
    if (this.#change !== undefined) return undefined;
    if (!this.#spellers.has(jsonColumns)) {
      this.#spellers.set(jsonColumns, Speller.of(this.#message, this.#unknown(), jsonColumns));
    }
    const dropped = this.#collector.dropped;
    const text = this.#spellers.get(jsonColumns)?.spell(json, this.#maxRowBytes);
    if (text === undefined) this.#collector.dropped = dropped;
    else this.#rowsEncoded += 1;
    return text;
  }

  /** A getter of the row could ask for another row while this one is half written. */
  #assertIdle(method: string): void {
    if (!this.#busy) return;
    throw new PenstockError('INTERNAL', `${method} was called from within encode`, { kind: 'permanent' });
  }

  #compileTranscoder(): Transcoder | null {
    return Transcoder.of(this.#message, this.#unknown()) ?? null;
  }

  /** Counts a key without a column, and says whether it may be dropped. */
  #unknown(): () => boolean {
    const drops = this.options.unknownFields === 'drop';
    return () => {
      this.#collector.dropped += 1;
      return drops;
    };
  }

  #encode(row: JsonRow, into: RowBuffer, change: RowChange | undefined): Fault | undefined {
    if (typeof row !== 'object' || row === null || !isPlainObject(row)) {
      const masked = this.options.sensitive !== undefined;
      return new Fault('NOT_AN_OBJECT', 'a row is a plain object').at('ROW', masked, row);
    }
    const fault =
      this.#message.encode(row, into, change?.type === 'DELETE') ??
      this.#encodeChange(change, into) ??
      this.#encodeCollected(row, into);
    if (fault !== undefined) return fault;
    const size = into.position - into.rowStart;
    return size > this.#maxRowBytes ? rowTooLarge(this.#maxRowBytes) : undefined;
  }

  #encodeChange(change: RowChange | undefined, into: RowBuffer): Fault | undefined {
    const fields = this.#change;
    if (fields === undefined) {
      return change === undefined ? undefined : changeFault('a change needs a codec compiled for cdc');
    }
    const { type, sequence } = change ?? {};
    if (type !== 'UPSERT' && type !== 'DELETE') return changeFault('a change is an UPSERT or a DELETE');
    into.reserve(2 * VARINT_BYTES);
    writeVarint(into, fields.type * 8 + 2);
    writeShortLatin(into, type);
    if (sequence === undefined) return undefined;
    if (typeof sequence !== 'string' || !SEQUENCE.test(sequence)) {
      return changeFault('a sequence number has one to four sections of 1 to 16 hexadecimal digits, split by "/"');
    }
    into.reserve(VARINT_BYTES);
    writeVarint(into, fields.sequence * 8 + 2);
    writeShortLatin(into, sequence);
    return undefined;
  }

  #encodeCollected(row: JsonRow, into: RowBuffer): Fault | undefined {
    const column = this.#collectInto;
    const { collected } = this.#collector;
    if (column === undefined || collected === undefined) return undefined;
    this.#collector.collected = undefined;
    const name = foldName(column.name);
    if (Object.keys(row).some((key) => foldName(key) === name && row[key] !== null)) {
      const fault = new Fault('DUPLICATE_FIELD', 'the row holds the column that collects its unknown fields');
      return fault.under(column.name).at(column.typeName, false, collected);
    }
    into.reserve(2 * VARINT_BYTES);
    writeVarint(into, column.tag);
    const fault = encodeJson(column, collected, into);
    if (fault !== undefined) {
      return fault.under(column.name).at(column.typeName, this.options.sensitive !== undefined, collected);
    }
    this.#unknownCollected += Object.keys(collected).length;
    return undefined;
  }
}

/** The first two numbers that no column has: behind the columns, or in the gaps that a `.proto` leaves. */
function changeFields(columns: readonly Column[]): ChangeFields {
  const taken = new Set(columns.map(({ number }) => number));
  const free: number[] = [];
  for (let number = 1; free.length < 2; number += 1) if (!taken.has(number)) free.push(number);
  const [type, sequence] = free as [number, number];
  return { type, sequence };
}

function changeFault(reason: string): Fault {
  return new Fault('CHANGE_INVALID', reason).under(CHANGE_TYPE).at('STRING', false, undefined);
}

function problemOf(fault: Fault): RowProblem {
  return {
    code: fault.code,
    path: fault.path,
    columnType: fault.columnType ?? 'ROW',
    reason: fault.reason,
    view: fault.sensitive ? MASKED : viewOf(fault.value),
  };
}
