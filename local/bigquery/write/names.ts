/** The resource names of the Write API: tables, and streams under them. */

import type { TableRef } from '../catalog.ts';

export interface StreamName {
  /** As the API writes it: the short default form is spelled out. */
  readonly name: string;
  readonly table: TableRef;
  /** `_default`, or the id that the service chose. */
  readonly id: string;
}

export const DEFAULT_STREAM = '_default';

const TABLE = /^projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)$/;
/** Java and others also send `…/tables/{t}/_default` (reference/write-api.md 1.1). */
const STREAM = /^projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)\/(?:streams\/([^/]+)|(_default))$/;

export function parseTableName(name: string): TableRef | undefined {
  const match = TABLE.exec(name);
  return match === null ? undefined : tableRef(match);
}

export function parseStreamName(name: string): StreamName | undefined {
  const match = STREAM.exec(name);
  if (match === null) return undefined;
  const table = tableRef(match);
  const id = match[4] ?? DEFAULT_STREAM;
  return { name: streamName(table, id), table, id };
}

export function tableName({ projectId, datasetId, tableId }: TableRef): string {
  return `projects/${projectId}/datasets/${datasetId}/tables/${tableId}`;
}

export function streamName(table: TableRef, id: string): string {
  return `${tableName(table)}/streams/${id}`;
}

function tableRef([, projectId = '', datasetId = '', tableId = '']: RegExpExecArray): TableRef {
  return { projectId, datasetId, tableId };
}
