/**
 * An AppendRowsRequest, read straight from its bytes: the rows stay where they are, so that nothing is decoded twice.
 * Field numbers are those of google/cloud/bigquery/storage/v1/storage.proto.
 */

import { SerializedRows } from './serialized-rows.ts';
import { WIRE_BYTES, WIRE_VARINT, Wire } from './wire.ts';

export const NULL_VALUE = 1;
export const DEFAULT_VALUE = 2;

export interface AppendRequest {
  /** Empty where the request leaves it to the connection. */
  readonly writeStream: string;
  readonly offset: bigint | undefined;
  /** The writer schema: the bytes of ProtoSchema.proto_descriptor, or of ArrowSchema.serialized_schema. */
  readonly descriptor: Buffer | undefined;
  /** Absent where the request has no `proto_rows.rows` at all. */
  readonly rows: SerializedRows | undefined;
  readonly isArrow: boolean;
  /** The bytes of ArrowRecordBatch.serialized_record_batch, where the request has them. */
  readonly batch: Buffer | undefined;
  readonly traceId: string;
  readonly missing: ReadonlyMap<string, number>;
  /** 0 where the request does not set it. */
  readonly missingDefault: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function readAppendRequest(bytes: Buffer): AppendRequest {
  const missing = new Map<string, number>();
  const request: Mutable<AppendRequest> = {
    writeStream: '',
    offset: undefined,
    descriptor: undefined,
    rows: undefined,
    isArrow: false,
    batch: undefined,
    traceId: '',
    missing,
    missingDefault: 0,
  };
  eachField(bytes, (field, wireType, wire) => {
    if (field === 8 && wireType === WIRE_VARINT) request.missingDefault = wire.int32();
    else if (wireType !== WIRE_BYTES) wire.skip(wireType);
    else if (field === 1) request.writeStream = wire.text();
    else if (field === 2) request.offset = readInt64Value(wire.slice());
    else if (field === 4) readProtoData(wire.slice(), request, bytes);
    else if (field === 5) {
      request.isArrow = true;
      readArrowData(wire.slice(), request);
    } else if (field === 6) request.traceId = wire.text();
    else if (field === 7) readMissing(wire.slice(), missing);
    else wire.span();
  });
  return request;
}

/** Calls `visit` for each field of a message; `visit` must consume the value. */
export function eachField(bytes: Buffer, visit: (field: number, wireType: number, wire: Wire) => void): void {
  const wire = new Wire(bytes);
  while (!wire.done) {
    const tag = wire.uint32();
    visit(tag >>> 3, tag & 7, wire);
  }
}

function readInt64Value(bytes: Buffer): bigint {
  let value = 0n;
  eachField(bytes, (field, wireType, wire) => {
    if (field === 1 && wireType === WIRE_VARINT) value = wire.int64();
    else wire.skip(wireType);
  });
  return value;
}

function readProtoData(bytes: Buffer, request: Mutable<AppendRequest>, whole: Buffer): void {
  eachField(bytes, (field, wireType, wire) => {
    if (field === 1 && wireType === WIRE_BYTES) request.descriptor = readSchema(wire.slice());
    else if (field === 2 && wireType === WIRE_BYTES) {
      request.rows ??= new SerializedRows(whole);
      readRows(wire.slice(), request.rows);
    } else wire.skip(wireType);
  });
}

function readArrowData(bytes: Buffer, request: Mutable<AppendRequest>): void {
  eachField(bytes, (field, wireType, wire) => {
    if (field === 1 && wireType === WIRE_BYTES) request.descriptor = readSchema(wire.slice());
    else if (field === 2 && wireType === WIRE_BYTES) request.batch = readSchema(wire.slice());
    else wire.skip(wireType);
  });
}

/** The one field of a message around bytes. */
function readSchema(bytes: Buffer): Buffer | undefined {
  let descriptor: Buffer | undefined;
  eachField(bytes, (field, wireType, wire) => {
    if (field === 1 && wireType === WIRE_BYTES) descriptor = wire.slice();
    else wire.skip(wireType);
  });
  return descriptor;
}

function readRows(bytes: Buffer, rows: SerializedRows): void {
  // Both are views of one memory.
  const first = bytes.byteOffset - rows.bytes.byteOffset;
  eachField(bytes, (field, wireType, wire) => {
    if (field === 1 && wireType === WIRE_BYTES) {
      const { start, end } = wire.span();
      rows.add(first + start, first + end);
    } else wire.skip(wireType);
  });
}

function readMissing(bytes: Buffer, missing: Map<string, number>): void {
  let key = '';
  let value = 0;
  eachField(bytes, (field, wireType, wire) => {
    if (field === 1 && wireType === WIRE_BYTES) key = wire.text();
    else if (field === 2 && wireType === WIRE_VARINT) value = wire.int32();
    else wire.skip(wireType);
  });
  missing.set(key, value);
}
