/** Tables and labels of a load, from its record. */

import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { readTrace } from '@penstock/shared/runtime/trace.ts';
import type { LoaderContext } from './context.ts';
import type { Destination } from './destination.ts';
import { labelsOf } from './labels.ts';
import { temporaryTable } from './names.ts';
import type { LoadRecord } from './record.ts';

export function destinationOf({ destination }: LoadRecord): Destination {
  if (destination !== undefined) return destination;
  throw new PenstockError('INTERNAL', 'The ledger of the load names no destination', { kind: 'permanent' });
}

/** With the partition, where the batch goes into one. */
export function destinationTable(record: LoadRecord): TableName {
  const { projectId, datasetId, tableId, decorator } = destinationOf(record);
  return { projectId, datasetId, tableId, ...(decorator !== undefined && { decorator }) };
}

export function withoutDecorator({ projectId, datasetId, tableId }: TableName): TableName {
  return { projectId, datasetId, tableId };
}

/** The temporary table of a part, in the partition that it goes to. */
export function partTable({ config }: Pick<LoaderContext, 'config'>, record: LoadRecord, part: number): TableName {
  const { projectId, datasetId, decorator } = destinationOf(record);
  const table = temporaryTable({ projectId, datasetId: config.tempDataset || datasetId }, record.id, part);
  return decorator === undefined ? table : { ...table, decorator };
}

export function recordLabels(
  { config }: Pick<LoaderContext, 'config'>,
  record: LoadRecord,
): Readonly<Record<string, string>> {
  const { batch } = destinationOf(record);
  const { dataSourceName, labels } = record.config;
  const trace = readTrace({ traceparent: record.traceparent });
  return labelsOf({
    bucket: record.success.bucket,
    service: config.service,
    ...(batch !== undefined && { batch }),
    ...(typeof dataSourceName === 'string' && { dataSource: dataSourceName }),
    ...(trace !== undefined && { traceId: trace.traceId }),
    own: (labels ?? {}) as Readonly<Record<string, string>>,
  });
}
