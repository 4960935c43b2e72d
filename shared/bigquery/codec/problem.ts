/** Why a row cannot be written: never an exception, so that one bad row stands beside the good ones of its batch. */

/** Every reason for a rejection. Metrics and error outputs count by it, so it is a bounded list. */
export const PROBLEM_CODES = [
  /** The row, or a STRUCT in it, is not a plain object. */
  'NOT_AN_OBJECT',
  /** A REPEATED column holds something that is not an array. */
  'NOT_A_LIST',
  /** BigQuery arrays hold no NULL. */
  'NULL_ELEMENT',
  'REQUIRED_MISSING',
  'UNKNOWN_FIELD',
  /** Two keys of one object name the same column (names are matched without regard to case). */
  'DUPLICATE_FIELD',
  /** `_CHANGE_TYPE` and `_CHANGE_SEQUENCE_NUMBER` come from the change, never from the row. */
  'RESERVED_FIELD',
  /** The value is of a kind that the column does not take at all. */
  'TYPE_MISMATCH',
  /** The value is of a kind that the column takes, and does not read as one. */
  'MALFORMED',
  'OUT_OF_RANGE',
  /** More digits than the column keeps. */
  'TOO_PRECISE',
  'TOO_LONG',
  /** A lone surrogate has no UTF-8 form. */
  'BAD_UNICODE',
  'TOO_DEEP',
  'ROW_TOO_LARGE',
  /** Reading a property threw: a getter or a proxy. */
  'UNREADABLE',
  /** The change is missing, is not wanted, or has a malformed sequence number. */
  'CHANGE_INVALID',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface RowProblem {
  readonly code: ProblemCode;
  /** The path: `customer.emails[2]`; empty for the row itself. */
  readonly path: string;
  /** The column's type as people write it: `NUMERIC(10, 2)`; `ROW` for the row itself. */
  readonly columnType: string;
  /** A sentence without the value in it. */
  readonly reason: string;
  /** The first characters of the value, or a mask where the column is sensitive. */
  readonly view: string;
}
