/**
 * AppendRowsRequest and AppendRowsResponse on the wire: google/cloud/bigquery/storage/v1/storage.proto.
 *
 * Rows are encoded already (`RowBuffer.protoRows` is a serialized ProtoRows), so a request is a short head and one copy
 * of bytes, and the answer that matters most, a plain success, is read without building anything else.
 */

import protobuf from 'protobufjs/minimal.js';
import type { StorageSchema } from '../schema/from-storage.ts';
import { interpretationNumber, type MissingValues } from './missing-values.ts';
import {
  decodeRowError,
  decodeStatus,
  decodeTableSchema,
  INT64_VALUE_TAGS as INT64_VALUE,
  APPEND_ROWS_REQUEST_PROTO_DATA_TAGS as PROTO_DATA,
  APPEND_ROWS_REQUEST_TAGS as REQUEST,
  APPEND_ROWS_RESPONSE_TAGS as RESPONSE,
  APPEND_ROWS_RESPONSE_APPEND_RESULT_TAGS as RESULT,
  PROTO_SCHEMA_TAGS as SCHEMA,
  type Status,
} from './wire.generated.ts';

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
  /** The value of a column that a row leaves out; unset means NULL. */
  readonly missingValues?: MissingValues;
}

/** Tag, length and offset of a request never take more than this beside the rows and the first request's fields. */
export const REQUEST_OVERHEAD = 64;

export function encodeAppendRequest({ first, offset, missingByColumn = NOTHING, protoRows }: AppendRequest): Buffer {
  const head = protobuf.Writer.create();
  if (first) head.uint32(REQUEST.writeStream).string(first.writeStream);
  if (offset !== undefined) head.uint32(REQUEST.offset).fork().uint32(INT64_VALUE.value).int64(offset).ldelim();
  if (first?.traceId !== undefined) head.uint32(REQUEST.traceId).string(first.traceId);
  if (first?.missingValues !== undefined) {
    head
      .uint32(REQUEST.defaultMissingValueInterpretation)
      .uint32(interpretationNumber(first.missingValues, 'all columns'));
  }
  // The rows come last, so that they are copied once.
  const schema = first
    ? protobuf.Writer.create()
        .uint32(PROTO_DATA.writerSchema)
        .fork()
        .uint32(SCHEMA.protoDescriptor)
        .bytes(first.descriptorBytes)
        .ldelim()
        .finish()
    : NOTHING;
  const rowsHead = protobuf.Writer.create().uint32(PROTO_DATA.rows).uint32(protoRows.length).finish();
  const protoData = schema.length + rowsHead.length + protoRows.length;
  const start = head.uint32(REQUEST.protoRows).uint32(protoData).finish();
  const bytes = missingByColumn.length + start.length + protoData;
  return Buffer.concat([missingByColumn, start, schema, rowsHead, protoRows], bytes);
}

const NOTHING = new Uint8Array(0);

/** The bytes that the first request of a connection carries beside its rows. */
export function firstRequestBytes(first: FirstRequest): number {
  return encodeAppendRequest({ first, protoRows: NOTHING }).length + REQUEST_OVERHEAD;
}

/** A row that the service refused: `AppendRowsResponse.row_errors`. */
export interface RowError {
  readonly index: number;
  readonly code: number;
  readonly message: string;
}

export interface AppendResponse {
  /**
   * Whether it says what became of a request. One that carries neither result nor error is no acknowledgement: taking it
   * for one could lose rows, leaving it costs a resend.
   */
  readonly settles: boolean;
  /** The offset at which this append started; absent on the default stream. */
  readonly offset: number | undefined;
  readonly error: Status | undefined;
  /** Set once after the table's schema has changed. */
  readonly updatedSchema: StorageSchema | undefined;
  readonly rowErrors: readonly RowError[];
}

/** Written by hand, because every request has an answer and nearly all are a plain success. */
export function decodeAppendResponse(bytes: Uint8Array): AppendResponse {
  let settles = false;
  let offset: number | undefined;
  let error: Status | undefined;
  let updatedSchema: StorageSchema | undefined;
  const rowErrors: RowError[] = [];
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    settles ||= tag === RESPONSE.appendResult || tag === RESPONSE.error || tag === RESPONSE.rowErrors;
    if (tag === RESPONSE.appendResult) offset = appendOffset(reader, reader.uint32());
    else if (tag === RESPONSE.updatedSchema) updatedSchema = decodeTableSchema(reader.bytes());
    else if (tag === RESPONSE.error) error = decodeStatus(reader.bytes());
    else if (tag === RESPONSE.rowErrors) rowErrors.push(rowErrorIn(reader.bytes()));
    else reader.skipType(tag & 7);
  }
  return { settles, offset, error, updatedSchema, rowErrors };
}

/** AppendResult.offset, an Int64Value whose value is left out when it is 0. */
function appendOffset(reader: protobuf.Reader, length: number): number | undefined {
  const end = reader.pos + length;
  let offset: number | undefined;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === RESULT.offset) offset = int64Value(reader, reader.uint32());
    else reader.skipType(tag & 7);
  }
  return offset;
}

function int64Value(reader: protobuf.Reader, length: number): number {
  const end = reader.pos + length;
  let value = 0;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === INT64_VALUE.value) value = Number(reader.int64());
    else reader.skipType(tag & 7);
  }
  return value;
}

function rowErrorIn(bytes: Uint8Array): RowError {
  const { index = 0, code = 0, message = '' } = decodeRowError(bytes);
  return { index, code, message };
}
