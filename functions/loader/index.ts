import { http } from '@google-cloud/functions-framework';
import { submitLoad } from '@penstock/shared/bigquery/load.ts';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';
import { listBelow } from '@penstock/shared/storage/list.ts';
import { readLoaderConfig } from './config.ts';
import { createHandler } from './handler.ts';

/** Eventarc sends at most 512 KB. */
const MAX_BODY_BYTES = 1_000_000;

function dataIn(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(body ?? []).toString('utf8'));
  } catch {
    return undefined;
  }
}

const handler = await openDoor({
  name: 'loader',
  readConfig: readLoaderConfig,
  metrics: {},
  create: ({ config, projectId, log }) => {
    const { successFilename } = config;
    const loader = createHandler({ successFilename, list: listBelow(projectId), submit: submitLoad(projectId), log });
    return {
      body: { maxBytes: MAX_BODY_BYTES },
      handle: async ({ rawBody }, response) => {
        try {
          await loader({ data: dataIn(rawBody) });
          sendReply(response, 204);
        } catch (error) {
          log.error('not loaded', fromUnknown(error));
          sendReply(response, 500);
        }
      },
    };
  },
});

http('loader', handler);
