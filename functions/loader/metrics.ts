import { WRITE_METRICS } from '@penstock/shared/bigquery/write/metrics.ts';
import type { MetricTable } from '@penstock/shared/runtime/metrics.ts';

export const METRICS = {
  ...WRITE_METRICS,
  'loader/events': {
    kind: 'counter',
    unit: '1',
    labels: ['outcome', 'reason'],
    about:
      'Events by outcome (delivered, dropped, rejected, retry) and reason: success, gate, file, sweep, no-op; else the code of the error.',
  },
  'loader/loads': {
    kind: 'counter',
    unit: '1',
    labels: ['outcome', 'mode'],
    about: 'Loads that ended, by outcome (delivered, rejected, dropped) and mode (load, transform).',
  },
  'loader/job_retries': {
    kind: 'counter',
    unit: '1',
    labels: ['code'],
    about: 'Jobs that failed for a transient reason and are tried again, by the code of the error.',
  },
  'loader/rows': { kind: 'counter', unit: '1', labels: [], about: 'Rows that loads brought into their tables.' },
  'loader/bytes': { kind: 'counter', unit: 'By', labels: [], about: 'Bytes of the files of loads that succeeded.' },
  'loader/load_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'From the success file to the rows in the table.',
  },
  'loader/open_loads': {
    kind: 'distribution',
    unit: '1',
    labels: [],
    about: 'Unfinished loads that a sweep found.',
  },
  'loader/oldest_open_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'Age of the oldest unfinished load that a sweep found.',
  },
} as const satisfies MetricTable;
