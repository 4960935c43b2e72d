/** Google's BigQuery client, loaded when it is first needed: it would take a third of a door's start. */

import type { BigQuery } from '@google-cloud/bigquery';
import { projectOf } from '../runtime/project.ts';

export async function connectBigQuery(projectId: string): Promise<BigQuery> {
  const { BigQuery } = await import('@google-cloud/bigquery');
  return new BigQuery(projectOf(projectId));
}
