/** One BigQuery job: what it was told, how it ended, and every error it gave. */

import { destinationOf, type JobInfo, job as readJob } from '../data/bigquery.ts';
import { dateTime, duration } from '../format.ts';
import { useLoad } from '../load.ts';
import { to } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { List } from '../ui/list.tsx';
import { Card, Code, Facts, Page, Problem } from '../ui/parts.tsx';
import { JobState } from './job-state.tsx';

export function JobPage({ id }: { readonly id: string }) {
  const { data, error } = useLoad(() => readJob(id), [id], ['bigquery']);
  return (
    <Page
      title={id}
      trail={[
        ['Loads and windows', '/loads'],
        ['BigQuery jobs', '/loads?tab=jobs'],
      ]}
      actions={
        <a class="button" href={`/follow?id=${encodeURIComponent(`job:${id}`)}`}>
          <Icon name="follow" /> Follow it
        </a>
      }
    >
      <Problem message={error} />
      {data !== undefined && <Job job={data} />}
    </Page>
  );
}

function Job({ job }: { readonly job: JobInfo }) {
  const { configuration, statistics, status } = job;
  const into = destinationOf(job);
  const [began, ended] = [Number(statistics?.startTime ?? 0), Number(statistics?.endTime ?? 0)];
  const errors = status.errors ?? (status.errorResult === undefined ? [] : [status.errorResult]);
  return (
    <>
      <Problem message={status.errorResult?.message} />
      <Card title="State">
        <Facts
          rows={[
            ['Kind', configuration.jobType.toLowerCase()],
            ['State', <JobState job={job} />],
            [
              'Into',
              into === undefined ? (
                '–'
              ) : (
                <a href={to('tables', into.datasetId, into.tableId)}>
                  {into.datasetId}.{into.tableId}
                </a>
              ),
            ],
            ['Rows', statistics?.load?.outputRows ?? '–'],
            ['Began', began === 0 ? '–' : dateTime(began)],
            ['Took', ended === 0 ? 'not over' : duration(ended - began)],
          ]}
        />
        {configuration.load?.sourceUris !== undefined && (
          <>
            <h3>Files</h3>
            <Code label="Files" text={configuration.load.sourceUris.join('\n')} />
          </>
        )}
        {configuration.query?.query !== undefined && (
          <>
            <h3>Statement</h3>
            <Code label="Statement" text={configuration.query.query} />
          </>
        )}
      </Card>
      {errors.length > 0 && (
        <Card title="Errors">
          <List
            label="Errors"
            rows={errors.map((error, at) => ({ ...error, at }))}
            keyOf={({ at }) => String(at)}
            columns={[
              { head: 'Message', kind: 'wide', cell: ({ message }) => message ?? '' },
              { head: 'Place', cell: ({ location }) => location ?? '' },
              { head: 'Reason', cell: ({ reason }) => reason ?? '' },
            ]}
          />
        </Card>
      )}
      <Card title="As the API gives it">
        <Code label="Job resource" text={JSON.stringify(job, null, 2)} />
      </Card>
    </>
  );
}
