/** The errors of the Write API: their codes, texts and the two ways in which they travel (write-api.md, Answers and Errors). */

import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { grpcError } from '../../core/grpc/server.ts';
import type { Protos } from './protos.ts';

export const STORAGE_ERROR = {
  TABLE_NOT_FOUND: 1,
  STREAM_ALREADY_COMMITTED: 2,
  STREAM_NOT_FOUND: 3,
  INVALID_STREAM_TYPE: 4,
  INVALID_STREAM_STATE: 5,
  STREAM_FINALIZED: 6,
  SCHEMA_MISMATCH_EXTRA_FIELDS: 7,
  OFFSET_ALREADY_EXISTS: 8,
  OFFSET_OUT_OF_RANGE: 9,
} as const;

export type StorageErrorName = keyof typeof STORAGE_ERROR;

export interface RowError {
  readonly index: number;
  readonly message: string;
}

interface WriteErrorFacts {
  readonly code: status;
  readonly message: string;
  readonly storage?: StorageErrorName;
  readonly entity?: string;
  readonly rowErrors?: readonly RowError[];
  /** Whether the error ends the RPC; otherwise it is one answer among others and the connection goes on. */
  readonly endsRpc?: boolean;
}

export class WriteError extends Error {
  readonly code: status;
  readonly storage: StorageErrorName | undefined;
  readonly entity: string;
  readonly rowErrors: readonly RowError[];
  readonly endsRpc: boolean;

  constructor({ code, message, storage, entity = '', rowErrors = [], endsRpc = false }: WriteErrorFacts) {
    super(message);
    this.code = code;
    this.storage = storage;
    this.entity = entity;
    this.rowErrors = rowErrors;
    this.endsRpc = endsRpc;
  }
}

const TRAILER = 'google.cloud.bigquery.storage.v1.storageerror-bin';
/** Every gRPC client looks for details here; Java's reads the StorageError nowhere else. */
const STATUS_DETAILS = 'grpc-status-details-bin';
const STORAGE_ERROR_URL = 'type.googleapis.com/google.cloud.bigquery.storage.v1.StorageError';
/** "The list may not be complete because of the size limitations": how much of the row errors one answer carries. */
const MAX_ROW_ERROR_BYTES = 1_000_000;

/** The bytes that a row error adds to its answer, about. */
function sizeOf({ message }: RowError): number {
  return message.length + 16;
}

/** Row errors of one request as they are found, until there are more than an answer carries. */
export class RowErrors {
  readonly found: RowError[] = [];
  #bytes = 0;

  add(error: RowError): void {
    this.found.push(error);
    this.#bytes += sizeOf(error);
  }

  get isFull(): boolean {
    return this.#bytes > MAX_ROW_ERROR_BYTES;
  }
}

export function invalid(message: string, entity = '', endsRpc = false): WriteError {
  return new WriteError({ code: status.INVALID_ARGUMENT, message, entity, endsRpc });
}

export function notFound(storage: 'TABLE_NOT_FOUND' | 'STREAM_NOT_FOUND', entity: string): WriteError {
  const message = `Requested entity was not found. Entity: ${entity}`;
  return new WriteError({ code: status.NOT_FOUND, message, storage, entity, endsRpc: true });
}

export function badRows(rowErrors: readonly RowError[], entity: string): WriteError {
  const message =
    'Errors found while processing rows. Please refer to the row_errors field for details. ' +
    'The list may not be complete because of the size limitations.';
  return new WriteError({ code: status.INVALID_ARGUMENT, message, entity, rowErrors });
}

/** Both texts embed the end of the stream; Google's Java client parses it out of them (write-api.md, Errors). */
export function offsetError(end: bigint, received: bigint, entity: string): WriteError {
  return received < end
    ? new WriteError({
        code: status.ALREADY_EXISTS,
        message: `The offset is within stream, expected offset ${end}, received ${received}`,
        storage: 'OFFSET_ALREADY_EXISTS',
        entity,
      })
    : new WriteError({
        code: status.OUT_OF_RANGE,
        message: `The offset is beyond stream, expected offset ${end}, received ${received}`,
        storage: 'OFFSET_OUT_OF_RANGE',
        entity,
      });
}

/** The error as one answer on the connection. */
export function errorResponse(protos: Protos, error: WriteError, writeStream: string): Buffer {
  const details =
    error.storage === undefined ? [] : [{ type_url: STORAGE_ERROR_URL, value: storageError(protos, error) }];
  return protos.encode('AppendRowsResponse', {
    error: { code: error.code, message: error.message, details },
    rowErrors: cut(error.rowErrors).map(({ index, message }) => ({ index, code: 1, message })),
    writeStream,
  });
}

/** The error as the end of an RPC. */
export function rpcError(protos: Protos, error: WriteError): ServiceError {
  const metadata = new Metadata();
  if (error.storage !== undefined) {
    const value = storageError(protos, error);
    metadata.set(TRAILER, value);
    const details = [{ type_url: STORAGE_ERROR_URL, value }];
    const told = protos.status.fromObject({ code: error.code, message: error.message, details });
    metadata.set(STATUS_DETAILS, Buffer.from(protos.status.encode(told).finish()));
  }
  return grpcError(error.code, error.message, metadata);
}

/** As BatchCommitWriteStreamsResponse lists it. */
export function streamError(error: WriteError): object {
  return { code: codeOf(error), entity: error.entity, errorMessage: error.message };
}

function storageError(protos: Protos, error: WriteError): Buffer {
  return protos.encode('StorageError', streamError(error));
}

function codeOf({ storage }: WriteError): number {
  return storage === undefined ? 0 : STORAGE_ERROR[storage];
}

function cut(rowErrors: readonly RowError[]): readonly RowError[] {
  let bytes = 0;
  const end = rowErrors.findIndex((error) => {
    bytes += sizeOf(error);
    return bytes > MAX_ROW_ERROR_BYTES;
  });
  // At least one is always told.
  return end < 0 ? rowErrors : rowErrors.slice(0, Math.max(1, end));
}
