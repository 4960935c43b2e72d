/** The methods of each service that faults are mostly wanted for, its kinds of faults, and rules that are often wanted. */

import type { FaultKind, FaultRule } from '../../../core/faults/faults.ts';
import { PLAYABLE } from '../../../core/faults/playable.ts';

export const METHODS_OF: Readonly<Record<string, readonly string[]>> = {
  pubsub: ['Publish', 'Deliver', 'Pull', 'StreamingPull', 'Acknowledge', 'ModifyAckDeadline', 'Seek', '*'],
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

export const KINDS_OF: Readonly<Record<string, readonly FaultKind[]>> = Object.fromEntries(
  Object.entries(PLAYABLE).map(([service, { kinds }]) => [service, kinds]),
);

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
