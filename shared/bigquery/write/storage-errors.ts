/**
 * Errors of the Storage Write API become a PenstockError here and nowhere else.
 *
 * They arrive in two ways (write-api.md, Answers): in an AppendRowsResponse, with a StorageError packed into Status.details, and
 * as the status that ends a call, with the StorageError in a trailer. The decision is made by StorageErrorCode and gRPC
 * code. One fact exists in words only: the stream's end, as "expected offset N", in the two offset errors.
 */

import { status as GrpcStatus, type Metadata, type StatusObject } from '@grpc/grpc-js';
import { type ErrorCode, fromGrpcError, PenstockError } from '../../runtime/errors.ts';
import * as wire from './wire.generated.ts';

export type StorageErrorCode = keyof typeof wire.STORAGE_ERROR_STORAGE_ERROR_CODE;

const CODE_NAMES: ReadonlyMap<number, StorageErrorCode> = new Map(
  Object.entries(wire.STORAGE_ERROR_STORAGE_ERROR_CODE).map(([name, number]) => [number, name as StorageErrorCode]),
);

export interface StorageError {
  readonly code: StorageErrorCode;
  readonly entity: string;
  readonly message: string;
}

/** The parts of an error of the service. */
export interface ServiceError {
  readonly grpcCode: number;
  readonly message: string;
  readonly storage: StorageError | undefined;
  readonly retryAfterMs: number | undefined;
}

const STORAGE_ERROR_TYPE = 'google.cloud.bigquery.storage.v1.StorageError';
const RETRY_INFO_TYPE = 'google.rpc.RetryInfo';
const STORAGE_ERROR_TRAILER = 'google.cloud.bigquery.storage.v1.storageerror-bin';
const STATUS_TRAILER = 'grpc-status-details-bin';

/** The error inside an answer. A code that gRPC does not have, or OK, says as little as UNKNOWN. */
export function readStatus({ code = 0, message = '', details = [] }: wire.Status): ServiceError {
  const grpcCode = code !== GrpcStatus.OK && code in GrpcStatus ? code : GrpcStatus.UNKNOWN;
  return { grpcCode, message, storage: storageErrorIn(details), retryAfterMs: retryDelayIn(details) };
}

/** The status that ended a call; also any other thing thrown by a gRPC client. */
export function readCallError(error: { code: number; details: string; metadata?: Metadata }): ServiceError {
  const details = trailer(error.metadata, STATUS_TRAILER).flatMap(
    (bytes) => readable(wire.decodeStatus, bytes)?.details ?? [],
  );
  const [own] = trailer(error.metadata, STORAGE_ERROR_TRAILER);
  return {
    grpcCode: error.code,
    message: error.details,
    storage: own === undefined ? storageErrorIn(details) : readable(decodeStorageError, own),
    retryAfterMs: retryDelayIn(details),
  };
}

/** Statuses after which the same request may succeed: Java's list (write-api.md, Other writers) and RESOURCE_EXHAUSTED. */
const TRANSIENT: ReadonlySet<number> = new Set([
  GrpcStatus.CANCELLED,
  GrpcStatus.UNKNOWN,
  GrpcStatus.DEADLINE_EXCEEDED,
  GrpcStatus.RESOURCE_EXHAUSTED,
  GrpcStatus.ABORTED,
  GrpcStatus.INTERNAL,
  GrpcStatus.UNAVAILABLE,
]);

/** Whether the service certainly did nothing. Any other transient error leaves the outcome unknown. */
const CERTAINLY_NOTHING: ReadonlySet<number> = new Set([GrpcStatus.RESOURCE_EXHAUSTED, GrpcStatus.ABORTED]);

export function isTransient({ grpcCode, storage }: ServiceError): boolean {
  // The one storage error that storage.proto calls retryable.
  return storage?.code === 'KMS_SERVICE_ERROR' || TRANSIENT.has(grpcCode);
}

export function certainlyNothingDone({ grpcCode }: ServiceError): boolean {
  return CERTAINLY_NOTHING.has(grpcCode);
}

export function isThrottle({ grpcCode }: ServiceError): boolean {
  return grpcCode === GrpcStatus.RESOURCE_EXHAUSTED;
}

