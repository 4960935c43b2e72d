/** The jobs that wrote into a table, and what was inserted and appended since the local cloud was started. */

import type { Way } from '../../../way/follow.ts';
import { destinationOf, type JobInfo, jobs } from '../data/bigquery.ts';
import { clock, dateTime, number } from '../format.ts';
import { get } from '../http.ts';
import { useLoad } from '../load.ts';
import { to } from '../router.ts';
import { List } from '../ui/list.tsx';
import { Card, Chip, Empty, Problem } from '../ui/parts.tsx';
import { TONES } from './follow.tsx';
import { JobState } from './job-state.tsx';

export function TableHistory({ dataset, table }: { readonly dataset: string; readonly table: string }) {
  const loaded = useLoad(() => jobsInto(dataset, table), [dataset, table], ['bigquery']);
  const appended = useLoad(() => appends(`${dataset}.${table}`), [dataset, table], ['bigquery', 'bigquery-storage']);
  return (
    <div class="stack">
      <Card title="Jobs">
        <Problem message={loaded.error} />
        {(loaded.data ?? []).length === 0 ? (
          <Empty>No load, copy or statement that is kept has written into this table.</Empty>
        ) : (
          <List
            label="Jobs"
            rows={loaded.data ?? []}
            keyOf={({ id }) => id}
            columns={[
              {
                head: 'Job',
                kind: 'wide',
                cell: ({ jobReference: { jobId } }) => <a href={to('loads', 'job', jobId)}>{jobId}</a>,
              },
              { head: 'Kind', cell: ({ configuration }) => configuration.jobType.toLowerCase() },
              { head: 'State', cell: (job) => <JobState job={job} /> },
              {
                head: 'Rows',
                kind: 'number',
                cell: ({ statistics }) => number(Number(statistics?.load?.outputRows ?? 0)),
              },
              { head: 'Began', cell: ({ statistics }) => dateTime(Number(statistics?.creationTime ?? 0)) },
            ]}
          />
        )}
      </Card>
      <Card title="Inserted and appended">
        <Problem message={appended.error} />
        {(appended.data ?? []).length === 0 ? (
          <Empty>Nothing has been inserted or appended since the start that is still remembered.</Empty>
        ) : (
          <List
            label="Inserted and appended"
            rows={appended.data ?? []}
            keyOf={({ number: key }) => String(key)}
            columns={[
              { head: 'Time', cell: ({ atMs }) => clock(atMs) },
              { head: 'How', cell: ({ what, service }) => `${what} (${service})` },
              { head: 'Outcome', cell: ({ outcome }) => <Chip tone={TONES[outcome]}>{outcome}</Chip> },
              { head: 'Rows', kind: 'number', cell: ({ fields }) => String(fields.rows ?? '') },
              { head: 'Rejected', kind: 'number', cell: ({ fields }) => String(fields.rejected ?? '') },
            ]}
          />
        )}
      </Card>
    </div>
  );
}

/** The latest jobs that are looked through. */
const MOST_JOBS = 300;

async function jobsInto(dataset: string, table: string): Promise<readonly JobInfo[]> {
  const { rows } = await jobs('', MOST_JOBS);
  return rows.filter((job) => {
    const to = destinationOf(job);
    return to?.datasetId === dataset && to.tableId === table;
  });
}

async function appends(name: string): Promise<Way['steps']> {
  // 404 says that nothing is remembered.
  const { steps } = await get<Way>('/way', { id: name }).catch(() => ({ steps: [] as Way['steps'] }));
  return steps.toReversed();
}
