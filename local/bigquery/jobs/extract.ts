/** Extract jobs: a table's rows, as they are when the job runs, written to files of Cloud Storage. */

import { physicalName } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { type DestinationUri, destinationUris } from '../extract/destination.ts';
import { type ExtractOptions, extractOptionsFrom } from '../extract/options.ts';
import { writeFiles } from '../extract/write-files.ts';
import { tableName } from '../names.ts';
import { checkLocation, requireTable } from '../tables/changes.ts';
import { partitionOf } from '../tables/partition.ts';
import { endPartitions } from '../tables/partition-end.ts';
import type { Warehouse } from '../warehouse.ts';
import { type Json, tableRefFrom } from './configuration.ts';
import type { Outcome, Running } from './jobs.ts';

export interface ExtractRequest {
  readonly source: ReturnType<typeof tableRefFrom>;
  readonly uris: readonly DestinationUri[];
  readonly options: ExtractOptions;
}

export function extractRequestFrom(configuration: Json, projectId: string): ExtractRequest {
  if (configuration.sourceModel !== undefined && configuration.sourceModel !== null)
    throw new BigQueryError('notImplemented', 'The local BigQuery does not support models', { status: 400 });
  const { destinationUri, destinationUris: several } = configuration;
  const given = Array.isArray(several) && several.length > 0 ? several : destinationUri && [destinationUri];
  return {
    source: tableRefFrom(configuration.sourceTable, projectId, 'extract.sourceTable'),
    uris: destinationUris(given),
    options: extractOptionsFrom(configuration),
  };
}

export async function runExtract(
  warehouse: Warehouse,
  { source, uris, options }: ExtractRequest,
  running: Running,
): Promise<Outcome> {
  const { decorator, ...ref } = source;
  checkLocation(warehouse, ref, running.job.location);
  await endPartitions(warehouse);
  const table = requireTable(warehouse, ref);
  if (table.kind !== 'TABLE') {
    throw new BigQueryError(
      'invalid',
      `${tableName(ref)} is not allowed for this operation because it is currently a ${table.kind}.`,
    );
  }
  const where = decorator === undefined ? '' : ` WHERE ${partitionOf(table, decorator).holds}`;
  const relation = `(SELECT * FROM ${physicalName(ref)}${where})`;
  const { files, bytes } = await warehouse.engine.read(async (connection) => {
    // One state of the table for the count and for every file.
    await connection.run('BEGIN TRANSACTION READ ONLY');
    try {
      const { checkCancelled } = running;
      return await writeFiles(warehouse, connection, {
        ...{ schema: table.schema, relation, options, uris, checkCancelled },
        overwrite: true,
      });
    } finally {
      await connection.run('ROLLBACK').catch(() => undefined);
    }
  });
  return {
    statistics: { extract: { destinationUriFileCounts: files.map(String), inputBytes: String(bytes) } },
  };
}
