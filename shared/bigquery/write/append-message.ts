/**
 * AppendRowsRequest and AppendRowsResponse on the wire: google/cloud/bigquery/storage/v1/storage.proto.
 *
 * Rows are encoded already (`RowBuffer.protoRows` is a serialized ProtoRows), so a request is a short head and one copy
 * of bytes, and the answer that matters most, a plain success, is read without building anything else.
 */

import protobuf from 'protobufjs/minimal.js';
import { interpretationNumber, type MissingValues } from './missing-values.ts';
import { decodeTableSchema, type StorageSchema } from './schema-message.ts';

export interface AppendRequest {
  /** First request of a connection only. */
  readonly first?: FirstRequest;
  /** Absent on the default stream, where giving one is refused. */
  readonly offset?: number;
  /** From `encodeMissingByColumn`. */
  readonly missingByColumn?: Uint8Array;
  /** A serialized ProtoRows. */
  readonly protoRows: Uint8Array;
}

export interface FirstRequest {
  readonly writeStream: string;
  /** A serialized DescriptorProto. */
  readonly descriptorBytes: Uint8Array;
  readonly traceId?: string;
  /** What a column that a row leaves out becomes; unset means NULL. */
  readonly missingValues?: MissingValues;
}

/** Tag, length and offset of a request never take more than this beside the rows and the first request's fields. */
export const REQUEST_OVERHEAD = 64;

export function encodeAppendRequest({ first, offset, missingByColumn = NOTHING, protoRows }: AppendRequest): Buffer {
  const head = protobuf.Writer.create();
  if (first) head.uint32(0x0a).string(first.writeStream);
  if (offset !== undefined) head.uint32(0x12).fork().uint32(0x08).int64(offset).ldelim();
  if (first?.traceId !== undefined) head.uint32(0x32).string(first.traceId);
  if (first?.missingValues !== undefined) {
    head.uint32(0x40).uint32(interpretationNumber(first.missingValues, 'all columns'));
  }
  // proto_rows = 4 { writer_schema = 1 { proto_descriptor = 1 }, rows = 2 }. The rows come last, so that they stand alone.
  const schema = first
    ? protobuf.Writer.create().uint32(0x0a).fork().uint32(0x0a).bytes(first.descriptorBytes).ldelim().finish()
    : NOTHING;
  const rowsHead = protobuf.Writer.create().uint32(0x12).uint32(protoRows.length).finish();
  const protoData = schema.length + rowsHead.length + protoRows.length;
  const start = head.uint32(0x22).uint32(protoData).finish();
  const bytes = missingByColumn.length + start.length + protoData;
  return Buffer.concat([missingByColumn, start, schema, rowsHead, protoRows], bytes);
}

const NOTHING = new Uint8Array(0);

/** How many bytes the first request of a connection carries beside its rows. */
export function firstRequestBytes(first: FirstRequest): number {
  return encodeAppendRequest({ first, protoRows: NOTHING }).length + REQUEST_OVERHEAD;
}

/** A row that the service refused: `AppendRowsResponse.row_errors`. */
export interface RowError {
  readonly index: number;
  readonly code: number;
  readonly message: string;
}

/** google.protobuf.Any */
export interface Detail {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** google.rpc.Status */
export interface RpcStatus {
  readonly code: number;
  readonly message: string;
  readonly details: readonly Detail[];
}

export interface AppendResponse {
  /**
   * Whether it says what became of a request. One that carries neither result nor error is no acknowledgement: taking it
   * for one could lose rows, leaving it costs a resend.
   */
  readonly settles: boolean;
  /** Where this append started; absent on the default stream. */
  readonly offset: number | undefined;
  readonly error: RpcStatus | undefined;
  /** Set once after the table's schema has changed. */
  readonly updatedSchema: StorageSchema | undefined;
  readonly rowErrors: readonly RowError[];
}

export function decodeAppendResponse(bytes: Uint8Array): AppendResponse {
  let settles = false;
  let offset: number | undefined;
  let error: RpcStatus | undefined;
  let updatedSchema: StorageSchema | undefined;
  const rowErrors: RowError[] = [];
  fields(bytes, (field, reader, wireType) => {
    settles ||= field === 1 || field === 2 || field === 4;
    if (field === 1) offset = appendOffset(reader.bytes());
    else if (field === 3) updatedSchema = decodeTableSchema(reader.bytes());
    else if (field === 2) error = decodeStatus(reader.bytes());
    else if (field === 4) rowErrors.push(decodeRowError(reader.bytes()));
    else reader.skipType(wireType);
  });
  return { settles, offset, error, updatedSchema, rowErrors };
}

/** AppendResult.offset = 1, an Int64Value whose value is left out when it is 0. */
function appendOffset(bytes: Uint8Array): number | undefined {
  let offset: number | undefined;
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) offset = int64Value(reader.bytes());
    else reader.skipType(wireType);
  });
  return offset;
}

function int64Value(bytes: Uint8Array): number {
  let value = 0;
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) value = Number(reader.int64());
    else reader.skipType(wireType);
  });
  return value;
}

export function decodeStatus(bytes: Uint8Array): RpcStatus {
  let code = 0;
  let message = '';
  const details: Detail[] = [];
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) code = reader.int32();
    else if (field === 2) message = reader.string();
    else if (field === 3) details.push(decodeAny(reader.bytes()));
    else reader.skipType(wireType);
  });
  return { code, message, details };
}

function decodeAny(bytes: Uint8Array): Detail {
  let typeUrl = '';
  let value: Uint8Array = NOTHING;
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) typeUrl = reader.string();
    else if (field === 2) value = reader.bytes();
    else reader.skipType(wireType);
  });
  return { typeUrl, value };
}

function decodeRowError(bytes: Uint8Array): RowError {
  let index = 0;
  let code = 0;
  let message = '';
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) index = Number(reader.int64());
    else if (field === 2) code = reader.int32();
    else if (field === 3) message = reader.string();
    else reader.skipType(wireType);
  });
  return { index, code, message };
}

/** Walks a message; the visitor reads each field or skips it. */
export function fields(
  bytes: Uint8Array,
  visit: (field: number, reader: protobuf.Reader, wireType: number) => void,
): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    visit(tag >>> 3, reader, tag & 7);
  }
}
