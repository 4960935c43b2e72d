import { http } from '@google-cloud/functions-framework';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import { readPullerConfig } from './config.ts';
import { createHandler } from './handler.ts';

const { log } = warmInstance('puller', process.env);
const { window } = readPullerConfig(process.env);

http('puller', createHandler({ windowMs: window, log }));
