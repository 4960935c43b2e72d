import { http } from '@google-cloud/functions-framework';
import { insertInto } from '@penstock/shared/bigquery/insert.ts';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { readSinkConfig } from './config.ts';
import { createHandler, type SinkResponse } from './handler.ts';

/** Pub/Sub pushes at most 10 MB of data, as base64. */
const MAX_BODY_BYTES = 16_000_000;

function jsonIn(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(body ?? []).toString('utf8'));
  } catch {
    return undefined;
  }
}

const handler = await openDoor({
  name: 'sink',
  readConfig: readSinkConfig,
  metrics: {},
  create: ({ config, projectId, log }) => {
    const sink = createHandler({ insert: insertInto(projectId, config.table), log });
    return {
      body: { maxBytes: MAX_BODY_BYTES },
      handle: ({ method = '', rawBody }, response) =>
        sink({ method, body: jsonIn(rawBody) }, response as unknown as SinkResponse),
    };
  },
});

http('sink', handler);
