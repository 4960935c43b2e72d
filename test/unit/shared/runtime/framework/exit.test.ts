import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { exitThrough, type SignalSource } from '@penstock/shared/runtime/framework/exit.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown, type Shutdown } from '@penstock/shared/runtime/shutdown.ts';

function makeShutdown(): Shutdown {
  return createShutdown({ log: createLogger({ write: () => undefined }) });
}

describe('signals', () => {
  function process(): EventEmitter & SignalSource & { readonly exits: number[] } {
    const exits: number[] = [];
    return Object.assign(new EventEmitter(), { exits, exit: (code: number) => void exits.push(code) });
  }

  it('close everything and then exit', async () => {
    const shutdown = makeShutdown();
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
    exitThrough(makeShutdown(), source);
    source.on('SIGTERM', () => source.exit(16));
    source.on('other', () => source.exit(17));
    await Promise.resolve();
    assert.equal(source.listenerCount('SIGTERM'), 1);
    assert.equal(source.listenerCount('other'), 1);
  });
});
