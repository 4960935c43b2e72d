/** The resource names of the Write API: tables, and streams under them. */

import type { TableRef } from '../catalog.ts';
import { splitDecorator } from '../names.ts';

export interface TableAddress {
  readonly table: TableRef;
  /** The part after the `$` of `table$20260101`: the partition that rows are put into. */
  readonly decorator: string | undefined;
}

export interface StreamName extends TableAddress {
  /** As the API writes it: the short default form is spelled out. */
  readonly name: string;
  /** `_default`, or the id that the service chose. */
  readonly id: string;
}

export const DEFAULT_STREAM = '_default';

const TABLE = /^projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)$/;
/** Java and others also send `…/tables/{t}/_default` (write-api.md, Service). */
const STREAM = /^projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)\/(?:streams\/([^/]+)|(_default))$/;

export function parseTableName(name: string): TableAddress | undefined {
  const match = TABLE.exec(name);
  return match === null ? undefined : addressOf(match);
}

export function parseStreamName(name: string): StreamName | undefined {
  const match = STREAM.exec(name);
  if (match === null) return undefined;
  const address = addressOf(match);
  const id = match[4] ?? DEFAULT_STREAM;
  return { ...address, name: streamName(address, id), id };
}

export function tableName({ projectId, datasetId, tableId }: TableRef, decorator?: string): string {
  const suffix = decorator === undefined ? '' : `$${decorator}`;
  return `projects/${projectId}/datasets/${datasetId}/tables/${tableId}${suffix}`;
}

export function streamName({ table, decorator }: TableAddress, id: string): string {
  return `${tableName(table, decorator)}/streams/${id}`;
}

function addressOf([, projectId = '', datasetId = '', id = '']: RegExpExecArray): TableAddress {
  if (!id.includes('$')) return { table: { projectId, datasetId, tableId: id }, decorator: undefined };
  const { tableId, decorator } = splitDecorator(id);
  return { table: { projectId, datasetId, tableId }, decorator };
}
