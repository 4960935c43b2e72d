/** The metrics of the puller. */

import { WRITE_METRICS } from '@penstock/shared/bigquery/write/metrics.ts';
import type { MetricTable } from '@penstock/shared/runtime/metrics.ts';

export const METRICS = {
  ...WRITE_METRICS,
  'puller/requests': {
    kind: 'counter',
    unit: 'requests',
    labels: ['outcome'],
    about: 'Requests to sources by outcome: taken, retried, failed.',
  },
  'puller/request_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'One request to a source, with its answer.',
  },
  'puller/windows': {
    kind: 'counter',
    unit: 'windows',
    labels: ['outcome'],
    about: 'Windows by how a run left them: done, more, elsewhere, retry, failed.',
  },
  'puller/window_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'The time that a run worked on a window.',
  },
  'puller/lag_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'From the end of a window to its last row in the table.',
  },
  'puller/rows': { kind: 'counter', unit: 'rows', labels: [], about: 'Rows of windows that are done.' },
  'puller/rejected_rows': {
    kind: 'counter',
    unit: 'rows',
    labels: [],
    about: 'Rows of them that went to the error output.',
  },
  'puller/bytes': { kind: 'counter', unit: 'By', labels: [], about: 'Bytes of rows as they were sent.' },
  'puller/segments': {
    kind: 'counter',
    unit: 'streams',
    labels: [],
    about: 'Committed streams of windows that are done.',
  },
  'puller/resumes': {
    kind: 'counter',
    unit: 'streams',
    labels: [],
    about: 'Streams of earlier runs that were ended and gone on from.',
  },
  'puller/run_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: ['state'],
    about: 'One call of the function, over all its sources.',
  },
} as const satisfies MetricTable;
