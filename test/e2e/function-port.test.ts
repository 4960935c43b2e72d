import assert from 'node:assert/strict';
import { type FunctionProcess, startFunctionProcess } from '../support/function-process.ts';

describe('a function that functions-framework itself starts', () => {
  let started: FunctionProcess | undefined;
  afterEach(async () => {
    await started?.kill();
    started = undefined;
  });

  const env = { GOOGLE_CLOUD_PROJECT: 'demo-penstock', PUBSUB_EMULATOR_HOST: '127.0.0.1:1', LOG_LEVEL: 'CRITICAL' };

  for (const portBy of ['PORT', 'flag'] as const) {
    it(`reads bodies itself, told its port by ${portBy}`, async () => {
      started = await startFunctionProcess({ name: 'intake', env, portBy });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(started.url, { method: 'POST', headers, body: '{' });
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      const { type } = (await answer.json()) as { type: string };
      assert.equal(type, 'urn:penstock:problem:malformed-json');
    });

    it(`takes an event that is no JSON for one that is rejected, told its port by ${portBy}`, async () => {
      // The error output is away, so that it is the function that answers 503 and not the framework 400.
      const away = { ...env, FIRESTORE_PUBLISH_DEADLINE: '100ms' };
      started = await startFunctionProcess({ name: 'firestore', env: away, portBy });
      const headers = { 'content-type': 'application/cloudevents+json' };
      const answer = await fetch(started.url, { method: 'POST', headers, body: '{' });
      assert.deepEqual([answer.status, await answer.text()], [503, '']);
    });
  }
});
