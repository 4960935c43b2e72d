import assert from 'node:assert/strict';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createHandler } from '../../../../functions/puller/handler.ts';

async function called(scheduleTime: string | undefined): Promise<{ status: number; body: object }> {
  const answer = { status: 0, body: {} };
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    json(json: object) {
      answer.body = json;
    },
  };
  const handler = createHandler({ windowMs: 600_000, log: createLogger({ write: () => undefined }) });
  await handler({ get: () => scheduleTime }, response);
  return answer;
}

describe('the puller', () => {
  it('takes its window from the scheduled time, not from the clock', async () => {
    assert.deepEqual(await called('2026-01-02T03:10:00Z'), {
      status: 200,
      body: { from: '2026-01-02T03:00:00.000Z', to: '2026-01-02T03:10:00.000Z', rows: 0 },
    });
  });

  for (const header of [undefined, 'soon']) {
    it(`refuses a call whose schedule time is ${header}`, async () => {
      const { status, body } = await called(header);
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), /X-CloudScheduler-ScheduleTime/);
    });
  }
});
