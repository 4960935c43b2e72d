import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Http2Server, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { connect } from '@penstock/shared/pubsub/transport.ts';

describe('the connection to Pub/Sub', () => {
  let server: Http2Server;
  let seen: IncomingHttpHeaders[];
  before(async () => {
    server = createServer();
    server.on('stream', (stream, headers) => {
      seen.push(headers);
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.from([0, 0, 0, 0, 3, 0x0a, 1, 0x37]));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    seen = [];
  });

  const request = { topic: 'projects/p/topics/ü', messages: [] };
  const host = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publishTo = async (transport: ReturnType<typeof connect>): Promise<readonly string[]> => {
    try {
      return await transport.publish(request, Date.now() + 2_000);
    } finally {
      transport.close();
    }
  };

  it('names the topic in the header by which Google routes, and sends no credentials to an emulator', async () => {
    assert.deepEqual(await publishTo(connect(host())), ['7']);
    assert.equal(seen[0]?.['x-goog-request-params'], 'topic=projects%2Fp%2Ftopics%2F%C3%BC');
    assert.equal(seen[0]?.authorization, undefined);
  });

  it('sends the credentials of Google to Google', async () => {
    const getRequestHeaders = async (url?: string): Promise<Headers> => {
      assert.equal(url, 'https://pubsub.googleapis.com/');
      return new Headers({ authorization: 'Bearer t', 'x-goog-user-project': 'q' });
    };
    await publishTo(connect('', `http://${host()}`, async () => ({ getRequestHeaders })));
    assert.deepEqual([seen[0]?.authorization, seen[0]?.['x-goog-user-project']], ['Bearer t', 'q']);
  });

  for (const [title, failure, code] of [
    ['as unavailable where the metadata server cannot be reached', { code: 'ECONNREFUSED' }, 14],
    ['as unauthenticated where there are no credentials', {}, 16],
  ] as const) {
    it(`fails ${title}`, async () => {
      const load = (): Promise<never> => Promise.reject(Object.assign(new Error('none'), failure));
      await assert.rejects(publishTo(connect('', `http://${host()}`, load)), {
        code,
        message: /no credentials for Pub\/Sub/,
      });
      assert.deepEqual(seen, []);
    });
  }

  it('asks for credentials again after it could not load what gives them', async () => {
    let attempt = 0;
    const load = async () => {
      attempt += 1;
      if (attempt === 1) throw new Error('away');
      return { getRequestHeaders: async () => new Headers({ authorization: 'Bearer 2' }) };
    };
    const transport = connect('', `http://${host()}`, load);
    await assert.rejects(transport.publish(request, Date.now() + 2_000), { code: 16 });
    await publishTo(transport);
    assert.equal(seen[0]?.authorization, 'Bearer 2');
  });

  it('is made to Google where no other address is given', () => connect('').close());
});
