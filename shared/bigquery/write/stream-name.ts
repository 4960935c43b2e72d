/** Names of write streams as the Storage Write API spells them (write-api.md, Service). */

import { PenstockError } from '../../runtime/errors.ts';
import { type TableName, tablePath } from '../table-name.ts';

const STREAM = /^(projects\/[^/]+\/datasets\/[^/]+\/tables\/[^/]+)\/(?:streams\/)?([^/]+)$/;

export function defaultStreamName(table: TableName): string {
  return `${tablePath(table)}/streams/_default`;
}

/** The table that a stream belongs to, and the stream's own id. */
export function parseStreamName(name: string): { readonly table: string; readonly streamId: string } {
  const [, table, streamId] = STREAM.exec(name) ?? [];
  if (table === undefined || streamId === undefined) {
    throw new PenstockError('INPUT_INVALID', `not a write stream: ${JSON.stringify(name)}`);
  }
  return { table, streamId };
}
