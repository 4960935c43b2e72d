import { http } from '@google-cloud/functions-framework';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import { listenPort } from '@penstock/shared/runtime/listen-port.ts';
import { readIntakeConfig } from './config.ts';
import { createIntake } from './intake.ts';

const port = listenPort(process.env, process.argv);
const instance = warmInstance('intake', process.env);

http('intake', createIntake(instance, readIntakeConfig(process.env), port, process.env));
