/** The methods and the kinds of faults of each service, as local/README.md lists them, and rules that are often wanted. */

import type { FaultKind, FaultRule } from '../../../faults/faults.ts';

const COMMON: readonly FaultKind[] = ['error', 'ack-lost', 'reset', 'slow'];

export const METHODS_OF: Readonly<Record<string, readonly string[]>> = {
  pubsub: ['Publish', 'Deliver', 'Push', 'Pull', 'StreamingPull', 'Acknowledge', 'ModifyAckDeadline', 'Seek', '*'],
  storage: [
    'objects.insert',
    'objects.get',
    'objects.list',
    'objects.delete',
    'objects.compose',
    'objects.rewrite',
    '*',
  ],
  bigquery: ['tabledata.insertAll', 'jobs.insert', 'jobs.query', 'jobs.get', 'tables.get', 'tables.insert', '*'],
  'bigquery-storage': ['AppendRows', 'CreateWriteStream', 'FinalizeWriteStream', 'GetWriteStream', '*'],
  eventarc: ['deliver', 'emit', '*'],
  scheduler: ['run', '*'],
  secrets: ['AccessSecretVersion', '*'],
  firestore: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', '*'],
};

export const KINDS_OF: Readonly<Record<string, readonly FaultKind[]>> = {
  pubsub: [...COMMON, 'throttle', 'idle-close', 'goaway', 'half-close', 'duplicate', 'reorder'],
  storage: [...COMMON, 'throttle', 'idle-close', 'duplicate', 'reorder'],
  bigquery: [...COMMON, 'throttle'],
  'bigquery-storage': [...COMMON, 'throttle', 'stale', 'idle-close', 'goaway', 'half-close'],
  eventarc: [...COMMON, 'duplicate', 'reorder'],
  scheduler: COMMON,
  secrets: ['error', 'slow', 'throttle'],
  firestore: [...COMMON, 'throttle'],
};

export const READY: readonly { readonly label: string; readonly rule: FaultRule }[] = [
  {
    label: 'Pub/Sub refuses each third publish',
    rule: { service: 'pubsub', method: 'Publish', kind: 'error', code: 'UNAVAILABLE', every: 3, times: 0 },
  },
  {
    label: 'Every fifth append loses its answer',
    rule: { service: 'bigquery-storage', method: 'AppendRows', kind: 'ack-lost', every: 5, times: 0 },
  },
  {
    label: 'Inserts are throttled ten times',
    rule: { service: 'bigquery', method: 'tabledata.insertAll', kind: 'throttle', times: 10 },
  },
  {
    label: 'Messages are delivered twice, one in four',
    rule: { service: 'pubsub', method: 'Deliver', kind: 'duplicate', probability: 0.25, seed: 7, times: 0 },
  },
  {
    label: 'Uploads take two seconds',
    rule: { service: 'storage', method: 'objects.insert', kind: 'slow', delayMs: 2_000, times: 0 },
  },
];
