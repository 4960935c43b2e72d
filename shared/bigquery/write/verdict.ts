/** The meaning of an answer for its request (write-api.md, Resuming a stream), as a pure function. */

import { PenstockError } from '../../runtime/errors.ts';
import type { AppendResponse, RowError } from './append-message.ts';
import {
  certainlyNothingDone,
  expectedOffset,
  isThrottle,
  isTransient,
  readStatus,
  type ServiceError,
  toPenstockError,
} from './storage-errors.ts';

export type Verdict =
  | { readonly kind: 'delivered' }
  /** The batch was not written because of these rows. Indexes count the rows of the request. */
  | { readonly kind: 'rows-rejected'; readonly rows: readonly RowError[] }
  /** The service refused for now: send the same again. */
  | {
      readonly kind: 'retry';
      readonly error: PenstockError;
      readonly throttled: boolean;
      readonly nothingDone: boolean;
    }
  /** The stream ends before this offset, as far as the service can see: it may be stale, look again later. */
  | { readonly kind: 'too-early'; readonly error: PenstockError; readonly expected: number | undefined }
  /** Sending the same again will not help. `nothingDone` is false if rows stand at these offsets already. */
  | { readonly kind: 'failed'; readonly error: PenstockError; readonly nothingDone: boolean };

/** The parts of a request that decide the meaning of its answer. */
export interface Asked {
  readonly offset: number | undefined;
  readonly rowCount: number;
}

export function verdictOf(answer: AppendResponse, asked: Asked): Verdict {
  // The error beside row_errors only says "look at row_errors" (write-api.md, Errors).
  if (answer.rowErrors.length > 0) return { kind: 'rows-rejected', rows: answer.rowErrors };
  if (answer.error === undefined) return success(answer, asked);
  const error = readStatus(answer.error);
  if (isOffset(error, 'OFFSET_ALREADY_EXISTS', 6)) return alreadyExists(error, asked);
  if (isOffset(error, 'OFFSET_OUT_OF_RANGE', 11)) return tooEarly(error, asked);
  if (!isTransient(error)) return { kind: 'failed', error: toPenstockError(error), nothingDone: true };
  return {
    kind: 'retry',
    error: toPenstockError(error),
    throttled: isThrottle(error),
    nothingDone: certainlyNothingDone(error),
  };
}

/** The service says where the append started: anywhere else than asked, and the plan and the stream do not agree. */
function success(answer: AppendResponse, { offset, rowCount }: Asked): Verdict {
  if (offset === undefined || answer.offset === undefined || answer.offset === offset) return { kind: 'delivered' };
  const what = `appended at offset ${answer.offset} where ${offset} was asked for`;
  return { kind: 'failed', error: mismatch(what, { offset, rowCount }, answer.offset), nothingDone: false };
}

/**
 * An end of stream at or past the batch's end means that an earlier send of this batch has landed. An end inside the
 * batch cannot come from the same plan, requests being atomic. An end that is not told could be either, and taking it
 * for an acknowledgement is how rows were lost elsewhere (write-api.md, Other writers).
 */
function alreadyExists(error: ServiceError, asked: Asked): Verdict {
  const expected = expectedOffset(error);
  const { offset, rowCount } = asked;
  if (offset !== undefined && expected !== undefined && expected >= offset + rowCount) return { kind: 'delivered' };
  const what =
    expected === undefined ? 'the service does not say where the stream ends' : `the stream ends at ${expected}`;
  return { kind: 'failed', error: mismatch(what, asked, expected, error), nothingDone: false };
}

function tooEarly(error: ServiceError, asked: Asked): Verdict {
  const expected = expectedOffset(error);
  const what = `the stream ends ${expected === undefined ? 'earlier' : `at ${expected}`}`;
  return { kind: 'too-early', error: mismatch(what, asked, expected, error), expected };
}

function mismatch(
  what: string,
  { offset, rowCount }: Asked,
  expected: number | undefined,
  cause?: ServiceError,
): PenstockError {
  const range =
    offset === undefined ? `${rowCount} rows without an offset` : `rows ${offset} to ${offset + rowCount - 1}`;
  return new PenstockError('OFFSET_MISMATCH', `${range}: ${what}`, {
    kind: 'permanent',
    stage: 'sending',
    context: {
      row_count: rowCount,
      ...(offset === undefined ? {} : { offset }),
      ...(expected === undefined ? {} : { expected_offset: expected }),
    },
    ...(cause === undefined ? {} : { cause: toPenstockError(cause) }),
  });
}

function isOffset({ storage, grpcCode }: ServiceError, code: string, grpc: number): boolean {
  return storage === undefined || storage.code === 'STORAGE_ERROR_CODE_UNSPECIFIED'
    ? grpcCode === grpc
    : storage.code === code;
}
