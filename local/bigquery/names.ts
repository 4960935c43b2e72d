/** The names of BigQuery's resources: what is legal, and how messages spell them. */

import type { DatasetRef, TableRef } from './catalog.ts';
import { BigQueryError } from './errors.ts';

export function datasetName(ref: DatasetRef): string {
  return `${ref.projectId}:${ref.datasetId}`;
}

export function tableName(ref: TableRef): string {
  return `${datasetName(ref)}.${ref.tableId}`;
}

export function datasetNotFound(ref: DatasetRef): BigQueryError {
  return new BigQueryError('notFound', `Not found: Dataset ${datasetName(ref)}`);
}

export function tableNotFound(ref: TableRef): BigQueryError {
  return new BigQueryError('notFound', `Not found: Table ${tableName(ref)}`);
}

export function checkDatasetId(datasetId: unknown): string {
  if (typeof datasetId === 'string' && /^\w{1,1024}$/.test(datasetId)) return datasetId;
  throw new BigQueryError(
    'invalid',
    `Invalid dataset ID "${String(datasetId)}". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long.`,
  );
}

/** Letters, marks, numbers, connectors, dashes and spaces, 1,024 bytes in UTF-8. */
export function checkTableId(tableId: unknown): string {
  if (
    typeof tableId === 'string' &&
    /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]+$/u.test(tableId) &&
    Buffer.byteLength(tableId) <= 1024
  ) {
    return tableId;
  }
  throw new BigQueryError(
    'invalid',
    `Invalid table ID "${String(tableId)}". Table IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long. Also, Table decorators cannot be used.`,
  );
}

/** `table@1700000000000` apart, and `table@-3600000`, which counts from now: the table and the moment. */
export function splitMoment(tableId: string, nowMs: number): { readonly tableId: string; readonly ms?: number } {
  const match = /^([^@]*)@(-?\d{1,15})$/.exec(tableId);
  if (match === null) return { tableId };
  const ms = Number(match[2]);
  return { tableId: match[1] ?? '', ms: ms < 0 ? nowMs + ms : ms };
}

/** `table$20260102` apart: the table and what follows the dollar sign. */
export function splitDecorator(tableId: string): { readonly tableId: string; readonly decorator?: string } {
  const at = tableId.indexOf('$');
  if (at < 0) {
    if (tableId.includes('@')) {
      throw new BigQueryError(
        'notImplemented',
        'The local BigQuery does not support snapshot decorators (table@time) here: copy jobs read the past by them',
      );
    }
    return { tableId };
  }
  return { tableId: tableId.slice(0, at), decorator: tableId.slice(at + 1) };
}
