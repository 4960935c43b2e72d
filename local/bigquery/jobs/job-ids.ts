/** The ids and facts by which a job is found and shown on the way of its rows. Pure. */

import type { Happening } from '../../core/service.ts';
import { type Ids, oneUnit } from '../../way/ids.ts';
import type { StoredObject } from '../objects.ts';
import { type Job, jobName } from './job.ts';

type Json = Readonly<Record<string, unknown>>;

const TRACE_ID = /^[\da-f]{32}$/;

/** The job, the script that it is a statement of, and the trace in its label. */
export function jobIds({ jobId, parentJobId, configuration }: Job): Ids {
  const { labels } = configuration as { readonly labels?: Json };
  const trace = String(labels?.['trace-id'] ?? '');
  return {
    job: parentJobId === undefined ? jobId : [jobId, parentJobId],
    ...(TRACE_ID.test(trace) && { trace }),
  };
}

/** The step in which a job lists the objects that it reads, each by its generation. */
export function filesRead(job: Job, objects: readonly StoredObject[]): Happening {
  return {
    service: 'bigquery',
    what: 'read files',
    resource: jobName(job),
    facts: { files: objects.length },
    units: oneUnit({
      ...jobIds(job),
      object: objects.map(({ bucket, name, generation }) => `${bucket}/${name}#${generation}`),
    }),
    minor: true,
  };
}

/** The destination, the rows and the time, as far as they are known. */
export function jobFacts(job: Job): Readonly<Record<string, string | number>> {
  const table = detailOf(job)?.destinationTable as
    | { readonly datasetId?: string; readonly tableId?: string }
    | undefined;
  const { load, query } = (job.statistics ?? {}) as { readonly load?: Json; readonly query?: Json };
  const rows = load?.outputRows ?? query?.numDmlAffectedRows;
  return {
    ...(table?.tableId !== undefined && { table: `${table.datasetId}.${table.tableId}` }),
    ...(rows !== undefined && { rows: String(rows) }),
    ...(job.endMs !== undefined && { ms: job.endMs - (job.startMs ?? job.createdMs) }),
  };
}

function detailOf({ type, configuration }: Job): Json | undefined {
  return configuration[type.toLowerCase()] as Json | undefined;
}
