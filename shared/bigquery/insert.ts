/** Single rows by `tabledata.insertAll`, the output mode STREAMING_INSERTS. */

import { BigQuery } from '@google-cloud/bigquery';
import { projectOf } from '../runtime/project.ts';

/** Unknown fields are dropped by BigQuery (seed 001); an `insertId` lets it drop a row that was sent before. */
export function insertInto(
  projectId: string,
  table: string,
): (row: Readonly<Record<string, unknown>>, insertId: string) => Promise<void> {
  const client = new BigQuery(projectOf(projectId));
  const [datasetId, tableId] = table.split('.') as [string, string];
  return async (row, insertId) => {
    await client
      .dataset(datasetId)
      .table(tableId)
      .insert([{ insertId, json: row }], { raw: true, ignoreUnknownValues: true });
  };
}
