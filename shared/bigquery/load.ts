/** Load jobs with ids of the caller's choosing, so that submitting one twice runs it once. */

import type { BigQuery } from '@google-cloud/bigquery';
import { connectBigQuery } from './client.ts';

export interface Load {
  readonly jobId: string;
  readonly destination: { readonly datasetId: string; readonly tableId: string };
  readonly sourceUris: readonly string[];
  readonly sourceFormat: string;
}

export function submitLoad(projectId: string): (load: Load) => Promise<'submitted' | 'exists'> {
  let connecting: Promise<BigQuery> | undefined;
  return async ({ jobId, destination, sourceUris, sourceFormat }) => {
    connecting ??= connectBigQuery(projectId);
    const client = await connecting;
    try {
      await client.createJob({
        jobId,
        configuration: {
          load: {
            destinationTable: { projectId: await client.getProjectId(), ...destination },
            sourceUris: [...sourceUris],
            sourceFormat,
            autodetect: true,
            writeDisposition: 'WRITE_APPEND',
          },
        },
      });
      return 'submitted';
    } catch (error) {
      // 409: the job id is taken, so this load was submitted before (reference: jobs.insert).
      if ((error as { readonly code?: unknown }).code === 409) return 'exists';
      throw error;
    }
  };
}
