/**
 * Fails every test that leaves a rejection unhandled: mocha lets them pass, and outside of a test they end the process. Keeps
 * mocha's workers until their coverage is written.
 */

import assert from 'node:assert/strict';
import { type Unhandled, watchUnhandled } from './unhandled.ts';

let unhandled: Unhandled | undefined;

/** Mocha kills a worker that takes more than a second to end: on a busy machine, one that still writes what it covered. */
function stayUntilCovered(): void {
  if (process.env.MOCHA_WORKER_ID === undefined) return;
  process.off('SIGTERM', stay);
  process.on('SIGTERM', stay);
}

function stay(): void {
  // It ends by itself.
}

export const mochaHooks = {
  beforeAll(): void {
    unhandled = watchUnhandled();
    stayUntilCovered();
  },
  async afterEach(): Promise<void> {
    const found = (await unhandled?.take()) ?? [];
    assert.deepEqual(found, [], 'rejections that nobody handles');
  },
  afterAll(): void {
    unhandled?.stop();
  },
};
