/** The metrics of the write core. The names are fixed: log-based metrics and dashboards read them. */

import type { Metrics, MetricTable } from '../../runtime/metrics.ts';

export const WRITE_METRICS = {
  'write/appends': {
    kind: 'counter',
    unit: 'requests',
    about: 'Append requests settled, by outcome',
    labels: ['outcome', 'code'],
  },
  'write/rows': { kind: 'counter', unit: 'rows', about: 'Rows settled, by outcome', labels: ['outcome'] },
  'write/bytes': { kind: 'counter', unit: 'bytes', about: 'Encoded bytes of the rows delivered', labels: [] },
  'write/latency': {
    kind: 'distribution',
    unit: 'ms',
    about: 'From acceptance into the queue to the acknowledgement',
    labels: [],
  },
  'write/retries': {
    kind: 'counter',
    unit: 'retries',
    about: 'Waits before another attempt, by cause',
    labels: ['code'],
  },
  'write/connections': { kind: 'counter', unit: 'connections', about: 'Append connections opened', labels: [] },
  'write/superseded': {
    kind: 'counter',
    unit: 'rows',
    about: 'CDC rows not sent because a later row of the same key is in the same request',
    labels: [],
  },
} as const satisfies MetricTable;

export type WriteMetrics = Pick<Metrics<typeof WRITE_METRICS>, 'count' | 'observe'>;

/** For callers that count elsewhere or not at all. */
export const NO_METRICS: WriteMetrics = { count: () => {}, observe: () => {} };
