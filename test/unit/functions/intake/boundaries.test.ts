import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { bySignature } from '../../../../functions/intake/authentication.ts';
import { textOf } from '../../../../functions/intake/body.ts';
import { readIssues } from '../../../../functions/intake/json-text.ts';
import { Refusal } from '../../../../functions/intake/problem.ts';
import { routeOf } from '../../../../functions/intake/routes.ts';

describe("an intake's batch", () => {
  it('is cut between its items, also where a text ends in an escaped quote or backslash', () => {
    const items = ['{"a":"x\\""}', '{"a":"\\\\"}', '{"a":"\\\\\\""}', '{"a":"\\"","b":"]}"}', '{"a":"","b":""}'];
    const { items: read } = readIssues(`[${items.join(',')}]`, { maxDepth: 8, maxItems: 10 });
    assert.deepEqual(
      read.map((item) => (item instanceof Refusal ? item.message : item.text)),
      items,
    );
  });
});

describe('the signatures of a webhook', () => {
  const secret = Buffer.alloc(32, 7);
  const clock = { now: () => 1_000_000, sleep: async () => undefined, random: () => 0 };
  const authenticate = bySignature(async () => [secret], 1_000, clock);
  const signed = createHmac('sha256', secret).update('m.1000.{}').digest('base64');
  const callerOf = async (position: number): Promise<string> => {
    const others = Array.from({ length: position - 1 }, () => 'v1,AAAA');
    const headers = {
      'webhook-id': 'm',
      'webhook-timestamp': '1000',
      'webhook-signature': [...others, `v1,${signed}`].join(' '),
    };
    return (await authenticate({ headers, body: Buffer.from('{}') })).name;
  };

  it('count up to the tenth, and no further', async () => {
    assert.equal(await callerOf(10), 'webhook');
    await assert.rejects(callerOf(11), Refusal);
  });
});

describe('a compressed body', () => {
  it('is read under the older name of gzip too', async () => {
    const declared = { contentType: 'application/json', contentEncoding: 'x-gzip' };
    assert.equal(await textOf(gzipSync('{"a":1}'), declared, 100), '{"a":1}');
  });
});

describe('a HEAD request', () => {
  for (const [path, route] of [
    ['/', 'page'],
    ['/openapi.json', 'openapi'],
  ] as const) {
    it(`for ${path} is answered as GET is`, () => assert.equal(routeOf('HEAD', path, true), route));
  }
});
