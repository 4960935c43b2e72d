/** Single rows by `tabledata.insertAll`, the output mode STREAMING_INSERTS. */

import type { BigQuery } from '@google-cloud/bigquery';
import { connectBigQuery } from './client.ts';

/** Unknown fields are dropped by BigQuery (seed 001); an `insertId` lets it drop a row that was sent before. */
export function insertInto(
  projectId: string,
  table: string,
): (row: Readonly<Record<string, unknown>>, insertId: string) => Promise<void> {
  let client: Promise<BigQuery> | undefined;
  const [datasetId, tableId] = table.split('.') as [string, string];
  return async (row, insertId) => {
    client ??= connectBigQuery(projectId);
    await (await client)
      .dataset(datasetId)
      .table(tableId)
      .insert([{ insertId, json: row }], { raw: true, ignoreUnknownValues: true });
  };
}
