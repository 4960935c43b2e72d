/**
 * A column that a row leaves out becomes NULL, or the column's default value. One interpretation holds for a
 * whole connection once it is said; those of single columns hold for the request that they come with (write-api.md, Requests).
 */

import protobuf from 'protobufjs/minimal.js';
import { PenstockError } from '../../runtime/errors.ts';
import { APPEND_ROWS_REQUEST_TAGS } from './wire.generated.ts';

/** `MissingValueInterpretation`. */
export type MissingValues = 'NULL_VALUE' | 'DEFAULT_VALUE';
/** Keyed by top-level column; columns within a STRUCT have no interpretation of their own. */
export type MissingValuesByColumn = Readonly<Record<string, MissingValues>>;

export interface MissingValueOptions {
  /** The value of a column that a row leaves out. Default: NULL. */
  readonly missingValues?: MissingValues;
  /** Columns that differ from that. */
  readonly missingValuesByColumn?: MissingValuesByColumn;
}

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NULL_VALUE', 1],
  ['DEFAULT_VALUE', 2],
]);

/** Throws CONFIG_INVALID for what is neither: the service would take an unknown number for NULL. */
export function interpretationNumber(value: string, of: string): number {
  const number = NUMBERS.get(value);
  if (number !== undefined) return number;
  throw new PenstockError('CONFIG_INVALID', `missing values of ${of} are ${value}: NULL_VALUE or DEFAULT_VALUE`);
}

/** AppendRowsRequest.missing_value_interpretations = 7, a map: every request carries all of it. */
export function encodeMissingByColumn(byColumn: MissingValuesByColumn = {}): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [column, value] of Object.entries(byColumn)) {
    const number = interpretationNumber(value, `column ${column}`);
    // An entry of every map has its key under 1 and its value under 2.
    writer.uint32(APPEND_ROWS_REQUEST_TAGS.missingValueInterpretations).fork();
    writer.uint32(0x0a).string(column).uint32(0x10).int32(number).ldelim();
  }
  return writer.finish();
}
