import assert from 'node:assert/strict';
import { googleCredentials, type HeaderSource } from '@penstock/shared/runtime/google-credentials.ts';
import { setEnvironment } from '../../../support/environment.ts';

const OPTIONS = { method_name: 'Publish', service_url: 'https://pubsub.googleapis.com/x' };
const FOR = { service: 'Pub/Sub', scope: 'https://www.googleapis.com/auth/pubsub' };

describe("Google's credentials on a gRPC call", () => {
  const metadata = (load: () => Promise<HeaderSource>) =>
    googleCredentials(FOR, load).generateMetadata(OPTIONS as never);

  it('put the headers of the auth library on the call, which are no plain object', async () => {
    const urls: unknown[] = [];
    const found = await metadata(async () => ({
      getRequestHeaders: async (url) => {
        urls.push(url);
        return new Headers({ authorization: 'Bearer token', 'x-goog-user-project': 'p' });
      },
    }));
    assert.deepEqual(found.get('authorization'), ['Bearer token']);
    assert.deepEqual(found.get('x-goog-user-project'), ['p']);
    assert.deepEqual(urls, [OPTIONS.service_url]);
  });

  it('are loaded once', async () => {
    let loads = 0;
    const source = googleCredentials(FOR, async () => {
      loads += 1;
      return { getRequestHeaders: async () => new Headers() };
    });
    await source.generateMetadata(OPTIONS as never);
    await source.generateMetadata(OPTIONS as never);
    assert.equal(loads, 1);
  });

  it('are loaded anew after loading failed', async () => {
    let loads = 0;
    const source = googleCredentials(FOR, async () => {
      loads += 1;
      if (loads === 1) throw new Error('no library');
      return { getRequestHeaders: async () => new Headers() };
    });
    await assert.rejects(source.generateMetadata(OPTIONS as never), { code: 16 });
    await source.generateMetadata(OPTIONS as never);
    assert.equal(loads, 2);
  });

  it('that cannot be had now are unavailable, and that are missing are unauthenticated', async () => {
    const fail = (error: Error) => metadata(async () => ({ getRequestHeaders: () => Promise.reject(error) }));
    await assert.rejects(fail(Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' })), { code: 14 });
    await assert.rejects(fail(new Error('could not load the default credentials')), {
      code: 16,
      message: /default credentials/,
    });
  });

  it('come from application default credentials, and where there are none say for which service', async () => {
    const restore = setEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: '/nowhere/key.json' });
    try {
      await assert.rejects(googleCredentials(FOR).generateMetadata(OPTIONS as never), {
        code: 16,
        message: /no credentials for Pub\/Sub/,
      });
    } finally {
      restore();
    }
  });
});
