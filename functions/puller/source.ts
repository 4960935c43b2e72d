/**
 * A source: where the rows of a window come from. This is the whole contract between the sources (HTTP by configuration,
 * or a TypeScript module) and the exactly-once protocol that lands their rows.
 *
 * A listing is one reading of one window, from its first page to its last. It is whole or it is nothing: a listing that
 * ended in a failure is thrown away with all its pages, and `open` begins another one under another id. Only a listing
 * whose iteration returned without an error is complete, so the protocol must not send a row of it before that.
 */

import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import { type ErrorCode, type ErrorDetails, PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Window } from './window.ts';

/** One answer of the source. Pages come in the order of the listing; a page without rows is possible. */
export interface SourcePage {
  /** Its place in the listing, from 0, without a gap. */
  readonly index: number;
  /**
   * The rows for the table: filtered, mapped and cut to the window. An integer beyond 2^53 is a BigInt and a decimal that
   * no double holds is its text, so that the codec gets every digit.
   */
  readonly rows: readonly JsonRow[];
  /**
   * One hash a row, where the source declares a key and its windows overlap: the protocol keeps those of a landed window
   * for as long as `overlapMs` says, and gives them back as `landed`. Absent where nothing asks for them.
   */
  readonly keys?: readonly string[];
  /** Decoded bytes of the answer. */
  readonly bytes: number;
  /** Rows that the answer held and `rows` does not, by reason. */
  readonly dropped: DroppedRows;
  /** The request without its credentials, for the error output and the audit trail. */
  readonly request: string;
  /** Data of the plan that the table does not hold, such as the parents whose children this listing asks for. Small JSON. */
  readonly note?: JsonRow;
}

/** Counts of rows that were left out on purpose. */
export interface DroppedRows {
  /** Rows that the source's row filter leaves out. */
  readonly filtered: number;
  /** Their own time lies outside of the window. */
  readonly outside: number;
  /** Their key was seen before: in this listing, or in a window that has landed. */
  readonly repeated: number;
}

export interface Listing {
  /** Unlike that of every other listing, of this window and of others. */
  readonly id: string;
  /** Iterated once. Throws a SourceError, and no other error, where the listing cannot be completed. */
  readonly pages: AsyncIterable<SourcePage>;
}

export interface ListingOptions {
  /** Ends the listing's requests and waits at once. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch: no request and no wait of the listing goes beyond it. */
  readonly deadlineMs: number;
  /** Keys of rows that landed with earlier windows, within the overlap. Default: none. */
  readonly landed?: { has(key: string): boolean };
  /** Rows from so far before the window are wanted where `landed` has not got their key. Default: the whole overlap. */
  readonly reachMs?: number;
}

export interface Source {
  /** As in its file's name and in every ledger: lower case letters, digits and dashes. */
  readonly name: string;
  /** Begins a listing from nothing. No request is sent before the first page is asked for. */
  open(window: Window, options: ListingOptions): Listing;
  /** Gives back its connections. */
  close(): Promise<void>;
}

/**
 * The consequence of a failure:
 * - `retry`: the same listing, begun anew, may succeed; the source's own retries within the listing are used up.
 * - `wait`: as `retry`, and not before `untilMs`, which lies beyond the deadline of this run or of its budget.
 * - `relist`: a token of the listing has passed, or rows moved under it: begin another one at once.
 * - `fail`: the window cannot succeed unchanged: configuration, permission, or an answer that cannot be trusted.
 */
export type FailureAction = 'retry' | 'wait' | 'relist' | 'fail';

export interface SourceErrorDetails extends ErrorDetails {
  /** Milliseconds since the epoch; only with `wait`. */
  readonly untilMs?: number;
}

/** Thrown by a listing. The message never holds a credential: URLs in it are redacted. */
export class SourceError extends PenstockError {
  readonly action: FailureAction;
  readonly untilMs: number | undefined;

  constructor(action: FailureAction, code: ErrorCode, message: string, details: SourceErrorDetails = {}) {
    super(code, message, { kind: action === 'fail' ? 'permanent' : 'transient', stage: 'receiving', ...details });
    this.action = action;
    this.untilMs = details.untilMs;
  }
}
