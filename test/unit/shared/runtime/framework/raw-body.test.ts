import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredBy, keepRaw } from '@penstock/shared/runtime/framework/raw-body.ts';
import { type Excess, readBody } from '@penstock/shared/runtime/framework/read-body.ts';

const BOUND = { maxBytes: 10 };

describe('bodies kept from the framework', () => {
  let server: Server;
  let seen: readonly unknown[];
  let stop: (() => void) | undefined;
  beforeEach(() => {
    server = createServer((incoming, response) => {
      const { headers } = incoming;
      seen = [headers['content-length'], headers['transfer-encoding'], declaredBy(incoming)];
      response.end();
    });
  });
  afterEach(async () => {
    stop?.();
    stop = undefined;
    server.close();
    await once(server, 'close');
  });

  const HEADERS = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': '2' };

  async function listenOn(where: number | string): Promise<number> {
    server.listen(where);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function send(to: object, headers: Record<string, string> = HEADERS): Promise<readonly unknown[]> {
    const sent = request({ method: 'POST', headers: { ...headers, connection: 'close' }, ...to }).end('{}');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return seen;
  }

  it('are none to the framework, and what was declared is remembered', async () => {
    const port = await listenOn(0);
    stop = keepRaw(port, BOUND);
    const declared = { contentType: 'application/json', contentEncoding: 'gzip', bound: BOUND, length: 2 };
    assert.deepEqual(await send({ port }), [undefined, undefined, declared]);
    const chunked = { contentType: '', contentEncoding: '', bound: BOUND, length: undefined };
    assert.deepEqual(await send({ port }, { 'transfer-encoding': 'chunked' }), [undefined, undefined, chunked]);
  });

  it('are left alone when keeping has ended, and on other ports', async () => {
    const port = await listenOn(0);
    const asSent = ['2', undefined, { contentType: 'application/json', contentEncoding: '' }];
    keepRaw(port, BOUND)();
    assert.deepEqual(await send({ port }), asSent);
    stop = keepRaw(port + 1, BOUND);
    assert.deepEqual(await send({ port }), asSent);
    assert.deepEqual((await send({ port }, { 'content-length': '2' }))[2], { contentType: '', contentEncoding: '' });
  });

  it('are left alone on a server that listens on a path and has no port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'penstock-raw-'));
    const socketPath = join(folder, 'socket');
    await listenOn(socketPath);
    stop = keepRaw(8080, BOUND);
    assert.equal((await send({ socketPath }))[0], '2');
    await rm(folder, { recursive: true });
  });

  it('that do not end are answered 408 and closed when their time is up, and so are headers', async () => {
    // Node looks for them every 30 s by default.
    server = createServer({ connectionsCheckingInterval: 10 }, (incoming, response) => {
      incoming.resume().on('end', () => response.end());
    });
    const port = await listenOn(0);
    stop = keepRaw(port, { maxBytes: 10, receiveMs: 50 });
    // The bound is set with the first request of the server.
    await send({ port });
    for (const begun of ['', 'content-length: 5\r\n\r\nabc', 'transfer-encoding: chunked\r\n\r\n1\r\na\r\n']) {
      const socket = connect(port, '127.0.0.1', () => socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${begun}`));
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      await once(socket, 'close');
      assert.match(answer, /^HTTP\/1\.1 408 /);
    }
    assert.ok(server.headersTimeout <= 50);
  });

  describe('and read within a bound', () => {
    const chunked = (count: number, size: number, head = 'host: x\r\n'): string =>
      `POST / HTTP/1.1\r\n${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n${`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`.repeat(count)}0\r\n\r\n`;

    async function sendRaw(text: string): Promise<{ readonly answer: string; readonly excess: readonly Excess[] }> {
      const excess: Excess[] = [];
      server = createServer((incoming, response) => {
        readBody(incoming, (received) => {
          if (Buffer.isBuffer(received)) {
            response.end(`read ${received.length}`);
            return;
          }
          excess.push(received as Excess);
          response.writeHead(413).end();
        });
      });
      const port = await listenOn(0);
      stop = keepRaw(port, { maxBytes: 1_000_000 });
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      await once(socket, 'close');
      return { answer, excess };
    }

    const LARGE = 'connection: close\r\ncontent-length: 2000000\r\n';

    for (const [title, text, status, refused] of [
      ['of a declared length', `POST / HTTP/1.1\r\nhost: x\r\n${LARGE}\r\n`, 413, true],
      // As curl asks before every large body.
      ['asked about beforehand', `POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n${LARGE}\r\n`, 413, true],
      ['with another expectation', `POST / HTTP/1.1\r\nhost: x\r\nexpect: tea\r\n${LARGE}\r\n`, 413, true],
      ['to no host', `POST / HTTP/1.1\r\n${LARGE}\r\n`, 400, false],
      ['in chunks, to no host', chunked(101, 10_000, ''), 400, false],
      ['in chunks, with another expectation', chunked(101, 10_000, 'host: x\r\nexpect: tea\r\n'), 417, false],
    ] as const) {
      it(`are answered ${status} once where they are too large, ${title}`, async () => {
        const { answer, excess } = await sendRaw(text);
        assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g), [`HTTP/1.1 ${status}`]);
        assert.deepEqual(excess, refused ? ['bytes'] : []);
      });
    }

    it('are asked for where they are allowed', async () => {
      const body = 'x'.repeat(20_000);
      const head = 'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\n';
      const { answer } = await sendRaw(`${head}content-length: ${body.length}\r\n\r\n${body}`);
      assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 100', 'HTTP/1.1 200']);
    });

    it('are refused while they arrive in very many pieces, though they are few bytes', async () => {
      const { answer, excess } = await sendRaw(chunked(30_000, 1));
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.deepEqual(excess, ['pieces']);
    });

    it('are refused where their chunks are too large together', async () => {
      assert.deepEqual((await sendRaw(chunked(101, 10_000))).excess, ['bytes']);
    });

    for (const [count, size] of [
      [16_000, 1],
      [1_900, 526],
      [100, 10_000],
    ] as const) {
      it(`are taken where they are ${count} chunks of ${size} bytes, as programs and networks send them`, async () => {
        const { answer, excess } = await sendRaw(chunked(count, size));
        assert.match(answer, new RegExp(`^HTTP/1\\.1 200 [\\s\\S]*read ${(count * size).toString()}`));
        assert.deepEqual(excess, []);
      });
    }

    for (const [length, status] of [
      [1_000_000, 200],
      [1_000_001, 413],
    ] as const) {
      it(`are answered ${status} where they are ${length} bytes of at most 1,000,000`, async () => {
        const head = 'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n';
        const { answer } = await sendRaw(`${head}content-length: ${length}\r\n\r\n${'x'.repeat(length)}`);
        assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
      });
    }
  });
});
