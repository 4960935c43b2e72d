import { http } from '@google-cloud/functions-framework';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { readPullerConfig } from './config.ts';
import { METRICS } from './metrics.ts';
import { createPuller } from './puller.ts';

http(
  'puller',
  await openDoor({ name: 'puller', readConfig: readPullerConfig, metrics: METRICS, create: createPuller }),
);
