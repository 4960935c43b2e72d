import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BigQuery } from '@google-cloud/bigquery';
import { problemsOf } from '@penstock/shared/bigquery/rest/problem.ts';
import { restClient, restPath } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { fromRestFailure } from '@penstock/shared/bigquery/rest/rest-errors.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { runInTrace } from '@penstock/shared/runtime/trace.ts';
import { freePort } from '../../../../support/free-port.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('the REST client of BigQuery', () => {
  let server: Server;
  let answer: Answer;
  let asked: { url: string; headers: IncomingMessage['headers']; body: string }[];

  before(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        asked.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() });
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    answer = (_, response) => response.end('{}');
  });

  /** Only what is used of Google's client: its address and its credentials. */
  const clientAt = (baseUrl: string, tokens: string[] = []): BigQuery =>
    ({
      baseUrl,
      authClient: {
        getRequestHeaders: async (url: string) => {
          tokens.push(url);
          return new Headers({ authorization: 'Bearer token' });
        },
      },
      getProjectId: async () => 'p',
    }) as unknown as BigQuery;
  const local = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function refusal(
    request: Partial<Parameters<ReturnType<typeof restClient>['request']>[0]> = {},
  ): Promise<PenstockError> {
    try {
      await restClient(clientAt(local())).request({ method: 'GET', path: 'p/x', ...request });
    } catch (error) {
      return error as PenstockError;
    }
    return assert.fail('it did not throw');
  }

  it('sends the body as it is, and no credentials over plain http', async () => {
    const tokens: string[] = [];
    const rest = restClient(clientAt(local(), tokens));
    const body = '{"a":[[[["{{projectId}}"]]]]}';
    await rest.request({
      method: 'POST',
      path: restPath(await rest.projectId(), 'jobs'),
      query: { location: 'EU' },
      body,
    });
    assert.deepEqual([asked[0]?.url, asked[0]?.body], ['/projects/p/jobs?location=EU', body]);
    assert.equal(asked[0]?.headers['content-type'], 'application/json');
    assert.equal(asked[0]?.headers.authorization, undefined);
    assert.deepEqual(tokens, []);
  });

  it('sends the trace of the work that asks', async () => {
    const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true };
    await runInTrace(trace, () => restClient(clientAt(local())).request({ method: 'GET', path: 'p/x' }));
    assert.equal(asked[0]?.headers.traceparent, `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`);
  });

  it('asks for credentials for an address of https', async () => {
    const tokens: string[] = [];
    // Nothing listens on this port, so that the request fails after the credentials were asked for.
    const address = `https://127.0.0.1:${await freePort()}`;
    const rest = restClient(clientAt(address, tokens));
    await assert.rejects(rest.request({ method: 'GET', path: 'p/x' }), { code: 'UNAVAILABLE' });
    assert.deepEqual(tokens, [`${address}/projects/p/x`]);
  });

  it('takes an empty answer for an empty object', async () => {
    answer = (_, response) => response.end();
    assert.deepEqual(await restClient(clientAt(local())).request({ method: 'DELETE', path: 'p/x' }), {});
  });

  it('turns an answer that refuses into an error with every problem in it', async () => {
    const errors = [
      { reason: 'rateLimitExceeded', location: 'a', message: 'slower' },
      { reason: 'invalid', message: 'and wrong' },
    ];
    answer = (_, response) => {
      response.writeHead(403, { 'retry-after': '3' });
      response.end(JSON.stringify({ error: { code: 403, message: 'slower', errors } }));
    };
    const error = await refusal();
    assert.deepEqual([error.code, error.kind, error.retryAfterMs], ['RESOURCE_EXHAUSTED', 'transient', 3_000]);
    assert.deepEqual(error.context, { http_status: 403, reason: 'rateLimitExceeded', location: 'a' });
    assert.deepEqual(problemsOf(error), [errors[0], { ...errors[1], location: '' }]);
  });

  it('shows the beginning of an answer that is not JSON', async () => {
    answer = (_, response) => {
      response.writeHead(413);
      response.end(`<html>${'x'.repeat(2_000)}`);
    };
    const error = await refusal();
    assert.equal(error.code, 'INPUT_TOO_LARGE');
    assert.match(error.message, /^HTTP 413: <html>x+$/);
    assert.ok(error.message.length < 600);
    assert.deepEqual(problemsOf(error), []);
    answer = (_, response) => {
      response.writeHead(404);
      response.end('{"message":"not here"}');
    };
    assert.equal((await refusal()).message, 'HTTP 404: {"message":"not here"}');
  });

  it('does not know what became of a request whose answer is cut', async () => {
    answer = (_, response) => response.end('{"a":');
    assert.equal((await refusal()).code, 'OUTCOME_UNKNOWN');
    answer = (request) => request.socket.destroy();
    assert.equal((await refusal()).code, 'UNAVAILABLE');
  });

  it('gives up after the time that it was given', async () => {
    answer = () => undefined;
    const error = await refusal({ timeoutMs: 20 });
    assert.deepEqual([error.code, error.message], ['DEADLINE_EXCEEDED', 'BigQuery did not answer within 20 ms']);
  });

  it('is cancelled by its caller', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 10);
    assert.equal((await refusal({ signal: controller.signal })).code, 'CANCELLED');
    assert.equal(fromRestFailure('odd', undefined).code, 'INTERNAL');
  });

  describe('with bytes for a body', () => {
    const bytes = { method: 'POST', body: Buffer.from('{"rows":["\u00e4"]}') } as const;

    it('sends them as they are', async () => {
      answer = (_, response) => response.end('{"kind":"k"}');
      const rest = restClient(clientAt(local()));
      const body = new Uint8Array(2_000_000).fill(0x20);
      body.set(Buffer.from('{"a":1}'));
      assert.deepEqual(await rest.request({ method: 'POST', path: 'p/x', body }), { kind: 'k' });
      assert.deepEqual(await rest.request({ ...bytes, path: 'p/x' }), { kind: 'k' });
      assert.equal(asked[0]?.body, Buffer.from(body).toString());
      assert.equal(asked[1]?.body, '{"rows":["\u00e4"]}');
      assert.equal(asked[1]?.headers['content-type'], 'application/json');
      assert.equal(asked[1]?.headers['content-length'], String(bytes.body.length));
    });

    it('fails as with text', async () => {
      answer = (_, response) => {
        response.writeHead(429, { 'retry-after': '3' });
        response.end('{"error":{"message":"slower"}}');
      };
      const slower = await refusal(bytes);
      assert.deepEqual([slower.code, slower.message, slower.retryAfterMs], ['RESOURCE_EXHAUSTED', 'slower', 3_000]);
      answer = (_, response) => response.end('{"a":');
      assert.equal((await refusal(bytes)).code, 'OUTCOME_UNKNOWN');
      answer = (request) => request.socket.destroy();
      assert.equal((await refusal(bytes)).code, 'UNAVAILABLE');
      answer = (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"a"', () => response.destroy());
      };
      assert.equal((await refusal(bytes)).kind, 'transient');
      answer = () => undefined;
      assert.equal((await refusal({ ...bytes, timeoutMs: 20 })).code, 'DEADLINE_EXCEEDED');
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 10);
      assert.equal((await refusal({ ...bytes, signal: controller.signal })).code, 'CANCELLED');
    });

    it('go over https with credentials', async () => {
      const tokens: string[] = [];
      const address = `https://127.0.0.1:${await freePort()}`;
      const rest = restClient(clientAt(address, tokens));
      await assert.rejects(rest.request({ ...bytes, path: 'p/x' }), { code: 'UNAVAILABLE' });
      assert.deepEqual(tokens, [`${address}/projects/p/x`]);
    });
  });

  it('encodes each part of a path, and leaves the colon of a domain', () => {
    assert.equal(restPath('example.com:p', 'tables', 't$1/2'), 'example.com:p/tables/t%241%2F2');
  });
});
