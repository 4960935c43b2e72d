/** The metrics of the sink. The labels' values come from bounded lists. */

import { WRITE_METRICS } from '@penstock/shared/bigquery/write/metrics.ts';
import type { MetricTable } from '@penstock/shared/runtime/metrics.ts';

export const METRICS = {
  ...WRITE_METRICS,
  'sink/messages': {
    kind: 'counter',
    unit: 'messages',
    labels: ['outcome', 'mode'],
    about: 'Deliveries by outcome: delivered, rejected, fallback, dropped (no route and no fallback topic), retry.',
  },
  'sink/bytes': { kind: 'counter', unit: 'bytes', labels: ['mode'], about: 'Payload bytes of delivered messages.' },
  'sink/rejections': {
    kind: 'counter',
    unit: 'messages',
    labels: ['code'],
    about: 'Messages that went to the error output, by the code of the error.',
  },
  'sink/pauses': {
    kind: 'counter',
    unit: 'pauses',
    labels: ['code', 'alert'],
    about: 'Pauses of a table or the error output after a failure; `alert` is true if a person must act.',
  },
  'sink/deferred': {
    kind: 'counter',
    unit: 'messages',
    labels: [],
    about: 'Messages given back to their subscription because their table holds more than its share.',
  },
  'sink/held': {
    kind: 'distribution',
    unit: 'messages',
    labels: [],
    about: 'Messages in memory, looked at every second.',
  },
  'sink/latency': {
    kind: 'distribution',
    unit: 'ms',
    labels: ['mode'],
    about: 'From the publishing of a message until its row is durable: the first of each batch.',
  },
  'sink/loads': { kind: 'counter', unit: 'jobs', labels: ['outcome'], about: 'Load jobs of FILE_LOADS by outcome.' },
  'sink/load_rows': {
    kind: 'counter',
    unit: 'rows',
    labels: ['outcome'],
    about: 'Staged rows: loaded, duplicate (delivered before, left out), rejected.',
  },
} as const satisfies MetricTable;

export type SinkMetrics = typeof METRICS;
