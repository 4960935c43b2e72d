import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown, exitThrough, type SignalSource } from '@penstock/shared/runtime/shutdown.ts';

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

describe('signals', () => {
  function process(): EventEmitter & SignalSource & { readonly exits: number[] } {
    const exits: number[] = [];
    return Object.assign(new EventEmitter(), { exits, exit: (code: number) => void exits.push(code) });
  }

  it('close everything and then exit', async () => {
    const { shutdown } = make();
    const source = process();
    let closed = false;
    shutdown.onClose('x', () => {
      closed = true;
    });
    exitThrough(shutdown, source);
    source.emit('SIGTERM');
    await shutdown.close();
    await Promise.resolve();
    assert.equal(closed, true);
    assert.deepEqual(source.exits, [0]);
  });

  it('are not lost to a handler that exits at once, registered later', async () => {
    const source = process();
    exitThrough(make().shutdown, source);
    source.on('SIGTERM', () => source.exit(16));
    source.on('other', () => source.exit(17));
    await Promise.resolve();
    assert.equal(source.listenerCount('SIGTERM'), 1);
    assert.equal(source.listenerCount('other'), 1);
  });
});
