/** Google's BigQuery client, loaded by whoever first needs it: a third of a door's start would go to it. */

import type { BigQuery } from '@google-cloud/bigquery';
import { projectOf } from '../runtime/project.ts';

export async function connectBigQuery(projectId: string): Promise<BigQuery> {
  const { BigQuery } = await import('@google-cloud/bigquery');
  return new BigQuery(projectOf(projectId));
}