const BY_STORAGE_CODE: Readonly<Partial<Record<StorageErrorCode, ErrorCode>>> = {
  TABLE_NOT_FOUND: 'NOT_FOUND',
  STREAM_NOT_FOUND: 'NOT_FOUND',
  STREAM_ALREADY_COMMITTED: 'ALREADY_EXISTS',
  INVALID_STREAM_TYPE: 'INPUT_INVALID',
  INVALID_STREAM_STATE: 'INPUT_INVALID',
  STREAM_FINALIZED: 'STREAM_FINALIZED',
  SCHEMA_MISMATCH_EXTRA_FIELDS: 'SCHEMA_MISMATCH',
  OFFSET_ALREADY_EXISTS: 'OFFSET_MISMATCH',
  OFFSET_OUT_OF_RANGE: 'OFFSET_MISMATCH',
  KMS_PERMISSION_DENIED: 'PERMISSION_DENIED',
};

export function toPenstockError(error: ServiceError, cause?: unknown): PenstockError {
  const { grpcCode, message, storage, retryAfterMs } = error;
  const code = BY_STORAGE_CODE[storage?.code ?? 'STORAGE_ERROR_CODE_UNSPECIFIED'];
  const details = {
    stage: 'sending',
    kind: isTransient(error) ? 'transient' : 'permanent',
    context: { grpc_code: grpcCode, ...(storage ? { storage_error: storage.code } : {}) },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(cause === undefined ? {} : { cause }),
  } as const;
  if (code !== undefined) return new PenstockError(code, message, details);
  return fromGrpcError(Object.assign(new Error(message), { code: grpcCode }), details);
}

export interface CallFailure {
  readonly error: PenstockError;
  readonly transient: boolean;
  readonly throttled: boolean;
}

/** A call ended while requests waited for their answers. An OK status is no success of theirs (write-api.md, Google's Node writer, f). */
export function callFailure(status: StatusObject): CallFailure {
  if (status.code === GrpcStatus.OK) {
    const message = 'the service ended the call with requests unanswered';
    return {
      error: new PenstockError('UNAVAILABLE', message, { stage: 'sending' }),
      transient: true,
      throttled: false,
    };
  }
  const error = readCallError(status);
  return { error: toPenstockError(error), transient: isTransient(error), throttled: isThrottle(error) };
}

/** Converts any error that a unary call threw. */
export function fromUnaryError(thrown: unknown): PenstockError {
  if (thrown instanceof PenstockError || !isCallError(thrown)) return fromGrpcError(thrown, { stage: 'sending' });
  return toPenstockError(readCallError(thrown), thrown);
}

function isCallError(thrown: unknown): thrown is { code: number; details: string; metadata?: Metadata } {
  const { code, details } = (thrown ?? {}) as { code?: unknown; details?: unknown };
  return typeof code === 'number' && typeof details === 'string';
}

/** The stream's end as an offset error words it: "expected offset 1, received 100" (write-api.md, Errors). */
export function expectedOffset({ message, storage }: ServiceError): number | undefined {
  const [, digits] = /expected offset (\d+)/i.exec(`${message} ${storage?.message ?? ''}`) ?? [];
  const offset = Number(digits);
  return Number.isSafeInteger(offset) ? offset : undefined;
}

function storageErrorIn(details: readonly wire.Any[]): StorageError | undefined {
  const detail = details.find(({ typeUrl = '' }) => typeUrl.endsWith(`/${STORAGE_ERROR_TYPE}`));
  return detail && readable(decodeStorageError, detail.value ?? NOTHING);
}

const NOTHING = new Uint8Array(0);

export function decodeStorageError(bytes: Uint8Array): StorageError {
  return storageErrorFrom(wire.decodeStorageError(bytes));
}

/** A code that is newer than this code is none that it knows. */
export function storageErrorFrom({ code = 0, entity = '', errorMessage = '' }: wire.StorageError): StorageError {
  return { code: CODE_NAMES.get(code) ?? 'STORAGE_ERROR_CODE_UNSPECIFIED', entity, message: errorMessage };
}

function retryDelayIn(details: readonly wire.Any[]): number | undefined {
  const detail = details.find(({ typeUrl = '' }) => typeUrl.endsWith(`/${RETRY_INFO_TYPE}`));
  return detail && readable(decodeRetryDelay, detail.value ?? NOTHING);
}

function decodeRetryDelay(bytes: Uint8Array): number {
  const { seconds = 0, nanos = 0 } = wire.decodeRetryInfo(bytes).retryDelay ?? {};
  return seconds * 1_000 + Math.ceil(nanos / 1_000_000);
}

/** Details that cannot be read are ignored, because the code still decides. An exception here would end the process. */
function readable<T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

/** Trailers in bytes; others with these names are none of the service's. */
function trailer(metadata: Metadata | undefined, key: string): Buffer[] {
  return (metadata?.get(key) ?? []).filter((value): value is Buffer => Buffer.isBuffer(value));
}
