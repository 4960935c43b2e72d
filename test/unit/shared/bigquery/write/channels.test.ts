import assert from 'node:assert/strict';
import { Channels } from '@penstock/shared/bigquery/write/channels.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { googleCredentials, type HeaderSource } from '@penstock/shared/bigquery/write/credentials.ts';

const OPTIONS = { method_name: 'AppendRows', service_url: 'https://bigquerystorage.googleapis.com/x' };

describe('channels', () => {
  it('carry so many calls and no more, and another is opened for the next', () => {
    const channels = new Channels({ emulatorHost: '127.0.0.1:1', callsPerChannel: 2 });
    const leases = [1, 2, 3].map(() => channels.lease());
    assert.equal(channels.size, 2);
    assert.equal(leases[0]?.client, leases[1]?.client);
    assert.notEqual(leases[0]?.client, leases[2]?.client);
    leases[2]?.release();
    leases[2]?.release();
    assert.equal(channels.size, 1);
    leases[0]?.release();
    assert.equal(channels.lease().client, leases[0]?.client);
    channels.close();
  });

  it('that may be dead get no further call, and are closed when empty', () => {
    const channels = new Channels({ emulatorHost: '127.0.0.1:1' });
    const [one, two] = [channels.lease(), channels.lease()];
    one.distrust();
    one.release();
    const three = channels.lease();
    assert.notEqual(three.client, two.client);
    assert.equal(channels.size, 2);
    two.release();
    assert.equal(channels.size, 1);
    channels.close();
    assert.equal(channels.size, 0);
    three.release();
    assert.throws(() => channels.lease(), { code: 'CANCELLED' });
  });

  it('reach Google with TLS and credentials where no emulator is named', () => {
    for (const endpoint of [{}, { address: 'bigquerystorage.mtls.googleapis.com:443' }]) {
      const client = new WriteClient({ endpoint });
      const lease = client.channels.lease();
      assert.match(lease.client.getChannel().getTarget(), /bigquerystorage\.(mtls\.)?googleapis\.com:443/);
      lease.release();
      client.close();
    }
  });
});

describe('credentials', () => {
  const metadata = (load: () => Promise<HeaderSource>) => googleCredentials(load).generateMetadata(OPTIONS as never);

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
    const source = googleCredentials(async () => {
      loads += 1;
      return { getRequestHeaders: async () => new Headers() };
    });
    await source.generateMetadata(OPTIONS as never);
    await source.generateMetadata(OPTIONS as never);
    assert.equal(loads, 1);
  });

  it('that cannot be had now are unavailable, and that are missing are unauthenticated', async () => {
    const fail = (error: Error) => metadata(async () => ({ getRequestHeaders: () => Promise.reject(error) }));
    await assert.rejects(fail(Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' })), { code: 14 });
    await assert.rejects(fail(new Error('could not load the default credentials')), {
      code: 16,
      message: /default credentials/,
    });
  });

  it('come from application default credentials', async () => {
    process.env.GOOGLE_APPLICATION_CREDENTIALS = '/nowhere/key.json';
    try {
      await assert.rejects(googleCredentials().generateMetadata(OPTIONS as never), {
        code: 16,
        message: /no credentials for BigQuery/,
      });
    } finally {
      delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
    }
  });
});
