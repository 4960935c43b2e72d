import assert from 'node:assert/strict';
import { Client, credentials } from '@grpc/grpc-js';
import { Channels } from '@penstock/shared/bigquery/write/channels.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import { GoogleStubs, openWriteClient } from '@penstock/shared/bigquery/write/google-stubs.ts';
import { type GeneratedClient, stubOptions } from '@penstock/shared/runtime/google-stub.ts';
import { batchOf, range, startWriteWorld } from '../../../../support/write-core.ts';

/** A generated client that connects when it is told to. */
function heldClients(): { load: () => Promise<GeneratedClient>; connect: (error?: Error) => void; made: Client[] } {
  const waiting: ((error?: Error) => void)[] = [];
  const made: Client[] = [];
  return {
    made,
    connect: (error) => waiting.shift()?.(error),
    load: async () => ({
      initialize: () =>
        new Promise((resolve, reject) => {
          waiting.push((error) => {
            const stub = new Client('127.0.0.1:1', credentials.createInsecure());
            made.push(stub);
            if (error) reject(error);
            else resolve(stub);
          });
        }),
      close: async () => undefined,
    }),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function opened(held: ReturnType<typeof heldClients>): Promise<GoogleStubs> {
  const opening = GoogleStubs.open(held.load);
  for (let at = 0; at < 2; at += 1) {
    await settle();
    held.connect();
  }
  return opening;
}

describe("channels of Google's write client", () => {
  it('carry appends and unary calls to the service', async () => {
    const world = await startWriteWorld();
    const client = await openWriteClient({ endpoint: { emulatorHost: world.address } });
    try {
      const table = await world.table();
      const stream = new DefaultStream(client, table);
      const { acknowledged } = await stream.append(batchOf(range(0, 100)));
      assert.equal((await acknowledged).rowCount, 100);
      assert.match((await client.getWriteStream(stream.name)).name, /_default$/);
      await stream.close();
    } finally {
      client.close();
      await world.close();
    }
  });

  it('are kept ready, so that a call never waits for one to connect', async () => {
    const held = heldClients();
    const stubs = await opened(held);
    const channels = new Channels({ stubs, callsPerChannel: 1 });
    const leases = [channels.lease(), channels.lease()];
    assert.notEqual(leases[0]?.client, leases[1]?.client);
    // None is ready: the third call goes on a channel that has one already.
    const third = channels.lease();
    assert.ok(leases.some(({ client }) => client === third.client));
    // And the next on the one that has fewer.
    const next = channels.lease();
    assert.ok(leases.some(({ client }) => client === next.client) && next.client !== third.client);
    for (const lease of [third, next]) lease.release();
    await settle();
    held.connect();
    held.connect();
    await settle();
    const fourth = channels.lease();
    assert.ok(leases.every(({ client }) => client !== fourth.client));
    channels.close();
    await settle();
    held.connect();
    await stubs.close();
  });

  it('are tried again where one could not connect, and are UNAVAILABLE where there is none at all', async () => {
    const held = heldClients();
    const stubs = await opened(held);
    assert.ok(stubs.take());
    assert.ok(stubs.take());
    await settle();
    held.connect(new Error('no credentials'));
    held.connect(new Error('no credentials'));
    await settle();
    const channels = new Channels({ stubs });
    assert.throws(() => channels.lease(), { code: 'UNAVAILABLE' });
    await settle();
    held.connect();
    held.connect();
    await settle();
    assert.ok(channels.lease());
    channels.close();
    await settle();
    held.connect();
    await stubs.close();
    assert.equal(stubs.take(), undefined);
  });

  it('are not opened where Google cannot be reached for want of credentials', async () => {
    const load = async (): Promise<GeneratedClient> => ({
      initialize: () => Promise.reject(new Error('no credentials')),
      close: async () => undefined,
    });
    await assert.rejects(openWriteClient({}, load), { message: 'no credentials' });
  });

  it('have the address they are given, or that of the package', () => {
    const channel = { 'grpc.enable_retries': 0 };
    assert.deepEqual(stubOptions('', channel), channel);
    assert.deepEqual(stubOptions('', channel, 'a.example:8443'), { apiEndpoint: 'a.example', port: 8443, ...channel });
    assert.deepEqual(stubOptions('', channel, 'a.example'), { apiEndpoint: 'a.example', ...channel });
    const { apiEndpoint, port } = stubOptions('127.0.0.1:9060', channel) as unknown as Record<string, unknown>;
    assert.deepEqual([apiEndpoint, port], ['127.0.0.1', 9060]);
  });
});
