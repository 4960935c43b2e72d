import assert from 'node:assert/strict';
import { type HttpServer, sendJson, startHttpServer } from '../../../local/http/server.ts';
import { makeResources } from '../../../local/resources.ts';

describe('the resources of a set-up', () => {
  let server: HttpServer;
  let asked: string[];
  let modified: number;

  beforeEach(async () => {
    asked = [];
    modified = 200;
    server = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (request, response) => {
        asked.push(`${request.method} ${request.url}`);
        if (request.url?.endsWith(':modifyPushConfig')) return sendJson(response, modified, { error: 'detached' });
        sendJson(response, request.url?.includes('/topics/') ? 200 : 409, {});
      },
      (_error, response) => response.destroy(),
    );
  });
  afterEach(() => server.close());

  const make = (): Promise<void> =>
    makeResources(
      { topics: ['t'], subscriptions: [{ name: 's', topic: 't', pushTo: 'sink' }] },
      { projectId: 'p', addresses: { pubsub: server.address, sink: '127.0.0.1:1' } },
    );

  it('push a subscription that was kept to where its function is now', async () => {
    await make();
    assert.deepEqual(asked, [
      'PUT /v1/projects/p/topics/t',
      'PUT /v1/projects/p/subscriptions/s',
      'POST /v1/projects/p/subscriptions/s:modifyPushConfig',
    ]);
  });

  it('are an error, and no silence, where that is refused', async () => {
    modified = 400;
    await assert.rejects(make(), /:modifyPushConfig was answered 400: .*detached/);
  });
});
