/** The state of a BigQuery job in a word. */

import type { JobInfo } from '../data/bigquery.ts';
import { Chip } from '../ui/parts.tsx';

export function JobState({ job }: { readonly job: Pick<JobInfo, 'status'> }) {
  const { state, errorResult } = job.status;
  if (errorResult !== undefined) return <Chip tone="error">failed</Chip>;
  return <Chip tone={state === 'DONE' ? 'good' : 'accent'}>{state.toLowerCase()}</Chip>;
}
