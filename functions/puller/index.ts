import { http } from '@google-cloud/functions-framework';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { readPullerConfig } from './config.ts';
import { createHandler, type PullRequest, type PullResponse } from './handler.ts';

/** Cloud Scheduler sends at most 1 MB. */
const MAX_BODY_BYTES = 1_000_000;

const handler = await openDoor({
  name: 'puller',
  readConfig: readPullerConfig,
  metrics: {},
  create: ({ config, log }) => {
    const puller = createHandler({ windowMs: config.window, log });
    return {
      body: { maxBytes: MAX_BODY_BYTES },
      handle: (request, response) => puller(request as unknown as PullRequest, response as unknown as PullResponse),
    };
  },
});

http('puller', handler);
