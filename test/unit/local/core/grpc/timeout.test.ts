import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { openWideWindows } from '../../../../../local/core/grpc/wide-window.ts';

/** A server with one method that answers after a while, as a publish waits for the disk. */
async function slowServer(waitMs: number) {
  const server = new grpc.Server();
  const bytes = (value: Buffer) => value;
  const method = { path: '/slow.Slow/Call', requestStream: false, responseStream: false };
  const codec = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  server.addService(
    { call: { ...method, ...codec } },
    {
      call: (_call: unknown, reply: grpc.sendUnaryData<Buffer>) =>
        setTimeout(() => reply(null, Buffer.alloc(0)), waitMs),
    },
  );
  const windows = openWideWindows();
  const net = createServer((socket) => {
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    windows.mark(socket);
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve) => net.listen(0, '127.0.0.1', resolve));
  return {
    port: (net.address() as AddressInfo).port,
    close: async () => {
      windows.close();
      server.forceShutdown();
      await new Promise((resolve) => net.close(resolve));
    },
  };
}

/** The status of one call that carries this timeout header as it is: a client library would not send it. */
function statusOf(port: number, timeout: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`);
    session.on('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/slow.Slow/Call',
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': timeout,
    });
    let status = '';
    const read = (headers: object) => {
      status = String((headers as Record<string, unknown>)['grpc-status'] ?? status);
    };
    stream.on('response', read);
    stream.on('trailers', read);
    stream.on('close', () => {
      session.close();
      resolve(status);
    });
    stream.resume();
    stream.end(Buffer.alloc(5));
  });
}

describe('timeouts of gRPC calls to the local cloud', () => {
  const cases = [
    ['4294967296S', '0'],
    ['9999999999H', '0'],
    ['30S', '0'],
    ['1m', '4'],
  ] as const;
  for (const [timeout, status] of cases) {
    it(`ends a call with the timeout ${timeout} by status ${status}`, async () => {
      const server = await slowServer(50);
      try {
        assert.equal(await statusOf(server.port, timeout), status);
      } finally {
        await server.close();
      }
    });
  }
});
