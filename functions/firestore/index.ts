import { http } from '@google-cloud/functions-framework';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { readFirestoreConfig } from './config.ts';
import { createFirestore } from './firestore.ts';
import { METRICS } from './metrics.ts';

http(
  'firestore',
  await openDoor({ name: 'firestore', readConfig: readFirestoreConfig, metrics: METRICS, create: createFirestore }),
);
