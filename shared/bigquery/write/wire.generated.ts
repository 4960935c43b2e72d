// Made by tools/wire.ts from @google-cloud/bigquery-storage/build/protos/protos.json. Do not edit.

import protobuf from 'protobufjs/minimal.js';

/** Paths of the methods. */
export const METHODS = {
  createWriteStream: '/google.cloud.bigquery.storage.v1.BigQueryWrite/CreateWriteStream',
  appendRows: '/google.cloud.bigquery.storage.v1.BigQueryWrite/AppendRows',
  getWriteStream: '/google.cloud.bigquery.storage.v1.BigQueryWrite/GetWriteStream',
  finalizeWriteStream: '/google.cloud.bigquery.storage.v1.BigQueryWrite/FinalizeWriteStream',
  batchCommitWriteStreams: '/google.cloud.bigquery.storage.v1.BigQueryWrite/BatchCommitWriteStreams',
  flushRows: '/google.cloud.bigquery.storage.v1.BigQueryWrite/FlushRows',
} as const;

/** google.cloud.bigquery.storage.v1.WriteStream.Type */
export const WRITE_STREAM_TYPE = {
  TYPE_UNSPECIFIED: 0,
  COMMITTED: 1,
  PENDING: 2,
  BUFFERED: 3,
} as const;

/** google.cloud.bigquery.storage.v1.WriteStreamView */
export const WRITE_STREAM_VIEW = {
  WRITE_STREAM_VIEW_UNSPECIFIED: 0,
  BASIC: 1,
  FULL: 2,
} as const;

/** google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode */
export const STORAGE_ERROR_STORAGE_ERROR_CODE = {
  STORAGE_ERROR_CODE_UNSPECIFIED: 0,
  TABLE_NOT_FOUND: 1,
  STREAM_ALREADY_COMMITTED: 2,
  STREAM_NOT_FOUND: 3,
  INVALID_STREAM_TYPE: 4,
  INVALID_STREAM_STATE: 5,
  STREAM_FINALIZED: 6,
  SCHEMA_MISMATCH_EXTRA_FIELDS: 7,
  OFFSET_ALREADY_EXISTS: 8,
  OFFSET_OUT_OF_RANGE: 9,
  CMEK_NOT_PROVIDED: 10,
  INVALID_CMEK_PROVIDED: 11,
  CMEK_ENCRYPTION_ERROR: 12,
  KMS_SERVICE_ERROR: 13,
  KMS_PERMISSION_DENIED: 14,
} as const;

/** google.cloud.bigquery.storage.v1.CreateWriteStreamRequest */
export interface CreateWriteStreamRequest {
  readonly parent?: string | undefined;
  readonly writeStream?: WriteStream | undefined;
}

/** google.cloud.bigquery.storage.v1.GetWriteStreamRequest */
export interface GetWriteStreamRequest {
  readonly name?: string | undefined;
  readonly view?: number | undefined;
}

/** google.cloud.bigquery.storage.v1.WriteStream */
export interface WriteStream {
  readonly name?: string | undefined;
  readonly type?: number | undefined;
  readonly createTime?: Timestamp | undefined;
  readonly commitTime?: Timestamp | undefined;
  readonly tableSchema?: TableSchema | undefined;
  readonly writeMode?: number | undefined;
  readonly location?: string | undefined;
}

/** google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest */
export interface FinalizeWriteStreamRequest {
  readonly name?: string | undefined;
}

/** google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse */
export interface FinalizeWriteStreamResponse {
  readonly rowCount?: number | undefined;
}

/** google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest */
export interface BatchCommitWriteStreamsRequest {
  readonly parent?: string | undefined;
  readonly writeStreams?: readonly string[] | undefined;
}

/** google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse */
export interface BatchCommitWriteStreamsResponse {
  readonly commitTime?: Timestamp | undefined;
  readonly streamErrors?: readonly StorageError[] | undefined;
}

