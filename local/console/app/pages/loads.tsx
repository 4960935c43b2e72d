/** Loads, windows and BigQuery's jobs: what is under way, what is done, and why something failed. */

import { jobs } from '../data/bigquery.ts';
import { type LedgerEntry, type LoadValue, loads, type WindowValue, windows } from '../data/ledgers.ts';
import { dateTime, number } from '../format.ts';
import { type PageOf, usePages } from '../paged.ts';
import { query, segments, setQuery, to } from '../router.ts';
import { Narrow, PagedList } from '../ui/paged-list.tsx';
import { Card, Chip, Page, Tabs, type Tone } from '../ui/parts.tsx';
import { JobPage } from './job.tsx';
import { JobState } from './job-state.tsx';
import { LoadPage } from './load.tsx';
import { WindowPage } from './window.tsx';

const TABS = [
  ['loads', 'Loads'],
  ['windows', 'Windows'],
  ['jobs', 'BigQuery jobs'],
] as const;

export function Loads() {
  const [, kind, id, more] = segments.value;
  if (kind === 'load' && id !== undefined) return <LoadPage key={id} id={id} />;
  if (kind === 'window' && id !== undefined)
    return <WindowPage key={`${id} ${more}`} id={more === undefined ? id : `${id}/${more}`} />;
  if (kind === 'job' && id !== undefined) return <JobPage key={id} id={id} />;
  return <All />;
}

function All() {
  const tab = query('tab') || 'loads';
  return (
    <Page title="Loads and windows">
      <Tabs label="Work" tabs={TABS} active={tab} onChange={(next) => setQuery({ tab: next, match: '' })} />
      {tab === 'loads' && <LoadList />}
      {tab === 'windows' && <WindowList />}
      {tab === 'jobs' && <JobList />}
    </Page>
  );
}

const STATES: Readonly<Record<string, Tone>> = { done: 'good', failed: 'error', skipped: 'warning', open: 'accent' };

export function State({ state }: { readonly state: string }) {
  return <Chip tone={STATES[state] ?? 'accent'}>{state}</Chip>;
}

function useNarrowed<T>(load: (from: string, match: string) => Promise<PageOf<T>>) {
  const match = query('match');
  const pages = usePages((from) => load(from, match), [match], ['storage']);
  return { pages, match, narrow: (next: string) => setQuery({ match: next }) };
}

function LoadList() {
  const { pages, match, narrow } = useNarrowed(loads);
  return (
    <Card>
      <Narrow pages={pages} label="Part of the load's id" value={match} onChange={narrow} />
      <PagedList<LedgerEntry<LoadValue>>
        label="Loads"
        pages={pages}
        empty="No load has been planned: drop files and their _SUCCESS into a bucket of the loader."
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Success file',
            kind: 'wide',
            cell: ({ id, value: { success } }) => (
              <a href={to('loads', 'load', id)}>
                {success.bucket}/{success.name}
              </a>
            ),
          },
          { head: 'Into', cell: ({ value }) => tableOf(value) },
          { head: 'State', cell: ({ value }) => <State state={value.state} /> },
          { head: 'Files', kind: 'number', cell: ({ value }) => number(value.manifest?.files ?? 0) },
          {
            head: 'Rows',
            kind: 'number',
            cell: ({ value: { rows } }) => (rows === undefined ? '' : number(rows)),
          },
          { head: 'Changed', cell: ({ updatedMs }) => dateTime(updatedMs) },
        ]}
      />
    </Card>
  );
}

export function tableOf({ destination }: LoadValue): string {
  return destination === undefined ? '' : `${destination.datasetId}.${destination.tableId}`;
}

function WindowList() {
  const { pages, match, narrow } = useNarrowed(windows);
  return (
    <Card>
      <Narrow pages={pages} label="Part of the source or the time" value={match} onChange={narrow} />
      <PagedList<LedgerEntry<WindowValue>>
        label="Windows"
        pages={pages}
        empty="No window has been pulled yet: run the job on the schedule page."
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Window',
            kind: 'wide',
            cell: ({ id }) => <a href={`/loads/window/${id.split('/').map(encodeURIComponent).join('/')}`}>{id}</a>,
          },
          { head: 'State', cell: ({ value }) => <State state={value.value.state} /> },
          { head: 'Lease', cell: ({ value }) => (value.lease ? (value.lease.owner ?? 'taken') : 'free') },
          { head: 'Runs', kind: 'number', cell: ({ value }) => number(value.value.runs) },
          { head: 'Rows', kind: 'number', cell: ({ value }) => number(value.value.plan?.rows ?? 0) },
          { head: 'Rejected', kind: 'number', cell: ({ value }) => number(value.value.plan?.rejected ?? 0) },
          { head: 'Changed', cell: ({ updatedMs }) => dateTime(updatedMs) },
        ]}
      />
    </Card>
  );
}

function JobList() {
  const pages = usePages((token) => jobs(token), [], ['bigquery']);
  return (
    <Card>
      <PagedList
        label="BigQuery jobs"
        pages={pages}
        empty="No job has been run yet."
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Job',
            kind: 'wide',
            cell: ({ jobReference: { jobId } }) => <a href={to('loads', 'job', jobId)}>{jobId}</a>,
          },
          { head: 'Kind', cell: ({ configuration }) => configuration.jobType.toLowerCase() },
          { head: 'State', cell: (job) => <JobState job={job} /> },
          { head: 'Error', kind: 'wide', cell: ({ status }) => status.errorResult?.message ?? '' },
          { head: 'Began', cell: ({ statistics }) => dateTime(Number(statistics?.creationTime ?? 0)) },
        ]}
      />
    </Card>
  );
}
