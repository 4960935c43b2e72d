/** Scheduled jobs: when they run next, how they ended last, and run now. */

import { useState } from 'preact/hooks';
import type { ScheduledJob } from '../../../scheduler/job.ts';
import { ago, clock, count, duration } from '../format.ts';
import { get, messageOf, part, send } from '../http.ts';
import { useLoad } from '../load.ts';
import { note } from '../ui/ask.tsx';
import { TextField } from '../ui/form.tsx';
import { List } from '../ui/list.tsx';
import { Card, Chip, Empty, Page, Problem, WorkButton } from '../ui/parts.tsx';

export function Schedule() {
  const { data, error, reload } = useLoad(
    () => get<{ jobs: readonly ScheduledJob[] }>('/api/schedule'),
    [],
    ['scheduler'],
  );
  const [time, setTime] = useState('');
  const run = async (name: string): Promise<void> => {
    try {
      const { succeeded } = await send<{ succeeded: boolean }>('POST', `/api/schedule/${part(name)}/run`, {
        scheduleTime: time,
      });
      note(succeeded ? `${name} ran and succeeded.` : `${name} ran and failed: see its last run.`, !succeeded);
    } catch (problem) {
      note(messageOf(problem), true);
    }
    reload();
  };
  const jobs = data?.jobs ?? [];
  return (
    <Page title="Schedule" lead={data === undefined ? undefined : count(jobs.length, 'job')}>
      <Problem message={error} />
      <Card>
        {data !== undefined && jobs.length === 0 && <Empty>This local cloud has no scheduled job.</Empty>}
        <List
          label="Jobs"
          rows={jobs}
          keyOf={({ name }) => name}
          columns={[
            { head: 'Job', cell: ({ name }) => <strong>{name}</strong> },
            {
              head: 'Schedule',
              cell: ({ schedule, timeZone }) => (
                <>
                  <code>{schedule}</code> <span class="quiet">{timeZone}</span>
                </>
              ),
            },
            { head: 'Calls', kind: 'wide', cell: ({ url }) => url },
            {
              head: 'Next',
              cell: ({ nextMs }) => (nextMs === undefined ? 'never' : `${clock(nextMs)}, ${ago(nextMs)}`),
            },
            { head: 'Last run', kind: 'wide', cell: (job) => <Last job={job} /> },
            {
              head: 'Actions',
              kind: 'actions',
              cell: ({ name }) => (
                <WorkButton icon="play" aria-label={`Run now: ${name}`} work={() => run(name)}>
                  Run now
                </WorkButton>
              ),
            },
          ]}
        />
      </Card>
      <Card title="Run for another time">
        <TextField
          label="Schedule time"
          value={time}
          onChange={setTime}
          placeholder="2026-01-02T03:10:00Z"
          hint="A function takes its window from this time. Empty means now."
        />
      </Card>
    </Page>
  );
}

function Last({ job: { last } }: { readonly job: ScheduledJob }) {
  if (last === undefined) return <span class="quiet">not since the start</span>;
  if (last.endedMs === undefined) return <Chip tone="accent">running</Chip>;
  const took = `${clock(last.endedMs)}, ${duration(last.endedMs - last.beganMs)}, ${count(last.attempts, 'attempt')}`;
  return (
    <>
      <Chip tone={last.problem === undefined ? 'good' : 'error'}>
        {last.problem === undefined ? 'succeeded' : 'failed'}
      </Chip>{' '}
      <span class="quiet">{took}</span>
      {last.problem !== undefined && <div class="bad">{last.problem}</div>}
    </>
  );
}
