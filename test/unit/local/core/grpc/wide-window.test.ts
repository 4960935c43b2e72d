import assert from 'node:assert/strict';
import { hasSubscribers, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type ClientHttp2Session, connect, createServer, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import { startSocketGrpcServer } from '@penstock/local/bigquery/write/listener.ts';
import { openWideWindows, WIDE_WINDOW_BYTES } from '@penstock/local/core/grpc/wide-window.ts';
import { localPubsub } from '../../../../support/pubsub-local.ts';
import { startWriteFixture } from '../../../../support/storage-write.ts';

const CREATED = 'http2.server.stream.created';
/** RFC 9113 section 6.9.2. */
const FIRST_WINDOW = 65_535;

/** An HTTP/2 server of the process: what it does with a connection before it takes it is the caller's. */
async function startHttp2(before: (socket: Socket) => void = () => undefined) {
  const server = createServer();
  const streams: ServerHttp2Stream[] = [];
  server.on('stream', (stream) => {
    streams.push(stream);
    stream.on('error', () => undefined);
  });
  const net = createNetServer((socket) => {
    before(socket);
    server.emit('connection', socket);
  });
  await new Promise<void>((resolve) => net.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(net.address() as AddressInfo).port}`,
    streams,
    close: () => new Promise<void>((resolve) => net.close(() => resolve())),
  };
}

/** A request whose body is not sent yet; resolves when the server's answer to a later frame is here, and so its settings. */
async function begin(session: ClientHttp2Session, path = '/') {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.on('error', () => undefined);
  // A ping before there is a connection is cancelled, not kept.
  if (session.connecting) await once(session, 'connect');
  // The first may overtake the request (PING frames go first), the second cannot.
  await ping(session);
  await ping(session);
  return stream;
}

function ping(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve, reject) => {
    session.ping((error) => (error === null ? resolve() : reject(error)));
  });
}

describe('wide flow-control windows', () => {
  const sessions: ClientHttp2Session[] = [];
  const closing: (() => unknown)[] = [];

  afterEach(async () => {
    for (const session of sessions.splice(0)) session.destroy();
    for (const close of closing.splice(0).reverse()) await close();
  });

  const dial = (address: string): ClientHttp2Session => {
    const session = connect(`http://${address}`);
    session.on('error', () => undefined);
    sessions.push(session);
    return session;
  };
  const windowsOf = ({ remoteSettings, state }: ClientHttp2Session) => [
    remoteSettings.initialWindowSize,
    state.remoteWindowSize,
  ];
  const open = (bytes?: number) => {
    const windows = openWideWindows(bytes);
    closing.push(windows.close);
    return windows;
  };
  const serve = async (before?: (socket: Socket) => void) => {
    const server = await startHttp2(before);
    closing.push(server.close);
    return server;
  };

  it('are told to the client of the local Storage Write with its first call', async () => {
    const service = await startWriteFixture();
    closing.push(() => service.close());
    const session = dial(service.address);
    await begin(session, '/google.cloud.bigquery.storage.v1.BigQueryWrite/AppendRows');
    assert.deepEqual(windowsOf(session), [WIDE_WINDOW_BYTES, WIDE_WINDOW_BYTES]);
  });

  it('are told to the client of the local Pub/Sub with its first call', async () => {
    const service = await localPubsub();
    closing.push(() => service.close());
    const session = dial(service.address);
    await begin(session, '/google.pubsub.v1.Publisher/Publish');
    assert.deepEqual(windowsOf(session), [WIDE_WINDOW_BYTES, WIDE_WINDOW_BYTES]);
  });

  it('let a body go out whole before the server has read any of it, and no more than the window', async () => {
    const windows = open();
    const { address, streams } = await serve(windows.mark);
    const stream = await begin(dial(address));
    const gone = (bytes: number) => new Promise<void>((resolve) => stream.write(Buffer.alloc(bytes), () => resolve()));
    await gone(WIDE_WINDOW_BYTES);
    let isBeyond = false;
    const beyond = gone(1).then(() => {
      isBeyond = true;
    });
    for (let round = 0; round < 5; round++) await ping(stream.session as ClientHttp2Session);
    assert.equal(isBeyond, false);
    streams[0]?.resume();
    await beyond;
  });

  it('are set once a session, whatever the number of its streams', async () => {
    const windows = open();
    const { address } = await serve(windows.mark);
    const session = dial(address);
    let told = 0;
    session.on('remoteSettings', () => {
      told += 1;
    });
    for (let stream = 0; stream < 12; stream++) await begin(session);
    // The server's own settings, and ours.
    assert.equal(told, 2);
  });

  it('are those of the server that marked the connection', async () => {
    const [first, second] = [open(200_000), open(300_000)];
    const servers = [await serve(first.mark), await serve(second.mark)];
    const dialled = servers.map(({ address }) => dial(address));
    for (const session of dialled) await begin(session);
    assert.deepEqual(dialled.map(windowsOf), [
      [200_000, 200_000],
      [300_000, 300_000],
    ]);
  });

  it('are not given to sessions of other servers of the process', async () => {
    open();
    const { address } = await serve();
    const session = dial(address);
    await begin(session);
    assert.deepEqual(windowsOf(session), [FIRST_WINDOW, FIRST_WINDOW]);
  });

  it('leave a session alone that is destroyed by the time its stream is told of', async () => {
    const destroy = (message: unknown): void => (message as { stream: ServerHttp2Stream }).stream.session?.destroy();
    subscribe(CREATED, destroy);
    closing.push(() => unsubscribe(CREATED, destroy));
    const windows = open();
    const { address } = await serve(windows.mark);
    const session = dial(address);
    // An error of the listener would be an uncaught exception of this process.
    await assert.rejects(begin(session));
  });

  it('are not waited for by a server that could not listen', async () => {
    const taken = await serve();
    const wereSubscribed = hasSubscribers(CREATED);
    const port = Number(taken.address.split(':')[1]);
    const listen = { host: '127.0.0.1', port, maxReceiveBytes: -1 };
    await assert.rejects(
      startSocketGrpcServer(listen, () => undefined),
      { code: 'EADDRINUSE' },
    );
    assert.equal(hasSubscribers(CREATED), wereSubscribed);
  });

  it('end with their server: nothing listens any more', async () => {
    const wereSubscribed = hasSubscribers(CREATED);
    const windows = openWideWindows();
    assert.equal(hasSubscribers(CREATED), true);
    windows.close();
    windows.close();
    assert.equal(hasSubscribers(CREATED), wereSubscribed);
    const { address } = await serve(windows.mark);
    const session = dial(address);
    await begin(session);
    assert.deepEqual(windowsOf(session), [FIRST_WINDOW, FIRST_WINDOW]);
  });
});
