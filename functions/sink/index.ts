import { http } from '@google-cloud/functions-framework';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { readSinkConfig } from './config.ts';
import { METRICS } from './metrics.ts';
import { createSink } from './sink.ts';

http('sink', await openDoor({ name: 'sink', readConfig: readSinkConfig, metrics: METRICS, create: createSink }));
