/** The metrics of the intake. */

import type { MetricTable } from '@penstock/shared/runtime/metrics.ts';

export const METRICS = {
  'intake/issues': {
    kind: 'counter',
    unit: 'issues',
    labels: ['outcome'],
    about: 'Issues by outcome: delivered, rejected (the sender is at fault), retry (the suite is).',
  },
  'intake/publish_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'From the parsed issue to the acknowledgement of Pub/Sub.',
  },
} as const satisfies MetricTable;
