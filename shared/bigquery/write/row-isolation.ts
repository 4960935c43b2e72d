/** Takes the rows that the service refused out of a request, so that the good ones can be sent. */

import protobuf from 'protobufjs/minimal.js';
import { PenstockError } from '../../runtime/errors.ts';
import type { RowError } from './append-message.ts';
import type { RejectedRow } from './batch.ts';

export interface Rows {
  readonly protoRows: Uint8Array;
  readonly rowCount: number;
  /** For each row its index in the batch as the caller gave it; undefined while that is the same. */
  readonly indexes: readonly number[] | undefined;
}

export interface Isolated extends Rows {
  readonly rejected: readonly RejectedRow[];
}

/**
 * Undefined where the report names no row of the request: then there is nothing to take out, and sending the same again
 * would only meet the same answer. Several messages about one row become one.
 */
export function isolate(rows: Rows, errors: readonly RowError[]): Isolated | undefined {
  const messages = new Map<number, string>();
  for (const { index, message } of errors) {
    if (index < 0 || index >= rows.rowCount) continue;
    const before = messages.get(index);
    messages.set(index, before === undefined ? message : `${before} ${message}`);
  }
  if (messages.size === 0) return undefined;
  const original = (index: number): number => rows.indexes?.[index] ?? index;
  const kept: Uint8Array[] = [];
  const indexes: number[] = [];
  const reader = protobuf.Reader.create(rows.protoRows);
  for (let index = 0; reader.pos < reader.len; index += 1) {
    const start = reader.pos;
    reader.skipType(reader.uint32() & 7);
    if (messages.has(index)) continue;
    kept.push(rows.protoRows.subarray(start, reader.pos));
    indexes.push(original(index));
  }
  const rejected = [...messages]
    .map(([index, message]) => ({ index: original(index), message }))
    .sort((a, b) => a.index - b.index);
  return { protoRows: Buffer.concat(kept), rowCount: indexes.length, indexes, rejected };
}

/** The way out is another stream: finalizing this one keeps out whatever may still arrive. */
export function cannotShift(): PenstockError {
  const message =
    'rows were refused ahead of requests that a broken call may still deliver: finalize, and go on with another stream';
  return new PenstockError('ABORTED', message, { stage: 'sending' });
}
