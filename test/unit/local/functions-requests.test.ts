import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RequestLine, requestCounts } from '../../../local/functions/request-counts.ts';
import { eventually } from '../../support/suite.ts';

describe('the counts of requests', () => {
  it('are told by class and by latency, some seconds after the first request', async () => {
    let told: readonly RequestLine[] = [];
    const watch = requestCounts((lines) => {
      told = lines;
    });
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/bad' ? 503 : 204;
      response.end();
    });
    watch('intake', server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const path of ['/', '/', '/bad']) await fetch(`${at}${path}`);
    await eventually(async () => told.length, Boolean);
    const count = (metric: string, labels: Record<string, string>) =>
      told.find((one) => one.metric === metric && JSON.stringify(one.labels) === JSON.stringify(labels))?.count;
    assert.equal(count('requests', { class: '2xx' }), 2);
    assert.equal(count('requests', { class: '5xx' }), 1);
    assert.equal(count('latency', { le: '+Inf' }), 3);
    assert.ok((count('latency', { le: '10000' }) ?? 0) >= (count('latency', { le: '5' }) ?? 0));
    assert.ok(told.every(({ door }) => door === 'intake'));
    server.close();
  });
});
