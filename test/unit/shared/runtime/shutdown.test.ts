import assert from 'node:assert/strict';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown } from '@penstock/shared/runtime/shutdown.ts';

function make(graceMs?: number) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line)) });
  return { shutdown: createShutdown(graceMs === undefined ? { log } : { log, graceMs }), lines };
}

describe('shutdown', () => {
  it('closes the last registered first', async () => {
    const { shutdown } = make();
    const closed: string[] = [];
    for (const name of ['client', 'publisher']) shutdown.onClose(name, () => void closed.push(name));
    await shutdown.close();
    assert.deepEqual(closed, ['publisher', 'client']);
  });

  it('closes everything once, however often it is asked', async () => {
    const { shutdown } = make();
    let closed = 0;
    shutdown.onClose('x', () => {
      closed += 1;
    });
    await Promise.all([shutdown.close(), shutdown.close()]);
    assert.equal(closed, 1);
  });

  it('leaves out what was taken off, and taking it off twice is no harm', async () => {
    const { shutdown } = make();
    const takeOff = shutdown.onClose('x', () => assert.fail('it was taken off'));
    takeOff();
    takeOff();
    await shutdown.close();
  });

  it('logs a failure and closes the rest', async () => {
    const { shutdown, lines } = make();
    let closed = false;
    shutdown.onClose('good', () => {
      closed = true;
    });
    shutdown.onClose('bad', () => Promise.reject(new Error('stuck')));
    await shutdown.close();
    assert.equal(closed, true);
    assert.equal(lines[0]?.message, 'could not close bad');
  });

  it('gives up when the grace is used up, and says so', async () => {
    const { shutdown, lines } = make(5);
    shutdown.onClose('slow', () => new Promise(() => undefined));
    await shutdown.close();
    assert.equal(lines[0]?.message, 'shutdown did not finish in time');
  });
});
