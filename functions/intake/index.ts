import { http } from '@google-cloud/functions-framework';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { readIntakeConfig } from './config.ts';
import { createIntake } from './intake.ts';
import { METRICS } from './metrics.ts';

http(
  'intake',
  await openDoor({ name: 'intake', readConfig: readIntakeConfig, metrics: METRICS, create: createIntake }),
);
