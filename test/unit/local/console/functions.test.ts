import assert from 'node:assert/strict';
import { healthOf } from '../../../../local/console/api/functions.ts';
import { startHttpServer } from '../../../../local/core/http/server.ts';

describe('the health of a function', () => {
  it('is that it does not run where it has no address', async () => {
    assert.equal(await healthOf(undefined), 'not running');
  });

  for (const [status, health] of [
    [200, 'ready'],
    [503, 'status 503'],
  ] as const) {
    it(`is "${health}" where it answers ${status}`, async () => {
      const server = await startHttpServer(
        { host: '127.0.0.1', port: 0 },
        async (request, response) => void response.writeHead(request.url === '/readyz' ? status : 404).end(),
        (_error, response) => response.destroy(),
      );
      assert.equal(await healthOf(server.address), health);
      await server.close();
      assert.match(await healthOf(server.address), /ECONNREFUSED/);
    });
  }
});
