/** Jobs as INFORMATION_SCHEMA.JOBS shows them. */

import type { JobRow } from '../../googlesql/index.ts';
import type { TableRef } from '../catalog.ts';
import { isObject } from '../tables/schema-resource.ts';
import type { Json } from './configuration.ts';
import type { Job } from './job.ts';

export function jobRow(job: Job, user: string): JobRow {
  const settings = (job.configuration[job.type.toLowerCase()] ?? {}) as Json;
  const statistics = (job.statistics?.query ?? {}) as Json;
  const { labels } = job.configuration;
  return {
    jobId: job.jobId,
    jobType: job.type,
    state: job.state,
    creationMs: job.createdMs,
    userEmail: user,
    ...(job.parentJobId !== undefined && { parentJobId: job.parentJobId }),
    ...(job.statementType !== undefined && { statementType: job.statementType }),
    ...(job.startMs !== undefined && { startMs: job.startMs }),
    ...(job.endMs !== undefined && { endMs: job.endMs }),
    ...(typeof settings.query === 'string' && { query: settings.query }),
    ...(isObject(settings.destinationTable) && { destination: settings.destinationTable as unknown as TableRef }),
    ...(job.referenced !== undefined && { referenced: job.referenced }),
    ...(statistics.totalBytesProcessed !== undefined && {
      totalBytesProcessed: Number(statistics.totalBytesProcessed),
    }),
    ...(job.type === 'QUERY' && { cacheHit: false }),
    ...(job.errorResult !== undefined && { error: job.errorResult }),
    ...(isObject(labels) && { labels: labels as Readonly<Record<string, string>> }),
  };
}
