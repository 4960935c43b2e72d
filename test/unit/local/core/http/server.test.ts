import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import {
  BodyTooLarge,
  type Handler,
  type HttpServer,
  readBody,
  sendJson,
  startHttpServer,
} from '../../../../../local/core/http/server.ts';

describe('the HTTP server', () => {
  let server: HttpServer | undefined;
  afterEach(() => server?.close());

  async function started(handler: Handler): Promise<string> {
    server = await startHttpServer({ host: '127.0.0.1', port: 0 }, handler, (error, response) => {
      sendJson(response, error instanceof BodyTooLarge ? 413 : 500, { error: (error as Error).message });
    });
    return `http://${server.address}`;
  }

  it('answers what the handler answers', async () => {
    const url = await started(async (request, response) =>
      sendJson(response, 200, { body: (await readBody(request, 100)).toString() }),
    );
    const response = await fetch(url, { method: 'POST', body: 'hello' });
    assert.deepEqual(await response.json(), { body: 'hello' });
  });

  it('refuses a body that is declared too large before it is read', async () => {
    const url = await started(async (request) => void (await readBody(request, 3)));
    const response = await fetch(url, { method: 'POST', body: 'hello' });
    assert.equal(response.status, 413);
    assert.deepEqual(await response.json(), { error: 'the request body is larger than 3 bytes' });
  });

  it('refuses a body that turns out too large while it is read', async () => {
    const url = await started(async (request) => void (await readBody(request, 3)));
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('hello'));
        controller.close();
      },
    });
    const response = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
    assert.equal(response.status, 413);
  });

  for (const framing of ['content-length: 8000000', 'transfer-encoding: chunked']) {
    it(`answers who goes on sending what is too large (${framing})`, async () => {
      const url = new URL(await started(async (request) => void (await readBody(request, 1_000))));
      for (let n = 0; n < 5; n += 1) {
        const socket = connect(Number(url.port), url.hostname);
        const errors: Error[] = [];
        socket.on('error', (error) => errors.push(error));
        let answer = '';
        socket.on('data', (chunk) => {
          answer += chunk;
        });
        socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\n${framing}\r\n\r\n`);
        const piece = Buffer.alloc(80_000, 'x');
        for (let sent = 0; sent < 100; sent += 1) {
          if (framing.startsWith('transfer')) socket.write(`${piece.length.toString(16)}\r\n`);
          if (!socket.write(piece)) await once(socket, 'drain');
          if (framing.startsWith('transfer')) socket.write('\r\n');
        }
        if (framing.startsWith('transfer')) socket.write('0\r\n\r\n');
        while (!answer.includes('larger than 1000 bytes')) await once(socket, 'data');
        assert.match(answer, /^HTTP\/1\.1 413 /);
        assert.deepEqual(errors, []);
        socket.destroy();
      }
    });
  }

  it('breaks the connection where the answer had begun when the handler failed', async () => {
    const url = await started(async (_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half');
      throw new Error('late');
    });
    await assert.rejects(fetch(url).then((response) => response.text()));
  });

  it('answers a plain 500 where the error itself cannot be answered, and goes on', async () => {
    server = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async () => {
        throw new Error('first');
      },
      (_error, response) => sendJson(response, Number.NaN, {}),
    );
    for (let n = 0; n < 2; n += 1) assert.equal((await fetch(`http://${server.address}/`)).status, 500);
  });

  it('rejects when the port is taken', async () => {
    await started(async () => undefined);
    const port = Number(server?.address.split(':')[1]);
    await assert.rejects(
      startHttpServer(
        { host: '127.0.0.1', port },
        async () => undefined,
        () => undefined,
      ),
      { code: 'EADDRINUSE' },
    );
  });

  it('closes with connections open', async () => {
    const url = new URL(await started(async () => undefined));
    const socket = connect(Number(url.port), url.hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    await server?.close();
    await ended;
  });
});
