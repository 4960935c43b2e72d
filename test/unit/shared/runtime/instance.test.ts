import assert from 'node:assert/strict';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { logLevel, processHost } from '@penstock/shared/runtime/instance.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';

describe('the process that doors run in', () => {
  const listeners = ['SIGTERM', 'SIGINT', 'newListener'] as const;
  const before = listeners.map((event) => process.listeners(event as 'SIGTERM'));

  after(async () => {
    await processHost().shutdown.close();
    // The signals belong to the test run, so what this test has registered is taken off again.
    listeners.forEach((event, at) => {
      for (const listener of process.listeners(event as 'SIGTERM')) {
        if (!before[at]?.includes(listener)) process.removeListener(event, listener);
      }
    });
  });

  it('has one shutdown for all its doors', () => {
    assert.equal(processHost().shutdown, processHost().shutdown);
  });

  it('hands out the environment as it is at that time', () => {
    process.env.PENSTOCK_TEST = 'first';
    const { env } = processHost();
    process.env.PENSTOCK_TEST = 'second';
    assert.deepEqual([env.PENSTOCK_TEST, processHost().env.PENSTOCK_TEST], ['first', 'second']);
    delete process.env.PENSTOCK_TEST;
  });

  it('is what a door is opened in where no other host is given', async () => {
    let closed = false;
    await openDoor({
      name: 'small',
      readConfig: () => ({}),
      metrics: {},
      create: ({ onClose }) => {
        onClose('client', () => {
          closed = true;
        });
        return { body: { maxBytes: 1 }, handle: (_request, response) => sendReply(response, 204) };
      },
    });
    await processHost().shutdown.close();
    assert.equal(closed, true);
  });
});

describe('the log level', () => {
  for (const [LOG_LEVEL, level] of [
    ['warning', 'WARNING'],
    ['ERROR', 'ERROR'],
    ['loud', 'INFO'],
    [undefined, 'INFO'],
  ] as const) {
    it(`is ${level} where LOG_LEVEL is ${LOG_LEVEL}`, () => assert.equal(logLevel({ LOG_LEVEL }), level));
  }
});
