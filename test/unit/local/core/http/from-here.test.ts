import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type LocalCloud, startLocalCloud } from '../../../../../local/cloud.ts';
import { isFromHere } from '../../../../../local/core/http/from-here.ts';

describe('the pages of other sites', () => {
  for (const host of [
    '127.0.0.1:4000',
    '127.0.0.1',
    'localhost:4000',
    'LOCALHOST:4000',
    'penstock:4000',
    '[::1]:4000',
    '192.168.1.5:4000',
    'host.docker.internal:4000',
    'my-mac.local:4000',
    'storage.googleapis.com',
    'named.example:4000',
    '',
  ]) {
    it(`are not who names ${host || 'no host'}`, () => {
      assert.equal(isFromHere({ host }, 'named.example'), true);
      assert.equal(isFromHere({ host, origin: `http://${host}` }, 'named.example'), true);
      assert.equal(isFromHere({ host, origin: 'https://evil.example' }, 'named.example'), false);
      assert.equal(isFromHere({ host, origin: 'null' }, 'named.example'), false);
    });
  }

  for (const host of [
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil.example.',
    '::1.a',
  ]) {
    it(`are who names ${host}, which resolves to here`, () => {
      assert.equal(isFromHere({ host }, '127.0.0.1'), false);
      assert.equal(isFromHere({ host, origin: `http://${host}` }, '127.0.0.1'), false);
    });
  }

  describe('of a whole cloud', () => {
    let cloud: LocalCloud;
    before(async () => {
      cloud = await startLocalCloud();
    });
    after(() => cloud.close());

    const status = (address: string, method: string, path: string, headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = request(`http://${address}${path}`, { method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on('error', reject).end(method === 'POST' ? '{}' : undefined);
      });

    for (const [service, path] of [
      ['console', '/faults'],
      ['secrets', '/v1/projects/demo-penstock/secrets'],
      ['pubsub', '/v1/projects/demo-penstock/topics'],
      ['storage', '/storage/v1/b?project=demo-penstock'],
      ['bigquery', '/bigquery/v2/projects/demo-penstock/datasets'],
      ['documents', '/documents/issues'],
    ] as const) {
      it(`are refused by ${service}, to read and to write`, async () => {
        const address = cloud.addresses[service] ?? '';
        assert.equal(await status(address, 'GET', path, { host: 'evil.example' }), 403);
        const simple = { origin: 'https://evil.example', 'content-type': 'text/plain' };
        assert.equal(await status(address, 'POST', path, simple), 403);
        assert.notEqual(await status(address, 'GET', path, {}), 403);
      });
    }
  });
});
