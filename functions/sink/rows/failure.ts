/** Why a message cannot become a row of its table. Its words go into the error record, so they hold no value of the payload. */

import type { ProblemCode, RowProblem } from '@penstock/shared/bigquery/codec/problem.ts';
import { type ErrorCode, PenstockError } from '@penstock/shared/runtime/errors.ts';

/** Reasons of the sink's own, beside those of the row codec. */
export const FAILURE_CODES = [
  'NOT_GZIP',
  'NOT_UTF8',
  'NOT_JSON',
  'COLUMN_COLLISION',
  'SEQUENCE_INVALID',
  'PAYLOAD_TOO_LARGE',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number] | ProblemCode;

/** A class, so that no payload can be taken for a failure by its keys. */
export class RowFailure {
  readonly code: FailureCode;
  readonly reason: string;
  /** The column or path at fault; empty for the message as a whole. */
  readonly location: string;

  constructor(code: FailureCode, reason: string, location = '') {
    this.code = code;
    this.reason = reason;
    this.location = location;
  }
}

export function fromProblem({ code, path, columnType, reason }: RowProblem): RowFailure {
  return new RowFailure(code, path === '' ? reason : `${columnType}: ${reason}`, path);
}

const MALFORMED: ReadonlySet<FailureCode> = new Set(['NOT_GZIP', 'NOT_UTF8', 'NOT_JSON']);
const TOO_LARGE: ReadonlySet<FailureCode> = new Set(['ROW_TOO_LARGE', 'PAYLOAD_TOO_LARGE']);

export function errorOf({ code, reason, location }: RowFailure): PenstockError {
  const where = location === '' ? '' : `${location}: `;
  return new PenstockError(errorCodeOf(code), `${where}${reason}`, { stage: 'processing', context: { reason: code } });
}

/** Errors that are remembered; failures name places in payloads, so there is no end of them. */
const MOST_ERRORS = 256;

/** One error for all messages that fail alike: making one, and the text of its stack, costs more than the message does. */
export class FailureErrors {
  readonly #errors = new Map<string, PenstockError>();

  of(failure: RowFailure): PenstockError {
    const key = `${failure.code} ${failure.location} ${failure.reason}`;
    let error = this.#errors.get(key);
    if (error === undefined) {
      if (this.#errors.size >= MOST_ERRORS) this.#errors.clear();
      error = errorOf(failure);
      this.#errors.set(key, error);
    }
    return error;
  }
}

function errorCodeOf(code: FailureCode): ErrorCode {
  if (MALFORMED.has(code)) return 'INPUT_MALFORMED';
  return TOO_LARGE.has(code) ? 'INPUT_TOO_LARGE' : 'ROW_REJECTED';
}
