import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { openUnary, type UnaryClient } from '@penstock/shared/pubsub/unary-call.ts';

type Answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

const framed = (message: string): Buffer => {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.write(message, 5);
  return frame;
};
const answered =
  (bytes: Buffer, trailers: Record<string, string> = { 'grpc-status': '0' }): Answer =>
  (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.end(bytes);
  };

describe('a unary call', () => {
  let server: Http2Server;
  let client: UnaryClient;
  let answer: Answer;
  let sessions: ServerHttp2Session[];
  let received: { readonly headers: IncomingHttpHeaders; readonly body: Buffer }[];

  beforeEach(async () => {
    sessions = [];
    received = [];
    server = createServer();
    server.on('session', (session) => sessions.push(session.on('error', () => undefined)));
    server.on('stream', (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on('error', () => undefined);
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({ headers, body: Buffer.concat(chunks) });
        // A call whose deadline has passed is gone before it can be answered.
        if (!stream.destroyed) answer(stream, headers);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = openUnary(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 50);
  });
  afterEach(async () => {
    client.close();
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const call = (message = 'hello', ms = 5_000): Promise<Buffer> =>
    client.call({ path: '/s/M', message: Buffer.from(message), headers: { a: 'b' }, deadline: Date.now() + ms });

  it('sends a framed message and resolves with that of the answer', async () => {
    answer = answered(framed('hi'));
    assert.equal((await call()).toString(), 'hi');
    const [{ headers, body }] = received as [(typeof received)[number]];
    assert.deepEqual(
      [headers[':path'], headers['content-type'], headers.te, headers.a, body],
      ['/s/M', 'application/grpc+proto', 'trailers', 'b', framed('hello')],
    );
    assert.match(String(headers['grpc-timeout']), /^\d{1,8}m$/);
  });

  it('uses one connection for many calls at once', async () => {
    answer = answered(framed(''));
    await Promise.all(Array.from({ length: 50 }, () => call()));
    assert.equal(sessions.length, 1);
  });

  const refuses = (code: number, details: RegExp) => (error: { code: number; details: string }) => {
    assert.equal(error.code, code);
    assert.match(error.details, details);
    return true;
  };

  for (const [title, refusal, code, details] of [
    [
      'a status after an answer',
      answered(framed(''), { 'grpc-status': '9', 'grpc-message': 'no%20good' }),
      9,
      /^no good$/,
    ],
    [
      'a status with a message that is not encoded',
      answered(framed(''), { 'grpc-status': '3', 'grpc-message': '100%' }),
      3,
      /^100%$/,
    ],
    ['a status without a message', answered(framed(''), { 'grpc-status': '5' }), 5, /^$/],
    [
      'a status in place of an answer',
      (stream: ServerHttp2Stream) => stream.respond({ ':status': 200, 'grpc-status': '7' }, { endStream: true }),
      7,
      /^$/,
    ],
    [
      'a proxy that refuses',
      (stream: ServerHttp2Stream) => stream.respond({ ':status': 503 }, { endStream: true }),
      14,
      /HTTP 503/,
    ],
    [
      'a proxy that knows no such place',
      (stream: ServerHttp2Stream) => stream.respond({ ':status': 418 }, { endStream: true }),
      2,
      /HTTP 418/,
    ],
    [
      'a stream that is reset',
      (stream: ServerHttp2Stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
      14,
      /INTERNAL_ERROR/,
    ],
    ['a stream that ends without a status', answered(framed('hi'), {}), 14, /without a status/],
    ['a connection that is lost', (stream: ServerHttp2Stream) => stream.session?.destroy(), 14, /./],
    ['half a message', answered(framed('hello').subarray(0, 7)), 2, /no whole message/],
    ['no message', answered(Buffer.alloc(0)), 2, /no whole message/],
    ['a compressed message', answered(Buffer.from([1, 0, 0, 0, 1, 7])), 2, /no whole message/],
    ['an answer that does not end', answered(Buffer.alloc(5_000_000)), 8, /more than 4000000 bytes/],
  ] as const) {
    it(`fails with status ${code} on ${title}, and the next call is answered`, async () => {
      answer = refusal;
      await assert.rejects(call(), refuses(code, details));
      answer = answered(framed('again'));
      assert.equal((await call()).toString(), 'again');
    });
  }

  it('fails as unavailable where nothing listens, and says why', async () => {
    const nowhere = openUnary('http://127.0.0.1:1');
    const asked = nowhere.call({ path: '/', message: Buffer.alloc(0), headers: {}, deadline: Date.now() + 5_000 });
    await assert.rejects(asked, refuses(14, /ECONNREFUSED/));
    nowhere.close();
  });

  it('goes on with another connection after the server has said that it goes away', async () => {
    answer = answered(framed('1'));
    await call();
    sessions[0]?.goaway();
    for (let n = 0; n < 200 && sessions.length < 2; n += 1) {
      // A call that crosses the farewell may be refused; the publisher sends it again.
      await call().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(sessions.length, 2);
  });

  it('fails at its deadline, and leaves the connection to calls that are answered', async () => {
    const waiting: ServerHttp2Stream[] = [];
    answer = (stream) => void waiting.push(stream);
    await assert.rejects(call('late', 20), refuses(4, /before the deadline/));
    answer = answered(framed('quick'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal((await call()).toString(), 'quick');
    assert.equal(sessions.length, 1);
  });

  it('fails at once where the deadline has passed, and takes a deadline of years', async () => {
    answer = () => undefined;
    await assert.rejects(call('late', -1_000), refuses(4, /before the deadline/));
    answer = answered(framed('x'));
    assert.equal((await call('x', 2_000_000_000)).toString(), 'x');
    assert.equal(received.at(-1)?.headers['grpc-timeout'], '99999999m');
  });

  it('leaves a connection whose other end has died, so that the next call is answered', async () => {
    // A server that accepts and never says a word, as a machine that was lost.
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => void sockets.push(socket.on('error', () => undefined).resume()));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const dead = openUnary(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, 20);
    const asked = { path: '/', message: Buffer.alloc(0), headers: {} };
    await assert.rejects(dead.call({ ...asked, deadline: Date.now() + 250 }), refuses(4, /deadline/));
    await Promise.all(sockets.map((socket) => socket.destroyed || once(socket, 'close')));
    await assert.rejects(dead.call({ ...asked, deadline: Date.now() + 250 }), refuses(4, /deadline/));
    assert.equal(sockets.length, 2);
    dead.close();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('fails where the client is closed meanwhile', async () => {
    answer = () => undefined;
    const asked = call();
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    client.close();
    await assert.rejects(asked, refuses(14, /./));
    await assert.rejects(call(), refuses(1, /the client is closed/));
  });
});
