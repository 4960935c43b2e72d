import type { MetricTable } from '@penstock/shared/runtime/metrics.ts';

export const METRICS = {
  intake_issues_total: {
    kind: 'counter',
    unit: '1',
    labels: ['outcome'],
    about: 'Issues by outcome: delivered, rejected, retry.',
  },
  intake_publish_ms: {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'From the parsed issue to the acknowledgement of Pub/Sub.',
  },
} as const satisfies MetricTable;
