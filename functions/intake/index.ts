import { http } from '@google-cloud/functions-framework';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import { readIntakeConfig, readPort } from './config.ts';
import { createIntake } from './intake.ts';

const instance = warmInstance('intake', process.env);

http('intake', createIntake(instance, readIntakeConfig(process.env), readPort(process.env), process.env));
