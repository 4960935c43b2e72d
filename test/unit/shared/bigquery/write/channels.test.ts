import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { CHANNEL_OPTIONS, Channels } from '@penstock/shared/bigquery/write/channels.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';

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

  it('have a connection of their own each, and leave retries to the write core', async () => {
    // Channels to one address share a socket unless told not to, and a retry of gRPC's own would be a second call unseen.
    assert.equal(CHANNEL_OPTIONS['grpc.use_local_subchannel_pool'], 1);
    assert.equal(CHANNEL_OPTIONS['grpc.enable_retries'], 0);
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const channels = new Channels({ emulatorHost: `127.0.0.1:${port}`, callsPerChannel: 1 });
    for (const lease of [channels.lease(), channels.lease()])
      lease.client.waitForReady(Date.now() + 30_000, () => undefined);
    while (sockets.size < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    channels.close();
    for (const socket of sockets) socket.destroy();
    server.close();
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
