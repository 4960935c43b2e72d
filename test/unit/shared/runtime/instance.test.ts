import assert from 'node:assert/strict';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';
import sinon from 'sinon';

describe('a warm instance', () => {
  const listeners = ['SIGTERM', 'SIGINT', 'newListener'] as const;
  const before = listeners.map((event) => process.listeners(event as 'SIGTERM'));

  after(() => {
    // The instance belongs to the process; the test run gets its signals back.
    listeners.forEach((event, at) => {
      for (const listener of process.listeners(event as 'SIGTERM')) {
        if (!before[at]?.includes(listener)) process.removeListener(event, listener);
      }
    });
  });

  it('knows its project by either variable, or leaves it to the clients', () => {
    assert.equal(warmInstance('sink', { GOOGLE_CLOUD_PROJECT: 'a', GCLOUD_PROJECT: 'b' }).projectId, 'a');
    assert.equal(warmInstance('sink', { GCLOUD_PROJECT: 'b' }).projectId, 'b');
    assert.equal(warmInstance('sink', {}).projectId, '');
  });

  it('shares one shutdown with every function of the process', () => {
    assert.equal(warmInstance('a', {}).shutdown, warmInstance('b', {}).shutdown);
  });

  it('logs with its door at the level it is told, and INFO where the level is unknown', () => {
    const write = sinon.stub(process.stdout, 'write').returns(true);
    try {
      warmInstance('sink', { LOG_LEVEL: 'warning' }).log.info('quiet');
      warmInstance('sink', { LOG_LEVEL: 'loud' }).log.info('heard');
      assert.equal(write.callCount, 1);
      assert.match(String(write.firstCall.args[0]), /"message":"heard","door":"sink"/);
    } finally {
      write.restore();
    }
  });
});
