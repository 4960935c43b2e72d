/** Names of tables and streams as the Storage Write API spells them (reference 1.1). */

import { PenstockError } from '../../runtime/errors.ts';

export interface TableName {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

const TABLE = /^projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)$/;
const STREAM = /^(projects\/[^/]+\/datasets\/[^/]+\/tables\/[^/]+)\/(?:streams\/)?([^/]+)$/;

export function tablePath({ projectId, datasetId, tableId }: TableName): string {
  const path = `projects/${projectId}/datasets/${datasetId}/tables/${tableId}`;
  if (!TABLE.test(path)) throw new PenstockError('CONFIG_INVALID', `not a table: ${path}`);
  return path;
}

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
