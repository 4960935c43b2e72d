import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postBytes } from '@penstock/shared/bigquery/rest/post-bytes.ts';
import { hearSocket } from '@penstock/shared/runtime/heard-socket.ts';
import { openConnection } from '@penstock/shared/storage/connection.ts';
import { abortAtEnd } from '../../../support/abort-at-end.ts';

describe('a request that is aborted in the moment in which its answer ends', () => {
  let server: Server;
  let url: string;
  before(async () => {
    server = createServer((asked, answer) => {
      asked.resume();
      asked.on('end', () => answer.end('whole'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('leaves no error without a listener', async () => {
    const agent = new Agent({ keepAlive: true });
    await abortAtEnd((signal) => read((then) => hearSocket(request(url, { agent, signal }, then))));
    agent.destroy();
  });

  it('ends the process where its socket is not heard, as Node has it today', async () => {
    const agent = new Agent({ keepAlive: true });
    const thrown = new Promise((resolve) => takeUncaught(resolve));
    await abortAtEnd((signal) => read((then) => request(url, { agent, signal }, then)));
    assert.match(String(await thrown), /AbortError/);
    agent.destroy();
  });

  it('is heard once, however many requests its connection serves', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const listeners: number[] = [];
    for (let sent = 0; sent < 3; sent += 1) {
      await read((then) => {
        const asked = hearSocket(request(url, { agent }, then));
        asked.once('response', (answer: IncomingMessage) => listeners.push(answer.socket.listenerCount('error')));
        return asked;
      });
      // The connection is free again in the next turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    agent.destroy();
    assert.deepEqual(listeners, [listeners[0], listeners[0], listeners[0]]);
  });

  it('ends no process that posts rows to BigQuery', async () => {
    await abortAtEnd((signal) => postBytes(url, new Headers(), Buffer.from('{}'), signal));
  });

  it('ends no process that asks Cloud Storage', async () => {
    const google = {
      apiEndpoint: url,
      customEndpoint: true,
      authClient: { getRequestHeaders: async () => new Headers() },
    };
    const connection = await openConnection('p', 4, async () => google);
    await abortAtEnd(async (signal) => {
      for await (const _ of await connection.send({ method: 'GET', path: '/' }, signal));
    });
    connection.close();
  });
});

async function read(send: (then: (answer: IncomingMessage) => void) => ReturnType<typeof request>): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    send(resolve).on('error', reject).end();
  });
  for await (const _ of answer);
}

/** Hands the next uncaught error to the test in place of the test's runner. */
function takeUncaught(take: (error: unknown) => void): void {
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.once('uncaughtException', (error) => {
    for (const listener of listeners) process.on('uncaughtException', listener);
    take(error);
  });
}
