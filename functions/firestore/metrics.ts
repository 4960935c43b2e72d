import type { MetricTable } from '@penstock/shared/runtime/metrics.ts';

export const METRICS = {
  'firestore/events': {
    kind: 'counter',
    unit: '1',
    labels: ['outcome', 'reason'],
    about:
      'Events by outcome (delivered, dropped, rejected, retry) and reason: the operation that was delivered; foreign, unlisted, too-old; else the code of the error.',
  },
  'firestore/old_data_dropped': {
    kind: 'counter',
    unit: '1',
    labels: [],
    about: 'Messages that carry no old data because they would have been too large for Pub/Sub.',
  },
  'firestore/publish_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'From the received event to the acknowledgement of Pub/Sub.',
  },
  'firestore/event_age_ms': {
    kind: 'distribution',
    unit: 'ms',
    labels: [],
    about: 'From the time of the event to its message: what Eventarc and retries took.',
  },
} as const satisfies MetricTable;
