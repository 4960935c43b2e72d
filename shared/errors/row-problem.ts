/** A row that cannot be written, as a rejection. */

import type { RowProblem } from '../bigquery/codec/problem.ts';
import { PenstockError } from '../runtime/errors.ts';
import type { Rejection } from './record.ts';

export interface RejectedRow {
  /** The message or the row's JSON text, untouched. */
  readonly data: Uint8Array;
  /** Default: none. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** `project:dataset.table` or `project.dataset.table`. */
  readonly table: string;
  /** The subscription or source of the row. Default: not recorded. */
  readonly input?: string;
}

/**
 * @example
 * const problem = { code: 'TOO_LONG', path: 'name', columnType: 'STRING(3)', reason: 'it is longer', view: '"abcd"' };
 * rowRejection(problem, { data: Buffer.from('{}'), table: 'p.d.t' }).facts?.error_location; // 'name'
 */
export function rowRejection(
  { code, path, columnType, reason }: Omit<RowProblem, 'code'> & { readonly code: string },
  { data, attributes = {}, table, input }: RejectedRow,
): Rejection {
  const where = path === '' ? 'The row' : `The column ${path}`;
  const error = new PenstockError('ROW_REJECTED', `${where} (${columnType}) is refused: ${reason}`, {
    stage: 'sending',
    context: { table, reason: code },
  });
  const facts = {
    error_table: table,
    error_reason: code,
    error_location: path,
    ...(input === undefined ? {} : { input }),
  };
  return { data, attributes, error, facts };
}
