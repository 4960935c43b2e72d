import { http } from '@google-cloud/functions-framework';
import { listenPort } from '@penstock/shared/runtime/framework/listen-port.ts';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import { readIntakeConfig } from './config.ts';
import { createIntake } from './intake.ts';

const port = listenPort(process.env, process.argv);
const instance = warmInstance('intake', process.env);

http('intake', createIntake(instance, readIntakeConfig(process.env), port, process.env));
