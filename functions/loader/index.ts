import { http } from '@google-cloud/functions-framework';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { readLoaderConfig } from './config.ts';
import { createLoader } from './loader.ts';
import { METRICS } from './metrics.ts';

http(
  'loader',
  await openDoor({ name: 'loader', readConfig: readLoaderConfig, metrics: METRICS, create: createLoader }),
);