/** google.cloud.bigquery.storage.v1.FlushRowsRequest */
export interface FlushRowsRequest {
  readonly writeStream?: string | undefined;
  readonly offset?: Int64Value | undefined;
}

/** google.cloud.bigquery.storage.v1.FlushRowsResponse */
export interface FlushRowsResponse {
  readonly offset?: number | undefined;
}

/** google.cloud.bigquery.storage.v1.StorageError */
export interface StorageError {
  readonly code?: number | undefined;
  readonly entity?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** google.cloud.bigquery.storage.v1.TableSchema */
export interface TableSchema {
  readonly fields?: readonly TableFieldSchema[] | undefined;
}

/** google.cloud.bigquery.storage.v1.TableFieldSchema */
export interface TableFieldSchema {
  readonly name?: string | undefined;
  readonly type?: number | undefined;
  readonly mode?: number | undefined;
  readonly fields?: readonly TableFieldSchema[] | undefined;
  readonly description?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly defaultValueExpression?: string | undefined;
  readonly rangeElementType?: FieldElementType | undefined;
  readonly timestampPrecision?: Int64Value | undefined;
}

/** google.cloud.bigquery.storage.v1.TableFieldSchema.FieldElementType */
export interface FieldElementType {
  readonly type?: number | undefined;
}

/** google.cloud.bigquery.storage.v1.AppendRowsRequest */
export interface AppendRowsRequest {
  readonly writeStream?: string | undefined;
  readonly offset?: Int64Value | undefined;
  readonly protoRows?: ProtoData | undefined;
  readonly arrowRows?: Uint8Array | undefined;
  readonly traceId?: string | undefined;
  readonly missingValueInterpretations?: Readonly<Record<string, number>> | undefined;
  readonly defaultMissingValueInterpretation?: number | undefined;
}

/** google.cloud.bigquery.storage.v1.AppendRowsRequest.ProtoData */
export interface ProtoData {
  readonly writerSchema?: ProtoSchema | undefined;
  readonly rows?: ProtoRows | undefined;
}

/** google.cloud.bigquery.storage.v1.ProtoSchema */
export interface ProtoSchema {
  readonly protoDescriptor?: Uint8Array | undefined;
}

/** google.cloud.bigquery.storage.v1.ProtoRows */
export interface ProtoRows {
  readonly serializedRows?: readonly Uint8Array[] | undefined;
}

/** google.cloud.bigquery.storage.v1.AppendRowsResponse */
export interface AppendRowsResponse {
  readonly appendResult?: AppendResult | undefined;
  readonly error?: Status | undefined;
  readonly updatedSchema?: TableSchema | undefined;
  readonly rowErrors?: readonly RowError[] | undefined;
  readonly writeStream?: string | undefined;
}

/** google.cloud.bigquery.storage.v1.AppendRowsResponse.AppendResult */
export interface AppendResult {
  readonly offset?: Int64Value | undefined;
}

/** google.cloud.bigquery.storage.v1.RowError */
export interface RowError {
  readonly index?: number | undefined;
  readonly code?: number | undefined;
  readonly message?: string | undefined;
}

/** google.rpc.Status */
export interface Status {
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  readonly details?: readonly Any[] | undefined;
}

/** google.rpc.RetryInfo */
export interface RetryInfo {
  readonly retryDelay?: Duration | undefined;
}

/** google.protobuf.Any */
export interface Any {
  readonly typeUrl?: string | undefined;
  readonly value?: Uint8Array | undefined;
}

/** google.protobuf.Int64Value */
export interface Int64Value {
  readonly value?: number | undefined;
}

/** google.protobuf.Timestamp */
export interface Timestamp {
  readonly seconds?: number | undefined;
  readonly nanos?: number | undefined;
}

/** google.protobuf.Duration */
export interface Duration {
  readonly seconds?: number | undefined;
  readonly nanos?: number | undefined;
}

/** The tags of google.cloud.bigquery.storage.v1.CreateWriteStreamRequest: number and wire type. */
export const CREATE_WRITE_STREAM_REQUEST_TAGS = {
  parent: 10,
  writeStream: 18,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.GetWriteStreamRequest: number and wire type. */
export const GET_WRITE_STREAM_REQUEST_TAGS = {
  name: 10,
  view: 24,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.WriteStream: number and wire type. */
export const WRITE_STREAM_TAGS = {
  name: 10,
  type: 16,
  createTime: 26,
  commitTime: 34,
  tableSchema: 42,
  writeMode: 56,
  location: 66,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest: number and wire type. */
export const FINALIZE_WRITE_STREAM_REQUEST_TAGS = {
  name: 10,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse: number and wire type. */
export const FINALIZE_WRITE_STREAM_RESPONSE_TAGS = {
  rowCount: 8,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest: number and wire type. */
export const BATCH_COMMIT_WRITE_STREAMS_REQUEST_TAGS = {
  parent: 10,
  writeStreams: 18,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse: number and wire type. */
export const BATCH_COMMIT_WRITE_STREAMS_RESPONSE_TAGS = {
  commitTime: 10,
  streamErrors: 18,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.FlushRowsRequest: number and wire type. */
export const FLUSH_ROWS_REQUEST_TAGS = {
  writeStream: 10,
  offset: 18,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.FlushRowsResponse: number and wire type. */
export const FLUSH_ROWS_RESPONSE_TAGS = {
  offset: 8,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.StorageError: number and wire type. */
export const STORAGE_ERROR_TAGS = {
  code: 8,
  entity: 18,
  errorMessage: 26,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.TableSchema: number and wire type. */
export const TABLE_SCHEMA_TAGS = {
  fields: 10,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.TableFieldSchema: number and wire type. */
export const TABLE_FIELD_SCHEMA_TAGS = {
  name: 10,
  type: 16,
  mode: 24,
  fields: 34,
  description: 50,
  maxLength: 56,
  precision: 64,
  scale: 72,
  defaultValueExpression: 82,
  rangeElementType: 90,
  timestampPrecision: 218,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.TableFieldSchema.FieldElementType: number and wire type. */
export const TABLE_FIELD_SCHEMA_FIELD_ELEMENT_TYPE_TAGS = {
  type: 8,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.AppendRowsRequest: number and wire type. */
export const APPEND_ROWS_REQUEST_TAGS = {
  writeStream: 10,
  offset: 18,
  protoRows: 34,
  arrowRows: 42,
  traceId: 50,
  missingValueInterpretations: 58,
  defaultMissingValueInterpretation: 64,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.AppendRowsRequest.ProtoData: number and wire type. */
export const APPEND_ROWS_REQUEST_PROTO_DATA_TAGS = {
  writerSchema: 10,
  rows: 18,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.ProtoSchema: number and wire type. */
export const PROTO_SCHEMA_TAGS = {
  protoDescriptor: 10,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.ProtoRows: number and wire type. */
export const PROTO_ROWS_TAGS = {
  serializedRows: 10,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.AppendRowsResponse: number and wire type. */
export const APPEND_ROWS_RESPONSE_TAGS = {
  appendResult: 10,
  error: 18,
  updatedSchema: 26,
  rowErrors: 34,
  writeStream: 42,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.AppendRowsResponse.AppendResult: number and wire type. */
export const APPEND_ROWS_RESPONSE_APPEND_RESULT_TAGS = {
  offset: 10,
} as const;

/** The tags of google.cloud.bigquery.storage.v1.RowError: number and wire type. */
export const ROW_ERROR_TAGS = {
  index: 8,
  code: 16,
  message: 26,
} as const;

/** The tags of google.rpc.Status: number and wire type. */
export const STATUS_TAGS = {
  code: 8,
  message: 18,
  details: 26,
} as const;

/** The tags of google.rpc.RetryInfo: number and wire type. */
export const RETRY_INFO_TAGS = {
  retryDelay: 10,
} as const;

/** The tags of google.protobuf.Any: number and wire type. */
export const ANY_TAGS = {
  typeUrl: 10,
  value: 18,
} as const;

/** The tags of google.protobuf.Int64Value: number and wire type. */
export const INT64_VALUE_TAGS = {
  value: 8,
} as const;

/** The tags of google.protobuf.Timestamp: number and wire type. */
export const TIMESTAMP_TAGS = {
  seconds: 8,
  nanos: 16,
} as const;

/** The tags of google.protobuf.Duration: number and wire type. */
export const DURATION_TAGS = {
  seconds: 8,
  nanos: 16,
} as const;

export function encodeCreateWriteStreamRequest(message: CreateWriteStreamRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.parent !== undefined) writer.uint32(10).string(message.parent);
  if (message.writeStream !== undefined) encodeWriteStream(message.writeStream, writer.uint32(18).fork()).ldelim();
  return writer;
}

export function decodeCreateWriteStreamRequest(bytes: Uint8Array): CreateWriteStreamRequest {
  const reader = protobuf.Reader.create(bytes);
  let parent: string | undefined;
  let writeStream: WriteStream | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        parent = reader.string();
        break;
      case 18:
        writeStream = decodeWriteStream(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { parent, writeStream };
}

export function encodeGetWriteStreamRequest(message: GetWriteStreamRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.view !== undefined) writer.uint32(24).int32(message.view);
  return writer;
}

export function decodeGetWriteStreamRequest(bytes: Uint8Array): GetWriteStreamRequest {
  const reader = protobuf.Reader.create(bytes);
  let name: string | undefined;
  let view: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      case 24:
        view = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { name, view };
}

export function encodeWriteStream(message: WriteStream, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.type !== undefined) writer.uint32(16).int32(message.type);
  if (message.createTime !== undefined) encodeTimestamp(message.createTime, writer.uint32(26).fork()).ldelim();
  if (message.commitTime !== undefined) encodeTimestamp(message.commitTime, writer.uint32(34).fork()).ldelim();
  if (message.tableSchema !== undefined) encodeTableSchema(message.tableSchema, writer.uint32(42).fork()).ldelim();
  if (message.writeMode !== undefined) writer.uint32(56).int32(message.writeMode);
  if (message.location !== undefined) writer.uint32(66).string(message.location);
  return writer;
}

export function decodeWriteStream(bytes: Uint8Array): WriteStream {
  const reader = protobuf.Reader.create(bytes);
  let name: string | undefined;
  let type: number | undefined;
  let createTime: Timestamp | undefined;
  let commitTime: Timestamp | undefined;
  let tableSchema: TableSchema | undefined;
  let writeMode: number | undefined;
  let location: string | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      case 16:
        type = reader.int32();
        break;
      case 26:
        createTime = decodeTimestamp(reader.bytes());
        break;
      case 34:
        commitTime = decodeTimestamp(reader.bytes());
        break;
      case 42:
        tableSchema = decodeTableSchema(reader.bytes());
        break;
      case 56:
        writeMode = reader.int32();
        break;
      case 66:
        location = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { name, type, createTime, commitTime, tableSchema, writeMode, location };
}

export function encodeFinalizeWriteStreamRequest(message: FinalizeWriteStreamRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  return writer;
}

export function decodeFinalizeWriteStreamRequest(bytes: Uint8Array): FinalizeWriteStreamRequest {
  const reader = protobuf.Reader.create(bytes);
  let name: string | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { name };
}

export function encodeFinalizeWriteStreamResponse(message: FinalizeWriteStreamResponse, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.rowCount !== undefined) writer.uint32(8).int64(message.rowCount);
  return writer;
}

export function decodeFinalizeWriteStreamResponse(bytes: Uint8Array): FinalizeWriteStreamResponse {
  const reader = protobuf.Reader.create(bytes);
  let rowCount: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        rowCount = Number(reader.int64());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { rowCount };
}

export function encodeBatchCommitWriteStreamsRequest(message: BatchCommitWriteStreamsRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.parent !== undefined) writer.uint32(10).string(message.parent);
  for (const item of message.writeStreams ?? []) writer.uint32(18).string(item);
  return writer;
}

export function decodeBatchCommitWriteStreamsRequest(bytes: Uint8Array): BatchCommitWriteStreamsRequest {
  const reader = protobuf.Reader.create(bytes);
  let parent: string | undefined;
  const writeStreams: string[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        parent = reader.string();
        break;
      case 18:
        writeStreams.push(reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { parent, writeStreams };
}

export function encodeBatchCommitWriteStreamsResponse(message: BatchCommitWriteStreamsResponse, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.commitTime !== undefined) encodeTimestamp(message.commitTime, writer.uint32(10).fork()).ldelim();
  for (const item of message.streamErrors ?? []) encodeStorageError(item, writer.uint32(18).fork()).ldelim();
  return writer;
}

export function decodeBatchCommitWriteStreamsResponse(bytes: Uint8Array): BatchCommitWriteStreamsResponse {
  const reader = protobuf.Reader.create(bytes);
  let commitTime: Timestamp | undefined;
  const streamErrors: StorageError[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        commitTime = decodeTimestamp(reader.bytes());
        break;
      case 18:
        streamErrors.push(decodeStorageError(reader.bytes()));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { commitTime, streamErrors };
}

export function encodeFlushRowsRequest(message: FlushRowsRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.writeStream !== undefined) writer.uint32(10).string(message.writeStream);
  if (message.offset !== undefined) encodeInt64Value(message.offset, writer.uint32(18).fork()).ldelim();
  return writer;
}

export function decodeFlushRowsRequest(bytes: Uint8Array): FlushRowsRequest {
  const reader = protobuf.Reader.create(bytes);
  let writeStream: string | undefined;
  let offset: Int64Value | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        writeStream = reader.string();
        break;
      case 18:
        offset = decodeInt64Value(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { writeStream, offset };
}

export function encodeFlushRowsResponse(message: FlushRowsResponse, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.offset !== undefined) writer.uint32(8).int64(message.offset);
  return writer;
}

export function decodeFlushRowsResponse(bytes: Uint8Array): FlushRowsResponse {
  const reader = protobuf.Reader.create(bytes);
  let offset: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        offset = Number(reader.int64());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { offset };
}

export function encodeStorageError(message: StorageError, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.code !== undefined) writer.uint32(8).int32(message.code);
  if (message.entity !== undefined) writer.uint32(18).string(message.entity);
  if (message.errorMessage !== undefined) writer.uint32(26).string(message.errorMessage);
  return writer;
}

export function decodeStorageError(bytes: Uint8Array): StorageError {
  const reader = protobuf.Reader.create(bytes);
  let code: number | undefined;
  let entity: string | undefined;
  let errorMessage: string | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        code = reader.int32();
        break;
      case 18:
        entity = reader.string();
        break;
      case 26:
        errorMessage = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { code, entity, errorMessage };
}

export function encodeTableSchema(message: TableSchema, writer = protobuf.Writer.create()): protobuf.Writer {
  for (const item of message.fields ?? []) encodeTableFieldSchema(item, writer.uint32(10).fork()).ldelim();
  return writer;
}

export function decodeTableSchema(bytes: Uint8Array): TableSchema {
  const reader = protobuf.Reader.create(bytes);
  const fields: TableFieldSchema[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        fields.push(decodeTableFieldSchema(reader.bytes()));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { fields };
}

export function encodeTableFieldSchema(message: TableFieldSchema, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.name !== undefined) writer.uint32(10).string(message.name);
  if (message.type !== undefined) writer.uint32(16).int32(message.type);
  if (message.mode !== undefined) writer.uint32(24).int32(message.mode);
  for (const item of message.fields ?? []) encodeTableFieldSchema(item, writer.uint32(34).fork()).ldelim();
  if (message.description !== undefined) writer.uint32(50).string(message.description);
  if (message.maxLength !== undefined) writer.uint32(56).int64(message.maxLength);
  if (message.precision !== undefined) writer.uint32(64).int64(message.precision);
  if (message.scale !== undefined) writer.uint32(72).int64(message.scale);
  if (message.defaultValueExpression !== undefined) writer.uint32(82).string(message.defaultValueExpression);
  if (message.rangeElementType !== undefined) encodeFieldElementType(message.rangeElementType, writer.uint32(90).fork()).ldelim();
  if (message.timestampPrecision !== undefined) encodeInt64Value(message.timestampPrecision, writer.uint32(218).fork()).ldelim();
  return writer;
}

export function decodeTableFieldSchema(bytes: Uint8Array): TableFieldSchema {
  const reader = protobuf.Reader.create(bytes);
  let name: string | undefined;
  let type: number | undefined;
  let mode: number | undefined;
  const fields: TableFieldSchema[] = [];
  let description: string | undefined;
  let maxLength: number | undefined;
  let precision: number | undefined;
  let scale: number | undefined;
  let defaultValueExpression: string | undefined;
  let rangeElementType: FieldElementType | undefined;
  let timestampPrecision: Int64Value | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      case 16:
        type = reader.int32();
        break;
      case 24:
        mode = reader.int32();
        break;
      case 34:
        fields.push(decodeTableFieldSchema(reader.bytes()));
        break;
      case 50:
        description = reader.string();
        break;
      case 56:
        maxLength = Number(reader.int64());
        break;
      case 64:
        precision = Number(reader.int64());
        break;
      case 72:
        scale = Number(reader.int64());
        break;
      case 82:
        defaultValueExpression = reader.string();
        break;
      case 90:
        rangeElementType = decodeFieldElementType(reader.bytes());
        break;
      case 218:
        timestampPrecision = decodeInt64Value(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { name, type, mode, fields, description, maxLength, precision, scale, defaultValueExpression, rangeElementType, timestampPrecision };
}

export function encodeFieldElementType(message: FieldElementType, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.type !== undefined) writer.uint32(8).int32(message.type);
  return writer;
}

export function decodeFieldElementType(bytes: Uint8Array): FieldElementType {
  const reader = protobuf.Reader.create(bytes);
  let type: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        type = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { type };
}

export function encodeAppendRowsRequest(message: AppendRowsRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.writeStream !== undefined) writer.uint32(10).string(message.writeStream);
  if (message.offset !== undefined) encodeInt64Value(message.offset, writer.uint32(18).fork()).ldelim();
  if (message.protoRows !== undefined) encodeProtoData(message.protoRows, writer.uint32(34).fork()).ldelim();
  if (message.arrowRows !== undefined) writer.uint32(42).bytes(message.arrowRows);
  if (message.traceId !== undefined) writer.uint32(50).string(message.traceId);
  for (const [key, value] of Object.entries(message.missingValueInterpretations ?? {})) {
    writer.uint32(58).fork().uint32(10).string(key);
    writer.uint32(16).int32(value);
    writer.ldelim();
  }
  if (message.defaultMissingValueInterpretation !== undefined) writer.uint32(64).int32(message.defaultMissingValueInterpretation);
  return writer;
}

export function decodeAppendRowsRequest(bytes: Uint8Array): AppendRowsRequest {
  const reader = protobuf.Reader.create(bytes);
  let writeStream: string | undefined;
  let offset: Int64Value | undefined;
  let protoRows: ProtoData | undefined;
  let arrowRows: Uint8Array | undefined;
  let traceId: string | undefined;
  const missingValueInterpretations: Record<string, number> = {};
  let defaultMissingValueInterpretation: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        writeStream = reader.string();
        break;
      case 18:
        offset = decodeInt64Value(reader.bytes());
        break;
      case 34:
        protoRows = decodeProtoData(reader.bytes());
        break;
      case 42:
        arrowRows = reader.bytes();
        break;
      case 50:
        traceId = reader.string();
        break;
      case 58:
        entryOf(reader.bytes(), missingValueInterpretations, 0, (entry) => entry.int32());
        break;
      case 64:
        defaultMissingValueInterpretation = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { writeStream, offset, protoRows, arrowRows, traceId, missingValueInterpretations, defaultMissingValueInterpretation };
}

export function encodeProtoData(message: ProtoData, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.writerSchema !== undefined) encodeProtoSchema(message.writerSchema, writer.uint32(10).fork()).ldelim();
  if (message.rows !== undefined) encodeProtoRows(message.rows, writer.uint32(18).fork()).ldelim();
  return writer;
}

export function decodeProtoData(bytes: Uint8Array): ProtoData {
  const reader = protobuf.Reader.create(bytes);
  let writerSchema: ProtoSchema | undefined;
  let rows: ProtoRows | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        writerSchema = decodeProtoSchema(reader.bytes());
        break;
      case 18:
        rows = decodeProtoRows(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { writerSchema, rows };
}

export function encodeProtoSchema(message: ProtoSchema, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.protoDescriptor !== undefined) writer.uint32(10).bytes(message.protoDescriptor);
  return writer;
}

export function decodeProtoSchema(bytes: Uint8Array): ProtoSchema {
  const reader = protobuf.Reader.create(bytes);
  let protoDescriptor: Uint8Array | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        protoDescriptor = reader.bytes();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { protoDescriptor };
}

export function encodeProtoRows(message: ProtoRows, writer = protobuf.Writer.create()): protobuf.Writer {
  for (const item of message.serializedRows ?? []) writer.uint32(10).bytes(item);
  return writer;
}

export function decodeProtoRows(bytes: Uint8Array): ProtoRows {
  const reader = protobuf.Reader.create(bytes);
  const serializedRows: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        serializedRows.push(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { serializedRows };
}

export function encodeAppendRowsResponse(message: AppendRowsResponse, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.appendResult !== undefined) encodeAppendResult(message.appendResult, writer.uint32(10).fork()).ldelim();
  if (message.error !== undefined) encodeStatus(message.error, writer.uint32(18).fork()).ldelim();
  if (message.updatedSchema !== undefined) encodeTableSchema(message.updatedSchema, writer.uint32(26).fork()).ldelim();
  for (const item of message.rowErrors ?? []) encodeRowError(item, writer.uint32(34).fork()).ldelim();
  if (message.writeStream !== undefined) writer.uint32(42).string(message.writeStream);
  return writer;
}

export function decodeAppendRowsResponse(bytes: Uint8Array): AppendRowsResponse {
  const reader = protobuf.Reader.create(bytes);
  let appendResult: AppendResult | undefined;
  let error: Status | undefined;
  let updatedSchema: TableSchema | undefined;
  const rowErrors: RowError[] = [];
  let writeStream: string | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        appendResult = decodeAppendResult(reader.bytes());
        break;
      case 18:
        error = decodeStatus(reader.bytes());
        break;
      case 26:
        updatedSchema = decodeTableSchema(reader.bytes());
        break;
      case 34:
        rowErrors.push(decodeRowError(reader.bytes()));
        break;
      case 42:
        writeStream = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { appendResult, error, updatedSchema, rowErrors, writeStream };
}

export function encodeAppendResult(message: AppendResult, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.offset !== undefined) encodeInt64Value(message.offset, writer.uint32(10).fork()).ldelim();
  return writer;
}

export function decodeAppendResult(bytes: Uint8Array): AppendResult {
  const reader = protobuf.Reader.create(bytes);
  let offset: Int64Value | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        offset = decodeInt64Value(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { offset };
}

export function encodeRowError(message: RowError, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.index !== undefined) writer.uint32(8).int64(message.index);
  if (message.code !== undefined) writer.uint32(16).int32(message.code);
  if (message.message !== undefined) writer.uint32(26).string(message.message);
  return writer;
}

export function decodeRowError(bytes: Uint8Array): RowError {
  const reader = protobuf.Reader.create(bytes);
  let index: number | undefined;
  let code: number | undefined;
  let message: string | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        index = Number(reader.int64());
        break;
      case 16:
        code = reader.int32();
        break;
      case 26:
        message = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { index, code, message };
}

export function encodeStatus(message: Status, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.code !== undefined) writer.uint32(8).int32(message.code);
  if (message.message !== undefined) writer.uint32(18).string(message.message);
  for (const item of message.details ?? []) encodeAny(item, writer.uint32(26).fork()).ldelim();
  return writer;
}

export function decodeStatus(bytes: Uint8Array): Status {
  const reader = protobuf.Reader.create(bytes);
  let code: number | undefined;
  let message: string | undefined;
  const details: Any[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        code = reader.int32();
        break;
      case 18:
        message = reader.string();
        break;
      case 26:
        details.push(decodeAny(reader.bytes()));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { code, message, details };
}

export function encodeRetryInfo(message: RetryInfo, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.retryDelay !== undefined) encodeDuration(message.retryDelay, writer.uint32(10).fork()).ldelim();
  return writer;
}

export function decodeRetryInfo(bytes: Uint8Array): RetryInfo {
  const reader = protobuf.Reader.create(bytes);
  let retryDelay: Duration | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        retryDelay = decodeDuration(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { retryDelay };
}

export function encodeAny(message: Any, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.typeUrl !== undefined) writer.uint32(10).string(message.typeUrl);
  if (message.value !== undefined) writer.uint32(18).bytes(message.value);
  return writer;
}

export function decodeAny(bytes: Uint8Array): Any {
  const reader = protobuf.Reader.create(bytes);
  let typeUrl: string | undefined;
  let value: Uint8Array | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        typeUrl = reader.string();
        break;
      case 18:
        value = reader.bytes();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { typeUrl, value };
}

export function encodeInt64Value(message: Int64Value, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.value !== undefined) writer.uint32(8).int64(message.value);
  return writer;
}

export function decodeInt64Value(bytes: Uint8Array): Int64Value {
  const reader = protobuf.Reader.create(bytes);
  let value: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        value = Number(reader.int64());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { value };
}

export function encodeTimestamp(message: Timestamp, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.seconds !== undefined) writer.uint32(8).int64(message.seconds);
  if (message.nanos !== undefined) writer.uint32(16).int32(message.nanos);
  return writer;
}

export function decodeTimestamp(bytes: Uint8Array): Timestamp {
  const reader = protobuf.Reader.create(bytes);
  let seconds: number | undefined;
  let nanos: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        seconds = Number(reader.int64());
        break;
      case 16:
        nanos = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { seconds, nanos };
}

export function encodeDuration(message: Duration, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.seconds !== undefined) writer.uint32(8).int64(message.seconds);
  if (message.nanos !== undefined) writer.uint32(16).int32(message.nanos);
  return writer;
}

export function decodeDuration(bytes: Uint8Array): Duration {
  const reader = protobuf.Reader.create(bytes);
  let seconds: number | undefined;
  let nanos: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        seconds = Number(reader.int64());
        break;
      case 16:
        nanos = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { seconds, nanos };
}

/** One entry of a map: key 1, value 2, either left out where it is the default. */
export function entryOf<T>(
  bytes: Uint8Array,
  into: Record<string, T>,
  fallback: T,
  read: (entry: protobuf.Reader) => T,
): void {
  const entry = protobuf.Reader.create(bytes);
  let key = '';
  let value = fallback;
  while (entry.pos < entry.len) {
    const tag = entry.uint32();
    if (tag === 10) key = entry.string();
    else if (tag >>> 3 === 2) value = read(entry);
    else entry.skipType(tag & 7);
  }
  // As a plain assignment `__proto__` would set the prototype.
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
}
