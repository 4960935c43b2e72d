/** INFORMATION_SCHEMA.WRITE_API_TIMELINE: the requests of the Storage Write API by minute, as the host has counted them. */

import { INT64, STRING, TIMESTAMP } from '../../types/type-text.ts';
import type { View } from './information-schema-view.ts';

export const WRITE_API_TIMELINE: View = {
  of: 'project',
  columns: [
    ['start_timestamp', TIMESTAMP],
    ['project_id', STRING],
    ['project_number', INT64],
    ['dataset_id', STRING],
    ['table_id', STRING],
    ['stream_type', STRING],
    ['error_code', STRING],
    ['total_requests', INT64],
    ['total_rows', INT64],
    ['total_input_bytes', INT64],
  ],
  rows: ({ host, projectId }) =>
    (host.appends?.(projectId) ?? []).map(({ table, startMs, streamType, errorCode, requests, rows, bytes }) => [
      new Date(startMs),
      table.projectId,
      // A local project has no number.
      null,
      table.datasetId,
      table.tableId,
      streamType,
      errorCode,
      BigInt(requests),
      BigInt(rows),
      BigInt(bytes),
    ]),
};
