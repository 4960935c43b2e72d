import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SourceError } from '../../../../functions/puller/source.ts';
import type { SourceFile } from '../../../../functions/puller/source-file/source-file.ts';
import { rowsOf, sourceOf } from '../../../support/http-source.ts';

/** Answers that no well-behaved API sends, written byte by byte. */
describe('a source that means harm, or is broken, fails its window', function () {
  this.timeout(15_000);
  const servers: Server[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    }
  });

  async function listen(answer: (response: ServerResponse, count: number) => void): Promise<string> {
    let count = 0;
    const server = createServer((_request, response) => {
      count += 1;
      answer(response, count);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function failure(
    answer: (response: ServerResponse, count: number) => void,
    part: Partial<SourceFile> = {},
  ): Promise<SourceError> {
    const url = await listen(answer);
    const source = sourceOf({ request: { url }, limits: { attempts: 1, ...part.limits }, ...part });
    return rowsOf(source).then(
      () => assert.fail('the listing ended well'),
      (error: SourceError) => error,
    );
  }

  const JSON_TYPE = { 'content-type': 'application/json' };

  it('by a body that never ends, once it has more bytes than are taken', async () => {
    const error = await failure(
      (response) => {
        response.writeHead(200, JSON_TYPE);
        const more = (): void => {
          while (!response.destroyed && response.write('['.repeat(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
      { limits: { wireBytes: 1_000_000, attempts: 1 } },
    );
    assert.match(error.message, /1000000 bytes/);
  });

  it('by a body that drips, once the time of a request is over', async () => {
    const error = await failure(
      (response) => {
        response.writeHead(200, JSON_TYPE);
        const timer = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(timer));
      },
      { limits: { timeout: '300ms', attempts: 1 } },
    );
    assert.equal(error.code, 'DEADLINE_EXCEEDED', error.message);
  });

  it('by headers that are larger than any header should be', async () => {
    const error = await failure((response) => {
      response.writeHead(200, { ...JSON_TYPE, 'x-large': 'x'.repeat(200_000) });
      response.end('{"items":[]}');
    });
    assert.match(error.message, /[Hh]eader/);
  });

  it('by lists within lists without an end, and not the process', async () => {
    const error = await failure((response) => {
      response.writeHead(200, JSON_TYPE).end(`{"items":${'['.repeat(2_000_000)}`);
    });
    assert.equal(error.code, 'INPUT_MALFORMED', error.message);
    const whole = await failure((response) => {
      response.writeHead(200, JSON_TYPE).end(`{"items":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    });
    assert.ok(whole.message.length < 1_000);
  });

  it('never by a key that is a prototype, which is a column like any other', async () => {
    const url = await listen((response) => {
      response.writeHead(200, JSON_TYPE).end('{"items":[{"__proto__":{"admin":1},"constructor":2,"id":3}]}');
    });
    const rows = (await rowsOf(sourceOf({ request: { url } }))) as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(Object.keys(rows[0] as object), ['__proto__', 'constructor', 'id']);
    assert.equal(({} as { readonly admin?: number }).admin, undefined);
  });

  it('by a status that is none, a switch of protocol and an empty reply', async () => {
    for (const status of [101, 204, 205, 304, 599]) {
      const error = await failure((response) => {
        response.writeHead(status).end();
      });
      assert.ok(error.message.length > 0, String(status));
    }
  });

  it('by a next URL of a megabyte', async () => {
    const error = await failure(
      (response) => {
        response.writeHead(200, JSON_TYPE).end(`{"items":[{"id":1}],"next":"/${'a'.repeat(1_000_000)}"}`);
      },
      { paging: { kind: 'url', value: { from: 'body', at: 'next' }, end: { noValue: true } } },
    );
    assert.ok(error.message.length < 5_000, `${error.message.length} characters`);
  });

  it('by a wait of a thousand years, which ends the run and not the patience of the next', async () => {
    const error = await failure(
      (response) => {
        response.writeHead(429, { 'retry-after': '99999999999' }).end();
      },
      { limits: { attempts: 3 } },
    );
    assert.equal(error.action, 'wait');
    assert.ok(
      (error.untilMs as number) < Date.parse('2026-03-10T00:00:00Z'),
      new Date(error.untilMs as number).toISOString(),
    );
  });

  it('takes two rules of errors for two statuses, side by side (dlt#1949)', async () => {
    const url = await listen((response, count) => {
      response.writeHead(count === 1 ? 404 : count === 2 ? 410 : 200, JSON_TYPE).end('{"items":[{"id":1}]}');
    });
    const source = sourceOf({
      request: { url: `${url}/{parent.p}` },
      each: [{ list: ['a', 'b', 'c'], as: 'p' }],
      errors: [
        { status: [404], action: 'skip' },
        { status: [410], action: 'skip' },
      ],
    });
    assert.equal((await rowsOf(source)).length, 1);
  });
});
