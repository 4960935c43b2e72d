import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { DoorParts } from '@penstock/shared/runtime/door.ts';
import { declaredBy } from '@penstock/shared/runtime/framework/raw-body.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';
import sinon from 'sinon';
import { type DoorUnderTest, startDoor } from '../../../../support/door.ts';

/**
 * All that is done to functions-framework rests on how its pinned version works inside. With another version these tests
 * say what no longer holds.
 */
describe('functions-framework as it is pinned', () => {
  let door: DoorUnderTest | undefined;
  const bodies: string[] = [];
  let domains: unknown[] = [];

  const create = (): DoorParts => ({
    body: { maxBytes: 1_000 },
    handle: (request, response) => {
      domains.push((process as { domain?: unknown }).domain ?? null);
      bodies.push(Buffer.from(request.rawBody ?? []).toString('latin1'));
      sendReply(response, 200, `${request.url} ${declaredBy(request).contentType}`);
    },
  });

  beforeEach(() => {
    bodies.splice(0);
    domains = [];
  });
  afterEach(async () => {
    await door?.close();
    door = undefined;
  });

  async function start(setup: Parameters<typeof startDoor>[0]): Promise<DoorUnderTest> {
    door = await startDoor(setup);
    return door;
  }

  const post = (url: string, body: string | Buffer<ArrayBuffer>, headers: Record<string, string>): Promise<Response> =>
    fetch(url, { method: 'POST', body, headers });

  it('is the version that the package names', () => {
    const { resolve } = createRequire(new URL('../../../../../functions/intake/index.ts', import.meta.url));
    const manifest = resolve('@google-cloud/functions-framework').replace(/build\/.*$/, 'package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    assert.equal(version, '5.0.5');
  });

  it('parses, inflates and decodes no body that is kept from it', async () => {
    const { url } = await start({ create });
    const zipped = gzipSync('{"a":1}');
    for (const [body, headers] of [
      ['{', { 'content-type': 'application/json' }],
      ['a=%', { 'content-type': 'application/x-www-form-urlencoded' }],
      [zipped, { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
      ['x', { 'content-type': 'text/plain; charset=odd' }],
    ] as const) {
      assert.equal((await post(url, body, headers)).status, 200);
      assert.equal(bodies.at(-1), Buffer.from(body).toString('latin1'));
    }
  });

  it('hands over a body that it has read itself where the door was told another port', async () => {
    const { url } = await start({ create, keepsBodies: false });
    assert.equal((await post(url, '{"a":1}', { 'content-type': 'application/json' })).status, 200);
    assert.equal((await fetch(url)).status, 200);
    assert.deepEqual(bodies, ['{"a":1}', '']);
  });

  it('runs the handler in no domain', async () => {
    const { url } = await start({ create });
    await post(url, 'x', {});
    await fetch(url);
    assert.deepEqual(domains, [null, null]);
  });

  for (const [target, place] of [
    ['/a%', '/a%25'],
    ['http://elsewhere/a?b', '/a?b'],
    ['*', '/'],
  ] as const) {
    it(`hands on the request target ${target} as ${place}, with no page of its own`, async () => {
      const { port } = await start({ create });
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`POST ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
      );
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      await once(socket, 'close');
      assert.match(answer, /^HTTP\/1\.1 200 /);
      assert.ok(answer.includes(`\r\n\r\n${place} `), answer);
    });
  }

  it('writes nothing to standard error when a caller goes away in the middle of a body', async () => {
    const { port, lines } = await start({ create });
    const errors = sinon.stub(console, 'error');
    try {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc', () => socket.destroy());
      });
      await once(socket, 'close');
      while (!lines.some(({ message }) => message === 'the caller went away before the body was whole')) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert.deepEqual([errors.callCount, bodies], [0, []]);
    } finally {
      errors.restore();
    }
  });
});
